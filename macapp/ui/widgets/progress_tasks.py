"""Long tasks that the user started: name, progress, time left and a stop button, in the status bar."""

import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from macapp.domain.units import format_duration
from macapp.errors import EaselError
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.theme import secondary_label

OnProgress = Callable[[int, int], None]
KeepGoing = Callable[[], bool]
Work = Callable[[OnProgress, KeepGoing], Any]
UPDATES_PER_SECOND = 10


class ProgressTasks(QWidget):
    """Runs long tasks one after another, off the window's thread. Hidden while there are none."""

    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = TaskPool(self, threads=1)
        self._waiting = 0
        self._stopping = threading.Event()
        self._progress: tuple[str, int, int, float] = ("", 0, 0, 0.0)
        self._label = secondary_label(QLabel())
        self._label.setWordWrap(False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(120, 6)
        stop = QToolButton()
        stop.setText("✕")
        stop.setAutoRaise(True)
        stop.setToolTip(self.tr("Stop"))
        stop.setAccessibleName(self.tr("Stop this task"))
        stop.clicked.connect(self.stop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.addWidget(self._label)
        layout.addWidget(self._bar)
        layout.addWidget(stop)
        self._timer = QTimer(self)
        self._timer.setInterval(1000 // UPDATES_PER_SECOND)
        self._timer.timeout.connect(self._update_status)
        self.hide()

    @property
    def status_text(self) -> str:
        """The status text; empty while no task runs."""
        return self._label.text() if not self.isHidden() else ""

    def start(
        self, words: str, work: Work, done: Callable[[Any], object], failed: Callable[[EaselError], object]
    ) -> None:
        """Run `work(on_progress, keep_going)` after all earlier tasks, then call `done` with its result.

        `on_progress(done, total)` updates the bar. `keep_going()` returns False once the user has stopped the task.
        `failed` is called with the error of a task that raises.
        """
        if self._waiting == 0:
            self._progress = (words, 0, 0, time.monotonic())
        self._waiting += 1
        self._background.run(lambda: self._run(words, work), self._wrap_callback(done), self._wrap_callback(failed))
        self._timer.start()
        self.show()
        self._update_status()

    @Slot()
    def stop(self) -> None:
        """Ask the running task to end early; finished parts of it remain."""
        self._stopping.set()

    def shut_down(self) -> None:
        """Stop the running task and wait for it. Call this when the program quits."""
        self._stopping.set()
        self._timer.stop()
        self._background.close()

    def _run(self, words: str, work: Work) -> Any:
        self._stopping.clear()
        self._progress = (words, 0, 0, time.monotonic())

        def on_progress(done: int, total: int) -> None:
            self._progress = (words, done, total, self._progress[3])  # one assignment: the window's thread reads it

        return work(on_progress, lambda: not self._stopping.is_set())

    def _wrap_callback(self, callback: Callable[[Any], object]) -> Callable[[Any], None]:
        def call(result: Any) -> None:
            self._waiting -= 1
            if self._waiting == 0:
                self._timer.stop()
                self.hide()
            callback(result)
            self.finished.emit()

        return call

    def _update_status(self) -> None:
        words, done, total, began = self._progress
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if done and total:
            left = (time.monotonic() - began) / done * (total - done)
            words = self.tr("{0}: {1} of {2}, {3} left").format(words, done, total, format_duration(left))
        self._label.setText(words)
