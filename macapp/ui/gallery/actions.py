"""Actions on the selected pictures of the gallery: marks, Trash, export. Changes can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu

from macapp.library import Library, marks
from macapp.library.export import MAX_SHEET_PICTURES, Export, export, write_contact_sheet
from macapp.library.place import Place, PlaceKind
from macapp.system import storage
from macapp.system.paths import LibraryPaths
from macapp.ui.gallery.album_actions import AlbumActions
from macapp.ui.gallery.edits import LibraryEdits
from macapp.ui.gallery.export_dialog import ExportDialog
from macapp.ui.gallery.panel import Gallery
from macapp.ui.gallery.thumbnail_grid import GridKey
from macapp.ui.gallery.trash_actions import TrashActions
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.finder import reveal
from macapp.ui.widgets.last_folder import LastFolder
from macapp.ui.widgets.plain_text import add_named, file_dialog
from macapp.ui.widgets.progress_tasks import KeepGoing, OnProgress, ProgressTasks
from macapp.ui.widgets.undo import UndoHistory


class GalleryActions(QObject):
    """Acts on the pictures that are selected in a gallery."""

    changed = Signal()
    """pictures have new marks, or were deleted or restored"""

    def __init__(
        self, library: Library, gallery: Gallery, banner: Banner, undo: UndoHistory, chores: ProgressTasks
    ) -> None:
        super().__init__(gallery)
        self._library, self._gallery, self._banner, self._chores = library, gallery, banner, chores
        self._edits = LibraryEdits(library, banner, undo, chores, self)
        self._folder = LastFolder(library.places)
        self.albums = AlbumActions(library, self._edits, self)
        """the commands for albums"""
        self._trash = TrashActions(library, gallery, banner, self._edits, self)
        self._trash.changed.connect(self.changed)
        self._edits.marked.connect(self._on_marked)
        gallery.key_pressed.connect(self.on_key)
        gallery.stars_pressed.connect(self.give_stars)
        self._connect_header()

    def _connect_header(self) -> None:
        header = self._gallery.header
        header.favourite.triggered.connect(self.toggle_favourite)
        header.tag.triggered.connect(self.tag)
        header.export.triggered.connect(self.export)
        header.trash.triggered.connect(self.trash)
        header.put_back.triggered.connect(self.put_back)

    def close(self) -> None:
        """Wait for all changes, so that deleted pictures are in the Trash before the program ends."""
        self._edits.close()

    # Marks

    def on_key(self, key: GridKey) -> None:
        """Run the action of a key that was pressed in the grid."""
        if key is GridKey.FAVOURITE:
            self.toggle_favourite()
        elif key is GridKey.TRASH:
            self.trash()
        else:
            self.toggle_reject()

    def toggle_favourite(self) -> None:
        """Make the selected pictures favourites; if all of them are, clear the mark."""
        numbers = self._markable_numbers()
        is_on = not self._library.marks.are_all_favourites(numbers)
        self._edits.mark(self.tr("Favourite"), numbers, marks.set_favourite(is_on))

    def give_stars(self, count: int) -> None:
        """Give the selected pictures 0 to 5 stars."""
        self._edits.mark(self.tr("Stars"), self._markable_numbers(), marks.set_stars(count))

    def tag(self) -> None:
        """Ask for a tag and add it to the selected pictures."""
        if self._refuses_trash():
            return
        dialog = QInputDialog(self._gallery)
        dialog.setWindowTitle(self.tr("Tag"))
        dialog.setLabelText(self.tr("Tag for the selected pictures:"))
        dialog.setComboBoxItems(["", *self._library.marks.tags()])
        dialog.setComboBoxEditable(True)
        dialog.textValueSelected.connect(self.tag_with)
        dialog.open()

    def tag_with(self, name: str) -> None:
        """Add a tag to the selected pictures."""
        self._edits.run_safely(lambda: self._edits.mark(self.tr("Tag"), self._markable_numbers(), marks.set_tag(name)))

    def untag(self, name: str) -> None:
        """Remove a tag from the selected pictures."""
        self._edits.mark(self.tr("Remove Tag"), self._markable_numbers(), marks.set_tag(name, on=False))

    def add_to_place(self, place: Place, numbers: Sequence[int]) -> None:
        """Put pictures, given by row number, where the user dropped them: in an album, on Favourites, in the Trash."""
        if place.kind is PlaceKind.ALBUM:
            self.albums.add(place.name, numbers)
        elif place.kind is PlaceKind.FAVOURITES:
            words = self.tr("Added %Ln pictures to Favourites", "", len(numbers))
            self._edits.mark(self.tr("Favourite"), numbers, marks.set_favourite(True), words)
        elif place.kind is PlaceKind.TRASH:
            self._trash.trash(numbers)

    def create_album(self) -> None:
        """Create an album with the selected pictures."""
        self.albums.create(self._markable_numbers())

    def save_search(self) -> None:
        """Save the search line as a smart album."""
        if self._gallery.query.strip():
            self.albums.save_search(self._gallery.query)
        else:
            self._banner.show_message(self.tr("Type a search first: a smart album shows what it finds."), stays=False)

    def write_marks(self) -> None:
        """Write the marks of the index into the picture files, off this thread."""
        self._edits.write_marks()

    def _markable_numbers(self) -> list[int]:
        """Return the row numbers of the selected pictures; none, and a sentence, for pictures in the Trash."""
        return [] if self._refuses_trash() else self._gallery.selected_numbers()

    def _refuses_trash(self) -> bool:
        """Return whether the selected pictures are in the Trash, and say that they cannot be changed there."""
        if self._gallery.is_trash_selected:
            words = self.tr("Pictures in the Trash cannot be changed. Put them back first.")
            self._banner.show_message(words, stays=False)
        return self._gallery.is_trash_selected

    def _on_marked(self, numbers: list[int]) -> None:
        self._gallery.reload(numbers)
        self.changed.emit()

    # Culling and the Trash

    def toggle_reject(self) -> None:
        """Mark the selected pictures as rejects, or clear that mark. `trash_rejects` moves all rejects to the Trash."""
        numbers = set(self._markable_numbers())
        rejected = self._gallery.pictures.rejected
        if numbers <= rejected:
            rejected -= numbers
        else:
            rejected |= numbers
        self._gallery.pictures.reload(())

    def trash_rejects(self) -> None:
        """Move all rejects to the Trash."""
        self._trash.trash(sorted(self._gallery.pictures.rejected, reverse=True))
        self._gallery.pictures.rejected.clear()

    def trash(self) -> None:
        """Move the selected pictures to the Trash. In the Trash, the same key puts them back, as in the Finder."""
        if self._gallery.is_trash_selected:
            self.put_back()
        else:
            self._trash.trash(self._gallery.selected_numbers())

    def put_back(self) -> None:
        """Move the selected pictures from the Trash back to where they were."""
        if self._gallery.is_trash_selected:
            self._trash.put_back(self._gallery.selected_numbers())

    # Export

    def export(self) -> None:
        """Ask for the export options and the folder for the selected pictures."""
        numbers = self._gallery.selected_numbers()
        if numbers:
            dialog = ExportDialog(len(numbers), self._gallery)
            dialog.accepted.connect(partial(self._choose_export_folder, numbers, dialog))
            dialog.open()

    def export_to(self, numbers: Sequence[int], folder: Path, how: Export, sheet: bool = False) -> None:
        """Write pictures into a folder, off this thread."""
        work = partial(_export, self._library.places, _ExportTask(numbers, folder, how, sheet))
        self._chores.start(self.tr("Exporting"), work, partial(self._on_exported, folder), self._edits.show_error)

    def _choose_export_folder(self, numbers: Sequence[int], dialog: ExportDialog) -> None:
        chooser = file_dialog(self._gallery, self.tr("Export To"))
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setOption(QFileDialog.Option.ShowDirsOnly)
        self._folder.follow(chooser)

        def export_into(folder: str) -> None:
            self._edits.run_safely(lambda: self.export_to(numbers, Path(folder), dialog.options(), dialog.with_sheet))

        chooser.fileSelected.connect(export_into)
        chooser.open()

    def _on_exported(self, folder: Path, count: int) -> None:
        words = self.tr("Exported %Ln files to “{0}”", "", count).format(folder.name)
        self._banner.show_message(words, self.tr("Show"), partial(reveal, folder), stays=False)

    # Menus

    def fill_menu(self, menu: QMenu) -> None:
        """Add the actions on the selected pictures to their context menu."""
        if self._gallery.is_trash_selected:
            menu.addAction(self.tr("Put Back"), self.put_back)
            return
        tags, inside = self._library.marks.labels_on(self._gallery.selected_numbers())
        menu.addAction(self.tr("Favourite"), self.toggle_favourite)
        stars = menu.addMenu(self.tr("Stars"))
        for count in range(6):
            stars.addAction("★" * count or self.tr("None"), partial(self.give_stars, count))
        menu.addAction(self.tr("Tag…"), self.tag)
        if tags:
            untag = menu.addMenu(self.tr("Remove Tag"))
            for name in tags:
                add_named(untag, name, partial(self.untag, name))
        self._add_albums(menu, inside)
        menu.addSeparator()
        menu.addAction(self.tr("Export…"), self.export)
        menu.addAction(self.tr("Move to Trash"), self.trash)

    def _add_albums(self, menu: QMenu, inside: Sequence[str]) -> None:
        """Add the albums to add the selected pictures to, and those that they can be removed from."""
        numbers = self._gallery.selected_numbers()
        submenu = menu.addMenu(self.tr("Add to Album"))
        for album in self._library.albums.all():
            if not album.is_smart:
                add_named(submenu, album.name, partial(self.albums.add, album.name, numbers))
        submenu.addSeparator()
        submenu.addAction(self.tr("New Album"), self.create_album)
        for name in inside:
            add_named(menu, self.tr("Remove from “{0}”").format(name), partial(self.albums.take_out, name, numbers))


@dataclass(frozen=True)
class _ExportTask:
    numbers: Sequence[int]
    folder: Path
    how: Export
    sheet: bool


def _export(places: LibraryPaths, task: _ExportTask, on_progress: OnProgress, keep_going: KeepGoing) -> int:
    """Export pictures, and a contact sheet if `task.sheet`. Returns the number of files written."""
    with Library.open(places) as library:
        pictures = library.pictures.by_row_numbers(task.numbers)
    for place, picture in enumerate(pictures, start=1):
        if not keep_going():
            return place - 1
        export(picture, task.folder, task.how, place)
        on_progress(place, len(pictures))
    if task.sheet:
        path = storage.unique_path(task.folder, "Contact Sheet", ".png")
        write_contact_sheet(pictures[:MAX_SHEET_PICTURES], path, captions=task.how.with_prompt)
    return len(pictures) + task.sheet
