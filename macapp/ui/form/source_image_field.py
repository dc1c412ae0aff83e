"""The source image: thumbnail, strength, way to resize, mask, and a button to remove it."""

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from macapp.domain.request import MASK_PADDINGS, Request
from macapp.library import SourceImage, source_images
from macapp.system.paths import LibraryPaths
from macapp.ui.mask.canvas import MASK_OPACITY, to_red
from macapp.ui.widgets.fields import integer_field, labelled_field, remove_button, side_by_side
from macapp.ui.widgets.pixels import load_own_image
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.text import format_size
from macapp.ui.widgets.theme import plain_text, secondary_label
from macapp.ui.widgets.wheel import scroll_past
from macapp.workflow.request_builder import STRENGTH

THUMB = 72  # points
SLIDER_STEPS = 100  # the slider moves in hundredths
_NO_MASK = {"mask": None, "mask_only": False, "mask_padding": Request.mask_padding, "mask_feather": 0}


class SourceImageField(QWidget):
    """The source image of the next picture and its settings, or a button to choose one."""

    changed = Signal()
    browse_requested = Signal()
    mask_requested = Signal()
    change_began = Signal(str)
    """the user is about to remove the image or the mask: the name of that command, for Undo"""
    change_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: SourceImage | None = None
        self._mask: SourceImage | None = None
        self._feather = 0
        self._supports_masks = True
        self._steps = 1
        self._invite = QPushButton(self.tr("Drop an image, or choose…"))
        self._invite.clicked.connect(self.browse_requested)
        self._thumb = plain_text(QLabel())
        self._thumb.setFixedSize(THUMB, THUMB)
        self._thumb.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._thumb.setAccessibleName(self.tr("Source image"))
        self._slider = scroll_past(QSlider(Qt.Orientation.Horizontal))
        self._slider.setRange(1, SLIDER_STEPS)
        self._slider.setValue(round(STRENGTH * SLIDER_STEPS))
        self._slider.setAccessibleName(self.tr("Strength: how much of the source image may change"))
        self._slider.valueChanged.connect(self._show_strength)
        self._words = secondary_label(QLabel())
        self._remove = remove_button(self.tr("Remove source image"))
        self._remove.clicked.connect(self.remove)
        self._resize = scroll_past(QComboBox())
        self._resize.setAccessibleName(self.tr("How to fit the image to the size"))
        for name, words in (
            ("crop", self.tr("Crop")),
            ("fit", self.tr("Fit and extend")),
            ("fill", self.tr("Stretch")),
        ):
            self._resize.addItem(words, name)
        self._resize.currentIndexChanged.connect(self.changed)
        self.paint = QPushButton(self.tr("Paint Mask…"))
        self.paint.clicked.connect(self.mask_requested)
        self._remove_mask = remove_button(self.tr("Remove mask"))
        self._remove_mask.clicked.connect(self._remove_mask_by_hand)
        self.only = QCheckBox(self.tr("Draw only the masked part"))
        self.only.setToolTip(self.tr("Draws the masked part at full size and puts it back into the unchanged image"))
        self._padding = integer_field(MASK_PADDINGS[0], MASK_PADDINGS[-1], self.tr("Padding around the mask in pixels"))
        self._padding.setValue(Request.mask_padding)
        self._image_controls = self._build_image_controls()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._invite)
        layout.addWidget(self._image_controls)
        self._update()

    @property
    def image(self) -> SourceImage | None:
        """The source image; None if there is none."""
        return self._image

    @property
    def thumbnail(self) -> QPixmap:
        """The source image at the size of a thumbnail, with the masked part in red; null without an image."""
        return self._thumb.pixmap() if self._image is not None else QPixmap()

    @property
    def strength(self) -> float | None:
        """The share that may change, above 0 to 1; None without an image."""
        return None if self._image is None else self._slider.value() / SLIDER_STEPS

    @property
    def mask_image(self) -> SourceImage | None:
        """The mask; None if there is none."""
        return self._mask

    @property
    def feather(self) -> int:
        """The width of the soft edge of the mask in pixels."""
        return self._feather

    def values(self) -> dict[str, Any]:
        """Return the fields of a request for the image and the mask."""
        if self._image is None:
            return {"image": None, "strength": None, "resize": self._resize.currentData()} | _NO_MASK
        found = {"image": self._image.name, "strength": self.strength, "resize": self._resize.currentData()}
        if self._mask is None or not self._supports_masks:
            return found | _NO_MASK
        return found | {
            "mask": self._mask.name,
            "mask_only": self.only.isChecked(),
            "mask_padding": self._padding.value(),
            "mask_feather": self._feather,
        }

    def use(self, request: Request, places: LibraryPaths) -> None:
        """Show the images of a request, without missing ones."""
        self.clear()
        self._resize.setCurrentIndex(max(0, self._resize.findData(request.resize)))
        for name, show in ((request.image, self._use_image), (request.mask, self._use_mask)):
            if name is not None and (path := source_images.image_path(places, name)).exists():
                show(SourceImage(name, path, request.size), request)

    def _use_image(self, image: SourceImage, request: Request) -> None:
        self.set_image(image, request.strength)

    def _use_mask(self, mask: SourceImage, request: Request) -> None:
        if self._image is not None:
            self.set_mask(mask, request.mask_feather)
            self.only.setChecked(request.mask_only)
            self._padding.setValue(request.mask_padding)

    def set_mask(self, mask: SourceImage, feather: int) -> None:
        """Use a mask: only its white part may change."""
        if self._mask is None and self._slider.value() == round(STRENGTH * SLIDER_STEPS):
            self._slider.setValue(SLIDER_STEPS)  # the masked part is usually replaced completely
        self._mask, self._feather = mask, feather
        self._update()

    def clear_mask(self) -> None:
        """Remove the mask: all of the image may change."""
        self._mask = None
        self._update()

    def set_masks(self, is_supported: bool) -> None:
        """Show or hide the masks, by what the model supports."""
        self._supports_masks = is_supported
        self._update()

    def set_image(self, image: SourceImage, strength: float | None = None) -> None:
        """Use an image, with a strength unless it is None; a mask of another image is removed."""
        if self._image is not None and image.name != self._image.name:
            self._mask = None
        self._image = image
        self._thumb.setToolTip(tip(format_size(image.size)))
        if strength is not None:
            self._slider.setValue(round(strength * SLIDER_STEPS))
        self._update()

    @Slot()
    def remove(self) -> None:
        """Remove the image and its mask, as a command of the user that can be undone."""
        self.change_began.emit(self.tr("Remove Source Image"))
        self.clear()
        self.change_ended.emit()

    @Slot()
    def _remove_mask_by_hand(self) -> None:
        self.change_began.emit(self.tr("Remove Mask"))
        self.clear_mask()
        self.change_ended.emit()

    def clear(self) -> None:
        """Remove the image and its mask."""
        self._image = self._mask = None
        self._update()

    def set_steps(self, steps: int) -> None:
        """Show how many of `steps` steps the strength leaves."""
        self._steps = steps
        self._show_strength()

    def _build_image_controls(self) -> QWidget:
        ends = QHBoxLayout()
        for words, side in (
            (self.tr("closer to original"), Qt.AlignmentFlag.AlignLeft),
            (self.tr("more change"), Qt.AlignmentFlag.AlignRight),
        ):
            end = secondary_label(QLabel(words), smaller=0.85)
            end.setWordWrap(True)  # the inspector has no room for both in one line
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
        row.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignTop)
        masking = QHBoxLayout()
        masking.setSpacing(4)
        masking.addWidget(self.paint, 1)
        masking.addWidget(self._remove_mask)
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

    def _show_strength(self) -> None:
        strength = self._slider.value() / SLIDER_STEPS
        run = min(int(self._steps * strength), self._steps)
        self._words.setText(self.tr("{0}  ·  {1} of {2} steps").format(f"{strength:.2f}", run, self._steps))

    def _show_thumb(self) -> None:
        """Show the thumbnail with the masked part in red."""
        if self._image is None:
            return
        pixmap = QPixmap.fromImage(load_own_image(self._image.path))
        if self._mask is not None and self._supports_masks:
            painter = QPainter(pixmap)
            painter.setOpacity(MASK_OPACITY)
            painter.drawImage(pixmap.rect(), to_red(load_own_image(self._mask.path)))
            painter.end()
        pixmap = pixmap.scaled(
            QSize(THUMB, THUMB) * self.devicePixelRatioF(),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self._thumb.setPixmap(pixmap)

    def _update(self) -> None:
        self._show_thumb()
        self._invite.setVisible(self._image is None)
        self._image_controls.setVisible(self._image is not None)
        self.paint.setVisible(self._supports_masks)
        self.paint.setText(self.tr("Edit Mask…") if self._mask else self.tr("Paint Mask…"))
        masked = self._mask is not None and self._supports_masks
        self._remove_mask.setVisible(masked)
        self._masked.setVisible(masked)
        self._show_strength()
        self.changed.emit()
