"""The lists of upscalers, VAEs and refiners."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from macapp.ui.form.panel import GenerationForm
from tests.support import tiny_models


def test_an_upscaler_is_added_selected_and_listed_once(panel: GenerationForm, tmp_path: Path) -> None:
    choice, path = panel.upscaling.upscaler, tiny_models.make_esrgan(tmp_path / "sharp.safetensors", scale=2)
    assert choice.add(str(path))
    assert choice.value is not None
    assert choice.list.currentText() == "sharp"
    choice.use(None)
    assert choice.value is None
    choice.add(str(path))
    assert choice.list.count() == 2


def test_what_is_not_an_upscaler_is_refused_in_the_form(panel: GenerationForm, tmp_path: Path) -> None:
    (tmp_path / "notes.safetensors").write_text("not a model")
    assert not panel.upscaling.upscaler.add(str(tmp_path / "notes.safetensors"))
    assert panel.fault
    assert panel.upscaling.upscaler.value is None


@pytest.mark.parametrize("name", ["upscaling", "advanced", "refining"])
def test_the_button_opens_a_dialog(panel: GenerationForm, name: str, qtbot: QtBot) -> None:
    choice = {
        "upscaling": panel.upscaling.upscaler,
        "advanced": panel.advanced.vae,
        "refining": panel.refining.refiner,
    }[name]
    choice.choose()
    dialog = choice.findChild(QFileDialog)
    assert dialog is not None
    takes_folders = dialog.fileMode() is QFileDialog.FileMode.Directory
    assert takes_folders == (name == "refining")
    dialog.close()
