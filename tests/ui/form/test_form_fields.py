"""The fields that the form shows for a model."""

from pathlib import Path

from macapp.library import Library
from macapp.ui.main.window import MainWindow
from tests.support import tiny_models
from tests.support.tiny_families import make_other
from tests.support.ui_jobs import ordered


def test_the_form_shows_what_a_model_takes_and_keeps_the_rest(
    window: MainWindow, library: Library, tiny_model: Path, tmp_path: Path
) -> None:
    panel = window.prompt_panel
    panel.advanced.clip_skip.setValue(2)
    panel.negative_prompt.setPlainText("blue")
    assert panel.advanced.rows["prompt_2"].isHidden()
    pixart = make_other("PixArtAlphaPipeline", tmp_path / "pixart")
    panel.choose_model(str(pixart))
    assert panel.sections["controls"].isHidden()
    assert panel.source_row.isHidden()
    assert panel.bar.well.isHidden()
    assert panel.scheduler.currentText() == "own"
    [made] = ordered(window, library)
    assert (made.clip_skip, made.negative_prompt, made.scheduler) == (1, "blue", "own")
    xl = tiny_models.make_tiny_xl(tmp_path / "xl")
    panel.choose_model(str(xl))
    assert not panel.advanced.rows["prompt_2"].isHidden()
    panel.advanced.prompt_2.setPlainText("a boat")
    panel.choose_model("starter")
    [made] = ordered(window, library)
    assert (made.clip_skip, made.prompt_2) == (2, "")
    panel.choose_model(str(xl))
    [made] = ordered(window, library)
    assert (made.clip_skip, made.prompt_2, made.scheduler) == (2, "a boat", "dpm++ 2m karras")


def test_a_model_with_one_scheduler_has_no_few_steps(window: MainWindow, tmp_path: Path) -> None:
    panel = window.prompt_panel
    assert not panel.mode_row.isHidden()
    panel.choose_model(str(make_other("PixArtAlphaPipeline", tmp_path / "pixart")))
    assert panel.mode_row.isHidden()
