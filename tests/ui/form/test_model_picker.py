"""The list of models in the form."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from macapp import models
from macapp.ui.form.model_picker import ModelPicker


def test_models_are_added_selected_and_read(tiny_model: Path, qtbot: QtBot) -> None:
    picker = ModelPicker()
    qtbot.addWidget(picker)
    assert picker.checkpoint() is None
    starter, tiny = models.find_checkpoint("starter"), models.find_checkpoint(str(tiny_model))
    picker.add(starter)
    picker.choose(tiny)
    assert picker.models() == [starter.id, tiny.id]
    assert picker.checkpoint() == tiny
    picker.offer([])
    assert picker.models() == [tiny.id], "the selected model stays in the list"
