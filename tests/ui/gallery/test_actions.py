"""Marks, places, Trash and export of the selected pictures, with undo."""

import os
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, JobEvent, Marks
from macapp.library import Library, marks
from macapp.library.export import Export
from macapp.library.metadata import xmp
from macapp.library.place import TRASH, Place, PlaceKind
from macapp.ui.gallery.export_dialog import ExportDialog
from macapp.ui.main.window import MainWindow
from tests.support.gallery import list_prompts, press_key, select_rows, show_query
from tests.support.large_library import fill
from tests.support.request_factory import request


def test_keys_mark_the_chosen_pictures_and_undo_takes_it_back(
    filled: MainWindow, library: Library, qtbot: QtBot
) -> None:
    select_rows(filled, 0, 2)
    press_key(filled, qtbot, Qt.Key.Key_F)
    press_key(filled, qtbot, Qt.Key.Key_4)
    marked = [
        each.request.prompt for each in library.pictures.newest(10) if each.marks == Marks(favourite=True, stars=4)
    ]
    assert marked == ["picture 9", "picture 7"]
    assert "favourite" in filled.info.words
    filled.undo.undo()
    assert {each.marks.stars for each in library.pictures.newest(10)} == {0}
    filled.undo.undo()
    assert {each.marks for each in library.pictures.newest(10)} == {Marks()}
    filled.undo.redo()
    assert sum(each.marks.favourite for each in library.pictures.newest(10)) == 2
    press_key(filled, qtbot, Qt.Key.Key_F)
    assert sum(each.marks.favourite for each in library.pictures.newest(10)) == 0


def test_marks_reach_the_files(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    select_rows(filled, 1)
    filled.pictures.tag_with("für Anna")
    filled.albums.add("Calendar", filled.gallery.selected_numbers())
    qtbot.waitUntil(lambda: library.marks.pending_writes() == 0, timeout=10_000)
    picture = library.pictures.by_row_numbers([9])[0]
    assert xmp.read_marks(marks.read_packet(picture.path)) == Marks(tags=("für Anna",), collections=("Calendar",))
    assert show_query(filled, qtbot, 'in:"Calendar"') == ["picture 8"]


def test_a_search_is_kept_as_a_smart_album_and_its_removal_undone(
    filled: MainWindow, library: Library, qtbot: QtBot
) -> None:
    show_query(filled, qtbot, "steps:>17")
    filled.albums.save_search_as("Long ones", filled.gallery.query)
    filled.albums.save_search_as("Long ones", filled.gallery.query)
    assert "Long ones" in filled.banner.text
    [album] = library.albums.all()
    filled.albums.remove(album)
    assert library.albums.all() == []
    filled.undo.undo()
    assert library.albums.all() == [album]


def test_deleting_moves_to_the_trash_and_undo_brings_back_with_marks(
    filled: MainWindow, library: Library, qtbot: QtBot
) -> None:
    select_rows(filled, 0, 1, 2)
    press_key(filled, qtbot, Qt.Key.Key_5)
    gone = library.pictures.newest(3)
    press_key(filled, qtbot, Qt.Key.Key_Delete)
    assert list_prompts(filled)[0] == "picture 6"
    assert library.pictures.count() == 7
    assert filled.gallery.current().request.prompt == "picture 6"  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: not any(each.path.exists() for each in gone), timeout=10_000)
    assert "Moved 3 pictures to the Trash" in filled.banner.text
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=10_000):
        filled.undo.undo()
    assert list_prompts(filled)[:3] == ["picture 9", "picture 8", "picture 7"]
    assert all(each.path.exists() and each.marks.stars == 5 for each in library.pictures.newest(3))


def test_rejects_are_culled_together(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    for row in (1, 3):
        select_rows(filled, row)
        press_key(filled, qtbot, Qt.Key.Key_X)
    select_rows(filled, 3)
    press_key(filled, qtbot, Qt.Key.Key_X)
    filled.pictures.trash_rejects()
    assert "picture 8" not in list_prompts(filled)
    assert library.pictures.count() == 9


def test_deleting_everything_leaves_an_empty_gallery(filled: MainWindow, qtbot: QtBot) -> None:
    filled.gallery.select_all()
    filled.pictures.trash()
    assert list_prompts(filled) == []
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=10_000):
        filled.undo.undo()
    assert len(list_prompts(filled)) == 10


