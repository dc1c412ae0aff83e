"""Files are written completely or not at all, and only regular files are read."""

import ast
import errno
import io
import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from macapp.errors import BadRequest, UnusableFile
from macapp.messages import message_for
from macapp.system import storage


def test_a_file_is_written_whole_and_nothing_is_left_over(tmp_path: Path) -> None:
    target, unfinished = tmp_path / "a" / "b.png", tmp_path / "unfinished"
    storage.write(target, b"one", unfinished)
    storage.write(target, b"two", unfinished)
    assert target.read_bytes() == b"two"
    assert list(unfinished.iterdir()) == []


def test_whichever_operation_fails_the_old_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, unfinished = tmp_path / "b.png", tmp_path / "unfinished"
    storage.write(target, b"old", unfinished)
    fatal = 0
    for fatal in range(1, 20):
        count = 0

        def fail_at_the_nth(_name: str, fatal: int = fatal) -> None:
            nonlocal count
            count += 1
            if count == fatal:
                raise OSError(28, "No space left on device")

        monkeypatch.setattr(storage, "operation_hook", fail_at_the_nth)
        try:
            storage.write(target, b"new", unfinished)
        except OSError:
            assert target.read_bytes() in (b"old", b"new")  # "new" only after the rename
            assert list(unfinished.iterdir()) == []
        else:
            break
    assert 3 <= fatal < 19
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("answer", ["ENOTSUP", "EOPNOTSUPP", "EINVAL", "ENOTTY", None])
def test_a_volume_on_the_network_is_synced_as_far_as_it_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str | None
) -> None:
    """F_FULLFSYNC of macOS for files and folders, and fsync where a volume (SMB, WebDAV) does not know it."""
    full: list[str] = []
    plain: list[str] = []

    def name_of(descriptor: int) -> str:
        return Path(f"/proc/self/fd/{descriptor}").resolve().name

    def full_sync(descriptor: int, command: int) -> None:
        assert command == 51
        full.append(name_of(descriptor))
        if answer is not None:
            raise OSError(getattr(errno, answer), "not known here")

    real = os.fsync
    monkeypatch.setattr(storage, "FULL_SYNC", 51)
    monkeypatch.setattr(storage, "fcntl", SimpleNamespace(fcntl=full_sync))
    monkeypatch.setattr(os, "fsync", lambda descriptor: (plain.append(name_of(descriptor)), real(descriptor)))
    storage.write(tmp_path / "here" / "b.png", b"new", tmp_path / "unfinished")
    assert len(full) == 2, "the file and its folder"
    assert Path("/proc/self/fd").exists() is (full[1] == "here")
    assert plain == ([] if answer is None else full)


def test_a_real_fault_of_a_sync_is_none_of_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "b.png"
    storage.write(target, b"old", tmp_path)

    def broken(_descriptor: int, _command: int) -> None:
        raise OSError(errno.EIO, "the drive is broken")

    monkeypatch.setattr(storage, "FULL_SYNC", 51)
    monkeypatch.setattr(storage, "fcntl", SimpleNamespace(fcntl=broken))
    with pytest.raises(OSError, match="the drive is broken"):
        storage.write(target, b"new", tmp_path)
    assert target.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["b.png"]


def test_a_folder_that_cannot_be_synced_at_all_costs_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def sync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "folders are not synced here")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", sync)
    storage.write(tmp_path / "b.png", b"new", tmp_path)
    assert (tmp_path / "b.png").read_bytes() == b"new"


def test_new_files_never_take_the_place_of_others(tmp_path: Path) -> None:
    names = [storage.write_unique(tmp_path, "a heart", ".png", b"x", tmp_path).name for _ in range(3)]
    assert names == ["a heart.png", "a heart (2).png", "a heart (3).png"]


def test_only_what_dead_processes_left_is_swept(tmp_path: Path) -> None:
    for name in (".999999999-1-a.png", f".{os.getpid()}-1-b.png", "my notes.txt", "12-13.png.bak"):
        (tmp_path / name).write_bytes(b"x")
    assert (
        storage.remove_stale_temporaries(tmp_path, lambda pid: pid in (os.getpid(), 12) or psutil.pid_exists(pid)) == 1
    )
    assert not (tmp_path / ".999999999-1-a.png").exists()
    assert len(list(tmp_path.iterdir())) == 3


def test_a_damaged_file_is_set_aside_not_deleted(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"broken")
    moved = storage.quarantine(tmp_path / "a.png", tmp_path / "damaged")
    assert moved.read_bytes() == b"broken"
    assert not (tmp_path / "a.png").exists()


