"""The field "Fast mode"."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from macapp.library import Library
from macapp.models.catalog import load_catalog
from macapp.ui.main.window import MainWindow
from tests.support import tiny_models
from tests.support.ui_jobs import ordered


@pytest.fixture
def lcm_here(tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Write a LoRA to the place in the hub cache of the one in the catalogue for XL."""

    def write_lora(xl: Path) -> None:
        entry = load_catalog()["lcm-lora-sdxl"]
        monkeypatch.setattr("macapp.models.catalog.hub_cache", lambda: tmp_path / "hub")
        folder = tmp_path / "hub" / f"models--{entry.repository.replace('/', '--')}" / "snapshots" / entry.revision
        folder.mkdir(parents=True)
        tiny_models.make_lora(xl, folder / entry.files[0])

    return write_lora


def select_mode(window: MainWindow, mode: str) -> None:
    """Select a mode, as a click does."""
    box = window.prompt_panel.mode.modes
    index = box.findData(mode)
    box.setCurrentIndex(index)
    box.activated.emit(index)


def test_few_steps_are_set_together_and_come_back_with_undo(
    window: MainWindow, library: Library, tmp_path: Path, lcm_here: Callable[[Path], None]
) -> None:
    panel, xl = window.prompt_panel, tiny_models.make_tiny_xl(tmp_path / "xl")
    lcm_here(xl)
    panel.choose_model(str(xl))
    panel.start_with_model()
    panel.steps.setValue(30)
    panel.prompt.setPlainText("a boat")
    select_mode(window, "lcm")
    [made] = ordered(window, library)
    assert (made.steps, made.guidance_scale, made.scheduler) == (4, 1.0, "lcm")
    assert [each.model for each in made.loras] == ["lcm-lora-sdxl"]
    assert panel.mode.saving.text() == "4 steps instead of 25: about 8 times faster"
    assert panel.mode.needs.isHidden()
    window.undo.undo()  # the added job
    window.undo.undo()
    made = panel.request()
    assert (made.steps, made.guidance_scale, made.scheduler, made.loras) == (30, 5.0, "dpm++ 2m karras", ())
    assert (panel.mode.modes.currentData(), panel.mode.saving.isHidden()) == ("", True)
    window.undo.redo()
    panel.steps.setValue(8)
    assert panel.mode.modes.currentData() == "lcm", "the number of steps does not matter"
    assert "8 steps instead of 25" in panel.mode.saving.text()
    select_mode(window, "")
    [made] = ordered(window, library)
    assert (made.steps, made.guidance_scale, made.loras, made.prompt) == (25, 5.0, (), "a boat")


def test_another_mode_takes_the_lora_of_the_last_one_off(
    window: MainWindow, library: Library, tmp_path: Path, lcm_here: Callable[[Path], None]
) -> None:
    panel, xl = window.prompt_panel, tiny_models.make_tiny_xl(tmp_path / "xl")
    lcm_here(xl)
    panel.choose_model(str(xl))
    select_mode(window, "lcm")
    select_mode(window, "tcd")
    [made] = ordered(window, library)
    assert (made.scheduler, made.eta, made.loras) == ("tcd", 0.3, ())
    assert "trained for TCD" in panel.mode.needs.text()
    assert panel.mode.get.isHidden(), "the catalogue has no LoRA for TCD"
    panel.additions.add(str(tiny_models.make_lora(xl, tmp_path / "Hyper-SDXL.safetensors")))
    assert panel.mode.needs.isHidden()
    panel.additions.clear()
    select_mode(window, "lcm")
    assert panel.additions.loras() == ("LCM LoRA for XL",)
    panel.choose_model("starter")
    panel.start_with_model()
    assert ordered(window, library)[0].loras == (), "the LoRA is for another family"


def test_the_lora_that_a_mode_needs_can_be_had(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    panel = window.prompt_panel
    panel.choose_model(str(tiny_models.make_tiny_xl(tmp_path / "xl")))
    select_mode(window, "lcm")
    assert "trained for LCM" in panel.mode.needs.text()
    assert panel.mode.get.text() == "Download LCM LoRA for XL (376 MB)…"
    panel.mode.get.click()
    assert window.sides.models is not None
    shown = window.sides.models
    qtbot.waitUntil(lambda: (entry := shown.entry()) is not None and entry.id == "lcm-lora-sdxl", timeout=10_000)
    assert shown.fetch_button.isEnabled()
    shown.close()
