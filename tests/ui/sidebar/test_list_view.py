"""The list of places with keys, mouse and drags."""

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QAccessible,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
)
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from macapp.library import Library
from macapp.library.place import ALL_PICTURES, FIXED_PLACES, TRASH, Place, PlaceKind
from macapp.library.place_counts import CountedPlace
from macapp.system.paths import LibraryPaths
from macapp.ui.gallery.dragged_pictures import name_pictures
from macapp.ui.sidebar.list_view import PlaceList
from macapp.ui.sidebar.model import SidebarModel

FAVOURITES, WALL = Place(PlaceKind.FAVOURITES), Place(PlaceKind.ALBUM, "Wall")
HEARTS, FOLDER = Place(PlaceKind.SMART_ALBUM, "Hearts", "heart"), Place(PlaceKind.FOLDER, "/out")
KEYS, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def shown(library: Library, parent: QWidget, qtbot: QtBot) -> PlaceList:
    rows = SidebarModel(parent)
    rows.show([CountedPlace(place, 3) for place in (*FIXED_PLACES, WALL, HEARTS, FOLDER)])
    shown = PlaceList(rows, library.places)
    shown.setParent(parent)
    shown.resize(200, 600)
    parent.resize(200, 600)
    parent.show()
    qtbot.waitExposed(parent)
    shown.setFocus()
    shown.show_place(ALL_PICTURES)
    return shown


def row(shown: PlaceList, place: Place) -> QPoint:
    """Return the middle of the row of a place."""
    model = shown.model()
    assert isinstance(model, SidebarModel)
    return shown.visualRect(model.index(model.row_of(place))).center()


def press(qtbot: QtBot, shown: PlaceList, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    qtbot.keyClick(shown, key, modifier)


def test_the_arrow_keys_go_from_place_to_place_past_the_headings(shown: PlaceList, qtbot: QtBot) -> None:
    heard = QSignalSpy(shown.place_chosen)
    for _step in range(7):
        press(qtbot, shown, KEYS.Key_Down)
    press(qtbot, shown, KEYS.Key_Up)
    chosen = [heard.at(each)[0] for each in range(heard.count())]
    assert chosen == [*FIXED_PLACES[1:], WALL, HEARTS, FOLDER, HEARTS]


def test_typing_finds_a_place(shown: PlaceList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shown.place_chosen) as chosen:
        qtbot.keyClicks(shown, "wal")
    assert chosen.args == [WALL]


def test_showing_a_place_announces_nothing(shown: PlaceList) -> None:
    heard = QSignalSpy(shown.place_chosen)
    shown.show_place(WALL)
    shown.show_place(Place(PlaceKind.ALBUM, "unknown"))
    assert heard.count() == 0
    assert not shown.selectionModel().hasSelection()


@pytest.mark.parametrize("key", [KEYS.Key_Return, KEYS.Key_F2])
def test_an_album_is_renamed_in_place(shown: PlaceList, qtbot: QtBot, key: Qt.Key) -> None:
    model = shown.model()
    assert isinstance(model, SidebarModel)
    shown.show_place(WALL)
    press(qtbot, shown, key)
    assert shown.is_editing
    editor = shown.findChild(QLineEdit)
    assert editor is not None
    assert (editor.text(), editor.selectedText()) == ("Wall", "Wall")
    assert editor.accessibleName()
    with qtbot.waitSignal(model.renamed) as renamed:
        qtbot.keyClicks(editor, "Door")
        qtbot.keyClick(editor, KEYS.Key_Return)
    assert renamed.args == [WALL, "Door"]


def test_return_on_another_place_goes_on_to_its_pictures(shown: PlaceList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shown.left):
        press(qtbot, shown, KEYS.Key_Return)


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (KEYS.Key_Delete, NONE),
        (KEYS.Key_Backspace, NONE),
        (KEYS.Key_Backspace, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_delete_asks_to_remove_a_place(
    shown: PlaceList, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    shown.show_place(WALL)
    with qtbot.waitSignal(shown.remove_requested) as removed:
        press(qtbot, shown, key, modifier)
    assert removed.args == [WALL]


def test_the_menu_opens_by_mouse_and_by_key(shown: PlaceList, qtbot: QtBot) -> None:
    at = row(shown, WALL)
    with qtbot.waitSignal(shown.menu_requested) as asked:
        shown.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, shown.mapToGlobal(at)))
    assert asked.args is not None
    assert asked.args[1] == WALL
    shown.show_place(HEARTS)
    with qtbot.waitSignal(shown.menu_requested) as asked:
        shown.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))
    assert asked.args == [shown.viewport().mapToGlobal(row(shown, HEARTS)), HEARTS]
    below = QPoint(20, 580)
    with qtbot.waitSignal(shown.menu_requested) as asked:
        shown.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, below, below))
    assert asked.args is not None
    assert asked.args[1] is None


