"""The Window menu: its commands act on the window in front, and it lists the open windows."""

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from macapp.ui.widgets.plain_text import add_named

_LISTED = (Qt.WindowType.Window, Qt.WindowType.Dialog)


def close_front_window() -> None:
    """Close the window in front."""
    if (front := QApplication.activeWindow()) is not None:
        front.close()


def minimise_front_window() -> None:
    """Minimise the window in front, to the Dock on a Mac."""
    if (front := QApplication.activeWindow()) is not None:
        front.showMinimized()


def zoom_front_window() -> None:
    """Enlarge the window in front to the screen, or restore its size."""
    front = QApplication.activeWindow()
    if front is not None:
        front.showNormal() if front.isMaximized() else front.showMaximized()


def bring_all_to_front() -> None:
    """Raise every open window; the one in front stays in front."""
    front = QApplication.activeWindow()
    for window in open_windows():
        if not window.isMinimized():
            window.raise_()
    if front is not None:
        front.raise_()


def open_windows() -> list[QWidget]:
    """Return the windows of the program that have a title, in the order of their titles; no sheets and no menus."""
    windows = [
        window
        for window in QApplication.topLevelWidgets()
        if window.isVisible() and window.windowType() in _LISTED and window.windowTitle() and not window.isModal()
    ]
    return sorted(windows, key=QWidget.windowTitle)


class WindowList:
    """The list of the open windows at the end of a menu, filled each time the menu opens."""

    def __init__(self, menu: QMenu) -> None:
        self._menu = menu
        self._listed: list[QAction] = []
        menu.aboutToShow.connect(self.fill)

    @Slot()
    def fill(self) -> None:
        """List the open windows, with a tick for the one in front."""
        for action in self._listed:
            self._menu.removeAction(action)
            action.deleteLater()
        self._listed = [self._menu.addSeparator()]
        front = QApplication.activeWindow()
        for window in open_windows():
            action = add_named(self._menu, window.windowTitle(), partial(show_window, window))
            action.setCheckable(True)
            action.setChecked(window is front)
            self._listed.append(action)


def show_window(window: QWidget) -> None:
    """Bring a window to the front, also from the Dock."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
