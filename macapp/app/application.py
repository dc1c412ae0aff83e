"""The process of the window: opens the library, the worker and the window, and connects them. On the main thread.

This module does not import torch: the worker's thread does that while the window is already usable.
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
from macapp.app.languages import install_language
from macapp.app.queue_announcer import QueueAnnouncer
from macapp.app.rest_keeper import RestKeeper
from macapp.app.single_instance import SingleInstance
from macapp.app.text_service import TextService
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

RELAUNCH_WAIT_SECONDS = 20  # for the end of the process that started this one
ENGINE_WAIT_SECONDS = 3.0  # for the current step of the engine when Easel quits; quitting takes at most 5
SAVING_WAIT_SECONDS = 20.0  # for a finished picture that is being saved when Easel quits
PRELOAD_DELAY_MS = 500  # after the window is shown: by then it is painted and accepts input
FILE_OPEN_GROUPING_MS = 50  # time in which all files of one drop on the Dock arrive
BUSY_TIMEOUT_S = 0.25  # seconds that the window's thread waits for an index that another process locks
_log = logging.getLogger(__name__)


def main(arguments: Sequence[str]) -> int:
    """Open the window and run until it is closed; return the exit code."""
    try:
        options = parse_options(arguments)
    except BadRequest as error:
        return print_error(error)
    _wait_for_process(options.after)
    places = LibraryPaths.at(options.library) if options.library else LibraryPaths.default()
    _leave_bundle_folder()
    application = Application(sys.argv[:1])
    install_language(application, settings.load(places).language)
    with SingleInstance(places) as instance:
        try:
            if not instance.is_first:
                instance.send_files(options.files)
                return 0
            easel = open_or_repair(places, options.device)
        except Exception as exception:  # noqa: BLE001  (there may be no terminal: a dialog shows every error as one sentence)
            error = as_easel_error(exception)
            if isinstance(error, InternalError):
                _log.exception("Easel could not start")
            show_fatal_error(error)
            return print_error(error)
        if easel is None:
            return 0
        instance.activation_requested.connect(easel.window.activate)
        return _run(application, easel, options.files)


def _wait_for_process(process: int | None) -> None:
    """Wait for the end of another Easel process that is quitting."""
    with suppress(psutil.Error):
        if process is not None:
            psutil.Process(process).wait(RELAUNCH_WAIT_SECONDS)


def _leave_bundle_folder() -> None:
    """Change to the home folder: the folder that a bundle starts in may be the root, or on a disk to be ejected."""
    if is_frozen():
        with suppress(OSError, RuntimeError):
            os.chdir(Path.home())


def open_or_repair(places: LibraryPaths, device: str = "auto") -> "ApplicationController | None":
    """Open the library, and repair a damaged index with the user's choice; return None if the user quits."""
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


def _run(application: "Application", easel: "ApplicationController", files: Sequence[Path]) -> int:
    """Show the window and run until it is closed."""
    application.opened.give_to(easel.window.open_files)
    easel.guard = Guard(easel.places.cut_short)
    timer = QTimer(interval=200)  # lets Python handle signals while Qt waits for events
    timer.timeout.connect(application.quit_if_signalled)
    timer.start()
    easel.window.show()
    if files:
        easel.window.open_files(list(files))
    easel.start_background_work()
    sys.excepthook = partial(report_uncaught, easel.window)
    try:
        return application.exec()
    finally:
        if not easel.close():
            _exit_without_engine()


def _exit_without_engine() -> None:
    """End the process while the worker's thread is in a call that does not return: nothing can end that thread.

    At this point everything that must be kept is on the disk.
    """
    logging.shutdown()
    os._exit(0)


