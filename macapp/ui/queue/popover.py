"""The queue as a panel below its button in the toolbar.

It is a child of the window and not a window of its own. So the commands of the menus, Undo and the drag of a row work
as in the rest of the window, and the system has no second window that could take the keyboard. It stays open while jobs
run, until Escape, a click elsewhere, or the focus leaves it. On the thread of the window.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QWindow
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from macapp.ui.queue.panel import QueuePanel
from macapp.ui.queue.ring_button import RingButton
from macapp.ui.queue.row import ROW_HEIGHT
from macapp.ui.widgets.colours import Colour, colour
from macapp.ui.widgets.controls import begin_painting, draw_ring, fill_rounded
from macapp.ui.widgets.theme import CARD_RADIUS

CARD_WIDTH, MAX_CARD_HEIGHT, MIN_CARD_HEIGHT = 380, 520, 220  # points
SHADOW, DISTANCE, PADDING, BOTTOM = 14, 6, 16, 8  # points
SHADE = 5  # of 255: the opacity of each of the seven layers of the shadow


class QueuePopover(QWidget):
    """Holds the queue panel; the button opens and closes it, and shows the state of the queue."""

    def __init__(self, panel: QueuePanel, button: RingButton, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName(self.tr("Queue"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.hide()
        self._panel, self._button = panel, button
        self._focus_before: QWidget | None = None
        self._watched: QWindow | None = None
        self._is_open = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SHADOW, SHADOW + PADDING, SHADOW, SHADOW + BOTTOM)
        layout.addWidget(panel)
        panel.show()
        panel.show_as_card(PADDING)
        panel.edit_requested.connect(self._leave)
        panel.summary_changed.connect(button.show_summary)
        panel.summary_changed.connect(self._grow)
        panel.progress_changed.connect(button.show_progress)
        button.show_summary(panel.summary)
        button.clicked.connect(self.toggle)
        window.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)

    @Slot()
    def toggle(self) -> None:
        """Open the queue, or close it and return the focus to where it was."""
        if self._is_open:
            self.dismiss()
        else:
            self.open()

    def open(self) -> None:
        """Show the queue below its button, with the focus in the list."""
        self._is_open = True
        self._focus_before = QApplication.focusWidget()
        self.setGeometry(self._place(0))
        self.raise_()
        self.show()
        self._watched = self.window().windowHandle()
        if self._watched is not None:
            self._watched.installEventFilter(self)
        self._panel.list.select_first()
        self._panel.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Close the queue, and return the focus to where it was."""
        before = self._focus_before
        self._leave()
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def _leave(self) -> None:
        """Close the queue; the focus goes elsewhere."""
        self._is_open, self._focus_before = False, None
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = None
        self.hide()

    @Slot()
    def _grow(self) -> None:
        """Make room for more jobs. For fewer jobs the size stays, so that nothing moves while it is open."""
        if self._is_open:
            self.setGeometry(self._place(self.height()))

    def _place(self, least: int) -> QRect:
        """Return the place below the button, inside of the window; `least` is a height that it keeps if it can."""
        window, button = self.window(), self._button
        corner = (
            button.mapTo(window, QPoint(button.width(), button.height()))
            if button.isVisible()
            else QPoint(window.width() - DISTANCE, SHADOW)
        )
        rows = self._panel.jobs.rowCount() * ROW_HEIGHT
        wanted = self._panel.sizeHint().height() - self._panel.list.sizeHint().height() + rows + PADDING + BOTTOM
        height = 2 * SHADOW + min(MAX_CARD_HEIGHT, max(MIN_CARD_HEIGHT, wanted))
        top = corner.y() + DISTANCE - SHADOW
        height = min(max(height, least), window.height() - top)
        width = CARD_WIDTH + 2 * SHADOW
        left = min(corner.x() + SHADOW - width, window.width() - width)
        return QRect(max(left, 0), top, min(width, window.width()), height)

    # Closing

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window, and close at a click outside, which goes on to what was clicked."""
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonPress:
            self._close_unless_inside(event.globalPosition().toPoint())
        elif event.type() is QEvent.Type.Resize and watched is self.window() and self._is_open:
            self.setGeometry(self._place(self.height()))
        return super().eventFilter(watched, event)

    def _close_unless_inside(self, point: QPoint) -> None:
        card = self.rect().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        is_inside = card.contains(self.mapFromGlobal(point))
        is_button = self._button.isVisible() and self._button.rect().contains(self._button.mapFromGlobal(point))
        if self._is_open and not is_inside and not is_button:
            self.dismiss()

    @Slot(QWidget, QWidget)
    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Close when another part of the window gets the focus."""
        if now is None or not self._is_open or now.window() is not self.window():
            return
        if now is not self and now is not self._button and not self.isAncestorOf(now):
            self._leave()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go round inside of the panel with Tab. While the panel is being hidden, the focus leaves it."""
        if not self._is_open:
            return super().focusNextPrevChild(forward)
        header = self._panel.header
        stops = [header.pause_button, header.more_button, self._panel.sort_button, self._panel.list]
        shown = [stop for stop in stops if stop.isVisible() and stop.isEnabled()]
        focus = QApplication.focusWidget()
        at = shown.index(focus) if focus in shown else -1 if forward else 0
        shown[(at + (1 if forward else -1)) % len(shown)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    # Painting

    def paintEvent(self, _event: object) -> None:
        painter = begin_painting(self)
        card = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        for spread in range(SHADOW, 0, -2):
            shade = card.adjusted(-spread, -spread + 3, spread, spread)
            fill_rounded(painter, shade, CARD_RADIUS + spread, QColor(0, 0, 0, SHADE))
        fill_rounded(painter, card, CARD_RADIUS, colour(self, Colour.CARD))
        draw_ring(painter, card, CARD_RADIUS, colour(self, Colour.HAIRLINE), 1.0)
        painter.end()
