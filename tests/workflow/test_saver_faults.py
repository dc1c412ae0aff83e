"""Faults while a picture is saved: the finished picture stays in memory, and the queue waits."""

import errno
import inspect
import os
import sqlite3
import threading
from pathlib import Path

import pytest
from PIL import Image

from macapp.domain.job import EventKind, GeneratedImage, JobEvent, JobState
from macapp.errors import BadRequest, MachineError
from macapp.library import Library
from macapp.library.metadata.recipe import is_intact
from macapp.library.recovery import acquire_runner
from macapp.messages import message_for
from macapp.system import storage
from macapp.system.paths import LibraryPaths
from tests.support.fake_engine import plain_picture
from tests.support.fault_injection import visible
from tests.support.request_factory import request
from tests.workflow.test_runner import Run, states


@pytest.fixture
def places(tmp_path: Path) -> LibraryPaths:
    return LibraryPaths(tmp_path / "Easel", tmp_path / "index", tmp_path / "spill")


class Failing:
    """Fails one operation of the saving of a picture every time, until it is switched off."""

    def __init__(self, operation: str, fault: BaseException) -> None:
        self.operation, self.fault, self.is_well = operation, fault, False

    def __call__(self, operation: str) -> None:
        saves = threading.current_thread().name.startswith("picture saver")
        if saves and operation == self.operation and not self.is_well:
            raise self.fault


def check_that_nothing_is_given_up(library: Library, monkeypatch: pytest.MonkeyPatch, failing: Failing) -> None:
    """Run two jobs whose pictures cannot be saved, then remove the fault."""
    jobs = library.queue.add([request("first"), request("second")])
    monkeypatch.setattr(storage, "operation_hook", failing)
    run = Run(library)
    run.runner.run()
    assert run.runner.has_pending
    assert run.events[-1].kind is EventKind.STOPPED, "the queue did not stop, or more was reported"
    assert run.events[-1].job == run.events[0].job
    assert run.events[-1].reason is not None
    assert "Something went wrong" not in message_for(run.events[-1].reason)
    assert {"failed", "done", "canceled", "idle"}.isdisjoint(run.kinds())
    assert set(states(library, jobs)) <= {JobState.RUNNING, JobState.WAITING}
    failing.is_well = True
    run.runner.run()
    assert states(library, jobs) == [JobState.DONE, JobState.DONE]
    assert [each.prompt for each in run.engine.made] == ["first", "second"], "a picture was made twice"
    assert not run.runner.has_pending
    assert len(visible(library.places.pictures)) == 2


