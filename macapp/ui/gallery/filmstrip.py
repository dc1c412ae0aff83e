"""The filmstrip: the pictures of the gallery in one row below the viewed picture. On the thread of the window.

It shares the model and the selection with the grid, so the two always agree.
"""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from macapp.ui.gallery.grid_view import STEPS_PER_TILE
from macapp.ui.gallery.model import GalleryModel
from macapp.ui.gallery.thumbnail_grid import ThumbnailView
from macapp.ui.widgets.theme import MARGIN

STRIP_HEIGHT, STRIP_TILE = 84, 70  # points
GAP_BETWEEN_TILES = 8  # points
_PADDING = QSize(GAP_BETWEEN_TILES // 2, (STRIP_HEIGHT - STRIP_TILE) // 2)
AnyIndex = QModelIndex | QPersistentModelIndex


class Filmstrip(ThumbnailView):
    """One row of square thumbnails; the wheel scrolls it sideways, and it follows the current picture."""

    def __init__(self, pictures: GalleryModel, selection: QItemSelectionModel) -> None:
        """`selection` is the selection of another view of `pictures`."""
        super().__init__(pictures, QSize(STRIP_TILE + GAP_BETWEEN_TILES, STRIP_HEIGHT), _PADDING)
        own = self.selectionModel()
        self.setSelectionModel(selection)
        own.deleteLater()
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)  # with this flow, the wheel moves a list sideways
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(STRIP_HEIGHT)
        self.setAccessibleName(self.tr("Filmstrip"))

    @property
    def columns(self) -> int:
        """All tiles are in one row."""
        return max(1, self._count())

    @property
    def tiles_in_page(self) -> int:
        """The number of tiles that are completely visible."""
        return max(1, self.viewport().width() // self._tile.width())

    def horizontalOffset(self) -> int:
        return self.horizontalScrollBar().value()

    def verticalOffset(self) -> int:
        return 0

    def scrollTo(
        self, index: AnyIndex, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Scroll until a tile and its neighbours are visible; with `PositionAtCenter`, to the middle."""
        bar, width, step = self.horizontalScrollBar(), self.viewport().width(), self._tile.width()
        place = self.visualRect(index)
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter or width < 3 * step:
            bar.setValue(bar.value() + place.center().x() - width // 2)
        elif place.left() < step:
            bar.setValue(bar.value() + place.left() - step)
        elif place.right() >= width - step:
            bar.setValue(bar.value() + place.right() - width + step + 1)

    def updateGeometries(self) -> None:
        bar, width = self.horizontalScrollBar(), self.viewport().width()
        bar.setRange(0, max(0, self._count() * self._tile.width() + 2 * self._margin - width))
        bar.setPageStep(width)
        bar.setSingleStep(self._tile.width() // STEPS_PER_TILE)
        QAbstractItemView.updateGeometries(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current picture in view."""
        QAbstractItemView.resizeEvent(self, event)
        self.updateGeometries()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def reset(self) -> None:
        super().reset()
        self.horizontalScrollBar().setValue(0)

    def rowsInserted(self, parent: AnyIndex, start: int, end: int) -> None:
        """Keep the same pictures in view when new ones are inserted before them."""
        first = self.rows_in_view().start
        super().rowsInserted(parent, start, end)
        if start < first:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + (end - start + 1) * self._tile.width())

    @property
    def _margin(self) -> int:
        """The room before the first and after the last tile: it aligns the square with what is around the strip."""
        return MARGIN - _PADDING.width()

    def _origin(self) -> QPoint:
        return QPoint(self._margin - self.horizontalOffset(), 0)

    def _rows_in(self, area: QRect) -> range:
        left, width, count = self._origin().x(), self._tile.width(), self._count()
        first, last = (area.left() - left) // width, (area.right() - left) // width + 1
        return range(min(max(0, first), count), min(max(0, last), count))
