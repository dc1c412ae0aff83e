"""The size: a list of shapes, fields for exact sides, and a button to swap them."""

import math
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QToolButton, QVBoxLayout, QWidget

from macapp.domain.request import SIDE_STEP, SIDES
from macapp.models import Checkpoint
from macapp.ui.widgets.text import format_size
from macapp.ui.widgets.wheel import scroll_past

COARSE_STEP, COARSE_FROM = 64, 512  # pixels: models of 512 and more are trained on multiples of 64


@dataclass(frozen=True)
class Shape:
    """A ratio of width to height."""

    name: str
    width: int
    height: int


class SizeField(QWidget):
    """Width and height of the next picture."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._checkpoint: Checkpoint | None = None
        self._shapes = scroll_past(QComboBox())
        self._shapes.setAccessibleName(self.tr("Shape of the picture"))
        self._shapes.activated.connect(self._use_shape)
        self.width_field = self._build_side_field(self.tr("Width"))
        self.height_field = self._build_side_field(self.tr("Height"))
        self.swap_button = QToolButton()
        self.swap_button.setText("⇄")
        self.swap_button.setToolTip(self.tr("Swap width and height"))
        self.swap_button.setAccessibleName(self.swap_button.toolTip())
        self.swap_button.clicked.connect(self._swap_sides)
        self._build_layout()

    @property
    def size_asked(self) -> tuple[int, int]:
        """Width and height in pixels, always multiples of 8."""
        return self.width_field.value(), self.height_field.value()

    def set_checkpoint(self, checkpoint: Checkpoint) -> None:
        """List the shapes for a checkpoint; keep a custom size, else use the same shape in its size."""
        was_preset = self._checkpoint is None or self._shapes.currentData() is not None
        shape = self._shapes.currentIndex()
        self._checkpoint = checkpoint
        self._shapes.clear()
        for proportion in self.shapes():
            size = fit_shape(proportion, checkpoint.architecture.native_size)
            self._shapes.addItem(f"{proportion.name}   {format_size(size)}", size)
        self._shapes.addItem(self.tr("Custom"), None)
        if was_preset:
            self.set_size(self._shapes.itemData(max(0, shape)) or checkpoint.size)
        else:
            self._show_shape()

    def set_size(self, size: tuple[int, int]) -> None:
        """Show a size in pixels."""
        for side, value in zip((self.width_field, self.height_field), size, strict=True):
            side.blockSignals(True)
            side.setValue(value)
            side.blockSignals(False)
        self._show_shape()

    def shapes(self) -> list[Shape]:
        """Return the shapes of the list."""
        return [
            Shape(self.tr("Square"), 1, 1),
            Shape(self.tr("Portrait"), 3, 4),
            Shape(self.tr("Tall"), 9, 16),
            Shape(self.tr("Landscape"), 4, 3),
            Shape(self.tr("Wide"), 16, 9),
        ]

    def _build_side_field(self, name: str) -> QSpinBox:
        side = scroll_past(QSpinBox())
        side.setRange(SIDES[0], SIDES[-1])
        side.setSingleStep(SIDE_STEP)
        side.setKeyboardTracking(False)
        side.setAccessibleName(name)
        side.valueChanged.connect(self._round_sides)
        return side

    def _build_layout(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(6)
        sides.addWidget(self.width_field, 1)
        sides.addWidget(self.swap_button)
        sides.addWidget(self.height_field, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._shapes)
        layout.addLayout(sides)
        self.setTabOrder(self._shapes, self.width_field)
        self.setTabOrder(self.width_field, self.swap_button)
        self.setTabOrder(self.swap_button, self.height_field)

    def _use_shape(self, index: int) -> None:
        size = self._shapes.itemData(index)
        if size is not None:
            self.set_size(size)

    def _round_sides(self) -> None:
        """Round a typed side to the nearest multiple of 8, in view of the user."""
        width, height = (round(side / SIDE_STEP) * SIDE_STEP for side in self.size_asked)
        self.set_size((width, height))

    def _swap_sides(self) -> None:
        width, height = self.size_asked
        self.set_size((height, width))

    def _show_shape(self) -> None:
        sizes = [self._shapes.itemData(index) for index in range(self._shapes.count())]
        if sizes:
            found = next((n for n, size in enumerate(sizes) if size and tuple(size) == self.size_asked), len(sizes) - 1)
            self._shapes.setCurrentIndex(found)
        self.changed.emit()


def fit_shape(shape: Shape, native: int) -> tuple[int, int]:
    """Return the size of a shape with about as many pixels as `native` squared, in multiples that suit the model."""
    step = COARSE_STEP if native >= COARSE_FROM else SIDE_STEP
    width = native * math.sqrt(shape.width / shape.height)
    height = native * math.sqrt(shape.height / shape.width)
    return max(SIDES[0], round(width / step) * step), max(SIDES[0], round(height / step) * step)