@pytest.mark.parametrize("number", errno.errorcode, ids=errno.errorcode.get)
def test_whatever_the_system_says_the_picture_is_kept(
    library: Library, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    check_that_nothing_is_given_up(library, monkeypatch, Failing("write", OSError(number, os.strerror(number))))


@pytest.mark.parametrize("operation", ["write", "rename", "sync folder", "begin", "commit"])
@pytest.mark.parametrize(
    "fault",
    [
        MemoryError(),
        RuntimeError("a mistake of ours"),
        UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
        KeyError("a mistake of ours"),
        SystemExit(3),
        OSError("an encoder of Pillow says so"),
        BadRequest("picture-missing", id="x"),
        MachineError("library-damaged", path="x"),
        sqlite3.OperationalError("no such column: x"),
        sqlite3.IntegrityError("a mistake of ours"),
        sqlite3.ProgrammingError("a mistake of ours"),
        sqlite3.InterfaceError("a mistake of ours"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_whatever_goes_wrong_the_picture_is_kept(
    library: Library, monkeypatch: pytest.MonkeyPatch, fault: BaseException, operation: str
) -> None:
    check_that_nothing_is_given_up(library, monkeypatch, Failing(operation, fault))


def test_a_picture_that_its_folder_never_takes_is_stored_beside_it_in_the_end(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    [job] = library.queue.add([request()])

    def stale(operation: str) -> None:
        writer = inspect.currentframe().f_back  # type: ignore[union-attr]
        if operation == "write" and writer.f_locals.get("unfinished") == library.places.temporary:  # type: ignore[union-attr]
            raise OSError(errno.ESTALE, "Stale file handle")

    monkeypatch.setattr(storage, "operation_hook", stale)
    run = Run(library)
    run.runner.run()
    assert run.kinds()[-1] == "stopped"
    run.runner.close()
    assert states(library, [job]) == [JobState.DONE]
    [stored] = library.pictures.newest(9)
    assert stored.path.parent == library.places.offline_pictures
    assert is_intact(stored.path)
    monkeypatch.undo()
    with acquire_runner(library):
        assert library.pictures.find(job.id).path.parent.parent == library.places.pictures


def test_a_picture_that_nothing_takes_waits_to_be_made_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    [job] = library.queue.add([request()])
    monkeypatch.setattr(storage, "operation_hook", Failing("write", OSError(errno.ENXIO, "gone")))
    run = Run(library)
    run.runner.run()
    run.runner.close()
    assert states(library, [job]) == [JobState.WAITING]


def test_a_picture_that_cannot_be_saved_can_be_given_up(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    [job] = library.queue.add([request()])
    monkeypatch.setattr(storage, "operation_hook", Failing("write", RuntimeError("for ever")))
    run = Run(library)
    run.runner.run()
    run.runner.run()
    assert run.kinds().count("stopped") == 1, "the fault was reported more than once"
    run.runner.cancel(job.id)
    run.runner.run()
    assert states(library, [job]) == [JobState.CANCELED]
    assert run.kinds()[-2:] == ["canceled", "idle"]
    assert not run.runner.has_pending


@pytest.mark.parametrize("kind", [EventKind.SAVING, EventKind.DONE])
def test_news_that_nobody_can_take_unmake_no_picture(library: Library, kind: EventKind) -> None:
    [job] = library.queue.add([request()])
    refused = []

    def refuse_once(event: JobEvent) -> None:
        if event.kind is kind and not refused:
            refused.append(event)
            raise RuntimeError("the window is gone")

    run = Run(library, on_event=refuse_once)
    run.runner.run()
    run.runner.run()
    assert states(library, [job]) == [JobState.DONE]
    assert len(run.engine.made) == 1
    assert not run.runner.has_pending


def test_a_picture_whose_row_was_written_before_it_failed_has_one_row_and_one_file(library: Library) -> None:
    """A commit can take effect and still report a fault."""
    [job] = library.queue.add([request()])
    library.queue.claim_next()
    generated = GeneratedImage(image=plain_picture(job.request), made_with={})
    first = library.pictures.save(job, generated)
    first.path.unlink()
    again = library.pictures.save(job, GeneratedImage(image=Image.new("RGB", (64, 64), "teal"), made_with={}))
    assert [each.id for each in library.pictures.newest(9)] == [again.id] == [job.id]
    assert is_intact(again.path)


def fault_of_system(name: str) -> OSError:
    number = getattr(errno, name)
    return OSError(number, os.strerror(number))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ESTALE", "does not respond"),
        ("ENXIO", "does not respond"),
        ("EMFILE", "Too many files"),
        ("EFBIG", "too large for this disk"),
        ("ENOMEM", "not enough memory"),
        ("EBUSY", "EBUSY"),
        ("EINVAL", "EINVAL"),
    ],
)
def test_what_the_system_says_is_a_sentence(name: str, words: str) -> None:
    from macapp.errors import as_easel_error

    assert words in message_for(as_easel_error(fault_of_system(name)))


def test_an_engine_whose_disk_is_gone_lets_its_job_wait(library: Library) -> None:
    from tests.support.fake_engine import ScriptedEngine

    [job] = library.queue.add([request()])
    run = Run(library, ScriptedEngine(faults={"a red heart": fault_of_system("ESTALE")}))
    run.runner.run()
    assert states(library, [job]) == [JobState.WAITING]
    assert run.kinds()[-1] == "stopped"
