"""What the window shows when the runner reports, and what its commands do."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, GeneratedImage, JobEvent
from macapp.errors import MachineError, Reason
from macapp.library import Library
from macapp.settings import Settings
from macapp.system.machine import detect_machine
from macapp.ui.main.window import MainWindow
from tests.support.fake_engine import plain_picture
from tests.support.request_factory import request


def test_progress_is_said_in_steps_speed_and_time_left(window: MainWindow, library: Library) -> None:
    [job, _waiting] = library.queue.add([request(steps=20), request(steps=20)])
    library.queue.claim_next()
    window.on_event(JobEvent(kind=EventKind.LOADING, job=job))
    assert window.viewer.progress.words == "Loading the model…"
    window.on_event(JobEvent(kind=EventKind.STEP, job=job, step=5, steps=20, seconds_per_step=0.5))
    assert window.viewer.progress.words == "Step 5 of 20  ·  2.0 it/s  ·  8 s left"
    assert window.queue_panel.time_left == "18 s left"
    window.on_event(JobEvent(kind=EventKind.STEP, job=job, step=6, steps=20, seconds_per_step=4.0))
    assert "4.0 s/it" in window.viewer.progress.words
    pays = Reason("compile-pays", {"count": 40, "times": 1.6, "time": 30.0})
    window.on_event(JobEvent(kind=EventKind.COMPILING, job=job, why=pays))
    assert window.viewer.progress.words == "Compiling…  ·  once for 40 similar pictures, about 1.6 times as fast"
    window.on_event(JobEvent(kind=EventKind.COMPILING, job=job, why=Reason("compile-forced-on")))
    assert window.viewer.progress.words == "Compiling…"
    window.on_event(JobEvent(kind=EventKind.CANCELED, job=job))
    assert window.viewer.progress.words == ""


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


def test_someone_looking_at_an_older_picture_is_not_taken_away_from_it(window: MainWindow, made) -> None:
    first, second = made(request("first")), made(request("second", seed=2))
    for each in (first, second):
        window.on_event(JobEvent(kind=EventKind.DONE, picture=each))
    window.gallery.choose(1)
    window.on_event(JobEvent(kind=EventKind.DONE, picture=made(request("third", seed=3))))
    assert window.viewer.picture == first


def test_a_fault_is_a_strip_not_a_dialog(window: MainWindow) -> None:
    window.on_event(JobEvent(kind=EventKind.STOPPED, reason=MachineError("disk-full")))
    assert window.banner.text == "The disk is full. Free some space, then try again."
    window.banner.button.click()
    assert window.banner.text == ""


def test_the_job_that_easel_died_in_is_named_and_goes_on_when_the_user_says_so(
    window: MainWindow, library: Library, qtbot: QtBot
) -> None:
    [job] = library.queue.add([request("a deadly heart")])
    library.queue.claim_next()
    library.queue.requeue_and_pause(job.id)
    window.on_event(JobEvent(kind=EventKind.RECOVERED, job=library.queue.find(job.id)))
    assert "“a deadly heart”" in window.banner.text
    assert "paused" in window.banner.text
    with qtbot.waitSignal(window.resume_requested):
        window.banner.button.click()


def test_a_held_job_is_listed_with_its_reason(window: MainWindow, library: Library) -> None:
    [job] = library.queue.add([request()])
    library.queue.hold(job.id, MachineError("job-held", times=2))
    window.on_event(JobEvent(kind=EventKind.RECOVERED, job=library.queue.find(job.id)))
    assert "2 times" in window.banner.text
    rows = window.queue_panel.jobs
    held = rows.job(0)
    assert held is not None
    assert "2 times" in rows.format_state(held)


def test_every_command_has_a_place_in_the_menus_and_no_two_share_a_key(window: MainWindow) -> None:
    actions = [action for menu in window.menuBar().actions() for action in menu.menu().actions() if action.text()]  # type: ignore[union-attr]
    keys = [key.toString() for action in actions for key in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert {"Ctrl+Return", "Ctrl+R", "Ctrl+E", "Ctrl+.", "Ctrl+L"} <= set(keys)


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
    if scheme == Qt.ColorScheme.Dark:  # in light ones a frame is drawn round it that is darker
        assert contrast(box.color(box.ColorRole.Base), colours.color(colours.ColorRole.Window)) >= 3
    assert contrast(box.color(box.ColorRole.Text), box.color(box.ColorRole.Base)) >= 3.9
    assert window.look is not None
    window.look.follow(scheme)
    assert not window.grab().isNull()


def contrast(one, other) -> float:
    """The contrast of two colours, 1 to 21 (Web Content Accessibility Guidelines 2.2)."""

    def light(colour) -> float:
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_rules_window_says_what_applies_and_why(window: MainWindow, qtbot: QtBot) -> None:
    from PySide6 import QtWidgets

    from macapp.ui.main.machine_window import MachineWindow

    window.sides.show_machine()
    qtbot.waitUntil(lambda: bool(window.findChildren(MachineWindow)))
    [rules] = window.findChildren(MachineWindow)
    assert not rules.isModal()
    shown = " ".join(each.text() for each in rules.findChildren(QtWidgets.QLabel))
    assert "Attention is not sliced" in shown
    assert "pictures 0, waiting 0, failed 0, whole yes" in shown
    rules.copy()
    assert "Attention is not sliced" in QGuiApplication.clipboard().text()
    rules.close()
    assert "Runs on the CPU" in window._rules.text()


def test_the_window_comes_back_as_it_was_left(library: Library, qtbot: QtBot) -> None:
    from macapp import settings

    first = MainWindow(library, detect_machine(), Settings())
    qtbot.addWidget(first)
    first.show()
    first.prompt_panel.prompt.setPlainText("half a thought")
    first._panes.setSizes([320, 300, 400])
    first.close()
    sizes = first._panes.sizes()
    second = MainWindow(library, detect_machine(), settings.load(library.places))
    qtbot.addWidget(second)
    assert second.prompt_panel.prompt.toPlainText() == "half a thought"
    second.show()
    assert second._panes.sizes()[::2] == sizes[::2]  # the middle takes what is left
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
    qtbot.keyClick(canvas, Qt.Key.Key_Right)  # there is no older one
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
