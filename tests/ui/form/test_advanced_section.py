"""The section "More" of the form."""

from pathlib import Path

from macapp.library import Library
from macapp.ui.main.window import MainWindow
from tests.support import tiny_models
from tests.support.request_factory import request
from tests.support.ui_jobs import ordered


def test_the_refiner_is_chosen_where_the_model_has_one(
    window: MainWindow, library: Library, tiny_model: Path, tmp_path: Path
) -> None:
    panel = window.prompt_panel
    panel.finer.add_refiner(str(tiny_model))
    assert "is not a refiner" in panel.fault
    panel.choose_model(str(tiny_models.make_tiny_xl(tmp_path / "xl")))
    refiner = tiny_models.make_tiny_refiner(tmp_path / "refiner")
    panel.finer.add_refiner(str(refiner))
    [made] = ordered(window, library)
    assert (made.refiner, made.refiner_start) == (str(refiner), 0.8)
    panel.choose_model("starter")
    assert ordered(window, library)[0].refiner is None


def test_eta_is_there_for_the_schedulers_that_know_it(window: MainWindow) -> None:
    panel = window.prompt_panel
    assert panel.finer.rows["eta"].isHidden()
    panel.scheduler.setCurrentText("ddim")
    assert not panel.finer.rows["eta"].isHidden()


def test_finer_settings_go_with_the_picture_and_come_back(window: MainWindow, library: Library) -> None:
    finer = window.prompt_panel.finer
    finer.hires_scale.setCurrentIndex(finer.hires_scale.findData(2.0))
    finer.hires_strength.setValue(0.4)
    finer.upscale.setCurrentIndex(finer.upscale.findData(2))
    finer.variation_strength.setValue(0.25)
    finer.prediction.setCurrentText("V-prediction")
    [made] = ordered(window, library)
    assert (made.hires_scale, made.hires_strength, made.upscale, made.variation_strength) == (2.0, 0.4, 2, 0.25)
    assert (made.variation_seed is None, made.prediction) == (False, "v-prediction")
    assert "high resolution 2×" in finer.summary()
    window.prompt_panel.load_request(request("another"))
    assert finer.summary() == ""
    window.prompt_panel.load_request(made)
    assert ordered(window, library)[0] == made


def test_the_form_says_what_it_saves_that_guidance_ends_early(window: MainWindow, library: Library) -> None:
    panel = window.prompt_panel
    panel.steps.setValue(20)
    panel.guidance.setValue(7.5)
    assert panel.finer.saving.text() == ""
    panel.finer.guidance_end.setValue(0.6)
    assert panel.finer.saving.text() == "Last 40 % of the steps at half the work: about 18 % faster"
    assert panel.finer.summary() == "guidance until 0.6"
    [made] = ordered(window, library)
    assert (made.guidance_end, made.guided_steps, made.model_evaluations) == (0.6, 12, 32)
    panel.guidance.setValue(1)
    assert panel.finer.saving.text() == "", "this model has no guidance"
    panel.finer.guidance_end.setValue(1)
    window.form.load_request(made)
    assert panel.finer.guidance_end.value() == 0.6
