"""The commands of the window, and its reaction to events of the runner."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, GeneratedImage, JobEvent
from macapp.library import Library
from macapp.settings import Settings
from macapp.system.machine import detect_machine
from macapp.ui.main.shell import Page
from macapp.ui.main.window import MainWindow
from macapp.ui.widgets.colours import Colour, scheme_colour
from tests.support.fake_engine import plain_picture
from tests.support.request_factory import request
from tests.support.ui_jobs import ordered


def test_the_gallery_has_everything_newest_first_and_grows(library: Library, made, qtbot: QtBot) -> None:
    pictures = [made(request(f"picture {n}", seed=n)) for n in range(5)]
    window = MainWindow(library, detect_machine(), Settings())
    qtbot.addWidget(window)
    rows = window.gallery.pictures
    assert [rows.picture(n) for n in range(5)] == pictures[::-1]
    new = made(request("the newest", seed=9))
    window.on_event(JobEvent(kind=EventKind.DONE, picture=new))
    assert rows.picture(0) == new
    assert window.viewer.picture == new
    window.close()


def test_every_field_has_a_name_for_those_who_listen(window: MainWindow) -> None:
    panel = window.prompt_panel
    fields = (
        panel.prompt,
        panel.negative_prompt,
        panel.steps,
        panel.guidance,
        panel.scheduler,
        panel.count,
        panel.model,
    )
    assert all(
        each.accessibleName() for each in (*fields, window.gallery.grid, window.gallery.line, window.queue_panel.list)
    )


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
def test_the_window_follows_the_appearance(window: MainWindow, scheme: Qt.ColorScheme, qtbot: QtBot) -> None:
    assert window.look is not None
    window.look.follow(scheme)
    wanted = scheme_colour(Colour.WINDOW, scheme)
    qtbot.waitUntil(lambda: window.palette().color(QPalette.ColorRole.Window) == wanted)
    assert not window.grab().isNull()


def test_the_window_comes_back_as_it_was_left(library: Library, qtbot: QtBot) -> None:
    from macapp import settings

    first = MainWindow(library, detect_machine(), Settings())
    qtbot.addWidget(first)
    first.show()
    first.prompt_panel.prompt.setPlainText("half a thought")
    first.shell.panes.setSizes([240, 640, 400])
    first.shell.show_page(Page.GRID)
    first.close()
    sizes = first.shell.panes.sizes()
    second = MainWindow(library, detect_machine(), settings.load(library.places))
    qtbot.addWidget(second)
    assert second.prompt_panel.prompt.toPlainText() == "half a thought"
    second.show()
    second.resize(1280, 800)  # the screen of the tests is smaller
    qtbot.waitUntil(lambda: second.shell.panes.sizes()[::2] == sizes[::2])  # the centre takes the rest
    assert second.shell.page is Page.GRID
    second.close()


def test_space_fills_the_window_with_a_picture_and_arrows_go_on(library: Library, made, qtbot: QtBot) -> None:
    older, newer = made(request("older", seed=1)), made(request("newer", seed=2))
    window = MainWindow(library, detect_machine(), Settings())
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.views.show_gallery()
    qtbot.keyClick(window.gallery.grid, Qt.Key.Key_Space)
    assert not window.prompt_panel.bar.isVisible()
    assert not window.gallery.isVisible()
    canvas = window.viewer.canvas
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert window.viewer.picture == older
    qtbot.keyClick(canvas, Qt.Key.Key_Right)  # there is no older picture
    assert window.viewer.picture == older
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert window.viewer.picture == newer
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert window.prompt_panel.bar.isVisible()
    assert window.viewer.isVisible()
    window.close()


def test_return_shows_a_picture_and_escape_the_gallery(window: MainWindow, made, qtbot: QtBot) -> None:
    window.gallery.add(made(request("a heart")))
    window.gallery.choose(0)
    window.views.show_gallery()
    qtbot.keyClick(window.gallery.grid, Qt.Key.Key_Return)
    assert window.viewer.isVisible()
    assert not window.gallery.isVisible()
    qtbot.keyClick(window.viewer.canvas, Qt.Key.Key_Escape)
    assert window.gallery.isVisible()


def test_the_first_job_of_an_idle_queue_shows_the_picture(window: MainWindow, library: Library) -> None:
    window.views.show_gallery()
    ordered(window, library)
    assert window.shell.page is Page.PICTURE
    window.views.show_gallery()
    ordered(window, library)
    assert window.shell.page is Page.GRID, "a job that waits changes nothing on the screen"


def test_the_size_that_fits_is_taken_up_and_undone(window: MainWindow) -> None:
    field = window.prompt_panel.size_field
    before = field.size_asked
    window.prompt_panel.price.size_requested.emit(192, 96)
    assert field.size_asked == (192, 96)
    window.undo.undo()
    assert field.size_asked == before
    window.undo.redo()
    assert field.size_asked == (192, 96)


def test_form_and_queue_say_the_same_time(window: MainWindow, library: Library, qtbot: QtBot) -> None:
    asked = request(width=128, height=128, steps=20)
    [job] = library.queue.add([asked])
    library.queue.claim_next()
    picture = library.pictures.save(job, GeneratedImage(image=plain_picture(asked), made_with={}), 50.0)
    window.on_event(JobEvent(kind=EventKind.DONE, job=job, picture=picture))
    panel = window.prompt_panel
    panel.load_request(asked)
    panel.count.setValue(3)
    qtbot.waitUntil(lambda: panel.price.words == "About 2 min 30 s for 3")
    window.ordering.generate()
    assert window.queue_panel.time_left.startswith("2 min 30 s left")


def test_the_caret_stays_in_the_prompt_after_generate(window: MainWindow, qtbot: QtBot) -> None:
    """The next words would otherwise reach the picture, where letters and digits mark it."""
    prompt = window.prompt_panel.prompt
    window.activateWindow()
    prompt.setFocus()
    qtbot.waitUntil(prompt.hasFocus)
    window.shell.show_page(Page.GRID, takes_focus=False)
    qtbot.keyClick(prompt, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.shell.page is Page.PICTURE
    assert prompt.hasFocus()


def test_the_first_picture_can_be_seen_developing_from_the_gallery(
    window: MainWindow, library: Library, qtbot: QtBot
) -> None:
    window.views.show_gallery()
    window.views.show_picture()
    assert window.shell.page is Page.GRID, "there is nothing to see"
    [job] = library.queue.add([request()])
    library.queue.claim_next([job.id])
    window.on_event(JobEvent(kind=EventKind.LOADING, job=job))
    window.views.show_picture()
    assert window.shell.page is Page.PICTURE
