"""The pictures of a search as rows: all their numbers are in memory; rows and thumbnails come when they are seen."""

import contextlib
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    QUrl,
)
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageReader, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QWidget

from macapp.domain.job import Picture
from macapp.errors import EaselError
from macapp.library import Library, thumbnails
from macapp.library.export import create_share_copy
from macapp.system import storage
from macapp.system.paths import LibraryPaths
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import elide, format_marks

PAGE = 16  # rows read at a time where one is needed at once: a millisecond
IN_A_TASK = 12  # tiles loaded off the window's thread between two looks whether they are still wanted
KEPT_IN_SIGHT = 300  # changed pictures that are read again at once
FEW = 64  # rows that are taken out one by one; more are taken out together
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

    def __init__(self, library: Library, background: TaskPool, parent: QWidget) -> None:
        super().__init__(parent)
        self._library, self._background = library, background
        self._numbers: array[int] = library.pictures.search()
        self._rows: OrderedDict[int, Picture] = OrderedDict()
        self._thumbnails: OrderedDict[str, QPixmap] = OrderedDict()
        self._pixels = 0
        self._asked: OrderedDict[int, None] = OrderedDict()
        self._to_ask: OrderedDict[int, None] = OrderedDict()
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.timeout.connect(self._ask)
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

    def append_results(self, numbers: "array[int]") -> None:
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
        self._numbers.insert(0, picture.row_number)
        self._rows[picture.row_number] = picture
        self.endInsertRows()

    def remove(self, numbers: Iterable[int]) -> None:
        """Take pictures out of sight."""
        gone = set(numbers)
        rows = [row for row, each in enumerate(self._numbers) if each in gone]
        if len(rows) > FEW:
            self.show_numbers(array("q", (each for each in self._numbers if each not in gone)), self._stacked)
            return
        for row in reversed(rows):
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._numbers[row]
            self.endRemoveRows()

    def changed(self, numbers: Iterable[int]) -> None:
        """Read pictures again whose marks or files have changed."""
        seen = [number for number in numbers if number in self._rows]
        for number in seen:
            self._missing.discard(self._rows.pop(number).id)
        if len(seen) <= KEPT_IN_SIGHT:  # at once, so that nothing flickers
            self._rows.update((each.row_number, each) for each in self._library.pictures.by_row_numbers(seen))
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
            for each in self._library.pictures.by_row_numbers(self._numbers[start : start + PAGE]):
                self._rows[each.row_number] = each
            while len(self._rows) > KEPT_ROWS:
                self._rows.popitem(last=False)
        return self._rows.get(number)

    def pictures_in(self, rows: Iterable[int]) -> list[Picture]:
        """Return the pictures in rows, however many."""
        numbers = [self._numbers[row] for row in rows if 0 <= row < len(self._numbers)]
        return self._library.pictures.by_row_numbers(numbers)

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
            return self.tile(index.row())[0]
        words = elide(picture.request.prompt) or self.tr("A picture without a prompt")
        words = " – ".join(filter(None, (words, format_marks(picture.marks))))
        return tip(words) if role == Qt.ItemDataRole.ToolTipRole else words

    def tile(self, row: int) -> tuple[QPixmap | None, Picture | None, bool, bool]:
        """Return what is painted for a row: its tile, its picture, whether it is rejected, whether it is a stack.

        What is not in memory is asked for, and the row changes when it is there: painting reads nothing.
        """
        number = self._numbers[row]
        picture = self._rows.get(number)
        pixmap = None if picture is None else self._thumbnails.get(picture.id)
        if picture is None or (pixmap is None and picture.id not in self._missing):
            if number not in self._asked:
                self._to_ask[number] = None
                if not self._asking.isActive():
                    self._asking.start(0)
        elif pixmap is not None:
            self._thumbnails.move_to_end(picture.id)
        stacked = self._stacked and picture is not None and picture.stack is not None
        return pixmap, picture, number in self.rejected, stacked

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
                paths.append(create_share_copy(self._library.places, each))
        return paths

    # Thumbnails

    def _ask(self) -> None:
        """Let rows and tiles be loaded off this thread, a few in a task, what was painted last first."""
        wanted = list(self._to_ask)[-ASKED_FOR:]
        self._to_ask.clear()
        self._asked.update(dict.fromkeys(wanted))
        while len(self._asked) > ASKED_FOR:
            self._asked.popitem(last=False)
        for start in range(0, len(wanted), IN_A_TASK):
            part = wanted[start : start + IN_A_TASK]
            done = partial(self._loaded, part, self._side)
            self._background.run(partial(self._load, part, self._side), done, self._not_read, newest_first=True)

    def _load(self, numbers: Sequence[int], side: int) -> list[tuple[Picture, QImage | None]]:
        """Read pictures and make their tiles, those that were not scrolled away meanwhile."""
        wanted = [number for number in numbers if number in self._asked]
        if not wanted:
            return []
        with Library.open(self._library.places) as library:
            pictures = library.pictures.by_row_numbers(wanted)
        return [(each, _tile_of(self._library.places, each, side)) for each in pictures]

    def _loaded(self, numbers: Sequence[int], side: int, found: list[tuple[Picture, QImage | None]]) -> None:
        for number in numbers:
            self._asked.pop(number, None)
        for picture, image in found:
            self._rows.setdefault(picture.row_number, picture)
            if image is None:
                self._missing.add(picture.id)  # so that a file that is gone is not looked for at every paint
            elif side == self._side:
                self._keep(picture, QPixmap.fromImage(image))
        while len(self._rows) > KEPT_ROWS:
            self._rows.popitem(last=False)
        if found and self._numbers:
            self.dataChanged.emit(self.index(0), self.index(len(self._numbers) - 1), [Qt.ItemDataRole.DecorationRole])

    def _keep(self, picture: Picture, pixmap: QPixmap) -> None:
        old = self._thumbnails.pop(picture.id, None)
        self._thumbnails[picture.id] = pixmap
        self._pixels += pixmap.width() * pixmap.height() - (old.width() * old.height() if old is not None else 0)
        while self._pixels > KEPT_PIXELS:
            _id, oldest = self._thumbnails.popitem(last=False)
            self._pixels -= oldest.width() * oldest.height()

    def _not_read(self, _error: EaselError) -> None:
        """Leave the tiles empty: they are asked for again when they are painted next."""
        self._asked.clear()


def _tile_of(places: LibraryPaths, picture: Picture, side: int) -> QImage | None:
    """Return a picture's tile, or None if its file is missing or broken."""
    try:
        return _tile(load_thumbnail(places, picture, side), side)
    except (EaselError, OSError):
        return None


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


def load_thumbnail(places: LibraryPaths, picture: Picture, side: int) -> QImage:
    """Make or find a small copy and decode it. Off the window's thread: QImage allows it, QPixmap does not."""
    kept = thumbnails.thumbnail(places, picture)
    storage.check_regular(kept)
    reader = QImageReader(str(kept))
    size = reader.size()
    if min(size.width(), size.height()) > side:  # the JPEG decoder scales as it reads, and lets other threads run
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    if image.isNull():
        raise FileNotFoundError(picture.path.name)
    return image