def test_time_machine_is_told_what_can_be_had_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script that records its arguments replaces the command of the system."""
    command, asked = tmp_path / "tmutil", tmp_path / "asked"
    command.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{asked}"\n')
    command.chmod(0o755)
    monkeypatch.setattr(storage, "TMUTIL", command)
    storage.exclude_from_backups(tmp_path / "models")
    assert not asked.exists(), "elsewhere than on a Mac there is nobody to tell"
    monkeypatch.setattr(storage, "ON_A_MAC", True)
    storage.exclude_from_backups(tmp_path / "models")
    assert asked.read_text().splitlines() == ["addexclusion", str(tmp_path / "models")]
    monkeypatch.setattr(storage, "TMUTIL", tmp_path / "gone")
    storage.exclude_from_backups(tmp_path / "models")


@pytest.fixture
def special(tmp_path: Path) -> Iterator[dict[str, Path]]:
    """One of each kind of path that is not a regular file."""
    folder = tmp_path / "special"
    folder.mkdir()
    os.mkfifo(folder / "pipe.png")
    (folder / "loop.png").symlink_to("loop.png")
    (folder / "device.png").symlink_to("/dev/zero")
    before = Path.cwd()
    os.chdir(folder)  # the address of a socket is limited to about a hundred characters
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.png")
        os.chdir(before)
        yield {each.stem: each for each in [folder / f"{n}.png" for n in ("pipe", "loop", "device", "socket")]}


def test_only_regular_files_are_opened(special: dict[str, Path], tmp_path: Path) -> None:
    said = {}
    for name, path in {**special, "folder": tmp_path}.items():
        with pytest.raises(OSError) as refused:  # noqa: PT011  (whatever falls back on a missing file falls back here)
            storage.open_regular(path)
        said[name] = message_for(refused.value) if isinstance(refused.value, UnusableFile) else ""
        assert not storage.is_regular(path)
    assert said.pop("loop") == ""  # the error of the system has no message of ours
    assert said["pipe"] == f"{special['pipe']} is a pipe, not a file. Choose a file."
    assert {each.split(" is ")[1].split(",")[0] for each in said.values()} == {
        "a pipe",
        "a socket",
        "a device",
        "a folder",
    }


def test_a_file_is_read_up_to_a_limit(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("heart")
    assert storage.read_text(file, 5) == "heart"
    with pytest.raises(BadRequest) as refused:
        storage.read_regular(file, 4)
    assert refused.value.code == "file-too-large"
    with pytest.raises(FileNotFoundError):
        storage.read_regular(tmp_path / "gone", 5)
    with pytest.raises(FileNotFoundError):
        storage.read_regular(tmp_path / "a\0b", 5)


def test_the_limit_holds_for_what_has_no_size(tmp_path: Path) -> None:
    """A file of /proc reports a size of zero, and a stream has no size."""

    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            self.taken += size
            return b"x" * size

    stream = Endless()
    with pytest.raises(UnusableFile):
        storage.read_limited(stream, 100_000_000, "-")  # type: ignore[arg-type]
    assert stream.taken == 100_000_001
    assert storage.read_limited(io.BytesIO(b"whole"), 5, "-") == b"whole"


def test_links_in_circles_do_not_end_a_walk(special: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "special" / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "special" / "z" / ".hidden").mkdir(parents=True)
    (tmp_path / "special" / "z" / "last.png").write_bytes(b"x")
    (tmp_path / "special" / "z" / ".hidden" / "no.png").write_bytes(b"x")
    found = list(storage.below(tmp_path, lambda name: not name.startswith(".")))
    links = [tmp_path / "special" / "again"]
    assert found == [*sorted([*special.values(), *links]), tmp_path / "special" / "z" / "last.png"]
    assert list(storage.below(tmp_path / "gone")) == []


def test_a_walk_goes_as_deep_as_folders_do(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range((os.pathconf(tmp_path, "PC_PATH_MAX") - 300) // 2):
        deep /= "d"
        deep.mkdir()
    (deep / "a.png").write_bytes(b"x")
    assert list(storage.below(tmp_path)) == [deep / "a.png"]
    (deep / "a.png").unlink()
    while deep != tmp_path:  # deeper than the cleanup after tests can go
        deep.rmdir()
        deep = deep.parent


def test_a_copy_leaves_out_what_is_no_file(special: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "special" / "a.txt").write_bytes(b"heart")
    storage.copy_tree(tmp_path / "special", tmp_path / "copy", lambda _done, _total: None)
    assert [each.name for each in (tmp_path / "copy").iterdir()] == ["a.txt"]
    with pytest.raises(UnusableFile):
        storage.copy(special["pipe"], tmp_path / "b.png", tmp_path)


OPENING = {
    "open": {
        *("system.storage", "system.logs", "__main__", "models.hub", "engine.loading.stored_parts"),
        "diagnostics.system_checks",
    },
    "read_bytes": set[str](),
    "read_text": {
        "system.machine",
        "ui.main.help_page",
        "models.abilities",
        "models.part_tokenizers",
        "ui.widgets.icons",
    },
    "Image.open": {"imaging.decode"},
    "load_file": {"engine.loading.components", "engine.generation.upscaling", "engine.loading.adapters"},
    "QImage": {"ui.widgets.pixels", "ui.gallery.model", "ui.main.help_browser", "ui.queue.thumbnails"},
}
"""Modules that open paths in another way: own files, files of the system, and files checked by `open_regular`."""


def _opened_in(source: str) -> Iterator[str]:
    """Yield the calls with which a module opens paths without the helper."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        name = called.rpartition(".")[2]
        of = called.rpartition(".")[0]
        if name == "load_file" or (name in ("read_bytes", "read_text") and of not in ("", "storage", "self", "graph")):
            yield name
        elif called == "Image.open":
            yield called
        elif name == "open" and (not of or (node.args and isinstance(node.args[0], ast.Constant))):
            yield "open"
        elif name in ("QImage", "QPixmap", "QImageReader") and node.args and "str(" in ast.unparse(node.args[0]):
            yield "QImage"


def test_what_comes_from_outside_is_opened_by_the_helper_alone() -> None:
    """A raw `open` of a path that is a pipe waits for ever."""
    package = Path(storage.__file__).parents[1]
    found: dict[str, set[str]] = {each: set() for each in OPENING}
    for module in package.rglob("*.py"):
        name = ".".join(module.relative_to(package).with_suffix("").parts)
        for each in _opened_in(module.read_text()):
            found[each].add(name)
    for each, modules in found.items():
        assert modules <= OPENING[each], f"{each}: open it by storage.open_regular, or say here why not"
