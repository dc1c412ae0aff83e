"""The window program: makes the library, the worker and the window, and connects them. The main thread.

torch is not imported here: the worker's thread does that, while the window is already usable.
"""

import argparse
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType

import psutil
from PySide6.QtCore import QEvent, QObject, QProcess, QTimer
from PySide6.QtGui import QFileOpenEvent, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from macapp import PRODUCT, __version__, settings
from macapp.app.single_instance import SingleInstance
from macapp.app.worker import Worker
from macapp.console import ArgumentParser, print_error
from macapp.diagnostics.launch import detect_launch, launch_problem
from macapp.errors import BadRequest, EaselError, InternalError, MachineError, as_easel_error
from macapp.library import Library
from macapp.system import logs, storage
from macapp.system.machine import DEVICES, detect_machine
from macapp.system.paths import AFTER, SMOKE, LibraryPaths, at_home, is_frozen, resources_dir, self_command
from macapp.system.shutdown import Guard
from macapp.ui.main.recovery import REPAIRABLE_CODES, RecoveryDialog, show_fatal_error
from macapp.ui.main.window import MainWindow
from macapp.ui.widgets.text import error_text
from macapp.workflow.runner import ImageEngine

ENDING_SECONDS = 20
ENGINE_SECONDS = 3.0  # for an engine that is in the middle of a step when the program quits; all is to end within 5
SAVING_SECONDS = 20.0  # for a picture that is finished and being saved then
PREPARED_AFTER_MILLISECONDS = 500  # from when the window is shown: it is painted and can be typed in by then
FILE_OPEN_GROUPING_MS = 50  # in which files that were dropped on the Dock at once have all come
BUSY_TIMEOUT_S = 0.25  # seconds that the window's thread waits for another program to let go of the index
_log = logging.getLogger(__name__)


def main(arguments: Sequence[str]) -> int:
    """Open the window and stay until it is closed; return the exit code."""
    try:
        options = parse_options(arguments)
    except BadRequest as error:
        return print_error(error)
    _wait_for_the_end_of(options.after)
    places = LibraryPaths.at(options.library) if options.library else LibraryPaths.default()
    _go_home()
    application = Application(sys.argv[:1])
    with SingleInstance(places) as instance:
        try:
            if not instance.is_first:
                instance.send_files(options.files)
                return 0
            easel = open_or_repair(places, options.device)
        except Exception as exception:  # noqa: BLE001  (there may be no terminal: whatever it is, it is one sentence)
            error = as_easel_error(exception)
            if isinstance(error, InternalError):
                _log.exception("it could not start")
            show_fatal_error(error)
            return print_error(error)
        if easel is None:
            return 0
        instance.activation_requested.connect(easel.window.activate)
        return _run(application, easel, options.files)


def _wait_for_the_end_of(process: int | None) -> None:
    """Wait until another process of ours has ended, which is about to."""
    with suppress(psutil.Error):
        if process is not None:
            psutil.Process(process).wait(ENDING_SECONDS)


def _go_home() -> None:
    """Leave the folder that a bundle is started in: it may lie on a disk that is to be ejected, or be the root."""
    if is_frozen():
        with suppress(OSError, RuntimeError):
            os.chdir(Path.home())


def open_or_repair(places: LibraryPaths, device: str = "auto") -> "ApplicationController | None":
    """Open the library; one whose index is damaged is repaired as the user chooses. None if they would rather quit."""
    try:
        if places.damage_marker.exists():  # found while the last window was open
            raise MachineError("library-damaged", path=str(places.database))
        return ApplicationController(places, device=device)
    except MachineError as fault:
        if fault.code not in REPAIRABLE_CODES:
            raise
        recovery = RecoveryDialog(fault, places)
    recovery.exec()
    if not recovery.repair():
        return None
    storage.delete(places.damage_marker)
    return ApplicationController(places, device=device)


