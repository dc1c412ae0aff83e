"""A grid of equal tiles with computed positions: 100,000 tiles are as fast as 100.

Qt's own icon list stores a position for each item; with 100,000 items, inserting one takes 9 to 861 ms. Here the
position of a tile follows from its row and the number of columns, so the time does not depend on the number of tiles.
The view is a `QListView` all the same, because that class has an accessible interface with its items. None of its own
layout is used. On the thread of the window.
"""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

AnyIndex = QModelIndex | QPersistentModelIndex
STEPS_PER_TILE = 3  # a notch of the wheel scrolls a third of a tile's height


class UniformGridView(QListView):
    """Shows a list model as tiles of one size, in rows from the top left."""

    def __init__(self, tile: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tile = tile
        self._anchor = QPersistentModelIndex()
        """where a range that is selected with Shift begins"""
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def set_tile(self, tile: QSize) -> None:
        """Change the size of the tiles and keep the current one in view."""
        self._tile = tile
        self.updateGeometries()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        self.viewport().update()

    @property
    def columns(self) -> int:
        """The number of tiles in a row of the grid."""
        return max(1, self.viewport().width() // self._tile.width())

    def rows_in_view(self) -> range:
        """Return the model rows that are at least partly visible."""
        return self._rows_in(self.viewport().rect())

    @property
    def tiles_in_page(self) -> int:
        """The number of tiles that Page Up and Page Down move by."""
        return max(1, self.viewport().height() // self._tile.height()) * self.columns

    # Interface of QAbstractItemView

    def doItemsLayout(self) -> None:
        """Do only what every view does: the list's own layout visits each row."""
        QAbstractItemView.doItemsLayout(self)

    def visualRect(self, index: AnyIndex) -> QRect:
        return self._tile_rect(index.row()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        place, columns = point - self._origin(), self.columns
        across, down = place.x() // self._tile.width(), place.y() // self._tile.height()
        row = down * columns + across
        inside = 0 <= across < columns and 0 <= row < self._count()
        return self.model().index(row, 0) if inside else QModelIndex()

    def scrollTo(
        self, index: AnyIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        place, bar, height = self.visualRect(index), self.verticalScrollBar(), self.viewport().height()
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(bar.value() + place.center().y() - height // 2)
        elif place.top() < 0 or hint == QAbstractItemView.ScrollHint.PositionAtTop:
            bar.setValue(bar.value() + place.top())
        elif place.bottom() >= height:
            bar.setValue(bar.value() + place.bottom() - height + 1)

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, _index: AnyIndex) -> bool:
        return False

    def moveCursor(self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        count = self._count()
        if count == 0:
            return QModelIndex()
        row, columns, page = self.currentIndex().row(), self.columns, self.tiles_in_page
        moves = QAbstractItemView.CursorAction
        by = {
            moves.MoveLeft: -1,
            moves.MovePrevious: -1,
            moves.MoveRight: 1,
            moves.MoveNext: 1,
            moves.MoveUp: -columns,
            moves.MoveDown: columns,
            moves.MovePageUp: -page,
            moves.MovePageDown: page,
            moves.MoveHome: -count,
            moves.MoveEnd: count,
        }[action]
        if action in (moves.MoveUp, moves.MoveDown) and row >= 0 and not 0 <= row + by < count:
            by = 0  # Up in the first row stays there: no jump to its beginning
        return self.model().index(min(max(row + by, 0), count - 1), 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select the tiles that a drag touches; with Shift, all from the anchor to the current one, in order."""
        if not command & QItemSelectionModel.SelectionFlag.Current:
            self._anchor = QPersistentModelIndex(self.currentIndex())
        elif self.state() is not QAbstractItemView.State.DragSelectingState and self._anchor.isValid():
            first, last = sorted((self._anchor.row(), self.currentIndex().row()))
            chosen = QItemSelection(self.model().index(first, 0), self.model().index(last, 0))
            self.selectionModel().select(chosen, command)
            return
        self._select_rectangle(rect.normalized(), command)

    def _select_rectangle(self, area: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select the tiles that intersect a rectangle, with one range for each row of the grid."""
        chosen = QItemSelection()
        rows, columns = self._rows_in(area), self.columns
        for start in range(rows.start, rows.stop, columns):
            inside = [
                row for row in range(start, min(start + columns, rows.stop)) if self._tile_rect(row).intersects(area)
            ]
            if inside:
                chosen.select(self.model().index(inside[0], 0), self.model().index(inside[-1], 0))
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        shown = self.rows_in_view()
        for chosen in (selection.at(place) for place in range(selection.size())):
            for row in range(max(chosen.top(), shown.start), min(chosen.bottom() + 1, shown.stop)):
                region += self._tile_rect(row)
        return region

    def updateGeometries(self) -> None:
        bar = self.verticalScrollBar()
        height = -(-self._count() // self.columns) * self._tile.height()
        bar.setRange(0, max(0, height - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._tile.height() // STEPS_PER_TILE)
        QAbstractItemView.updateGeometries(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the same pictures in view when the number of columns changes."""
        first = self.rows_in_view().start
        QAbstractItemView.resizeEvent(self, event)
        self.updateGeometries()
        if event.oldSize().width() != event.size().width() and first:
            self.scrollTo(self.model().index(first, 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            model.rowsRemoved.connect(self._update_layout)

    def setSelectionModel(self, selection: QItemSelectionModel) -> None:
        super().setSelectionModel(selection)
        selection.selectionChanged.connect(self._move_anchor)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        QAbstractItemView.selectionChanged(self, selected, deselected)  # the list's own lists every selected index

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Tell screen readers which tile is current: the list's own event names the tile only after its own layout."""
        QAbstractItemView.currentChanged(self, current, previous)
        if current.isValid() and self.hasFocus() and QAccessible.isActive():
            event = QAccessibleEvent(self, QAccessible.Event.Focus)
            event.setChild(current.row())
            QAccessible.updateAccessibility(event)

    def _move_anchor(self) -> None:
        """A single selected picture is where the next range begins, however it was selected."""
        selection = self.selectionModel().selection()
        if selection.size() == 1 and selection.at(0).height() == 1:
            self._anchor = QPersistentModelIndex(selection.at(0).topLeft())

    def reset(self) -> None:
        super().reset()
        self._update_layout()

    def _update_layout(self) -> None:
        self.updateGeometries()
        self.viewport().update()

    def rowsInserted(self, parent: AnyIndex, start: int, end: int) -> None:
        super().rowsInserted(parent, start, end)
        self._update_layout()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain = option.state  # type: ignore[attr-defined]
        shown, current = self._rows_in(event.rect()), self.currentIndex().row() if self.hasFocus() else -1
        chosen = self._find_selected(shown)
        model, delegate = self.model(), self.itemDelegate()
        for row, option.rect in self._tile_rects(shown):  # type: ignore[attr-defined]
            state = plain
            if row in chosen:
                state |= QStyle.StateFlag.State_Selected
            if row == current:
                state |= QStyle.StateFlag.State_HasFocus
            option.state = state  # type: ignore[attr-defined]
            delegate.paint(painter, option, model.index(row, 0))
        painter.end()

    def _find_selected(self, rows: range) -> set[int]:
        """Return which of `rows` are selected. Reads the selected ranges: `isSelected` for each row is slower."""
        selection = self.selectionModel().selection()
        ranges = (selection.at(place) for place in range(selection.size()))
        return {row for span in ranges for row in range(max(span.top(), rows.start), min(span.bottom() + 1, rows.stop))}

    def _rows_in(self, area: QRect) -> range:
        columns, height = self.columns, self._tile.height()
        first = max(0, (area.top() + self.verticalOffset()) // height) * columns
        last = max(0, (area.bottom() + self.verticalOffset()) // height + 1) * columns
        return range(min(first, self._count()), min(last, self._count()))

    def _origin(self) -> QPoint:
        """Return the top left of the first tile, in the viewport."""
        return QPoint(0, -self.verticalOffset())

    def _tile_rect(self, row: int) -> QRect:
        return next(self._tile_rects((row,)))[1]

    def _tile_rects(self, rows: Iterable[int]) -> Iterator[tuple[int, QRect]]:
        """Yield each row with the rectangle of its tile in the viewport."""
        columns, width, height, origin = self.columns, self._tile.width(), self._tile.height(), self._origin()
        for row in rows:
            down, across = divmod(row, columns)
            yield row, QRect(origin.x() + across * width, origin.y() + down * height, width, height)

    def _count(self) -> int:
        return self.model().rowCount() if self.model() is not None else 0
