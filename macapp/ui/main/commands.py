"""The commands of the window: named actions, from which menu bar, context menus and command palette are built.

Every command has an id that stays the same in all versions and languages; the palette remembers commands by it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from macapp.ui.main.command_scope import CommandScope

Keys = str | tuple[str, ...] | QKeySequence.StandardKey
PATH_SIGN = " › "


class Scope(Enum):
    """Where a command acts."""

    WINDOW = "while the main window is in front"
    LETTER = "the same; its key has no modifier and works in the gallery and the picture only"
    PROGRAM = "whichever window of the program is in front"


@dataclass(frozen=True)
class Command:
    """What a command is called, its keys, what it runs, and where."""

    id: str
    text: str
    keys: Keys
    slot: Callable[..., object]
    scope: Scope = Scope.WINDOW
    needs_picture: bool = False
    """whether it acts on the current picture or the selected ones, and is disabled without any"""
    role: QAction.MenuRole = QAction.MenuRole.NoRole
    """its place on a Mac; without one Qt takes any text that begins with “About” or “Setting” for a certain entry"""


class Commands(QObject):
    """Creates the actions of a window and knows them by their ids, in the order of the menus."""

    def __init__(self, window: QWidget, scope: CommandScope) -> None:
        super().__init__(window)
        self._window, self._scope = window, scope
        self._actions: dict[str, QAction] = {}
        self._letters: dict[str, str] = {}
        self._paths: dict[str, str] = {}
        self._need_picture: list[QAction] = []

    def __getitem__(self, identifier: str) -> QAction:
        """Return the action of a command; raises `KeyError` for an unknown id."""
        return self._actions[identifier]

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of all commands."""
        return iter(self._actions)

    def create(self, command: Command) -> QAction:
        """Create the action of a command; raises `ValueError` if its id is taken."""
        action = QAction(command.text, self._window)
        action.setMenuRole(command.role)
        action.triggered.connect(command.slot)
        self._set_keys(action, command)
        if command.needs_picture:
            self._need_picture.append(action)
        return self.register(command.id, action)

    def register(self, identifier: str, action: QAction, scope: Scope | None = None) -> QAction:
        """Add an action that exists already; raises `ValueError` if the id is taken.

        With the scope `WINDOW` it acts only while the main window is in front; otherwise it decides itself.
        """
        if identifier in self._actions:
            raise ValueError(identifier)
        if scope is Scope.WINDOW:
            self._scope.add(action)
        action.setObjectName(identifier)
        self._actions[identifier] = action
        return action

    def set_path(self, identifier: str, titles: Iterable[str]) -> None:
        """Remember in which menu a command is: the titles of the menus from the bar to it. It is the last one now."""
        self._actions[identifier] = self._actions.pop(identifier)
        self._paths[identifier] = PATH_SIGN.join(title.replace("&", "") for title in titles)

    def path(self, identifier: str) -> str:
        """Return in which menu a command is, such as Mark in Picture; empty if it is in none."""
        return self._paths.get(identifier, "")

    def key(self, identifier: str) -> str:
        """Return the first key of a command as the system writes it, with a key that now has no effect; or nothing."""
        action = self._actions[identifier]
        keys = self._scope.keys(action) or [QKeySequence(self._letters.get(identifier, ""))]
        return keys[0].toString(QKeySequence.SequenceFormat.NativeText)

    def enable_with_picture(self, has_picture: bool) -> None:
        """Enable or disable the commands that need a picture."""
        for action in self._need_picture:
            action.setEnabled(has_picture)

    def _set_keys(self, action: QAction, command: Command) -> None:
        if command.scope is Scope.LETTER and isinstance(command.keys, str):
            self._letters[command.id] = command.keys
            self._scope.add_letter(action, command.keys)
            return
        if isinstance(command.keys, tuple):
            action.setShortcuts([QKeySequence(each) for each in command.keys])
        elif command.keys:
            action.setShortcut(QKeySequence(command.keys))
        if command.scope is Scope.PROGRAM:
            action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        else:
            self._scope.add(action)
