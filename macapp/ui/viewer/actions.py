"""Actions on the viewed picture: reuse settings, vary, repeat, compare, copy, go to related pictures."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from macapp.domain.interpolation import interpolate_requests
from macapp.domain.job import JobEvent, Picture
from macapp.domain.request import Request, random_seed
from macapp.errors import BadRequest, EaselError
from macapp.library import Library
from macapp.library.export import FORMATS, Export, create_share_copy, export_as, render_file_name
from macapp.messages import format_comparison
from macapp.ui.gallery.panel import Gallery
from macapp.ui.viewer.canvas import file_data
from macapp.ui.viewer.compare_window import CompareWindow
from macapp.ui.viewer.grid_window import GridWindow
from macapp.ui.viewer.related_pictures import RelatedPictures
from macapp.ui.viewer.viewer import Viewer
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.finder import reveal
from macapp.ui.widgets.last_folder import LastFolder
from macapp.ui.widgets.pixels import decode, load_own_image
from macapp.ui.widgets.plain_text import file_dialog
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text, settings_as_text, tr_message

VARIATION_COUNT = 4  # pictures that `make_variations` adds to the queue


@dataclass(frozen=True)
class PictureViews:
    """The widgets that show pictures."""

    viewer: Viewer
    gallery: Gallery
    relatives: RelatedPictures


class PictureActions(QObject):
    """Acts on the picture that a viewer shows."""

    submitted = Signal(list, object)
    """requests for the queue, and the id of the picture that they repeat, or None"""
    use_requested = Signal(Request, bool)
    """a request to load into the form, and whether to load its seed"""
    start_requested = Signal(Path)
    """a file to use as the source image"""
    view_requested = Signal(Picture)
    """a picture to show in the viewer"""

    def __init__(
        self,
        library: Library,
        views: PictureViews,
        banner: Banner,
        background: TaskPool,
        build_request: Callable[[], Request],
    ) -> None:
        super().__init__(views.viewer)
        self._viewer, self._gallery, self._relatives = views.viewer, views.gallery, views.relatives
        self._library, self._banner, self._background = library, banner, background
        self._build_request = build_request
        self._folder = LastFolder(library.places)
        self.compare_window: CompareWindow | None = None
        """the open comparison, or None"""
        self.grid_window: GridWindow | None = None
        """the open grid, or None"""

    def close(self) -> None:
        """Close the Compare and Grid windows."""
        for window in (self.compare_window, self.grid_window):
            if window is not None:
                window.close()

    def refresh_grid(self) -> None:
        """Show new pictures in the Grid window, if it is open."""
        if self.grid_window is not None:
            self.grid_window.show_grid()

    def _request(self) -> Request | None:
        """Return the request of the viewed picture, or None. Shows an error if the picture needs a newer Easel."""
        picture = self._viewer.picture
        if picture is not None and picture.newer:
            self._show_error(BadRequest("picture-newer", name=picture.path.name))
            return None
        return None if picture is None else picture.request

    @Slot()
    def use_settings(self) -> None:
        """Load the settings of the viewed picture into the form."""
        if (asked := self._request()) is not None:
            self.use_requested.emit(asked, True)

    @Slot()
    def use_settings_without_seed(self) -> None:
        """Load the settings of the viewed picture into the form, without its seed."""
        if (asked := self._request()) is not None:
            self.use_requested.emit(asked, False)

    @Slot()
    def start_from_picture(self) -> None:
        """Use the viewed picture as the source image."""
        if self._viewer.picture is not None:
            self.start_requested.emit(self._viewer.picture.path)

    @Slot()
    def make_variations(self) -> None:
        """Add `VARIATION_COUNT` pictures to the queue, with the settings of the viewed picture and random seeds."""
        if (asked := self._request()) is not None:
            self.submitted.emit([asked.with_seed(random_seed()) for _ in range(VARIATION_COUNT)], None)

    @Slot()
    def make_again(self) -> None:
        """Add the request of the viewed picture to the queue, with the same seed."""
        if (asked := self._request()) is not None:
            self.submitted.emit([asked], None)

    @Slot()
    def repeat(self) -> None:
        """Make the viewed picture again and compare the two pixel by pixel."""
        picture = self._viewer.picture
        if picture is None or self._request() is None:
            return
        if picture.inferred_fields:
            self._show_error(BadRequest("repeat-unknown", name=picture.path.name, source=picture.source))
            return
        self.submitted.emit([picture.repeat_request], picture.id)

    @Slot()
    def compare(self) -> None:
        """Compare the two selected pictures."""
        numbers = self._gallery.selected_tiles()
        if len(numbers) == 2:
            first, second = self._library.pictures.by_row_numbers(numbers)
            self._open_comparison(first, second)
        else:
            self._banner.show_message(self.tr("Select two pictures to compare."), stays=False)

    @Slot()
    def show_grid(self) -> None:
        """Open a grid that varies two settings of the viewed picture, or of the form."""
        picture = self._viewer.picture
        try:
            base = picture.request if picture is not None and not picture.inferred_fields else self._build_request()
        except EaselError as error:
            self._show_error(error)
            return
        if self.grid_window is not None:
            self.grid_window.close()
        self.grid_window = GridWindow(base, self._library, self._background)
        self.grid_window.pictures_requested.connect(self._submit)
        self.grid_window.selected.connect(self.view_requested)
        self.grid_window.destroyed.connect(self._on_grid_closed)
        self.grid_window.show()

    @Slot()
    def _on_grid_closed(self) -> None:
        self.grid_window = None

    def _open_comparison(self, first: Picture, second: Picture, result: str = "") -> None:
        if self.compare_window is not None:
            self.compare_window.close()
        self.compare_window = CompareWindow(first, second, self._background, result)
        self.compare_window.between_requested.connect(self._submit_interpolation)
        self.compare_window.destroyed.connect(self._on_comparison_closed)
        self.compare_window.show()

    @Slot(Request, Request)
    def _submit_interpolation(self, first: Request, second: Request) -> None:
        self.submitted.emit(interpolate_requests(first, second), None)

    @Slot()
    def _on_comparison_closed(self) -> None:
        self.compare_window = None

    @Slot()
    def copy_picture(self) -> None:
        """Copy the viewed picture as an image and as a file."""
        picture, canvas = self._viewer.picture, self._viewer.canvas
        if picture is None:
            return
        if canvas.path == picture.path:
            _copy_image(picture.path, canvas.image())
        else:  # it is still being decoded: the canvas shows the one before
            copy = partial(_copy_image, picture.path)
            self._background.run(partial(decode, picture), copy, self._show_error)

    @Slot()
    def copy_without_prompt(self) -> None:
        """Copy the viewed picture as a file without prompt and settings; it only records that AI made it."""
        picture = self._viewer.picture
        if picture is not None:
            self._background.run(
                partial(create_share_copy, self._library.places, picture), self._copy_file, self._show_error
            )

    def _copy_file(self, path: Path) -> None:
        _copy_image(path, load_own_image(path))
        self._banner.show_message(self.tr("Copied without prompt and settings"), stays=False)

    @Slot()
    def copy_prompt(self) -> None:
        """Copy the prompt as text."""
        if self._viewer.picture is not None:
            QGuiApplication.clipboard().setText(self._viewer.picture.request.prompt)

    @Slot()
    def copy_settings(self) -> None:
        """Copy prompt and settings as text."""
        if (asked := self._request()) is not None:
            QGuiApplication.clipboard().setText(settings_as_text(asked))

    @Slot()
    def show_file(self) -> None:
        """Select the file of the viewed picture in the Finder, or open its folder on Linux."""
        if self._viewer.picture is not None:
            reveal(self._viewer.picture.path)

    @Slot()
    def save_copy(self) -> None:
        """Ask for the path and format of a copy of the viewed picture."""
        picture = self._viewer.picture
        if picture is None:
            return
        dialog = file_dialog(self._viewer, self.tr("Save a Copy"), picture.path.name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        kinds = {
            self.tr("PNG (*.png)"): Export("png"),
            self.tr("JPEG (*.jpg)"): Export("jpeg"),
            self.tr("WebP (*.webp)"): Export("webp"),
            self.tr("PNG without prompt (*.png)"): Export("png", with_prompt=False),
            self.tr("JPEG without prompt (*.jpg)"): Export("jpeg", with_prompt=False),
            self.tr("WebP without prompt (*.webp)"): Export("webp", with_prompt=False),
        }
        dialog.setNameFilters(list(kinds))
        dialog.setDefaultSuffix("png")
        self._folder.follow(dialog)
        dialog.filterSelected.connect(lambda kind: self._suggest_name(dialog, picture, kinds[kind]))
        dialog.fileSelected.connect(lambda path: self.save_copy_as(picture, path, kinds[dialog.selectedNameFilter()]))
        dialog.open()

    def _suggest_name(self, dialog: QFileDialog, picture: Picture, how: Export) -> None:
        """Adapt the suggested name to the kind of copy: it contains the prompt only if the file does.

        A name that the user typed stays.
        """
        dialog.setDefaultSuffix(FORMATS[how.format][1:])
        neutral = render_file_name(picture, Export(with_prompt=False), 1)
        for path in map(Path, dialog.selectedFiles()):
            if path.stem in (picture.path.stem, neutral):
                stem = picture.path.stem if how.with_prompt else neutral
                dialog.selectFile(str(path.with_name(stem + FORMATS[how.format])))

    def save_copy_as(self, picture: Picture, path: str, how: Export = Export()) -> None:  # noqa: B008  (it is frozen)
        """Write a copy of a picture to `path`, off this thread."""
        target = Path(path)
        self._background.run(
            partial(export_as, picture, target, how), partial(self._on_copy_saved, target), self._show_error
        )

    def _on_copy_saved(self, target: Path, _nothing: object) -> None:
        self._banner.show_message(self.tr("Saved {0}").format(target.name), stays=False)

    @Slot()
    def go_to_parent(self) -> None:
        """Show the picture that the viewed one was made from."""
        self._show_related(self._relatives.parent_picture())

    @Slot()
    def go_to_child(self) -> None:
        """Show the first picture that was made from the viewed one."""
        self._show_related(self._relatives.child())

    @Slot()
    def go_to_next_sibling(self) -> None:
        """Show the next picture that differs only in the seed."""
        self._show_related(self._relatives.sibling(1))

    @Slot()
    def go_to_previous_sibling(self) -> None:
        """Show the previous picture that differs only in the seed."""
        self._show_related(self._relatives.sibling(-1))

    def show_comparison(self, event: JobEvent) -> None:
        """Show the result of a repeat. If the pictures differ, a button opens both for comparison."""
        if event.comparison is None or event.job is None or event.job.repeats is None:
            return
        words = format_comparison(event.comparison, tr_message)
        if event.picture is None:
            self._banner.show_message(words)
            return
        with contextlib.suppress(EaselError):
            before = self._library.pictures.find(event.job.repeats)
            show = partial(self._open_comparison, before, event.picture, words)
            self._banner.show_message(words, self.tr("Compare"), show)

    def _submit(self, requests: list[Request]) -> None:
        self.submitted.emit(requests, None)

    def _show_related(self, picture: Picture | None) -> None:
        if picture is not None:
            self.view_requested.emit(picture)

    def _show_error(self, error: EaselError) -> None:
        self._banner.show_message(error_text(error))


def _copy_image(path: Path, image: QImage) -> None:
    data = file_data(path)
    data.setImageData(image)
    QGuiApplication.clipboard().setMimeData(data)
