"""The family of a picture: what it was made from, what it led to, those alike but for the seed. Keys walk in it."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QWidget

from macapp.errors import EaselError
from macapp.jobs import Picture
from macapp.library import Library
from macapp.ui.background import Background
from macapp.ui.gallery_model import load_thumbnail
from macapp.ui.look import quiet
from macapp.ui.words import one_line

SIDE = 44  # points
SHOWN = 24  # of a kind


class Relatives(QScrollArea):
    """A strip of small pictures; hidden when there are none."""

    chosen = Signal(Picture)

    def __init__(self, library: Library, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._background = library, background
        self.made_from: Picture | None = None
        self.led_to: list[Picture] = []
        self.alike: list[Picture] = []
        self._picture: Picture | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(SIDE + 16)
        self.hide()

    def show_of(self, picture: Picture) -> None:
        """Show the family of a picture."""
        self._picture = picture
        self.made_from = self._library.pictures.made_from(picture)
        self.led_to = self._library.pictures.led_to(picture, SHOWN)
        self.alike = [] if picture.unknown else self._library.pictures.alike(picture, SHOWN)
        strip = QWidget()
        row = QHBoxLayout(strip)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        groups = (
            (self.tr("Made from"), [self.made_from] if self.made_from else []),
            (self.tr("Led to"), self.led_to),
            (self.tr("Other seeds"), self.alike),
        )
        for words, pictures in groups:
            if pictures:
                label = quiet(QLabel(words))
                label.setWordWrap(False)
                row.addWidget(label)
            for each in pictures:
                row.addWidget(self._button(each))
        row.addStretch()
        self.setWidget(strip)
        self.setVisible(any(pictures for _words, pictures in groups))

    def parent_picture(self) -> Picture | None:
        """Return where Alt-Up leads: what the picture was made from."""
        return self.made_from

    def child(self) -> Picture | None:
        """Return where Alt-Down leads: the first that was made from the picture."""
        return self.led_to[0] if self.led_to else None

    def sibling(self, steps: int) -> Picture | None:
        """Return where Alt-Left and Alt-Right lead: the one before or after among those alike."""
        if self._picture is None:
            return None
        family = sorted([*self.alike, self._picture], key=lambda each: each.number)
        at = [each.id for each in family].index(self._picture.id) + steps
        return family[at] if 0 <= at < len(family) else None

    def _button(self, picture: Picture) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIconSize(QSize(SIDE, SIDE))
        button.setFixedSize(SIDE + 6, SIDE + 6)
        button.setToolTip(one_line(picture.request.prompt))
        button.setAccessibleName(one_line(picture.request.prompt))
        button.clicked.connect(partial(self.chosen.emit, picture))
        side = round(SIDE * self.devicePixelRatioF())
        work = partial(load_thumbnail, self._library.places, picture, side)
        self._background.run(work, partial(self._loaded, button, picture), self._missing, newest_first=True)
        return button

    def _loaded(self, button: QToolButton, picture: Picture, image: QImage) -> None:
        if any(each is not None and each.id == picture.id for each in (self.made_from, *self.led_to, *self.alike)):
            try:
                button.setIcon(QIcon(QPixmap.fromImage(image)))
            except RuntimeError:  # another picture is looked at by now, and its strip has taken this one's place
                return

    def _missing(self, _error: EaselError) -> None:
        """Leave the button without an image."""
