"""The section "Advanced" of the inspector."""

from macapp.library import Library
from macapp.ui.main.window import MainWindow
from tests.support.request_factory import request
from tests.support.ui_jobs import ordered


def test_eta_is_there_for_the_schedulers_that_know_it(window: MainWindow) -> None:
    panel = window.prompt_panel
    assert panel.advanced.rows["eta"].isHidden()
    panel.scheduler.setCurrentText("ddim")
    assert not panel.advanced.rows["eta"].isHidden()


def test_advanced_settings_go_with_the_picture_and_come_back(window: MainWindow, library: Library) -> None:
    panel = window.prompt_panel
    panel.advanced.variation_strength.setValue(0.25)
    panel.advanced.prediction.setCurrentText("V-prediction")
    [made] = ordered(window, library)
    assert (made.variation_seed is None, made.prediction) == (False, "v-prediction")
    assert panel.advanced.summary() == "20 steps  ·  guidance 4  ·  dpm++ 2m karras  ·  variation  ·  v-prediction"
    panel.load_request(request("another"))
    assert "variation" not in panel.advanced.summary()
    panel.load_request(made)
    assert ordered(window, library)[0] == made


def test_what_the_steps_reuse_goes_with_the_picture(window: MainWindow, library: Library) -> None:
    advanced = window.prompt_panel.advanced
    assert not advanced.cache_start.isEnabled()
    advanced.unconditional_interval.setValue(2)
    advanced.cache_interval.setValue(3)
    assert advanced.cache_start.isEnabled()
    advanced.cache_start.setValue(0.2)
    [made] = ordered(window, library)
    assert (made.unconditional_interval, made.cache_interval, made.cache_start) == (2, 3, 0.2)
    assert advanced.summary().endswith("  ·  unconditional interval 2  ·  cache interval 3")


def test_the_form_says_what_it_saves_that_guidance_ends_early(window: MainWindow, library: Library) -> None:
    panel = window.prompt_panel
    panel.steps.setValue(20)
    panel.guidance.setValue(7.5)
    assert panel.advanced.saving.text() == ""
    panel.advanced.guidance_end.setValue(0.6)
    assert panel.advanced.saving.text() == "Last 40 % of the steps at half the work: about 18 % faster"
    assert panel.advanced.summary().endswith("  ·  guidance until 0.6")
    [made] = ordered(window, library)
    assert (made.guidance_end, made.guided_steps, made.model_evaluations) == (0.6, 12, 32)
    panel.guidance.setValue(1)
    assert panel.advanced.saving.text() == "", "this model has no guidance"
    panel.advanced.guidance_end.setValue(1)
    window.form.load_request(made)
    assert panel.advanced.guidance_end.value() == 0.6
