"""A form without a window, and the jobs that a window submits."""

from pytestqt.qtbot import QtBot

from macapp.domain.request import Request
from macapp.library import Library
from macapp.system.machine import Machine
from macapp.system.paths import LibraryPaths
from macapp.ui.form.panel import GenerationForm
from macapp.ui.main.window import MainWindow
from macapp.ui.widgets.task_pool import TaskPool


def ordered(window: MainWindow, library: Library) -> list[Request]:
    """Press Generate; return the jobs in the queue."""
    before = len(library.queue.unfinished())
    window.ordering.generate()
    assert window.prompt_panel.fault == ""
    return [job.request for job in library.queue.unfinished()[before:]]


def open_form(places: LibraryPaths, machine: Machine, qtbot: QtBot) -> GenerationForm:
    """Return a form with a task pool of its own; both end with the test."""
    background = TaskPool(None)  # type: ignore[arg-type]
    panel = GenerationForm(machine, places, "auto", background)
    background.setParent(panel)
    for widget in panel.widgets:
        qtbot.addWidget(widget, before_close_func=lambda _widget: background.close())
    return panel
