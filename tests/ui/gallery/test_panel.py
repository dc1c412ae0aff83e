"""The gallery: search as you type, marks by a key, many at once, the Trash and back, stacks, and 5,000 tiles."""

from array import array
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QLocale, QPoint, QRect, Qt
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, GeneratedImage, JobEvent, Marks
from macapp.domain.request import seed_series
from macapp.library import Library, marks
from macapp.library.export import Export
from macapp.library.metadata import xmp
from macapp.ui.main.window import MainWindow
from tests.support.fake_engine import plain_picture
from tests.support.large_library import fill
from tests.support.request_factory import request


@pytest.fixture(autouse=True)
def _own_trash(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "share"))


@pytest.fixture
def filled(window: MainWindow, made, qtbot: QtBot) -> MainWindow:
    """A window whose gallery shows "picture 0" to "picture 9", the last first."""
    for number in range(10):
        made(request(f"picture {number}", seed=number, steps=10 + number))
    shown(window, qtbot, "")
    window.gallery.choose(0)
    return window


def shown(window: MainWindow, qtbot: QtBot, query: str) -> list[str]:
    with qtbot.waitSignal(window.gallery.results_shown, timeout=5000):
        window.gallery.show_query(query)
    return prompts(window)


def prompts(window: MainWindow) -> list[str]:
    rows = window.gallery.pictures
    return [picture.request.prompt for row in range(rows.rowCount()) if (picture := rows.picture(row))]


def select(window: MainWindow, *rows: int) -> None:
    grid = window.gallery.grid
    for row in rows:
        grid.selectionModel().setCurrentIndex(
            window.gallery.pictures.index(row),
            QItemSelectionModel.SelectionFlag.Select
            if row != rows[0]
            else QItemSelectionModel.SelectionFlag.ClearAndSelect,
        )


def press(window: MainWindow, qtbot: QtBot, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(window.gallery.grid, key, modifier)


# Searching


def test_pictures_are_counted_as_the_user_s_country_writes_numbers(
    window: MainWindow, library: Library, qtbot: QtBot
) -> None:
    fill(library, 1234)
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    try:
        shown(window, qtbot, "")
        qtbot.waitUntil(lambda: window.gallery.count.text() == "1,234 pictures", timeout=5000)
    finally:
        QLocale.setDefault(before)


def test_typing_finds_and_clearing_shows_all_again(filled: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=5000):
        qtbot.keyClicks(filled.gallery.line, "picture steps:>16")
    assert prompts(filled) == ["picture 9", "picture 8", "picture 7"]
    assert filled.gallery.count.text() == "3 pictures"
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=5000):
        filled.gallery.line.clear()
    assert len(prompts(filled)) == 10


def test_a_line_that_makes_no_sense_leaves_what_is_shown_and_says_why(filled: MainWindow, qtbot: QtBot) -> None:
    filled.gallery.show_query("steps:many")
    qtbot.waitUntil(lambda: not filled.gallery.hint.isHidden(), timeout=3000)
    assert "steps:many" in filled.gallery.hint.text()
    assert len(prompts(filled)) == 10
    assert shown(filled, qtbot, "seed:3") == ["picture 3"]
    assert filled.gallery.hint.isHidden()


def test_what_is_chosen_stays_chosen_when_the_search_still_shows_it(filled: MainWindow, qtbot: QtBot) -> None:
    filled.gallery.choose(4)
    shown(filled, qtbot, "picture 5")
    assert filled.gallery.current().request.prompt == "picture 5"  # type: ignore[union-attr]


def test_a_new_picture_appears_only_if_the_search_asks_for_it(filled: MainWindow, made, qtbot: QtBot) -> None:
    shown(filled, qtbot, "picture 3")
    filled.on_event(JobEvent(kind=EventKind.DONE, picture=made(request("a heart"))))
    assert prompts(filled) == ["picture 3"]
    assert filled.viewer.picture.request.prompt == "a heart"  # type: ignore[union-attr]
    filled.on_event(JobEvent(kind=EventKind.DONE, picture=made(request("picture 33"))))
    assert prompts(filled) == ["picture 33", "picture 3"]


def test_sorting_and_filters_write_the_search_line(filled: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=5000):
        filled.gallery.sort_by("oldest")
    assert prompts(filled)[0] == "picture 0"
    filled.gallery._fill_filters()
    actions = {each.text(): each for each in filled.gallery.filters.menu().actions()}
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=5000):
        actions["Favourites"].trigger()
    assert filled.gallery.query == "is:favourite"
    assert prompts(filled) == []
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=5000):
        actions["Favourites"].trigger()
    assert filled.gallery.query == ""


# Marks


