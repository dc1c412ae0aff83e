"""The field "Quality" in the inspector."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from macapp.library import Library
from macapp.models.quality import full_settings
from macapp.ui.main.window import MainWindow
from tests.support.tiny_families import make_other
from tests.support.ui_jobs import ordered


def test_a_quality_sets_what_was_measured_and_undo_takes_it_back(
    window: MainWindow, library: Library, qtbot: QtBot
) -> None:
    panel, choice = window.prompt_panel, window.prompt_panel.quality.choice
    assert panel.checkpoint is not None
    assert choice.value == "best"
    for name in ("fast", "balanced", "best"):
        qtbot.mouseClick(choice.button(name), Qt.MouseButton.LeftButton)
        [made] = ordered(window, library)
        expected = full_settings(name, panel.checkpoint)
        assert {field: getattr(made, field) for field in expected} == expected
        assert choice.value == name
    qtbot.mouseClick(choice.button("fast"), Qt.MouseButton.LeftButton)
    window.undo.undo()
    assert choice.value == "best"


def test_other_settings_are_no_quality(window: MainWindow) -> None:
    panel = window.prompt_panel
    panel.steps.setValue(17)
    assert panel.quality.choice.value == ""
    panel.steps.setValue(20)
    assert panel.quality.choice.value == "best"


def test_a_model_without_measurements_has_no_choice(window: MainWindow, tmp_path: Path) -> None:
    panel = window.prompt_panel
    assert not panel.quality_row.isHidden()
    panel.choose_model(str(make_other("PixArtAlphaPipeline", tmp_path / "pixart")))
    assert panel.quality_row.isHidden()
