"""How pictures leave the library: format, with or without the prompt, names by pattern, a contact sheet."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QWidget

from macapp.library import export
from macapp.ui.widgets.theme import secondary_label


class ExportDialog(QDialog):
    """A sheet over the window."""

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export %Ln Pictures", "", count))
        self.format = QComboBox()
        for name, words in (("png", "PNG"), ("jpeg", "JPEG"), ("webp", "WebP")):
            self.format.addItem(words, name)
        self.with_prompt = QCheckBox(self.tr("With prompt and settings"))
        self.with_prompt.setChecked(True)
        self.with_prompt.toggled.connect(self._show_pattern)
        self.pattern = QLineEdit()
        self.sheet = QCheckBox(self.tr("Add a contact sheet"))
        hint = secondary_label(QLabel(self.tr("Without them, a file still says that it was made by AI.")))
        names = secondary_label(QLabel(" ".join(f"{{{name}}}" for name in export.NAMES)))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.tr("Choose Folder…"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow(self.tr("Format"), self.format)
        form.addRow("", self.with_prompt)
        form.addRow("", hint)
        form.addRow(self.tr("Names"), self.pattern)
        form.addRow("", names)
        form.addRow("", self.sheet)
        form.addRow(buttons)
        self._show_pattern()

    @property
    def with_sheet(self) -> bool:
        """Whether a contact sheet is wanted."""
        return self.sheet.isChecked()

    def how(self) -> export.Export:
        """Return what was chosen; raises `BadRequest` for a pattern that makes no name."""
        return export.Export(self.format.currentData(), self.with_prompt.isChecked(), self.pattern.text() or None)

    def _show_pattern(self) -> None:
        self.pattern.setText(export.PATTERN if self.with_prompt.isChecked() else export.PATTERN_WITHOUT)
