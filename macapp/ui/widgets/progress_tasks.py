"""Long work that the user started: what it is, how far, how long still, a way to stop it. Sits in the status bar."""

import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from macapp.errors import EaselError
from macapp.messages import format_duration
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.theme import secondary_label

OnProgress = Callable[[int, int], None]
KeepGoing = Callable[[], bool]
Work = Callable[[OnProgress, KeepGoing], Any]
LOOKS_A_SECOND = 10


class ProgressTasks(QWidget):
    """Runs one long piece of work after another, off the window's thread; hidden while there is none."""

    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = TaskPool(self, threads=1)
        self._waiting = 0
        self._stopping = threading.Event()
        self._at: tuple[str, int, int, float] = ("", 0, 0, 0.0)
        self._label = secondary_label(QLabel())
        self._label.setWordWrap(False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(120, 6)
        stop = QToolButton()
        stop.setText("✕")
        stop.setAutoRaise(True)
        stop.setToolTip(self.tr("Stop"))
        stop.setAccessibleName(self.tr("Stop this work"))
        stop.clicked.connect(self.stop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.addWidget(self._label)
        layout.addWidget(self._bar)
        layout.addWidget(stop)
        self._timer = QTimer(self)
        self._timer.setInterval(1000 // LOOKS_A_SECOND)
        self._timer.timeout.connect(self._look)
        self.hide()

    @property
    def status_text(self) -> str:
        """What it says; empty while there is nothing to do."""
        return self._label.text() if not self.isHidden() else ""

    def start(
        self, words: str, work: Work, done: Callable[[Any], object], failed: Callable[[EaselError], object]
    ) -> None:
        """Run `work(on_progress, keep_going)` when what was started before is done, then `done` with its result."""
        if self._waiting == 0:
            self._at = (words, 0, 0, time.monotonic())
        self._waiting += 1
        self._background.run(lambda: self._run(words, work), self._then(done), self._then(failed))
        self._timer.start()
        self.show()
        self._look()

    @Slot()
    def stop(self) -> None:
        """Let the work end early; what it has done stays done."""
        self._stopping.set()

    def shut_down(self) -> None:
        """Stop and wait, as the program quits."""
        self._stopping.set()
        self._timer.stop()
        self._background.close()

    def _run(self, words: str, work: Work) -> Any:
        self._stopping.clear()
        self._at = (words, 0, 0, time.monotonic())

        def on_progress(done: int, of_all: int) -> None:
            self._at = (words, done, of_all, self._at[3])  # one assignment: the window's thread reads it

        return work(on_progress, lambda: not self._stopping.is_set())

    def _then(self, callback: Callable[[Any], object]) -> Callable[[Any], None]:
        def call(result: Any) -> None:
            self._waiting -= 1
            if self._waiting == 0:
                self._timer.stop()
                self.hide()
            callback(result)
            self.finished.emit()

        return call

    def _look(self) -> None:
        words, done, of_all, began = self._at
        self._bar.setRange(0, of_all)
        self._bar.setValue(done)
        if done and of_all:
            left = (time.monotonic() - began) / done * (of_all - done)
            words = self.tr("{0}: {1} of {2}, {3} left").format(words, done, of_all, format_duration(left))
        self._label.setText(words)
