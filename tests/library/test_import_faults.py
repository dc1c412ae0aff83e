"""No file ends an import, whatever its content or name: it is reported, and the others are imported."""

import errno
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macapp.library import Library, imports
from macapp.library.picture_files import IMPORT_FOLDER
from macapp.library.rebuild import rebuild
from macapp.library.recovery import acquire_runner
from macapp.library.verify import verify
from macapp.messages import message_for
from macapp.system import storage
from macapp.system.paths import LibraryPaths
from tests.library.metadata.importers.files import A1111, SEED, png

TAKES_ANY_NAME = sys.platform.startswith("linux")  # the file systems of macOS refuse names that are not Unicode


@pytest.fixture(autouse=True)
def _nothing_waits_for_ever() -> Iterator[None]:
    """Fail a test that waits for a pipe without a writer."""
    before = signal.signal(signal.SIGALRM, lambda *_: pytest.fail("it waits for a pipe"))
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def quietly(_done: int, _all: int) -> None:
    """Ignore the progress."""


def numbered(folder: Path, name: str, number: int) -> Path:
    """Write a picture with unique content."""
    return png(folder, name, parameters=A1111.replace(str(SEED), str(number)))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with an intact picture first and last, and a pipe and links between them."""
    folder = tmp_path / "in"
    folder.mkdir()
    numbered(folder, "a.png", 1)
    os.mkfifo(folder / "pipe.png")
    (folder / "loop.png").symlink_to("loop.png")
    (folder / "zero.png").symlink_to("/dev/zero")
    numbered(folder, "z.png", 2)
    return folder


@pytest.mark.parametrize("take", [lambda lib, at: imports.import_pictures(lib, [at]), imports.index_folder])
def test_pipes_devices_and_loops_are_named_and_left_out(library: Library, source: Path, take) -> None:
    result = take(library, source)
    assert len(result.added) == 2
    assert {name: error.code for name, error in result.refused} == {
        "pipe.png": "file-not-regular",
        "zero.png": "file-not-regular",
        "loop.png": "file-missing" if take is not imports.index_folder else "path-loop",
    }
    assert result.stopped is None


def test_a_pipe_in_the_library_stops_no_check_no_rebuild_and_no_start(library: Library, source: Path) -> None:
    imports.import_pictures(library, [source / "a.png", source / "z.png"])
    pictures = library.places.pictures
    for folder in (pictures / "2026-01", pictures / IMPORT_FOLDER / "2026-01"):
        folder.mkdir(parents=True, exist_ok=True)
        os.mkfifo(folder / "pipe.png")
        os.mkfifo(folder / "pipe.jpg")
        (folder / "loop.png").symlink_to("loop.png")
    os.mkfifo(pictures / IMPORT_FOLDER / "2026-01" / "b.jpg.xmp")
    found = {check.name: check.found for check in verify(library, quietly)}
    assert str(pictures / IMPORT_FOLDER / "2026-01" / "pipe.png") in found["no-partial-files"]
    assert rebuild(library, quietly).added == 0
    with library.import_in_progress():  # as after a crash: the next start looks for pictures without rows
        pass
    with Library.open(library.places) as again, acquire_runner(again):
        assert again.pictures.count() == 2


@pytest.mark.skipif(not TAKES_ANY_NAME, reason="such names cannot be made here")
def test_a_name_that_is_not_unicode_is_replaced_in_copies_and_refused_in_place(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    odd = numbered(folder, "a.png", 1).rename(folder / os.fsdecode(b"sch\xf6n.png"))
    numbered(folder, "z.png", 2)
    result = imports.index_folder(library, folder)
    assert len(result.added) == 1
    assert [(name, error.code) for name, error in result.refused] == [("sch?n.png", "name-not-unicode")]
    assert "sch?n.png" in message_for(result.refused[0][1])
    assert len(imports.import_pictures(library, [odd]).added) == 1
    assert library.pictures.newest(1)[0].path.name == "sch_n.png"
    month = library.pictures.newest(1)[0].path.parent
    (month / "sch_n.png").rename(month / odd.name)
    assert rebuild(library, quietly).foreign == 1
    assert any(not check.holds for check in verify(library, quietly))  # its row names a missing file


def test_names_as_long_as_they_can_be_are_cut_and_do_not_collide(library: Library, tmp_path: Path) -> None:
    taken = []
    for number in range(3):
        (tmp_path / str(number)).mkdir()
        for suffix in (".png", ".PNG"):
            name = "ö" * 125 + "x" + suffix
            path = numbered(tmp_path / str(number), name, len(taken))
            os.utime(path, (1_700_000_000, 1_700_000_000))
            taken.append(path)
    result = imports.import_pictures(library, taken)
    assert (len(result.added), result.refused, result.stopped) == (6, [], None)
    names = [each.path.name for each in library.pictures.newest(9)]
    assert len(set(names)) == 6
    assert all(len(os.fsencode(each)) <= 255 for each in names)
    library.trash.move(library.pictures.newest(1), lambda path: path.rename(tmp_path / "trashed.png"))


def test_a_path_that_is_too_long_is_refused_alone(library: Library, source: Path) -> None:
    far = source / Path(*["x" * 200] * 30) / "a.png"
    result = imports.import_pictures(library, [far, source / "a.png", Path("y" * 300 + ".png")])
    assert len(result.added) == 1
    assert {error.code for _name, error in result.refused} <= {"file-missing", "path-too-long"}
    assert len(result.refused) == 2


def test_a_disk_that_fills_up_ends_it_and_what_came_in_is_told(
    library: Library, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [numbered(source, f"{number}.png", number) for number in range(5)]
    copied = []

    def full(operation: str) -> None:
        copied.extend([1] * (operation == "write"))
        if len(copied) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storage, "operation_hook", full)
    result = imports.import_pictures(library, paths)
    assert result.stopped is not None
    assert (result.stopped.code, len(result.added), result.refused) == ("disk-full", 2, [])


def test_a_mistake_of_ours_with_one_file_ends_nothing(
    library: Library, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = imports.importers.read_metadata

    def mistaken(path: Path) -> object:
        if path.name == "a.png":
            raise ZeroDivisionError
        return read(path)

    monkeypatch.setattr(imports.importers, "read_metadata", mistaken)
    result = imports.import_pictures(library, [source / "a.png", source / "z.png"])
    assert [error.code for _name, error in result.refused] == ["import-unreadable"]
    assert len(result.added) == 1


def test_a_library_that_goes_away_ends_it(library: Library, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The destination is missing, not each of the files."""

    def gone(operation: str) -> None:
        if operation == "rename":
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", str(library.places.temporary / "x"))

    monkeypatch.setattr(storage, "operation_hook", gone)
    result = imports.import_pictures(library, [source / "a.png", source / "z.png"])
    assert result.stopped is not None
    assert result.refused == []


