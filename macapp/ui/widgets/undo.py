"""Undo for actions in the gallery and the queue."""

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand


class UndoCommand(QUndoCommand):
    """An action that runs when it is pushed onto the undo stack, and can be undone and redone."""

    def __init__(self, words: str, do: Callable[[], object], undo: Callable[[], object]) -> None:
        super().__init__(words)
        self._do, self._undo = do, undo

    def redo(self) -> None:
        """Run the action."""
        self._do()

    def undo(self) -> None:
        """Revert the action."""
        self._undo()
