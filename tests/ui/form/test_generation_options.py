"""Every way of making a picture through the window: masks painted, maps drawn, additions put on, presets taken up."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from macapp.library import Library, source_images
from macapp.models.catalog import load_catalog
from macapp.settings import Settings
from macapp.system.machine import detect_machine
from macapp.ui.main.window import MainWindow
from tests.support import tiny_models
from tests.support.request_factory import request
from tests.support.tiny_families import make_other
from tests.support.ui_jobs import ordered

# Additions


def test_a_lora_shows_its_words_and_goes_with_the_next_picture(
    window: MainWindow, library: Library, starter_model: Path, tmp_path: Path
) -> None:
    lora = tiny_models.make_lora(starter_model, tmp_path / "watercolour.safetensors", trigger="wash, paper")
    field = window.prompt_panel.additions
    field.add(str(lora), 0.5)
    assert field._rows[0][0].words == ("wash", "paper")
    field.word_chosen.emit("wash")
    assert window.prompt_panel.prompt.toPlainText().endswith(", wash")
    [made] = ordered(window, library)
    assert [(Path(each.model).stem, each.weight) for each in made.loras] == [("watercolour", 0.5)]
    field.remove(field._rows[0][0])
    assert ordered(window, library)[0].loras == ()


def test_a_textual_inversion_is_told_by_its_content(
    window: MainWindow, library: Library, tmp_path: Path, starter_model
) -> None:
    import json

    width = json.loads((starter_model / "text_encoder" / "config.json").read_text())["hidden_size"]
    window.prompt_panel.additions.add(str(tiny_models.make_embedding(tmp_path / "mystyle.safetensors", width)))
    [made] = ordered(window, library)
    assert [Path(each).stem for each in made.embeddings] == ["mystyle"]


def test_a_model_dropped_on_the_window_goes_where_it_belongs(
    window: MainWindow, library: Library, starter_model: Path, tiny_model: Path, tmp_path: Path
) -> None:
    panel = window.prompt_panel
    lora = tiny_models.make_lora(starter_model, tmp_path / "ink.safetensors")
    upscaler = tiny_models.make_esrgan(tmp_path / "esrgan.safetensors")
    edges = tiny_models.make_tiny_controlnet(starter_model, tmp_path / "edges")
    window.open_files([lora])
    window.open_files([upscaler])
    panel.add_model(edges)
    assert panel.additions.summary() == "ink"
    assert panel.finer.upscaler.currentText() == "esrgan"
    assert panel.controls.summary() == "edges"
    window.open_files([tiny_model])
    assert panel.checkpoint is not None
    assert panel.checkpoint.id == str(tiny_model)
    again = MainWindow(library, detect_machine(), Settings())
    picker = again.prompt_panel.model
    names = [picker.itemText(n) for n in range(picker.count())]
    assert names == ["Starter", tiny_model.name], "a model that was brought is there at the next start"
    again.close()
    (tmp_path / "unsafe.ckpt").write_bytes(b"\x80\x04")
    window.open_files([tmp_path / "unsafe.ckpt"])
    assert "could run code" in panel.fault


def test_a_file_that_cannot_be_added_is_a_sentence(window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "page.safetensors").write_bytes(b"<html>" * 30)
    window.prompt_panel.additions.add(str(tmp_path / "page.safetensors"))
    assert "is a web page" in window.prompt_panel.fault
    window.prompt_panel.controls.add(str(tmp_path))
    assert window.prompt_panel.fault


def test_a_controlnet_shows_its_map_before_anything_is_ordered(
    window: MainWindow, library: Library, starter_model: Path, sketch: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    controls = window.prompt_panel.controls
    row = controls.add(str(tiny_models.make_tiny_controlnet(starter_model, tmp_path / "edges")))
    assert row is not None
    window.ordering.generate()
    assert "needs a control image" in window.prompt_panel.fault
    row.map.setCurrentIndex(row.map.findData("canny"))
    controls.use_image(row, sketch)
    qtbot.waitUntil(lambda: row.image is not None, timeout=5000)
    row.scale.setValue(0.8)
    [made] = ordered(window, library)
    [control] = made.controls
    assert (control.map, control.scale) == ("canny", 0.8)
    with Image.open(source_images.image_path(library.places, control.image)) as drawn:
        assert drawn.size == made.size
        assert drawn.convert("L").getextrema() == (0, 255)
    first = row.image
    window.prompt_panel.size_field.set_size((160, 128))
    qtbot.waitUntil(lambda: row.image != first, timeout=5000)  # drawn anew for the new size


def test_a_map_of_depth_is_drawn_by_the_model_that_was_chosen(
    window: MainWindow, starter_model: Path, sketch: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    controls = window.prompt_panel.controls
    row = controls.add(str(tiny_models.make_tiny_controlnet(starter_model, tmp_path / "near")))
    assert row is not None
    controls.depth_model = tiny_models.make_tiny_depth(tmp_path / "depth")
    row.map.setCurrentIndex(row.map.findData("depth"))
    controls.use_image(row, sketch)
    qtbot.waitUntil(lambda: row.image is not None, timeout=60_000)
    assert row.control().map == "depth"


# What a model takes


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


def test_the_form_shows_what_a_model_takes_and_keeps_the_rest(
    window: MainWindow, library: Library, tiny_model: Path, tmp_path: Path
) -> None:
    panel = window.prompt_panel
    panel.finer.clip_skip.setValue(2)
    panel.negative_prompt.setPlainText("blue")
    assert panel.finer._rows["prompt_2"].isHidden()
    pixart = make_other("PixArtAlphaPipeline", tmp_path / "pixart")
    panel.choose_model(str(pixart))
    assert not panel._sections["controls"].isVisibleTo(panel)
    assert not panel.start_image.isVisibleTo(panel)
    assert panel.scheduler.currentText() == "own"
    [made] = ordered(window, library)
    assert (made.clip_skip, made.negative_prompt, made.scheduler) == (1, "blue", "own")
    xl = tiny_models.make_tiny_xl(tmp_path / "xl")
    panel.choose_model(str(xl))
    assert not panel.finer._rows["prompt_2"].isHidden()
    panel.finer.prompt_2.setPlainText("a boat")
    panel.choose_model("starter")
    [made] = ordered(window, library)
    assert (made.clip_skip, made.prompt_2) == (2, "")
    panel.choose_model(str(xl))
    [made] = ordered(window, library)
    assert (made.clip_skip, made.prompt_2, made.scheduler) == (2, "a boat", "dpm++ 2m karras")


def test_eta_is_there_for_the_schedulers_that_know_it(window: MainWindow) -> None:
    panel = window.prompt_panel
    assert panel.finer._rows["eta"].isHidden()
    panel.scheduler.setCurrentText("ddim")
    assert not panel.finer._rows["eta"].isHidden()


def test_finer_settings_go_with_the_picture_and_come_back(window: MainWindow, library: Library) -> None:
    finer = window.prompt_panel.finer
    finer.hires_scale.setCurrentIndex(finer.hires_scale.findData(2.0))
    finer.hires_strength.setValue(0.4)
    finer.upscale.setCurrentIndex(finer.upscale.findData(2))
    finer.variation_strength.setValue(0.25)
    [made] = ordered(window, library)
    assert (made.hires_scale, made.hires_strength, made.upscale, made.variation_strength) == (2.0, 0.4, 2, 0.25)
    assert made.variation_seed is not None
    assert "high resolution 2×" in finer.summary()
    window.prompt_panel.load_request(request("another"))
    assert finer.summary() == ""
    window.prompt_panel.load_request(made)
    assert ordered(window, library)[0] == made


# Prompts


def test_tokens_are_counted_and_the_unseen_struck_out(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.prompt_panel
    panel.prompt.setPlainText("a red heart")
    qtbot.waitUntil(lambda: panel.prompts.tokens.text() == "3 of 75 tokens", timeout=5000)
    panel.prompt.setPlainText("red " * 100)
    qtbot.waitUntil(lambda: panel.prompts.tokens.text() == "100 of 150 tokens, in 2 parts", timeout=5000)
    panel.prompt.setPlainText("red " * 750 + "unseen")
    qtbot.waitUntil(lambda: "the rest is struck out" in panel.prompts.tokens.text(), timeout=5000)
    last = panel.prompt.document().lastBlock().layout().formats()[-1]
    assert last.format.fontStrikeOut()  # type: ignore[attr-defined]
    panel.prompt.setPlainText("a (red heart")
    qtbot.waitUntil(lambda: panel.prompts.tokens.text() == "", timeout=5000)


def test_alternatives_are_drawn_for_each_picture_and_what_was_typed_is_offered(
    window: MainWindow, library: Library, made: Callable
) -> None:
    panel = window.prompt_panel
    panel.prompt.setPlainText("a {red|blue|green} heart")
    panel.count.setValue(12)
    panel.seed.show_seed(7, keep=True)  # of which each colour is drawn; by chance one in forty orders lacks one
    orders = ordered(window, library)
    assert len({each.prompt for each in orders}) == 3
    assert {each.template for each in orders} == {"a {red|blue|green} heart"}
    assert panel.prompt.toPlainText() == "a {red|blue|green} heart"
    window.form.load_request(orders[0])
    assert panel.prompt.toPlainText() == orders[0].prompt
    assert "comes from" in window.banner.text
    window.form.load_template(orders[0])
    assert panel.prompt.toPlainText() == "a {red|blue|green} heart"


@pytest.mark.parametrize("prompt", ["a (red heart", "a {red heart", "__nothing__"])
def test_a_prompt_that_cannot_be_read_orders_nothing(window: MainWindow, library: Library, prompt: str) -> None:
    window.prompt_panel.prompt.setPlainText(prompt)
    window.ordering.generate()
    assert window.prompt_panel.fault.endswith(".")
    assert library.queue.unfinished() == []
    assert window.prompt_panel.prompt.toPlainText() == prompt


def test_every_combination_is_ordered_by_a_key(window: MainWindow, library: Library, qtbot: QtBot) -> None:
    window.prompt_panel.prompt.setPlainText("a {red|blue} heart|at night")
    qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    assert [job.request.prompt for job in library.queue.unfinished()] == [
        "a red heart",
        "a red heart, at night",
        "a blue heart",
        "a blue heart, at night",
    ]
    assert len({job.request.seed for job in library.queue.unfinished()}) == 1


def test_combinations_draw_the_negative_prompt_too(window: MainWindow, library: Library) -> None:
    window.prompt_panel.prompt.setPlainText("a {red|blue} heart")
    window.prompt_panel.negative_prompt.setPlainText("{rain|snow}")
    window.ordering.generate_combinations()
    assert {job.request.negative_prompt for job in library.queue.unfinished()} <= {"rain", "snow"}


# Presets


def test_a_preset_holds_the_settings_and_leaves_prompt_seed_and_image(window: MainWindow, library: Library) -> None:
    panel = window.prompt_panel
    panel.steps.setValue(33)
    panel.finer.clip_skip.setValue(2)
    window.form.presets.save("slow")
    panel.steps.setValue(5)
    panel.finer.clip_skip.setValue(1)
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


# Quicker


def test_the_form_says_what_it_saves_that_guidance_ends_early(window: MainWindow, library: Library) -> None:
    panel = window.prompt_panel
    panel.steps.setValue(20)
    panel.guidance.setValue(7.5)
    assert panel.finer._saving.text() == ""
    panel.finer.guidance_end.setValue(0.6)
    assert panel.finer._saving.text() == "Last 40 % of the steps at half the work: about 18 % faster"
    assert panel.finer.summary() == "guidance until 0.6"
    [made] = ordered(window, library)
    assert (made.guidance_end, made.guided_steps, made.model_evaluations) == (0.6, 12, 32)
    panel.guidance.setValue(1)
    assert panel.finer._saving.text() == "", "there is no guidance to end"
    panel.finer.guidance_end.setValue(1)
    window.form.load_request(made)
    assert panel.finer.guidance_end.value() == 0.6


@pytest.fixture
def lcm_here(tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Lay a LoRA where the hub's cache would have the catalogue's for XL."""

    def lay(xl: Path) -> None:
        entry = load_catalog()["lcm-lora-sdxl"]
        monkeypatch.setattr("macapp.models.catalog.hub_cache", lambda: tmp_path / "hub")
        folder = tmp_path / "hub" / f"models--{entry.repository.replace('/', '--')}" / "snapshots" / entry.revision
        folder.mkdir(parents=True)
        tiny_models.make_lora(xl, folder / entry.files[0])

    return lay


