"""The sidebar as a whole: counts follow the library, the machine is named."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from macapp.library import Library
from macapp.library.place import ALL_PICTURES, Place, PlaceKind
from macapp.system.machine import detect_machine, with_overrides
from macapp.ui.main.window import MainWindow
from macapp.ui.sidebar.model import COUNT_ROLE
from macapp.ui.sidebar.panel import WIDTH_POINTS, MachineLine
from tests.support.request_factory import request


def count(window: MainWindow, place: Place) -> int | None:
    rows = window.sidebar.rows
    return rows.data(rows.index(rows.row_of(place)), COUNT_ROLE)


def test_counts_follow_marks_the_trash_and_new_pictures(
    filled: MainWindow, library: Library, made, qtbot: QtBot
) -> None:
    favourites, trash = Place(PlaceKind.FAVOURITES), Place(PlaceKind.TRASH)
    assert (count(filled, ALL_PICTURES), count(filled, favourites)) == (10, 0)
    filled.pictures.toggle_favourite()
    qtbot.waitUntil(lambda: count(filled, favourites) == 1, timeout=10_000)
    filled.pictures.trash()
    qtbot.waitUntil(lambda: (count(filled, ALL_PICTURES), count(filled, trash)) == (9, 1), timeout=10_000)
    filled.undo.undo()
    qtbot.waitUntil(lambda: (count(filled, ALL_PICTURES), count(filled, trash)) == (10, 0), timeout=10_000)
    made(request("new", seed=77))
    filled.events.state_changed.emit()
    qtbot.waitUntil(lambda: count(filled, ALL_PICTURES) == 11, timeout=10_000)


def test_a_name_that_is_being_typed_survives_new_counts(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    [sea, _wall] = library.albums.all()
    assert filled.sidebar.list.edit_place(sea.place)
    library.albums.add("Another")
    filled.sidebar.refresh()
    qtbot.wait(900)
    assert filled.sidebar.list.is_editing
    qtbot.keyClick(filled.sidebar.list.viewport().focusWidget() or filled.sidebar.list, Qt.Key.Key_Escape)
    another = Place(PlaceKind.ALBUM, "Another")
    qtbot.waitUntil(lambda: filled.sidebar.rows.row_of(another) > 0, timeout=10_000)


def test_the_machine_is_named_and_its_line_opens_the_facts(window: MainWindow, qtbot: QtBot) -> None:
    machine = MachineLine(with_overrides("chip=Apple M2,ram=16GB", detect_machine()))
    qtbot.addWidget(machine)
    assert machine.text() == "Apple M2 · 16 GB"
    assert machine.accessibleName() == "About This Machine: Apple M2 · 16 GB"
    machine.resize(WIDTH_POINTS, machine.sizeHint().height())
    whole = machine.grab().toImage()
    machine.resize(60, machine.height())
    assert machine.grab().toImage() != whole.copy(0, 0, 60, whole.height()), "no ellipsis"
    with qtbot.waitSignal(window.sidebar.machine_requested):
        window.sidebar.machine.click()


def test_it_is_as_wide_as_drawn(filled: MainWindow) -> None:
    assert filled.sidebar.minimumWidth() == WIDTH_POINTS == 200
