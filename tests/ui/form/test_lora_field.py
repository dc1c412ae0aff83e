"""LoRA and textual inversions in the form."""

from pathlib import Path

from macapp.library import Library
from macapp.ui.main.window import MainWindow
from tests.support import tiny_models
from tests.support.ui_jobs import ordered


def test_a_lora_shows_its_words_and_goes_with_the_next_picture(
    window: MainWindow, library: Library, starter_model: Path, tmp_path: Path
) -> None:
    lora = tiny_models.make_lora(starter_model, tmp_path / "watercolour.safetensors", trigger="wash, paper")
    field = window.prompt_panel.additions
    field.add(str(lora), 0.5)
    assert field.rows[0][0].words == ("wash", "paper")
    field.word_chosen.emit("wash")
    assert window.prompt_panel.prompt.toPlainText().endswith(", wash")
    [made] = ordered(window, library)
    assert [(Path(each.model).stem, each.weight) for each in made.loras] == [("watercolour", 0.5)]
    field.remove(field.rows[0][0])
    assert ordered(window, library)[0].loras == ()


def test_a_textual_inversion_is_told_by_its_content(
    window: MainWindow, library: Library, tmp_path: Path, starter_model
) -> None:
    import json

    width = json.loads((starter_model / "text_encoder" / "config.json").read_text())["hidden_size"]
    window.prompt_panel.additions.add(str(tiny_models.make_embedding(tmp_path / "mystyle.safetensors", width)))
    [made] = ordered(window, library)
    assert [Path(each).stem for each in made.embeddings] == ["mystyle"]


def test_a_file_that_cannot_be_added_is_a_sentence(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "page.safetensors").write_bytes(b"<html>" * 30)
    window.prompt_panel.additions.add(str(tmp_path / "page.safetensors"))
    assert "is a web page" in window.prompt_panel.fault
    window.prompt_panel.controls.add(str(tmp_path))
    assert window.prompt_panel.fault
