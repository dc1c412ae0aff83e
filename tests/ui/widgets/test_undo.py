"""Commands run when they are pushed and again after each redo; those that can no longer act disappear."""

import gc

import pytest
from PySide6.QtGui import QUndoGroup
from PySide6.QtTest import QSignalSpy

from macapp.ui.widgets.undo import UndoCommand, UndoHistory

pytestmark = pytest.mark.usefixtures("qapp")


class Shelf:
    """Things that commands put on a shelf; someone else may take them away."""

    def __init__(self) -> None:
        self.things: list[str] = []
        self.lost: set[str] = set()
        self.history = UndoHistory()

    def put(self, thing: str) -> None:
        self.history.push(
            UndoCommand(
                f"Put {thing}",
                lambda: self.things.append(thing),
                lambda: self.things.remove(thing),
                can_undo=lambda: thing in self.things,
                can_redo=lambda: thing not in self.lost,
            )
        )

    def lose(self, thing: str) -> None:
        self.lost.add(thing)
        if thing in self.things:
            self.things.remove(thing)
        self.history.prune()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_a_command_runs_reverts_and_runs_again() -> None:
    stack, calls = UndoHistory(), list[str]()
    stack.push(UndoCommand("Add", lambda: calls.append("do"), lambda: calls.append("undo")))
    assert stack.undoText() == "Add"
    stack.undo()
    stack.redo()
    assert calls == ["do", "undo", "do"]


def test_the_last_command_goes_once_it_cannot_act_and_the_one_before_is_offered(shelf: Shelf) -> None:
    for thing in ("cup", "bowl", "jug"):
        shelf.put(thing)
    shelf.lose("jug")
    assert shelf.history.undoText() == "Put bowl"
    shelf.lose("bowl")
    shelf.lose("cup")
    assert not shelf.history.canUndo()
    assert shelf.history.count() == 0


def test_a_command_below_another_goes_when_its_turn_comes(shelf: Shelf) -> None:
    shelf.put("cup")
    shelf.put("bowl")
    shelf.lose("cup")
    assert shelf.history.undoText() == "Put bowl", "the order stays"
    shelf.history.undo()
    assert shelf.things == []
    assert not shelf.history.canUndo()
    assert shelf.history.redoText() == "Put bowl"


def test_a_command_that_cannot_be_redone_goes_too(shelf: Shelf) -> None:
    shelf.put("cup")
    shelf.put("bowl")
    shelf.history.undo()
    shelf.history.undo()
    texts = QSignalSpy(shelf.history.redoTextChanged)
    shelf.lose("cup")
    assert shelf.history.redoText() == "Put bowl"
    assert texts.at(texts.count() - 1) == ["Put bowl"], "the Edit menu hears of it"
    shelf.history.redo()
    assert shelf.things == ["bowl"]


def test_a_command_that_changes_nothing_is_not_kept(shelf: Shelf) -> None:
    for _attempt in range(20):
        shelf.history.push(UndoCommand("Nothing", lambda: None, lambda: None, can_undo=lambda: False))
        gc.collect()
    assert shelf.history.count() == 0


def test_a_group_names_only_what_can_act(shelf: Shelf) -> None:
    group = QUndoGroup()
    group.addStack(shelf.history)
    shelf.history.setActive()
    shelf.put("cup")
    assert group.undoText() == "Put cup"
    shelf.lose("cup")
    assert (group.undoText(), group.canUndo()) == ("", False)


def test_a_command_that_prunes_while_it_runs_removes_nothing_under_itself(shelf: Shelf) -> None:
    shelf.put("cup")

    def put_and_look(thing: str) -> None:
        shelf.things.append(thing)
        shelf.history.prune()

    def take_and_look(thing: str) -> None:
        shelf.things.remove(thing)
        shelf.history.prune()

    shelf.history.push(
        UndoCommand(
            "Put jug", lambda: put_and_look("jug"), lambda: take_and_look("jug"), can_undo=lambda: "jug" in shelf.things
        )
    )
    shelf.history.undo()
    assert shelf.things == ["cup"]
    assert (shelf.history.undoText(), shelf.history.redoText()) == ("Put cup", "Put jug")
