"""Pictures: complete files, listed newest first, found again after a crash."""

import pytest

from macapp.domain.job import GeneratedImage, Job, JobState, Picture, utc_now
from macapp.domain.request import Request
from macapp.errors import BadRequest
from macapp.library import Library, thumbnails
from macapp.library.file_names import build_file_name
from macapp.library.metadata import recipe
from macapp.library.metadata.recipe import PictureMetadata
from macapp.library.recovery import acquire_runner
from macapp.system import storage
from macapp.system.paths import LibraryPaths
from tests.support.fake_engine import plain_picture
from tests.support.request_factory import request


def make(library: Library, asked: Request) -> tuple[Job, Picture]:
    [job] = library.queue.add([asked])
    library.queue.claim_next([job.id])
    return job, library.pictures.save(job, GeneratedImage(image=plain_picture(asked), made_with={"device": "script"}))


def test_a_saved_picture_is_a_whole_file_and_its_job_is_done(library: Library) -> None:
    job, picture = make(library, request("a red heart"))
    assert recipe.is_intact(picture.path)
    assert picture.path.parent.parent == library.places.pictures
    assert library.queue.find(job.id).state is JobState.DONE  # type: ignore[union-attr]
    assert library.pictures.find(job.id) == picture
    assert recipe.read(picture.path).request == job.request  # type: ignore[union-attr]


def test_pictures_are_listed_newest_first_in_pages(library: Library) -> None:
    made = [make(library, request(seed=n))[1].id for n in range(7)]
    first = library.pictures.newest(3)
    second = library.pictures.newest(10, before=first[-1].id)
    assert [each.id for each in first + second] == made[::-1]
    assert library.pictures.count() == 7
    assert library.pictures.newest(5, before=made[0]) == []


def test_an_unknown_id_is_said(library: Library) -> None:
    with pytest.raises(BadRequest, match="picture-missing"):
        library.pictures.find("nothing")


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("a red heart", "2026-11-20 a red heart 7"),
        ("", "2026-11-20 7"),
        ("../../etc/passwd", "2026-11-20 etc passwd 7"),
        ("a\nb\tc: <d> | e?", "2026-11-20 a b c d e 7"),
        (".hidden.", "2026-11-20 hidden 7"),
        ("日" * 100, f"2026-11-20 {'日' * 40} 7"),
    ],
)
def test_files_have_names_that_people_find(prompt: str, expected: str) -> None:
    assert build_file_name(PictureMetadata("id", request(prompt, seed=7), "2026-11-20T12:00:00.000Z", {})) == expected


def test_the_same_prompt_twice_makes_two_files(library: Library) -> None:
    names = [make(library, request())[1].path.name for _ in range(2)]
    assert names[1] == names[0].replace(".png", " (2).png")


def test_a_picture_whose_row_was_never_written_is_adopted_not_made_again(places: LibraryPaths) -> None:
    with Library.open(places) as library:
        [job] = library.queue.add([request("orphan")])
        library.queue.claim_next()
        made = PictureMetadata(job.id, job.request, utc_now(), {})
        month = places.pictures / made.created[:7]
        month.mkdir()
        (month / "orphan.png").write_bytes(recipe.encode_png(plain_picture(job.request), made))
    with Library.open(places) as library, acquire_runner(library):
        assert [each.id for each in library.pictures.newest(5)] == [job.id]
        assert library.queue.find(job.id).state is JobState.DONE  # type: ignore[union-attr]
        assert library.queue.claim_next() is None


def test_a_picture_whose_row_cannot_be_written_leaves_no_file(library: Library, monkeypatch) -> None:
    [job] = library.queue.add([request()])
    library.queue.claim_next()

    def fail(operation: str) -> None:
        if operation == "begin":
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage, "operation_hook", fail)
    with pytest.raises(OSError, match="No space"):
        library.pictures.save(job, GeneratedImage(image=plain_picture(job.request), made_with={}))
    assert list(library.places.pictures.glob("2*/*")) == []


def test_a_cut_picture_of_ours_is_set_aside_and_its_job_runs_again(places: LibraryPaths) -> None:
    with Library.open(places) as library:
        _, done = make(library, request("done"))
        [job] = library.queue.add([request("cut")])
        library.queue.claim_next()
        cut = done.path.with_name("cut.png")
        cut.write_bytes(
            recipe.encode_png(plain_picture(job.request), PictureMetadata(job.id, job.request, job.created, {}))[:-9]
        )
        mine = done.path.with_name("my own.png")
        mine.write_bytes(b"not a picture at all")
    with Library.open(places) as library, acquire_runner(library):
        assert not cut.exists()
        assert [each.name for each in places.damaged.iterdir()] == ["cut.png"]
        assert mine.exists()
        assert library.queue.claim_next().id == job.id  # type: ignore[union-attr]


def test_only_one_may_work_through_a_library(places: LibraryPaths) -> None:
    from macapp.errors import MachineError

    with Library.open(places) as first, Library.open(places) as second:
        with acquire_runner(first), pytest.raises(MachineError, match="library-in-use"), acquire_runner(second):
            pass
        with acquire_runner(second):
            pass


def test_a_thumbnail_is_made_once_and_again_when_it_is_gone(library: Library) -> None:
    _, picture = make(library, request(width=640, height=320))
    small = thumbnails.ensure_thumbnail(library.places, picture)
    from PIL import Image

    with Image.open(small) as image:
        assert image.size == (320, 160)
    before = small.stat().st_mtime_ns
    assert thumbnails.ensure_thumbnail(library.places, picture) == small
    assert small.stat().st_mtime_ns == before
    small.unlink()
    assert thumbnails.ensure_thumbnail(library.places, picture).exists()


def test_a_signal_just_after_the_row_was_written_takes_no_file_away(library: Library, made) -> None:
    picture = made(request())
    unnamed, beside = picture.path.with_name("unnamed.png"), picture.path.with_name("unnamed.json")
    for each in (unnamed, beside):
        each.write_bytes(b"x")
    for given in ((picture.path,), (unnamed, beside)):
        with pytest.raises(KeyboardInterrupt), library.pictures.remove_on_error(*given):
            raise KeyboardInterrupt
    assert picture.path.exists()
    assert not unnamed.exists()
    assert not beside.exists()
