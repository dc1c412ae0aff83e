"""The source image: shown small, with how much of it may change, and a way to take it off."""

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from macapp.domain.request import MASK_PADDINGS, Request
from macapp.library import SourceImage, source_images
from macapp.system.paths import LibraryPaths
from macapp.ui.mask.canvas import OPACITY, red_of
from macapp.ui.widgets.fields import integer_field, labelled_field, remove_button, side_by_side
from macapp.ui.widgets.pixels import load_own_image
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.text import format_size
from macapp.ui.widgets.theme import plain_text, secondary_label
from macapp.workflow.request_builder import STRENGTH

THUMB = 72  # points
FINEST = 100  # the slider moves in hundredths
_NO_MASK = {"mask": None, "mask_only": False, "mask_padding": Request.mask_padding, "mask_feather": 0}


class SourceImageField(QWidget):
    """Holds the source image of the next picture, or invites one."""

    changed = Signal()
    browse_requested = Signal()
    mask_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: SourceImage | None = None
        self._mask: SourceImage | None = None
        self._feather = 0
        self._masks = True
        self._steps = 1
        self._invite = QPushButton(self.tr("Choose or drop a source image…"))
        self._invite.clicked.connect(self.browse_requested)
        self._thumb = plain_text(QLabel())
        self._thumb.setFixedSize(THUMB, THUMB)
        self._thumb.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._thumb.setAccessibleName(self.tr("Source image"))
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(1, FINEST)
        self._slider.setValue(round(STRENGTH * FINEST))
        self._slider.setAccessibleName(self.tr("Strength: how much of the source image may change"))
        self._slider.valueChanged.connect(self._moved)
        self._words = secondary_label(QLabel())
        self._off = remove_button(self.tr("Start without an image"))
        self._off.clicked.connect(self.clear)
        self._resize = QComboBox()
        self._resize.setAccessibleName(self.tr("How the image comes to the size"))
        for name, words in (
            ("crop", self.tr("Cut to the size")),
            ("fit", self.tr("Whole, edges drawn out")),
            ("fill", self.tr("Stretched to the size")),
        ):
            self._resize.addItem(words, name)
        self._resize.currentIndexChanged.connect(self.changed)
        self.paint = QPushButton(self.tr("Paint Mask…"))
        self.paint.clicked.connect(self.mask_requested)
        self._no_mask = remove_button(self.tr("Take the mask off"))
        self._no_mask.clicked.connect(self.clear_mask)
        self.only = QCheckBox(self.tr("Draw only the masked part"))
        self.only.setToolTip(self.tr("At the full size, then put back into the image as it is"))
        self._padding = integer_field(MASK_PADDINGS[0], MASK_PADDINGS[-1], self.tr("Padding round the mask in pixels"))
        self._padding.setValue(Request.mask_padding)
        self._holding = self._lay_out_holding()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._invite)
        layout.addWidget(self._holding)
        self._show()

    @property
    def image(self) -> SourceImage | None:
        """The source image, if there is one."""
        return self._image

    @property
    def strength(self) -> float | None:
        """How much may change, above 0 to 1; None without an image."""
        return None if self._image is None else self._slider.value() / FINEST

    @property
    def mask_image(self) -> SourceImage | None:
        """The mask, if there is one."""
        return self._mask

    @property
    def feather(self) -> int:
        """Over how many pixels the mask's edge fades."""
        return self._feather

    def values(self) -> dict[str, Any]:
        """Return the fields of a request that it holds."""
        if self._image is None:
            return {"image": None, "strength": None, "resize": self._resize.currentData()} | _NO_MASK
        found = {"image": self._image.name, "strength": self.strength, "resize": self._resize.currentData()}
        if self._mask is None or not self._masks:
            return found | _NO_MASK
        return found | {
            "mask": self._mask.name,
            "mask_only": self.only.isChecked(),
            "mask_padding": self._padding.value(),
            "mask_feather": self._feather,
        }

    def use(self, request: Request, places: LibraryPaths) -> None:
        """Show what a request says; an image that is gone is left out."""
        self.clear()
        self._resize.setCurrentIndex(max(0, self._resize.findData(request.resize)))
        for name, put in ((request.image, self._put_image), (request.mask, self._put_mask)):
            if name is not None and (path := source_images.path_of(places, name)).exists():
                put(SourceImage(name, path, request.size), request)

    def _put_image(self, image: SourceImage, request: Request) -> None:
        self.set_image(image, request.strength)

    def _put_mask(self, mask: SourceImage, request: Request) -> None:
        if self._image is not None:
            self.put_mask(mask, request.mask_feather)
            self.only.setChecked(request.mask_only)
            self._padding.setValue(request.mask_padding)

    def put_mask(self, mask: SourceImage, feather: int) -> None:
        """Let only what a mask leaves white change."""
        if self._mask is None and self._slider.value() == round(STRENGTH * FINEST):
            self._slider.setValue(FINEST)  # what is masked is to be something else, as a rule
        self._mask, self._feather = mask, feather
        self._show()

    def clear_mask(self) -> None:
        """Let all of the image change."""
        self._mask = None
        self._show()

    def set_masks(self, there: bool) -> None:
        """Offer masks, or not for a model that takes none."""
        self._masks = there
        self._show()

    def set_image(self, image: SourceImage, strength: float | None = None) -> None:
        """Start from an image, with a strength if one is given; a mask of another image goes with that."""
        if self._image is not None and image.name != self._image.name:
            self._mask = None
        self._image = image
        self._thumb.setToolTip(tip(format_size(image.size)))
        if strength is not None:
            self._slider.setValue(round(strength * FINEST))
        self._show()

    def clear(self) -> None:
        """Start without an image."""
        self._image = self._mask = None
        self._show()

    def set_steps(self, steps: int) -> None:
        """Say how many of `steps` steps will be run."""
        self._steps = steps
        self._moved()

    def _lay_out_holding(self) -> QWidget:
        ends = QHBoxLayout()
        for words, side in (
            (self.tr("keeps much"), Qt.AlignmentFlag.AlignLeft),
            (self.tr("changes much"), Qt.AlignmentFlag.AlignRight),
        ):
            end = secondary_label(QLabel(words), smaller=0.85)
            end.setWordWrap(False)
            end.setAlignment(side)
            ends.addWidget(end)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._slider)
        column.addLayout(ends)
        column.addWidget(self._words)
        column.addStretch()
        row = QHBoxLayout()
        row.addWidget(self._thumb)
        row.addLayout(column, 1)
        row.addWidget(self._off, 0, Qt.AlignmentFlag.AlignTop)
        masking = QHBoxLayout()
        masking.setSpacing(4)
        masking.addWidget(self.paint, 1)
        masking.addWidget(self._no_mask)
        self._masked = side_by_side(self.only, labelled_field(self.tr("Padding"), self._padding))
        holding = QWidget()
        whole = QVBoxLayout(holding)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addLayout(row)
        whole.addWidget(self._resize)
        whole.addLayout(masking)
        whole.addWidget(self._masked)
        return holding

    def _moved(self) -> None:
        strength = self._slider.value() / FINEST
        run = min(int(self._steps * strength), self._steps)
        self._words.setText(self.tr("{0}  ·  {1} of {2} steps").format(f"{strength:.2f}", run, self._steps))

    def _show_thumb(self) -> None:
        """Show the image small, what is masked in red."""
        if self._image is None:
            return
        pixmap = QPixmap.fromImage(load_own_image(self._image.path))
        if self._mask is not None and self._masks:
            painter = QPainter(pixmap)
            painter.setOpacity(OPACITY)
            painter.drawImage(pixmap.rect(), red_of(load_own_image(self._mask.path)))
            painter.end()
        pixmap = pixmap.scaled(
            QSize(THUMB, THUMB) * self.devicePixelRatioF(),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self._thumb.setPixmap(pixmap)

    def _show(self) -> None:
        self._show_thumb()
        self._invite.setVisible(self._image is None)
        self._holding.setVisible(self._image is not None)
        self.paint.setVisible(self._masks)
        self.paint.setText(self.tr("Change Mask…") if self._mask else self.tr("Paint Mask…"))
        masked = self._mask is not None and self._masks
        self._no_mask.setVisible(masked)
        self._masked.setVisible(masked)
        self._moved()
        self.changed.emit()
