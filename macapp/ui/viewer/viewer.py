"""The middle of the window: the viewed picture, its settings, and the progress of the running job."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from macapp.domain.job import EventKind, JobEvent, Picture
from macapp.domain.units import format_duration
from macapp.errors import EaselError, Reason
from macapp.ui.viewer.details import Details
from macapp.ui.widgets.pixels import decode
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import elide, error_text, format_marks, format_settings, format_size
from macapp.ui.widgets.theme import GAP, MARGIN, plain_text, secondary_label

MAX_ENLARGEMENT = 4  # times; beyond that a small picture is blurred
PREVIEW_SIDE = 96  # points
PROMPT_CHARACTERS = 400  # shown below the picture; a longer prompt is in the tool tip


class Viewer(QWidget):
    """Shows a picture, its prompt and settings, and the progress of the running job."""

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
        self.progress = ProgressLine()
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self._summary)
        layout.addWidget(self.details)
        self._summary.hide()

    @property
    def picture(self) -> Picture | None:
        """The viewed picture."""
        return self._picture

    @property
    def words(self) -> str:
        """The text below the picture."""
        return f"{self._prompt.text()}\n{self._settings.text()}"

    def show_picture(self, picture: Picture) -> None:
        """Show a picture; it is decoded off this thread and appears when it is ready."""
        if self._picture is not None and self._picture.id != picture.id:
            self.picture_before = self._picture
        self._picture = picture
        self._prompt.setText(elide(picture.request.prompt, PROMPT_CHARACTERS) or self.tr("No prompt"))
        self._prompt.setToolTip(tip(picture.request.prompt) if len(picture.request.prompt) > PROMPT_CHARACTERS else "")
        self.show_marks(picture)
        self._summary.show()
        self.canvas.setAccessibleName(elide(picture.request.prompt))
        self._background.run(
            partial(decode, picture), partial(self._show_decoded, picture), partial(self._show_missing, picture)
        )

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

    def _show_decoded(self, picture: Picture, image: QImage) -> None:
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


class Canvas(QFrame):
    """Paints a picture scaled to fit, a small one at most `MAX_ENLARGEMENT` times its size. It can be dragged out.

    Arrow keys step through the gallery; Space and Escape return to the whole window.
    """

    large_requested = Signal()
    step_requested = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self._path: Path | None = None
        self.placeholder = self.tr("Press {0} to generate a picture.").format(_generate_key())
        """the sentence in place of a picture"""
        self._drag_start: QPoint | None = None
        self.drag_data: Callable[[Path], QMimeData] = file_data
        """creates the data of a drag from the path of the picture"""
        self.setMinimumSize(160, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_image(self, image: QImage, path: Path) -> None:
        """Show a decoded picture."""
        self._pixmap, self._path = QPixmap.fromImage(image), path
        self.update()

    def set_placeholder(self, words: str) -> None:
        """Show a sentence in place of a picture."""
        self._pixmap, self._path, self.placeholder = QPixmap(), None, words
        self.update()

    def image(self) -> QImage:
        """Return the shown picture, or a null image."""
        return self._pixmap.toImage()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self._pixmap.isNull():
            self._paint_placeholder(painter)
        else:
            painter.drawPixmap(self._picture_rect(), self._pixmap, QRectF(self._pixmap.rect()))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        rows = _STEPS.get(Qt.Key(event.key()), 0)
        if rows:
            self.step_requested.emit(rows)
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Escape):
            self.large_requested.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.large_requested.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._path is not None:
            self._drag_start = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_start is None or self._path is None:
            return
        if (event.position().toPoint() - self._drag_start).manhattanLength() >= QApplication.startDragDistance():
            self._drag_start = None
            drag = QDrag(self)
            drag.setMimeData(self.drag_data(self._path))
            drag.setPixmap(self._pixmap.scaled(QSize(96, 96), Qt.AspectRatioMode.KeepAspectRatio))
            drag.exec(Qt.DropAction.CopyAction)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._drag_start = None

    def _picture_rect(self) -> QRectF:
        limit = self.size().boundedTo(self._pixmap.size() * MAX_ENLARGEMENT)
        size = QSize(self._pixmap.size()).scaled(limit, Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(QRectF(self.rect()).center())
        return place

    def _paint_placeholder(self, painter: QPainter) -> None:
        field = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        edge = QColor(self.palette().color(QPalette.ColorRole.WindowText))
        edge.setAlpha(36)
        painter.setPen(edge)
        painter.setBrush(self.palette().color(QPalette.ColorRole.AlternateBase))
        painter.drawRoundedRect(field, 10, 10)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(field.adjusted(40, 0, -40, 0), _CENTRED, self.placeholder)


class ProgressLine(QWidget):
    """A progress bar, and a line with step, speed and time left. Hidden while no job runs."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._bar.setAccessibleName(self.tr("Progress of the picture"))
        self._words = secondary_label(QLabel())
        self.preview = plain_text(QLabel())
        self.preview.setAccessibleName(self.tr("Preview of the picture"))
        self.preview.hide()
        lines = QVBoxLayout()
        lines.setSpacing(4)
        lines.addStretch()
        lines.addWidget(self._bar)
        lines.addWidget(self._words)
        lines.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.preview)
        layout.addLayout(lines, 1)
        self.hide()

    @property
    def words(self) -> str:
        """The text below the bar; empty while no job runs."""
        return self._words.text() if not self.isHidden() else ""

    def follow(self, event: JobEvent) -> None:
        """Show an event of the runner."""
        if event.kind is EventKind.LOADING:
            self._show(0, 0, self.tr("Loading the model…"))
        elif event.kind is EventKind.COMPILING:
            self._show(0, 0, self._format_compiling(event.why))
        elif event.kind is EventKind.STEP:
            self._show(event.step, event.steps, self._format_step(event))
            self._show_preview(event)
        elif event.kind is EventKind.SAVING:
            self._words.setText(self.tr("Saving…"))
        else:
            self.hide()
            self.preview.hide()

    def _show_preview(self, event: JobEvent) -> None:
        """Show the preview at the same size for every model; it stays until the next preview."""
        if event.preview is not None:
            width, height = event.preview.size
            image = QImage(event.preview.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
            scale = self.devicePixelRatioF()
            side = round(PREVIEW_SIDE * scale)
            shown = QPixmap.fromImage(image).scaled(
                side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            shown.setDevicePixelRatio(scale)
            self.preview.setPixmap(shown)
        self.preview.setVisible(event.preview is not None or (event.step > 0 and not self.preview.isHidden()))

    def _show(self, value: int, maximum: int, words: str) -> None:
        self._bar.setRange(0, maximum)
        self._bar.setValue(value)
        self._words.setText(words)
        self.show()

    def _format_compiling(self, why: Reason | None) -> str:
        """Return the text while compiling, with the expected gain."""
        words = [self.tr("Compiling…")]
        if why is not None and why.code in ("compile-pays", "compile-may-pay"):
            saving = self.tr("once for {0} similar pictures, about {1} times as fast")
            words.append(saving.format(why.data["count"], why.data["times"]))
        return "  ·  ".join(words)

    def _format_step(self, event: JobEvent) -> str:
        words = [self.tr("Step {0} of {1}").format(event.step, event.steps)]
        if event.seconds_per_step and event.seconds_left is not None:
            words.append(_format_speed(event.seconds_per_step))
            words.append(self.tr("{0} left").format(format_duration(event.seconds_left)))
        return "  ·  ".join(words)


def file_data(path: Path) -> QMimeData:
    """Return the file of a picture as data for a drop or the clipboard."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def _format_speed(seconds_per_step: float) -> str:
    """Return a speed in iterations per second, or in seconds per iteration if it is below 1 it/s."""
    if seconds_per_step <= 1:
        return f"{1 / seconds_per_step:.1f} it/s"
    return f"{seconds_per_step:.1f} s/it"


def _generate_key() -> str:
    return QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)


_CENTRED: Any = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
