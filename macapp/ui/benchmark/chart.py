"""The rows of a benchmark as bars: the figure, a mark for what the chip could do, one for the published figure."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPalette, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from macapp.benchmark import report
from macapp.benchmark.results import LATENCY, PUBLISHED_BY, SPEED, BenchmarkRun, Measurement, rows_in
from macapp.ui.widgets.text import error_text, tr_message

HEIGHT, BAR, GAP = 22, 10, 8  # points of a row and its bar, and between things
NAMES, FIGURES = 345, 64  # points of the columns
FAR = 5.0  # times as much as anything of this machine: it would make bars of it that nobody can see


class BenchmarkChart(QWidget):
    """Two tables, each row with its bar, or with the reason why it has none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: BenchmarkRun | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_run(self, run: BenchmarkRun | None) -> None:
        """Show a run, or nothing."""
        self._run = run
        self.setAccessibleDescription("" if run is None else report.as_text(run))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(620, sum(HEIGHT * (len(rows) + 2) for _, rows in self._tables()) or HEIGHT)

    def event(self, event: QEvent) -> bool:
        """Say the whole of a reason that has no room, or the published figure."""
        if isinstance(event, QHelpEvent):
            row = self._row_at(event.pos().y())
            QToolTip.showText(event.globalPos(), self._about(row) if row else "", self)
            return True
        return super().event(event)

    def _about(self, row: Measurement) -> str:
        if row.skipped is not None:
            return error_text(row.skipped)
        return "" if row.published is None else f"{PUBLISHED_BY[row.table]}: {report.format_figure(row.published)}"

    def _row_at(self, height: int) -> Measurement | None:
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
        unit = self.tr("seconds a picture") if table == LATENCY else self.tr("iterations a second")
        marks = self.tr("{0}   ▏this chip at most   ◆ {1}").format(unit, PUBLISHED_BY[table])
        if any(_is_beyond(each, _longest(self._run, rows, each.model)) for each in rows):
            marks += self.tr("   ▸ far beyond")
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        self._write(painter, QRectF(0, top, self.width(), HEIGHT), marks, QPalette.ColorRole.WindowText)
        font.setBold(False)
        painter.setFont(font)
        for number, row in enumerate(rows):
            self._paint_row(painter, row, top + HEIGHT * (number + 1), _longest(self._run, rows, row.model))
        return top + HEIGHT * (len(rows) + 2)

    def _paint_row(self, painter: QPainter, row: Measurement, top: float, longest: float) -> None:
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
        painter.drawRoundedRect(QRectF(left, middle - BAR / 2, max(2.0, width * row.figure / longest), BAR), 2, 2)
        painter.setBrush(self._colour(QPalette.ColorRole.WindowText))
        limit = row.limit(None if self._run is None else self._run.peak)
        if limit is not None and limit <= longest:
            painter.drawRect(QRectF(left + width * limit / longest - 1, middle - BAR / 2 - 3, 2, BAR + 6))
        if row.published is not None:
            self._paint_published(painter, left + width * min(1.0, row.published / longest), middle, longest, row)

    def _paint_published(self, painter: QPainter, at: float, middle: float, longest: float, row: Measurement) -> None:
        """Draw the mark of a published figure: a diamond, or an arrow to one that is far beyond."""
        corners = [(at, middle - 4), (at + 4, middle), (at, middle + 4), (at - 4, middle)]
        if _is_beyond(row, longest):
            corners = [(at + 2, middle - 4), (at + 7, middle), (at + 2, middle + 4)]
        painter.drawPolygon(QPolygonF([QPointF(*each) for each in corners]))

    def _write(self, painter: QPainter, place: QRectF, words: str, role: QPalette.ColorRole) -> None:
        painter.setPen(self._colour(role))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        return self.palette().color(role)


def _longest(run: BenchmarkRun | None, rows: list[Measurement], model: str) -> float:
    """Return what the whole width stands for: the largest figure or mark of a model's rows, those far beyond aside."""
    peak = None if run is None else run.peak
    found = [each for each in rows if each.model == model and each.skipped is None]
    own = max((value for each in found for value in (each.figure, each.limit(peak)) if value), default=1.0)
    published = [each.published for each in found if each.published and each.published <= FAR * own]
    return max([own, *published])


def _is_beyond(row: Measurement, longest: float) -> bool:
    """Return whether a published figure has no place on a width that stands for `longest`."""
    return row.skipped is None and row.published is not None and row.published > longest