def chosen(window: MainWindow, mode: str) -> None:
    """Choose a mode as a click does."""
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
    chosen(window, "lcm")
    [made] = ordered(window, library)
    assert (made.steps, made.guidance_scale, made.scheduler) == (4, 1.0, "lcm")
    assert [each.model for each in made.loras] == ["lcm-lora-sdxl"]
    assert panel.mode.saving.text() == "4 steps instead of 25: about 8 times faster"
    assert panel.mode.needs.isHidden()
    window.undo.undo()  # that it was ordered
    window.undo.undo()
    made = panel.request()
    assert (made.steps, made.guidance_scale, made.scheduler, made.loras) == (30, 5.0, "dpm++ 2m karras", ())
    assert (panel.mode.modes.currentData(), panel.mode.saving.isHidden()) == ("", True)
    window.undo.redo()
    panel.steps.setValue(8)
    assert panel.mode.modes.currentData() == "lcm", "with however many steps"
    assert "8 steps instead of 25" in panel.mode.saving.text()
    chosen(window, "")
    [made] = ordered(window, library)
    assert (made.steps, made.guidance_scale, made.loras, made.prompt) == (25, 5.0, (), "a boat")


def test_another_mode_takes_the_lora_of_the_last_one_off(
    window: MainWindow, library: Library, tmp_path: Path, lcm_here: Callable[[Path], None]
) -> None:
    panel, xl = window.prompt_panel, tiny_models.make_tiny_xl(tmp_path / "xl")
    lcm_here(xl)
    panel.choose_model(str(xl))
    chosen(window, "lcm")
    chosen(window, "tcd")
    [made] = ordered(window, library)
    assert (made.scheduler, made.eta, made.loras) == ("tcd", 0.3, ())
    assert "trained for TCD" in panel.mode.needs.text()
    assert panel.mode.get.isHidden(), "there is none in the catalogue"
    panel.additions.add(str(tiny_models.make_lora(xl, tmp_path / "Hyper-SDXL.safetensors")))
    assert panel.mode.needs.isHidden()
    panel.additions.clear()
    chosen(window, "lcm")
    assert panel.additions.loras() == ("LCM LoRA for XL",)
    panel.choose_model("starter")
    panel.start_with_model()
    assert ordered(window, library)[0].loras == (), "it is for another family"


def test_the_lora_that_a_mode_needs_can_be_had(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    panel = window.prompt_panel
    panel.choose_model(str(tiny_models.make_tiny_xl(tmp_path / "xl")))
    chosen(window, "lcm")
    assert "trained for LCM" in panel.mode.needs.text()
    assert panel.mode.get.text() == "Download LCM LoRA for XL (376 MB)…"
    panel.mode.get.click()
    assert window.sides.models is not None
    shown = window.sides.models
    qtbot.waitUntil(lambda: (entry := shown.entry()) is not None and entry.id == "lcm-lora-sdxl", timeout=10_000)
    assert shown.fetch_button.isEnabled()
    shown.close()


def test_a_model_with_one_scheduler_has_no_few_steps(window: MainWindow, tmp_path: Path) -> None:
    panel = window.prompt_panel
    assert not panel._mode_row.isHidden()
    panel.choose_model(str(make_other("PixArtAlphaPipeline", tmp_path / "pixart")))
    assert panel._mode_row.isHidden()
