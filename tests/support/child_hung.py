"""A program whose GPU hangs in the second step; then the button in its window is pressed.

usage: python -m tests.support.child_hung LIBRARY      prints `hangs` when it hangs
"""

import sys
import threading
from pathlib import Path

from PySide6.QtCore import QTimer

from macapp.app.application import Application, ApplicationController
from macapp.app.single_instance import SingleInstance
from macapp.domain.request import Request
from macapp.system.paths import LibraryPaths
from tests.support.fake_engine import ScriptedEngine

JOB = Request(prompt="a heart", seed=1, width=64, height=64, steps=4, guidance_scale=4.0)


def main(folder: str) -> None:
    hangs = threading.Event()

    def at_step(_request: object, step: int) -> None:
        if step == 1:
            hangs.set()
            threading.Event().wait()

    places = LibraryPaths.at(Path(folder))
    application = Application(sys.argv[:1])
    with SingleInstance(places) as instance:
        assert instance.is_first
        easel = ApplicationController(places, lambda: ScriptedEngine(at_step=at_step), device="cpu")
        easel.window.show()
        easel.library.queue.add([JOB])
        easel.worker.wake()

        def look() -> None:
            if hangs.is_set():
                timer.stop()
                sys.stdout.write("hangs\n")
                sys.stdout.flush()
                easel.window.watch.hang_detected.emit(200.0)
                easel.window.banner.button.click()

        timer = QTimer(interval=50)
        timer.timeout.connect(look)
        timer.start()
        application.exec()


if __name__ == "__main__":
    main(sys.argv[1])