def test_chosen_pictures_are_exported_without_their_prompts(filled: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    filled.gallery.select_all()
    out = tmp_path / "out"
    out.mkdir()
    filled.pictures.export_to(filled.gallery.selected_numbers(), out, Export("jpeg", with_prompt=False), sheet=True)
    qtbot.waitUntil(lambda: "11 files" in filled.banner.text, timeout=10_000)
    assert len(list(out.glob("*.jpg"))) == 10
    assert not any(b"picture 3" in each.read_bytes() for each in out.iterdir())


def test_thousands_are_marked_and_deleted_off_the_windows_thread(
    window: MainWindow, library: Library, qtbot: QtBot
) -> None:
    fill(library, 1500)
    show_query(window, qtbot, "")
    qtbot.waitUntil(lambda: window.gallery.pictures.rowCount() == 1500, timeout=10_000)
    window.gallery.select_all()
    window.pictures.give_stars(5)
    assert window.chores.status_text != ""
    qtbot.waitUntil(lambda: len(library.pictures.search("stars:5")) == 1500, timeout=20_000)
    qtbot.waitUntil(lambda: window.chores.status_text == "", timeout=20_000)
    window.undo.undo()
    qtbot.waitUntil(
        lambda: window.chores.status_text == "" and len(library.pictures.search("stars:5")) < 600, timeout=20_000
    )
    window.gallery.select_all()
    window.pictures.trash()
    assert window.gallery.pictures.rowCount() == 0
    qtbot.waitUntil(lambda: library.pictures.count() == 0, timeout=20_000)
    qtbot.waitUntil(lambda: window.chores.status_text == "", timeout=20_000)


def test_under_a_search_the_commands_act_on_the_new_picture_that_is_shown(
    filled: MainWindow, library: Library, made, qtbot: QtBot
) -> None:
    """The search does not list it; before, Move to Trash took the picture that was selected in the list."""
    show_query(filled, qtbot, '"picture 3"')
    filled.gallery.choose(0)
    filled.events.follows_newest = True
    new = made(request("a boat", seed=50))
    filled.on_event(JobEvent(kind=EventKind.DONE, picture=new))
    assert filled.viewer.picture == new
    assert filled.gallery.selected_numbers() == [new.row_number]
    filled.pictures.trash()
    qtbot.waitUntil(lambda: library.pictures.count() == 10, timeout=10_000)
    assert show_query(filled, qtbot, '"picture 3"') == ["picture 3"]
    filled.undo.undo()
    qtbot.waitUntil(lambda: library.pictures.count() == 11, timeout=10_000)
    assert library.pictures.find(new.id) == new
    filled.gallery.choose(0)
    assert len(filled.gallery.selected_numbers()) == 1
    assert filled.gallery.selected_numbers() != [new.row_number], "a selection comes before what was shown"


def test_the_offer_to_undo_goes_when_it_would_undo_something_else(filled: MainWindow, qtbot: QtBot) -> None:
    select_rows(filled, 2)
    filled.pictures.tag_with("sea")
    select_rows(filled, 0)
    filled.pictures.trash()
    assert filled.banner.button.text() == "Undo"
    assert filled.banner.text
    filled.undo.undo()
    assert filled.banner.text == ""
    qtbot.waitUntil(lambda: filled.gallery.pictures.rowCount() == 10, timeout=10_000)
    filled.pictures.trash()
    filled.pictures.give_stars(3)
    assert filled.banner.text == "", "now Undo would take the stars"


def test_an_undo_that_can_bring_nothing_back_disappears(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    select_rows(filled, 3)
    filled.pictures.give_stars(2)
    select_rows(filled, 0)
    gone = library.pictures.newest(1)[0]
    filled.pictures.trash()
    assert filled.undo.undoText() == "Move to Trash"
    qtbot.waitUntil(lambda: not gone.path.exists(), timeout=10_000)
    filled.undo.prune()
    assert filled.undo.undoText() == "Move to Trash"
    trash = Path(os.environ["XDG_DATA_HOME"]) / "Trash" / "files"
    qtbot.waitUntil(lambda: any(trash.iterdir()), timeout=10_000)
    for file in trash.iterdir():  # the user empties the Trash
        file.unlink()
    filled.gallery.grid.setFocus()
    filled.prompt_panel.prompt.setFocus()
    qtbot.waitUntil(lambda: filled.undo.undoText() == "Stars", timeout=10_000)


def test_an_album_that_exists_again_is_not_restored(filled: MainWindow, library: Library) -> None:
    album = library.albums.add("Long ones", "steps:>17")
    filled.albums.remove(album)
    assert filled.undo.undoText() == "Delete Album"
    library.albums.add("Long ones", "steps:>17")
    filled.undo.prune()
    assert filled.undo.undoText() == ""


# Places


def show_place(window: MainWindow, qtbot: QtBot, place: Place) -> list[str]:
    with qtbot.waitSignal(window.gallery.results_shown, timeout=10_000):
        window.gallery.show_place(place)
    return list_prompts(window)


def test_pictures_are_put_where_they_are_dropped_and_each_can_be_undone(
    filled: MainWindow, library: Library, qtbot: QtBot
) -> None:
    album, favourites = library.albums.add("Wall").place, Place(PlaceKind.FAVOURITES)
    numbers = library.pictures.search("seed:<3").tolist()
    filled.pictures.add_to_place(album, numbers)
    assert filled.banner.text == "Added 3 pictures to “Wall”"
    filled.pictures.add_to_place(favourites, numbers)
    assert filled.banner.text == "Added 3 pictures to Favourites"
    assert show_place(filled, qtbot, album) == show_place(filled, qtbot, favourites)
    filled.pictures.add_to_place(TRASH, numbers)
    assert filled.banner.text == "Moved 3 pictures to the Trash"
    assert library.pictures.count() == 7
    for place in (album, favourites):
        assert library.pictures.count(place) == 0, "what is in the Trash is nowhere else"
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=10_000):
        filled.banner.button.click()
    qtbot.waitUntil(lambda: library.pictures.count(favourites) == 3, timeout=10_000)
    filled.undo.undo()
    assert library.pictures.count(favourites) == 0
    filled.undo.undo()
    assert library.pictures.count(album) == 0
    assert filled.undo.undoText() == ""


def test_a_place_that_depends_on_marks_follows_them(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    select_rows(filled, 2, 4)
    filled.pictures.toggle_favourite()
    assert show_place(filled, qtbot, Place(PlaceKind.FAVOURITES)) == ["picture 7", "picture 5"]
    filled.gallery.choose(0)
    shown = filled.viewer.picture
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=10_000):
        press_key(filled, qtbot, Qt.Key.Key_F)
    assert list_prompts(filled) == ["picture 5"]
    assert filled.viewer.picture is not None
    assert shown is not None
    assert filled.viewer.picture.id == shown.id
    assert filled.gallery.selected_numbers() == [shown.row_number], "commands act on what is shown"
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=10_000):
        filled.undo.undo()
    assert list_prompts(filled) == ["picture 7", "picture 5"]


