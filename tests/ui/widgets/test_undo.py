"""A command runs when it is pushed, and again after each redo."""

import pytest
from PySide6.QtGui import QUndoStack

from macapp.ui.widgets.undo import UndoCommand


@pytest.mark.usefixtures("qapp")
def test_a_command_runs_reverts_and_runs_again() -> None:
    stack, calls = QUndoStack(), list[str]()
    stack.push(UndoCommand("Add", lambda: calls.append("do"), lambda: calls.append("undo")))
    assert stack.undoText() == "Add"
    stack.undo()
    stack.redo()
    assert calls == ["do", "undo", "do"]
