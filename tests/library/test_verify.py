"""The ten invariants of a library: each violation is found, and nothing is changed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from macapp.domain.job import Marks, Picture
from macapp.library import Library, marks
from macapp.library.metadata import recipe
from macapp.library.verify import MAX_SHOWN, verify
from macapp.messages import INVARIANTS
from tests.support import index
from tests.support.fake_engine import plain_picture
from tests.support.request_factory import request

Make = Callable[..., Picture]


def quietly(_done: int, _all: int) -> None:
    pass


def violated(library: Library) -> dict[str, tuple[str, ...]]:
    return {check.name: check.found for check in verify(library, quietly) if not check.holds}


def test_every_invariant_is_checked_in_order(library: Library, made: Make) -> None:
    made(request())
    results = verify(library, quietly)
    assert [result.id for result in results] == [f"I{place}" for place in range(1, 11)]
    assert [result.name for result in results] == list(INVARIANTS)
    assert all(result.holds and result.count == 0 and result.found == () for result in results)


def test_the_progress_counts_files(library: Library, made: Make) -> None:
    for seed in range(3):
        made(request(seed=seed))
    reports: list[tuple[int, int]] = []
    verify(library, lambda done, total: reports.append((done, total)))
    assert reports == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_each_broken_promise_is_named(library: Library, made: Make) -> None:
    first, second, third = (made(request(seed=n)) for n in range(3))
    assert violated(library) == {}
    first.path.unlink()
    index.execute(library.places, "DELETE FROM pictures WHERE id = ?", (second.id,))
    index.execute(library.places, "UPDATE jobs SET state = 'lost' WHERE id = ?", (third.id,))
    redrawn = third.path.with_name("again.png")
    redone = plain_picture(request(seed=9))

    redrawn.write_bytes(recipe.encode_png(redone, recipe.PictureMetadata(third.id, third.request, third.created, {})))
    assert violated(library).keys() == {"pictures-whole", "rows-and-files", "jobs-in-one-state", "made-once"}


def test_a_truncated_file_is_named_in_both_checks(library: Library, made: Make) -> None:
    picture = made(request())
    picture.path.write_bytes(picture.path.read_bytes()[:-20])
    assert violated(library) == {"pictures-whole": (str(picture.path),), "no-partial-files": (str(picture.path),)}


def test_marks_that_are_not_in_the_file_are_named_once_they_should_be(library: Library, made: Make) -> None:
    picture = made(request())
    library.marks.replace_marks([(picture.row_number, Marks(stars=4))])
    assert violated(library) == {}
    library.marks.write_pending()
    assert violated(library) == {}
    index.execute(library.places, "UPDATE pictures SET stars = 2 WHERE id = ?", (picture.id,))
    assert violated(library) == {"marks-in-files": (picture.id,)}


def test_a_row_whose_file_is_elsewhere_is_named(library: Library, made: Make, tmp_path: Path) -> None:
    picture = made(request())
    outside = tmp_path / "outside.png"
    picture.path.rename(outside)
    index.execute(library.places, "UPDATE pictures SET file = ? WHERE id = ?", (str(outside), picture.id))
    assert violated(library) == {"nothing-outside": (str(outside),)}


@pytest.mark.parametrize("changes", [{"image": "ab" * 32, "strength": 0.9}, {"references": ("ab" * 32,)}])
def test_a_missing_image_of_a_waiting_job_is_named(library: Library, changes: dict) -> None:
    library.queue.add([request(**changes)])
    assert violated(library) == {"nothing-deleted-unasked": ("ab" * 32,)}


def test_a_deleted_picture_that_is_in_no_trash_is_named(library: Library, made: Make, tmp_path: Path) -> None:
    deleted, lost = made(request(seed=1)), made(request(seed=2))
    library.trash.hide([deleted.row_number, lost.row_number])
    library.trash.move([deleted], lambda file: file.rename(tmp_path / "trash.png"))
    assert violated(library).keys() == {"rows-and-files"}  # as if the process had ended before it moved the other file
    lost.path.unlink()
    assert violated(library) == {"nothing-deleted-unasked": (lost.id,)}


def test_only_the_first_violations_are_listed_and_all_are_counted(library: Library, made: Make) -> None:
    for seed in range(MAX_SHOWN + 3):
        made(request(seed=seed)).path.unlink()
    [check] = [check for check in verify(library, quietly) if not check.holds]
    assert (check.name, len(check.found), check.count) == ("pictures-whole", MAX_SHOWN, MAX_SHOWN + 3)


def test_a_check_can_be_stopped_and_changes_nothing(library: Library, made: Make) -> None:
    picture = made(request())
    library.marks.change([picture], marks.set_favourite(True))
    picture.path.with_name("cut.png").write_bytes(picture.path.read_bytes()[:-20])

    def files() -> dict[Path, bytes]:
        folder = library.places.pictures
        return {path: path.read_bytes() for path in folder.rglob("*.png")}

    def stop(_done: int, _all: int) -> None:
        raise KeyboardInterrupt

    before = files()
    with pytest.raises(KeyboardInterrupt):
        verify(library, stop)
    verify(library, quietly)
    assert files() == before
    assert library.marks.pending_writes() == 1
