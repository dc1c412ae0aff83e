"""Benchmark window: the speed of this machine, with published figures, its peak, and changes since the last run."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from macapp.benchmark import report
from macapp.benchmark.results import QUICK, BenchmarkRun, RunComparison, compare_runs, load_runs, previous_run
from macapp.library import Library
from macapp.ui.benchmark.chart import BenchmarkChart
from macapp.ui.benchmark.process import BenchmarkProcess
from macapp.ui.widgets.controls import PrimaryButton
from macapp.ui.widgets.text import tr_message
from macapp.ui.widgets.theme import GAP, MARGIN, mark_error, plain_text, secondary_label

PARTS = 1000  # steps of the progress bar


class BenchmarkWindow(QWidget):
    """Starts and stops a benchmark, and shows the saved runs."""

    closed = Signal()

    def __init__(self, library: Library, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Benchmark"))
        self._places = library.places
        self.process = BenchmarkProcess(library, self)
        self.runs = QComboBox()
        self.runs.setAccessibleName(self.tr("Saved runs"))
        self.quick = QCheckBox(self.tr("Quick"))
        self.quick.setToolTip(self.tr("Smaller pictures and fewer steps, scaled up: takes minutes instead of hours"))
        self.quick.setChecked(True)
        self.button = PrimaryButton()
        self.copy_button = QPushButton(self.tr("Copy as Markdown"))
        self.bar = QProgressBar()
        self.bar.setRange(0, PARTS)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.status, self.comparison, self.about = (
            plain_text(QLabel()),
            plain_text(QLabel()),
            secondary_label(QLabel()),
        )
        self.chart = BenchmarkChart()
        self._build_layout()
        self.button.clicked.connect(self.toggle)
        self.copy_button.clicked.connect(self.copy)
        self.runs.currentIndexChanged.connect(self._show_run)
        self.process.changed.connect(self._on_changed)
        self.process.progressed.connect(self._show_progress)
        self.process.failed.connect(self._show_failure)
        QShortcut(QKeySequence("Ctrl+."), self, self.process.stop)
        self._fill_runs()
        self._on_changed()
        self.resize(880, 640)

    @property
    def run(self) -> BenchmarkRun | None:
        """The shown run: the running benchmark, else the selected run; None if nothing has been measured yet."""
        running = self.process.run if self.process.is_running else None
        return running or self.runs.currentData()

    def toggle(self) -> None:
        """Start a benchmark, or stop the running one; rows that are already measured are kept."""
        if self.process.is_running:
            self.process.stop()
        else:
            self.process.start(self.quick.isChecked())

    def copy(self) -> None:
        """Copy the shown run as Markdown."""
        if self.run is not None:
            QGuiApplication.clipboard().setText(report.as_markdown(self.run, self._compare(self.run)))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.process.stop()
        self.closed.emit()
        super().closeEvent(event)

    def _compare(self, run: BenchmarkRun) -> RunComparison | None:
        before = previous_run(load_runs(self._places), run)
        return None if before is None else compare_runs(before, run)

    def _fill_runs(self) -> None:
        """List the saved runs, newest first."""
        self.runs.blockSignals(True)
        self.runs.clear()
        for run in reversed(load_runs(self._places)):
            kind = self.tr("quick") if replace(run.recipe, batches=QUICK.batches) == QUICK else self.tr("full")
            self.runs.addItem(f"{run.date[:16].replace('T', ' ')}, {run.device}, {kind}", run)
        self.runs.blockSignals(False)

    def _on_changed(self) -> None:
        running = self.process.is_running
        self.button.setText(self.tr("Stop") if running else self.tr("Measure"))
        self.quick.setEnabled(not running)
        self.runs.setEnabled(not running)
        self.bar.setVisible(running)
        if running:
            self.status.show()
        else:
            if self.bar.value():
                self._fill_runs()
            self.bar.setValue(0)
            if self.status.text() and not self.status.property("fault"):
                self.status.hide()
        self._show_run()

    def _show_run(self) -> None:
        run = self.run
        self.chart.show_run(run)
        comparison = None if run is None else self._compare(run)
        self.comparison.setText("" if comparison is None else report.format_comparison(comparison, tr_message))
        self.comparison.setVisible(comparison is not None)
        if comparison is not None and comparison.slower:
            mark_error(self.comparison)
        else:
            self.comparison.setPalette(self.palette())
        notes = [] if run is None else report.footnotes(run, None, tr_message)
        software = "" if run is None else ", ".join(f"{name} {version}" for name, version in run.software.items())
        empty = self.tr("There is no benchmark yet. The queue pauses during a benchmark and resumes afterwards.")
        self.about.setText(empty if run is None else "\n".join([f"{run.chip}, {run.device}, {software}", *notes]))
        self.copy_button.setEnabled(run is not None)
        self.runs.setVisible(self.runs.count() > 0)

    def _show_progress(self, share: float, words: str) -> None:
        self.bar.setValue(max(1, round(share * PARTS)))
        self.status.setProperty("fault", False)
        self.status.setPalette(self.palette())
        self.status.setText(self.tr("{0}  ·  the queue is paused").format(words))

    def _show_failure(self, sentence: str) -> None:
        self.status.setProperty("fault", True)
        self.status.setText(sentence)
        mark_error(self.status)
        self.status.show()

    def _build_layout(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.runs)
        head.addStretch()
        for widget in (self.quick, self.copy_button, self.button):
            head.addWidget(widget)
        scroll = QScrollArea()
        scroll.setAccessibleName(self.tr("Results"))
        scroll.setWidget(self.chart)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(head)
        for widget in (self.bar, self.status, self.comparison, self.about):
            layout.addWidget(widget)
        layout.addWidget(scroll, 1)
        self.status.hide()
