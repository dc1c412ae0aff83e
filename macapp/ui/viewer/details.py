"""Everything known about a picture, as text that can be selected: prompt, doubts, and a table of names and values."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import (
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextLength,
    QTextOption,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from macapp.domain.job import Picture
from macapp.library.metadata.importers import Outcome, ReportLine
from macapp.ui.widgets.text import error_text, extra_settings, format_marks, format_size
from macapp.ui.widgets.theme import GAP, TextStyle, frameless, scaled_font

NAMES_WIDTH = 100  # points: the column of the names


class Details(QTextEdit):
    """Read-only text: one stop for the Tab key, and the keys of a text field select and copy in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self.rows: list[tuple[str, str]] = []
        """the shown names and values"""
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(self.tr("Facts about the picture"))
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        frameless(self)

    def show_picture(self, picture: Picture, report: list[ReportLine]) -> None:
        """Show the facts about a picture, and for an imported one the import report."""
        self._picture = picture
        self.rows = detail_rows(picture) + [(line.name, _format_line(line)) for line in report]
        self._write(picture)

    def changeEvent(self, event: QEvent) -> None:
        """Write the text again in the colours of another appearance."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._picture is not None:
            self._write(self._picture)

    def _write(self, picture: Picture) -> None:
        self.clear()
        cursor = self.textCursor()
        (_prompt, prompt), *rest = self.rows
        cursor.insertText(prompt, self._format(QPalette.ColorRole.Text))
        for doubt in picture.doubts:
            cursor.insertBlock(_space_above(GAP // 2))
            cursor.insertText(error_text(doubt), self._format(QPalette.ColorRole.BrightText))
        cursor.insertBlock(_space_above(GAP))
        self._write_table(cursor.insertTable(len(rest), 2, _table_format()), rest)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _write_table(self, table: QTextTable, rows: list[tuple[str, str]]) -> None:
        names = self._format(QPalette.ColorRole.PlaceholderText, TextStyle.SECONDARY)
        values = self._format(QPalette.ColorRole.Text, TextStyle.SECONDARY)
        for at, row in enumerate(rows):
            for column, (words, style) in enumerate(zip(row, (names, values), strict=True)):
                table.cellAt(at, column).firstCursorPosition().insertText(words, style)

    def _format(self, role: QPalette.ColorRole, style: TextStyle = TextStyle.BODY) -> QTextCharFormat:
        text = QTextCharFormat()
        text.setFont(scaled_font(style, self.font()))
        text.setForeground(self.palette().color(role))
        return text


def _space_above(points: int) -> QTextBlockFormat:
    block = QTextBlockFormat()
    block.setTopMargin(points)
    return block


def _table_format() -> QTextTableFormat:
    table = QTextTableFormat()
    table.setBorder(0)
    table.setCellPadding(2)
    table.setCellSpacing(0)
    lengths: Any = [
        QTextLength(QTextLength.Type.FixedLength, NAMES_WIDTH),
        QTextLength(QTextLength.Type.PercentageLength, 100),
    ]
    table.setColumnWidthConstraints(lengths)
    table.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    return table


def detail_rows(picture: Picture) -> list[tuple[str, str]]:
    """Return the names and values of everything known about a picture."""

    def words(text: str) -> str:
        return QCoreApplication.translate("details", text)

    asked, made = picture.request, picture.made_with
    unknown = words("unknown: not in the file")
    if picture.newer:
        unknown = words("unknown: needs a newer Easel")
    size = (format_size(picture.size), "size")
    rows = [
        (words("Prompt"), asked.prompt or "–", "prompt"),
        (words("Negative prompt"), asked.negative_prompt or "–", ""),
        (words("Model"), Path(asked.model).name, "model"),
        (words("Size"), *size),
        (words("Steps"), str(asked.steps), "steps"),
        (words("Guidance"), f"{asked.guidance_scale:g}", "guidance_scale"),
        (words("Scheduler"), asked.scheduler, "scheduler"),
        (words("Seed"), str(asked.seed), "seed"),
    ]
    rows += [(name, value, "") for name, value in extra_settings(asked)]
    shown = [(name, unknown if field in picture.inferred_fields else value) for name, value, field in rows]
    shown += [
        (words("Created"), picture.created.replace("T", " ").removesuffix("Z")[:19] + " UTC"),
        (words("Made with"), words("a newer Easel") if picture.newer else picture.source),
        (words("Marks"), format_marks(picture.marks) or "–"),
        (words("Collections"), ", ".join(picture.marks.collections) or "–"),
        (words("File"), str(picture.path)),
    ]
    if picture.doubts:
        made = {**made, "doubt": " ".join(map(error_text, picture.doubts)), "unused": None}
    return shown + [(name.replace("_", " "), str(value)) for name, value in made.items() if value is not None]


def _format_line(line: ReportLine) -> str:
    verdicts = {
        Outcome.UNDERSTOOD: QCoreApplication.translate("details", "understood"),
        Outcome.CHANGED: QCoreApplication.translate("details", "used as {0}").format(line.used),
        Outcome.PART: QCoreApplication.translate("details", "used in part"),
        Outcome.UNKNOWN: QCoreApplication.translate("details", "not supported by Easel"),
        Outcome.MISSING: QCoreApplication.translate("details", "the model is not installed"),
    }
    return f"{line.value}  –  {verdicts[line.outcome]}"
