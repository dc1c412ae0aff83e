"""The list of models in the form."""

from pathlib import Path

from PySide6.QtCore import Qt
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


def test_the_last_entry_asks_for_more_models_and_keeps_the_selected_one(qtbot: QtBot) -> None:
    picker = ModelPicker()
    qtbot.addWidget(picker)
    picker.choose(models.find_checkpoint("starter"))
    picker.show()
    last = picker.count() - 1
    assert picker.itemText(last) == "Get More Models…"
    picker.showPopup()
    with qtbot.waitSignal(picker.more_requested):
        picker.setCurrentIndex(last)
        picker.activated.emit(last)
        picker.hidePopup()
    assert picker.currentText() == "Starter"


def test_arrow_keys_stop_at_the_last_model(qtbot: QtBot) -> None:
    picker = ModelPicker()
    qtbot.addWidget(picker)
    picker.choose(models.find_checkpoint("starter"))
    picker.show()
    with qtbot.assertNotEmitted(picker.more_requested):
        for _ in range(3):
            qtbot.keyClick(picker, Qt.Key.Key_Down)
    assert picker.currentText() == "Starter"
