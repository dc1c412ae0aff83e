"""What is done to pictures of the gallery: marks, albums, Trash, export. Whatever changes one can be undone."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu

from macapp.domain.job import Marks, Picture
from macapp.errors import EaselError
from macapp.library import Library, marks
from macapp.library.albums import Album
from macapp.library.export import SHEET_MOST, Export, contact_sheet, export
from macapp.system import storage
from macapp.system.paths import LibraryPaths
from macapp.ui.gallery.export_dialog import ExportDialog
from macapp.ui.gallery.panel import Gallery
from macapp.ui.gallery.system_trash import move_to_trash
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.plain_text import add_named, file_dialog, tip
from macapp.ui.widgets.progress_tasks import KeepGoing, OnProgress, ProgressTasks
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text
from macapp.ui.widgets.undo import UndoCommand

InLibrary = Callable[[Library, OnProgress], Any]


class GalleryActions(QObject):
    """Works on the pictures chosen in a gallery."""

    changed = Signal()
    """pictures have other marks, or are gone or back"""

    def __init__(
        self, library: Library, gallery: Gallery, banner: Banner, undo: QUndoStack, chores: ProgressTasks
    ) -> None:
        super().__init__(gallery)
        self._library, self._gallery, self._banner, self._chores = library, gallery, banner, chores
        self._edits = TaskPool(self, threads=1)  # one thread: what is undone must wait for what was done
        self.undo = undo
        self._albums = gallery.albums.menu()
        self._albums.aboutToShow.connect(self._fill_albums)
        gallery.key_pressed.connect(self.on_key)

    def close(self) -> None:
        """Wait for what was asked for: what was deleted is to be in the Trash when the program is gone."""
        self._edits.wait()
        self._edits.close()

    # Marks

    def on_key(self, key: str) -> None:
        """Do what a key in the grid asks for."""
        if key == "favourite":
            self.toggle_favourite()
        elif key == "trash":
            self.trash()
        elif key == "reject":
            self.toggle_reject()
        elif key.startswith("stars "):
            self.give_stars(int(key.removeprefix("stars ")))

    def toggle_favourite(self) -> None:
        """Make the chosen pictures favourites, or if all are, not."""
        numbers = self._gallery.selected_numbers()
        on = not self._library.marks.all_favourites(numbers)
        self._mark(self.tr("Favourite"), numbers, marks.favourite(on))

    def give_stars(self, count: int) -> None:
        """Give the chosen pictures so many stars."""
        self._mark(self.tr("Stars"), self._gallery.selected_numbers(), marks.stars(count))

    def tag(self) -> None:
        """Ask for a tag and put it on the chosen pictures."""
        self._ask(self.tr("Tag"), self.tr("Tag the chosen pictures with:"), self._library.marks.tags(), self.tag_with)

    def tag_with(self, name: str) -> None:
        """Put a tag on the chosen pictures."""
        self._show_errors(lambda: self._mark(self.tr("Tag"), self._gallery.selected_numbers(), marks.tag(name)))

    def untag(self, name: str) -> None:
        """Take a tag off the chosen pictures."""
        self._mark(self.tr("Remove Tag"), self._gallery.selected_numbers(), marks.tag(name, on=False))

    def add_to_collection(self, name: str, on: bool = True) -> None:
        """Put the chosen pictures into a collection, or take them out."""
        self._show_errors(
            lambda: self._mark(
                self.tr("Collection"), self._gallery.selected_numbers(), marks.add_to_collection(name, on)
            )
        )

    def collect_into_new(self) -> None:
        """Ask for a new collection's name and put the chosen pictures into it."""
        self._ask(self.tr("New Collection"), self.tr("Its name:"), [], self.add_to_collection)

    def save_search(self) -> None:
        """Ask for a name and keep the search line as a smart album."""
        self._ask(self.tr("Save Search"), self.tr("Name of the smart album:"), [], self.save_search_as)

    def save_search_as(self, name: str) -> None:
        """Keep the search line as a smart album."""
        self._show_errors(lambda: self._library.albums.add(name, self._gallery.query))

    def remove_album(self, album: Album) -> None:
        """Forget an album; its pictures stay."""
        self.undo.push(
            UndoCommand(
                self.tr("Remove Album"),
                partial(self._library.albums.remove, album),
                partial(self._library.albums.restore, album),
            )
        )

    def _mark(self, words: str, numbers: Sequence[int], change: marks.Change) -> None:
        if not numbers:
            return
        before: list[tuple[int, Marks]] = []

        def done(found: list[tuple[int, Marks]]) -> None:
            before[:] = found
            self._marked(numbers)

        def do() -> None:
            self._work(words, numbers, lambda library, told: library.marks.change_numbers(numbers, change, told), done)

        def undo() -> None:
            put = lambda library, told: library.marks.replace_marks(before, told)  # noqa: E731  (as above, in one line)
            self._work(words, numbers, put, lambda _nothing: self._marked(numbers))

        self._show_errors(lambda: self.undo.push(UndoCommand(words, do, undo)))

    def _work(self, words: str, numbers: Sequence[int], work: InLibrary, done: Callable[[Any], object]) -> None:
        """Do something to pictures: a few at once, many off this thread and with progress."""
        if len(numbers) <= marks.AT_ONCE:
            done(work(self._library, lambda _done, _all: None))
        else:
            self._chores.start(words, partial(_in_library, self._library.places, work), done, self._say)

    def _marked(self, numbers: Sequence[int]) -> None:
        self._gallery.pictures.changed(numbers)
        self.changed.emit()
        self.write_marks()

    def write_marks(self) -> None:
        """Bring the files after the index, off this thread."""
        self._edits.run(partial(_write_marks, self._library.places), lambda _written: None, self._say)

    # Culling and the Trash

    def toggle_reject(self) -> None:
        """Mark the chosen pictures as rejects, or not any more: they go to the Trash together."""
        numbers = set(self._gallery.selected_numbers())
        rejected = self._gallery.pictures.rejected
        if numbers <= rejected:
            rejected -= numbers
        else:
            rejected |= numbers
        self._gallery.pictures.changed(())

    def trash_rejects(self) -> None:
        """Move all rejects to the Trash."""
        self._delete(sorted(self._gallery.pictures.rejected, reverse=True))
        self._gallery.pictures.rejected.clear()

    def trash(self) -> None:
        """Move the chosen pictures to the Trash."""
        self._delete(self._gallery.selected_numbers())

    def _delete(self, numbers: Sequence[int]) -> None:
        if not numbers:
            return
        row = self._gallery.pictures.first_row_of(numbers)

        def do() -> None:
            self._gallery.pictures.remove(numbers)
            self._gallery.choose(max(0, min(row, self._gallery.pictures.rowCount() - 1)))
            self._work(words, numbers, lambda library, _told: library.trash.hide(numbers), hidden)

        def hidden(_nothing: object) -> None:
            self._run_in_order(words, numbers, _move, self._moved, self._not_moved)
            self.changed.emit()

        def undo() -> None:
            self._run_in_order(words, numbers, _restore, partial(self._back, numbers), partial(self._not_back, numbers))

        words = self.tr("Move to Trash")
        self.undo.push(UndoCommand(words, do, undo))
        said_so = self.tr("%Ln pictures are in the Trash.", "", len(numbers)) if len(numbers) > 1 else None
        self._banner.show_message(
            said_so or self.tr("The picture is in the Trash."), self.tr("Undo"), self.undo.undo, stays=False
        )

    def _run_in_order(
        self,
        words: str,
        numbers: Sequence[int],
        work: Callable[[Library, Sequence[int]], Any],
        done: Callable[[Any], None],
        failed: Callable[[EaselError], None],
    ) -> None:
        """Do something to files off this thread, after whatever was asked for before with as many pictures."""
        if len(numbers) <= marks.AT_ONCE:
            self._edits.run(partial(_opened, self._library.places, work, numbers), done, failed)
        else:
            self._chores.start(
                words, lambda _told, _goes_on: _opened(self._library.places, work, numbers), done, failed
            )

    def _moved(self, _nothing: object) -> None:
        """The files are in the Trash, as was said."""

    def _not_moved(self, error: EaselError) -> None:
        self._say(error)
        self._gallery.search()

    def _back(self, numbers: Sequence[int], gone: list[Picture]) -> None:
        if gone:
            self._banner.show_message(self.tr("Some pictures are no longer in the Trash and cannot come back."))
        self._gallery.pictures.changed(numbers)
        self._gallery.search()
        self.changed.emit()

    def _not_back(self, numbers: Sequence[int], error: EaselError) -> None:
        """Say why some pictures did not come back; others may have."""
        self._back(numbers, [])
        self._say(error)

    # Taking out

    def export(self) -> None:
        """Ask how the chosen pictures leave the library, and where to."""
        numbers = self._gallery.selected_numbers()
        if numbers:
            dialog = ExportDialog(len(numbers), self._gallery)
            dialog.accepted.connect(partial(self._export_as_asked, numbers, dialog))
            dialog.open()

    def export_to(self, numbers: Sequence[int], folder: Path, how: Export, sheet: bool = False) -> None:
        """Write pictures into a folder, off this thread."""
        work = partial(_export, self._library.places, numbers, folder, how, sheet)
        self._chores.start(self.tr("Exporting"), work, partial(self._exported, folder), self._say)

    def _export_as_asked(self, numbers: Sequence[int], dialog: ExportDialog) -> None:
        chooser = file_dialog(self._gallery, self.tr("Export To"))
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setOption(QFileDialog.Option.ShowDirsOnly)

        def chosen(folder: str) -> None:
            self._show_errors(lambda: self.export_to(numbers, Path(folder), dialog.how(), dialog.with_sheet))

        chooser.fileSelected.connect(chosen)
        chooser.open()

    def _exported(self, folder: Path, count: int) -> None:
        words = self.tr("%Ln files are in {0}.", "", count).format(folder.name)
        self._banner.show_message(words, stays=False)

    # Menus

    def fill_menu(self, menu: QMenu) -> None:
        """Put what can be done with the chosen pictures into their menu."""
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
        collections.addAction(self.tr("New Collection…"), self.collect_into_new)
        for name in inside:
            add_named(menu, self.tr("Take out of “{0}”").format(name), partial(self.add_to_collection, name, False))
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
        menu.addAction(self.tr("New Collection from Chosen Pictures…"), self.collect_into_new)
        if albums:
            remove = menu.addMenu(self.tr("Remove Album"))
            for album in albums:
                add_named(remove, album.name, partial(self.remove_album, album))

    def _ask(self, title: str, label: str, known: list[str], then: Callable[[str], None]) -> None:
        dialog = QInputDialog(self._gallery)
        dialog.setWindowTitle(title)
        dialog.setLabelText(tip(label))
        if known:
            dialog.setComboBoxItems(["", *known])
            dialog.setComboBoxEditable(True)
        dialog.textValueSelected.connect(then)
        dialog.open()

    def _show_errors(self, work: Callable[[], object]) -> None:
        try:
            work()
        except EaselError as error:
            self._say(error)

    def _say(self, error: EaselError) -> None:
        self._banner.show_message(error_text(error))


