"""Bar chart of a benchmark: measured figures, with marks for the limit of the chip and for published figures."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPalette, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from macapp.benchmark import report
from macapp.benchmark.results import LATENCY, PUBLISHED_BY, SPEED, BenchmarkRun, Measurement, rows_in
from macapp.ui.widgets.text import error_text, tr_message

HEIGHT, BAR, GAP = 22, 10, 8  # points: a row, its bar, a gap
NAMES, FIGURES = 345, 64  # points: widths of the columns
MAX_PUBLISHED_RATIO = 5.0  # to the largest figure of this machine; a larger scale would make the bars too short


class BenchmarkChart(QWidget):
    """Two tables. Each row has a bar, or the reason why it was not measured."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: BenchmarkRun | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_run(self, run: BenchmarkRun | None) -> None:
        """Show a run; None clears the chart."""
        self._run = run
        self.setAccessibleDescription("" if run is None else report.as_text(run))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(620, sum(HEIGHT * (len(rows) + 2) for _, rows in self._tables()) or HEIGHT)

    def event(self, event: QEvent) -> bool:
        """Show a tool tip with the full reason of a skipped row, or the published figure."""
        if isinstance(event, QHelpEvent):
            row = self.row_at(event.pos().y())
            QToolTip.showText(event.globalPos(), self.tool_tip(row) if row else "", self)
            return True
        return super().event(event)

    def tool_tip(self, row: Measurement) -> str:
        if row.skipped is not None:
            return error_text(row.skipped)
        return "" if row.published is None else f"{PUBLISHED_BY[row.table]}: {report.format_figure(row.published)}"

    def row_at(self, height: int) -> Measurement | None:
        lines: list[Measurement | None] = []
        for _, rows in self._tables():
            lines += [None, *rows, None]
        return lines[height // HEIGHT] if 0 <= height // HEIGHT < len(lines) else None

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 0.0
        for table, rows in self._tables():
            top = self._paint_table(painter, table, rows, top)
        painter.end()

    def _tables(self) -> list[tuple[str, list[Measurement]]]:
        rows = () if self._run is None else self._run.rows
        return [(table, found) for table in (LATENCY, SPEED) if (found := rows_in(rows, table))]

    def _paint_table(self, painter: QPainter, table: str, rows: list[Measurement], top: float) -> float:
        unit = self.tr("seconds per picture") if table == LATENCY else self.tr("iterations per second")
        marks = self.tr("{0}   ▏limit of this chip   ◆ {1}").format(unit, PUBLISHED_BY[table])
        if any(_is_beyond_scale(row, compute_scale(self._run, rows, row.model)) for row in rows):
            marks += self.tr("   ▸ beyond the scale")
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        self._write(painter, QRectF(0, top, self.width(), HEIGHT), marks, QPalette.ColorRole.WindowText)
        font.setBold(False)
        painter.setFont(font)
        for number, row in enumerate(rows):
            self._paint_row(painter, row, top + HEIGHT * (number + 1), compute_scale(self._run, rows, row.model))
        return top + HEIGHT * (len(rows) + 2)

    def _paint_row(self, painter: QPainter, row: Measurement, top: float, scale: float) -> None:
        name = f"{row.model}  ·  {report.row_label(row, tr_message)}"
        elided = QFontMetrics(painter.font()).elidedText(name, Qt.TextElideMode.ElideRight, NAMES - GAP)
        self._write(painter, QRectF(0, top, NAMES, HEIGHT), elided, QPalette.ColorRole.WindowText)
        rest = QRectF(NAMES, top, self.width() - NAMES, HEIGHT)
        if row.skipped is not None:
            words = QFontMetrics(painter.font()).elidedText(
                error_text(row.skipped), Qt.TextElideMode.ElideRight, int(rest.width())
            )
            self._write(painter, rest, words, QPalette.ColorRole.PlaceholderText)
            return
        self._write(
            painter,
            rest,
            report.format_figure(row.figure, row.scale != 1),
            QPalette.ColorRole.WindowText,
        )
        left, width = NAMES + FIGURES, self.width() - NAMES - FIGURES - GAP
        middle = top + HEIGHT / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour(QPalette.ColorRole.Highlight))
        painter.drawRoundedRect(QRectF(left, middle - BAR / 2, max(2.0, width * row.figure / scale), BAR), 2, 2)
        painter.setBrush(self._colour(QPalette.ColorRole.WindowText))
        limit = row.limit(None if self._run is None else self._run.peak)
        if limit is not None and limit <= scale:
            painter.drawRect(QRectF(left + width * limit / scale - 1, middle - BAR / 2 - 3, 2, BAR + 6))
        if row.published is not None:
            self._paint_published(painter, left + width * min(1.0, row.published / scale), middle, scale, row)

    def _paint_published(self, painter: QPainter, at: float, middle: float, scale: float, row: Measurement) -> None:
        """Draw the mark of a published figure: a diamond, or an arrow if it is beyond the scale."""
        corners = [(at, middle - 4), (at + 4, middle), (at, middle + 4), (at - 4, middle)]
        if _is_beyond_scale(row, scale):
            corners = [(at + 2, middle - 4), (at + 7, middle), (at + 2, middle + 4)]
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))

    def _write(self, painter: QPainter, place: QRectF, words: str, role: QPalette.ColorRole) -> None:
        painter.setPen(self._colour(role))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        return self.palette().color(role)


def compute_scale(run: BenchmarkRun | None, rows: list[Measurement], model: str) -> float:
    """Return the figure at full width: the largest figure or mark in the rows of a model.

    Published figures above `MAX_PUBLISHED_RATIO` times the largest own figure do not count.
    """
    peak = None if run is None else run.peak
    measured = [row for row in rows if row.model == model and row.skipped is None]
    own = max((value for row in measured for value in (row.figure, row.limit(peak)) if value), default=1.0)
    published = [row.published for row in measured if row.published and row.published <= MAX_PUBLISHED_RATIO * own]
    return max([own, *published])


def _is_beyond_scale(row: Measurement, scale: float) -> bool:
    """Return whether the published figure of a row exceeds the scale of the chart."""
    return row.skipped is None and row.published is not None and row.published > scale
