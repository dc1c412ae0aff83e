"""`macapp --smoke`: tests the packaged application end to end. On the main thread.

The real window makes one picture with the starter model through queue, worker and library, opens it from the gallery
and checks its colours. The window is on an offscreen display; with `--shown`, it is on the display of the user, in the
style of the system. `--screenshot FILE` keeps a picture of it at the end. It reads and writes nothing of the user: its
home is a temporary folder. Each finished stage is a line on standard output, which `packaging/bundle/smoke_run.py`
times.
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

from PySide6.QtCore import QBuffer, QEventLoop, QPoint, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from macapp import models
from macapp.app.application import Application, ApplicationController, parse_options
from macapp.console import print_error
from macapp.diagnostics.self_test import PROMPT, is_red
from macapp.domain.job import JobEvent
from macapp.errors import EaselError, InternalError, MachineError, as_easel_error
from macapp.system.paths import LibraryPaths

SEED = 7
STAGE_TIMEOUT_SECONDS = 120.0  # for each stage; on two cores all stages together take 3
WINDOW, PICTURE, GALLERY = (
    "The window is open.",
    "The picture is finished.",
    "The gallery shows the picture, and its heart is red.",
)
HOME_VARIABLES = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_PICTURES_DIR", "HF_HOME", "HF_HUB_CACHE")
"""The other environment variables that name folders of the user."""


def main(arguments: Sequence[str]) -> int:
    """Run the test; return 0, or print one sentence and return its exit code. `--library FOLDER` keeps the picture."""
    try:
        options = parse_options(arguments)
        if not options.shown:
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        with _temporary_home() as home:
            _run_stages(LibraryPaths.at(options.library or home / "library"), options.device, options.screenshot)
    except Exception as exception:  # noqa: BLE001  (every error is one sentence)
        return print_error(as_easel_error(exception))
    return 0


def _run_stages(places: LibraryPaths, device: str, screenshot: Path | None) -> None:
    """Make the first picture like a user; raises `EaselError` unless it shows a red heart.

    `screenshot` is where a picture of the window is written as PNG.
    """
    models.check_bundled_models()
    application = Application(sys.argv[:1])
    easel = ApplicationController(places, device=device)
    faults: list[EaselError] = []
    easel.worker.event_emitted.connect(partial(_note_fault, faults))
    sys.excepthook = partial(_note_uncaught, faults)
    wait = partial(_wait, application, faults)
    panel, pictures = easel.window.prompt_panel, easel.window.gallery.pictures
    try:
        easel.window.show()
        easel.start_background_work()
        wait(lambda: panel.prompt.isVisible() and panel.generate.isEnabled(), "the window")
        _report_stage(WINDOW)
        panel.prompt.setPlainText(PROMPT)
        panel.seed.show_seed(SEED, keep=True)
        easel.window.ordering.generate()
        if panel.fault:
            raise MachineError("smoke-refused", why=panel.fault.rstrip("."))
        wait(lambda: pictures.rowCount() == 1, "the picture")
        _report_stage(PICTURE)
        easel.window.views.toggle_picture_alone()
        wait(lambda: not easel.window.viewer.canvas.image().isNull(), "the picture in the gallery")
        _check_colours(easel.window.viewer.canvas.image())
        _report_stage(GALLERY)
        if screenshot is not None:
            screenshot.write_bytes(_picture_of(easel.window))
    finally:
        easel.close()
        sys.excepthook = sys.__excepthook__


def _picture_of(window: QWidget) -> bytes:
    """Return a window as PNG; it is drawn by its own style, which needs no permission to record the screen."""
    buffer = QBuffer()
    window.grab().save(buffer, "PNG")
    return bytes(buffer.data().data())


def _check_colours(image: QImage) -> None:
    """Raise `MachineError` unless the centre is red and the corner is light."""
    middle, corner = (_colour(image, point) for point in (image.rect().center(), image.rect().topLeft()))
    if not is_red(middle) or min(corner) < 200:
        raise MachineError("smoke-wrong-picture", middle=str(middle), corner=str(corner))


def _colour(image: QImage, at: QPoint) -> tuple[int, int, int]:
    colour = image.pixelColor(at)
    return colour.red(), colour.green(), colour.blue()


def _wait(application: Application, faults: list[EaselError], done: Callable[[], bool], what: str) -> None:
    """Process events until `done` is true; raises the first error that occurs, or `MachineError` after the timeout."""
    end = time.monotonic() + STAGE_TIMEOUT_SECONDS
    timer = QTimer(interval=10)
    timer.start()
    while not done():
        if faults:
            raise faults[0]
        if time.monotonic() > end:
            raise MachineError("smoke-late", what=what, seconds=STAGE_TIMEOUT_SECONDS)
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _note_fault(faults: list[EaselError], event: JobEvent) -> None:
    if event.reason is not None:
        faults.append(event.reason)


def _note_uncaught(
    faults: list[EaselError], _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    faults.append(as_easel_error(error) if isinstance(error, Exception) else InternalError(error))


def _report_stage(words: str) -> None:
    """Print a finished stage at once; a bundle opened from the Finder has no standard output."""
    if sys.stdout is not None:
        sys.stdout.write(f"{words}\n")
        sys.stdout.flush()


@contextmanager
def _temporary_home() -> Iterator[Path]:
    """Move all folders of the user into a temporary folder, which is deleted at the end."""
    before = {name: os.environ.get(name) for name in ("HOME", *HOME_VARIABLES)}
    with tempfile.TemporaryDirectory(prefix="easel-", ignore_cleanup_errors=True) as folder:
        for name in HOME_VARIABLES:
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