def report_uncaught(
    window: MainWindow, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Show an uncaught exception as a sentence in the window; the log has the traceback.

    PySide calls `sys.excepthook` for exceptions in slots, for example when the index is busy, when the disk is full, or
    for a bug. The window stays open and keeps its input.
    """
    if issubclass(kind, KeyboardInterrupt):
        window.close()
        return
    easel_error = as_easel_error(error)
    if isinstance(easel_error, InternalError):
        _log.error("uncaught exception", exc_info=(kind, error, trace))
    window.banner.show_message(error_text(easel_error))


class Application(QApplication):
    """The Qt application; also receives files from the Dock and the Finder, and signals."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.setApplicationName(PRODUCT)
        self.setApplicationDisplayName(PRODUCT)
        self.setApplicationVersion(__version__)
        if not (sys.platform == "darwin" and is_frozen()):  # the bundle has its own icon in every size
            self.setWindowIcon(QIcon(str(resources_dir() / "icon.png")))
        self._is_signalled = False
        self.opened = FileOpenQueue()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def quit_if_signalled(self) -> None:
        """Quit if a signal has arrived, also one from before the event loop started."""
        if self._is_signalled:
            self.exit()  # not `quit`, which first closes the windows: the engine must end before that

    def _on_signal(self, *_signal: object) -> None:
        self._is_signalled = True

    def event(self, event: QEvent) -> bool:
        return self.opened.take(event) or super().event(event)


class FileOpenQueue:
    """Files from the Finder or the Dock.

    Each file arrives in its own event. Files that arrive together are opened together, because several files are
    imported while a single one becomes the source image. Files that arrive before the window exists wait for it.
    """

    def __init__(self) -> None:
        self._waiting: list[Path] = []
        self._window: Callable[[list[Path]], object] | None = None

    def take(self, event: QEvent) -> bool:
        """Add the file of an event; return False if the event has none."""
        if not isinstance(event, QFileOpenEvent) or not event.file():
            return False
        self._waiting.append(Path(event.file()))
        QTimer.singleShot(FILE_OPEN_GROUPING_MS, self._deliver)
        return True

    def give_to(self, window: Callable[[list[Path]], object]) -> None:
        """Pass the waiting files and all later ones to a window."""
        self._window = window
        self._deliver()

    def _deliver(self) -> None:
        if self._window is not None and self._waiting:
            waiting, self._waiting = self._waiting, []
            self._window(waiting)


class ApplicationController(QObject):
    """The application without its event loop: one library, one worker, one window."""

    def __init__(
        self, places: LibraryPaths, open_engine: Callable[[], ImageEngine] | None = None, device: str = "auto"
    ) -> None:
        """`device` overrides the settings for this start, unless it is "auto"."""
        super().__init__()
        logs.configure(places)
        self.places, self._device = places, device
        self.guard: Guard | None = None
        chosen = settings.load(places)
        self.library = Library.open(places, BUSY_TIMEOUT_S)
        self._crash_report = logs.previous_crash(places)
        self._remove_crash_handler = logs.install_crash_handler(places)
        self.worker = Worker(places, open_engine or EngineOpener(places, device), self)
        machine = detect_machine() if device == "auto" else replace(detect_machine(), device=device)
        self.window = MainWindow(self.library, machine, chosen)
        self.rest = RestKeeper(self.worker, self.window.queue_panel)
        self.worker.event_emitted.connect(self.window.on_event)
        self.announcer = QueueAnnouncer(self.window)
        self.worker.event_emitted.connect(self.announcer.on_event)  # after the window, which reads the queue
        self.text_service = TextService(self.window)
        self.window.work_added.connect(self.worker.wake)
        self.window.resume_requested.connect(self._resume)
        self.window.relaunch_requested.connect(self._relaunch)
        self.window.pause_requested.connect(self._pause)
        self.window.cancel_requested.connect(self.worker.cancel)
        self.window.closing.connect(self.worker.stop)
        self.worker.start()

    def start_background_work(self) -> None:
        """Run the startup tasks in the background, and preload the last checkpoint after a moment."""
        self.window.upkeep.report_launch(launch_problem(detect_launch(detect_machine())), self._crash_report)
        self.window.upkeep.run_startup_tasks()
        QTimer.singleShot(PRELOAD_DELAY_MS, self, self._preload)

    def close(self) -> bool:
        """Stop within one step, and return whether the worker's thread has ended.

        The running job waits for the next start.

        An engine whose GPU hangs does not end its step. Then the process has to end without it.
        """
        has_ended = self.worker.shut_down(ENGINE_WAIT_SECONDS)
        if self.guard is not None:
            self.guard.dismiss()
        if not has_ended and self.worker.saves:
            has_ended = self.worker.shut_down(SAVING_WAIT_SECONDS)
        if not has_ended:
            _log.warning("the engine did not end its step")
            with suppress(EaselError):  # then the next start treats it as a crash, which loses nothing either
                self.worker.leave(self.library)
        self.window.close()
        self.library.close()
        _convert_clipboard_image()
        self._remove_crash_handler()
        return has_ended

    def _relaunch(self) -> None:
        """Start Easel again and end this process at once: its worker's thread will not return.

        The next start handles this like a crash. After the first one the job waits and the queue is paused; after the
        second one the job is held.
        """
        library = [] if self.places == LibraryPaths.default() else ["--library", str(self.places.pictures)]
        program, *arguments = [*self_command(), *library, "--device", self._device, f"{AFTER}{os.getpid()}"]
        if not QProcess.startDetached(program, arguments)[0]:
            self.window.banner.show_message(error_text(MachineError("not-started-again")))
            return
        self._remove_crash_handler()
        os._exit(0)

    def _preload(self) -> None:
        """Preload the last checkpoint while the user types the first prompt."""
        if self.window.prompt_panel.checkpoint is not None:
            self.worker.prepare(self.window.prompt_panel.checkpoint.id)

    def _pause(self) -> None:
        self.library.queue.pause()

    def _resume(self) -> None:
        self.library.queue.resume()
        self.worker.wake()


def _convert_clipboard_image() -> None:
    """Replace a copied picture on the clipboard by data that Qt owns.

    Qt frees the clipboard after the Python interpreter has ended; data that Python created then causes a crash (PySide6
    6.9).
    """
    clipboard = QGuiApplication.clipboard()
    is_ours = clipboard.ownsClipboard() or QGuiApplication.platformName() == "offscreen"  # never reports ownership
    data = clipboard.mimeData()  # None if the clipboard is empty, despite PySide's annotation
    if is_ours and data is not None and data.hasImage():
        clipboard.setImage(clipboard.image())


class EngineOpener:
    """Opens the engine with the current settings. Called on the worker's thread."""

    def __init__(self, places: LibraryPaths, device: str = "auto") -> None:
        """`device` overrides the settings, unless it is "auto"."""
        self._places, self._device = places, device

    def __call__(self) -> ImageEngine:
        from macapp.engine import open_engine

        chosen = settings.load(self._places)
        device = chosen.device if self._device == "auto" else self._device
        return open_engine(device, chosen.slice_attention, chosen.compile)


def parse_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse the command line of the window; raises `BadRequest`. The returned paths are absolute."""
    parser = ArgumentParser(prog="macapp", description=f"{PRODUCT}'s window.")
    parser.add_argument("--library", type=_absolute, metavar="FOLDER")
    parser.add_argument("--device", choices=("auto", *DEVICES), default="auto", help="where PyTorch runs")
    parser.add_argument("--after", type=int, metavar="PROCESS", help=argparse.SUPPRESS)
    parser.add_argument(SMOKE, action="store_true", help="draw one picture in a window that is not shown, and leave")
    parser.add_argument("--shown", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--screenshot", type=_absolute, metavar="FILE", help=argparse.SUPPRESS)
    parser.add_argument(
        "files", nargs="*", type=_absolute, metavar="IMAGE", help="an image to start from; several are imported"
    )
    return parser.parse_args(arguments)


def _absolute(path: str) -> Path:
    return at_home(Path(path)).absolute()