def test_the_plus_sign_asks_for_an_album(shown: PlaceList, qtbot: QtBot) -> None:
    model = shown.model()
    assert isinstance(model, SidebarModel)
    heading = shown.visualRect(model.index(model.albums_row()))
    heard = QSignalSpy(shown.add_requested)
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=heading.center())
    assert heard.count() == 0
    with qtbot.waitSignal(shown.add_requested):
        qtbot.mouseClick(
            shown.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(heading.right() - 20, heading.bottom() - 9)
        )


def test_every_row_has_a_name_for_screen_readers(shown: PlaceList) -> None:
    tree = QAccessible.queryAccessibleInterface(shown)
    rows = [tree.child(number) for number in range(tree.childCount())]
    spoken = [each.text(QAccessible.Text.Name) for each in rows if each is not None]
    assert tree.text(QAccessible.Text.Name) == "Places"
    assert "All Pictures, 3 pictures" in spoken
    assert all(spoken)


# Drags


def pictures(places: LibraryPaths, *numbers: int) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/nowhere/a.png")])
    name_pictures(data, places, numbers)
    return data


def files(library: Library) -> QMimeData:
    data = QMimeData()
    library.places.index.mkdir(parents=True, exist_ok=True)
    data.setUrls([QUrl.fromLocalFile(str(library.places.index))])
    return data


def drag(shown: PlaceList, data: QMimeData, at: QPoint) -> bool:
    """Move a drag over a point; return whether the list would take it there."""
    entered = QDragEnterEvent(at, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NONE)
    shown.dragEnterEvent(entered)
    moved = QDragMoveEvent(at, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NONE)
    if entered.isAccepted():
        shown.dragMoveEvent(moved)
    return entered.isAccepted() and moved.isAccepted()


def drop(shown: PlaceList, data: QMimeData, at: QPoint) -> None:
    shown.dropEvent(QDropEvent(QPointF(at), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NONE))


def test_pictures_go_on_favourites_trash_and_albums_only(shown: PlaceList, library: Library) -> None:
    data = pictures(library.places, 1, 2)
    takes = {place for place in (*FIXED_PLACES, WALL, HEARTS, FOLDER) if drag(shown, data, row(shown, place))}
    assert takes == {FAVOURITES, TRASH, WALL}
    heard = QSignalSpy(shown.pictures_dropped)
    drop(shown, data, row(shown, HEARTS))
    assert heard.count() == 0
    drop(shown, data, row(shown, WALL))
    assert heard.at(0) == [WALL, [1, 2]]


def test_files_go_on_albums_only(shown: PlaceList, library: Library) -> None:
    data = files(library)
    takes = {place for place in (*FIXED_PLACES, WALL, HEARTS, FOLDER) if drag(shown, data, row(shown, place))}
    assert takes == {WALL}
    heard = QSignalSpy(shown.files_dropped)
    drop(shown, data, row(shown, WALL))
    assert heard.at(0) == [WALL, [library.places.index]]


def test_other_drags_pass_by(shown: PlaceList) -> None:
    data = QMimeData()
    data.setText("a text")
    assert not drag(shown, data, row(shown, WALL))


def test_the_row_under_a_drag_lights_up_and_only_while_it_would_take_it(shown: PlaceList, library: Library) -> None:
    def look() -> QImage:
        return shown.grab().toImage()

    data, dark = pictures(library.places, 1), look()
    drag(shown, data, row(shown, WALL))
    lit = look()
    assert lit != dark
    drag(shown, data, row(shown, HEARTS))
    assert look() == dark
    drag(shown, data, row(shown, WALL))
    shown.dragLeaveEvent(QDragLeaveEvent())
    assert look() == dark


def test_the_keys_that_remove_an_album_are_not_taken_by_the_menu(shown: PlaceList) -> None:
    for modifier, taken in ((Qt.KeyboardModifier.ControlModifier, True), (Qt.KeyboardModifier.AltModifier, False)):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, KEYS.Key_Backspace, modifier)
        event.ignore()
        shown.event(event)
        assert event.isAccepted() == taken
