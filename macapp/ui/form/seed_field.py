"""The seed: a new one for every picture, or a fixed one."""

from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from macapp.domain.request import random_seed
from macapp.errors import BadRequest
from macapp.ui.widgets.icons import Symbol, icon


class SeedField(QWidget):
    """A seed and whether it is kept. If it is not kept, the field shows the last one used."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLineEdit()
        self._text.setAccessibleName(self.tr("Seed"))
        self._text.setPlaceholderText(self.tr("Random"))
        self._text.setValidator(QRegularExpressionValidator(r"\d{0,19}", self))
        self._text.textEdited.connect(self._on_edited)
        self._dice = QToolButton()
        self._dice.setText("⚄")
        self._dice.setToolTip(self.tr("New random seed"))
        self._dice.setAccessibleName(self._dice.toolTip())
        self._dice.clicked.connect(self._randomize)
        self._keep = QToolButton()
        self._keep.setCheckable(True)
        self._keep.setAccessibleName(self.tr("Lock the seed"))
        self._keep.setToolTip(self.tr("Use this seed for every picture, to see the effect of other changes"))
        self._keep.toggled.connect(self._show_lock)
        self._show_lock(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._dice)
        layout.addWidget(self._keep)

    @property
    def kept(self) -> bool:
        """Whether the next picture uses the seed in the field."""
        return self._keep.isChecked()

    def seed(self) -> int:
        """Return the seed for the next picture, kept or random; raises `BadRequest` for a kept but empty one."""
        if not self.kept:
            return random_seed()
        if not self._text.text():
            raise BadRequest("not-whole", field="seed", value='""')
        return int(self._text.text())

    def show_seed(self, seed: int | None, keep: bool | None = None) -> None:
        """Show a seed, and set whether it is kept unless `keep` is None."""
        self._text.setText("" if seed is None else str(seed))
        if keep is not None:
            self._keep.setChecked(keep)

    def shown(self) -> int | None:
        """Return the number in the field; None if it is empty."""
        return int(self._text.text()) if self._text.text() else None

    def _show_lock(self, is_locked: bool) -> None:
        self._keep.setIcon(icon(Symbol.LOCK if is_locked else Symbol.UNLOCK))

    def _on_edited(self) -> None:
        self._keep.setChecked(bool(self._text.text()))

    def _randomize(self) -> None:
        self.show_seed(random_seed(), keep=True)
