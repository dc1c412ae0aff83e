"""Tests touch nothing of the person who runs them: neither files at home, nor the Trash, nor the Keychain."""

import os
import pwd
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import keyring
import pytest

from macapp.system.machine import DEVICE_VARIABLE
from tests.support import own_files
from tests.support.keychain import Kept

GUARD = own_files.installed[0]
ROOT = Path(__file__).parents[2]
TOUCHING: dict[str, Callable[[Path], object]] = {
    "reading": lambda home: (home / "letter.txt").read_text(),
    "writing": lambda home: (home / "new.txt").write_text("x"),
    "appending": lambda home: (home / "letter.txt").open("a").close(),
    "opening a descriptor": lambda home: os.open(home / "new.txt", os.O_WRONLY | os.O_CREAT),
    "touching": lambda home: (home / "new.txt").touch(),
    "listing": lambda home: list(home.iterdir()),
    "walking": lambda home: list(os.scandir(home)),
    "deleting": lambda home: (home / "letter.txt").unlink(),
    "moving away": lambda home: (home / "letter.txt").rename(home.parent / "gone.txt"),
    "moving in": lambda home: (home.parent / "mine.txt").rename(home / "mine.txt"),
    "copying in": lambda home: shutil.copy(home.parent / "mine.txt", home / "mine.txt"),
    "a folder": lambda home: (home / "Library").mkdir(),
    "a link": lambda home: (home / "link").symlink_to(home.parent / "mine.txt"),
    "a way around": lambda home: (home.parent / "else" / ".." / home.name / "letter.txt").unlink(),
    "cutting": lambda home: os.truncate(home / "letter.txt", 0),
    "rights": lambda home: (home / "letter.txt").chmod(0o600),
    "a database": lambda home: sqlite3.connect(home / "new.sqlite3"),
    "a tree": lambda home: shutil.rmtree(home),
}


@pytest.mark.parametrize("touch", TOUCHING.values(), ids=TOUCHING)
def test_what_touches_a_file_of_the_user_is_refused_before_it_is_done(
    touch: Callable[[Path], object], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    for folder in (home, tmp_path / "else"):
        folder.mkdir()
    (home / "letter.txt").write_text("dear")
    (tmp_path / "mine.txt").write_text("mine")
    with GUARD.of(home) as touched, pytest.raises(own_files.UsersFile):
        touch(home)
    assert touched
    assert {each.name: each.read_text() for each in home.iterdir()} == {"letter.txt": "dear"}
    assert sorted(each.name for each in tmp_path.iterdir()) == ["else", "home", "mine.txt"]


def test_the_home_that_is_guarded_is_the_real_one_and_tests_have_another() -> None:
    real = Path(pwd.getpwuid(os.getuid()).pw_dir)
    assert GUARD.home == f"{real}{os.sep}"
    assert GUARD.is_of_user(real / "Pictures" / "Easel" / "a.png")
    assert not GUARD.is_of_user(ROOT / "macapp" / "errors.py")
    for name in ("HOME", "CFFIXED_USER_HOME", "XDG_RUNTIME_DIR", "HF_HOME"):
        assert Path(os.environ[name]).is_relative_to(tempfile.gettempdir())
        assert not GUARD.is_of_user(os.environ[name])


def test_secrets_go_into_a_file_of_the_tests() -> None:
    assert isinstance(keyring.get_keyring(), Kept)
    assert not GUARD.is_of_user(os.environ["TEST_KEYCHAIN"])


def test_only_one_function_moves_files_to_the_trash_of_the_system() -> None:
    """So that one place gives the tests a Trash of their own."""
    words = ("moveToTrash", "trashItemAtURL", "recycleURLs", "send2trash")
    found = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "macapp").rglob("*.py")
        if any(word in file.read_text(encoding="utf-8") for word in words)
    ]
    assert found == ["macapp/ui/gallery/system_trash.py"]


def test_on_a_mac_the_tests_have_a_trash_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    from macapp.ui.gallery import system_trash

    monkeypatch.setattr(system_trash, "mover", system_trash.move_with_qt)
    own_files.replace_trash("linux")
    assert system_trash.mover is system_trash.move_with_qt, "elsewhere the Trash depends on HOME"
    own_files.replace_trash("darwin")
    assert system_trash.mover is own_files.move_to_own_trash


def test_on_a_hosted_machine_the_tests_compute_on_the_processor() -> None:
    assert os.environ.get(DEVICE_VARIABLE) == "cpu" or not os.environ.get("CI")
