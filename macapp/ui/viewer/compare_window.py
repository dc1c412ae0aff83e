"""Compare two pictures: one over the other with a movable line, and a list of the settings that differ."""

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from macapp.domain.interpolation import diff_requests
from macapp.domain.job import Picture
from macapp.domain.request import Request
from macapp.errors import EaselError
from macapp.ui.widgets.controls import draw_focus
from macapp.ui.widgets.pixels import decode
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import elide, field_label, format_value
from macapp.ui.widgets.theme import GAP, MARGIN, plain_text, secondary_label

LINE_STEP = 0.02  # share of the width that an arrow key moves the line


class CompareWindow(QWidget):
    """A separate window, so that the pictures can fill the screen."""

    between_requested = Signal(Request, Request)
    """two requests to interpolate between"""

    def __init__(self, first: Picture, second: Picture, background: TaskPool, result: str = "") -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Compare"))
        self._first, self._second = first, second
        self.slider = CompareSlider()
        for picture, put in ((first, self.slider.set_first), (second, self.slider.set_second)):
            background.run(partial(decode, picture), put, partial(self._show_missing, picture))
        changes = diff_requests(first.request, second.request)
        self.words = plain_text(QLabel(self._format_changes(changes)))
        between = QPushButton(self.tr("Interpolate Settings"))
        between.setToolTip(self.tr("Add a series to the queue, from the settings on the left to those on the right"))
        between.setVisible(bool(changes) and not first.inferred_fields and not second.inferred_fields)
        between.clicked.connect(self._request_interpolation)
        self.between = between
        names = QHBoxLayout()
        for picture, side in ((first, Qt.AlignmentFlag.AlignLeft), (second, Qt.AlignmentFlag.AlignRight)):
            label = secondary_label(QLabel(elide(picture.request.prompt, 80)))
            label.setAlignment(side)
            names.addWidget(label, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.words, 1)
        foot.addWidget(between, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(names)
        layout.addWidget(self.slider, 1)
        if result:
            layout.addWidget(plain_text(QLabel(result)))
        layout.addLayout(foot)
        self.resize(820, 760)
        self.slider.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _format_changes(self, changes: dict[str, tuple[Any, Any]]) -> str:
        if not changes:
            return self.tr("The settings are identical.")
        if "image" in changes:  # its values are hashes, which mean nothing to the user
            left, right = changes["image"]
            words = (
                self.tr("one image") if left else self.tr("none"),
                self.tr("another image") if right else self.tr("none"),
            )
            changes = {**changes, "image": words}
        if "references" in changes:
            left, right = changes["references"]
            words = self.tr("%Ln images", "", len(left)), self.tr("%Ln other images", "", len(right))
            changes = {**changes, "references": words}
        lines = [
            f"{field_label(name)}: {format_value(left)}  →  {format_value(right)}"
            for name, (left, right) in changes.items()
        ]
        return "\n".join(lines)

    def _request_interpolation(self) -> None:
        self.between_requested.emit(self._first.request, self._second.request)

    def _show_missing(self, picture: Picture, _error: EaselError) -> None:
        self.words.setText(
            self.tr("The file of “{0}” is missing or damaged.").format(elide(picture.request.prompt, 60))
        )


class CompareSlider(QWidget):
    """Shows the first picture left of a line and the second right of it. Mouse and arrow keys move the line."""

    def __init__(self) -> None:
        super().__init__()
        self._first, self._second = QPixmap(), QPixmap()
        self.share = 0.5
        """share of the width that shows the first picture: 0 to 1"""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(200, 200)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setAccessibleName(self.tr("Two pictures with a line between them"))

    def set_first(self, image: QImage) -> None:
        """Show the left picture."""
        self._first = QPixmap.fromImage(image)
        self.update()

    def set_second(self, image: QImage) -> None:
        """Show the right picture."""
        self._second = QPixmap.fromImage(image)
        self.update()

    @property
    def is_complete(self) -> bool:
        """Whether both pictures are decoded."""
        return not self._first.isNull() and not self._second.isNull()

    def picture_rects(self) -> tuple[QRect, QRect]:
        """Return where the two pictures are: each as large as fits, in its own shape, in the middle."""
        return self._fit(self._first), self._fit(self._second)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = self._area()
        at = area.left() + round(area.width() * self.share)
        left, right = (
            QRect(area.topLeft(), QPoint(at - 1, area.bottom())),
            QRect(QPoint(at, area.top()), area.bottomRight()),
        )
        for pixmap, place, side in zip((self._first, self._second), self.picture_rects(), (left, right), strict=True):
            if not pixmap.isNull():
                painter.setClipRect(side)
                painter.drawPixmap(QRectF(place), pixmap, QRectF(pixmap.rect()))
        painter.setClipping(False)
        painter.setPen(QPen(Qt.GlobalColor.white, 2))
        painter.drawLine(at, area.top(), at, area.bottom())
        draw_focus(painter, self)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._follow_mouse(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._follow_mouse(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: -LINE_STEP, Qt.Key.Key_Right: LINE_STEP}.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self._move_to(self.share + by)

    def _follow_mouse(self, event: QMouseEvent) -> None:
        area = self._area()
        self._move_to((event.position().x() - area.left()) / max(1, area.width()))

    def _move_to(self, share: float) -> None:
        self.share = min(max(share, 0.0), 1.0)
        self.update()

    def _area(self) -> QRect:
        """Return the rectangle around both pictures."""
        both = self.picture_rects()
        return both[0].united(both[1]) if self.is_complete else max(both, key=lambda place: place.width())

    def _fit(self, pixmap: QPixmap) -> QRect:
        """Return the largest rectangle of the shape of a picture; the whole widget while it is not decoded."""
        if pixmap.isNull():
            return self.rect()
        fitted = QRect(QPoint(0, 0), pixmap.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio))
        fitted.moveCenter(self.rect().center())
        return fitted
