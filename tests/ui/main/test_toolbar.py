"""The toolbar of the main window."""

from macapp.ui.main.window import MainWindow


def test_its_buttons_fold_and_open_the_sides(window: MainWindow) -> None:
    window.resize(1280, 800)
    assert window.shell.is_open("sidebar")
    window.toolbar.sidebar.click()
    assert not window.shell.is_open("sidebar")
    window.toolbar.sidebar.click()
    assert window.shell.is_open("sidebar")
    window.toolbar.inspector.click()
    assert not window.shell.is_open("inspector")


def test_search_and_model_are_in_it(window: MainWindow) -> None:
    for widget in (window.gallery.line, window.prompt_panel.model):
        assert window.toolbar.isAncestorOf(widget)
        assert widget.isVisible()
