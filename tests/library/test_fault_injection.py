"""Each operation fails at its Nth step, for every N: it happens completely or not at all, and I1 to I10 hold."""

import errno
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from macapp.domain.job import GeneratedImage, JobState
from macapp.library import Library, imports, marks
from macapp.system import storage
from macapp.system.paths import LibraryPaths
from tests.library.metadata.importers.files import A1111, png
from tests.support.fake_engine import plain_picture
from tests.support.fault_injection import fail_every, visible
from tests.support.request_factory import request


def nothing(_library: Library) -> None:
    """Prepare nothing."""


def make_one(library: Library) -> None:
    [job] = library.queue.add([request("kept")])
    library.queue.claim_next()
    library.pictures.save(job, GeneratedImage(image=plain_picture(job.request), made_with={}))


@pytest.mark.parametrize("volume", ["of this machine", "of a Mac", "of a Mac on the network"])
def test_saving(places: LibraryPaths, monkeypatch: pytest.MonkeyPatch, volume: str) -> None:
    """Also on a Mac: its drives know F_FULLFSYNC, volumes of SMB and WebDAV answer that they do not."""
    asked: list[int] = []

    def full_sync(descriptor: int, _command: int) -> None:
        asked.append(descriptor)
        storage.operation_hook("full sync")
        if volume == "of a Mac on the network":
            raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))

    if volume != "of this machine":
        monkeypatch.setattr(storage, "FULL_SYNC", 51)
        monkeypatch.setattr(storage, "fcntl", SimpleNamespace(fcntl=full_sync))

    def claim(library: Library) -> None:
        library.queue.add([request("new")])
        library.queue.claim_next()

    def save(library: Library) -> None:
        [left] = library.queue.orphaned_jobs()
        library.pictures.save(left.job, GeneratedImage(image=plain_picture(left.job.request), made_with={}))

    def made_or_waiting(library: Library) -> None:
        waiting = library.queue.unfinished()
        assert len(waiting) + library.pictures.count() == 1
        assert len(visible(library.places.pictures)) == library.pictures.count()

    assert fail_every(places, monkeypatch, claim, save, made_or_waiting) > 6
    assert bool(asked) == (volume != "of this machine")


def test_enqueueing(places: LibraryPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    def enqueue(library: Library) -> None:
        library.queue.add([request(seed=each) for each in range(5)])

    def all_or_none(library: Library) -> None:
        assert len(library.queue.unfinished()) in (0, 5)

    assert fail_every(places, monkeypatch, nothing, enqueue, all_or_none) > 2


def test_deleting_and_restoring(places: LibraryPaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trash = tmp_path / "trash"
    trash.mkdir()

    def move(path: Path) -> Path:
        return path.rename(trash / f"{len(list(trash.iterdir()))} {path.name}")

    def two(library: Library) -> None:
        make_one(library)
        make_one(library)
        library.marks.change(library.pictures.newest(9), marks.set_tag("dear"))
        library.marks.write_pending()

    def delete_and_restore(library: Library) -> None:
        pictures = library.pictures.newest(9)
        library.trash.hide([each.row_number for each in pictures])
        library.trash.move(pictures, move)
        library.trash.restore(pictures)

    def nothing_is_lost(library: Library) -> None:
        rows = library.pictures.by_row_numbers([1, 2])
        assert len(rows) == 2
        assert all(each.marks.tags == ("dear",) for each in rows)
        library.trash.restore([each for each in rows if not library.pictures.has(each.id)])
        assert library.pictures.count() == 2
        assert all(each.path.exists() for each in library.pictures.newest(9))

    assert fail_every(places, monkeypatch, two, delete_and_restore, nothing_is_lost) > 10


def test_marking(places: LibraryPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    def mark(library: Library) -> None:
        library.marks.change(library.pictures.newest(9), marks.set_stars(3))
        library.marks.write_pending()

    def whole(library: Library) -> None:
        assert library.pictures.newest(1)[0].marks.stars in (0, 3)
        assert library.marks.pending_writes() == 0

    assert fail_every(places, monkeypatch, make_one, mark, whole) > 6


def test_importing(places: LibraryPaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for number in range(3):
        png(source, f"{number}.png", parameters=A1111.replace("Seed: 3141592653", f"Seed: {number}"))

    def bring_in(library: Library) -> None:
        imports.import_pictures(library, [source])

    def goes_on(library: Library) -> None:
        again = imports.import_pictures(library, [source])
        assert len(again.added) + again.known == 3
        assert library.pictures.count() == 3
        assert len(list(source.iterdir())) == 3

    assert fail_every(places, monkeypatch, nothing, bring_in, goes_on) > 12


def test_running_the_queue(places: LibraryPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fails, each picture exists once afterwards: it was saved, or it is made again."""
    from macapp.workflow.runner import Runner
    from tests.support.fake_engine import ScriptedEngine

    def run(library: Library) -> None:
        runner = Runner(library, ScriptedEngine, lambda _event: None)
        runner.run()
        runner.close()

    def finish(library: Library) -> None:
        library.queue.resume()
        Runner(library, ScriptedEngine, lambda _event: None).run()
        assert [each.request.seed for each in library.pictures.newest(9)] == [1, 0]
        assert {library.queue.find(each.id).state for each in library.pictures.newest(9)} == {JobState.DONE}  # type: ignore[union-attr]

    def two_jobs(library: Library) -> None:
        library.queue.add([request(seed=0), request(seed=1)])

    assert fail_every(places, monkeypatch, two_jobs, run, finish) > 20
