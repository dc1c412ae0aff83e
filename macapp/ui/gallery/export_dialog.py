"""Dialog with the export options: format, with or without prompt, pattern for file names, contact sheet."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QWidget

from macapp.library import export
from macapp.ui.widgets.theme import secondary_label


class ExportDialog(QDialog):
    """Export options for a number of pictures."""

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export %Ln Pictures", "", count))
        self.format = QComboBox()
        for name, words in (("png", "PNG"), ("jpeg", "JPEG"), ("webp", "WebP")):
            self.format.addItem(words, name)
        self.with_prompt = QCheckBox(self.tr("Include prompt and settings"))
        self.with_prompt.setChecked(True)
        self.with_prompt.toggled.connect(self._show_pattern)
        self.pattern = QLineEdit()
        self.sheet = QCheckBox(self.tr("Add a contact sheet"))
        hint = secondary_label(QLabel(self.tr("Without them, a file still records that it was made by AI.")))
        names = secondary_label(QLabel(" ".join(f"{{{name}}}" for name in export.PATTERN_NAMES)))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.tr("Choose Folder…"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.addRow(self.tr("Format"), self.format)
        form.addRow("", self.with_prompt)
        form.addRow("", hint)
        form.addRow(self.tr("File names"), self.pattern)
        form.addRow("", names)
        form.addRow("", self.sheet)
        form.addRow(buttons)
        self._show_pattern()

    @property
    def with_sheet(self) -> bool:
        """Whether to add a contact sheet."""
        return self.sheet.isChecked()

    def options(self) -> export.Export:
        """Return the chosen options; raises `BadRequest` for an invalid file name pattern."""
        return export.Export(self.format.currentData(), self.with_prompt.isChecked(), self.pattern.text() or None)

    def _show_pattern(self) -> None:
        self.pattern.setText(export.PATTERN if self.with_prompt.isChecked() else export.PATTERN_WITHOUT_PROMPT)
