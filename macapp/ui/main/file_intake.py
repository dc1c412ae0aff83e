"""Dropped, opened and pasted images: a single picture goes into the form; several or a folder are imported."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PIL.ImageQt import fromqimage
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from macapp.domain.request import Request
from macapp.errors import EaselError
from macapp.imaging.colour import opaque_srgb
from macapp.imaging.decode import SOURCE_LIMITS, check_size
from macapp.library import Library, SourceImage, imports, picture_files, source_images
from macapp.library.imports import ImportResult
from macapp.library.index.rows import fill_missing_fields
from macapp.library.metadata import importers
from macapp.library.watched_folders import detect_program_folders
from macapp.models.foreign_folders import contains_models
from macapp.system import storage
from macapp.system.paths import LibraryPaths
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.dropped import local_files
from macapp.ui.widgets.plain_text import add_named, file_dialog
from macapp.ui.widgets.progress_tasks import KeepGoing, OnProgress, ProgressTasks
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text

MODEL_SUFFIXES = (".safetensors", ".gguf", ".ckpt", ".pt", ".pth", ".bin")
MAX_NAMED_FILES = 3  # unreadable files that the banner names


@dataclass(frozen=True)
class _DecodedFile:
    """A source image, and the request that its file contains, if any."""

    image: SourceImage
    source: str
    request: Request | None


class FileIntake(QObject):
    """Handles files and folders from drops, dialogs and the Finder."""

    image_given = Signal(SourceImage, str)
    """a stored image, and the field of a request that the user chose for it, "image" or "references"; else empty"""
    use_requested = Signal(Request)
    imported = Signal()
    album_filled = Signal(str, list)
    """the name of an album, and the row numbers of imported pictures to add to it"""
    model_given = Signal(Path)

    def __init__(
        self, places: LibraryPaths, banner: Banner, background: TaskPool, chores: ProgressTasks, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._places, self._banner, self._background, self._chores = places, banner, background, chores
        self._window = parent

    def handle(self, paths: Sequence[Path], into_gallery: bool = False, role: str = "") -> None:
        """Use a single picture in the form; import several, a folder, or a drop on the gallery.

        `role` is the field of the form that they were dropped on; as reference images, several are used. Models are
        recognised by their content and added to the form.
        """
        models = [path for path in paths if path.suffix.lower() in MODEL_SUFFIXES or contains_models(path)]
        for model in models:
            self.model_given.emit(model)
        if models:
            return
        several = len(paths) > 1
        if into_gallery or (several and role != "references") or any(path.is_dir() for path in paths):
            self.import_pictures(paths)
            return
        for path in paths:
            self.use_in_form(path, not several, role)

    def use_in_form(self, path: Path, offer: bool = True, role: str = "") -> None:
        """Store a picture in the background, then use it in the form; offer its settings if it has any.

        `role` is the field that the user chose for it, if any.
        """
        show = partial(self._on_image_decoded, offer, role)
        self._background.run(partial(_decode_file, self._places, path), show, self._show_error)

    def paste_image(self) -> None:
        """Use the image or the picture file in the clipboard in the form."""
        files = local_files(QGuiApplication.clipboard().mimeData())
        image = QGuiApplication.clipboard().image()
        if files:
            self.handle(files)
        elif image.isNull():
            self._banner.show_message(self.tr("The clipboard contains no image."), stays=False)
        else:
            self.use_image(image)

    def use_image(self, image: QImage, role: str = "") -> None:
        """Use an image of the clipboard or of a drag in the form; `role` as for `use_in_form`."""
        if image.isNull():
            words = self.tr("Only files on this computer can be dropped here. Save the picture first.")
            self._banner.show_message(words, stays=False)
            return
        store = partial(_store_pasted, self._places, image)
        self._background.run(store, lambda stored: self.image_given.emit(stored, role), self._show_error)

    def import_pictures(self, paths: Sequence[Path], album: str = "") -> None:
        """Copy pictures into the library, with progress, and add them to an album if one is named."""
        work = partial(_import_pictures, self._places, list(paths))
        self._chores.start(self.tr("Importing"), work, partial(self._on_imported, album=album), self._show_error)

    def watch_folder(self, folder: Path) -> None:
        """Show a folder of another program in the gallery without copying it."""
        work = partial(_index_folders, self._places, [folder], False)
        self._chores.start(self.tr("Reading {0}").format(folder.name), work, self._on_imported, self._show_error)

    def refresh_folders(self) -> None:
        """Index new pictures in the watched folders."""
        with Library.open(self._places) as library:
            folders = [folder for folder in library.folders.all() if folder.is_dir()]
        if folders:
            self._rescan_folders(folders)

    def _rescan_folders(self, folders: list[Path], hide_all: bool = False) -> None:
        work = partial(_index_folders, self._places, folders, hide_all)
        self._chores.start(self.tr("Looking for new pictures"), work, self._on_rescanned, self._show_error)

    def fill_folders(self, menu: QMenu) -> None:
        """Fill a menu with the picture folders of other programs, and with the watched folders to remove."""
        menu.clear()
        with Library.open(self._places) as library:
            watched = library.folders.all()
        for program, folder in detect_program_folders(Path.home()):
            if storage.resolved(folder) not in watched:
                words = self.tr("Show Pictures of {0}").format(program)
                add_named(menu, words, partial(self.watch_folder, folder))
        menu.addAction(self.tr("Show a Folder in the Gallery…"), self.choose_folder)
        if watched:
            menu.addSeparator()
        for folder in watched:
            words = self.tr("Stop Showing {0}").format(f"{folder.parent.name}/{folder.name}")
            add_named(menu, words, partial(self.unwatch_folder, folder), str(folder))

    def unwatch_folder(self, folder: Path) -> None:
        """Remove a watched folder from the gallery; its files stay unchanged."""
        with Library.open(self._places) as library:
            library.folders.remove(folder)
        self.imported.emit()
        self._banner.show_message(
            self.tr("{0} is no longer shown. Its files are unchanged.").format(folder.name),
            self.tr("Undo"),
            partial(self.watch_folder, folder),
            stays=False,
        )

    def choose_start_image(self) -> None:
        """Open a dialog for a source image."""
        dialog = file_dialog(self._window, self.tr("Choose a Source Image"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_picture_filter(self.tr("Pictures")))
        dialog.fileSelected.connect(lambda path: self.use_in_form(Path(path), role="image"))
        dialog.open()

    def choose_references(self) -> None:
        """Open a dialog for reference images."""
        dialog = file_dialog(self._window, self.tr("Choose Reference Images"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(_picture_filter(self.tr("Pictures")))
        dialog.filesSelected.connect(lambda paths: self.handle([Path(path) for path in paths], role="references"))
        dialog.open()

    def choose_model(self) -> None:
        """Open a dialog for models in single files."""
        dialog = file_dialog(self._window, self.tr("Add Models"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(self.tr("Models (*.safetensors *.gguf)"))
        dialog.filesSelected.connect(lambda paths: [self.model_given.emit(Path(path)) for path in paths])
        dialog.open()

    def choose_model_folder(self) -> None:
        """Open a dialog for a model in the folder layout of diffusers."""
        dialog = file_dialog(self._window, self.tr("Add a Model Folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda path: self.model_given.emit(Path(path)))
        dialog.open()

    def choose_imports(self) -> None:
        """Open a dialog for pictures to import."""
        dialog = file_dialog(self._window, self.tr("Import Pictures"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(_picture_filter(self.tr("Pictures")))
        dialog.filesSelected.connect(lambda paths: self.import_pictures([Path(path) for path in paths]))
        dialog.open()

    def choose_folder(self) -> None:
        """Open a dialog for a folder of another program to show in place."""
        dialog = file_dialog(self._window, self.tr("Show a Folder in the Gallery"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda path: self.watch_folder(Path(path)))
        dialog.open()

    def _on_image_decoded(self, offer: bool, role: str, decoded: _DecodedFile) -> None:
        self.image_given.emit(decoded.image, role)
        for notice in decoded.image.notices:
            self._banner.show_message(error_text(notice), stays=False)
        if offer and decoded.request is not None:
            words = self.tr("This picture was made with {0}.").format(decoded.source)
            use = partial(self.use_requested.emit, decoded.request)
            self._banner.show_message(words, self.tr("Use Settings"), use)

    def _on_imported(self, result: ImportResult, album: str = "") -> None:
        self.imported.emit()
        if album and result.numbers:
            self.album_filled.emit(album, result.numbers)
            if not (result.refused or result.stopped):
                return  # the message about the album says enough, and can be undone
        words = [self.tr("%Ln pictures imported.", "", len(result.added))]
        if result.without_settings:
            words.append(self.tr("%Ln of them contain no settings.", "", result.without_settings))
        if result.known:
            words.append(self.tr("%Ln were already in the gallery.", "", result.known))
        if result.completed:
            words.append(self.tr("Settings were added to %Ln of them.", "", len(result.completed)))
        if result.refused:
            reasons = "  ".join(error_text(error) for _name, error in result.refused[:MAX_NAMED_FILES])
            words.append(self.tr("%Ln could not be read:", "", len(result.refused)) + " " + reasons)
        if result.stopped:
            words.append(error_text(result.stopped))
        self._banner.show_message("  ".join(words), stays=bool(result.refused or result.stopped))
        self._ask_to_hide(result)

    def _on_rescanned(self, result: ImportResult) -> None:
        if result.added or result.completed or result.returned or result.hidden:
            self.imported.emit()
        self._ask_to_hide(result)

    def _ask_to_hide(self, result: ImportResult) -> None:
        """Ask whether to hide the pictures of folders that are empty now: their disk may be unplugged."""
        if not result.emptied:
            return
        folders = [folder for folder, _count in result.emptied]
        count = sum(count for _folder, count in result.emptied)
        words = self.tr("{0} is empty now. The gallery shows %Ln of its pictures. Is its disk connected?", "", count)
        hide = partial(self._rescan_folders, folders, hide_all=True)
        names = ", ".join(folder.name for folder in folders)
        self._banner.show_message(words.format(names), self.tr("Hide Pictures"), hide)

    def _show_error(self, error: EaselError) -> None:
        self._banner.show_message(error_text(error))


def _decode_file(places: LibraryPaths, path: Path) -> _DecodedFile:
    image = source_images.store_file(places, path)
    if image.request is not None:
        return _DecodedFile(image, "Easel", image.request)
    found = importers.read_metadata(path)
    if "prompt" not in found.known:
        return _DecodedFile(image, found.source, None)
    request, _unknown = fill_missing_fields(found.known, image.size, found.source)
    return _DecodedFile(image, found.source, replace(request, image=None, strength=None))


def _store_pasted(places: LibraryPaths, image: QImage) -> SourceImage:
    """Store an image of the clipboard; raises `BadRequest` if it is too large or too narrow. Transparency is white."""
    check_size(Path("clipboard"), (image.width(), image.height()), SOURCE_LIMITS)
    return source_images.store_image(places, opaque_srgb(fromqimage(image))[0])


def _import_pictures(
    places: LibraryPaths, paths: list[Path], on_progress: OnProgress, keep_going: KeepGoing
) -> ImportResult:
    with Library.open(places) as library:
        return imports.import_pictures(library, paths, on_progress, keep_going)


def _index_folders(
    places: LibraryPaths, folders: list[Path], hide_all: bool, on_progress: OnProgress, keep_going: KeepGoing
) -> ImportResult:
    total = ImportResult()
    with Library.open(places) as library:
        for folder in folders:
            result = imports.index_folder(library, folder, on_progress, keep_going, hide_all)
            total.added += result.added
            total.known += result.known
            total.without_settings += result.without_settings
            total.refused += result.refused
            total.completed += result.completed
            total.returned += result.returned
            total.hidden += result.hidden
            total.emptied += result.emptied
            total.stopped = total.stopped or result.stopped
    return total


def _picture_filter(words: str) -> str:
    return f"{words} ({' '.join('*' + suffix for suffix in picture_files.SUFFIXES)})"
