"""Uses text that the user selected in another program as the prompt: “Make a Picture with Easel” in its Services menu.

On the main thread.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication

from macapp.system.services import offer_service
from macapp.ui.main.window import MainWindow
from macapp.ui.main.window_menu import show_window


def offer_on_display(on_text: Callable[[str], object]) -> object:
    """Offer the service if Easel is on the display of a Mac, and not a process without windows."""
    return offer_service(on_text) if QGuiApplication.platformName() == "cocoa" else None


class TextService(QObject):
    """Shows the text in the form of a window. The user presses Generate."""

    received = Signal(str)

    def __init__(self, window: MainWindow, offer: Callable[[Callable[[str], object]], object] | None = None) -> None:
        """`offer` replaces the function that offers the service."""
        super().__init__(window)
        self._window = window
        # Queued: the other program waits until macOS has delivered the text.
        self.received.connect(self._use_text, Qt.ConnectionType.QueuedConnection)
        self._provider = (offer or offer_on_display)(self.received.emit)

    @Slot(str)
    def _use_text(self, text: str) -> None:
        window = self._window
        show_window(window)
        window.views.show_prompt()
        if stripped := text.strip():
            window.prompt_panel.prompts.use_text(stripped)
