"""Count the pictures of every place off the window's thread, and at most a few times a second. Window's thread."""

import time
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from macapp.errors import EaselError
from macapp.library import Library
from macapp.library.place_counts import CountedPlace, count_places
from macapp.system.paths import LibraryPaths
from macapp.ui.widgets.task_pool import TaskPool

SHORTEST_PAUSE = 0.4  # seconds from one count to the next
PAUSE_AFTER_FAILURE = 5.0  # seconds
PAUSE_PER_SECOND = 4.0  # of counting, so that it takes at most a fifth of a processor core


class PlaceCounter(QObject):
    """Counts again after each change; changes that come together are counted together."""

    counted = Signal(list)
    """every `CountedPlace`, in the order of the sidebar"""

    def __init__(self, places: LibraryPaths, background: TaskPool, parent: QObject) -> None:
        super().__init__(parent)
        self._places, self._background = places, background
        self._is_counting = self._is_due = False
        self._next = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._count)

    @Slot()
    def schedule(self) -> None:
        """Count soon: at once, unless the last count was a moment ago."""
        if self._is_counting:
            self._is_due = True
        elif not self._timer.isActive():
            self._timer.start(max(0, round((self._next - time.monotonic()) * 1000)))

    def _count(self) -> None:
        self._is_counting, self._is_due = True, False
        began = time.monotonic()
        self._background.run(partial(_count, self._places), partial(self._on_counted, began), self._on_failed)

    def _on_counted(self, began: float, counted: list[CountedPlace]) -> None:
        took = time.monotonic() - began
        self._finish(max(SHORTEST_PAUSE, took * PAUSE_PER_SECOND))
        self.counted.emit(counted)

    def _on_failed(self, _error: EaselError) -> None:
        """Keep the last counts, and try again in a while: the library may be busy, or its disk away."""
        self._is_due = True
        self._finish(PAUSE_AFTER_FAILURE)

    def _finish(self, pause: float) -> None:
        self._is_counting, self._next = False, time.monotonic() + pause
        if self._is_due:
            self.schedule()


def _count(places: LibraryPaths) -> list[CountedPlace]:
    with Library.open(places) as library:
        return count_places(library)
