"""The related pictures of a picture: its source, the pictures made from it, and those that differ only in the seed."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from operator import attrgetter

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from macapp.domain.job import Picture
from macapp.errors import EaselError
from macapp.library import Library
from macapp.library.pictures import SQL_BATCH
from macapp.system.paths import LibraryPaths
from macapp.ui.gallery.model import load_thumbnail
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import elide
from macapp.ui.widgets.theme import frameless, section_heading

SIDE, SPACING = 42, 4  # points: five in a row of the inspector
MAX_ROWS = 2  # of thumbnails; more scroll
MAX_SHOWN = 24  # pictures of each relation


@dataclass(frozen=True)
class PictureFamily:
    """The related pictures that are shown, with their thumbnails."""

    parent: Picture | None = None
    children: Sequence[Picture] = ()
    siblings: Sequence[Picture] = ()
    """pictures that differ only in the seed"""
    images: Mapping[str, QImage] = field(default_factory=dict)
    """thumbnails by picture id; pictures without a file have none"""

    @property
    def members(self) -> list[Picture]:
        """All related pictures, in the order in which they are shown."""
        return [*([] if self.parent is None else [self.parent]), *self.children, *self.siblings]


class RelatedPictures(QWidget):
    """Thumbnails under a heading for each relation, loaded off the window's thread; hidden while there are none."""

    selected = Signal(Picture)
    shown = Signal()
    """the related pictures of the last requested picture are shown"""

    def __init__(self, library: Library, background: TaskPool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._background = library, background
        self.family = PictureFamily()
        self._picture: Picture | None = None
        self._strips = {name: _Strip(name) for name in (self.tr("Source"), self.tr("Derived"), self.tr("Other seeds"))}
        self._headings = {name: section_heading(name) for name in self._strips}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for name, strip in self._strips.items():
            strip.selected.connect(self.selected)
            column.addWidget(self._headings[name])
            column.addWidget(strip)
        self.hide()

    def set_picture(self, picture: Picture) -> None:
        """Set the picture whose relatives the commands go to. `load` shows them."""
        self._picture = picture

    def load(self) -> None:
        """Load and show the relatives of the picture. The previous ones stay until then."""
        if self._picture is not None:
            side = round(SIDE * self.devicePixelRatioF())
            find = partial(_load_family, self._library.places, self._picture, side, self.family.images)
            self._background.run(find, partial(self._show, self._picture), self._on_load_failed, newest_first=True)

    def parent_picture(self) -> Picture | None:
        """Return the picture that the current one was made from, for Option-Up."""
        return None if self._picture is None else self._library.pictures.parent_of(self._picture)

    def child(self) -> Picture | None:
        """Return the first picture that was made from the current one, for Option-Down."""
        return None if self._picture is None else next(iter(self._library.pictures.children_of(self._picture, 1)), None)

    def sibling(self, steps: int) -> Picture | None:
        """Return the picture `steps` after the current one among those that differ only in the seed."""
        if self._picture is None:
            return None
        siblings = sorted([*_find_siblings(self._library, self._picture), self._picture], key=attrgetter("row_number"))
        at = [picture.id for picture in siblings].index(self._picture.id) + steps
        return siblings[at] if 0 <= at < len(siblings) else None

    def _show(self, picture: Picture, family: PictureFamily) -> None:
        if self._picture is None or picture.id != self._picture.id:
            return  # the viewer shows another picture now
        self.family = family
        parents = [] if family.parent is None else [family.parent]
        for (name, strip), members in zip(
            self._strips.items(), (parents, family.children, family.siblings), strict=True
        ):
            strip.show_pictures(members, family.images)
            strip.setVisible(bool(members))
            self._headings[name].setVisible(bool(members))
        self.setVisible(bool(family.members))
        self.shown.emit()

    def _on_load_failed(self, _error: EaselError) -> None:
        """Leave what is shown: other parts of the window report errors of the library."""


class _Strip(QListWidget):
    """The thumbnails of one relation, in rows: one stop for the Tab key, and arrow keys and Return choose."""

    selected = Signal(Picture)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(SIDE, SIDE))
        self.setGridSize(QSize(SIDE + SPACING, SIDE + SPACING))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)
        frameless(self)

    def show_pictures(self, pictures: Sequence[Picture], images: Mapping[str, QImage]) -> None:
        """Show pictures in place of those before; one without an image has an empty square."""
        self.clear()
        for picture in pictures:
            image = images.get(picture.id)
            item = QListWidgetItem(QIcon() if image is None else QIcon(QPixmap.fromImage(image)), "", self)
            item.setData(Qt.ItemDataRole.UserRole, picture)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, elide(picture.request.prompt))
            item.setToolTip(tip(elide(picture.request.prompt)))
        self._fit_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def _fit_height(self) -> None:
        """Take the height of the rows, at most `MAX_ROWS`."""
        pitch = SIDE + SPACING
        rows = -(-self.count() // max(1, self.viewport().width() // pitch))
        self.setFixedHeight(pitch * min(max(rows, 1), MAX_ROWS))

    def _choose(self, item: QListWidgetItem) -> None:
        self.selected.emit(item.data(Qt.ItemDataRole.UserRole))


def _load_family(places: LibraryPaths, picture: Picture, side: int, known: Mapping[str, QImage]) -> PictureFamily:
    """Find related pictures on a connection of this thread, and load the thumbnails that are not in `known`."""
    with Library.open(places) as library:
        family = PictureFamily(
            library.pictures.parent_of(picture),
            library.pictures.children_of(picture, MAX_SHOWN),
            _find_siblings(library, picture, MAX_SHOWN),
        )
    images = {}
    for member in family.members:
        with suppress(EaselError, OSError):
            images[member.id] = known.get(member.id) or load_thumbnail(places, member, side)
    return replace(family, images=images)


def _find_siblings(library: Library, picture: Picture, limit: int = SQL_BATCH) -> list[Picture]:
    return [] if picture.inferred_fields else library.pictures.seed_siblings(picture, limit)
