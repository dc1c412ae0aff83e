"""The pictures of a search as rows: all their numbers are in memory; rows and thumbnails come when they are seen."""

import contextlib
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageReader, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QWidget

from macapp.errors import EaselError
from macapp.jobs import Picture
from macapp.library import Library, thumbnails
from macapp.library.export import shared
from macapp.paths import Places
from macapp.ui.background import Background
from macapp.ui.words import marks_words, one_line

PAGE = 64  # rows read at a time: some milliseconds
KEPT_ROWS = 4000
KEPT_PIXELS = 24_000_000  # of thumbnails in memory: 96 MB
ASKED_FOR = 300  # thumbnails that are waited for; those asked for before are no longer in view
CORNER = 0.06  # of a tile's side
_EDGE = QColor(128, 128, 128, 70)  # seen on light and on dark
MOST_SHARED = 20  # encoded anew while the drag waits
PICTURE_ROLE = Qt.ItemDataRole.UserRole
AnyIndex = QModelIndex | QPersistentModelIndex


class GalleryModel(QAbstractListModel):
    """What the grid shows."""

    def __init__(self, library: Library, background: Background, parent: QWidget) -> None:
        super().__init__(parent)
        self._library, self._background = library, background
        self._numbers: array[int] = library.pictures.numbers()
        self._rows: OrderedDict[int, Picture] = OrderedDict()
        self._thumbnails: OrderedDict[str, QPixmap] = OrderedDict()
        self._pixels = 0
        self._asked: OrderedDict[str, None] = OrderedDict()
        self._missing: set[str] = set()
        self._side = thumbnails.SIDE
        self._stacked = False
        self.rejected: set[int] = set()
        self.shares_without_prompt = False

    # What is shown

    def show_numbers(self, numbers: "array[int]", stacked: bool = False) -> None:
        """Show other pictures, or the same in another order."""
        self.beginResetModel()
        self._numbers, self._stacked = numbers, stacked
        self.endResetModel()

    def show_the_rest(self, numbers: "array[int]") -> None:
        """Add to what is shown the numbers that come after it; if it is not their beginning any more, show them all."""
        shown = len(self._numbers)
        if numbers[:shown] != self._numbers:
            self.show_numbers(numbers, self._stacked)
        elif len(numbers) > shown:
            self.beginInsertRows(QModelIndex(), shown, len(numbers) - 1)
            self._numbers = numbers
            self.endInsertRows()

    def add(self, picture: Picture) -> None:
        """Put a new picture first."""
        self.beginInsertRows(QModelIndex(), 0, 0)
        self._numbers.insert(0, picture.number)
        self._rows[picture.number] = picture
        self.endInsertRows()

    def remove(self, numbers: Iterable[int]) -> None:
        """Take pictures out of sight."""
        gone = set(numbers)
        rows = [row for row, each in enumerate(self._numbers) if each in gone]
        if len(rows) > PAGE:
            self.show_numbers(array("q", (each for each in self._numbers if each not in gone)), self._stacked)
            return
        for row in reversed(rows):
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._numbers[row]
            self.endRemoveRows()

    def changed(self, numbers: Iterable[int]) -> None:
        """Read pictures again whose marks or files have changed."""
        for number in numbers:
            old = self._rows.pop(number, None)
            if old is not None:
                self._missing.discard(old.id)
        if self._numbers:
            self.dataChanged.emit(self.index(0), self.index(len(self._numbers) - 1))

    def set_side(self, side: int) -> None:
        """Keep thumbnails of so many pixels a side."""
        if side != self._side:
            self._side = side
            self._thumbnails.clear()
            self._pixels = 0

    # Looking up

    def picture(self, row: int) -> Picture | None:
        """Return the picture in a row."""
        if not 0 <= row < len(self._numbers):
            return None
        number = self._numbers[row]
        if number not in self._rows:
            start = row // PAGE * PAGE
            for each in self._library.pictures.with_numbers(self._numbers[start : start + PAGE]):
                self._rows[each.number] = each
            while len(self._rows) > KEPT_ROWS:
                self._rows.popitem(last=False)
        return self._rows.get(number)

    def pictures_in(self, rows: Iterable[int]) -> list[Picture]:
        """Return the pictures in rows, however many."""
        numbers = [self._numbers[row] for row in rows if 0 <= row < len(self._numbers)]
        return self._library.pictures.with_numbers(numbers)

    def numbers_in(self, ranges: Iterable[tuple[int, int]]) -> list[int]:
        """Return the numbers of the pictures in ranges of rows, first and last row included."""
        return [number for first, last in ranges for number in self._numbers[first : last + 1]]

    def row_of(self, picture_number: int) -> int:
        """Return the row of a picture, or -1."""
        try:
            return self._numbers.index(picture_number)
        except ValueError:
            return -1

    def first_row_of(self, numbers: Iterable[int]) -> int:
        """Return the first row that shows one of these pictures, or -1."""
        wanted = set(numbers)
        return next((row for row, each in enumerate(self._numbers) if each in wanted), -1)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self._numbers)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (
            PICTURE_ROLE,
            Qt.ItemDataRole.DecorationRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        picture = self.picture(index.row())
        if picture is None or role == PICTURE_ROLE:
            return picture
        if role == Qt.ItemDataRole.DecorationRole:
            return self._thumbnail(picture)
        words = one_line(picture.request.prompt) or self.tr("A picture without a prompt")
        return " – ".join(filter(None, (words, marks_words(picture.marks))))

    def tile(self, row: int) -> tuple[QPixmap | None, Picture | None, bool, bool]:
        """Return what is painted for a row: its tile, its picture, whether it is rejected, whether it is a stack."""
        picture = self.picture(row)
        if picture is None:
            return None, None, False, False
        stacked = self._stacked and picture.stack is not None
        return self._thumbnail(picture), picture, picture.number in self.rejected, stacked

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return ["text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return self.to_drag(self.pictures_in(each.row() for each in indexes))

    def to_drag(self, pictures: Sequence[Picture]) -> QMimeData:
        """Return pictures as files to be dropped elsewhere: as they are, or as the setting and Option say, silent."""
        option = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.AltModifier)
        silent = option != self.shares_without_prompt
        paths = self._without_prompts(pictures) if silent else [each.path for each in pictures]
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(each)) for each in paths])
        return data

    def _without_prompts(self, pictures: Sequence[Picture]) -> list[Path]:
        """Return copies that do not say how they were made: Option, or the setting, drags those out."""
        paths = []
        for each in pictures[:MOST_SHARED]:
            with contextlib.suppress(EaselError):
                paths.append(shared(self._library.places, each))
        return paths

    # Thumbnails

    def _thumbnail(self, picture: Picture) -> QPixmap | None:
        """Return the small copy, or nothing yet: it is asked for, and the row changes when it is there."""
        found = self._thumbnails.get(picture.id)
        if found is not None:
            self._thumbnails.move_to_end(picture.id)
            return found
        if picture.id not in self._asked and picture.id not in self._missing:
            self._asked[picture.id] = None
            while len(self._asked) > ASKED_FOR:
                self._asked.popitem(last=False)
            work = partial(self._load, picture, self._side)
            self._background.run(
                work, partial(self._loaded, picture), partial(self._not_there, picture), newest_first=True
            )
        return None

    def _load(self, picture: Picture, side: int) -> QImage | None:
        """Load a thumbnail off the window's thread, unless it was scrolled away meanwhile."""
        return _tile(load_thumbnail(self._library.places, picture, side), side) if picture.id in self._asked else None

    def _loaded(self, picture: Picture, image: QImage | None) -> None:
        self._asked.pop(picture.id, None)
        if image is None:
            return
        pixmap = QPixmap.fromImage(image)
        self._thumbnails[picture.id] = pixmap
        self._pixels += pixmap.width() * pixmap.height()
        while self._pixels > KEPT_PIXELS:
            _id, old = self._thumbnails.popitem(last=False)
            self._pixels -= old.width() * old.height()
        row = self.row_of(picture.number)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])

    def _not_there(self, picture: Picture, _error: EaselError) -> None:
        """Remember a file that is missing, so that it is not looked for at every paint."""
        self._asked.pop(picture.id, None)
        self._missing.add(picture.id)


def _tile(image: QImage, side: int) -> QImage:
    """Return the middle square of a thumbnail with round corners and an edge, ready to be put on the screen."""
    tile = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    tile.fill(Qt.GlobalColor.transparent)
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(0.5, 0.5, side - 1, side - 1), side * CORNER, side * CORNER)
    painter = QPainter(tile)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(outline)
    least = min(image.width(), image.height())
    middle = QRectF((image.width() - least) / 2, (image.height() - least) / 2, least, least)
    painter.drawImage(QRectF(0, 0, side, side), image, middle)
    painter.setClipping(False)
    painter.setPen(_EDGE)
    painter.drawPath(outline)
    painter.end()
    return tile


def load_thumbnail(places: Places, picture: Picture, side: int) -> QImage:
    """Make or find a small copy and decode it. Off the window's thread: QImage allows it, QPixmap does not."""
    reader = QImageReader(str(thumbnails.thumbnail(places, picture)))
    size = reader.size()
    if min(size.width(), size.height()) > side:  # the JPEG decoder scales as it reads, and lets other threads run
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    if image.isNull():
        raise FileNotFoundError(picture.path.name)
    return image
