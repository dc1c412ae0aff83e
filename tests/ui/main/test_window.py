"""The commands of the window, and its reaction to events of the runner."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, GeneratedImage, JobEvent
from macapp.library import Library
from macapp.settings import Settings
from macapp.system.machine import detect_machine
from macapp.ui.main.window import MainWindow
from tests.support.fake_engine import plain_picture
from tests.support.request_factory import request


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
def test_light_and_dark_can_be_read(window: MainWindow, scheme: Qt.ColorScheme) -> None:
    from macapp.ui.widgets.theme import checkbox_palette, palette

    colours, box = palette(scheme), checkbox_palette(scheme)
    for text, ground in (
        (colours.ColorRole.WindowText, colours.ColorRole.Window),
        (colours.ColorRole.Text, colours.ColorRole.Base),
        (colours.ColorRole.PlaceholderText, colours.ColorRole.Window),
        (colours.ColorRole.ButtonText, colours.ColorRole.Button),
    ):
        assert contrast(colours.color(text), colours.color(ground)) >= 3.9
    if scheme == Qt.ColorScheme.Dark:  # in a light scheme, a darker frame sets it apart
        assert contrast(box.color(box.ColorRole.Base), colours.color(colours.ColorRole.Window)) >= 3
    assert contrast(box.color(box.ColorRole.Text), box.color(box.ColorRole.Base)) >= 3.9
    assert window.look is not None
    window.look.follow(scheme)
    assert not window.grab().isNull()


def contrast(one, other) -> float:
    """Return the contrast of two colours, 1 to 21 (Web Content Accessibility Guidelines 2.2)."""

    def light(colour) -> float:
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_window_comes_back_as_it_was_left(library: Library, qtbot: QtBot) -> None:
    from macapp import settings

    first = MainWindow(library, detect_machine(), Settings())
    qtbot.addWidget(first)
    first.show()
    first.prompt_panel.prompt.setPlainText("half a thought")
    first.panes.setSizes([320, 300, 400])
    first.close()
    sizes = first.panes.sizes()
    second = MainWindow(library, detect_machine(), settings.load(library.places))
    qtbot.addWidget(second)
    assert second.prompt_panel.prompt.toPlainText() == "half a thought"
    second.show()
    assert second.panes.sizes()[::2] == sizes[::2]  # the middle pane takes the rest
    second.close()


def test_space_fills_the_window_with_a_picture_and_arrows_go_on(library: Library, made, qtbot: QtBot) -> None:
    older, newer = made(request("older", seed=1)), made(request("newer", seed=2))
    window = MainWindow(library, detect_machine(), Settings())
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    qtbot.keyClick(window.gallery.grid, Qt.Key.Key_Space)
    assert not window.prompt_panel.isVisible()
    assert not window.gallery.isVisible()
    canvas = window.viewer.canvas
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert window.viewer.picture == older
    qtbot.keyClick(canvas, Qt.Key.Key_Right)  # there is no older picture
    assert window.viewer.picture == older
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert window.viewer.picture == newer
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert window.prompt_panel.isVisible()
    assert window.gallery.isVisible()
    window.close()


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
    qtbot.waitUntil(lambda: panel.price.words.startswith("About 2 min 30 s for 3  ·  "))
    window.ordering.generate()
    assert window.queue_panel.time_left.startswith("2 min 30 s left")
