"""Two pictures are compared, and the settings between them are added to the queue."""

from PySide6.QtCore import QPoint, Qt

from macapp.library import Library
from macapp.ui.main.window import MainWindow
from tests.support.gallery import select_rows, show_query
from tests.support.request_factory import request


def test_another_number_than_two_is_not_compared(window: MainWindow, made, qtbot) -> None:
    for seed in range(3):
        made(request("a heart", seed=seed))
    show_query(window, qtbot, "")
    for rows in ((0,), (0, 1, 2)):
        select_rows(window, *rows)
        window.picture.compare()
        assert window.banner.text == "Select two pictures to compare."
        assert window.picture.compare_window is None


def test_two_pictures_of_different_shapes_are_shown_whole_and_in_their_own_shape(
    window: MainWindow, made, qtbot
) -> None:
    made(request("wide", width=128, height=64))
    made(request("high", width=64, height=128))
    made(request("small and high", width=64, height=128))
    show_query(window, qtbot, "")
    select_rows(window, 1, 2)
    window.picture.compare()
    compare = window.picture.compare_window
    assert compare is not None
    slider = compare.slider
    qtbot.waitUntil(lambda: slider.is_complete, timeout=10_000)
    high, wide = compare.slider.picture_rects()
    assert abs(high.width() * 2 - high.height()) <= 1
    assert abs(wide.width() - wide.height() * 2) <= 1
    assert high.center() == wide.center()
    assert max(high.height(), wide.width()) <= max(compare.slider.width(), compare.slider.height())
    compare.close()
    qtbot.waitUntil(lambda: window.picture.compare_window is None, timeout=3000)
    select_rows(window, 0, 1)
    window.picture.compare()
    again = window.picture.compare_window
    assert again is not None
    slider_again = again.slider
    qtbot.waitUntil(lambda: slider_again.is_complete, timeout=10_000)
    first, second = slider_again.picture_rects()
    assert first == second, "pictures of one shape have one size"
    again.close()
    qtbot.waitUntil(lambda: window.picture.compare_window is None, timeout=3000)


def test_two_pictures_are_compared_in_words_and_the_rest_between_is_tried(
    window: MainWindow, library: Library, made, qtbot
) -> None:
    made(request("a heart", seed=1, steps=10, guidance_scale=4))
    made(request("a heart", seed=1, steps=50, guidance_scale=8))
    show_query(window, qtbot, "")
    select_rows(window, 0, 1)
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
