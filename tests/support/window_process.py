"""The real program, from start to end, with an engine that follows a script; it prints what is visible.

usage: python -m tests.support.window_process [--early FILE]... [--late FILE]... ARGUMENTS...

`early` files are opened like from the Dock, with one event each, before there is a window; `late` files when the window
is open. It prints `shown` when the window is visible, then one line for each change of its banner, its source image or
the number of pictures in its gallery. A dialog about a failed start is printed too, and closed.
"""

import argparse
import sys
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QTimer, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QMessageBox

from macapp.app import application
from macapp.errors import EaselError
from macapp.ui.main import recovery
from tests.support.fake_engine import ScriptedEngine


class Watched(application.ApplicationController):
    """The program, which prints what is visible."""

    early: Sequence[str] = ()
    late: Sequence[str] = ()

    def __init__(self, *given, **named) -> None:
        hand_over(self.early)
        super().__init__(*given, **named)

    def start_background_work(self) -> None:
        super().start_background_work()
        tell("shown")
        self._seen: list[str] = []
        self._timer = QTimer(self, interval=20)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        hand_over(self.late)

    def _look(self) -> None:
        window = self.window
        image = window.prompt_panel.start_image.image
        now = [
            f"banner: {window.banner.text}",
            f"starts from: {image.size if image else ''}",
            f"pictures: {window.gallery.pictures.rowCount()}",
        ]
        for each in now:
            if each not in self._seen:
                tell(each)
        self._seen = now


def hand_over(files: Sequence[str]) -> None:
    application = QCoreApplication.instance()
    assert application is not None
    for each in files:
        QCoreApplication.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile(each)))


def read(error: EaselError) -> None:
    """Wait for the dialog, and read it as a user would."""

    def close() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        tell(f"dialog: {box.text()}")
        box.accept()

    QTimer.singleShot(100, close)
    recovery.show_fatal_error(error)


def tell(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for name in ("--early", "--late"):
        parser.add_argument(name, action="append", default=[])
    options, arguments = parser.parse_known_args()
    Watched.early, Watched.late = options.early, options.late
    application.ApplicationController, application.show_fatal_error = Watched, read
    application.EngineOpener = lambda places, device: ScriptedEngine  # type: ignore[assignment, misc]
    sys.exit(application.main(arguments))
