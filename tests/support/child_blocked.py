"""The real program with an engine whose second step is a call into the C library that blocks for ten minutes.

usage: python -m tests.support.child_blocked LIBRARY HOW [WHERE]

`HOW` is `close` to close the window then, `holding` to hold the interpreter in the call, else `nothing`. `WHERE` is
`step` (the default), `load` (while a checkpoint is loaded for a job) or `prepare` (while one is loaded before a job
needs it). It prints `blocks` just before the engine blocks.
"""

import ctypes
import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QTimer

from macapp.app import application
from tests.support.fake_engine import ScriptedEngine

SECONDS = 600


class Blocked(ScriptedEngine):
    """An engine that blocks at the given place."""

    def __init__(self, where: str, holds: bool, blocks: threading.Event) -> None:
        super().__init__(at_step=lambda _request, step: self._block() if (where, step) == ("step", 1) else None)
        self._where, self._holds, self._blocks = where, holds, blocks

    def preload(self, model: str, on_load: Callable[[], None]) -> None:
        super().preload(model, on_load)
        if self._where == "prepare":
            self._block()

    def generate(self, resolved, images, on_load, on_step):
        if self._where == "load":
            on_load()
            self._block()
        return super().generate(resolved, images, on_load, on_step)

    def _block(self) -> None:
        sys.stdout.write("blocks\n")
        sys.stdout.flush()
        self._blocks.set()
        (ctypes.PyDLL if self._holds else ctypes.CDLL)(None).sleep(SECONDS)


def main(library: str, how: str, where: str = "step") -> int:
    blocks = threading.Event()

    class Closing(application.ApplicationController):
        """The program; the close button of its window is pressed once the engine blocks."""

        def start_background_work(self) -> None:
            super().start_background_work()
            self._timer = QTimer(self, interval=50)
            self._timer.timeout.connect(self._look)
            self._timer.start()

        def _look(self) -> None:
            if blocks.is_set() and how == "close":
                self._timer.stop()
                self.window.close()

    application.ApplicationController = Closing
    application.EngineOpener = lambda places, device: lambda: Blocked(where, how == "holding", blocks)  # type: ignore[assignment, misc]
    return application.main(["--library", library])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
