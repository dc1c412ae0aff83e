"""The section "Refine" of the inspector."""

from pathlib import Path

from macapp.library import Library
from macapp.ui.main.window import MainWindow
from tests.support import tiny_models
from tests.support.ui_jobs import ordered


def test_the_refiner_is_chosen_where_the_model_has_one(
    window: MainWindow, library: Library, tiny_model: Path, tmp_path: Path
) -> None:
    panel = window.prompt_panel
    panel.refining.refiner.add(str(tiny_model))
    assert "is not a refiner" in panel.fault
    panel.choose_model(str(tiny_models.make_tiny_xl(tmp_path / "xl")))
    refiner = tiny_models.make_tiny_refiner(tmp_path / "refiner")
    panel.refining.refiner.add(str(refiner))
    [made] = ordered(window, library)
    assert (made.refiner, made.refiner_start) == (str(refiner), 0.8)
    assert panel.refining.summary() == "refiner from 0.8"
    assert not panel.sections["refining"].isHidden()
    panel.choose_model("starter")
    assert panel.sections["refining"].isHidden()
    assert ordered(window, library)[0].refiner is None
