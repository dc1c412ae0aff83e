"""What this Mac is, which rules apply and why: `macapp doctor` as a window."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from macapp import doctor
from macapp.ui.look import GAP, MARGIN, plain, quiet


class RulesWindow(QDialog):
    """Facts and rules, with a button to copy them for a report. It does not block the window."""

    def __init__(self, report: dict[str, Any], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About This Machine"))
        self._report = report
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP // 2)
        facts = [(self.tr("Chip"), report["chip"]), (self.tr("Memory"), report["ram"])]
        facts += [(self.tr("Runs on"), report["device"]), ("PyTorch", report["packages"]["torch"])]
        facts += [("macOS", report["macos"])] if report["macos"] else []
        facts += [(self.tr("Pictures"), report["pictures"]), (self.tr("Free"), report["free"])]
        for name, value in facts:
            self._add(grid, name, str(value))
        for rule in report["rules"]:
            self._add(grid, self.tr("Applies") if rule["fired"] else self.tr("Not needed"), rule["why"])
        copy = QPushButton(self.tr("Copy"))
        copy.clicked.connect(self.copy)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(MARGIN)
        layout.addLayout(grid)
        layout.addStretch()
        layout.addWidget(buttons)
        self.resize(520, 380)

    def copy(self) -> None:
        """Copy the report as text."""
        QGuiApplication.clipboard().setText(doctor.as_text(self._report))

    def _add(self, grid: QGridLayout, name: str, value: str) -> None:
        row = grid.rowCount()
        label = quiet(QLabel(name))
        label.setWordWrap(False)
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        text = plain(QLabel(value))
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(text, row, 1)
