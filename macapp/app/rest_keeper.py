"""Lets the queue wait while the machine is on battery, saving, hot, or needed by day, if the user chose so (issue 21).

On the main thread. The running picture is finished. **Run Now** starts the waiting jobs until the situation has passed.
"""

from collections.abc import Callable
from datetime import datetime, time

from PySide6.QtCore import QObject, QTimer, Slot

from macapp.app.worker import Worker
from macapp.planning.rest import Rest, find_rest
from macapp.system.energy import Energy, read_energy
from macapp.ui.queue.panel import QueuePanel

CHECK_MS = 10_000  # plugging in a charger should be noticed soon, and reading the state takes milliseconds


def local_time() -> time:
    """Return the time of day where the user is."""
    return datetime.now().astimezone().time()


class RestKeeper(QObject):
    """Checks the situation now and then, and tells worker and queue panel about it."""

    def __init__(
        self,
        worker: Worker,
        panel: QueuePanel,
        read: Callable[[], Energy] = read_energy,
        clock: Callable[[], time] = local_time,
    ) -> None:
        super().__init__(panel)
        self._worker, self._panel, self._read, self._clock = worker, panel, read, clock
        self._overridden: Rest | None = None
        panel.rest.changed.connect(self.check)
        panel.run_now_requested.connect(self.run_now)
        timer = QTimer(self, interval=CHECK_MS)
        timer.timeout.connect(self.check)
        timer.start()
        self.check()

    @Slot()
    def check(self) -> None:
        """Let the queue wait or go on, by what the system says now."""
        chosen = self._panel.rest.chosen
        rest = find_rest(chosen, self._read(), self._clock()) if chosen else None
        if rest is not self._overridden:
            self._overridden = None
        waits = rest is not None and self._overridden is None
        self._worker.set_rest(waits)
        self._panel.show_rest(rest if waits else None)

    @Slot()
    def run_now(self) -> None:
        """Start the waiting jobs although the situation continues."""
        chosen = self._panel.rest.chosen
        self._overridden = find_rest(chosen, self._read(), self._clock())
        self.check()
