"""The middle of the window: the picture being looked at, how it was made, and how far the next one is."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QDrag, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPixmap
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

ENLARGED = 4  # times at most: beyond that a small picture is only blur
PREVIEW_SIDE = 96  # points of the picture so far
PROMPT_CHARACTERS = 400  # shown under the picture; more of it is in the tool tip


class Viewer(QWidget):
    """Shows one picture large, its prompt and settings, and the progress of the running job."""

    use_requested = Signal()
    start_requested = Signal()
    save_requested = Signal()

    def __init__(self, background: TaskPool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._picture: Picture | None = None
        self.picture_before: Picture | None = None
        """the one that was looked at before"""
        self.canvas = Canvas()
        self._prompt = plain_text(QLabel())
        self._prompt.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._settings = secondary_label(QLabel())
        self._settings.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._details = self._lay_out_details()
        self.details = Details()
        self.details.hide()
        self.progress = ProgressLine()
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self._details)
        layout.addWidget(self.details)
        self._details.hide()

    @property
    def picture(self) -> Picture | None:
        """The picture being looked at."""
        return self._picture

    @property
    def words(self) -> str:
        """What is said under the picture."""
        return f"{self._prompt.text()}\n{self._settings.text()}"

    def show_picture(self, picture: Picture) -> None:
        """Look at a picture; it is decoded off this thread and appears when it is ready."""
        if self._picture is not None and self._picture.id != picture.id:
            self.picture_before = self._picture
        self._picture = picture
        self._prompt.setText(elide(picture.request.prompt, PROMPT_CHARACTERS) or self.tr("No prompt"))
        self._prompt.setToolTip(tip(picture.request.prompt) if len(picture.request.prompt) > PROMPT_CHARACTERS else "")
        self.show_marks(picture)
        self._details.show()
        self.canvas.setAccessibleName(elide(picture.request.prompt))
        self._background.run(partial(decode, picture), partial(self._decoded, picture), partial(self._missing, picture))

    def add_below(self, widget: QWidget) -> None:
        """Put a widget under everything else."""
        self._column.addWidget(widget)

    def show_marks(self, picture: Picture) -> None:
        """Show the settings and marks of the picture being looked at, as they are now."""
        self._picture = picture
        told = format_settings(picture.request) if not picture.inferred_fields else self._told(picture)
        doubt = "" if picture.doubt is None else error_text(picture.doubt)
        self._settings.setText("  ·  ".join(filter(None, (doubt, told, format_marks(picture.marks)))))

    def _told(self, picture: Picture) -> str:
        """Return what is known of a picture of another program, or of a newer Easel."""
        source = picture.source if picture.is_recognised else self.tr("unknown program")
        made_by = self.tr("made by a newer Easel") if picture.newer else self.tr("from {0}").format(source)
        known = [made_by, format_size(picture.size)]
        for name, words in (("steps", self.tr("%n steps", "", picture.request.steps)), ("seed", self.tr("seed {0}"))):
            if name not in picture.inferred_fields:
                known.append(words.format(picture.request.seed))
        return "  ·  ".join(known)

    def _decoded(self, picture: Picture, image: QImage) -> None:
        if self._picture is not None and picture.id == self._picture.id:
            self.canvas.show_image(image, picture.path)

    def _missing(self, picture: Picture, _error: EaselError) -> None:
        if self._picture is not None and picture.id == self._picture.id:
            self.canvas.set_placeholder(self.tr("The file of this picture is missing or damaged."))

    def _lay_out_details(self) -> QWidget:
        use = QPushButton(self.tr("Use These Settings"))
        use.clicked.connect(self.use_requested)
        start = QPushButton(self.tr("Start from This"))
        start.clicked.connect(self.start_requested)
        save = QPushButton(self.tr("Save a Copy…"))
        save.clicked.connect(self.save_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for each in (use, start, save):
            buttons.addWidget(each)
        buttons.addStretch()
        details = QWidget()
        details.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout = QVBoxLayout(details)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._prompt)
        layout.addWidget(self._settings)
        layout.addLayout(buttons)
        return details


class Canvas(QFrame):
    """Paints a picture as large as it fits, a small one up to four times its size. Drag it to take it elsewhere.

    While the picture fills the window it has the keys: arrows go on, Space and Escape go back.
    """

    large_requested = Signal()
    step_requested = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self._path: Path | None = None
        self._words = self.tr("Press {0} and your picture appears here.").format(_generate_key())
        self._pressed: QPoint | None = None
        self.to_drag: Callable[[Path], QMimeData] = file_data
        """what is dragged out of a picture"""
        self.setMinimumSize(160, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_image(self, image: QImage, path: Path) -> None:
        """Show a decoded picture."""
        self._pixmap, self._path = QPixmap.fromImage(image), path
        self.update()

    def set_placeholder(self, words: str) -> None:
        """Show a sentence in place of a picture."""
        self._pixmap, self._path, self._words = QPixmap(), None, words
        self.update()

    def image(self) -> QImage:
        """Return the picture shown; a null image if there is none."""
        return self._pixmap.toImage()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self._pixmap.isNull():
            self._paint_words(painter)
        else:
            painter.drawPixmap(self._place(), self._pixmap, QRectF(self._pixmap.rect()))
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
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or self._path is None:
            return
        if (event.position().toPoint() - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            drag = QDrag(self)
            drag.setMimeData(self.to_drag(self._path))
            drag.setPixmap(self._pixmap.scaled(QSize(96, 96), Qt.AspectRatioMode.KeepAspectRatio))
            drag.exec(Qt.DropAction.CopyAction)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._pressed = None

    def _place(self) -> QRectF:
        most = self.size().boundedTo(self._pixmap.size() * ENLARGED)
        size = QSize(self._pixmap.size()).scaled(most, Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(QRectF(self.rect()).center())
        return place

    def _paint_words(self, painter: QPainter) -> None:
        field = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        edge = QColor(self.palette().color(QPalette.ColorRole.WindowText))
        edge.setAlpha(36)
        painter.setPen(edge)
        painter.setBrush(self.palette().color(QPalette.ColorRole.AlternateBase))
        painter.drawRoundedRect(field, 10, 10)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(field.adjusted(40, 0, -40, 0), _CENTRED, self._words)


class ProgressLine(QWidget):
    """A bar and a line: what is being made, how fast, how long still. Hidden while nothing is."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._bar.setAccessibleName(self.tr("Progress of the picture"))
        self._words = secondary_label(QLabel())
        self.preview = plain_text(QLabel())
        self.preview.setAccessibleName(self.tr("The picture so far"))
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
        """What is said below the bar; empty while nothing is being made."""
        return self._words.text() if not self.isHidden() else ""

    def follow(self, event: JobEvent) -> None:
        """Show one event of the runner."""
        if event.kind is EventKind.LOADING:
            self._show(0, 0, self.tr("Loading the model…"))
        elif event.kind is EventKind.COMPILING:
            self._show(0, 0, self._compiling_words(event.why))
        elif event.kind is EventKind.STEP:
            self._show(event.step, event.steps, self._step_words(event))
            self._show_preview(event)
        elif event.kind is EventKind.SAVING:
            self._words.setText(self.tr("Saving…"))
        else:
            self.hide()
            self.preview.hide()

    def _show_preview(self, event: JobEvent) -> None:
        """Show the picture so far, as large for every model; the last one stays until there is another."""
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

    def _show(self, value: int, most: int, words: str) -> None:
        self._bar.setRange(0, most)
        self._bar.setValue(value)
        self._words.setText(words)
        self.show()

    def _compiling_words(self, why: Reason | None) -> str:
        """Say what is waited for, and what that saves."""
        words = [self.tr("Compiling…")]
        if why is not None and why.code in ("compile-pays", "compile-may-pay"):
            saving = self.tr("once for {0} pictures alike, about {1} times as quick")
            words.append(saving.format(why.data["count"], why.data["times"]))
        return "  ·  ".join(words)

    def _step_words(self, event: JobEvent) -> str:
        words = [self.tr("Step {0} of {1}").format(event.step, event.steps)]
        if event.seconds_per_step and event.seconds_left is not None:
            words.append(_speed(event.seconds_per_step))
            words.append(self.tr("{0} left").format(format_duration(event.seconds_left)))
        return "  ·  ".join(words)


def file_data(path: Path) -> QMimeData:
    """Return a picture's file as something that can be dropped or pasted."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def _speed(seconds_per_step: float) -> str:
    """Return a speed as people quote it: iterations a second, or seconds an iteration when slower than one."""
    if seconds_per_step <= 1:
        return f"{1 / seconds_per_step:.1f} it/s"
    return f"{seconds_per_step:.1f} s/it"


def _generate_key() -> str:
    from PySide6.QtGui import QKeySequence

    return QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)


_CENTRED: Any = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
