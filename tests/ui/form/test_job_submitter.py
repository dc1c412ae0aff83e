"""From the form to jobs in the queue."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from macapp.library import Library
from macapp.ui.main.window import MainWindow


@pytest.mark.parametrize("prompt", ["a (red heart", "a {red|blue heart", "__nothing__"])
def test_a_prompt_that_cannot_be_read_orders_nothing(window: MainWindow, library: Library, prompt: str) -> None:
    window.prompt_panel.prompt.setPlainText(prompt)
    window.ordering.generate()
    assert window.prompt_panel.fault.endswith(".")
    assert library.queue.unfinished() == []
    assert window.prompt_panel.prompt.toPlainText() == prompt


@pytest.mark.parametrize("prompt", ['{"subject": "a heart", "note": "a | b"}', "a {red heart", "a smile :-}"])
def test_braces_without_alternatives_are_text(window: MainWindow, library: Library, prompt: str) -> None:
    window.prompt_panel.prompt.setPlainText(prompt)
    window.ordering.generate()
    [job] = library.queue.unfinished()
    assert (job.request.prompt, job.request.template) == (prompt, None)


def test_every_combination_is_ordered_by_a_key(window: MainWindow, library: Library, qtbot: QtBot) -> None:
    window.prompt_panel.prompt.setPlainText("a {red|blue} heart|at night")
    qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    assert [job.request.prompt for job in library.queue.unfinished()] == [
        "a red heart",
        "a red heart, at night",
        "a blue heart",
        "a blue heart, at night",
    ]
    assert len({job.request.seed for job in library.queue.unfinished()}) == 1


def test_combinations_draw_the_negative_prompt_too(window: MainWindow, library: Library) -> None:
    window.prompt_panel.prompt.setPlainText("a {red|blue} heart")
    window.prompt_panel.negative_prompt.setPlainText("{rain|snow}")
    window.ordering.generate_combinations()
    assert {job.request.negative_prompt for job in library.queue.unfinished()} <= {"rain", "snow"}


def test_a_tag_without_a_model_is_named_and_the_picture_ordered_without_it(
    window: MainWindow, library: Library
) -> None:
    window.prompt_panel.prompt.setPlainText("a red heart <lora:gone:0.8>")
    window.ordering.generate()
    assert "No LoRA named gone is installed, so <lora:gone:0.8> is left out" in window.prompt_panel.fault
    [job] = library.queue.unfinished()
    assert (job.request.prompt, job.request.template) == ("a red heart", "a red heart <lora:gone:0.8>")
    window.prompt_panel.prompt.setPlainText("a red heart")
    window.ordering.generate()
    assert window.prompt_panel.fault == ""
