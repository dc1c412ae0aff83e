"""The family of a picture: what it was made from, what it led to, those alike but for the seed. Keys walk in it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QWidget

from macapp.domain.job import Picture
from macapp.errors import EaselError
from macapp.library import Library
from macapp.library.pictures import AT_ONCE
from macapp.system.paths import LibraryPaths
from macapp.ui.gallery.model import load_thumbnail
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import elide
from macapp.ui.widgets.theme import secondary_label

SIDE = 44  # points
SHOWN = 24  # of a kind


@dataclass(frozen=True)
class PictureFamily:
    """The relatives of a picture, those that are shown, with what is shown of them."""

    made_from: Picture | None = None
    led_to: Sequence[Picture] = ()
    alike: Sequence[Picture] = ()
    images: Mapping[str, QImage] = field(default_factory=dict)
    """by the id of a picture; those whose files are missing have none"""

    @property
    def members(self) -> list[Picture]:
        """All of them, in the order of the strip."""
        return [*([] if self.made_from is None else [self.made_from]), *self.led_to, *self.alike]


class RelatedPictures(QScrollArea):
    """A strip of small pictures; hidden when there are none. What it shows is looked up off the window's thread."""

    selected = Signal(Picture)
    shown = Signal()
    """the family of the picture that was asked for last is there"""

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
        """Show the family of a picture, as soon as it is found; the one before stays until then."""
        self._picture = picture
        side = round(SIDE * self.devicePixelRatioF())
        find = partial(_family, self._library.places, picture, side, self.family.images)
        self._background.run(find, partial(self._show, picture), self._missing, newest_first=True)

    def parent_picture(self) -> Picture | None:
        """Return where Alt-Up leads: what the picture was made from."""
        return None if self._picture is None else self._library.pictures.parent_of(self._picture)

    def child(self) -> Picture | None:
        """Return where Alt-Down leads: the first that was made from the picture."""
        return None if self._picture is None else next(iter(self._library.pictures.children_of(self._picture, 1)), None)

    def sibling(self, steps: int) -> Picture | None:
        """Return where Alt-Left and Alt-Right lead: the one before or after among those alike."""
        if self._picture is None:
            return None
        family = sorted([*_alike(self._library, self._picture), self._picture], key=lambda each: each.row_number)
        at = [each.id for each in family].index(self._picture.id) + steps
        return family[at] if 0 <= at < len(family) else None

    def _show(self, picture: Picture, family: PictureFamily) -> None:
        if self._picture is None or picture.id != self._picture.id:
            return  # another is looked at by now
        self.family = family
        strip = QWidget()
        row = QHBoxLayout(strip)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for words, pictures in (
            (self.tr("Made from"), [] if family.made_from is None else [family.made_from]),
            (self.tr("Led to"), family.led_to),
            (self.tr("Other seeds"), family.alike),
        ):
            if pictures:
                label = secondary_label(QLabel(words))
                label.setWordWrap(False)
                row.addWidget(label)
            for each in pictures:
                row.addWidget(self._button(each, family.images.get(each.id)))
        row.addStretch()
        self.setWidget(strip)
        self.setVisible(bool(family.members))
        self.shown.emit()

    def _button(self, picture: Picture, image: QImage | None) -> QToolButton:
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

    def _missing(self, _error: EaselError) -> None:
        """Leave the strip as it is: the library says elsewhere what is wrong with it."""


def _family(places: LibraryPaths, picture: Picture, side: int, known: Mapping[str, QImage]) -> PictureFamily:
    """Look a family up on a connection of this thread's own; images that are `known` are not read again."""
    with Library.open(places) as library:
        found = PictureFamily(
            library.pictures.parent_of(picture),
            library.pictures.children_of(picture, SHOWN),
            _alike(library, picture, SHOWN),
        )
    images = {}
    for each in found.members:
        with suppress(EaselError, OSError):
            images[each.id] = known.get(each.id) or load_thumbnail(places, each, side)
    return replace(found, images=images)


def _alike(library: Library, picture: Picture, limit: int = AT_ONCE) -> list[Picture]:
    return [] if picture.inferred_fields else library.pictures.seed_siblings(picture, limit)