SIGNS = [b"", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"II*\0", b"GIF89a", b"BM", b"\xff\xd8\xff\xe1"]
NAMES = st.binary(min_size=1, max_size=200).filter(lambda name: not {0, 47} & set(name) and name not in (b".", b".."))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    contents=st.lists(st.tuples(st.sampled_from(SIGNS), st.binary(max_size=300)), max_size=4),
    names=st.lists(NAMES, min_size=4, max_size=4, unique=True),
    cuts=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=8),
)
def test_no_content_and_no_name_ends_an_import(
    contents: list[tuple[bytes, bytes]], names: list[bytes], cuts: list[tuple[int, int]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:  # fmt: skip
    folder = tmp_path_factory.mktemp("in")
    first, last = numbered(folder, "first.png", 1), numbered(folder, "last.png", 2)
    hostile = []
    bitten = bytearray(first.read_bytes())
    for place, value in cuts:
        bitten[place % len(bitten)] = value
    for name, content in zip(names, [*(a + b for a, b in contents), bytes(bitten)], strict=False):
        path = folder / (os.fsdecode(name) if TAKES_ANY_NAME else name.hex()[:200])
        if not path.exists():
            path.write_bytes(content)
            hostile.append(path)
    with Library.open(LibraryPaths.at(tmp_path_factory.mktemp("library"))) as library:
        result = imports.import_pictures(library, [first, *hostile, last])
        assert result.stopped is None
        assert len(result.added) + result.known + len(result.refused) == len(hostile) + 2
        assert library.pictures.count() == len(result.added) >= 2
        assert all(message_for(error) for _name, error in result.refused)
