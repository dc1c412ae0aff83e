"""The start time: from the start of the process to a window that takes keys, and of the command line.

Whole processes are timed, warm, on an empty library.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from statistics import median

from tests.benchmarks.rows import Row
from tests.benchmarks.timing import time_call

RUNS, BAR = 5, 0.5
_WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from macapp.app.application import Application, ApplicationController
from macapp.system.paths import LibraryPaths

application = Application(["easel"])
easel = ApplicationController(LibraryPaths.at(Path(sys.argv[1])))
easel.window.show()


def ready():
    assert easel.window.prompt_panel.prompt.isVisible() and "torch" not in sys.modules
    application.quit()


QTimer.singleShot(0, ready)  # runs once the first events, painting among them, are done
application.exec()
easel.close()
"""


def rows(_model: str) -> list[Row]:
    """Return the rows of both programs."""
    window = Row("the window is ready, from the start of the process", _time_program("-c", _WINDOW), "s", BAR, _MORE)
    listing = _time_program("-m", "macapp", "list", "--library")
    return [window, Row("`macapp list` on an empty library, from the start of the process", listing, "s", None, _MORE)]


_MORE = f"median of {RUNS}"


def _time_program(*code: str) -> float:
    """Return the seconds of a program, after one run for warm-up."""
    return median([_run_once(code) for _ in range(RUNS + 1)][1:])


def _run_once(code: Sequence[str]) -> float:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as for users: imported modules are compiled once
    with tempfile.TemporaryDirectory() as library:
        return time_call(lambda: subprocess.run([sys.executable, *code, library], check=True, env=environment))
