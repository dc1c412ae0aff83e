"""Two pictures are compared, and the settings between them are added to the queue."""

from PySide6.QtCore import QPoint, Qt

from macapp.library import Library
from macapp.ui.main.window import MainWindow
from tests.support.gallery import select_rows, show_query
from tests.support.request_factory import request


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
