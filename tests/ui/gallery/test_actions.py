"""Marks, albums, Trash and export of the selected pictures, with undo."""

import os
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, JobEvent, Marks
from macapp.library import Library, marks
from macapp.library.export import Export
from macapp.library.metadata import xmp
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
    filled.pictures.add_to_collection("Calendar")
    qtbot.waitUntil(lambda: library.marks.pending_writes() == 0, timeout=5000)
    picture = library.pictures.by_row_numbers([9])[0]
    assert xmp.read_marks(marks.read_packet(picture.path)) == Marks(tags=("für Anna",), collections=("Calendar",))
    assert show_query(filled, qtbot, 'in:"Calendar"') == ["picture 8"]


def test_a_search_is_kept_as_a_smart_album_and_its_removal_undone(
    filled: MainWindow, library: Library, qtbot: QtBot
) -> None:
    show_query(filled, qtbot, "steps:>17")
    filled.pictures.save_search_as("Long ones")
    filled.pictures.save_search_as("Long ones")
    assert "Long ones" in filled.banner.text
    [album] = library.albums.all()
    filled.pictures.remove_album(album)
    assert library.albums.all() == []
    filled.undo.undo()
    assert library.albums.all() == [album]
    filled.gallery.albums.menu().aboutToShow.emit()
    names = [each.text() for each in filled.gallery.albums.menu().actions()]
    assert any(each.startswith("Long ones") for each in names)


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
    qtbot.waitUntil(lambda: not any(each.path.exists() for each in gone), timeout=5000)
    assert "Moved 3 pictures to the Trash" in filled.banner.text
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=5000):
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
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=5000):
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
    qtbot.waitUntil(lambda: window.gallery.pictures.rowCount() == 1500, timeout=5000)
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
    qtbot.waitUntil(lambda: library.pictures.count() == 10, timeout=5000)
    assert show_query(filled, qtbot, '"picture 3"') == ["picture 3"]
    filled.undo.undo()
    qtbot.waitUntil(lambda: library.pictures.count() == 11, timeout=5000)
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
    qtbot.waitUntil(lambda: filled.gallery.pictures.rowCount() == 10, timeout=5000)
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
    qtbot.waitUntil(lambda: not gone.path.exists(), timeout=5000)
    filled.undo.prune()
    assert filled.undo.undoText() == "Move to Trash"
    trash = Path(os.environ["XDG_DATA_HOME"]) / "Trash" / "files"
    qtbot.waitUntil(lambda: any(trash.iterdir()), timeout=5000)
    for file in trash.iterdir():  # the user empties the Trash
        file.unlink()
    filled.gallery.grid.setFocus()
    filled.prompt_panel.prompt.setFocus()
    qtbot.waitUntil(lambda: filled.undo.undoText() == "Stars", timeout=5000)


def test_an_album_that_exists_again_is_not_restored(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    show_query(filled, qtbot, "steps:>17")
    filled.pictures.save_search_as("Long ones")
    [album] = library.albums.all()
    filled.pictures.remove_album(album)
    assert filled.undo.undoText() == "Remove Album"
    filled.pictures.save_search_as("Long ones")
    filled.undo.prune()
    assert filled.undo.undoText() == ""
