"""What this Mac is, which rules apply and why: `macapp doctor` as a window."""

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
        for name, value in self._facts(report):
            if value not in (None, "", [], {}):
                self._add(grid, name, doctor.plain(value))
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
        inside, scrolled = QWidget(), QScrollArea()
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

    def _facts(self, report: dict[str, Any]) -> list[tuple[str, Any]]:
        """Return what is known, in the order in which it is asked for; empty is what is not known here."""
        packages = {name: version for name, version in report["packages"].items() if name != "torch"}
        return [
            (self.tr("Easel"), report["easel"]),
            (self.tr("Chip"), report["chip"]),
            (self.tr("GPU cores"), report["gpu_cores"]),
            (self.tr("Memory"), report["ram"]),
            (self.tr("For the GPU"), report["working_set"]),
            ("macOS", report["macos"]),
            ("Python", f"{report['python']}, {report['arch']}"),
            (self.tr("Runs on"), report["device"]),
            ("PyTorch", report["packages"]["torch"]),
            (self.tr("Libraries"), packages),
            (self.tr("This start"), report["start"]),
            (self.tr("Pictures"), report["pictures"]),
            (self.tr("Library"), report["library"]),
            (self.tr("Free"), report["free"]),
            (self.tr("Models"), report["models"]),
            (self.tr("Model"), report.get("model_fault") or report["model"]),
            (self.tr("Last crash"), report["last_crash"]),
            (self.tr("Logs"), report["logs"]),
            (self.tr("Set outside"), report["environment"]),
        ]

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