def _run(application: "Application", easel: "ApplicationController", given: Sequence[Path]) -> int:
    """Show the window and stay until it is closed."""
    application.opened.give_to(easel.window.open_files)
    easel.guard = Guard(easel.places.cut_short)
    beat = QTimer(interval=200)  # lets Python see signals while Qt waits for events
    beat.timeout.connect(application.quit_if_signalled)
    beat.start()
    easel.window.show()
    if given:
        easel.window.open_files(list(given))
    easel.start_background_work()
    sys.excepthook = partial(report_uncaught, easel.window)
    try:
        return application.exec()
    finally:
        if not easel.close():
            _end_without_the_engine()


def _end_without_the_engine() -> None:
    """End the process, though the worker's thread is in a call that does not return: nothing can end that thread.

    All that is to last is on the disk by now.
    """
    logging.shutdown()
    os._exit(0)


def report_uncaught(
    window: MainWindow, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Say what went wrong in answer to a click or a key, in a sentence in the window; the log has the rest.

    Qt calls what Python calls for an exception that nobody caught. A database that is busy, a disk that is full, a
    mistake of ours: the window stays as it is, and nothing that was typed is lost.
    """
    if issubclass(kind, KeyboardInterrupt):
        window.close()
        return
    named = as_easel_error(error)
    if isinstance(named, InternalError):
        _log.error("nobody caught this", exc_info=(kind, error, trace))
    window.banner.show_message(error_text(named))


class Application(QApplication):
    """Qt's application, with the Mac's way of being handed files: dropped on the Dock, or opened from the Finder."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.setApplicationName(PRODUCT)
        self.setApplicationDisplayName(PRODUCT)
        self.setApplicationVersion(__version__)
        if not (sys.platform == "darwin" and is_frozen()):  # there the bundle has its icon in every size
            self.setWindowIcon(QIcon(str(resources_dir() / "icon.png")))
        self._told_to_end = False
        self.opened = FileOpenQueue()
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, self._end)

    def quit_if_signalled(self) -> None:
        """Quit if a signal came, also one that came before there was an event loop to end."""
        if self._told_to_end:
            self.exit()  # `quit` would first close the windows, which may wait for work; the engine ends before that

    def _end(self, *_signal: object) -> None:
        self._told_to_end = True

    def event(self, event: QEvent) -> bool:
        return self.opened.take(event) or super().event(event)


class FileOpenQueue:
    """Files that the Finder or the Dock hands over.

    Each comes in an event of its own: those that come together are given together, as several are imported and one is
    started from. Those that come before there is a window wait for it.
    """

    def __init__(self) -> None:
        self._waiting: list[Path] = []
        self._window: Callable[[list[Path]], object] | None = None

    def take(self, event: QEvent) -> bool:
        """Take the file of an event; False if it has none."""
        if not isinstance(event, QFileOpenEvent) or not event.file():
            return False
        self._waiting.append(Path(event.file()))
        QTimer.singleShot(FILE_OPEN_GROUPING_MS, self._give)
        return True

    def give_to(self, window: Callable[[list[Path]], object]) -> None:
        """Give files to a window from now on, first those that wait."""
        self._window = window
        self._give()

    def _give(self) -> None:
        if self._window is not None and self._waiting:
            waiting, self._waiting = self._waiting, []
            self._window(waiting)


