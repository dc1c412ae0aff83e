"""Undo, Redo, Cut, Copy, Paste, Delete and Select All: they act on the widget that has the focus, in every window.

Each command sends that widget the key of the command, which text fields, lists and the gallery know. A native file
panel of macOS has no such keys of its own: its text fields work through these menu items.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QUndoGroup
from PySide6.QtWidgets import QApplication, QWidget

from macapp.ui.widgets.plain_text import caption
from macapp.ui.widgets.text_keys import find_editor, first_key, has_selection
from macapp.ui.widgets.undo import UndoHistory

Key = QKeySequence.StandardKey


class EditCommands(QObject):
    """The actions of the Edit menu that every program has."""

    def __init__(
        self, application: QApplication, window: QWidget, fallbacks: Mapping[Key, Callable[[], object]]
    ) -> None:
        """`fallbacks` run for a key that the focused widget of `window` ignores.

        A window with an attribute `undo` of the type `UndoHistory` has its own undo.
        """
        super().__init__(window)
        self._window, self._fallbacks = window, fallbacks
        self._stacks = QUndoGroup(self)
        self.undo = self._create(self.tr("Undo"), Key.Undo, "Ctrl+Z")
        self.redo = self._create(self.tr("Redo"), Key.Redo, "Ctrl+Shift+Z")  # on Linux Ctrl+Y is View Full Size
        self.cut = self._create(self.tr("Cut"), Key.Cut, "Ctrl+X")
        self.copy = self._create(self.tr("Copy"), Key.Copy, "Ctrl+C")
        self.paste = self._create(self.tr("Paste"), Key.Paste, "Ctrl+V")
        self.delete = self._create(self.tr("Delete"), Key.Delete, "")
        self.select_all = self._create(self.tr("Select All"), Key.SelectAll, "Ctrl+A")
        for action in (self.cut, self.copy, self.paste, self.select_all):
            # Only by its heuristic, which knows these texts, does Qt connect them to native text fields.
            action.setMenuRole(QAction.MenuRole.TextHeuristicRole)
        application.focusChanged.connect(self._follow_focus)
        self._stacks.undoTextChanged.connect(self._update)
        self._stacks.redoTextChanged.connect(self._update)
        self._stacks.canUndoChanged.connect(self._update)
        self._stacks.canRedoChanged.connect(self._update)
        self._use_stack_of(window)

    @Slot(QWidget, QWidget)
    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        front = now.window() if now is not None else QApplication.activeWindow()
        if front is not None:
            self._use_stack_of(front)

    def _use_stack_of(self, front: QWidget) -> None:
        stack = getattr(front, "undo", None)
        if isinstance(stack, UndoHistory):
            self._stacks.addStack(stack)
            stack.setActive()
            stack.prune()  # another program may have changed what its commands act on
        else:
            self._stacks.setActiveStack(None)  # type: ignore[arg-type]  (PySide's stub forbids None)
        self._update()

    @Slot()
    def _update(self) -> None:
        """Name and enable Undo and Redo: a text field has its own undo, and takes the key itself."""
        is_text = find_editor(QApplication.focusWidget()) is not None
        undo, redo = ("", "") if is_text else (self._stacks.undoText(), self._stacks.redoText())
        self.undo.setText(caption(self.tr("Undo {0}").format(undo)) if undo else self.tr("Undo"))
        self.redo.setText(caption(self.tr("Redo {0}").format(redo)) if redo else self.tr("Redo"))
        self.undo.setEnabled(is_text or self._stacks.canUndo())
        self.redo.setEnabled(is_text or self._stacks.canRedo())

    def _create(self, text: str, key: Key, shortcut: str) -> QAction:
        action = QAction(text, self._window)
        action.setMenuRole(QAction.MenuRole.NoRole)
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
        action.triggered.connect(lambda: self._run(key))
        return action

    def _run(self, key: Key) -> None:
        focus = QApplication.focusWidget()
        editor = find_editor(focus)
        if key is Key.Delete and editor is not None and not has_selection(editor):
            return  # the key itself deletes the next letter, which the menu item of a Mac does not
        if focus is not None and send_key(focus, key):
            return
        if key in (Key.Undo, Key.Redo):
            if editor is None:  # a text field has only its own undo
                (self._stacks.undo if key is Key.Undo else self._stacks.redo)()
        elif key in self._fallbacks and QApplication.activeWindow() is self._window:
            self._fallbacks[key]()


def send_key(widget: QWidget, key: Key) -> bool:
    """Send a widget the first key of a standard command; return whether it used it."""
    combination = first_key(QKeySequence.keyBindings(key)[0])
    event = QKeyEvent(QEvent.Type.KeyPress, combination.key(), combination.keyboardModifiers())
    widget.event(event)  # `sendEvent` would look for shortcuts first, and find the command again
    return event.isAccepted()
