"""Files that the user gives: one picture starts the next one, several or a folder come into the gallery."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from macapp.domain.request import Request
from macapp.errors import EaselError
from macapp.library import Library, SourceImage, imports, source_images
from macapp.library.imports import ImportResult
from macapp.library.index.rows import fill_missing_fields
from macapp.library.metadata import importers
from macapp.library.watched_folders import detect_program_folders
from macapp.models.foreign_folders import contains_models
from macapp.system import storage
from macapp.system.paths import LibraryPaths
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.plain_text import add_named, file_dialog
from macapp.ui.widgets.progress_tasks import KeepGoing, OnProgress, ProgressTasks
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text

MODELS = (".safetensors", ".ckpt", ".pt", ".pth", ".bin")
NAMED = 3  # refused files that the banner names


@dataclass(frozen=True)
class _DecodedFile:
    """A picture to start from, and what its file tells."""

    image: SourceImage
    source: str
    request: Request | None


class FileIntake(QObject):
    """Takes files and folders."""

    start_image = Signal(SourceImage)
    use_requested = Signal(Request)
    imported = Signal()
    model_given = Signal(Path)

    def __init__(
        self, places: LibraryPaths, banner: Banner, background: TaskPool, chores: ProgressTasks, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._places, self._banner, self._background, self._chores = places, banner, background, chores
        self._window = parent

    def handle(self, paths: Sequence[Path], into_gallery: bool = False) -> None:
        """Start from a single picture; bring several, a folder, or what was let go over the gallery into it.

        Models are told by their content and put where they belong.
        """
        models = [each for each in paths if each.suffix.lower() in MODELS or contains_models(each)]
        for each in models:
            self.model_given.emit(each)
        if models:
            return
        if into_gallery or len(paths) > 1 or any(each.is_dir() for each in paths):
            self.import_pictures(paths)
        elif paths:
            self.use_as_source(paths[0])

    def use_as_source(self, path: Path, offer: bool = True) -> None:
        """Check and keep a picture off this thread, then start from it; offer its settings if it tells any."""
        self._background.run(partial(_told, self._places, path), partial(self._taken, offer), self._say)

    def import_pictures(self, paths: Sequence[Path]) -> None:
        """Copy pictures into the library, with progress."""
        self._chores.start(
            self.tr("Importing"), partial(_bring_in, self._places, list(paths)), self._brought, self._say
        )

    def watch_folder(self, folder: Path) -> None:
        """Show another program's folder in the gallery, where it lies."""
        work = partial(_look_at, self._places, [folder], False)
        self._chores.start(self.tr("Looking at {0}").format(folder.name), work, self._brought, self._say)

    def refresh_folders(self) -> None:
        """Take what is new in the folders that are looked at."""
        with Library.open(self._places) as library:
            folders = [each for each in library.folders.all() if each.is_dir()]
        if folders:
            self._look_again_at(folders)

    def _look_again_at(self, folders: list[Path], hide_all: bool = False) -> None:
        work = partial(_look_at, self._places, folders, hide_all)
        self._chores.start(self.tr("Looking for new pictures"), work, self._quietly, self._say)

    def fill_folders(self, menu: QMenu) -> None:
        """Offer the folders that other programs keep their pictures in, and to stop showing those that are shown."""
        menu.clear()
        with Library.open(self._places) as library:
            shown = library.folders.all()
        for program, folder in detect_program_folders(Path.home()):
            if storage.resolved(folder) not in shown:
                words = self.tr("Show the Pictures of {0}").format(program)
                add_named(menu, words, partial(self.watch_folder, folder))
        menu.addAction(self.tr("Show a Folder in the Gallery…"), self.choose_folder)
        if shown:
            menu.addSeparator()
        for folder in shown:
            words = self.tr("Stop Showing {0}").format(f"{folder.parent.name}/{folder.name}")
            add_named(menu, words, partial(self.unwatch_folder, folder), str(folder))

    def unwatch_folder(self, folder: Path) -> None:
        """Take a folder that was shown in place out of the gallery; its files stay as they are."""
        with Library.open(self._places) as library:
            library.folders.remove(folder)
        self.imported.emit()
        self._banner.show_message(
            self.tr("{0} is no longer shown. Its files are as they were.").format(folder.name),
            self.tr("Undo"),
            partial(self.watch_folder, folder),
            stays=False,
        )

    def choose_start_image(self) -> None:
        """Ask for a source image."""
        dialog = file_dialog(self._window, self.tr("Choose a Source Image"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_filter(self.tr("Pictures")))
        dialog.fileSelected.connect(lambda path: self.use_as_source(Path(path)))
        dialog.open()

    def choose_model(self) -> None:
        """Ask for models in single files."""
        dialog = file_dialog(self._window, self.tr("Add Models"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(self.tr("Models (*.safetensors)"))
        dialog.filesSelected.connect(lambda paths: [self.model_given.emit(Path(each)) for each in paths])
        dialog.open()

    def choose_model_folder(self) -> None:
        """Ask for a model in diffusers' folder layout."""
        dialog = file_dialog(self._window, self.tr("Add a Model Folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda path: self.model_given.emit(Path(path)))
        dialog.open()

    def choose_imports(self) -> None:
        """Ask for pictures to bring in."""
        dialog = file_dialog(self._window, self.tr("Import Pictures"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(_filter(self.tr("Pictures")))
        dialog.filesSelected.connect(lambda paths: self.import_pictures([Path(each) for each in paths]))
        dialog.open()

    def choose_folder(self) -> None:
        """Ask for another program's folder to show in place."""
        dialog = file_dialog(self._window, self.tr("Show a Folder in the Gallery"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda path: self.watch_folder(Path(path)))
        dialog.open()

    def _taken(self, offer: bool, told: _DecodedFile) -> None:
        self.start_image.emit(told.image)
        for notice in told.image.notices:
            self._banner.show_message(error_text(notice), stays=False)
        if offer and told.request is not None:
            words = self.tr("This picture was made with {0}.").format(told.source)
            use = partial(self.use_requested.emit, told.request)
            self._banner.show_message(words, self.tr("Use Its Prompt and Settings"), use)

    def _brought(self, result: ImportResult) -> None:
        self.imported.emit()
        words = [self.tr("%Ln pictures imported.", "", len(result.added))]
        if result.without_settings:
            words.append(self.tr("%Ln of them do not say how they were made.", "", result.without_settings))
        if result.known:
            words.append(self.tr("%Ln were in the gallery already.", "", result.known))
        if result.completed:
            words.append(self.tr("Settings were added to %Ln of them.", "", len(result.completed)))
        if result.refused:
            named = "  ".join(error_text(error) for _name, error in result.refused[:NAMED])
            words.append(self.tr("%Ln could not be read:", "", len(result.refused)) + " " + named)
        if result.stopped:
            words.append(error_text(result.stopped))
        self._banner.show_message("  ".join(words), stays=bool(result.refused or result.stopped))
        self._ask_to_hide(result)

    def _quietly(self, result: ImportResult) -> None:
        if result.added or result.completed or result.returned or result.hidden:
            self.imported.emit()
        self._ask_to_hide(result)

    def _ask_to_hide(self, result: ImportResult) -> None:
        """Ask what became of folders that are empty now: a disk may not be connected."""
        if not result.emptied:
            return
        folders = [folder for folder, _count in result.emptied]
        count = sum(count for _folder, count in result.emptied)
        words = self.tr("{0} is empty now. Pictures of it in the gallery: %Ln. Is its disk not connected?", "", count)
        hide = partial(self._look_again_at, folders, hide_all=True)
        self._banner.show_message(words.format(", ".join(each.name for each in folders)), self.tr("Hide Them"), hide)

    def _say(self, error: EaselError) -> None:
        self._banner.show_message(error_text(error))


def _told(places: LibraryPaths, path: Path) -> _DecodedFile:
    image = source_images.store_file(places, path)
    if image.request is not None:
        return _DecodedFile(image, "Easel", image.request)
    found = importers.read_metadata(path)
    if "prompt" not in found.known:
        return _DecodedFile(image, found.source, None)
    request, _unknown = fill_missing_fields(found.known, image.size, found.source)
    return _DecodedFile(image, found.source, replace(request, image=None, strength=None))


def _bring_in(places: LibraryPaths, paths: list[Path], on_progress: OnProgress, keep_going: KeepGoing) -> ImportResult:
    with Library.open(places) as library:
        return imports.import_pictures(library, paths, on_progress, keep_going)


def _look_at(
    places: LibraryPaths, folders: list[Path], hide_all: bool, on_progress: OnProgress, keep_going: KeepGoing
) -> ImportResult:
    whole = ImportResult()
    with Library.open(places) as library:
        for folder in folders:
            result = imports.index_folder(library, folder, on_progress, keep_going, hide_all)
            whole.added += result.added
            whole.known += result.known
            whole.without_settings += result.without_settings
            whole.refused += result.refused
            whole.completed += result.completed
            whole.returned += result.returned
            whole.hidden += result.hidden
            whole.emptied += result.emptied
            whole.stopped = whole.stopped or result.stopped
    return whole


def _filter(words: str) -> str:
    return f"{words} ({' '.join('*' + each for each in imports.SUFFIXES)})"
