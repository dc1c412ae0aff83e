"""The gallery: places, search while typing, order, stacks, and what is restored."""

import pytest
from PySide6.QtCore import QLocale, Qt
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, GeneratedImage, JobEvent
from macapp.domain.request import seed_series
from macapp.library import Library, marks
from macapp.library.place import ALL_PICTURES, TRASH, Place, PlaceKind
from macapp.ui.gallery.panel import Gallery
from macapp.ui.main.window import MainWindow
from tests.support.fake_engine import plain_picture
from tests.support.gallery import list_prompts, press_key, select_rows, show_query
from tests.support.large_library import fill
from tests.support.request_factory import request

# Search


def test_pictures_are_counted_as_the_user_s_country_writes_numbers(
    window: MainWindow, library: Library, qtbot: QtBot
) -> None:
    fill(library, 1234)
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    try:
        show_query(window, qtbot, "")
        qtbot.waitUntil(lambda: window.gallery.header.count.text() == "1,234 pictures", timeout=10_000)
    finally:
        QLocale.setDefault(before)


def test_typing_finds_and_clearing_shows_all_again(filled: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=10_000):
        qtbot.keyClicks(filled.gallery.line, "picture steps:>16")
    assert list_prompts(filled) == ["picture 9", "picture 8", "picture 7"]
    assert filled.gallery.header.count.text() == "1 of 3 selected"
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=10_000):
        filled.gallery.line.clear()
    assert len(list_prompts(filled)) == 10


def test_a_line_that_makes_no_sense_leaves_what_is_shown_and_says_why(filled: MainWindow, qtbot: QtBot) -> None:
    filled.gallery.show_query("steps:many")
    qtbot.waitUntil(lambda: not filled.gallery.hint.isHidden(), timeout=3000)
    assert "steps:many" in filled.gallery.hint.text()
    assert len(list_prompts(filled)) == 10
    assert show_query(filled, qtbot, "seed:3") == ["picture 3"]
    assert filled.gallery.hint.isHidden()


def test_what_is_chosen_stays_chosen_when_the_search_still_shows_it(filled: MainWindow, qtbot: QtBot) -> None:
    filled.gallery.choose(4)
    show_query(filled, qtbot, "picture 5")
    assert filled.gallery.current().request.prompt == "picture 5"  # type: ignore[union-attr]


def test_a_picture_that_is_far_down_stays_the_current_one(window: MainWindow, library: Library, qtbot: QtBot) -> None:
    fill(library, 1000)
    show_query(window, qtbot, "")
    qtbot.waitUntil(lambda: window.gallery.pictures.rowCount() == 1000, timeout=10_000)
    window.gallery.choose(900)
    show_query(window, qtbot, "seed:>0")
    qtbot.waitUntil(lambda: window.gallery.grid.currentIndex().row() > 600, timeout=10_000)
    assert window.gallery.current() == window.viewer.picture, "so the arrow keys go on from it"


def test_a_new_picture_appears_only_if_the_search_asks_for_it(filled: MainWindow, made, qtbot: QtBot) -> None:
    show_query(filled, qtbot, "picture 3")
    filled.on_event(JobEvent(kind=EventKind.DONE, picture=made(request("a heart"))))
    assert list_prompts(filled) == ["picture 3"]
    assert filled.viewer.picture.request.prompt == "a heart"  # type: ignore[union-attr]
    filled.on_event(JobEvent(kind=EventKind.DONE, picture=made(request("picture 33"))))
    assert list_prompts(filled) == ["picture 33", "picture 3"]


def test_the_order_is_chosen_in_the_header(filled: MainWindow, qtbot: QtBot) -> None:
    orders = {each.text(): each for each in filled.gallery.header.sort.menu().actions()}
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=10_000):
        orders["Oldest first"].trigger()
    assert list_prompts(filled)[0] == "picture 0"
    assert filled.gallery.sort == "oldest"
    assert filled.gallery.header.sort.text() == "Oldest first"


# Places


def show_place(window: MainWindow, qtbot: QtBot, place: Place) -> list[str]:
    with qtbot.waitSignal(window.gallery.results_shown, timeout=10_000):
        window.gallery.show_place(place)
    return list_prompts(window)


