"""The window shows the events of the runner."""

from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, JobEvent, JobState
from macapp.errors import MachineError, Reason
from macapp.library import Library
from macapp.ui.main.window import MainWindow
from tests.support.gallery import select_rows
from tests.support.request_factory import request


def test_progress_is_said_in_steps_and_time_left(window: MainWindow, library: Library) -> None:
    [job, _waiting] = library.queue.add([request(steps=20), request(steps=20)])
    library.queue.claim_next()
    window.on_event(JobEvent(kind=EventKind.LOADING, job=job))
    assert window.viewer.progress.words == "Loading the model…"
    window.on_event(JobEvent(kind=EventKind.STEP, job=job, step=5, steps=20, seconds_per_step=0.5))
    assert window.viewer.progress.words == "Step 5 of 20 · 8 s left"
    assert window.queue_panel.time_left == "18 s left"
    pays = Reason("compile-pays", {"count": 40, "times": 1.6, "time": 30.0})
    window.on_event(JobEvent(kind=EventKind.COMPILING, job=job, why=pays))
    assert window.viewer.progress.words == "Compiling… · once for 40 similar pictures, about 1.6 times as fast"
    window.on_event(JobEvent(kind=EventKind.COMPILING, job=job, why=Reason("compile-forced-on")))
    assert window.viewer.progress.words == "Compiling…"
    window.on_event(JobEvent(kind=EventKind.CANCELED, job=job))
    assert window.viewer.progress.words == ""


def test_someone_looking_at_an_older_picture_is_not_taken_away_from_it(window: MainWindow, made) -> None:
    first, second = made(request("first")), made(request("second", seed=2))
    for each in (first, second):
        window.on_event(JobEvent(kind=EventKind.DONE, picture=each))
    window.gallery.choose(1)
    window.on_event(JobEvent(kind=EventKind.DONE, picture=made(request("third", seed=3))))
    assert window.viewer.picture == first


def step_of(library: Library, prompt: str = "running", seed: int = 7) -> JobEvent:
    """Return the event of a job that runs now, in the middle of its steps."""
    [job] = library.queue.add([request(prompt, seed=seed)])
    library.queue.claim_next([job.id])
    return JobEvent(kind=EventKind.STEP, job=job, step=5, steps=20)


def test_the_picture_in_progress_is_in_sight_while_the_newest_is_followed(
    window: MainWindow, library: Library, made, qtbot: QtBot
) -> None:
    for seed in (1, 2):
        window.on_event(JobEvent(kind=EventKind.DONE, picture=made(request(seed=seed))))
    canvas = window.viewer.canvas
    window.on_event(step_of(library))
    qtbot.waitUntil(lambda: canvas.shows_running, timeout=5000)
    window.gallery.choose(1)
    assert not canvas.shows_running, "an older picture is looked at"
    window.on_event(step_of(library, seed=8))
    assert not canvas.shows_running, "the next job changes nothing"
    window.gallery.choose(0)
    window.on_event(step_of(library, seed=9))
    assert canvas.shows_running


def test_a_click_on_the_newest_picture_shows_it_instead_of_the_one_in_progress(
    window: MainWindow, library: Library, made, qtbot: QtBot
) -> None:
    newest = made(request())
    window.on_event(JobEvent(kind=EventKind.DONE, picture=newest))
    window.on_event(step_of(library))
    qtbot.waitUntil(lambda: window.viewer.canvas.shows_running, timeout=5000)
    strip = window.gallery.filmstrip
    first = strip.visualRect(strip.model().index(0, 0)).center()
    qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=first)
    assert not window.viewer.canvas.shows_running
    assert window.viewer.picture == newest


def test_arrow_keys_step_between_the_picture_in_progress_and_the_newest_one(
    window: MainWindow, library: Library, made, qtbot: QtBot
) -> None:
    older, newest = made(request(seed=1)), made(request(seed=2))
    for each in (older, newest):
        window.on_event(JobEvent(kind=EventKind.DONE, picture=each))
    window.on_event(step_of(library))
    canvas = window.viewer.canvas
    qtbot.waitUntil(lambda: canvas.shows_running, timeout=5000)
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.shows_running, "nothing is before it"
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert not canvas.shows_running
    assert window.viewer.picture == newest
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert window.viewer.picture == older
    for _step in range(2):
        qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.shows_running


