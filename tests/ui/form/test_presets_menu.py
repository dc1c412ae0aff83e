"""Presets, and the defaults of a model."""

from macapp.library import Library
from macapp.ui.main.window import MainWindow
from tests.support.ui_jobs import ordered


def test_a_preset_holds_the_settings_and_leaves_prompt_seed_and_image(window: MainWindow, library: Library) -> None:
    panel = window.prompt_panel
    panel.steps.setValue(33)
    panel.advanced.clip_skip.setValue(2)
    window.form.presets.save("slow")
    panel.steps.setValue(5)
    panel.advanced.clip_skip.setValue(1)
    panel.prompt.setPlainText("a boat")
    window.form.presets.apply("slow")
    assert panel.steps.value() == 33
    window.undo.undo()
    assert panel.steps.value() == 5
    window.undo.redo()
    [made] = ordered(window, library)
    assert (made.steps, made.clip_skip, made.prompt) == (33, 2, "a boat")
    window.form.presets.delete("slow")
    assert library.presets.all() == {}
    window.form.presets.save("")
    assert "Enter a name" in window.banner.text


def test_a_model_begins_with_what_the_user_chose_for_it(window: MainWindow, library: Library) -> None:
    panel = window.prompt_panel
    panel.steps.setValue(44)
    window.form.presets.save_for_model()
    panel.steps.setValue(5)
    panel.start_with_model()
    assert panel.steps.value() == 44
    window.form.presets.forget_model()
    panel.start_with_model()
    assert panel.steps.value() == 20
