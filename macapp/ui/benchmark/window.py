"""Measuring this machine: what it does, beside published figures and its own peak, and what has changed since."""

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
from macapp.ui.widgets.text import tr_message
from macapp.ui.widgets.theme import GAP, MARGIN, mark_error, plain_text, primary_button, secondary_label

PARTS = 1000


class BenchmarkWindow(QWidget):
    """Begins and ends a benchmark, and shows the runs that are kept."""

    closed = Signal()

    def __init__(self, library: Library, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Benchmark"))
        self._places = library.places
        self.benchmarking = BenchmarkProcess(library, self)
        self.runs = QComboBox()
        self.runs.setAccessibleName(self.tr("Runs that are kept"))
        self.quick = QCheckBox(self.tr("Quick"))
        self.quick.setToolTip(self.tr("Smaller and in fewer steps, scaled: minutes, not hours"))
        self.quick.setChecked(True)
        self.button = primary_button(QPushButton())
        self.copy_button = QPushButton(self.tr("Copy as Markdown"))
        self.bar = QProgressBar()
        self.bar.setRange(0, PARTS)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.told, self.changed_words, self.about = (
            plain_text(QLabel()),
            plain_text(QLabel()),
            secondary_label(QLabel()),
        )
        self.chart = BenchmarkChart()
        self._lay_out()
        self.button.clicked.connect(self.toggle)
        self.copy_button.clicked.connect(self.copy)
        self.runs.currentIndexChanged.connect(self._chosen)
        self.benchmarking.changed.connect(self._changed)
        self.benchmarking.progressed.connect(self._progressed)
        self.benchmarking.failed.connect(self._failed)
        QShortcut(QKeySequence("Ctrl+."), self, self.benchmarking.stop)
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        self._fill()
        self._changed()
        self.resize(880, 640)

    @property
    def run(self) -> BenchmarkRun | None:
        """The run that is shown: the one that runs, else the one that was chosen; None if nothing was measured yet."""
        running = self.benchmarking.run if self.benchmarking.is_running else None
        return running or self.runs.currentData()

    def toggle(self) -> None:
        """Begin, or end what runs; what was measured is kept."""
        if self.benchmarking.is_running:
            self.benchmarking.stop()
        else:
            self.benchmarking.start(self.quick.isChecked())

    def copy(self) -> None:
        """Copy the run that is shown as Markdown."""
        if self.run is not None:
            QGuiApplication.clipboard().setText(report.as_markdown(self.run, self._change(self.run)))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.benchmarking.stop()
        self.closed.emit()
        super().closeEvent(event)

    def _change(self, run: BenchmarkRun) -> RunComparison | None:
        before = previous_run(load_runs(self._places), run)
        return None if before is None else compare_runs(before, run)

    def _fill(self) -> None:
        """Offer the runs that are kept, the newest first."""
        self.runs.blockSignals(True)
        self.runs.clear()
        for each in reversed(load_runs(self._places)):
            kind = self.tr("quick") if replace(each.recipe, batches=QUICK.batches) == QUICK else self.tr("full")
            self.runs.addItem(f"{each.date[:16].replace('T', ' ')}, {each.device}, {kind}", each)
        self.runs.blockSignals(False)

    def _changed(self) -> None:
        running = self.benchmarking.is_running
        self.button.setText(self.tr("Stop") if running else self.tr("Measure"))
        self.quick.setEnabled(not running)
        self.runs.setEnabled(not running)
        self.bar.setVisible(running)
        if running:
            self.told.show()
        else:
            if self.bar.value():
                self._fill()
            self.bar.setValue(0)
            if self.told.text() and not self.told.property("fault"):
                self.told.hide()
        self._chosen()

    def _chosen(self) -> None:
        run = self.run
        self.chart.show_run(run)
        changed = None if run is None else self._change(run)
        self.changed_words.setText("" if changed is None else report.format_comparison(changed, tr_message))
        self.changed_words.setVisible(changed is not None)
        if changed is not None and changed.slower:
            mark_error(self.changed_words)
        else:
            self.changed_words.setPalette(self.palette())
        notes = [] if run is None else report.footnotes(run, None, tr_message)
        software = "" if run is None else ", ".join(f"{name} {version}" for name, version in run.software.items())
        empty = self.tr("Nothing was measured yet. The queue rests while it is, and goes on after.")
        self.about.setText(empty if run is None else "\n".join([f"{run.chip}, {run.device}, {software}", *notes]))
        self.copy_button.setEnabled(run is not None)
        self.runs.setVisible(self.runs.count() > 0)

    def _progressed(self, share: float, words: str) -> None:
        self.bar.setValue(max(1, round(share * PARTS)))
        self.told.setProperty("fault", False)
        self.told.setPalette(self.palette())
        self.told.setText(self.tr("{0}  ·  the queue rests meanwhile").format(words))

    def _failed(self, sentence: str) -> None:
        self.told.setProperty("fault", True)
        self.told.setText(sentence)
        mark_error(self.told)
        self.told.show()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.runs)
        head.addStretch()
        for each in (self.quick, self.copy_button, self.button):
            head.addWidget(each)
        scroll = QScrollArea()
        scroll.setWidget(self.chart)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(head)
        for each in (self.bar, self.told, self.changed_words, self.about):
            layout.addWidget(each)
        layout.addWidget(scroll, 1)
        self.told.hide()
