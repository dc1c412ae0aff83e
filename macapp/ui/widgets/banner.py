"""The message of the window: a capsule that lies over the bottom edge and moves nothing.

It is never a dialog; a new message replaces the old one. A notice fades after a while, but not while the pointer is on
it or the keyboard focus is in it.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPropertyAnimation, QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsOpacityEffect,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QToolButton,
    QWidget,
)

from macapp.system.motion import is_motion_reduced
from macapp.ui.widgets.colours import Colour, colour
from macapp.ui.widgets.controls import begin_painting, draw_ring, fill_rounded
from macapp.ui.widgets.icons import Symbol, icon
from macapp.ui.widgets.plain_text import caption
from macapp.ui.widgets.theme import GAP, MARGIN, RADIUS, plain_text

NOTICE_MILLISECONDS = 8000
MAX_WIDTH = 560  # points
CORNER = 17  # points: half the height of a capsule with one line


class Banner(QFrame):
    """A sentence, an optional button, and a close button."""

    shown = Signal(str)
    """the sentence of each new message"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action: Callable[[], object] | None = None
        self._host: QWidget | None = None
        self._above: QWidget | None = None
        self._is_notice = False
        self._focus_before: QWidget | None = None
        self.setAccessibleName(self.tr("Message"))
        self._text = plain_text(QLabel())
        self._text.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.button = _CapsuleButton()
        self.button.clicked.connect(self._run_action)
        self._close = QToolButton()
        self._close.setIcon(icon(Symbol.CLOSE, Colour.CAPSULE_TEXT))
        self._close.setAutoRaise(True)
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.setToolTip(self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.clicked.connect(self.hide)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(MARGIN, 5, 6, 5)
        self._row.setSpacing(GAP // 2)
        for widget in (self._text, self.button, self._close):
            self._row.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fade)
        self._fading = QPropertyAnimation(self)
        self._fading.finished.connect(self.hide)
        self._colour_text()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)
        self.hide()

    @property
    def text(self) -> str:
        """The message; empty while the banner is hidden."""
        return self._text.text() if not self.isHidden() else ""

    def lie_over(self, host: QWidget, above: QWidget) -> None:
        """Lie over the bottom edge of `host`, just above the widget `above` in it while that is visible."""
        self.setParent(host)
        self._host, self._above = host, above
        for widget in (host, above):
            widget.installEventFilter(self)
        self.hide()

    def show_message(
        self, text: str, button: str = "", action: Callable[[], object] | None = None, stays: bool = True
    ) -> None:
        """Show a sentence.

        `button` is the caption of a button that calls `action`; without a caption there is no button. A message with
        `stays=False` hides after `NOTICE_MILLISECONDS`.
        """
        self._action, self._is_notice = action, not stays
        self._stop_fading()
        self._text.setText(text)
        self.button.setText(caption(button))
        self.button.setVisible(bool(button))
        self._fit()
        self.show()
        self.raise_()
        self._wait()
        self.shown.emit(text)

    def withdraw(self, action: Callable[[], object]) -> None:
        """Hide the message if its button would run this action, which no longer does what the message says."""
        if self._action is action:
            self.hide()

    @Slot()
    def take_focus(self) -> None:
        """Give the keyboard focus to the button of the message, or to its close button; Escape gives it back."""
        if not self.isHidden():
            (self._close if self.button.isHidden() else self.button).setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Events

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place when the window or the prompt bar changes its size."""
        moves = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)
        if event.type() in moves and not self.isHidden():
            self._fit()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._stop_fading()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._wait()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def hide(self) -> None:
        """Hide at once; the focus goes back to where it was."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus) and self._focus_before is not None:
            self._focus_before.setFocus()
        self._stop_fading()
        super().hide()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._colour_text()
        elif event.type() == QEvent.Type.FontChange:
            self._fit()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = begin_painting(self)
        fill_rounded(painter, QRectF(self.rect()), CORNER, colour(self, Colour.CAPSULE))
        painter.end()

    @Slot(QWidget, QWidget)
    def _follow_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        is_inside = now is not None and self.isAncestorOf(now)
        was_inside = before is not None and self.isAncestorOf(before)
        if is_inside and not was_inside:
            self._focus_before = before
            self._stop_fading()
        elif was_inside and not is_inside:
            self._wait()

    # Time

    def _wait(self) -> None:
        """Let a notice fade after its time, unless the pointer or the focus is on it."""
        focus = QApplication.focusWidget()
        is_used = self.underMouse() or (focus is not None and self.isAncestorOf(focus))
        if self._is_notice and not is_used and not self.isHidden():
            self._timer.start(NOTICE_MILLISECONDS)

    def _stop_fading(self) -> None:
        self._timer.stop()
        self._fading.stop()
        self.setGraphicsEffect(None)  # type: ignore[arg-type]  (PySide's stub forbids None)

    @Slot()
    def _fade(self) -> None:
        """Fade out, or hide at once where the user wants no motion."""
        milliseconds = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self)
        if is_motion_reduced() or not milliseconds:
            self.hide()
            return
        effect = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(effect)
        self._fading.setTargetObject(effect)
        self._fading.setPropertyName(b"opacity")
        self._fading.setDuration(milliseconds)
        self._fading.setStartValue(1.0)
        self._fading.setEndValue(0.0)
        self._fading.start()

    # Looks

    def _fit(self) -> None:
        """Take the width that the sentence needs, up to `MAX_WIDTH`, and lie above the prompt bar, centred on it."""
        host = self._host
        room = MAX_WIDTH if host is None else min(MAX_WIDTH, host.width() - 2 * MARGIN)
        self._text.setFixedWidth(1)
        around = self._row.minimumSize().width() - 1
        lines = self._text.text().splitlines() or [""]
        needed = max(QFontMetrics(self._text.font()).horizontalAdvance(line) for line in lines) + 2
        width = max(min(needed, room - around), 1)
        self._text.setFixedWidth(width)
        self._text.setFixedHeight(max(self._text.heightForWidth(width), self._close.sizeHint().height()))
        self.resize(self.sizeHint())
        if host is not None:
            self.move(self._place(host).topLeft())

    def _place(self, host: QWidget) -> QRect:
        """Return where the capsule lies in `host`."""
        above, place = self._above, host.rect()
        bottom = place.bottom() - MARGIN
        if above is not None and above.isVisibleTo(host):
            place = QRect(above.mapTo(host, above.rect().topLeft()), above.size())
            bottom = place.top() - GAP
        left = place.center().x() - self.width() // 2
        left = max(MARGIN, min(left, host.width() - MARGIN - self.width()))
        return QRect(left, max(bottom - self.height(), 0), self.width(), self.height())

    def _colour_text(self) -> None:
        colours = self._text.palette()
        colours.setColor(QPalette.ColorRole.WindowText, colour(self, Colour.CAPSULE_TEXT))
        self._text.setPalette(colours)

    def _run_action(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()


class _CapsuleButton(QPushButton):
    """The button of the capsule: bold text in its accent colour, without a frame."""

    def __init__(self) -> None:
        super().__init__()
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        font = self.font()
        font.setBold(True)
        self.setFont(font)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter: QPainter = begin_painting(self)
        shade = colour(self, Colour.CAPSULE_ACCENT)
        painter.setPen(shade)
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextShowMnemonic)
        painter.drawText(self.rect(), flags, self.text())
        if self.hasFocus():
            draw_ring(painter, QRectF(self.rect()), RADIUS, shade)
        painter.end()
