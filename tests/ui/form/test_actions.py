"""The commands of the form."""

from collections.abc import Callable

from macapp.library import Library
from macapp.ui.main.window import MainWindow
from tests.support.request_factory import request
from tests.support.ui_jobs import ordered


def test_alternatives_are_drawn_for_each_picture_and_what_was_typed_is_offered(
    window: MainWindow, library: Library, made: Callable
) -> None:
    panel = window.prompt_panel
    panel.prompt.setPlainText("a {red|blue|green} heart")
    panel.count.setValue(12)
    panel.seed.show_seed(7, keep=True)  # draws every colour; with a random seed, one batch in forty lacks one
    orders = ordered(window, library)
    assert len({each.prompt for each in orders}) == 3
    assert {each.template for each in orders} == {"a {red|blue|green} heart"}
    assert panel.prompt.toPlainText() == "a {red|blue|green} heart"
    window.form.load_request(orders[0])
    assert panel.prompt.toPlainText() == orders[0].prompt
    assert "comes from" in window.banner.text
    window.form.load_template(orders[0])
    assert panel.prompt.toPlainText() == "a {red|blue|green} heart"


def test_settings_of_a_picture_are_undone(window: MainWindow) -> None:
    panel = window.prompt_panel
    panel.prompt.setPlainText("half a thought")
    panel.steps.setValue(7)
    window.form.load_request(request("a heart", steps=12))
    assert (panel.prompt.toPlainText(), panel.steps.value()) == ("a heart", 12)
    assert window.undo.undoText() == "Use Settings"
    window.undo.undo()
    assert (panel.prompt.toPlainText(), panel.steps.value()) == ("half a thought", 7)
    window.undo.redo()
    assert (panel.prompt.toPlainText(), panel.steps.value()) == ("a heart", 12)
