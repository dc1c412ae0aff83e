"""The grid window: a grid is generated, extended by a row, saved, and opened again."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, GeneratedImage, JobEvent
from macapp.library import Library
from macapp.library.grids import GRID_FIELDS
from macapp.ui.main.window import MainWindow
from macapp.ui.viewer.grid_window import GridWindow
from macapp.ui.widgets.task_pool import TaskPool
from tests.support.fake_engine import plain_picture
from tests.support.request_factory import request


def test_a_grid_is_made_from_a_picture_and_fills_as_its_pictures_come(
    window: MainWindow, library: Library, made, qtbot: QtBot
) -> None:
    window.show_picture(made(request("a heart", steps=10, guidance_scale=4.0)))
    window.picture.show_grid()
    xy = window.picture.grid_window
    assert xy is not None
    xy.across_values.setText("4, 6")
    xy.down_values.setText("10, 20")
    xy.show_grid()
    assert xy.make.text() == "Generate 3"
    assert xy.cost.text().startswith("3 pictures are missing.")
    qtbot.waitUntil(xy.make.isEnabled, timeout=5000)
    xy.make.click()
    waiting = library.queue.unfinished()
    assert [(each.request.guidance_scale, each.request.steps) for each in waiting] == [(6, 10), (4, 20), (6, 20)]
    for job in waiting:
        window.on_event(JobEvent(kind=EventKind.DONE, job=job, picture=made(job.request)))
    assert xy.cost.text() == "All pictures exist."
    qtbot.waitUntil(lambda: not xy.table.item(1, 1).icon().isNull(), timeout=5000)  # type: ignore[union-attr]
    xy.table.cellClicked.emit(1, 1)
    assert window.viewer.picture.request == waiting[2].request  # type: ignore[union-attr]
    xy.save_as("Hearts")
    xy.down_values.setText("10, 20, 30")
    xy.show_grid()
    assert xy.make.text() == "Generate 2"
    xy.saved.activated.emit(1)
    assert xy.cost.text() == "All pictures exist."
    assert xy.table.rowCount() == 2


def test_count_and_time_are_shown_before_it_starts(window: MainWindow, library: Library, made, qtbot: QtBot) -> None:
    base = request("a heart", steps=10)
    [job] = library.queue.add([base])
    library.queue.claim_next()
    picture = library.pictures.save(job, GeneratedImage(image=plain_picture(base), made_with={}), 20.0)
    window.show_picture(picture)
    window.picture.show_grid()
    xy = window.picture.grid_window
    assert xy is not None
    xy.across.setCurrentIndex(GRID_FIELDS.index("seed"))
    xy.across_values.setText("1, 2, 3")
    xy.down_values.setText("10, 20")
    xy.show_grid()
    assert (xy.cost.text(), xy.make.text()) == ("5 pictures are missing. Time: about 2 min 40 s.", "Generate 5")
    qtbot.waitUntil(xy.make.isEnabled, timeout=5000)
    assert library.queue.unfinished() == []


def test_a_missing_model_is_refused_in_the_window_and_nothing_is_queued(
    window: MainWindow, library: Library, made, qtbot: QtBot
) -> None:
    window.show_picture(made(request("a heart", model="/gone/dreamshaper_8.safetensors")))
    window.picture.show_grid()
    xy = window.picture.grid_window
    assert xy is not None
    refusal = "“dreamshaper_8” is not installed. Add it in the Models window, or use another model."
    qtbot.waitUntil(lambda: xy.cost.text() == refusal, timeout=5000)
    assert not xy.make.isEnabled()
    xy.make.click()
    assert library.queue.unfinished() == []
    xy.across.setCurrentIndex(GRID_FIELDS.index("model"))
    xy.across_values.setText("starter")
    xy.show_grid()
    qtbot.waitUntil(xy.make.isEnabled, timeout=5000)
    assert xy.cost.text().startswith("3 pictures are missing.")
    xy.across_values.setText("starter, nothing")
    xy.show_grid()
    qtbot.waitUntil(lambda: "“nothing” is not installed" in xy.cost.text(), timeout=5000)
    assert not xy.make.isEnabled()


def test_values_that_make_no_sense_are_said(window: MainWindow, made) -> None:
    window.show_picture(made(request("a heart")))
    window.picture.show_grid()
    xy = window.picture.grid_window
    assert xy is not None
    xy.across_values.setText("a lot")
    xy.show_grid()
    assert "must be a number" in xy.hint.text()
    assert not xy.make.isEnabled()
    assert xy.cost.text() == ""


def test_the_grid_is_saved_as_one_labelled_picture(library: Library, made, qtbot: QtBot, tmp_path) -> None:
    from PIL import Image

    base = request("a heart", seed=1)
    for steps in (3, 13, 23):
        made(replace(base, steps=steps))
    background = TaskPool(None)  # type: ignore[arg-type]
    xy = GridWindow(base, library, background)
    qtbot.addWidget(xy)
    background.setParent(xy)
    xy.save_sheet(tmp_path / "grid.png")
    qtbot.waitUntil(lambda: "Saved as grid.png" in xy.hint.text(), timeout=5000)
    with Image.open(tmp_path / "grid.png") as sheet:
        assert sheet.height > 3 * 64
    background.close()
