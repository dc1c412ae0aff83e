"""What is made once in a session: by one process, whole or not at all, and changed by nobody."""

import multiprocessing
from pathlib import Path

import pytest

from tests.once import FOLDER, copied, made_once


@pytest.fixture(autouse=True)
def _own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shared").mkdir()
    monkeypatch.setenv(FOLDER, str(tmp_path / "shared"))


def make(target: Path, words: str = "words") -> Path:
    target.mkdir()
    (target / "made").write_text(words)
    with (target.parent / "times").open("a") as file:
        file.write("x")
    return target


def ask(folder: Path) -> None:
    copied(make)(folder)


def test_many_processes_get_what_one_of_them_made(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    asking = [context.Process(target=ask, args=(tmp_path / str(number),)) for number in range(4)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert [(tmp_path / str(number) / "made").read_text() for number in range(4)] == ["words"] * 4
    assert (tmp_path / "shared" / "times").read_text() == "x"


def test_a_copy_that_is_changed_leaves_the_next_as_it_was(tmp_path: Path) -> None:
    (copied(make)(tmp_path / "one") / "made").write_text("changed")
    assert (copied(make)(tmp_path / "two") / "made").read_text() == "words"
    assert (copied(make)(tmp_path / "three", words="others") / "made").read_text() == "others"


def test_what_broke_off_is_made_again(tmp_path: Path) -> None:
    def fail(target: Path) -> None:
        target.write_text("half")
        raise KeyError

    with pytest.raises(KeyError):
        made_once("file", fail)
    made_once("file", lambda target: target.write_text("whole"))
    assert (tmp_path / "shared" / "file").read_text() == "whole"
