"""Undo for whatever the user does to the gallery and the queue: a command that knows how to do and undo itself."""

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand


class UndoCommand(QUndoCommand):
    """Something that was asked for: done when it is pushed, undone and done again as the user likes."""

    def __init__(self, words: str, do: Callable[[], object], undo: Callable[[], object]) -> None:
        super().__init__(words)
        self._do, self._undo = do, undo

    def redo(self) -> None:
        """Do it, at first or again."""
        self._do()

    def undo(self) -> None:
        """Take it back."""
        self._undo()