class ApplicationController(QObject):
    """The program without its event loop: one library, one worker, one window."""

    def __init__(
        self, places: LibraryPaths, open_engine: Callable[[], ImageEngine] | None = None, device: str = "auto"
    ) -> None:
        """`device` is what was forced for this start; "auto" leaves it to the settings."""
        super().__init__()
        logs.configure(places)
        self.places, self._device = places, device
        self.guard: Guard | None = None
        chosen = settings.load(places)
        self.library = Library.open(places, BUSY_TIMEOUT_S)
        self._died = logs.previous_crash(places)
        self._last_words = logs.install_crash_handler(places)
        self.worker = Worker(places, open_engine or EngineOpener(places, device), self)
        machine = detect_machine() if device == "auto" else replace(detect_machine(), device=device)
        self.window = MainWindow(self.library, machine, chosen)
        self.worker.event_emitted.connect(self.window.on_event)
        self.window.work_added.connect(self.worker.wake)
        self.window.resume_requested.connect(self._resume)
        self.window.relaunch_requested.connect(self._relaunch)
        self.window.pause_requested.connect(self._pause)
        self.window.cancel_requested.connect(self.worker.cancel)
        self.window.closing.connect(self.worker.stop)
        self.worker.start()

    def start_background_work(self) -> None:
        """Do what a start brings with it, off the window's thread: a daily backup, marks not yet written, new files."""
        self.window.upkeep.report_launch(launch_problem(detect_launch(detect_machine())), self._died)
        self.window.upkeep.run_startup_tasks()
        QTimer.singleShot(PREPARED_AFTER_MILLISECONDS, self, self._prepare)

    def close(self) -> bool:
        """Stop within one step; what was being made waits for the next start.

        Returns whether the worker's thread has ended. An engine may not end its step, as one whose GPU hangs: then the
        process has to end without it.
        """
        ended = self.worker.shut_down(ENGINE_SECONDS)
        if self.guard is not None:
            self.guard.dismiss()
        if not ended and self.worker.saves:
            ended = self.worker.shut_down(SAVING_SECONDS)
        if not ended:
            _log.warning("the engine did not end its step")
            with suppress(EaselError):  # the next start then takes it for a death, which loses nothing either
                self.worker.leave(self.library)
        self.window.close()
        self.library.close()
        _leave_what_was_copied()
        self._last_words()
        return ended

    def _relaunch(self) -> None:
        """Start the program again and end this process at once: its worker's thread is not coming back.

        The next start finds the job as after a crash: it waits, with the queue paused, and after the second time it is
        held.
        """
        library = [] if self.places == LibraryPaths.default() else ["--library", str(self.places.pictures)]
        program, *arguments = [*self_command(), *library, "--device", self._device, f"{AFTER}{os.getpid()}"]
        if not QProcess.startDetached(program, arguments)[0]:
            self.window.banner.show_message(error_text(MachineError("not-started-again")))
            return
        self._last_words()
        os._exit(0)

    def _prepare(self) -> None:
        """Let the checkpoint of last time be loaded while the first prompt is typed."""
        if self.window.prompt_panel.checkpoint is not None:
            self.worker.prepare(self.window.prompt_panel.checkpoint.id)

    def _pause(self) -> None:
        self.library.queue.pause()

    def _resume(self) -> None:
        self.library.queue.resume()
        self.worker.wake()


def _leave_what_was_copied() -> None:
    """Leave a copied picture on the clipboard as Qt's own: what Python made is freed after Python has ended, and that
    ends in a crash (PySide6 6.9)."""
    clipboard = QGuiApplication.clipboard()
    ours = clipboard.ownsClipboard() or QGuiApplication.platformName() == "offscreen"  # which does not say
    held = clipboard.mimeData()  # None if there is nothing, whatever PySide's annotations say
    if ours and held is not None and held.hasImage():
        clipboard.setImage(clipboard.image())


class EngineOpener:
    """Opens the engine as the settings say at that moment; called on the worker's thread."""

    def __init__(self, places: LibraryPaths, device: str = "auto") -> None:
        """`device` is one that was forced, or "auto"."""
        self._places, self._device = places, device

    def __call__(self) -> ImageEngine:
        from macapp.engine import open_engine

        chosen = settings.load(self._places)
        device = chosen.device if self._device == "auto" else self._device
        return open_engine(device, chosen.slice_attention, chosen.compile)


def parse_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the window program's command line; raises `BadRequest`. Paths come back absolute."""
    parser = ArgumentParser(prog="macapp", description=f"{PRODUCT}'s window.")
    parser.add_argument("--library", type=_absolute, metavar="FOLDER")
    parser.add_argument("--device", choices=("auto", *DEVICES), default="auto", help="where PyTorch runs")
    parser.add_argument("--after", type=int, metavar="PROCESS", help=argparse.SUPPRESS)
    parser.add_argument(SMOKE, action="store_true", help="draw one picture in a window that is not shown, and leave")
    parser.add_argument(
        "files", nargs="*", type=_absolute, metavar="IMAGE", help="an image to start from; several are imported"
    )
    return parser.parse_args(arguments)


def _absolute(path: str) -> Path:
    return at_home(Path(path)).absolute()
