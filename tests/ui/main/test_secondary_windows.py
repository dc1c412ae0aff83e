"""The windows besides the main one are built once and closed with it."""

from macapp.ui.main.window import MainWindow


def test_each_window_is_built_once_and_closed_with_the_main_window(window: MainWindow) -> None:
    sides = window.sides
    assert (sides.help, sides.benchmark) == (None, None)
    for show, found in ((sides.show_help, lambda: sides.help), (sides.show_benchmark, lambda: sides.benchmark)):
        show()
        first = found()
        assert first is not None
        assert first.isVisible()
        show()
        assert found() is first
    window.close()
    assert sides.help is not None
    assert sides.benchmark is not None
    assert not sides.help.isVisible()
    assert not sides.benchmark.isVisible()
