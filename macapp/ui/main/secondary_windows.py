"""The windows beside the main one: models, benchmark, what this machine is. Made when they are first asked for."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from macapp.diagnostics import report
from macapp.library import Library
from macapp.settings import Settings
from macapp.system.machine import Machine
from macapp.ui.benchmark.window import BenchmarkWindow
from macapp.ui.main.machine_window import MachineWindow
from macapp.ui.models.window import ModelsWindow

if TYPE_CHECKING:
    from macapp.ui.main.window import MainWindow


class SecondaryWindows(QObject):
    """Opens them over a window, raises those that are open, and connects them with its panes."""

    def __init__(self, window: "MainWindow", library: Library, machine: Machine, chosen: Settings) -> None:
        super().__init__(window)
        self._window, self._library, self._machine, self._chosen = window, library, machine, chosen
        self.models: ModelsWindow | None = None
        self.benchmark: BenchmarkWindow | None = None

    @Slot()
    def show_machine(self) -> None:
        """Show what this machine is and which rules apply."""
        look = partial(report.report, self._machine, self._chosen, self._library.places)
        self._window.background.run(look, self._show_report, self._window.show_error)

    def _show_report(self, report: dict[str, Any]) -> None:
        MachineWindow(report, self._window).show()

    @Slot()
    def show_benchmark(self) -> None:
        """Measure this machine, and show what was measured before."""
        if self.benchmark is None:
            self.benchmark = BenchmarkWindow(self._library, self._window)
            self._window.attach_benchmark(self.benchmark.benchmarking)
        _raise(self.benchmark)

    @Slot()
    def show_models(self) -> None:
        """Show the models, and fetch others."""
        if self.models is None:
            window = self._window
            self.models = ModelsWindow(self._library.places, self._machine, window.background, window.chores)
            self.models.selected.connect(window.prompt_panel.add_model)
            self.models.changed.connect(window.prompt_panel.refresh_models)
            self.models.download_finished.connect(self._model_arrived)
            window.prompt_panel.source_added.connect(self.models.fill)
            self.models.file_requested.connect(window.incoming.choose_model)
            self.models.folder_requested.connect(window.incoming.choose_model_folder)
            window.incoming.model_given.connect(self.models.fill)
        _raise(self.models)

    @Slot(str)
    def show_available_model(self, name: str) -> None:
        """Show a model that can be had and is needed."""
        self.show_models()
        if self.models is not None:
            self.models.show_entry(name)

    def close(self) -> None:
        """Close them, and end what they do."""
        if self.benchmark is not None:
            self.benchmark.close()
        if self.models is not None:
            self.models.downloads.close()
            self.models.close()

    def _model_arrived(self, name: str) -> None:
        self._window.banner.show_message(self.tr("{0} is on this Mac now.").format(name), stays=False)


def _raise(shown: QWidget) -> None:
    shown.show()
    shown.raise_()
    shown.activateWindow()
