"""The reporter of job events: what it prints, its exit code, and when it stops."""

from pathlib import Path

import pytest

from macapp.cli.progress import ProgressReporter, end_event, progress_bar
from macapp.domain.job import EventKind, Job, JobEvent, JobState, Picture, ReproductionResult
from macapp.errors import BadRequest, Canceled, MachineError
from tests.support.request_factory import request


def picture(folder: Path, **made_with: str) -> Picture:
    return Picture(id="x", request=request(), created="", path=folder / "a.png", size=(64, 64), made_with=made_with)


def job(state: JobState, reason: MachineError | None = None) -> Job:
    return Job(id="x", request=request(), state=state, created="", reason=reason)


@pytest.mark.parametrize("made_with", [{"doubt": "one colour"}, {}])
def test_a_doubt_about_a_picture_is_printed_with_it(
    capsys: pytest.CaptureFixture[str], made_with: dict[str, str], tmp_path: Path
) -> None:
    paths: list[Path] = []
    finished = picture(tmp_path, **made_with)
    with ProgressReporter(lambda picture, _seconds: paths.append(picture.path)) as reporter:
        reporter.report(JobEvent(kind=EventKind.DONE, picture=finished))
    assert paths == [finished.path]
    assert ("has one colour" in capsys.readouterr().err) == bool(made_with)


def test_a_failed_job_does_not_stop_the_next_one(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressReporter(lambda _picture, _seconds: None) as reporter:
        reporter.report(JobEvent(kind=EventKind.FAILED, reason=MachineError("out-of-memory")))
        assert (reporter.exit_code, reporter.should_continue()) == (1, True)
        reporter.report(JobEvent(kind=EventKind.STOPPED, reason=MachineError("disk-full")))
        assert (reporter.exit_code, reporter.should_continue()) == (3, False)
    assert capsys.readouterr().err.splitlines() == [
        "macapp: There was not enough memory. Choose a smaller size, or close other programs.",
        "macapp: The disk is full. Free some space, then try again.",
    ]


def test_control_c_cancels_and_another_signal_does_not() -> None:
    reporter = ProgressReporter(lambda _picture, _seconds: None)
    reporter.stop(143)
    assert (reporter.exit_code, reporter.canceled, reporter.should_continue()) == (143, False, False)
    reporter.stop()
    assert (reporter.exit_code, reporter.canceled) == (Canceled.exit_code, True)


@pytest.mark.parametrize(
    ("error", "exit_code", "goes_on"),
    [
        (BrokenPipeError(), 0, True),
        (MachineError("output-failed", why="closed", closed=True), 0, True),
        (MachineError("output-failed", why="disk full"), 3, True),
        (BadRequest("folder-expected", path="x"), 2, False),
        (OSError(28, "No space left on device"), 3, False),
    ],
)
def test_an_output_that_fails_stops_nothing_and_another_error_does(
    tmp_path: Path, error: Exception, exit_code: int, goes_on: bool
) -> None:
    def fail(_picture: Picture, _seconds: float) -> None:
        raise error

    reporter = ProgressReporter(fail)
    reporter.report(JobEvent(kind=EventKind.DONE, picture=picture(tmp_path)))
    assert (reporter.exit_code, reporter.should_continue()) == (exit_code, goes_on)


def test_the_end_of_a_job_of_another_process_becomes_an_event(tmp_path: Path) -> None:
    reason = MachineError("disk-full")
    assert end_event(job(JobState.DONE), picture(tmp_path)).kind is EventKind.DONE
    assert end_event(job(JobState.DONE), None, ReproductionResult(identical=True)).kind is EventKind.DONE
    failed = end_event(job(JobState.HELD, reason), None)
    assert (failed.kind, failed.reason) == (EventKind.FAILED, reason)
    assert end_event(job(JobState.CANCELED), None).kind is EventKind.CANCELED


def test_there_is_no_bar_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar("Reading") as on_progress:
        on_progress(1, 2)
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "")
