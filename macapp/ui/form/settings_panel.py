"""The tab "Settings" of the inspector: seed, source image, and the sections for everything else."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from macapp.ui.widgets.controls import ChipButton
from macapp.ui.widgets.fields import Section
from macapp.ui.widgets.theme import GAP, MARGIN


class SettingsPanel(QScrollArea):
    """A column of rows and sections that scrolls; it never widens."""

    def __init__(self, rows: list[QWidget], sections: list[Section]) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it scrolls to the field that has the focus
        self.presets = ChipButton(self.tr("Presets"))
        self.presets.setPopupMode(ChipButton.ToolButtonPopupMode.InstantPopup)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        column.setSpacing(GAP)
        for row in rows:
            column.addWidget(row)
        column.addLayout(self._build_sections(sections))
        column.addWidget(self.presets, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _build_sections(self, sections: list[Section]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        for section in sections:
            column.addWidget(section)
        return column