def test_the_context_menu_adds_to_an_album_and_takes_out_of_it(
    filled: MainWindow, library: Library, qtbot: QtBot
) -> None:
    library.albums.add("Wall")
    select_rows(filled, 0, 1)
    trigger(filled, "Add to Album", "Wall")
    assert library.marks.in_collection("Wall") == [9, 10]
    select_rows(filled, 0)
    trigger(filled, "Remove from “Wall”")
    assert library.marks.in_collection("Wall") == [9]
    assert filled.banner.text == "Removed 1 pictures from “Wall”"
    select_rows(filled, 3, 4)
    with qtbot.waitSignal(filled.albums.created) as created:
        trigger(filled, "Add to Album", "New Album")
    assert created.args == [Place(PlaceKind.ALBUM, "New Album")]
    assert len(library.marks.in_collection("New Album")) == 2


def trigger(window: MainWindow, *path: str) -> None:
    """Choose an entry of the context menu of the selected pictures."""
    menu = QMenu(window)
    window.pictures.fill_menu(menu)
    *folders, name = path
    entries = next(each for each in menu.findChildren(QMenu) if each.title() == folders[0]) if folders else menu
    next(each for each in entries.actions() if each.text() == name).trigger()


def test_the_commands_of_the_header_act_on_the_selection(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    header = filled.gallery.header
    select_rows(filled, 1, 2)
    assert header.count.text() == "2 of 10 selected"
    header.favourite.trigger()
    assert library.pictures.count(Place(PlaceKind.FAVOURITES)) == 2
    header.trash.trigger()
    assert library.pictures.count() == 8
    qtbot.waitUntil(lambda: len(library.trash.search()) == 2, timeout=10_000)


def test_an_export_begins_in_the_folder_of_the_last_one(filled: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    for expected in (None, tmp_path / "out"):
        filled.pictures.export()
        options = next(each for each in filled.findChildren(ExportDialog) if each.isVisible())
        options.accept()
        dialog = next(each for each in filled.findChildren(QFileDialog) if each.isVisible())
        if expected is not None:
            assert Path(dialog.directory().absolutePath()) == expected
        dialog.setDirectory(str(tmp_path))
        dialog.fileSelected.emit(str(tmp_path / "out"))
        dialog.close()
        qtbot.waitUntil(lambda: filled.chores.status_text == "", timeout=10_000)
    assert filled.banner.text == "Exported 1 files to “out”"
