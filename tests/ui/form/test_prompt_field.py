"""Prompt and negative prompt."""

from pytestqt.qtbot import QtBot

from macapp.ui.form.panel import GenerationForm


def test_a_word_is_added_once_and_undo_removes_it(panel: GenerationForm, qtbot: QtBot) -> None:
    field = panel.prompts
    field.set_texts("a boat, ", "rain")
    field.insert_word("wash")
    field.insert_word("wash")
    assert (field.prompt.toPlainText(), field.negative_prompt.toPlainText()) == ("a boat, wash", "rain")
    field.prompt.undo()
    assert field.prompt.toPlainText() == "a boat, "
