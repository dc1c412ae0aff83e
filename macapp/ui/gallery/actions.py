"""Actions on the selected pictures of the gallery: marks, albums, Trash, export. Changes can be undone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu

from macapp.domain.job import Marks, Picture
from macapp.errors import EaselError
from macapp.library import Library, marks
from macapp.library.albums import Album
from macapp.library.export import MAX_SHEET_PICTURES, Export, export, write_contact_sheet
from macapp.system import storage
from macapp.system.paths import LibraryPaths
from macapp.ui.gallery.export_dialog import ExportDialog
from macapp.ui.gallery.panel import Gallery
from macapp.ui.gallery.system_trash import move_to_trash
from macapp.ui.gallery.thumbnail_grid import GridKey
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.plain_text import add_named, file_dialog, tip
from macapp.ui.widgets.progress_tasks import KeepGoing, OnProgress, ProgressTasks
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text
from macapp.ui.widgets.undo import UndoCommand, UndoHistory

InLibrary = Callable[[Library, OnProgress], Any]


@dataclass
class _Deletion:
    """Pictures that were moved to the Trash together."""

    numbers: Sequence[int]
    is_settled: bool = False
    """whether no thread moves their files now"""

    def can_restore(self, library: Library) -> bool:
        """Return whether the pictures can be restored, or may be soon."""
        return not self.is_settled or library.trash.can_restore(self.numbers)

    def can_repeat(self, library: Library) -> bool:
        """Return whether the pictures can be moved to the Trash again, or may be soon."""
        return not self.is_settled or library.pictures.is_any_listed(self.numbers)


class GalleryActions(QObject):
    """Acts on the pictures that are selected in a gallery."""

    changed = Signal()
    """pictures have new marks, or were deleted or restored"""

    def __init__(
        self, library: Library, gallery: Gallery, banner: Banner, undo: UndoHistory, chores: ProgressTasks
    ) -> None:
        super().__init__(gallery)
        self._library, self._gallery, self._banner, self._chores = library, gallery, banner, chores
        self._edits = TaskPool(self, threads=1)  # one thread: an undo must wait for the change that it reverts
        self.undo = undo
        self._undo_last = undo.undo
        undo.indexChanged.connect(self._withdraw_undo)
        self._albums = gallery.albums.menu()
        self._albums.aboutToShow.connect(self._fill_albums)
        gallery.key_pressed.connect(self.on_key)
        gallery.stars_pressed.connect(self.give_stars)

    def close(self) -> None:
        """Wait for all changes, so that deleted pictures are in the Trash before the program ends."""
        self._edits.wait()
        self._edits.close()

    @Slot()
    def _withdraw_undo(self) -> None:
        """Take back the offer to undo once another change is the last one: it would undo that."""
        self._banner.withdraw(self._undo_last)

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
        numbers = self._gallery.selected_numbers()
        is_on = not self._library.marks.are_all_favourites(numbers)
        self._mark(self.tr("Favourite"), numbers, marks.set_favourite(is_on))

    def give_stars(self, count: int) -> None:
        """Give the selected pictures 0 to 5 stars."""
        self._mark(self.tr("Stars"), self._gallery.selected_numbers(), marks.set_stars(count))

    def tag(self) -> None:
        """Ask for a tag and add it to the selected pictures."""
        self._ask_name(
            self.tr("Tag"), self.tr("Tag for the selected pictures:"), self._library.marks.tags(), self.tag_with
        )

    def tag_with(self, name: str) -> None:
        """Add a tag to the selected pictures."""
        self._run_safely(lambda: self._mark(self.tr("Tag"), self._gallery.selected_numbers(), marks.set_tag(name)))

    def untag(self, name: str) -> None:
        """Remove a tag from the selected pictures."""
        self._mark(self.tr("Remove Tag"), self._gallery.selected_numbers(), marks.set_tag(name, on=False))

    def add_to_collection(self, name: str, on: bool = True) -> None:
        """Add the selected pictures to a collection, or remove them from it."""
        self._run_safely(
            lambda: self._mark(
                self.tr("Collection"), self._gallery.selected_numbers(), marks.add_to_collection(name, on)
            )
        )

    def create_collection(self) -> None:
        """Ask for the name of a new collection and add the selected pictures to it."""
        self._ask_name(self.tr("New Collection"), self.tr("Name of the collection:"), [], self.add_to_collection)

    def save_search(self) -> None:
        """Ask for a name and save the search line as a smart album."""
        self._ask_name(self.tr("Save Search"), self.tr("Name of the smart album:"), [], self.save_search_as)

    def save_search_as(self, name: str) -> None:
        """Save the search line as a smart album."""
        self._run_safely(lambda: self._library.albums.add(name, self._gallery.query))

    def remove_album(self, album: Album) -> None:
        """Remove an album; its pictures stay in the library."""
        self.undo.push(
            UndoCommand(
                self.tr("Remove Album"),
                partial(self._library.albums.remove, album),
                partial(self._library.albums.restore, album),
                can_undo=lambda: album.name not in {other.name for other in self._library.albums.all()},
                can_redo=lambda: album in self._library.albums.all(),
            )
        )

    def _mark(self, words: str, numbers: Sequence[int], change: marks.MarksChange) -> None:
        if not numbers:
            return
        before: list[tuple[int, Marks]] = []

        def mark(library: Library, on_progress: OnProgress) -> list[tuple[int, Marks]]:
            return library.marks.change_numbers(numbers, change, on_progress)

        def unmark(library: Library, on_progress: OnProgress) -> None:
            library.marks.replace_marks(before, on_progress)

        def done(previous: list[tuple[int, Marks]]) -> None:
            before[:] = previous
            self._on_marked(numbers)

        def do() -> None:
            self._apply(words, numbers, mark, done)

        def undo() -> None:
            self._apply(words, numbers, unmark, lambda _nothing: self._on_marked(numbers))

        is_listed = partial(self._library.pictures.is_any_listed, numbers)
        self._run_safely(lambda: self.undo.push(UndoCommand(words, do, undo, is_listed, is_listed)))

    def _apply(self, words: str, numbers: Sequence[int], work: InLibrary, done: Callable[[Any], object]) -> None:
        """Change pictures: a few on this thread, many on another thread with progress."""
        if len(numbers) <= marks.BATCH_PICTURES:
            done(work(self._library, lambda _done, _all: None))
        else:
            self._chores.start(words, partial(_call_with_progress, self._library.places, work), done, self._show_error)

    def _on_marked(self, numbers: Sequence[int]) -> None:
        self._gallery.pictures.reload(numbers)
        self.changed.emit()
        self.write_marks()

    def write_marks(self) -> None:
        """Write the marks of the index into the picture files, off this thread."""
        self._edits.run(partial(_write_marks, self._library.places), lambda _written: None, self._show_error)

    # Culling and the Trash

    def toggle_reject(self) -> None:
        """Mark the selected pictures as rejects, or clear that mark. `trash_rejects` moves all rejects to the Trash."""
        numbers = set(self._gallery.selected_numbers())
        rejected = self._gallery.pictures.rejected
        if numbers <= rejected:
            rejected -= numbers
        else:
            rejected |= numbers
        self._gallery.pictures.reload(())

    def trash_rejects(self) -> None:
        """Move all rejects to the Trash."""
        self._delete(sorted(self._gallery.pictures.rejected, reverse=True))
        self._gallery.pictures.rejected.clear()

    def trash(self) -> None:
        """Move the selected pictures to the Trash."""
        self._delete(self._gallery.selected_numbers())

    def _delete(self, numbers: Sequence[int]) -> None:
        if not numbers:
            return
        row = self._gallery.pictures.first_row_of(numbers)
        words, deletion = self.tr("Move to Trash"), _Deletion(numbers)

        def do() -> None:
            deletion.is_settled = False
            self._gallery.pictures.remove(numbers)
            self._gallery.choose(max(0, min(row, self._gallery.pictures.rowCount() - 1)))
            self._apply(words, numbers, lambda library, _on_progress: library.trash.hide(numbers), move_files)

        def move_files(_nothing: object) -> None:
            trashed, failed = partial(self._on_trashed, deletion), partial(self._on_trash_failed, deletion)
            self._run_in_order(words, numbers, _trash, trashed, failed)
            self.changed.emit()

        def undo() -> None:
            deletion.is_settled = False
            restored, failed = partial(self._on_restored, deletion), partial(self._on_restore_failed, deletion)
            self._run_in_order(words, numbers, _restore, restored, failed)

        can_undo = partial(deletion.can_restore, self._library)
        can_redo = partial(deletion.can_repeat, self._library)
        self.undo.push(UndoCommand(words, do, undo, can_undo, can_redo))
        if len(numbers) == 1:
            message = self.tr("Moved the picture to the Trash.")
        else:
            message = self.tr("Moved %Ln pictures to the Trash.", "", len(numbers))
        self._banner.show_message(message, self.tr("Undo"), self._undo_last, stays=False)

    def _run_in_order(
        self,
        words: str,
        numbers: Sequence[int],
        work: Callable[[Library, Sequence[int]], Any],
        done: Callable[[Any], None],
        failed: Callable[[EaselError], None],
    ) -> None:
        """Change files off this thread, after all earlier changes of the same size: few pictures, or many."""
        if len(numbers) <= marks.BATCH_PICTURES:
            self._edits.run(partial(_call_with_library, self._library.places, work, numbers), done, failed)
        else:
            call = partial(_call_with_library, self._library.places, work, numbers)
            self._chores.start(words, lambda _on_progress, _keep_going: call(), done, failed)

    def _on_trashed(self, deletion: _Deletion, _nothing: object = None) -> None:
        """Offer the undo from now on only while it can bring a picture back; the banner has announced the deletion."""
        deletion.is_settled = True
        self.undo.prune()

    def _on_trash_failed(self, deletion: _Deletion, error: EaselError) -> None:
        self._on_trashed(deletion)
        self._show_error(error)
        self._gallery.search()

    def _on_restored(self, deletion: _Deletion, missing: list[Picture]) -> None:
        self._on_trashed(deletion)
        if missing:
            self._banner.show_message(self.tr("Some pictures are no longer in the Trash and cannot be restored."))
        self._gallery.pictures.reload(deletion.numbers)
        self._gallery.search()
        self.changed.emit()

    def _on_restore_failed(self, deletion: _Deletion, error: EaselError) -> None:
        """Show why some pictures were not restored; others may have been."""
        self._on_restored(deletion, [])
        self._show_error(error)

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
        self._chores.start(self.tr("Exporting"), work, partial(self._on_exported, folder), self._show_error)

    def _choose_export_folder(self, numbers: Sequence[int], dialog: ExportDialog) -> None:
        chooser = file_dialog(self._gallery, self.tr("Export To"))
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setOption(QFileDialog.Option.ShowDirsOnly)

        def export_into(folder: str) -> None:
            self._run_safely(lambda: self.export_to(numbers, Path(folder), dialog.options(), dialog.with_sheet))

        chooser.fileSelected.connect(export_into)
        chooser.open()

    def _on_exported(self, folder: Path, count: int) -> None:
        words = self.tr("Exported %Ln files to {0}.", "", count).format(folder.name)
        self._banner.show_message(words, stays=False)

    # Menus

    def fill_menu(self, menu: QMenu) -> None:
        """Add the actions on the selected pictures to their context menu."""
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
        collections = menu.addMenu(self.tr("Add to Collection"))
        for album in self._library.albums.all():
            if not album.is_smart:
                add_named(collections, album.name, partial(self.add_to_collection, album.name))
        collections.addSeparator()
        collections.addAction(self.tr("New Collection…"), self.create_collection)
        for name in inside:
            add_named(menu, self.tr("Remove from “{0}”").format(name), partial(self.add_to_collection, name, False))
        menu.addSeparator()
        menu.addAction(self.tr("Export…"), self.export)
        menu.addAction(self.tr("Move to Trash"), self.trash)

    def _fill_albums(self) -> None:
        menu = self._albums
        menu.clear()
        menu.addAction(self.tr("All Pictures"), partial(self._gallery.show_query, ""))
        menu.addAction(self.tr("Favourites"), partial(self._gallery.show_query, "is:favourite"))
        albums = self._library.albums.all()
        if albums:
            menu.addSeparator()
        for album in albums:
            name = f"{album.name}  ⌕" if album.is_smart else album.name
            add_named(menu, name, partial(self._gallery.show_query, album.query))
        menu.addSeparator()
        save = menu.addAction(self.tr("Save This Search…"), self.save_search)
        save.setEnabled(bool(self._gallery.query.strip()))
        menu.addAction(self.tr("New Collection from Selection…"), self.create_collection)
        if albums:
            remove = menu.addMenu(self.tr("Remove Album"))
            for album in albums:
                add_named(remove, album.name, partial(self.remove_album, album))

    def _ask_name(self, title: str, label: str, known: list[str], then: Callable[[str], None]) -> None:
        dialog = QInputDialog(self._gallery)
        dialog.setWindowTitle(title)
        dialog.setLabelText(tip(label))
        if known:
            dialog.setComboBoxItems(["", *known])
            dialog.setComboBoxEditable(True)
        dialog.textValueSelected.connect(then)
        dialog.open()

    def _run_safely(self, work: Callable[[], object]) -> None:
        try:
            work()
        except EaselError as error:
            self._show_error(error)

    def _show_error(self, error: EaselError) -> None:
        self._banner.show_message(error_text(error))


def _write_marks(places: LibraryPaths) -> int:
    with Library.open(places) as library:
        return library.marks.write_pending()


def _call_with_progress(places: LibraryPaths, work: InLibrary, on_progress: OnProgress, _keep_going: KeepGoing) -> Any:
    with Library.open(places) as library:
        return work(library, on_progress)


def _call_with_library(
    places: LibraryPaths, work: Callable[[Library, Sequence[int]], Any], numbers: Sequence[int]
) -> Any:
    with Library.open(places) as library:
        return work(library, numbers)


def _trash(library: Library, numbers: Sequence[int]) -> None:
    library.trash.move(library.pictures.by_row_numbers(numbers), move_to_trash)


def _restore(library: Library, numbers: Sequence[int]) -> list[Picture]:
    return library.trash.restore(library.pictures.by_row_numbers(numbers))


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
