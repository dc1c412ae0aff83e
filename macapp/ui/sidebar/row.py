"""Paints a row of the sidebar: a heading, or a place with its count. On the window's thread."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from macapp.ui.sidebar.model import COUNT_ROLE, PLACE_ROLE, SidebarModel, format_count
from macapp.ui.widgets.colours import Colour, colour
from macapp.ui.widgets.controls import draw_ring, fill_rounded
from macapp.ui.widgets.theme import TextStyle, scaled_font

INSET = 8  # points from the edge of the sidebar to the fill of a row
INDENT = 14  # points from there to the name
HEADING_INDENT = 10
PADDING = 4  # points above and below the text
BAR = 3.0  # width of the bar that marks the selected row, in points
CORNER = 6.0
AnyIndex = QModelIndex | QPersistentModelIndex


class PlaceDelegate(QStyledItemDelegate):
    """Headings are small and faint. The selected row has a bar; with the focus, the whole row has the accent colour."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.target = QModelIndex()
        """the row that a drag would be dropped on"""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        height = QFontMetrics(option.font).height() + 2 * PADDING + 2  # type: ignore[attr-defined]
        is_heading = index.data(PLACE_ROLE) is None
        return QSize(0, height + (INSET if is_heading and index.row() else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(PLACE_ROLE) is None:
            self._paint_heading(painter, option, index)
        else:
            self._paint_place(painter, option, index)
        painter.restore()

    def plus_rect(self, row: QRect) -> QRect:
        """Return where the plus sign of the heading of the albums is, in a row."""
        side = 20
        return QRect(row.right() - INSET - INDENT - side + 8, row.bottom() - side + 1, side, side)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: AnyIndex) -> QWidget:
        line = QLineEdit(parent)
        line.setAccessibleName(self.tr("Name of the album"))
        line.setMaxLength(200)
        return line

    def updateEditorGeometry(self, editor: QWidget, option: Any, _index: AnyIndex) -> None:
        editor.setGeometry(option.rect.adjusted(INSET, 0, -INSET, 0))

    def _paint_heading(self, painter: QPainter, option: Any, index: AnyIndex) -> None:
        view = option.widget
        painter.setFont(scaled_font(TextStyle.HEADING, option.font))
        painter.setPen(colour(view, Colour.SECONDARY_TEXT))
        area = option.rect.adjusted(INSET + HEADING_INDENT, 0, -INSET, -PADDING)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), index.data())
        model = index.model()
        if isinstance(model, SidebarModel) and index.row() == model.albums_row():
            painter.setPen(QPen(colour(view, Colour.TEXT), 1.5))
            middle, arm = QRectF(self.plus_rect(option.rect)).center(), 4.5
            painter.drawLine(middle - QPointF(arm, 0), middle + QPointF(arm, 0))
            painter.drawLine(middle - QPointF(0, arm), middle + QPointF(0, arm))

    def _paint_place(self, painter: QPainter, option: Any, index: AnyIndex) -> None:
        view, row = option.widget, QRectF(option.rect).adjusted(INSET, 1, -INSET, -1)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        is_focused = is_selected and view.hasFocus()
        if is_focused:
            fill_rounded(painter, row, CORNER, colour(view, Colour.ACCENT))
        elif is_selected:
            fill_rounded(painter, row, CORNER, colour(view, Colour.SELECTION_FILL))
            bar = QRectF(row.left(), row.top() + 4, BAR, row.height() - 8)
            fill_rounded(painter, bar, BAR / 2, colour(view, Colour.SELECTION))
        if self.target.isValid() and index == self.target:
            draw_ring(painter, row, CORNER, colour(view, Colour.SELECTION))
        colours = (Colour.ACCENT_TEXT, Colour.ACCENT_TEXT) if is_focused else (Colour.TEXT, Colour.SECONDARY_TEXT)
        self._paint_text(painter, option, row, index, colours)

    def _paint_text(
        self, painter: QPainter, option: Any, row: QRectF, index: AnyIndex, colours: tuple[Colour, Colour]
    ) -> None:
        """Paint the name and the count in their colours; a long name ends in an ellipsis before the count."""
        centred = Qt.AlignmentFlag.AlignVCenter
        area = row.toRect().adjusted(INDENT, 0, -INDENT + 2, 0)
        font, count = QFont(option.font), format_count(index.data(COUNT_ROLE))
        painter.setFont(font)
        painter.setPen(colour(option.widget, colours[1]))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignRight | centred), count)
        room = area.width() - (QFontMetrics(font).horizontalAdvance(count) + 8 if count else 0)
        font.setBold(bool(option.state & QStyle.StateFlag.State_Selected))
        painter.setFont(font)
        painter.setPen(colour(option.widget, colours[0]))
        name = QFontMetrics(font).elidedText(index.data(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | centred), name)
