"""From the form to jobs in the queue."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from macapp.domain.job import GeneratedImage
from macapp.library import Library
from macapp.ui.main.window import MainWindow
from tests.support.fake_engine import plain_picture
from tests.support.request_factory import request


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


KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def test_every_combination_is_counted_first_and_ordered_by_the_same_key(
    window: MainWindow, library: Library, qtbot: QtBot
) -> None:
    window.prompt_panel.prompt.setPlainText("a {red|blue} heart|at night")
    qtbot.keyClick(window, Qt.Key.Key_Return, KEYS)
    assert library.queue.unfinished() == []
    assert window.banner.text.startswith("This prompt has 4 combinations.")
    assert window.banner.button.text() == "Generate 4"
    qtbot.keyClick(window, Qt.Key.Key_Return, KEYS)
    assert window.banner.text == ""
    assert [job.request.prompt for job in library.queue.unfinished()] == [
        "a red heart",
        "a red heart, at night",
        "a blue heart",
        "a blue heart, at night",
    ]
    assert len({job.request.seed for job in library.queue.unfinished()}) == 1


def test_combinations_are_offered_with_their_time_and_ordered_by_the_button(
    window: MainWindow, library: Library, qtbot: QtBot
) -> None:
    asked = window.prompt_panel.request()
    [job] = library.queue.add([asked])
    library.queue.claim_next()
    library.pictures.save(job, GeneratedImage(image=plain_picture(asked), made_with={}), 30.0)
    window.prompt_panel.prompt.setPlainText("a {red|blue|green} heart")
    window.ordering.generate_combinations()
    assert window.banner.text == "This prompt has 3 combinations. Time: about 1 min 30 s."
    window.prompt_panel.prompt.setPlainText("a {red|blue} heart")
    window.ordering.generate_combinations()
    assert window.banner.button.text() == "Generate 2", "another prompt is another offer"
    window.banner.button.click()
    assert [job.request.prompt for job in library.queue.unfinished()] == ["a red heart", "a blue heart"]


def test_a_single_combination_needs_no_question(window: MainWindow, library: Library) -> None:
    window.prompt_panel.prompt.setPlainText("a red heart")
    window.ordering.generate_combinations()
    assert len(library.queue.unfinished()) == 1


def test_a_picture_whose_model_is_missing_is_not_made_again(window: MainWindow, library: Library, made) -> None:
    window.show_picture(made(request("a heart", model="dreamshaper_8")))
    for make in (window.picture.make_again, window.picture.make_variations):
        window.banner.hide()
        make()
        assert window.banner.text.startswith("“dreamshaper_8” is not installed.")
    assert library.queue.unfinished() == []


def test_combinations_draw_the_negative_prompt_too(window: MainWindow, library: Library) -> None:
    window.prompt_panel.prompt.setPlainText("a {red|blue} heart")
    window.prompt_panel.negative_prompt.setPlainText("{rain|snow}")
    window.ordering.generate_combinations()
    window.banner.button.click()
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
