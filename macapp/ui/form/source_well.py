"""The well next to the prompt: the source image as a thumbnail, and the place to drop or choose one."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QMenu, QToolButton

from macapp.ui.form.source_image_field import SourceImageField
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.theme import TextStyle, scaled_font

SIDE_POINTS = 64


class SourceWell(QToolButton):
    """Shows the image of a `SourceImageField`. It lights up during a drag and says what a drop does."""

    browse_requested = Signal()

    def __init__(self, field: SourceImageField) -> None:
        super().__init__()
        self._field = field
        self._is_offered = False
        self.setFont(scaled_font(TextStyle.SECONDARY, self.font()))
        side = max(SIDE_POINTS, self.fontMetrics().horizontalAdvance(self.tr("Start from")) + 6)
        self.setFixedSize(side, side)
        self.setIconSize(QSize(side - 8, side - 8))
        self.setAutoRaise(True)
        self.clicked.connect(self._on_clicked)
        field.changed.connect(self._update)
        self._update()

    def offer(self, is_offered: bool) -> None:
        """Light up while an image is dragged over the window."""
        if is_offered != self._is_offered:
            self._is_offered = is_offered
            self._update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove the image with Delete or Backspace."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._field.remove()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the edge of the well: the accent colour during a drag, dashed while it is empty."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = QPalette.ColorRole.Highlight if self._is_offered else QPalette.ColorRole.PlaceholderText
        style = Qt.PenStyle.SolidLine if self._is_offered or self._field.image else Qt.PenStyle.DashLine
        painter.setPen(QPen(QColor(self.palette().color(role)), 2 if self._is_offered else 1, style))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 8, 8)
        painter.end()

    def fill_menu(self, menu: QMenu) -> None:
        """Fill a menu with what can be done with the image."""
        menu.addAction(self.tr("Replace…"), self.browse_requested.emit)
        if not self._field.paint.isHidden():
            menu.addAction(self._field.paint.text(), self._field.mask_requested.emit)
        menu.addSeparator()
        menu.addAction(self.tr("Remove"), self._field.remove)

    def _on_clicked(self) -> None:
        if self._field.image is None:
            self.browse_requested.emit()
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu)
        menu.popup(self.mapToGlobal(self.rect().topLeft()))

    def _update(self) -> None:
        has_image = self._field.image is not None
        self.setIcon(QIcon(self._field.thumbnail) if has_image else QIcon(QPixmap()))
        self.setText(self.tr("Start from\nthis") if self._is_offered else self.tr("+\nImage"))
        shows_words = self._is_offered or not has_image
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonTextOnly if shows_words else style.ToolButtonIconOnly)
        choose = self.tr("Choose or drop a source image: the picture starts from it")
        self.setToolTip(tip(self.tr("Source image. Delete removes it.") if has_image else choose))
        self.setAccessibleName(self.tr("Source image") if has_image else self.tr("Choose a source image"))