def test_a_place_and_a_search_are_combined(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    library.marks.change(library.pictures.newest(4), marks.add_to_collection("Wall"))
    album = Place(PlaceKind.ALBUM, "Wall")
    with qtbot.waitSignal(filled.gallery.place_changed) as changed:
        assert show_place(filled, qtbot, album) == ["picture 9", "picture 8", "picture 7", "picture 6"]
    assert changed.args == [album]
    assert filled.gallery.header.name.text() == "Wall"
    assert show_query(filled, qtbot, "steps:<18") == ["picture 7", "picture 6"]
    assert show_place(filled, qtbot, ALL_PICTURES) == [f"picture {number}" for number in range(7, -1, -1)]
    assert show_query(filled, qtbot, "nothing like this") == []
    assert filled.gallery.grid.accessibleDescription().startswith("No results for “nothing like this”")


def test_the_current_picture_and_the_selection_survive_a_search(
    filled: MainWindow, library: Library, qtbot: QtBot
) -> None:
    select_rows(filled, 2, 5, 7)
    numbers = filled.gallery.selected_numbers()
    assert show_query(filled, qtbot, "seed:>1") == [f"picture {number}" for number in range(9, 1, -1)]
    assert filled.gallery.selected_numbers() == numbers
    assert show_query(filled, qtbot, "seed:<5") == [f"picture {number}" for number in range(4, -1, -1)]
    assert filled.gallery.selected_numbers() == numbers[1:], "what is not listed is not selected"
    shown = filled.viewer.picture
    assert shown is not None
    assert show_query(filled, qtbot, "seed:9") == ["picture 9"]
    assert filled.gallery.selected_numbers() == [shown.row_number], "commands act on the picture that is shown"
    assert filled.viewer.picture == shown
    show_query(filled, qtbot, "")
    assert filled.gallery.current() == shown


def test_the_newest_picture_is_followed_wherever_it_is_listed(
    filled: MainWindow, library: Library, qtbot: QtBot
) -> None:
    newest, oldest = library.pictures.newest(10)[0], library.pictures.newest(10)[-1]
    assert filled.gallery.follow(newest)
    assert not filled.gallery.follow(oldest)
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=10_000):
        filled.gallery.sort_by("oldest")
    assert not filled.gallery.follow(oldest), "the first of the list is not the newest"
    assert filled.gallery.follow(newest)


def test_a_new_picture_appears_only_in_a_place_that_has_it(filled: MainWindow, library, made, qtbot: QtBot) -> None:
    assert show_place(filled, qtbot, Place(PlaceKind.FAVOURITES)) == []
    assert not filled.gallery.add(made(request("a heart")))
    assert len(show_place(filled, qtbot, Place(PlaceKind.RECENT))) == 11
    assert filled.gallery.add(made(request("another heart", seed=2)))
    assert list_prompts(filled)[0] == "another heart"
    assert show_place(filled, qtbot, TRASH) == []
    assert not filled.gallery.add(made(request("a third heart", seed=3)))


def test_nothing_is_dragged_out_of_the_trash(filled: MainWindow, qtbot: QtBot) -> None:
    show_place(filled, qtbot, TRASH)
    assert not filled.gallery.grid.dragEnabled()
    show_place(filled, qtbot, ALL_PICTURES)
    assert filled.gallery.grid.dragEnabled()


def test_what_was_shown_is_restored(filled: MainWindow, library: Library, qtbot: QtBot) -> None:
    select_rows(filled, 0, 1, 2, 3)
    filled.pictures.toggle_favourite()
    show_place(filled, qtbot, Place(PlaceKind.FAVOURITES))
    show_query(filled, qtbot, "picture")
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=10_000):
        filled.gallery.sort_by("oldest")
    filled.gallery.tile_size.setValue(150)
    filled.gallery.choose(2)
    saved = filled.gallery.to_json()
    other = Gallery(library, filled.background)
    qtbot.addWidget(other)
    with qtbot.waitSignal(other.results_shown, timeout=10_000):
        other.from_json(saved)
        other.choose(0)  # as the window does at its start
    assert (other.place, other.query, other.sort) == (Place(PlaceKind.FAVOURITES), "picture", "oldest")
    assert other.tile_size.value() == 150
    assert other.header.name.text() == "Favourites"
    assert other.current() == filled.gallery.current()
    assert other.to_json() == saved


# Stacks


def test_what_was_ordered_together_is_one_tile_that_opens(
    window: MainWindow, library: Library, made, qtbot: QtBot
) -> None:
    made(request("alone"))
    for job in library.queue.add(seed_series(request("one of three"), 3)):
        library.pictures.save(job, GeneratedImage(image=plain_picture(job.request), made_with={}))
    with qtbot.waitSignal(window.gallery.results_shown, timeout=10_000):
        window.gallery.stacks.setChecked(True)
    assert list_prompts(window) == ["one of three", "alone"]
    window.gallery.choose(0)
    assert len(window.gallery.selected_numbers()) == 3
    with qtbot.waitSignal(window.gallery.results_shown, timeout=10_000):
        press_key(window, qtbot, Qt.Key.Key_Return)
    assert list_prompts(window) == ["one of three"] * 3
    assert not window.gallery.header.back.isHidden()
    with qtbot.waitSignal(window.gallery.results_shown, timeout=10_000):
        window.gallery.header.back.click()
    assert len(list_prompts(window)) == 2


@pytest.mark.parametrize("key", [Qt.Key.Key_Shift, Qt.Key.Key_Control])
def test_a_new_picture_is_the_only_one_selected_while_a_key_is_held(
    filled: MainWindow, made, qtbot: QtBot, key: Qt.Key
) -> None:
    """Whoever types a capital letter while a picture arrives must not find two pictures selected."""
    filled.gallery.choose(0)
    qtbot.keyPress(filled.prompt_panel.prompt, key, HELD[key])
    new = made(request("new", seed=99))
    filled.on_event(JobEvent(kind=EventKind.DONE, picture=new))
    assert filled.gallery.selected_numbers() == [new.row_number]
    qtbot.keyRelease(filled.prompt_panel.prompt, key)


HELD = {
    Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    Qt.Key.Key_Control: Qt.KeyboardModifier.ControlModifier,
}
