"""The windows besides the main one: Help, Models, Benchmark, About This Machine; each is built when first opened."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from macapp import PRODUCT, __version__
from macapp.diagnostics import report
from macapp.library import Library
from macapp.settings import Settings
from macapp.system.machine import Machine
from macapp.ui.benchmark.window import BenchmarkWindow
from macapp.ui.main.help_window import HelpWindow
from macapp.ui.main.machine_window import MachineWindow
from macapp.ui.main.window_menu import show_window
from macapp.ui.models.window import ModelsWindow
from macapp.ui.widgets.plain_text import write_in
from macapp.ui.widgets.progress_tasks import ProgressTasks
from macapp.ui.widgets.task_pool import TaskPool


class SecondaryWindows(QObject):
    """Opens the secondary windows, or raises those that are open; a signal announces each new one."""

    models_opened = Signal(ModelsWindow)
    benchmark_opened = Signal(BenchmarkWindow)
    error_occurred = Signal(Exception)

    def __init__(
        self,
        window: QWidget,
        library: Library,
        machine: Machine,
        chosen: Settings,
        tasks: tuple[TaskPool, ProgressTasks],
    ) -> None:
        """`tasks` are the main window's background tasks and its long tasks with progress."""
        super().__init__(window)
        self._window, self._library, self._machine, self._chosen = window, library, machine, chosen
        self._background, self._chores = tasks
        self.models: ModelsWindow | None = None
        self.benchmark: BenchmarkWindow | None = None
        self.help: HelpWindow | None = None

    @Slot()
    def show_help(self) -> None:
        """Show the guide and the other help pages."""
        if self.help is None:
            self.help = HelpWindow()
        show_window(self.help)

    @Slot()
    def show_about(self) -> None:
        """Show the name and the version."""
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("About {0}").format(PRODUCT))
        write_in(box, f"{PRODUCT} {__version__}", self.tr("Makes pictures from words, on this computer."))
        box.open()

    @Slot()
    def show_machine(self) -> None:
        """Show the facts about this computer and the rules that apply."""
        look = partial(report.build_report, self._machine, self._chosen, self._library.places)
        self._background.run(look, self._show_report, self.error_occurred.emit)

    def _show_report(self, report: dict[str, Any]) -> None:
        MachineWindow(report, self._window).show()

    @Slot()
    def show_benchmark(self) -> None:
        """Measure this machine, and show what was measured before."""
        if self.benchmark is None:
            self.benchmark = BenchmarkWindow(self._library, self._window)
            self.benchmark_opened.emit(self.benchmark)
        show_window(self.benchmark)

    @Slot()
    def show_models(self) -> None:
        """Show the installed and the available models."""
        if self.models is None:
            self.models = ModelsWindow(self._library.places, self._machine, self._background, self._chores)
            self.models_opened.emit(self.models)
        show_window(self.models)

    @Slot()
    def show_available_models(self) -> None:
        """Show the models of the catalogue."""
        self.show_available_model("")

    @Slot(str)
    def show_available_model(self, name: str) -> None:
        """Show a model of the catalogue that is missing."""
        self.show_models()
        if self.models is not None:
            self.models.show_entry(name)

    def close(self) -> None:
        """Close the windows, and end their benchmark and downloads."""
        for window in (self.help, self.benchmark):
            if window is not None:
                window.close()
        if self.models is not None:
            self.models.downloads.close()
            self.models.close()