def test_keys_mark_the_chosen_pictures_and_undo_takes_it_back(
    filled: MainWindow, library: Library, qtbot: QtBot
) -> None:
    select(filled, 0, 2)
    press(filled, qtbot, Qt.Key.Key_F)
    press(filled, qtbot, Qt.Key.Key_4)
    marked = [
        each.request.prompt for each in library.pictures.newest(10) if each.marks == Marks(favourite=True, stars=4)
    ]
    assert marked == ["picture 9", "picture 7"]
    assert "favourite" in filled.viewer.words
    filled.undo.undo()
    assert {each.marks.stars for each in library.pictures.newest(10)} == {0}
    filled.undo.undo()
    assert {each.marks for each in library.pictures.newest(10)} == {Marks()}
    filled.undo.redo()
    assert sum(each.marks.favourite for each in library.pictures.newest(10)) == 2
    press(filled, qtbot, Qt.Key.Key_F)
    assert sum(each.marks.favourite for each in library.pictures.newest(10)) == 0


def test_marks_reach_the_files(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    select(filled, 1)
    filled.pictures.tag_with("für Anna")
    filled.pictures.add_to_collection("Calendar")
    qtbot.waitUntil(lambda: library.marks.pending_writes() == 0, timeout=5000)
    picture = library.pictures.by_row_numbers([9])[0]
    assert xmp.read_marks(marks.read_packet(picture.path)) == Marks(tags=("für Anna",), collections=("Calendar",))
    assert shown(filled, qtbot, 'in:"Calendar"') == ["picture 8"]


def test_a_search_is_kept_as_a_smart_album_and_its_removal_undone(
    filled: MainWindow, library: Library, qtbot: QtBot
) -> None:
    shown(filled, qtbot, "steps:>17")
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


# The Trash


def test_deleting_moves_to_the_trash_and_undo_brings_back_with_marks(
    filled: MainWindow, library: Library, qtbot: QtBot
) -> None:
    select(filled, 0, 1, 2)
    press(filled, qtbot, Qt.Key.Key_5)
    gone = library.pictures.newest(3)
    press(filled, qtbot, Qt.Key.Key_Delete)
    assert prompts(filled)[0] == "picture 6"
    assert library.pictures.count() == 7
    assert filled.gallery.current().request.prompt == "picture 6"  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: not any(each.path.exists() for each in gone), timeout=5000)
    assert "Moved 3 pictures to the Trash" in filled.banner.text
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=5000):
        filled.undo.undo()
    assert prompts(filled)[:3] == ["picture 9", "picture 8", "picture 7"]
    assert all(each.path.exists() and each.marks.stars == 5 for each in library.pictures.newest(3))


def test_rejects_are_culled_together(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    for row in (1, 3):
        select(filled, row)
        press(filled, qtbot, Qt.Key.Key_X)
    select(filled, 3)
    press(filled, qtbot, Qt.Key.Key_X)
    filled.pictures.trash_rejects()
    assert "picture 8" not in prompts(filled)
    assert library.pictures.count() == 9


def test_deleting_everything_leaves_an_empty_gallery(filled: MainWindow, qtbot: QtBot) -> None:
    filled.gallery.select_all()
    filled.pictures.trash()
    assert prompts(filled) == []
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=5000):
        filled.undo.undo()
    assert len(prompts(filled)) == 10


# Stacks, families, comparing


def test_what_was_ordered_together_is_one_tile_that_opens(
    window: MainWindow, library: Library, made, qtbot: QtBot
) -> None:
    made(request("alone"))
    for job in library.queue.add(seed_series(request("one of three"), 3)):
        library.pictures.save(job, GeneratedImage(image=plain_picture(job.request), made_with={}))
    with qtbot.waitSignal(window.gallery.results_shown, timeout=5000):
        window.gallery.stacks.setChecked(True)
    assert prompts(window) == ["one of three", "alone"]
    window.gallery.choose(0)
    assert len(window.gallery.selected_numbers()) == 3
    with qtbot.waitSignal(window.gallery.results_shown, timeout=5000):
        press(window, qtbot, Qt.Key.Key_Space)
    assert prompts(window) == ["one of three"] * 3
    assert not window.gallery.back.isHidden()
    with qtbot.waitSignal(window.gallery.results_shown, timeout=5000):
        window.gallery.back.click()
    assert len(prompts(window)) == 2


def test_a_family_is_shown_and_walked(window: MainWindow, made, qtbot: QtBot) -> None:
    parent = made(request("parent", seed=1))
    child = made(request("child", seed=2, image=parent.pixels, strength=0.5, steps=10))
    sibling = made(request("child", seed=3, image=parent.pixels, strength=0.5, steps=10))
    shown(window, qtbot, "")
    with qtbot.waitSignal(window.relatives.shown, timeout=5000):
        assert window.gallery.choose_picture(child)
    assert window.relatives.family.parent == parent
    assert window.relatives.family.siblings == [sibling]
    assert {parent.id, sibling.id} == window.relatives.family.images.keys()
    window.picture.go_to_next_sibling()
    assert window.viewer.picture == sibling
    with qtbot.waitSignal(window.relatives.shown, timeout=5000):
        window.picture.go_to_parent()
    assert window.viewer.picture == parent
    assert window.relatives.family.children == [child, sibling]
    window.picture.go_to_child()
    assert window.viewer.picture == child
    window.picture.go_to_child()
    assert window.viewer.picture == child


