"""The jobs that a window submits."""

from macapp.domain.request import Request
from macapp.library import Library
from macapp.ui.main.window import MainWindow


def ordered(window: MainWindow, library: Library) -> list[Request]:
    """Press Generate; return the jobs in the queue."""
    before = len(library.queue.unfinished())
    window.ordering.generate()
    assert window.prompt_panel.fault == ""
    return [job.request for job in library.queue.unfinished()[before:]]