def test_generate_shows_the_picture_in_progress_also_over_an_older_one(
    window: MainWindow, library: Library, made
) -> None:
    for seed in (1, 2):
        window.on_event(JobEvent(kind=EventKind.DONE, picture=made(request(seed=seed))))
    window.gallery.choose(1)
    window.prompt_panel.prompt.setPlainText("a red heart")
    window.ordering.generate()
    window.on_event(step_of(library))
    assert window.viewer.canvas.shows_running


def test_no_command_takes_a_picture_that_the_one_in_progress_covers(
    window: MainWindow, library: Library, made, qtbot: QtBot
) -> None:
    covered = made(request("covered"))
    window.on_event(JobEvent(kind=EventKind.DONE, picture=covered))
    running = step_of(library)
    window.on_event(running)
    qtbot.waitUntil(lambda: window.viewer.canvas.shows_running, timeout=5000)
    window.viewer.canvas.setFocus()
    qtbot.keyClick(window.viewer.canvas, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    assert library.pictures.has(covered.id)
    window.on_event(JobEvent(kind=EventKind.CANCELED, job=running.job))
    assert not window.viewer.canvas.shows_running
    qtbot.keyClick(window.viewer.canvas, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.gallery.pictures.rowCount() == 0, timeout=5000)


def test_a_new_picture_does_not_take_a_selection_of_several(window: MainWindow, made) -> None:
    for seed in range(4):
        window.on_event(JobEvent(kind=EventKind.DONE, picture=made(request(seed=seed))))
    select_rows(window, 2, 1, 0)
    chosen = window.gallery.selected_numbers()
    assert len(chosen) == 3
    window.on_event(JobEvent(kind=EventKind.DONE, picture=made(request(seed=9))))
    assert window.gallery.selected_numbers() == chosen


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


def test_start_end_and_failure_of_a_job_are_announced_once(window: MainWindow, library: Library, made) -> None:
    said: list[str] = []
    window.events.announced.connect(said.append)
    [castle, blank] = library.queue.add([request("a castle"), request("")])
    for kind in (EventKind.LOADING, EventKind.STEP, EventKind.STEP, EventKind.SAVING):
        window.on_event(JobEvent(kind=kind, job=castle))
    window.on_event(JobEvent(kind=EventKind.DONE, job=castle, picture=made(request("a castle"))))
    window.on_event(JobEvent(kind=EventKind.STEP, job=blank))
    window.on_event(JobEvent(kind=EventKind.FAILED, job=blank, reason=MachineError("disk-full")))
    window.on_event(JobEvent(kind=EventKind.IDLE))
    assert said == [
        "Easel has started “a castle”.",
        "“a castle” is finished.",
        "Easel has started “a picture without prompt”.",
        "“a picture without prompt” has failed.",
    ]


def test_button_and_rows_of_the_queue_follow_the_running_job(window: MainWindow, library: Library) -> None:
    [job, waiting] = library.queue.add([request("first", steps=20), request("second", steps=20)])
    library.queue.claim_next()
    button, rows = window.queue_button, window.queue_panel.jobs
    window.on_event(JobEvent(kind=EventKind.LOADING, job=job))
    assert (rows.share, button.accessibleDescription()) == (None, "")
    preview = Image.new("RGB", (8, 8), (255, 0, 0))
    window.on_event(JobEvent(kind=EventKind.STEP, job=job, step=5, steps=20, seconds_per_step=0.5, preview=preview))
    assert rows.share == 0.25
    assert button.accessibleDescription() == "20 % of the picture is done"
    assert button.shown_words == "1 waiting · 18 s"
    shown = window.queue_panel.thumbnails.find(job, 44)
    assert shown is not None
    assert shown.toImage().pixelColor(4, 4).name() == "#ff0000"
    library.queue.end(job.id, JobState.DONE)
    window.on_event(JobEvent(kind=EventKind.DONE, job=job))
    library.queue.claim_next()
    window.on_event(JobEvent(kind=EventKind.LOADING, job=waiting))
    assert (rows.share, button.accessibleDescription()) == (None, "")
    assert button.shown_words.startswith("Generating")
    library.queue.end(waiting.id, JobState.DONE)
    window.on_event(JobEvent(kind=EventKind.DONE, job=waiting))
    window.on_event(JobEvent(kind=EventKind.IDLE))
    assert button.shown_words == "Queue"
