"""A program whose GPU hangs in the second step; its window is then told to start again.

usage: python -m tests.hanging_child LIBRARY      prints `hangs` when it does
"""

import sys
import threading
from pathlib import Path

from PySide6.QtCore import QTimer

from macapp.app import Application, Easel
from macapp.paths import Places
from tests.requests_of_all_kinds import request
from tests.scripted_engine import ScriptedEngine


def main(folder: str) -> None:
    hangs = threading.Event()

    def at_step(_request: object, step: int) -> None:
        if step == 1:
            hangs.set()
            threading.Event().wait()

    application = Application(sys.argv[:1])
    easel = Easel(Places.under(Path(folder)), lambda: ScriptedEngine(at_step=at_step))
    easel.window.show()
    easel.library.queue.add([request("a heart", steps=4)])
    easel.worker.wake()

    def look() -> None:
        if hangs.is_set():
            timer.stop()
            sys.stdout.write("hangs\n")
            sys.stdout.flush()
            easel.window.relaunch_asked.emit()

    timer = QTimer(interval=50)
    timer.timeout.connect(look)
    timer.start()
    application.exec()


if __name__ == "__main__":
    main(sys.argv[1])
