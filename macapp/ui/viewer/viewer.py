"""The middle of the window: the viewed picture or the one in progress, and its settings."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from macapp.domain.job import Picture
from macapp.errors import EaselError
from macapp.ui.viewer.canvas import Canvas
from macapp.ui.viewer.details import Details
from macapp.ui.viewer.image_levels import ImageLevels
from macapp.ui.viewer.running_picture import RunningPicture
from macapp.ui.widgets.pixels import decode
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import elide, error_text, format_marks, format_settings, format_size
from macapp.ui.widgets.theme import GAP, MARGIN, plain_text, secondary_label

PROMPT_CHARACTERS = 400  # shown below the picture; a longer prompt is in the tool tip


class Viewer(QWidget):
    """Shows a picture with its prompt and settings, or the picture in progress."""

    use_requested = Signal()
    start_requested = Signal()
    save_requested = Signal()

    def __init__(self, background: TaskPool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._picture: Picture | None = None
        self.picture_before: Picture | None = None
        """the picture that was viewed before"""
        self.canvas = Canvas()
        self._prompt = plain_text(QLabel())
        self._prompt.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._settings = secondary_label(QLabel())
        self._settings.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._summary = self._build_summary()
        self.details = Details()
        self.details.hide()
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self._summary)
        layout.addWidget(self.details)
        self._summary.hide()

    @property
    def picture(self) -> Picture | None:
        """The viewed picture."""
        return self._picture

    @property
    def progress(self) -> RunningPicture:
        """The picture in progress."""
        return self.canvas.running

    @property
    def words(self) -> str:
        """The text below the picture."""
        return f"{self._prompt.text()}\n{self._settings.text()}"

    def show_picture(self, picture: Picture) -> None:
        """Show a picture; it is decoded off this thread, and the one before stays until it is ready.

        Another picture also takes the place of the one in progress.
        """
        if self._picture is None or self._picture.id != picture.id:
            self.picture_before = self._picture
            self.canvas.watch_running(False)
        self._picture = picture
        self._prompt.setText(elide(picture.request.prompt, PROMPT_CHARACTERS) or self.tr("No prompt"))
        self._prompt.setToolTip(tip(picture.request.prompt) if len(picture.request.prompt) > PROMPT_CHARACTERS else "")
        self.show_marks(picture)
        self._summary.show()
        self.canvas.setAccessibleName(elide(picture.request.prompt))
        self._background.run(
            partial(_load, picture), partial(self._show_decoded, picture), partial(self._show_missing, picture)
        )

    def watch_running(self, at_once: bool = False) -> None:
        """Show the picture in progress in place of the viewed one, until another is shown.

        A picture that was just finished stays for a moment, except with `at_once`.
        """
        self.canvas.watch_running(True, at_once)

    @Slot()
    def show_viewed(self) -> None:
        """Show the viewed picture again in place of the one in progress."""
        self.canvas.watch_running(False)

    def add_below(self, widget: QWidget) -> None:
        """Add a widget at the bottom."""
        self._column.addWidget(widget)

    def show_marks(self, picture: Picture) -> None:
        """Show the current settings and marks of the viewed picture."""
        self._picture = picture
        settings = format_settings(picture.request) if not picture.inferred_fields else self._format_known(picture)
        doubts = map(error_text, picture.doubts)
        self._settings.setText("  ·  ".join(filter(None, (*doubts, settings, format_marks(picture.marks)))))

    def _format_known(self, picture: Picture) -> str:
        """Return the known settings of a picture from another program or from a newer Easel."""
        source = picture.source if picture.is_recognised else self.tr("unknown program")
        made_by = self.tr("made by a newer Easel") if picture.newer else self.tr("from {0}").format(source)
        known = [made_by, format_size(picture.size)]
        for name, words in (("steps", self.tr("%n steps", "", picture.request.steps)), ("seed", self.tr("seed {0}"))):
            if name not in picture.inferred_fields:
                known.append(words.format(picture.request.seed))
        return "  ·  ".join(known)

    def _show_decoded(self, picture: Picture, image: ImageLevels) -> None:
        if self._picture is not None and picture.id == self._picture.id:
            self.canvas.show_image(image, picture.path)

    def _show_missing(self, picture: Picture, _error: EaselError) -> None:
        if self._picture is not None and picture.id == self._picture.id:
            self.canvas.set_placeholder(self.tr("The file of this picture is missing or damaged."))

    def _build_summary(self) -> QWidget:
        use = QPushButton(self.tr("Use These Settings"))
        use.clicked.connect(self.use_requested)
        start = QPushButton(self.tr("Start from This"))
        start.clicked.connect(self.start_requested)
        save = QPushButton(self.tr("Save a Copy…"))
        save.clicked.connect(self.save_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (use, start, save):
            buttons.addWidget(button)
        buttons.addStretch()
        summary = QWidget()
        summary.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout = QVBoxLayout(summary)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._prompt)
        layout.addWidget(self._settings)
        layout.addLayout(buttons)
        return summary


def _load(picture: Picture) -> ImageLevels:
    return ImageLevels(decode(picture))