def test_two_pictures_are_compared_in_words_and_the_rest_between_is_tried(
    window: MainWindow, library: Library, made, qtbot
) -> None:
    made(request("a heart", seed=1, steps=10, guidance_scale=4))
    made(request("a heart", seed=1, steps=50, guidance_scale=8))
    shown(window, qtbot, "")
    select(window, 0, 1)
    window.picture.compare()
    compare = window.picture.compare_window
    assert compare is not None
    assert compare.words.text() == "Steps: 50  →  10\nGuidance: 8  →  4"
    qtbot.keyClick(compare.slider, Qt.Key.Key_Right)
    assert compare.slider.share > 0.5
    qtbot.mouseClick(compare.slider, Qt.MouseButton.LeftButton, pos=QPoint(0, compare.slider.height() // 2))
    assert compare.slider.share == 0.0
    qtbot.mouseClick(compare.between, Qt.MouseButton.LeftButton)
    waiting = [(each.request.steps, each.request.guidance_scale) for each in library.queue.unfinished()]
    assert waiting == [(40, 7.0), (30, 6.0), (20, 5.0)]
    qtbot.keyClick(compare, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.picture.compare_window is None, timeout=3000)


def test_all_settings_are_listed_and_copied(window: MainWindow, made, qtbot: QtBot) -> None:
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QToolButton

    made(request("a <b>heart</b>", seed=2**63 - 1))
    shown(window, qtbot, "")
    window.gallery.choose(0)
    window.toggle_details()
    rows = dict(window.viewer.details.rows)
    assert rows["Seed"] == str(2**63 - 1)
    assert rows["Prompt"] == "a <b>heart</b>"
    buttons = window.viewer.details.findChildren(QToolButton)
    next(each for each in buttons if each.accessibleName() == "Copy Seed").click()
    assert QGuiApplication.clipboard().text() == str(2**63 - 1)


# Taking out


def test_chosen_pictures_are_exported_without_their_prompts(filled: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    filled.gallery.select_all()
    out = tmp_path / "out"
    out.mkdir()
    filled.pictures.export_to(filled.gallery.selected_numbers(), out, Export("jpeg", with_prompt=False), sheet=True)
    qtbot.waitUntil(lambda: "11 files" in filled.banner.text, timeout=10_000)
    assert len(list(out.glob("*.jpg"))) == 10
    assert not any(b"picture 3" in each.read_bytes() for each in out.iterdir())


# The grid


def test_a_grid_of_thousands_places_every_tile_by_arithmetic(window: MainWindow, qtbot: QtBot, made) -> None:
    made(request())
    rows, grid = window.gallery.pictures, window.gallery.grid
    rows.show_numbers(array("q", [1] * 5000))
    columns = grid.columns
    assert columns >= 3
    last = rows.index(4999)
    grid.scrollTo(last)
    assert grid.viewport().rect().contains(grid.visualRect(last))
    assert grid.indexAt(grid.visualRect(last).center()) == last
    assert grid.verticalScrollBar().value() == grid.verticalScrollBar().maximum()
    grid.setCurrentIndex(rows.index(0))
    for key, row in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, 1 + columns),
        (Qt.Key.Key_Up, 1),
        (Qt.Key.Key_Up, 1),
        (Qt.Key.Key_End, 4999),
        (Qt.Key.Key_Right, 4999),
        (Qt.Key.Key_Home, 0),
    ):
        qtbot.keyClick(grid, key)
        assert grid.currentIndex().row() == row, key
    grid.setSelection(QRect(0, 0, grid.viewport().width(), 150), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    assert len(grid.selectionModel().selectedIndexes()) == 2 * columns
    assert not grid.indexAt(QPoint(-5, 10)).isValid()


def test_tiles_of_another_size_keep_the_chosen_one_in_view(filled: MainWindow) -> None:
    grid = filled.gallery.grid
    before = grid.columns
    filled.gallery.tile_size.setValue(200)
    assert grid.columns < before
    assert grid.viewport().rect().intersects(grid.visualRect(grid.currentIndex()))


def test_what_is_dragged_out_says_nothing_if_that_is_the_setting(filled: MainWindow) -> None:
    rows = filled.gallery.pictures

    def dragged() -> bytes:
        [url] = rows.mimeData([rows.index(0)]).urls()
        return Path(url.toLocalFile()).read_bytes()

    assert b"picture 9" in dragged()
    filled.menus.share.setChecked(True)
    assert b"picture 9" not in dragged()
    assert b"trainedAlgorithmicMedia" in dragged()
    filled.menus.share.setChecked(False)
    assert b"picture 9" in dragged()


def test_thousands_are_marked_and_deleted_off_the_windows_thread(
    window: MainWindow, library: Library, qtbot: QtBot
) -> None:
    fill(library, 1500)
    shown(window, qtbot, "")
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
