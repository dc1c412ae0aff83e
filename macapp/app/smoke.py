"""`macapp --smoke`: the program tries itself as it is shipped, before anyone gets it. The main thread.

The real window, on a screen that nobody sees, draws one picture with the starter model through queue, worker and
library, opens it in the gallery and looks at its colours. Nothing of the user's is read or written: while it runs,
their home is a folder that is deleted again. On standard output it says how far it came, a line each; a program that
times it reads those.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtGui import QImage

from macapp import models
from macapp.app.application import Application, ApplicationController, parse_options
from macapp.console import print_error
from macapp.diagnostics.self_test import PROMPT, is_red
from macapp.domain.job import JobEvent
from macapp.errors import EaselError, InternalError, MachineError, as_easel_error
from macapp.system.paths import LibraryPaths

SEED = 7
PATIENCE = 120.0  # seconds for each of its steps; on two cores all of them take 3
WINDOW, PICTURE, GALLERY = (
    "The window is there.",
    "The picture is drawn.",
    "It is in the gallery, and its heart is red.",
)
HOMES = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_PICTURES_DIR", "HF_HOME", "HF_HUB_CACHE")
"""What else says where a user's files are."""


def main(arguments: Sequence[str]) -> int:
    """Try the program; return 0, or say in one sentence what is wrong. `--library FOLDER` keeps the picture there."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        options = parse_options(arguments)
        with _another_home() as home:
            _try_all(LibraryPaths.at(options.library or home / "library"), options.device)
    except Exception as exception:  # noqa: BLE001  (whatever it is, it is one sentence)
        return print_error(as_easel_error(exception))
    return 0


def _try_all(places: LibraryPaths, device: str) -> None:
    """Do what a user does first; raises `EaselError` where that does not end in a red heart."""
    models.check_bundled_models()
    application = Application(sys.argv[:1])
    easel = ApplicationController(places, device=device)
    faults: list[EaselError] = []
    easel.worker.event_emitted.connect(partial(_note_fault, faults))
    sys.excepthook = partial(_uncaught, faults)
    wait = partial(_wait, application, faults)
    panel, pictures = easel.window.prompt_panel, easel.window.gallery.pictures
    try:
        easel.window.show()
        easel.start_background_work()
        wait(lambda: panel.prompt.isVisible() and panel.generate.isEnabled(), "the window")
        _tell(WINDOW)
        panel.prompt.setPlainText(PROMPT)
        panel.seed.show_seed(SEED, keep=True)
        easel.window.ordering.generate()
        if panel.fault:
            raise MachineError("smoke-refused", why=panel.fault.rstrip("."))
        wait(lambda: pictures.rowCount() == 1, "the picture")
        _tell(PICTURE)
        easel.window.toggle_picture_focus()
        wait(lambda: not easel.window.viewer.canvas.image().isNull(), "the picture in the gallery")
        _check_colours(easel.window.viewer.canvas.image())
        _tell(GALLERY)
    finally:
        easel.close()
        sys.excepthook = sys.__excepthook__


def _check_colours(image: QImage) -> None:
    """Raise `MachineError` unless the middle is red and the corner is not."""
    middle, corner = (_colour(image, each) for each in (image.rect().center(), image.rect().topLeft()))
    if not is_red(middle) or min(corner) < 200:
        raise MachineError("smoke-wrong-picture", middle=str(middle), corner=str(corner))


def _colour(image: QImage, at: QPoint) -> tuple[int, int, int]:
    colour = image.pixelColor(at)
    return colour.red(), colour.green(), colour.blue()


def _wait(application: Application, faults: list[EaselError], done: Callable[[], bool], what: str) -> None:
    """Let the program run until something is done; raises what went wrong meanwhile, or `MachineError` when late."""
    end = time.monotonic() + PATIENCE
    beat = QTimer(interval=10)
    beat.start()
    while not done():
        if faults:
            raise faults[0]
        if time.monotonic() > end:
            raise MachineError("smoke-late", what=what, seconds=PATIENCE)
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _note_fault(faults: list[EaselError], event: JobEvent) -> None:
    if event.reason is not None:
        faults.append(event.reason)


def _uncaught(
    faults: list[EaselError], _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    faults.append(as_easel_error(error) if isinstance(error, Exception) else InternalError(error))


def _tell(words: str) -> None:
    """Say how far it came, at once; a bundle opened from the Finder has nowhere to say it."""
    if sys.stdout is not None:
        sys.stdout.write(f"{words}\n")
        sys.stdout.flush()


@contextmanager
def _another_home() -> Iterator[Path]:
    """Let everything that is kept for a user be kept in a folder that is deleted in the end."""
    before = {name: os.environ.get(name) for name in ("HOME", *HOMES)}
    with tempfile.TemporaryDirectory(prefix="easel-", ignore_cleanup_errors=True) as folder:
        for name in HOMES:
            os.environ.pop(name, None)
        os.environ["HOME"] = folder
        try:
            yield Path(folder)
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value
