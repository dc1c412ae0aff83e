"""Changes with undo: what fails is shown and is not on the stack."""

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from macapp.errors import BadRequest
from macapp.library import Library, marks
from macapp.ui.gallery.edits import Edit, LibraryEdits
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.progress_tasks import ProgressTasks
from macapp.ui.widgets.undo import UndoHistory
from tests.support.large_library import fill
from tests.support.request_factory import request


@pytest.fixture
def banner(qapp: QApplication) -> Banner:
    return Banner()


@pytest.fixture
def edits(library: Library, banner: Banner) -> Iterator[LibraryEdits]:
    chores = ProgressTasks(banner)
    made = LibraryEdits(library, banner, UndoHistory(banner), chores, banner)
    yield made
    made.close()
    chores.shut_down()
    made.history.clear()
    shiboken6.delete(banner)


def test_a_change_is_made_once_and_can_be_undone_and_redone(edits: LibraryEdits, banner: Banner) -> None:
    done: list[str] = []
    assert edits.push(Edit("Count", lambda: done.append("do"), lambda: done.append("undo"), "Counted"))
    assert done == ["do"]
    assert (banner.text, banner.button.text()) == ("Counted", "Undo")
    banner.button.click()
    edits.history.redo()
    assert done == ["do", "undo", "do"]


def test_the_offer_to_undo_goes_with_the_next_change(edits: LibraryEdits, banner: Banner) -> None:
    edits.push(Edit("One", list, list, "Done"))
    edits.push(Edit("Two", list, list))
    assert banner.text == ""


def test_a_change_that_fails_is_shown_and_cannot_be_undone(edits: LibraryEdits, banner: Banner) -> None:
    def fail() -> None:
        raise BadRequest("name-missing")

    assert not edits.push(Edit("Name", fail, list, "Named"))
    assert banner.text
    assert "Named" not in banner.text
    assert edits.history.count() == 0


def test_a_failing_undo_is_shown(edits: LibraryEdits, banner: Banner) -> None:
    def fail() -> None:
        raise BadRequest("name-missing")

    edits.push(Edit("Name", list, fail))
    edits.history.undo()
    assert banner.text


def test_marks_of_few_and_of_many_pictures_are_changed_and_reverted(
    edits: LibraryEdits, library: Library, made, qtbot: QtBot
) -> None:
    picture = made(request())
    with qtbot.waitSignal(edits.marked) as marked:
        edits.mark("Star", [picture.row_number], marks.set_stars(3), "Marked")
    assert marked.args == [[picture.row_number]]
    assert library.marks.read(picture.row_number).stars == 3
    qtbot.waitUntil(lambda: library.marks.pending_writes() == 0, timeout=5000)
    edits.history.undo()
    assert library.marks.read(picture.row_number).stars == 0
    fill(library, 600)
    numbers = library.pictures.search().tolist()
    with qtbot.waitSignal(edits.marked, timeout=20_000):
        edits.mark("Star", numbers, marks.set_stars(5))
    assert len(library.pictures.search("stars:5")) == 601
    edits.mark("Star", [], marks.set_stars(1))
    assert len(library.pictures.search("stars:1")) == 0
