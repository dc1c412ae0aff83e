"""The standard editing keys belong to the text field that has the focus. On the thread of the window.

macOS offers each key to the menu bar first. Before a command takes it, Qt asks the widget with the focus whether it
keeps the key (`ShortcutOverride`), on Linux as well. Qt's own text fields keep only some editing keys: not
Command-Delete, which then moves a picture to the Trash. The names here are Qt's: on a Mac, `ControlModifier` is the
Command key and `MetaModifier` is the Control key.
"""

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from macapp.system.paths import ON_A_MAC

Editor = QLineEdit | QPlainTextEdit | QTextEdit

_MOVES_AND_DELETES = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Delete,
    }
)
"""Keys that edit text with every combination of modifiers."""

_CONTROL_LETTERS = frozenset("ABDEFHKLNOPTVY")
"""Control-letters that move or edit in every text field of a Mac (StandardKeyBinding.dict); with Shift they select."""

_COMMANDS = frozenset(
    QKeyCombination(modifiers, key)
    for modifiers, key in (
        (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Z),
        (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Z),
        (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_X),
        (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_C),
        (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_V),
        (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_A),
    )
)
_IGNORED = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def first_key(keys: QKeySequence | str) -> QKeyCombination:
    """Return the first key of a sequence, which may be text in Qt's notation ("Ctrl+Shift+Z")."""
    return QKeySequence(keys)[0]  # type: ignore[index]  (PySide's stub lacks it)


def is_editing_key(combination: QKeyCombination) -> bool:
    """Return whether a key types, moves, selects or edits in the text fields of a Mac."""
    key, modifiers = combination.key(), combination.keyboardModifiers() & ~_IGNORED
    if key in _MOVES_AND_DELETES or QKeyCombination(modifiers, key) in _COMMANDS:
        return True
    if not modifiers & ~_SHIFT:
        return key.value < Qt.Key.Key_Escape.value  # letters, digits and signs; the keys without a sign follow
    is_control = modifiers & ~_SHIFT == Qt.KeyboardModifier.MetaModifier
    return is_control and key.value < 128 and chr(key.value) in _CONTROL_LETTERS


def find_editor(widget: QObject | None) -> Editor | None:
    """Return the text field that `widget` is or contains, as a number field does; None if it is not for text."""
    if isinstance(widget, QAbstractSpinBox):
        return widget.lineEdit()
    if isinstance(widget, QComboBox):
        return widget.lineEdit() if widget.isEditable() else None
    return widget if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit) else None


def has_selection(editor: Editor) -> bool:
    """Return whether some of the text is selected."""
    return editor.hasSelectedText() if isinstance(editor, QLineEdit) else editor.textCursor().hasSelection()


class TextKeys(QObject):
    """Keeps the editing keys for every text field of the application, and carries out those that Qt lacks on a Mac.

    It watches only the fields that get the focus: a filter on the application itself would see every event.
    """

    def __init__(self, application: QApplication, parent: QObject, is_mac: bool = ON_A_MAC) -> None:
        super().__init__(parent)
        self._is_mac = is_mac
        self._killed = ""
        """the text that Control-K removed; Control-Y inserts it"""
        application.focusChanged.connect(self._watch)

    @Slot(QWidget, QWidget)
    def _watch(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and find_editor(now) is not None:
            now.installEventFilter(self)  # a second time changes nothing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() is QEvent.Type.ShortcutOverride and is_editing_key(event.keyCombination()):
            event.accept()
            return True
        return self._is_mac and event.type() is QEvent.Type.KeyPress and self._edit(watched, event)

    def _edit(self, watched: QObject, event: QKeyEvent) -> bool:
        """Carry out Command-Delete, Control-K and Control-Y; return False for other keys."""
        editor, modifiers = find_editor(watched), event.modifiers() & ~_IGNORED
        if editor is None or editor.isReadOnly():
            return False
        if modifiers == Qt.KeyboardModifier.ControlModifier:
            if event.key() not in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
                return False
            _delete_line(editor, forwards=event.key() == Qt.Key.Key_Delete)
        elif modifiers == Qt.KeyboardModifier.MetaModifier and event.key() == Qt.Key.Key_K:
            self._killed = _delete_line(editor, forwards=True, whole_paragraph=True)
        elif modifiers == Qt.KeyboardModifier.MetaModifier and event.key() == Qt.Key.Key_Y:
            _insert(editor, self._killed)
        else:
            return False
        return True


def _delete_line(editor: Editor, forwards: bool, whole_paragraph: bool = False) -> str:
    """Delete the selection, else the text up to an end of the line, else the line break there; return what it was."""
    if isinstance(editor, QLineEdit):
        if not editor.hasSelectedText():
            editor.end(True) if forwards else editor.home(True)
        deleted = editor.selectedText() if editor.echoMode() is QLineEdit.EchoMode.Normal else ""
        editor.insert("")
        return deleted
    cursor, keep = editor.textCursor(), QTextCursor.MoveMode.KeepAnchor
    move = QTextCursor.MoveOperation
    ends = (move.EndOfBlock, move.StartOfBlock) if whole_paragraph else (move.EndOfLine, move.StartOfLine)
    if not cursor.hasSelection():
        cursor.movePosition(ends[0] if forwards else ends[1], keep)
    if not cursor.hasSelection():
        cursor.movePosition(move.NextCharacter if forwards else move.PreviousCharacter, keep)
    deleted = cursor.selection().toPlainText()
    cursor.removeSelectedText()
    editor.setTextCursor(cursor)
    return deleted


def _insert(editor: Editor, text: str) -> None:
    if isinstance(editor, QLineEdit):
        editor.insert(text)
    else:
        editor.insertPlainText(text)
