"""The related pictures of a picture: its source, the pictures made from it, and those that differ only in the seed."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from operator import attrgetter

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QWidget

from macapp.domain.job import Picture
from macapp.errors import EaselError
from macapp.library import Library
from macapp.library.pictures import SQL_BATCH
from macapp.system.paths import LibraryPaths
from macapp.ui.gallery.model import load_thumbnail
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import elide
from macapp.ui.widgets.theme import secondary_label

SIDE = 44  # points
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
        """All related pictures, in the order of the strip."""
        return [*([] if self.parent is None else [self.parent]), *self.children, *self.siblings]


class RelatedPictures(QScrollArea):
    """A strip of thumbnails, loaded off the window's thread; hidden while there are none."""

    selected = Signal(Picture)
    shown = Signal()
    """the strip shows the related pictures of the last requested picture"""

    def __init__(self, library: Library, background: TaskPool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._background = library, background
        self.family = PictureFamily()
        self._picture: Picture | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(SIDE + 16)
        self.hide()

    def show_for(self, picture: Picture) -> None:
        """Load and show the related pictures of `picture`. The previous ones stay until then."""
        self._picture = picture
        side = round(SIDE * self.devicePixelRatioF())
        find = partial(_load_family, self._library.places, picture, side, self.family.images)
        self._background.run(find, partial(self._show, picture), self._on_load_failed, newest_first=True)

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
        strip = QWidget()
        row = QHBoxLayout(strip)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for words, members in (
            (self.tr("Source"), [] if family.parent is None else [family.parent]),
            (self.tr("Derived"), family.children),
            (self.tr("Other seeds"), family.siblings),
        ):
            if members:
                label = secondary_label(QLabel(words))
                label.setWordWrap(False)
                row.addWidget(label)
            for member in members:
                row.addWidget(self._build_button(member, family.images.get(member.id)))
        row.addStretch()
        self.setWidget(strip)
        self.setVisible(bool(family.members))
        self.shown.emit()

    def _build_button(self, picture: Picture, image: QImage | None) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIconSize(QSize(SIDE, SIDE))
        button.setFixedSize(SIDE + 6, SIDE + 6)
        button.setToolTip(tip(elide(picture.request.prompt)))
        button.setAccessibleName(elide(picture.request.prompt))
        button.clicked.connect(partial(self.selected.emit, picture))
        if image is not None:
            button.setIcon(QIcon(QPixmap.fromImage(image)))
        return button

    def _on_load_failed(self, _error: EaselError) -> None:
        """Leave the strip unchanged: other parts of the window report errors of the library."""


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
