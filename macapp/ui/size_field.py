"""The size: shapes to choose from, exact sides to type, a swap, and a word at once when it cannot be made here."""

import math
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSpinBox, QToolButton, QVBoxLayout, QWidget

from macapp.checkpoints import Checkpoint
from macapp.hardware import Machine
from macapp.plan import SliceChoice, plan
from macapp.request import SIDE_STEP, SIDES
from macapp.sentences import bytes_shown
from macapp.ui.look import plain, quiet, warn
from macapp.ui.words import said, size_words

COARSE_STEP, COARSE_FROM = 64, 512  # pixels: models of 512 and more were trained on multiples of 64


@dataclass(frozen=True)
class Shape:
    """A proportion of width to height."""

    name: str
    width: int
    height: int


class SizeField(QWidget):
    """Width and height of the picture to make."""

    changed = Signal()

    def __init__(self, machine: Machine, slice_choice: SliceChoice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._machine = machine
        self._slice_choice: SliceChoice = slice_choice
        self._checkpoint: Checkpoint | None = None
        self._fitting: tuple[int, int] | None = None
        self._shapes = QComboBox()
        self._shapes.setAccessibleName(self.tr("Shape of the picture"))
        self._shapes.activated.connect(self._choose)
        self._width, self._height = self._side(self.tr("Width")), self._side(self.tr("Height"))
        self._swap = QToolButton()
        self._swap.setText("⇄")
        self._swap.setToolTip(self.tr("Swap width and height"))
        self._swap.setAccessibleName(self._swap.toolTip())
        self._swap.clicked.connect(self._swap_sides)
        self.needs = quiet(QLabel())
        self._refused = plain(QLabel())
        self._refused.hide()
        self._fit = QPushButton()
        self._fit.hide()
        self._fit.clicked.connect(self._take_fitting)
        self._lay_out()

    @property
    def size_asked(self) -> tuple[int, int]:
        """Width and height in pixels, always multiples of 8."""
        return self._width.value(), self._height.value()

    @property
    def refusal(self) -> str:
        """Why this size cannot be made here; empty if it can."""
        return self._refused.text() if not self._refused.isHidden() else ""

    def refusal_of(self, size: tuple[int, int]) -> str:
        """Return why a size that the picture is enlarged to on the way cannot be made here; empty if it can."""
        if self._checkpoint is None:
            return ""
        refused = plan(self._machine, self._checkpoint.architecture, size, self._slice_choice).refused
        return "" if refused is None else said(refused)

    def set_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Offer the shapes that suit a checkpoint; keep the size if it was typed, else take its own."""
        was_preset = self._checkpoint is None or self._shapes.currentData() is not None
        shape = self._shapes.currentIndex()
        self._checkpoint = checkpoint
        self._shapes.clear()
        for each in self._all_shapes():
            size = sized(each, checkpoint.architecture.native_size)
            self._shapes.addItem(f"{each.name}   {size_words(size)}", size)
        self._shapes.addItem(self.tr("Custom"), None)
        if was_preset:
            self.set_size(self._shapes.itemData(max(0, shape)) or checkpoint.size)
        else:
            self._show()

    def set_size(self, size: tuple[int, int]) -> None:
        """Show a size."""
        for side, value in zip((self._width, self._height), size, strict=True):
            side.blockSignals(True)
            side.setValue(value)
            side.blockSignals(False)
        self._show()

    def _all_shapes(self) -> list[Shape]:
        return [
            Shape(self.tr("Square"), 1, 1),
            Shape(self.tr("Portrait"), 3, 4),
            Shape(self.tr("Tall"), 9, 16),
            Shape(self.tr("Landscape"), 4, 3),
            Shape(self.tr("Wide"), 16, 9),
        ]

    def _side(self, name: str) -> QSpinBox:
        side = QSpinBox()
        side.setRange(SIDES[0], SIDES[-1])
        side.setSingleStep(SIDE_STEP)
        side.setKeyboardTracking(False)
        side.setAccessibleName(name)
        side.valueChanged.connect(self._sides_changed)
        return side

    def _lay_out(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(6)
        sides.addWidget(self._width, 1)
        sides.addWidget(self._swap)
        sides.addWidget(self._height, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._shapes)
        layout.addLayout(sides)
        layout.addWidget(self.needs)
        layout.addWidget(self._refused)
        layout.addWidget(self._fit)
        self.setTabOrder(self._shapes, self._width)
        self.setTabOrder(self._width, self._swap)
        self.setTabOrder(self._swap, self._height)

    def _choose(self, index: int) -> None:
        size = self._shapes.itemData(index)
        if size is not None:
            self.set_size(size)

    def _sides_changed(self) -> None:
        """A typed side that is no multiple of 8 becomes the nearest that is, where the user can see it."""
        width, height = (round(each / SIDE_STEP) * SIDE_STEP for each in self.size_asked)
        self.set_size((width, height))

    def _swap_sides(self) -> None:
        width, height = self.size_asked
        self.set_size((height, width))

    def _take_fitting(self) -> None:
        if self._fitting is not None:
            self.set_size(self._fitting)

    def _show(self) -> None:
        sizes = [self._shapes.itemData(index) for index in range(self._shapes.count())]
        if sizes:
            found = next((n for n, size in enumerate(sizes) if size and tuple(size) == self.size_asked), len(sizes) - 1)
            self._shapes.setCurrentIndex(found)
        self._judge()
        self.changed.emit()

    def _judge(self) -> None:
        if self._checkpoint is None:
            return
        made = plan(self._machine, self._checkpoint.architecture, self.size_asked, self._slice_choice)
        self._fitting = made.largest_size
        needed, available = bytes_shown(made.needed), bytes_shown(made.available)
        self.needs.setText(self.tr("Needs about {0} of memory, you have {1}").format(needed, available))
        self.needs.setVisible(made.refused is None)
        self._refused.setVisible(made.refused is not None)
        self._fit.setVisible(made.refused is not None and made.largest_size is not None)
        if made.refused is not None:
            self._refused.setText(said(made.refused))
            warn(self._refused)
        if made.largest_size is not None:
            self._fit.setText(self.tr("Use {0}").format(size_words(made.largest_size)))


def sized(shape: Shape, native: int) -> tuple[int, int]:
    """Return a size of this shape with about as many pixels as `native` squared, in the steps that suit it."""
    step = COARSE_STEP if native >= COARSE_FROM else SIDE_STEP
    width = native * math.sqrt(shape.width / shape.height)
    height = native * math.sqrt(shape.height / shape.width)
    return max(SIDES[0], round(width / step) * step), max(SIDES[0], round(height / step) * step)