def _write_marks(places: LibraryPaths) -> int:
    with Library.open(places) as library:
        return library.marks.write()


def _in_library(places: LibraryPaths, work: InLibrary, on_progress: OnProgress, _keep_going: KeepGoing) -> Any:
    with Library.open(places) as library:
        return work(library, on_progress)


def _opened(places: LibraryPaths, work: Callable[[Library, Sequence[int]], Any], numbers: Sequence[int]) -> Any:
    with Library.open(places) as library:
        return work(library, numbers)


def _move(library: Library, numbers: Sequence[int]) -> None:
    library.trash.move(library.pictures.by_row_numbers(numbers), move_to_trash)


def _restore(library: Library, numbers: Sequence[int]) -> list[Picture]:
    return library.trash.restore(library.pictures.by_row_numbers(numbers))


def _export(
    places: LibraryPaths,
    numbers: Sequence[int],
    folder: Path,
    how: Export,
    sheet: bool,
    on_progress: OnProgress,
    keep_going: KeepGoing,
) -> int:
    with Library.open(places) as library:
        pictures = library.pictures.by_row_numbers(numbers)
    for place, picture in enumerate(pictures, start=1):
        if not keep_going():
            return place - 1
        export(picture, folder, how, place)
        on_progress(place, len(pictures))
    if sheet:
        path = storage.unique_path(folder, "Contact Sheet", ".png")
        contact_sheet(pictures[:SHEET_MOST], path, captions=how.with_prompt)
    return len(pictures) + sheet
