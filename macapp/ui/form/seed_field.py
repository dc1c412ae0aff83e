"""The seed: a new one for every picture, or one that is kept."""

from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QToolButton, QWidget

from macapp.domain.request import random_seed
from macapp.errors import BadRequest


class SeedField(QWidget):
    """A seed and whether it is kept. While it is not, the field shows the last one used."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLineEdit()
        self._text.setAccessibleName(self.tr("Seed"))
        self._text.setPlaceholderText(self.tr("Random"))
        self._text.setValidator(QRegularExpressionValidator(r"\d{0,19}", self))
        self._text.textEdited.connect(self._typed)
        self._dice = QToolButton()
        self._dice.setText("⚄")
        self._dice.setToolTip(self.tr("Another seed"))
        self._dice.setAccessibleName(self._dice.toolTip())
        self._dice.clicked.connect(self._throw)
        self._keep = QCheckBox(self.tr("Keep"))
        self._keep.setToolTip(self.tr("Use this seed for every picture, so that only what you change changes"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._dice)
        layout.addWidget(self._keep)

    @property
    def kept(self) -> bool:
        """Whether the seed shown is used for the next picture."""
        return self._keep.isChecked()

    def seed(self) -> int:
        """Return the seed for the next picture: the one kept, else a new one. Raises `BadRequest` if none is."""
        if not self.kept:
            return random_seed()
        if not self._text.text():
            raise BadRequest("not-whole", field="seed", value='""')
        return int(self._text.text())

    def show_seed(self, seed: int | None, keep: bool | None = None) -> None:
        """Show a seed, and whether it is kept if that is said."""
        self._text.setText("" if seed is None else str(seed))
        if keep is not None:
            self._keep.setChecked(keep)

    def shown(self) -> int | None:
        """Return the number in the field, if there is one."""
        return int(self._text.text()) if self._text.text() else None

    def _typed(self) -> None:
        self._keep.setChecked(bool(self._text.text()))

    def _throw(self) -> None:
        self.show_seed(random_seed(), keep=True)
