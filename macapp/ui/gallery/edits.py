"""Changes of pictures that can be undone: few at once on the window's thread, many with progress. Window's thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from macapp.domain.job import Marks
from macapp.errors import EaselError
from macapp.library import Library, marks
from macapp.system.paths import LibraryPaths
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.progress_tasks import KeepGoing, OnProgress, ProgressTasks
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text
from macapp.ui.widgets.undo import UndoCommand, UndoHistory, always

InLibrary = Callable[[Library, OnProgress], Any]
WithNumbers = Callable[[Library, Sequence[int]], Any]


@dataclass(frozen=True)
class Edit:
    """A change that can be undone."""

    words: str
    """its name in the Edit menu"""
    do: Callable[[], object]
    undo: Callable[[], object]
    message: str = ""
    """shown with an offer to undo it; empty shows none"""
    can_undo: Callable[[], bool] = always
    """whether `undo` would change anything now; quick"""
    can_redo: Callable[[], bool] = always


class LibraryEdits(QObject):
    """Runs changes of a library, puts them on the undo stack, and shows what went wrong."""

    marked = Signal(list)
    """the row numbers of pictures whose marks changed"""

    def __init__(
        self, library: Library, banner: Banner, undo: UndoHistory, chores: ProgressTasks, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library, self._banner, self._chores = library, banner, chores
        self.history = undo
        self._moves = 0
        """how many changes of files are not finished"""
        self._files = TaskPool(self, threads=1)  # one thread: an undo must wait for the change that it reverts
        self._undo_last = undo.undo
        undo.indexChanged.connect(self._withdraw_undo)

    def close(self) -> None:
        """Wait for all changes, so that deleted pictures are in the Trash before the program ends."""
        self._files.wait()
        self._files.close()

    @Slot()
    def _withdraw_undo(self) -> None:
        """Take back the offer to undo once another change is the last one: it would undo that."""
        self._banner.withdraw(self._undo_last)

    def push(self, edit: Edit) -> bool:
        """Run a change and put it on the undo stack; return whether it worked. Its message offers to undo it.

        The error of a change is shown, and the change is then not on the stack.
        """
        if not self.run_safely(edit.do):
            return False
        redo = _skip_first(partial(self.run_safely, edit.do))  # the stack calls it at once
        undo = partial(self.run_safely, edit.undo)
        self.history.push(UndoCommand(edit.words, redo, undo, edit.can_undo, edit.can_redo))
        if edit.message:
            self._banner.show_message(edit.message, self.tr("Undo"), self._undo_last, stays=False)
        return True

    def mark(self, words: str, numbers: Sequence[int], change: marks.MarksChange, message: str = "") -> None:
        """Change the marks of pictures, given by row number; does nothing without pictures."""
        if not numbers:
            return
        before: list[tuple[int, Marks]] = []

        def mark(library: Library, on_progress: OnProgress) -> list[tuple[int, Marks]]:
            return library.marks.change_numbers(numbers, change, on_progress)

        def unmark(library: Library, on_progress: OnProgress) -> None:
            library.marks.replace_marks(before, on_progress)

        def done(previous: list[tuple[int, Marks]]) -> None:
            before[:] = previous
            self.finish_marking(numbers)

        def do() -> None:
            self.apply(words, len(numbers), mark, done)

        def undo() -> None:
            self.apply(words, len(numbers), unmark, lambda _nothing: self.finish_marking(numbers))

        can_act = partial(self._may_be_listed, numbers)
        self.push(Edit(words, do, undo, message, can_act, can_act))

    def apply(self, words: str, count: int, work: InLibrary, done: Callable[[Any], object]) -> None:
        """Change the index for `count` pictures: a few on this thread, many on another thread with progress."""
        if count <= marks.BATCH_PICTURES:
            done(work(self._library, lambda _done, _all: None))
        else:
            self._chores.start(words, partial(_call_with_progress, self._library.places, work), done, self.show_error)

    def finish_marking(self, numbers: Sequence[int]) -> None:
        """Announce new marks, and write them into the files."""
        self.marked.emit(list(numbers))
        self.write_marks()

    def write_marks(self) -> None:
        """Write the marks of the index into the picture files, off this thread."""
        self._files.run(partial(_write_marks, self._library.places), lambda _written: None, self.show_error)

    def move_files(
        self,
        words: str,
        numbers: Sequence[int],
        work: WithNumbers,
        done: Callable[[Any], None],
        failed: Callable[[EaselError], None],
    ) -> None:
        """Change files off this thread, after all earlier changes of the same size: few pictures, or many."""
        call = partial(_call_with_library, self._library.places, work, numbers)
        self._moves += 1
        then, failed = partial(self._finish_move, done), partial(self._finish_move, failed)
        if len(numbers) <= marks.BATCH_PICTURES:
            self._files.run(call, then, failed)
        else:
            self._chores.start(words, lambda _on_progress, _keep_going: call(), then, failed)

    def _finish_move(self, then: Callable[[Any], None], result: Any) -> None:
        self._moves -= 1
        then(result)

    def _may_be_listed(self, numbers: Sequence[int]) -> bool:
        """Return whether a picture is listed, or may be once the files that move now have arrived."""
        return self._moves > 0 or self._library.pictures.is_any_listed(numbers)

    def run_safely(self, work: Callable[[], object]) -> bool:
        """Call a function; if it raises an error, show that and return False."""
        try:
            work()
        except EaselError as error:
            self.show_error(error)
            return False
        return True

    def show_error(self, error: EaselError) -> None:
        """Show the sentence of an error."""
        self._banner.show_message(error_text(error))


def _skip_first(work: Callable[[], object]) -> Callable[[], None]:
    """Return a function whose first call does nothing."""
    is_first = True

    def call() -> None:
        nonlocal is_first
        if not is_first:
            work()
        is_first = False

    return call


def _write_marks(places: LibraryPaths) -> int:
    with Library.open(places) as library:
        return library.marks.write_pending()


def _call_with_progress(places: LibraryPaths, work: InLibrary, on_progress: OnProgress, _keep_going: KeepGoing) -> Any:
    with Library.open(places) as library:
        return work(library, on_progress)


def _call_with_library(places: LibraryPaths, work: WithNumbers, numbers: Sequence[int]) -> Any:
    with Library.open(places) as library:
        return work(library, numbers)
