"""What is done with the picture being looked at: used again, varied, repeated, compared, copied; and its family."""

import contextlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog

from macapp.domain.interpolation import interpolate_requests
from macapp.domain.job import JobEvent, Picture
from macapp.domain.request import Request, random_seed
from macapp.errors import BadRequest, EaselError
from macapp.library import Library
from macapp.library.export import FORMATS, Export, create_share_copy, export_as, render_file_name
from macapp.messages import format_comparison
from macapp.ui.gallery.panel import Gallery
from macapp.ui.viewer.compare_window import CompareWindow
from macapp.ui.viewer.grid_window import GridWindow
from macapp.ui.viewer.related_pictures import RelatedPictures
from macapp.ui.viewer.viewer import Viewer, file_data
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.pixels import load_own_image
from macapp.ui.widgets.plain_text import file_dialog
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text, settings_as_text, tr_message

VARIATIONS = 4  # pictures that "make variations" asks for


class PictureActions(QObject):
    """Works on the picture that a viewer shows."""

    submitted = Signal(list, object)
    """requests to be put into the queue, and the id of the picture that they repeat, or None"""
    use_requested = Signal(Request, bool)
    """a request to be shown in the form, and whether with its seed"""
    start_requested = Signal(Path)
    look_requested = Signal(Picture)

    def __init__(
        self,
        library: Library,
        viewer: Viewer,
        gallery: Gallery,
        relatives: RelatedPictures,
        banner: Banner,
        background: TaskPool,
        form: Callable[[], Request],
    ) -> None:
        super().__init__(viewer)
        self._library, self._viewer, self._gallery, self._relatives = library, viewer, gallery, relatives
        self._banner, self._background, self._form = banner, background, form
        self._compare: CompareWindow | None = None
        self._xy: GridWindow | None = None

    def close(self) -> None:
        """Close the windows that were opened beside the main one."""
        for window in (self._compare, self._xy):
            if window is not None:
                window.close()

    def picture_added(self) -> None:
        """Let a grid show a picture that was just made."""
        if self._xy is not None:
            self._xy.show_grid()

    def _request(self) -> Request | None:
        """Return the request of the picture being looked at; say why not, if only a newer Easel knows all of it."""
        picture = self._viewer.picture
        if picture is not None and picture.newer:
            self._say(BadRequest("picture-newer", name=picture.path.name))
            return None
        return None if picture is None else picture.request

    @Slot()
    def use_settings(self) -> None:
        """Put the settings of the picture being looked at back into the form."""
        if (asked := self._request()) is not None:
            self.use_requested.emit(asked, True)

    @Slot()
    def use_settings_without_seed(self) -> None:
        """The same, for another picture like it."""
        if (asked := self._request()) is not None:
            self.use_requested.emit(asked, False)

    @Slot()
    def start_from_picture(self) -> None:
        """Start the next picture from the one being looked at."""
        if self._viewer.picture is not None:
            self.start_requested.emit(self._viewer.picture.path)

    @Slot()
    def make_variations(self) -> None:
        """Make four more with the settings of the picture being looked at, and other seeds."""
        if (asked := self._request()) is not None:
            self.submitted.emit([asked.with_seed(random_seed()) for _ in range(VARIATIONS)], None)

    @Slot()
    def make_again(self) -> None:
        """Make the picture being looked at once more, with the same seed."""
        if (asked := self._request()) is not None:
            self.submitted.emit([asked], None)

    @Slot()
    def repeat(self) -> None:
        """Make the picture being looked at again and compare the two, pixel by pixel."""
        picture = self._viewer.picture
        if picture is None or self._request() is None:
            return
        if picture.inferred_fields:
            self._say(BadRequest("repeat-unknown", name=picture.path.name, source=picture.source))
            return
        self.submitted.emit([picture.request], picture.id)

    @Slot()
    def compare(self) -> None:
        """Compare the two chosen pictures; or the one chosen with that being looked at before it."""
        chosen = self._library.pictures.by_row_numbers(self._gallery.selected_numbers()[:2])
        if len(chosen) < 2 and self._viewer.picture is not None and self._viewer.picture_before is not None:
            chosen = [self._viewer.picture_before, self._viewer.picture]
        if len(chosen) == 2:
            self._show_compared(chosen[0], chosen[1])
        else:
            self._banner.show_message(self.tr("Choose two pictures in the gallery to compare them."), stays=False)

    @Slot()
    def show_grid(self) -> None:
        """Vary two settings of the picture being looked at, or of the form, in a grid of pictures."""
        picture = self._viewer.picture
        try:
            base = picture.request if picture is not None and not picture.inferred_fields else self._form()
        except EaselError as error:
            self._say(error)
            return
        if self._xy is not None:
            self._xy.close()
        self._xy = GridWindow(base, self._library, self._background)
        self._xy.pictures_requested.connect(self._order)
        self._xy.selected.connect(self.look_requested)
        self._xy.destroyed.connect(self._xy_closed)
        self._xy.show()

    @Slot()
    def _xy_closed(self) -> None:
        self._xy = None

    def _show_compared(self, first: Picture, second: Picture, found: str = "") -> None:
        if self._compare is not None:
            self._compare.close()
        self._compare = CompareWindow(first, second, self._background, found)
        self._compare.between_requested.connect(self._try_between)
        self._compare.destroyed.connect(self._compare_closed)
        self._compare.show()

    @Slot(Request, Request)
    def _try_between(self, first: Request, second: Request) -> None:
        self.submitted.emit(interpolate_requests(first, second), None)

    @Slot()
    def _compare_closed(self) -> None:
        self._compare = None

    @Slot()
    def copy_picture(self) -> None:
        """Copy the picture being looked at, as an image and as a file."""
        if self._viewer.picture is not None and not self._viewer.canvas.image().isNull():
            data = file_data(self._viewer.picture.path)
            data.setImageData(self._viewer.canvas.image())
            QGuiApplication.clipboard().setMimeData(data)

    @Slot()
    def copy_without_prompt(self) -> None:
        """Copy the picture being looked at as a file that says nothing but that an AI made it."""
        picture = self._viewer.picture
        if picture is not None:
            self._background.run(
                partial(create_share_copy, self._library.places, picture), self._put_on_clipboard, self._say
            )

    def _put_on_clipboard(self, path: Path) -> None:
        data = file_data(path)
        data.setImageData(load_own_image(path))
        QGuiApplication.clipboard().setMimeData(data)
        self._banner.show_message(self.tr("Copied without prompt and settings"), stays=False)

    @Slot()
    def copy_settings(self) -> None:
        """Copy prompt and settings as text."""
        if (asked := self._request()) is not None:
            QGuiApplication.clipboard().setText(settings_as_text(asked))

    @Slot()
    def show_file(self) -> None:
        """Open the folder of the picture being looked at."""
        if self._viewer.picture is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._viewer.picture.path.parent)))

    @Slot()
    def save_copy(self) -> None:
        """Ask where a copy of the picture being looked at goes, and as what."""
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
        dialog.filterSelected.connect(lambda kind: self._suggest_name(dialog, picture, kinds[kind]))
        dialog.fileSelected.connect(lambda path: self.save_copy_as(picture, path, kinds[dialog.selectedNameFilter()]))
        dialog.open()

    def _suggest_name(self, dialog: QFileDialog, picture: Picture, how: Export) -> None:
        """Fit an offered name to the kind of copy: it tells the prompt only if the file does. One typed in is kept."""
        dialog.setDefaultSuffix(FORMATS[how.format][1:])
        silent = render_file_name(picture, Export(with_prompt=False), 1)
        for path in map(Path, dialog.selectedFiles()):
            if path.stem in (picture.path.stem, silent):
                stem = picture.path.stem if how.with_prompt else silent
                dialog.selectFile(str(path.with_name(stem + FORMATS[how.format])))

    def save_copy_as(self, picture: Picture, path: str, how: Export = Export()) -> None:  # noqa: B008  (it is frozen)
        """Write a copy of a picture to `path`, which the user has chosen."""
        target = Path(path)
        self._background.run(partial(export_as, picture, target, how), partial(self._copied, target), self._say)

    def _copied(self, target: Path, _nothing: object) -> None:
        self._banner.show_message(self.tr("Saved {0}").format(target.name), stays=False)

    @Slot()
    def go_to_parent(self) -> None:
        """Look at what the picture was made from."""
        self._go(self._relatives.parent_picture())

    @Slot()
    def go_to_child(self) -> None:
        """Look at the first that was made from the picture."""
        self._go(self._relatives.child())

    @Slot()
    def go_to_next_alike(self) -> None:
        """Look at the next with the same settings but for the seed."""
        self._go(self._relatives.sibling(1))

    @Slot()
    def go_to_previous_alike(self) -> None:
        """Look at the one before with the same settings but for the seed."""
        self._go(self._relatives.sibling(-1))

    def say_compared(self, event: JobEvent) -> None:
        """Say what a repeat found; one that differs can be looked at beside the picture that it repeats."""
        if event.comparison is None or event.job is None or event.job.repeats is None:
            return
        words = format_comparison(event.comparison, tr_message)
        if event.picture is None:
            self._banner.show_message(words)
            return
        with contextlib.suppress(EaselError):
            before = self._library.pictures.find(event.job.repeats)
            show = partial(self._show_compared, before, event.picture, words)
            self._banner.show_message(words, self.tr("Compare"), show)

    def _order(self, requests: list[Request]) -> None:
        self.submitted.emit(requests, None)

    def _go(self, picture: Picture | None) -> None:
        if picture is not None:
            self.look_requested.emit(picture)

    def _say(self, error: EaselError) -> None:
        self._banner.show_message(error_text(error))
