"""Move pictures to the Trash and put them back. Both can be undone. On the window's thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from macapp.domain.job import Picture
from macapp.errors import EaselError
from macapp.library import Library
from macapp.ui.gallery.edits import Edit, LibraryEdits
from macapp.ui.gallery.panel import Gallery
from macapp.ui.gallery.system_trash import move_to_trash
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.text import elide

PROMPT_CHARACTERS = 40  # of a prompt in a message


@dataclass
class _Move:
    """Pictures that move to the Trash or back together."""

    words: str
    """its name in the Edit menu"""
    numbers: Sequence[int]
    is_settled: bool = False
    """whether no thread moves their files now"""

    def can_restore(self, library: Library) -> bool:
        """Return whether the pictures can be restored, or may be soon."""
        return not self.is_settled or library.trash.can_restore(self.numbers)

    def can_trash(self, library: Library) -> bool:
        """Return whether the pictures can be moved to the Trash, or may be soon."""
        return not self.is_settled or library.pictures.is_any_listed(self.numbers)


class TrashActions(QObject):
    """Moves pictures out of a gallery and back."""

    changed = Signal()
    """pictures were deleted or restored"""

    def __init__(
        self, library: Library, gallery: Gallery, banner: Banner, edits: LibraryEdits, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library, self._gallery, self._banner, self._edits = library, gallery, banner, edits

    def trash(self, numbers: Sequence[int]) -> None:
        """Move pictures, given by row number, to the Trash."""
        if numbers:
            move = _Move(self.tr("Move to Trash"), numbers)
            several = self.tr("Moved %Ln pictures to the Trash", "", len(numbers))
            message = self._name_pictures(numbers, self.tr("Moved “{0}” to the Trash"), several)
            can_undo, can_redo = partial(move.can_restore, self._library), partial(move.can_trash, self._library)
            do, undo = partial(self._hide, move), partial(self._restore, move)
            self._edits.push(Edit(move.words, do, undo, message, can_undo, can_redo))

    def put_back(self, numbers: Sequence[int]) -> None:
        """Move pictures, given by row number, from the Trash back to where they were."""
        if numbers:
            move = _Move(self.tr("Put Back"), numbers)
            several = self.tr("Put %Ln pictures back", "", len(numbers))
            message = self._name_pictures(numbers, self.tr("Put “{0}” back"), several)
            can_undo, can_redo = partial(move.can_trash, self._library), partial(move.can_restore, self._library)
            do, undo = partial(self._restore, move), partial(self._hide, move)
            self._edits.push(Edit(move.words, do, undo, message, can_undo, can_redo))

    def _name_pictures(self, numbers: Sequence[int], single: str, several: str) -> str:
        """Return a message with the prompt of a single picture, or with the number of several."""
        named = self._library.pictures.by_row_numbers(numbers) if len(numbers) == 1 else []
        prompt = elide(named[0].request.prompt, PROMPT_CHARACTERS) if named else ""
        return single.format(prompt) if prompt else several

    def _hide(self, move: _Move) -> None:
        """Move pictures to the Trash: out of the grid at once, then their files."""
        move.is_settled = False
        self._gallery.remove(move.numbers)

        def move_files(_nothing: object) -> None:
            failed = partial(self._on_failed, move)
            self._edits.move_files(move.words, move.numbers, _move_files, partial(self._settle, move), failed)
            self.changed.emit()

        self._edits.apply(
            move.words, len(move.numbers), lambda library, _on_progress: library.trash.hide(move.numbers), move_files
        )

    def _restore(self, move: _Move) -> None:
        move.is_settled = False
        if self._gallery.shows_trash:
            self._gallery.remove(move.numbers)
        restored, failed = partial(self._on_restored, move), partial(self._on_failed, move)
        self._edits.move_files(move.words, move.numbers, _restore_files, restored, failed)

    def _settle(self, move: _Move, _nothing: object = None) -> None:
        """Offer an undo from now on only while it would change something."""
        move.is_settled = True
        self._edits.history.prune()
        self._gallery.pictures.reload(move.numbers)  # their files are elsewhere now
        if self._gallery.shows_trash:
            self._gallery.search()
        self.changed.emit()

    def _on_restored(self, move: _Move, missing: list[Picture]) -> None:
        if missing:
            self._banner.show_message(self.tr("Some pictures are no longer in the Trash and cannot be restored."))
        self._settle(move)
        self._gallery.search()

    def _on_failed(self, move: _Move, error: EaselError) -> None:
        """Show why some pictures were not moved; others may have been."""
        self._on_restored(move, [])
        self._edits.show_error(error)


def _move_files(library: Library, numbers: Sequence[int]) -> None:
    library.trash.move(library.pictures.by_row_numbers(numbers), move_to_trash)


def _restore_files(library: Library, numbers: Sequence[int]) -> list[Picture]:
    return library.trash.restore(library.pictures.by_row_numbers(numbers))
