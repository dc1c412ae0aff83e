"""The bar below the picture: images to start from, the prompt, its chips, the estimated time and Generate."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from macapp.ui.form.cost_estimate import CostEstimate
from macapp.ui.form.prompt_field import PromptField
from macapp.ui.form.reference_field import ReferenceField
from macapp.ui.form.size_field import SizeField
from macapp.ui.form.source_well import SourceWell
from macapp.ui.widgets.chip_row import ChipRow
from macapp.ui.widgets.controls import Card, ChipButton, PrimaryButton
from macapp.ui.widgets.fields import integer_field
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.popover import Popover
from macapp.ui.widgets.text import elide, format_size
from macapp.ui.widgets.theme import GAP, MARGIN, mark_error, plain_text

MAX_PICTURES = 100
LEFT_OUT_CHARACTERS = 24  # of the negative prompt, on its chip


class PromptBar(Card):
    """Everything that most pictures need. The Tab key goes from the prompt to the chips, then to Generate."""

    history_requested = Signal()
    error_shown = Signal()

    def __init__(self, prompts: PromptField, size: SizeField, well: SourceWell, references: ReferenceField) -> None:
        super().__init__(is_field=True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)  # the chips take more rows where they have no room
        self.setSizePolicy(policy)
        self._prompts, self._size, self.well, self._references = prompts, size, well, references
        self._is_negative_open = False
        self.count = integer_field(1, MAX_PICTURES, self.tr("Number of images"))
        self.generate = PrimaryButton(self.tr("Generate"))
        self.generate.setDefault(True)
        self.generate.setMinimumHeight(32)
        self.cancel_editing = QPushButton(self.tr("Cancel Editing"))
        self.cancel_editing.hide()
        self._fault = plain_text(QLabel())
        self._fault.hide()
        self.size_chip = _chip(self.tr("Shape and size of the picture"))
        self.count_chip = _chip(self.tr("Number of images"))
        self.leave_out = _chip(self.tr("What to leave out (negative prompt)"))
        self.styles = _chip(self.tr("Styles"))
        self.styles.setText(self.tr("Styles"))
        self.styles.setPopupMode(ChipButton.ToolButtonPopupMode.InstantPopup)
        self.history = _chip(self.tr("Search earlier prompts (Option-Up browses them)"))
        self.history.setText(self.tr("History"))
        Popover(self.size_chip, size)
        Popover(self.count_chip, self.count)
        self._connect_chips()
        self._build_layout()
        self._update_negative()
        self._update_chips()

    @property
    def fault(self) -> str:
        """The error below the prompt; empty if there is none."""
        return self._fault.text() if not self._fault.isHidden() else ""

    def show_error(self, sentence: str) -> None:
        """Show an error below the prompt, until a field changes."""
        self._fault.setText(sentence)
        mark_error(self._fault)
        self._fault.show()
        self.error_shown.emit()

    def hide_error(self) -> None:
        """Remove the error below the prompt."""
        self._fault.hide()

    def add_price(self, price: CostEstimate) -> None:
        """Show the estimated time next to Generate, and why the pictures cannot be made above it."""
        self._lines.addWidget(price)
        self._actions.insertWidget(0, price.line)

    def offer_wells(self, are_offered: bool) -> None:
        """Light up the wells while an image is dragged over the window."""
        self.well.offer(are_offered)
        self._references.offer(are_offered)

    def show_negative_prompt(self, is_supported: bool) -> None:
        """Show the chip and the field of the negative prompt, or hide both."""
        self.leave_out.setVisible(is_supported)
        self._update_negative()

    def _connect_chips(self) -> None:
        self._size.changed.connect(self._update_chips)
        self.count.valueChanged.connect(self._update_chips)
        self._prompts.negative_prompt.textChanged.connect(self._on_negative_changed)
        self._prompts.prompt.textChanged.connect(self.hide_error)
        self.leave_out.clicked.connect(self._toggle_negative)
        self.history.clicked.connect(self.history_requested)

    def _toggle_negative(self) -> None:
        """Open the negative prompt to type in it; close it if it is empty."""
        self._is_negative_open = self._prompts.negative_prompt.isHidden()
        self._update_negative()
        field = self._prompts.negative_prompt
        (self._prompts.prompt if field.isHidden() else field).setFocus()

    def _on_negative_changed(self) -> None:
        self.hide_error()
        self._update_negative()
        self._update_chips()

    def _update_negative(self) -> None:
        """Show the negative prompt if the model supports one, and it has text or was opened."""
        field = self._prompts.negative_prompt
        is_wanted = self._is_negative_open or bool(field.toPlainText())
        field.setVisible(is_wanted and not self.leave_out.isHidden())

    def _update_chips(self) -> None:
        width, height = self._size.size_asked
        shape = "▭" if width > height else "▯" if width < height else "□"
        self.size_chip.setText(f"{shape} {format_size((width, height))}")
        self.count_chip.setText(f"× {self.count.value()}")
        negative = self._prompts.negative_prompt.toPlainText().strip()
        left_out = self.tr("Leave out: {0}").format(elide(negative, LEFT_OUT_CHARACTERS))
        self.leave_out.setText(left_out if negative else self.tr("Leave out…"))

    def _build_layout(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        actions = QWidget()
        self._actions = QHBoxLayout(actions)
        self._actions.setContentsMargins(0, 0, 0, 0)
        self._actions.setSpacing(GAP)
        self._actions.addWidget(self.cancel_editing)
        self._actions.addWidget(self.generate)
        chips = ChipRow(self.size_chip, self.count_chip, self.leave_out, self.styles, self.history)
        foot.addWidget(chips, 1)
        foot.addWidget(actions, 0, Qt.AlignmentFlag.AlignBottom)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(GAP // 2)
        self._lines.addWidget(self._prompts)
        self._lines.addWidget(self._references.words)
        self._lines.addWidget(self._fault)
        right = QVBoxLayout()
        right.setSpacing(GAP // 2)
        right.addLayout(self._lines)
        right.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.setSpacing(MARGIN)
        for well in (self.well, self._references):
            layout.addWidget(well, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(right, 1)
        order: list[QWidget] = [self.well, self._references, self._prompts.prompt, self._prompts.negative_prompt]
        order += [self.size_chip, self.count_chip, self.leave_out, self.styles, self.history]
        order += [self.cancel_editing, self.generate]
        for first, second in pairwise(order):
            self.setTabOrder(first, second)


def _chip(name: str) -> ChipButton:
    button = ChipButton("")
    button.setToolTip(tip(name))
    button.setAccessibleName(name)
    return button
