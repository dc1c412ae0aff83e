"""Every key of the menus, offered to every widget of every window as macOS does it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QKeyCombination, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QMenuBar, QWidget
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, JobEvent
from macapp.library import Library, source_images
from macapp.ui.main.machine_window import MachineWindow
from macapp.ui.main.window import MainWindow
from macapp.ui.main.window_menu import open_windows
from macapp.ui.widgets.fields import Section
from macapp.ui.widgets.text_keys import find_editor, first_key
from tests.support.mac_keys import (
    EDITING_KEYS,
    SYSTEM_KEYS,
    activate,
    detect_role,
    find_equivalents,
    find_fired,
    focusable,
    iter_items,
    native_key,
)
from tests.support.request_factory import request

EDIT = {"Undo", "Redo", "Cut", "Copy", "Paste", "Delete", "Select All"}
EVERYWHERE = EDIT | {"Close Window", "Quit Easel", "Minimise", "Easel Help"}
"""Commands with a key that act on the widget or the window in front, whichever it is, or on the whole program."""

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def windows(window: MainWindow, made, library: Library, sketch: Path, qtbot: QtBot) -> list[QWidget]:
    """Every other window of the program, next to the main one, which has two pictures."""
    for seed in (1, 2):
        window.on_event(JobEvent(kind=EventKind.DONE, picture=made(request(f"picture {seed}", seed=seed))))
    window.prompt_panel.start_image.set_image(source_images.store_file(library.places, sketch))
    window.form.paint_mask()
    for show in (window.sides.show_models, window.sides.show_benchmark, window.sides.show_help):
        show()
    window.gallery.select_all()
    window.picture.compare()
    window.picture.show_grid()
    window.sides.show_machine()
    qtbot.waitUntil(lambda: window.findChild(MachineWindow) is not None, timeout=20_000)
    return [each for each in open_windows() if each is not window]


def find_menu_keys(window: MainWindow, qtbot: QtBot) -> set[QKeyCombination]:
    """Return every key that the menus have in any place."""
    activate(window, qtbot)
    keys: set[QKeyCombination] = set()
    for place in (window.prompt_panel.prompt, window.gallery.grid):
        place.setFocus()
        keys |= {key for action, _works, _depth in iter_items(window.menuBar()) if (key := native_key(action))}
    return keys


def iter_focus(window: QWidget, qtbot: QtBot) -> Iterator[QWidget]:
    """Give the focus to each widget of a window that takes it."""
    activate(window, qtbot)
    for widget in focusable(window):
        widget.setFocus()
        if QApplication.focusWidget() is widget:
            yield widget


def test_each_key_fires_only_where_it_belongs(window: MainWindow, windows: list[QWidget], qtbot: QtBot) -> None:
    menu_keys, bar = find_menu_keys(window, qtbot), window.menuBar()
    letters = {key for key in menu_keys if key.keyboardModifiers() == NO_MODIFIER and key.key().value < 128}
    keys = menu_keys | set(EDITING_KEYS) | set(SYSTEM_KEYS)
    assert len(letters) == 10, "F, G, X, Z and 0 to 5"
    assert len(menu_keys) > 50
    assert len(windows) == 7
    for section in window.findChildren(Section):
        section.expand()
    fields, by_system_key = 0, set()
    for each in (window, *windows):
        for widget in iter_focus(each, qtbot):
            fired = {key: name(action) for key, action in find_fired(bar, keys, widget).items()}
            where = f"{each.windowTitle()}: {widget}, {sorted(fired.values())}"
            assert each is window or set(fired.values()) <= EVERYWHERE, where
            if find_editor(widget) is not None:
                assert not fired.keys() & set(EDITING_KEYS), where
                fields += 1
            else:
                kept = find_equivalents(bar).keys() - fired.keys() - letters - set(EDITING_KEYS)
                assert kept == set(), f"{where} keeps a command from the menus"
            if not (widget is window.gallery.grid or window.viewer.isAncestorOf(widget)):
                assert not fired.keys() & letters, where
            by_system_key |= {fired[key] for key in SYSTEM_KEYS if key in fired}
    assert fields >= 15
    assert by_system_key == {"Minimise", "Close Window", "Quit Easel"}


def test_a_letter_marks_the_picture_in_gallery_and_viewer_and_is_typed_elsewhere(
    window: MainWindow, library: Library, made, qtbot: QtBot
) -> None:
    picture = made(request("a heart"))
    window.on_event(JobEvent(kind=EventKind.DONE, picture=picture))
    activate(window, qtbot)
    window.prompt_panel.prompt.setFocus()
    window.prompt_panel.prompt.clear()
    qtbot.keyClick(window.prompt_panel.prompt, Qt.Key.Key_F)
    assert window.prompt_panel.prompt.toPlainText() == "f"
    letters = {first_key(text) for text in "FX012345"}
    for place, stars in ((window.gallery.grid, 4), (window.viewer.canvas, 2)):
        place.setFocus()
        assert letters <= find_equivalents(window.menuBar()).keys()
        qtbot.keyClick(place, Qt.Key(Qt.Key.Key_0.value + stars))
        assert library.pictures.find(picture.id).marks.stars == stars


def test_commands_come_back_with_the_main_window(window: MainWindow, qtbot: QtBot) -> None:
    window.sides.show_help()
    assert window.sides.help is not None
    generate = find_action(window.menuBar(), "Generate")
    cancel = find_action(window.menuBar(), "Cancel Current Picture")
    for front, works in ((window.sides.help, False), (window, True)):
        activate(front, qtbot)
        assert generate.isEnabled() == works
        assert generate.shortcuts() == ([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")] if works else [])
        assert not cancel.isEnabled(), "nothing runs"
    window.form.history.open_at(QPoint(0, 0))
    assert not generate.isEnabled(), "the popup has the keyboard"
    assert QApplication.focusWidget() is window.form.history.line
    assert find_fired(window.menuBar(), EDITING_KEYS, window.form.history.line) == {}
    window.form.history.hide()
    assert generate.isEnabled()
    window.pictures.tag()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    qtbot.waitUntil(lambda: not generate.isEnabled())
    field = QApplication.focusWidget()
    assert find_editor(field) is not None
    assert field is not None
    assert find_fired(window.menuBar(), EDITING_KEYS, field) == {}
    dialog.reject()
    qtbot.waitUntil(generate.isEnabled)


def test_every_menu_item_has_an_explicit_role(window: MainWindow) -> None:
    roles = QAction.MenuRole
    by_heuristic = set()
    for action, _works, depth in iter_items(window.menuBar()):
        if action.isSeparator() or depth == 1:  # the menus themselves
            continue
        if action.menuRole() is roles.TextHeuristicRole:
            by_heuristic.add(name(action))
            assert detect_role(action.text()) is None, "only Cut, Copy, Paste and Select All have no public role"
        elif detect_role(action.text()) is not roles.NoRole:
            assert action.menuRole() is not roles.TextHeuristicRole
    assert by_heuristic == {"Cut", "Copy", "Paste", "Select All"}
    taken = {name(action): action.menuRole() for action, _works, _depth in iter_items(window.menuBar())}
    assert taken.pop("Check for Updates…", roles.ApplicationSpecificRole) is roles.ApplicationSpecificRole
    assert {text: role for text, role in taken.items() if role not in (roles.NoRole, roles.TextHeuristicRole)} == {
        "About Easel": roles.AboutRole,
        "Quit Easel": roles.QuitRole,
    }
    assert detect_role("About This Machine") is roles.AboutRole, "without a role of its own, Qt would take it"
    assert taken["About This Machine"] is roles.NoRole


def test_no_text_has_a_tab(window: MainWindow) -> None:
    window.gallery.grid.setFocus()
    assert [action.text() for action, _works, _depth in iter_items(window.menuBar()) if "\t" in action.text()] == []


def name(action: QAction) -> str:
    """Return the text of an action; Undo and Redo without what they undo."""
    text = action.text()
    return text.split(" ")[0] if text.startswith(("Undo ", "Redo ")) else text


def find_action(bar: QMenuBar, text: str) -> QAction:
    return next(action for action, _works, _depth in iter_items(bar) if action.text() == text)
