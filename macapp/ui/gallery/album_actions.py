"""Create, rename, fill and remove albums. Every change can be undone. On the window's thread."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from macapp.library import Library, marks
from macapp.library.albums import Album
from macapp.library.place import Place
from macapp.ui.gallery.edits import Edit, LibraryEdits
from macapp.ui.widgets.progress_tasks import OnProgress
from macapp.ui.widgets.text import elide

NAME_CHARACTERS = 40  # of the name of an album in a message


class AlbumActions(QObject):
    """The commands for albums and smart albums."""

    changed = Signal()
    """the list of albums is different"""
    created = Signal(Place)
    """a new album, whose name the user has not chosen yet"""
    renamed = Signal(Place, Place)
    """the place of an album before and after its name changed"""

    def __init__(self, library: Library, edits: LibraryEdits, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._edits = library, edits

    def create(self, numbers: Sequence[int] = ()) -> None:
        """Create an album with the pictures that have these row numbers. The user then types its name in the list."""
        name = self._free_name(self.tr("New Album"))
        album = Album(name)

        def do() -> None:
            self._library.albums.add(name)
            self._fill(album, numbers)

        if self._edits.push(
            Edit(self.tr("New Album"), do, partial(self._remove, album), can_undo=lambda: self._has(album))
        ):
            self.created.emit(album.place)

    def save_search(self, query: str) -> None:
        """Save a search line as a smart album. The user then types its name in the list."""
        album = self.save_search_as(self._free_name(elide(query, NAME_CHARACTERS)), query)
        if album is not None:
            self.created.emit(album.place)

    def save_search_as(self, name: str, query: str) -> Album | None:
        """Save a search line as a smart album with a name, and return it; None if that failed."""
        saved: list[Album] = []

        def do() -> None:
            saved[:] = [self._library.albums.add(name, query)]
            self.changed.emit()

        self._edits.push(
            Edit(self.tr("Save Search"), do, lambda: self._remove(saved[0]), can_undo=lambda: self._has(saved[0]))
        )
        return saved[0] if saved else None

    def add(self, name: str, numbers: Sequence[int]) -> None:
        """Add pictures to an album."""
        words = self.tr("Added %Ln pictures to “{0}”", "", len(numbers)).format(elide(name, NAME_CHARACTERS))
        self._edits.mark(self.tr("Add to Album"), numbers, marks.add_to_collection(name), words)

    def take_out(self, name: str, numbers: Sequence[int]) -> None:
        """Remove pictures from an album; they stay in the library."""
        words = self.tr("Removed %Ln pictures from “{0}”", "", len(numbers)).format(elide(name, NAME_CHARACTERS))
        self._edits.mark(self.tr("Remove from Album"), numbers, marks.add_to_collection(name, on=False), words)

    def rename(self, album: Album, name: str) -> None:
        """Rename an album, on its pictures too."""
        renamed = [album]

        def rename(new: str) -> None:
            before, count = renamed[0], len(self._numbers(renamed[0]))
            self._edits.apply(words, count, partial(_rename, before, new), finish)

        def finish(album: Album) -> None:
            before, renamed[0] = renamed[0], album
            self.renamed.emit(before.place, album.place)
            self._finish(self._numbers(album))

        words = self.tr("Rename Album")
        if self._edits.run_safely(partial(self._library.albums.check_name, name)):
            undo, can_act = partial(rename, album.name), lambda: self._has(renamed[0])
            self._edits.push(Edit(words, partial(rename, name), undo, can_undo=can_act, can_redo=can_act))

    def remove(self, album: Album) -> None:
        """Remove an album; its pictures stay in the library."""
        numbers = self._numbers(album)
        message = self.tr("Deleted the album “{0}”").format(elide(album.name, NAME_CHARACTERS))
        restore = partial(self._restore, album, numbers)
        edit = Edit(
            self.tr("Delete Album"),
            partial(self._remove, album),
            restore,
            message,
            can_undo=lambda: not self._has(album),
            can_redo=lambda: self._has(album),
        )
        self._edits.push(edit)

    def _remove(self, album: Album) -> None:
        def remove(library: Library, on_progress: OnProgress) -> list[int]:
            return library.albums.remove(album, on_progress)

        self._edits.apply(self.tr("Delete Album"), len(self._numbers(album)), remove, self._finish)

    def _restore(self, album: Album, numbers: Sequence[int]) -> None:
        def restore(library: Library, on_progress: OnProgress) -> None:
            library.albums.restore(album, numbers, on_progress)

        self._edits.apply(self.tr("Delete Album"), len(numbers), restore, lambda _nothing: self._finish(numbers))

    def _fill(self, album: Album, numbers: Sequence[int]) -> None:
        def fill(library: Library, on_progress: OnProgress) -> None:
            library.marks.change_numbers(numbers, marks.add_to_collection(album.name), on_progress)

        self._edits.apply(self.tr("New Album"), len(numbers), fill, lambda _nothing: self._finish(numbers))

    def _finish(self, numbers: Sequence[int]) -> None:
        self.changed.emit()
        if numbers:
            self._edits.finish_marking(numbers)

    def _has(self, album: Album) -> bool:
        return any(other.name == album.name for other in self._library.albums.all())

    def _numbers(self, album: Album) -> list[int]:
        return [] if album.is_smart else self._library.marks.in_collection(album.name)

    def _free_name(self, name: str) -> str:
        """Return a name that no album has."""
        taken = {album.name for album in self._library.albums.all()}
        names = (name, *(f"{name} {number}" for number in range(2, len(taken) + 3)))
        return next(each for each in names if each not in taken)


def _rename(album: Album, name: str, library: Library, on_progress: OnProgress) -> Album:
    return library.albums.rename(album, name, on_progress)
