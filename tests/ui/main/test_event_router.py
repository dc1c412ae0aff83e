"""The window shows the events of the runner."""

from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, JobEvent
from macapp.errors import MachineError, Reason
from macapp.library import Library
from macapp.ui.main.window import MainWindow
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
