"""The centre of the window: the viewed picture or the one in progress, above the filmstrip."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from macapp.domain.job import Picture
from macapp.errors import EaselError
from macapp.ui.viewer.canvas import Canvas
from macapp.ui.viewer.image_levels import ImageLevels
from macapp.ui.viewer.running_picture import RunningPicture
from macapp.ui.widgets.pixels import decode
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import elide
from macapp.ui.widgets.theme import MARGIN


class Viewer(QWidget):
    """Shows a picture, decoded off the window's thread, or the picture in progress."""

    def __init__(self, background: TaskPool, filmstrip: QWidget) -> None:
        """`filmstrip` takes the whole width below the canvas."""
        super().__init__()
        self._background = background
        self._picture: Picture | None = None
        self.canvas = Canvas()
        frame = QVBoxLayout()
        frame.setContentsMargins(MARGIN, 0, MARGIN, 0)
        frame.addWidget(self.canvas)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(frame, 1)
        column.addWidget(filmstrip)
        self.setFocusProxy(self.canvas)

    @property
    def picture(self) -> Picture | None:
        """The viewed picture."""
        return self._picture

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a viewed picture nor one in progress."""
        return self._picture is None and not self.canvas.running.is_active

    @property
    def progress(self) -> RunningPicture:
        """The picture in progress."""
        return self.canvas.running

    def show_picture(self, picture: Picture) -> None:
        """Show a picture; it is decoded off this thread, and the one before stays until it is ready.

        Another picture also takes the place of the one in progress.
        """
        if self._picture is None or self._picture.id != picture.id:
            self.canvas.watch_running(False)
        self._picture = picture
        self.canvas.setAccessibleName(elide(picture.request.prompt))
        self._background.run(
            partial(_load, picture), partial(self._show_decoded, picture), partial(self._show_missing, picture)
        )

    def clear(self) -> None:
        """Show no picture: the viewed one is gone, and there is no other."""
        self._picture = None
        self.canvas.set_placeholder()

    def set_marks_of(self, picture: Picture) -> None:
        """Take over the marks of the viewed picture; its pixels are the same."""
        self._picture = picture

    def watch_running(self, at_once: bool = False) -> None:
        """Show the picture in progress in place of the viewed one, until another is shown.

        A picture that was just finished stays for a moment, except with `at_once`.
        """
        self.canvas.watch_running(True, at_once)

    @Slot()
    def show_viewed(self) -> None:
        """Show the viewed picture again in place of the one in progress."""
        self.canvas.watch_running(False)

    def _show_decoded(self, picture: Picture, image: ImageLevels) -> None:
        if self._picture is not None and picture.id == self._picture.id:
            self.canvas.show_image(image, picture.path)

    def _show_missing(self, picture: Picture, _error: EaselError) -> None:
        if self._picture is not None and picture.id == self._picture.id:
            self.canvas.set_placeholder(self.tr("The file of this picture is missing or damaged."))


def _load(picture: Picture) -> ImageLevels:
    return ImageLevels(decode(picture))
