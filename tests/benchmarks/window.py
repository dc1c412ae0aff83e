"""How soon the window is there: from starting the process to a window that takes keys, and the command line beside it.

Run as `python -m tests.benchmarks.window [--runs N]`. Whole processes are timed, warm, on an empty library.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from statistics import median

RUNS = 5
_WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from macapp.app import Application, Easel
from macapp.paths import Places

application = Application(["easel"])
easel = Easel(Places.under(Path(sys.argv[1])))
easel.window.show()


def ready():
    assert easel.window.prompt_panel.prompt.isVisible() and "torch" not in sys.modules
    application.quit()


QTimer.singleShot(0, ready)  # runs once the first events, painting among them, are done
application.exec()
easel.close()
"""


def measure(code: Sequence[str], runs: int) -> list[float]:
    """Return the seconds that each run of a command takes, after one that warms up."""
    seconds = []
    for _ in range(runs + 1):
        with tempfile.TemporaryDirectory() as library:
            began = time.perf_counter()
            subprocess.run(
                [sys.executable, *code, library], check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}
            )
            seconds.append(time.perf_counter() - began)
    return seconds[1:]


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.window", description=__doc__)
    parser.add_argument("model", nargs="?", help=argparse.SUPPRESS)
    parser.add_argument("--runs", type=int, default=RUNS)
    runs = parser.parse_args(arguments).runs
    print("window    figure                          median s  min s  max s  runs")
    for name, code in (
        ("window ready, process and all", ("-c", _WINDOW)),
        ("macapp list, empty library", ("-m", "macapp", "list", "--library")),
    ):
        seconds = measure(code, runs)
        print(f"          {name:31} {median(seconds):8.2f} {min(seconds):6.2f} {max(seconds):6.2f} {runs:5}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
