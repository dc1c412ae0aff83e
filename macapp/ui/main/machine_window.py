"""The window About This Machine: facts, the rules that apply and why, like `macapp doctor`."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from macapp.diagnostics import report
from macapp.ui.widgets.theme import GAP, MARGIN, plain_text, secondary_label


class MachineWindow(QDialog):
    """Shows the machine report, with a button to copy it. It is not modal."""

    def __init__(self, fields: dict[str, Any], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About This Machine"))
        self._report = fields
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP // 2)
        for name, value in self._facts(fields):
            if value not in (None, "", [], {}):
                self._add(grid, name, report.format_value(value))
        for rule in fields["rules"]:
            self._add(grid, self.tr("Applies") if rule["fired"] else self.tr("Not needed"), rule["why"])
        copy = QPushButton(self.tr("Copy"))
        copy.clicked.connect(self.copy)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(MARGIN)
        inside, scrolled = QWidget(), QScrollArea()
        scrolled.setAccessibleName(self.windowTitle())
        above = QVBoxLayout(inside)
        above.setContentsMargins(0, 0, MARGIN, 0)
        above.addLayout(grid)
        above.addStretch()
        scrolled.setWidget(inside)
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addWidget(scrolled)
        layout.addWidget(buttons)
        self.resize(600, 520)

    def _facts(self, fields: dict[str, Any]) -> list[tuple[str, Any]]:
        """Return the labels and values of the report, in their order on screen; unknown values are empty."""
        packages = {name: version for name, version in fields["packages"].items() if name != "torch"}
        return [
            (self.tr("Easel"), fields["easel"]),
            (self.tr("Chip"), fields["chip"]),
            (self.tr("GPU cores"), fields["gpu_cores"]),
            (self.tr("Memory"), fields["ram"]),
            (self.tr("Available to GPU"), fields["working_set"]),
            ("macOS", fields["macos"]),
            ("Python", f"{fields['python']}, {fields['arch']}"),
            (self.tr("Runs on"), fields["device"]),
            ("PyTorch", fields["packages"]["torch"]),
            (self.tr("Libraries"), packages),
            (self.tr("Launch"), fields["start"]),
            (self.tr("Pictures"), fields["pictures"]),
            (self.tr("Library"), fields["library"]),
            (self.tr("Free space"), fields["free"]),
            (self.tr("Models"), fields["models"]),
            (self.tr("Model"), fields.get("model_fault") or fields["model"]),
            (self.tr("Last crash"), fields["last_crash"]),
            (self.tr("Logs"), fields["logs"]),
            (self.tr("Environment"), fields["environment"]),
        ]

    def copy(self) -> None:
        """Copy the report to the clipboard as text."""
        QGuiApplication.clipboard().setText(report.format_report(self._report))

    def _add(self, grid: QGridLayout, name: str, value: str) -> None:
        row = grid.rowCount()
        label = secondary_label(QLabel(name))
        label.setWordWrap(False)
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        text = plain_text(QLabel(value))
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(text, row, 1)
