"""Everything known about a picture, each with a button that copies it; what its file does not tell is said so."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from macapp.domain.job import Picture
from macapp.library.metadata.importers import Outcome, ReportLine
from macapp.ui.widgets.text import error_text, extra_settings, format_marks, format_size
from macapp.ui.widgets.theme import plain_text, secondary_label

HEIGHT = 220  # points at most: the picture comes first


class Details(QScrollArea):
    """A table of fields."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMaximumHeight(HEIGHT)
        self.rows: list[tuple[str, str]] = []
        """what is shown: names and values"""

    def show_picture(self, picture: Picture, report: list[ReportLine]) -> None:
        """Show a picture's settings, and of an imported one what became of each thing in its file."""
        self.rows = detail_rows(picture) + [(line.name, _line_words(line)) for line in report]
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
            label.setContentsMargins(0, 3, 4, 0)  # its smaller letters stand on the value's line
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
    """Copies one value."""

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
    """Return names and values of all that is known of a picture, for people."""

    def words(text: str) -> str:
        return QCoreApplication.translate("details", text)

    asked, made = picture.request, picture.made_with
    unknown = words("not known: its file does not say")
    if picture.newer:
        unknown = words("only a newer Easel knows")
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
        (words("Made"), picture.created.replace("T", " ").removesuffix("Z")[:19] + " UTC"),
        (words("Made with"), words("a newer Easel") if picture.newer else picture.source),
        (words("Marks"), format_marks(picture.marks) or "–"),
        (words("In collections"), ", ".join(picture.marks.collections) or "–"),
        (words("File"), str(picture.path)),
    ]
    if picture.doubt is not None:
        made = {**made, "doubt": error_text(picture.doubt)}
    return shown + [(name.replace("_", " "), str(value)) for name, value in made.items() if value is not None]


def _line_words(line: ReportLine) -> str:
    verdicts = {
        Outcome.UNDERSTOOD: QCoreApplication.translate("details", "understood"),
        Outcome.CHANGED: QCoreApplication.translate("details", "taken as {0}").format(line.used),
        Outcome.UNKNOWN: QCoreApplication.translate("details", "Easel has nothing of the kind"),
        Outcome.MISSING: QCoreApplication.translate("details", "this model is not installed"),
    }
    return f"{line.value}  –  {verdicts[line.verdict]}"
