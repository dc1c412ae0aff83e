"""The gallery: a grid of everything made, newest first. Pages of rows come from the library, thumbnails when seen."""

from collections import OrderedDict
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QUrl,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPainterPath, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from macapp.errors import EaselError
from macapp.jobs import Picture
from macapp.library import Library, thumbnails
from macapp.paths import Places
from macapp.ui.background import Background
from macapp.ui.look import calm
from macapp.ui.words import one_line

TILE, PADDING, CORNER = 96, 4, 6  # points
PAGE = 200  # rows read at a time
KEPT_THUMBNAILS = 600  # in memory: 320 x 320 x 4 bytes each is at most 240 MB
PICTURE_ROLE = Qt.ItemDataRole.UserRole
AnyIndex = QModelIndex | QPersistentModelIndex


class GalleryModel(QAbstractListModel):
    """The pictures of a library as rows; reads a page when the view wants more."""

    def __init__(self, library: Library, background: Background, parent: QWidget) -> None:
        super().__init__(parent)
        self._library, self._background = library, background
        self._pictures = library.pictures.newest(PAGE)
        self._more = len(self._pictures) == PAGE
        self._thumbnails: OrderedDict[str, QPixmap] = OrderedDict()
        self._asked: set[str] = set()

    def add(self, picture: Picture) -> None:
        """Put a new picture first."""
        self.beginInsertRows(QModelIndex(), 0, 0)
        self._pictures.insert(0, picture)
        self.endInsertRows()

    def picture(self, row: int) -> Picture | None:
        """Return the picture in a row."""
        return self._pictures[row] if 0 <= row < len(self._pictures) else None

    def row_of(self, picture_id: str) -> int:
        """Return the row of a picture among those read so far, or -1."""
        return next((row for row, each in enumerate(self._pictures) if each.id == picture_id), -1)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self._pictures)

    def canFetchMore(self, _parent: AnyIndex) -> bool:
        return self._more

    def fetchMore(self, _parent: AnyIndex) -> None:
        page = self._library.pictures.newest(PAGE, self._pictures[-1].id if self._pictures else None)
        self._more = len(page) == PAGE
        if page:
            self.beginInsertRows(QModelIndex(), len(self._pictures), len(self._pictures) + len(page) - 1)
            self._pictures += page
            self.endInsertRows()

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        picture = self.picture(index.row())
        if picture is None:
            return None
        if role == Qt.ItemDataRole.DecorationRole:
            return self._thumbnail(picture)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return one_line(picture.request.prompt) or self.tr("A picture without a prompt")
        return picture if role == PICTURE_ROLE else None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return ["text/uri-list"]

    def mimeData(self, indexes: Any) -> QMimeData:
        data = QMimeData()
        chosen = [picture for each in indexes if (picture := self.picture(each.row()))]
        data.setUrls([QUrl.fromLocalFile(str(each.path)) for each in chosen])
        return data

    def _thumbnail(self, picture: Picture) -> QPixmap | None:
        """Return the small copy, or nothing yet: it is asked for, and the row changes when it is there."""
        found = self._thumbnails.get(picture.id)
        if found is not None:
            self._thumbnails.move_to_end(picture.id)
            return found
        if picture.id not in self._asked:
            self._asked.add(picture.id)
            work = partial(_load_thumbnail, self._library.places, picture)
            self._background.run(work, partial(self._loaded, picture.id), self._missing)
        return None

    def _loaded(self, picture_id: str, image: QImage) -> None:
        self._asked.discard(picture_id)
        self._thumbnails[picture_id] = QPixmap.fromImage(image)
        while len(self._thumbnails) > KEPT_THUMBNAILS:
            self._thumbnails.popitem(last=False)
        row = self.row_of(picture_id)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])

    def _missing(self, _error: EaselError) -> None:
        """Leave the tile empty: it stays asked for, so a missing file is not looked for at every paint."""


class Gallery(QListView):
    """The grid."""

    chosen = Signal(Picture)
    opened = Signal()

    def __init__(self, library: Library, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = GalleryModel(library, background, self)
        self.setModel(self._pictures)
        self.setItemDelegate(_Tile(self))
        self.setAccessibleName(self.tr("Gallery"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        calm(self)
        self.selectionModel().currentChanged.connect(self._chosen)
        self.activated.connect(self.opened)

    @property
    def pictures(self) -> GalleryModel:
        """The rows."""
        return self._pictures

    def current(self) -> Picture | None:
        """Return the picture that is chosen."""
        return self._pictures.picture(self.currentIndex().row())

    def choose(self, row: int) -> None:
        """Choose the picture in a row and bring it into view."""
        index = self._pictures.index(row)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    @Slot(int)
    def step(self, rows: int) -> None:
        """Choose the picture so many rows on, or the last there is that way."""
        row = self.currentIndex().row() + rows
        if row >= self._pictures.rowCount() and self._pictures.canFetchMore(QModelIndex()):
            self._pictures.fetchMore(QModelIndex())
        self.choose(max(0, min(row, self._pictures.rowCount() - 1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.current() is not None:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        if self._pictures.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            rect = self.viewport().rect().adjusted(24, 24, -24, -24)
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(rect, flags, self.tr("Your pictures will gather here."))
            painter.end()

    def _chosen(self, current: QModelIndex, _before: QModelIndex) -> None:
        picture = self._pictures.picture(current.row())
        if picture is not None:
            self.chosen.emit(picture)


class _Tile(QStyledItemDelegate):
    """Paints one picture of the grid: cropped square, round corners, a frame when chosen."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(TILE + 2 * PADDING, TILE + 2 * PADDING)

    def paint(self, painter: QPainter, option: Any, index: AnyIndex) -> None:
        square = QRect(0, 0, TILE, TILE)
        square.moveCenter(option.rect.center())
        outline = QPainterPath()
        outline.addRoundedRect(square, CORNER, CORNER)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(outline)
        pixmap = index.data(Qt.ItemDataRole.DecorationRole)
        if pixmap is None:
            painter.fillRect(square, option.palette.color(QPalette.ColorRole.AlternateBase))
        else:
            painter.drawPixmap(square, pixmap, _middle_square(pixmap.size()))
        painter.setClipping(False)
        self._frame(painter, option, outline)
        painter.restore()

    def _frame(self, painter: QPainter, option: Any, outline: QPainterPath) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        edge = QColor(option.palette.color(QPalette.ColorRole.WindowText))
        edge.setAlpha(40)
        pen = QPen(option.palette.color(QPalette.ColorRole.Highlight), 3) if chosen else QPen(edge, 1)
        painter.setPen(pen)
        painter.drawPath(outline)


def _middle_square(size: QSize) -> QRect:
    side = min(size.width(), size.height())
    return QRect((size.width() - side) // 2, (size.height() - side) // 2, side, side)


def _load_thumbnail(places: Places, picture: Picture) -> QImage:
    """Make or find a small copy and decode it. Off the window's thread: QImage allows it, QPixmap does not."""
    image = QImage(str(thumbnails.thumbnail(places, picture)))
    if image.isNull():
        raise FileNotFoundError(Path(picture.path).name)
    return image
