"""The gallery: search while typing, filters, order and stacks."""

import pytest
from PySide6.QtCore import QLocale, Qt
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, GeneratedImage, JobEvent
from macapp.domain.request import seed_series
from macapp.library import Library
from macapp.ui.main.window import MainWindow
from tests.support.fake_engine import plain_picture
from tests.support.gallery import list_prompts, press_key, show_query
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
        qtbot.waitUntil(lambda: window.gallery.count.text() == "1,234 pictures", timeout=5000)
    finally:
        QLocale.setDefault(before)


def test_typing_finds_and_clearing_shows_all_again(filled: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=5000):
        qtbot.keyClicks(filled.gallery.line, "picture steps:>16")
    assert list_prompts(filled) == ["picture 9", "picture 8", "picture 7"]
    assert filled.gallery.count.text() == "3 pictures"
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=5000):
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


def test_a_new_picture_appears_only_if_the_search_asks_for_it(filled: MainWindow, made, qtbot: QtBot) -> None:
    show_query(filled, qtbot, "picture 3")
    filled.on_event(JobEvent(kind=EventKind.DONE, picture=made(request("a heart"))))
    assert list_prompts(filled) == ["picture 3"]
    assert filled.viewer.picture.request.prompt == "a heart"  # type: ignore[union-attr]
    filled.on_event(JobEvent(kind=EventKind.DONE, picture=made(request("picture 33"))))
    assert list_prompts(filled) == ["picture 33", "picture 3"]


def test_sorting_and_filters_write_the_search_line(filled: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=5000):
        filled.gallery.sort_by("oldest")
    assert list_prompts(filled)[0] == "picture 0"
    filled.gallery.filters.menu().aboutToShow.emit()
    actions = {each.text(): each for each in filled.gallery.filters.menu().actions()}
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=5000):
        actions["Favourites"].trigger()
    assert filled.gallery.query == "is:favourite"
    assert list_prompts(filled) == []
    with qtbot.waitSignal(filled.gallery.results_shown, timeout=5000):
        actions["Favourites"].trigger()
    assert filled.gallery.query == ""


# Stacks


def test_what_was_ordered_together_is_one_tile_that_opens(
    window: MainWindow, library: Library, made, qtbot: QtBot
) -> None:
    made(request("alone"))
    for job in library.queue.add(seed_series(request("one of three"), 3)):
        library.pictures.save(job, GeneratedImage(image=plain_picture(job.request), made_with={}))
    with qtbot.waitSignal(window.gallery.results_shown, timeout=5000):
        window.gallery.stacks.setChecked(True)
    assert list_prompts(window) == ["one of three", "alone"]
    window.gallery.choose(0)
    assert len(window.gallery.selected_numbers()) == 3
    with qtbot.waitSignal(window.gallery.results_shown, timeout=5000):
        press_key(window, qtbot, Qt.Key.Key_Return)
    assert list_prompts(window) == ["one of three"] * 3
    assert not window.gallery.back.isHidden()
    with qtbot.waitSignal(window.gallery.results_shown, timeout=5000):
        window.gallery.back.click()
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
