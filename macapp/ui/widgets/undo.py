"""Undo: commands that know whether they can still act, and the stack of a window, which drops those that cannot.

On the thread of the window.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ClassVar

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack


def always() -> bool:
    """Return True: the command can act whatever happens meanwhile."""
    return True


class UndoCommand(QUndoCommand):
    """An action that runs when it is pushed onto the undo stack, and can be undone and redone."""

    running: ClassVar[int] = 0
    """how many commands run now, one inside another"""

    def __init__(
        self,
        words: str,
        do: Callable[[], object],
        undo: Callable[[], object],
        can_undo: Callable[[], bool] = always,
        can_redo: Callable[[], bool] = always,
    ) -> None:
        """`can_undo` and `can_redo` say whether `undo` and `do` would change anything now.

        Both must be quick: the stack calls them whenever something has changed.
        """
        super().__init__(words)
        self._do, self._undo = do, undo
        self.can_undo, self.can_redo = can_undo, can_redo

    def redo(self) -> None:
        """Run the action."""
        with _running():
            self._do()

    def undo(self) -> None:
        """Revert the action."""
        with _running():
            self._undo()


@contextmanager
def _running() -> Iterator[None]:
    UndoCommand.running += 1
    try:
        yield
    finally:
        UndoCommand.running -= 1


class UndoHistory(QUndoStack):
    """An undo stack whose next commands always act: those that no longer can are removed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_pruning = False
        self.indexChanged.connect(self.prune)

    @Slot()
    def prune(self) -> None:
        """Remove the commands next in order that can no longer act.

        The stack does so after each command. Call it as well when what commands act on has changed without one, for
        example when a job has started. While a command runs, it waits for the end of that command.
        """
        if self._is_pruning or UndoCommand.running:  # each removal changes the index
            return
        self._is_pruning = True
        try:
            while not self._can_act(self.index() - 1, "can_undo"):
                self._remove_next(self.index() - 1, self.undo)
            while not self._can_act(self.index(), "can_redo"):
                self._remove_next(self.index(), self.redo)
        finally:
            self._is_pruning = False
        self._announce_redo()

    def _can_act(self, place: int, question: str) -> bool:
        command = self.command(place) if 0 <= place < self.count() else None
        return not isinstance(command, UndoCommand) or getattr(command, question)()

    def _remove_next(self, place: int, step: Callable[[], None]) -> None:
        """Remove a command: Qt drops an obsolete one, without running it, when it is undone or redone."""
        self.command(place).setObsolete(True)
        step()

    def _announce_redo(self) -> None:
        """Emit the signals that Qt leaves out when it drops a command instead of redoing it."""
        self.canRedoChanged.emit(self.canRedo())
        self.redoTextChanged.emit(self.redoText())
