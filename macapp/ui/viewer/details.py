"""All known details of a picture, each with a copy button. Unknown values are marked as such."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from macapp.domain.job import Picture
from macapp.library.metadata.importers import Outcome, ReportLine
from macapp.ui.widgets.text import error_text, extra_settings, format_marks, format_size
from macapp.ui.widgets.theme import plain_text, secondary_label

MAX_HEIGHT = 220  # points, to leave room for the picture


class Details(QScrollArea):
    """A table of names and values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMaximumHeight(MAX_HEIGHT)
        self.rows: list[tuple[str, str]] = []
        """the shown names and values"""

    def show_picture(self, picture: Picture, report: list[ReportLine]) -> None:
        """Show the details of a picture, and for an imported one the import report."""
        self.rows = detail_rows(picture) + [(line.name, _format_line(line)) for line in report]
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        for at, (name, value) in enumerate(self.rows):
            label, shown = secondary_label(QLabel(name)), plain_text(QLabel(value))
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            label.setWordWrap(False)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setContentsMargins(0, 3, 4, 0)  # aligns the baseline of the smaller label with the value
            shown.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            shown.setContentsMargins(0, 2, 0, 0)
            grid.addWidget(label, at, 0)
            grid.addWidget(shown, at, 1)
            grid.addWidget(_CopyButton(name, value), at, 2, Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(table)
        column.addStretch()
        self.setWidget(holder)


class _CopyButton(QToolButton):
    """A button that copies one value."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__()
        self._value = value
        self.setText(self.tr("Copy"))
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        self.setFont(font)
        self.setAutoRaise(True)
        self.setAccessibleName(self.tr("Copy {0}").format(name))
        self.clicked.connect(self._copy)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._value)


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
