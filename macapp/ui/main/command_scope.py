"""Decides which commands of the menus act, by the window in front and the widget that has the focus.

macOS shows one menu bar for all windows. While a window without menus is in front, the bar of the main window stays and
its commands stay active. A native menu item also acts on its key alone, letters included, and a disabled item still
swallows its key. Therefore a command that does not apply loses its key as well. On the thread of the window.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar, QWidget


class CommandScope(QObject):
    """Disables the commands of a window while another one is in front; letters act only in some of its widgets."""

    def __init__(self, application: QApplication, window: QWidget, letter_places: Sequence[QWidget]) -> None:
        """`letter_places` are the widgets in which single letters are commands, with their children."""
        super().__init__(window)
        self._window, self._letter_places = window, letter_places
        self._group = QActionGroup(window)  # it keeps what each action says about itself
        self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        self._keys: dict[QAction, list[QKeySequence]] = {}
        self._letters: dict[QAction, QKeySequence] = {}
        self._is_front, self._takes_letters = True, False
        application.focusChanged.connect(self._follow_focus)
        application.focusWindowChanged.connect(self._follow_window)

    def add(self, action: QAction) -> None:
        """Add a command that acts only while the window is in front; it has its shortcuts already."""
        self._group.addAction(action)
        self._keys[action] = list(action.shortcuts())

    def add_letter(self, action: QAction, letter: str) -> None:
        """Add a command of the window that also has a key without a modifier."""
        self.add(action)
        self._letters[action] = QKeySequence(letter)

    def keys(self, action: QAction) -> list[QKeySequence]:
        """Return the keys that an action has while the window is in front."""
        return self._keys.get(action, action.shortcuts())

    @Slot()
    def _follow_window(self) -> None:
        self.update()

    @Slot(QWidget, QWidget)
    def _follow_focus(self, _before: QWidget | None, _now: QWidget | None) -> None:
        self.update()

    def update(self) -> None:
        """Enable the commands if the window is in front, or none is; an open menu changes nothing."""
        focus = QApplication.focusWidget()
        front = focus.window() if focus is not None else QApplication.activeWindow()
        if isinstance(front, QMenu) or isinstance(focus, QMenuBar | QMenu):
            return
        is_front = front is self._window or front is None
        takes_letters = is_front and focus is not None and self._is_letter_place(focus)
        if is_front != self._is_front:
            self._is_front = is_front
            self._group.setEnabled(is_front)
            for action, keys in self._keys.items():
                action.setShortcuts(keys if is_front else [])
        if takes_letters != self._takes_letters:
            self._takes_letters = takes_letters
            for action, letter in self._letters.items():
                action.setShortcut(letter if takes_letters else QKeySequence())

    def _is_letter_place(self, focus: QWidget) -> bool:
        return any(place is focus or place.isAncestorOf(focus) for place in self._letter_places)
