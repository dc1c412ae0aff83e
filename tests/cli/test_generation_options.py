"""Every way to make a picture from the command line, in one process, with real tiny models."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from macapp import cli
from macapp.library import Library
from macapp.library.metadata import recipe
from macapp.models.families import FAMILIES
from macapp.system.paths import LibraryPaths
from tests.support import tiny_models
from tests.support.libraries import skip_if_too_old_for
from tests.support.tiny_families import make_other


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    """Run a command in this process; return its exit code, the printed objects, and its standard error."""

    def run(*arguments: str | Path) -> tuple[int, list[dict[str, Any]], str]:
        code = cli.main(["--library", str(tmp_path / "library"), *map(str, arguments), "--json"])
        printed = capsys.readouterr()
        return code, [json.loads(line) for line in printed.out.splitlines()], printed.err

    return run


@pytest.fixture
def make(said, tiny_model: Path):
    """Make pictures with the tiny model; the command must succeed."""

    def run(*arguments: str | Path, model: Path = tiny_model, prompt: str = "a red heart") -> list[dict[str, Any]]:
        code, pictures, errors = said("generate", prompt, "--model", model, "--steps", "3", "--seed", "7", *arguments)
        assert code == 0, errors
        return pictures

    return run


@pytest.fixture
def mask(tmp_path: Path) -> Path:
    drawn = Image.new("L", (96, 64))
    ImageDraw.Draw(drawn).rectangle((64, 16, 88, 48), fill=255)
    drawn.save(tmp_path / "mask.png")
    return tmp_path / "mask.png"


def pixels(picture: dict[str, Any]) -> np.ndarray:
    with Image.open(picture["path"]) as image:
        return np.asarray(image.convert("RGB"))


def test_a_mask_changes_its_part_and_nothing_else(make, sketch: Path, mask: Path) -> None:
    [picture] = make("--image", sketch, "--mask", mask, "--mask-feather", "3", "--size", "96x64")
    with Image.open(sketch) as before, Image.open(mask) as where:
        outside = np.asarray(where) == 0
        assert np.array_equal(pixels(picture)[outside], np.asarray(before)[outside])
    assert picture["strength"] == 1.0
    found = recipe.read(Path(picture["path"]))
    assert found is not None
    assert found.request.mask_feather == 3


def test_only_what_is_masked_is_drawn_at_the_full_size(make, sketch: Path, mask: Path) -> None:
    [picture] = make("--image", sketch, "--mask", mask, "--mask-only", "--mask-padding", "4")
    assert pixels(picture).shape == (64, 96, 3)
    assert (picture["width"], picture["mask_only"]) == (64, True)


def test_an_image_is_drawn_further_outwards(make, sketch: Path) -> None:
    [picture] = make("--image", sketch, "--outpaint", "0,0,40,16")
    made = pixels(picture)
    assert made.shape == (80, 136, 3)
    with Image.open(sketch) as before:
        assert np.array_equal(made[:48, :80], np.asarray(before)[:48, :80])


def test_a_controlnet_follows_the_edges_of_a_picture(make, tiny_model: Path, sketch: Path, tmp_path: Path) -> None:
    controlnet = tiny_models.make_tiny_controlnet(tiny_model, tmp_path / "edges")
    arguments = ("--controlnet", controlnet, "--control-image", sketch, "--control-map", "canny")
    [picture] = make(*arguments, "--control-scale", "0.8", "--control-end", "0.9")
    [control] = picture["controls"]
    with Image.open(control["image"]) as drawn:
        assert drawn.size == (64, 64)
        assert drawn.convert("L").getextrema() == (0, 255)
    assert (control["scale"], control["start"], control["end"]) == (0.8, 0.0, 0.9)
    [again] = make(
        *arguments[:2], "--control-image", control["image"], "--control-scale", "0.8", "--control-end", "0.9"
    )
    assert np.array_equal(pixels(again), pixels(picture))


def test_a_map_of_depth_is_what_its_model_sees(make, said, sketch: Path, tiny_model: Path, tmp_path: Path) -> None:
    import torch
    from transformers import AutoImageProcessor, AutoModelForDepthEstimation

    model = tiny_models.make_tiny_depth(tmp_path / "depth")
    controlnet = tiny_models.make_tiny_controlnet(tiny_model, tmp_path / "near")
    arguments = ("--controlnet", controlnet, "--control-image", sketch, "--control-map", "depth")
    [picture] = make(*arguments, "--control-depth-model", model)
    with Image.open(picture["controls"][0]["image"]) as drawn:
        seen = np.asarray(drawn.convert("L"), dtype=int)
    with Image.open(sketch) as image:
        fitted = image.convert("RGB").crop((16, 0, 80, 64))
    given = AutoImageProcessor.from_pretrained(model)(images=fitted, return_tensors="pt")
    with torch.inference_mode():
        expected = AutoModelForDepthEstimation.from_pretrained(model)(**given).predicted_depth[0].numpy()
    small = np.asarray(Image.fromarray(seen.astype("uint8")).resize(expected.shape[::-1]), dtype=float)
    assert (seen.min(), seen.max()) == (0, 255)
    assert np.corrcoef(small.ravel(), expected.ravel())[0, 1] > 0.98
    code, _, errors = said("generate", "a heart", "--model", tiny_model, *arguments)
    assert code == 2
    assert "needs a depth model" in errors
    code, _, errors = said("generate", "a heart", "--model", tiny_model, *arguments, "--control-depth-model", tmp_path)
    assert code == 3
    assert "could not be created" in errors


def test_guidance_ends_where_it_is_told_to(make, said, tmp_path: Path) -> None:
    [whole], [ended] = make(), make("--guidance-end", "0.34")
    assert "guidance_end" not in whole
    assert ended["guidance_end"] == 0.34
    found = recipe.read(Path(ended["path"]))
    assert found is not None
    assert (found.request.guided_steps, found.request.model_evaluations) == (1, 4)
    assert not np.array_equal(pixels(whole), pixels(ended))
    if FAMILIES["PixArtAlphaPipeline"].missing_dependency() is not None:
        return
    pixart = make_other("PixArtAlphaPipeline", tmp_path / "pixart")
    code, _, errors = said("generate", "a heart", "--model", pixart, "--guidance-end", "0.5")
    assert (code, "setting: end of guidance" in errors) == (2, True)
    assert said("generate", "a heart", "--guidance-end", "1.5")[0] == 2


def test_a_quality_sets_steps_and_what_they_reuse(said) -> None:
    arguments = ["generate", "a red heart", "--seed", "7", "--quality", "fast"]
    code, [fast], _ = said(*arguments)
    assert (code, fast["steps"], fast["cache_interval"], fast["cache_start"]) == (0, 13, 2, 0.3)
    code, [own], _ = said(*arguments, "--steps", "6")
    assert (code, own["steps"], own["cache_interval"]) == (0, 6, 2)
    code, _, errors = said(*arguments, "--mode", "lcm")
    assert (code, "cannot be used together" in errors) == (2, True)


def test_steps_reuse_what_they_are_told_to(make, said, tmp_path: Path) -> None:
    [whole], [reused] = make(), make("--unconditional-interval", "2", "--cache-interval", "3", "--cache-start", "0.1")
    names = ("unconditional_interval", "cache_interval", "cache_start")
    assert not set(names) & whole.keys()
    assert [reused[name] for name in names] == [2, 3, 0.1]
    found = recipe.read(Path(reused["path"]))
    assert found is not None
    assert [getattr(found.request, name) for name in names] == [2, 3, 0.1]
    assert not np.array_equal(pixels(whole), pixels(reused))
    for arguments, sentence in (
        (("--cache-interval", "0"), "The cache interval must be from 1 to 10, not 0."),
        (("--cache-interval", "5", "--steps", "4"), "The cache interval (5) is greater than the number of steps (4)."),
        (("--unconditional-interval", "2", "--scheduler", "heun"), "The scheduler heun evaluates the model several"),
    ):
        code, _, errors = said("generate", "a heart", *arguments)
        assert (code, sentence in errors) == (2, True), errors
    if FAMILIES["PixArtAlphaPipeline"].missing_dependency() is None:
        pixart = make_other("PixArtAlphaPipeline", tmp_path / "pixart")
        code, _, errors = said("generate", "a heart", "--model", pixart, "--cache-interval", "2")
        assert (code, "does not support this setting: cache interval" in errors) == (2, True)


def test_few_steps_are_one_word(make, said, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lora = tiny_models.make_lora(tiny_model, tmp_path / "my-lcm.safetensors")
    arguments = ["generate", "a heart", "--seed", "7", "--model", tiny_model, "--lora", f"{lora}:0.8"]
    code, [quick], errors = said(*arguments, "--mode", "lcm")
    assert (code, errors) == (0, "")
    assert (quick["steps"], quick["guidance_scale"], quick["scheduler"]) == (4, 1.0, "lcm")
    assert quick["loras"] == [{"model": str(lora), "weight": 0.8}]
    _, [more], errors = said(*arguments, "--mode", "tcd", "--steps", "6")
    assert (more["steps"], more["eta"], more["scheduler"]) == (6, 0.3, "tcd")
    assert "trained for TCD" in errors
    code, _, errors = said("generate", "a heart", "--model", tiny_models.make_tiny_xl(tmp_path / "xl"), "--mode", "lcm")
    assert (code, "macapp models download lcm-lora-sdxl" in errors) == (3, True)
    assert said("generate", "a heart", "--mode", "quick")[0] == 2
    line = json.dumps({"prompt": "a boat", "model": str(tiny_model), "mode": "turbo", "guidance_scale": 1.0})
    (tmp_path / "few.jsonl").write_text(line)
    code, [waiting], errors = said("enqueue", tmp_path / "few.jsonl")
    assert (waiting["steps"], waiting["guidance_scale"], waiting["scheduler"]) == (4, 1.0, "euler trailing")


def test_lora_and_textual_inversion(make, tiny_model: Path, tmp_path: Path) -> None:
    lora = tiny_models.make_lora(tiny_model, tmp_path / "ink.safetensors")
    style = tiny_models.make_embedding(tmp_path / "mystyle.safetensors")
    [plain] = make()
    [with_lora] = make("--lora", f"{lora}:0.5")
    [with_style] = make("--embedding", style, prompt="a mystyle heart")
    assert with_lora["loras"] == [{"model": str(lora), "weight": 0.5}]
    assert with_style["embeddings"] == [str(style)]
    assert not np.array_equal(pixels(with_lora), pixels(plain))


NEEDS = {
    "if": "IFPipeline",
    "pixart": "PixArtAlphaPipeline",
    "sd3": "StableDiffusion3Pipeline",
    "sana": "SanaPipeline",
    "hunyuan": "HunyuanDiTPipeline",
}


@pytest.mark.usefixtures("few_steps")
@pytest.mark.parametrize("family", ["xl", "if", "pixart", "sd3", "sana", "hunyuan", "inpainting"])
def test_a_model_of_every_family(make, said, tiny_model: Path, tmp_path: Path, sketch: Path, mask, family: str) -> None:
    if family in NEEDS:
        skip_if_too_old_for(FAMILIES[NEEDS[family]])
    folder = {
        "xl": tiny_models.make_tiny_xl,
        "if": tiny_models.make_tiny_if,
        "pixart": partial(make_other, "PixArtAlphaPipeline"),
        "sd3": partial(make_other, "StableDiffusion3Pipeline"),
        "sana": partial(make_other, "SanaPipeline"),
        "hunyuan": partial(make_other, "HunyuanDiTPipeline"),
        "inpainting": lambda path: tiny_models.make_tiny_inpainting(tiny_model, path),
    }[family](tmp_path / family)
    more = ("--image", sketch, "--mask", mask) if family == "inpainting" else ()
    more += ("--refiner", tiny_models.make_tiny_refiner(tmp_path / "refiner")) if family == "xl" else ()
    [picture] = make(*more, model=folder)
    assert pixels(picture).shape[:2] == ((256, 256) if family == "if" else (64, 64))
    code, [outcome], _ = said("repeat", picture["id"])
    assert (code, outcome["identical"]) == (0, True)


def test_enlarging_and_high_resolution(make, tmp_path: Path) -> None:
    esrgan = tiny_models.make_esrgan(tmp_path / "esrgan.safetensors", scale=2)
    [picture] = make("--hires-scale", "1.5", "--hires-strength", "0.7", "--upscale", "2", "--upscaler", esrgan)
    assert pixels(picture).shape == (192, 192, 3)


@pytest.mark.usefixtures("few_steps")
def test_the_x4_upscaler_draws_the_picture_larger(make, tmp_path: Path) -> None:
    [picture] = make("--upscale", "4", "--upscaler", tiny_models.make_x4_upscaler(tmp_path / "x4"))
    assert pixels(picture).shape == (256, 256, 3)


def test_what_was_printed_can_be_fed_back_and_gives_the_same_pictures(
    make, said, tiny_model: Path, sketch: Path, mask: Path, tmp_path: Path
) -> None:
    controlnet = tiny_models.make_tiny_controlnet(tiny_model, tmp_path / "edges")
    first = make("--image", sketch, "--mask", mask, "--clip-skip", "2", "--resize", "fit")
    second = make("--controlnet", controlnet, "--control-image", sketch, "--control-map", "lineart")
    third = make("--variation-seed", "9", "--variation-strength", "0.3", "--eta", "0.5", "--scheduler", "ddim")
    lines = tmp_path / "again.jsonl"
    lines.write_text("\n".join(map(json.dumps, first + second + third)))
    sketch.unlink()  # the recipe includes its inputs
    mask.unlink()
    assert said("enqueue", lines)[0] == 0
    code, again, _ = said("run", "--until-empty")
    assert code == 0
    for one, other in zip(first + second + third, again, strict=True):
        assert np.array_equal(pixels(one), pixels(other))


# Prompts


def test_wildcards_are_drawn_for_each_picture_and_recorded_twice(make, tmp_path: Path) -> None:
    folder = LibraryPaths.at(tmp_path / "library").wildcards
    folder.mkdir(parents=True)
    (folder / "colour.txt").write_text("red\nblue\n")
    pictures = make("--count", "16", prompt="a __colour__ {heart|boat}")
    assert {each["prompt"] for each in pictures} == {f"a {c} {o}" for c in ("red", "blue") for o in ("heart", "boat")}
    assert {each["template"] for each in pictures} == {"a __colour__ {heart|boat}"}
    [again] = make("--seed", str(pictures[3]["seed"]), prompt="a __colour__ {heart|boat}")
    assert again["prompt"] == pictures[3]["prompt"]
    assert np.array_equal(pixels(again), pixels(pictures[3]))


def test_a_matrix_and_a_grid_with_its_sheet(make, tmp_path: Path) -> None:
    pictures = make("--matrix", prompt="a {red|blue} heart|on white")
    assert [each["prompt"] for each in pictures] == [
        "a red heart",
        "a red heart, on white",
        "a blue heart",
        "a blue heart, on white",
    ]
    sheet = tmp_path / "sheet.png"
    grid = ("--grid", "guidance_scale=1,4", "--grid", "steps=2,3,4")
    made = make(*grid, "--sheet", sheet)
    assert len(made) == 6
    with Image.open(sheet) as drawn:
        assert drawn.width > 2 * 128
    assert make(*grid, "--sheet", sheet) == []  # all pictures exist: only the sheet is written again
    assert sheet.with_name("sheet (2).png").exists()
    [row] = make("--grid", "guidance_scale=1,4,9", "--grid", "steps=2")
    assert (row["guidance_scale"], row["steps"]) == (9.0, 2)


def test_schedulers_go_by_their_common_names(make) -> None:
    for name, ours in (
        ("Euler a", "euler a"),
        ("DPM++ 2M Karras", "dpm++ 2m karras"),
        ("UniPCMultistepScheduler", "unipc"),
    ):
        assert make("--scheduler", name)[0]["scheduler"] == ours


def test_a_preset_is_what_is_not_said(make, tmp_path: Path, tiny_model: Path) -> None:
    [picture] = make("--guidance-scale", "3", "--clip-skip", "2", "--negative-prompt", "blue")
    with Library.open(LibraryPaths.at(tmp_path / "library")) as library:
        library.presets.save("soft", library.pictures.find(picture["id"]).request)
    [made] = make("--preset", "soft", "--guidance-scale", "5", prompt="a boat")
    assert (made["guidance_scale"], made["clip_skip"], made["negative_prompt"]) == (5.0, 2, "blue")
    assert made["prompt"] == "a boat"


def test_what_the_model_predicts_is_part_of_the_recipe(make, said) -> None:
    [usual], [chosen] = make(), make("--prediction", "v-prediction")
    assert not np.array_equal(pixels(usual), pixels(chosen))
    assert np.array_equal(pixels(usual), pixels(make("--prediction", "epsilon")[0]))
    stored = recipe.read(Path(chosen["path"]))
    assert stored is not None
    assert stored.request.prediction == "v-prediction"
    code, [outcome], _ = said("repeat", chosen["id"])
    assert (code, outcome["identical"]) == (0, True)


def test_a_family_with_one_prediction_takes_no_choice(said, tmp_path: Path) -> None:
    pixart = make_other("PixArtAlphaPipeline", tmp_path / "pixart")
    code, _, errors = said("generate", "a heart", "--model", pixart, "--prediction", "epsilon")
    assert (code, "setting: prediction type" in errors) == (2, True)


# Bad input: one line, before anything is loaded


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--mask", "MASK"], "needs a source image"),
        (["--image", "SKETCH", "--mask", "SMALL"], "as large as the image"),
        (["--image", "SKETCH", "--mask", "EMPTY"], "The mask is empty"),
        (["--image", "SKETCH", "--mask", "FULL"], "covers the whole image"),
        (["--image", "SKETCH", "--mask", "SKETCH"], "is not a mask"),
        (["--image", "SKETCH", "--strength", "0.1"], "runs no step"),
        (["--controlnet", "CONTROL"], "needs a control image"),
        (["--control-image", "SKETCH"], "Write --controlnet before"),
        (["--controlnet", "CONTROL", "--control-image", "SKETCH", "--control-map", "fog"], "Unknown control map fog"),
        (["--lora", "XL_LORA"], "for another model family"),
        (["--lora", "EMPTY"], "is incomplete"),
        (["--scheduler", "fastest"], "Unknown scheduler fastest"),
        (["--image", "SKETCH", "--outpaint", "8,8,8"], "is not an area to add"),
        (["--matrix", "--count", "3"], "can be used at a time"),
        (["--upscale", "5"], "Unknown upscaling factor 5"),
        (["--hires-scale", "9"], "from 1 to 4"),
        (["--sheet", "x.png"], "--sheet needs a grid"),
        (["--preset", "absent"], "no preset absent"),
        (["--eta", "0.5"], "does not support eta"),
        (["--prompt-2", "x"], "does not support this setting: second prompt"),
        (["--refiner", "CONTROL"], "is not a model"),
        (["--clip-skip", "0"], "from 1 to 12"),
        (["--variation-strength", "0.5", "--image", "SKETCH"], "Remove the variation or the image"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(
    said, tiny_model: Path, sketch: Path, mask: Path, tmp_path: Path, arguments: list[str], words: str
) -> None:
    files = {
        "SKETCH": sketch,
        "MASK": mask,
        "CONTROL": tmp_path / "control",
        "XL_LORA": tmp_path / "xl.safetensors",
    } | {name: tmp_path / f"{name}.png" for name in ("EMPTY", "FULL", "SMALL")}
    tiny_models.make_tiny_controlnet(tiny_model, files["CONTROL"])
    for name, size, shade in (("EMPTY", (96, 64), 0), ("FULL", (96, 64), 255), ("SMALL", (48, 32), 0)):
        Image.new("L", size, shade).save(files[name])
    if "XL_LORA" in arguments:
        tiny_models.make_lora(tiny_models.make_tiny_xl(tmp_path / "xl"), files["XL_LORA"])
    given = [str(files.get(each, each)) for each in arguments]
    code, pictures, errors = said("generate", "a heart", "--model", tiny_model, "--steps", "4", *given)
    assert code in (2, 3)
    assert pictures == []
    assert words in errors
    assert errors.count("\n") == 1
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("a (red heart", "has an unclosed"),
        ("a {red|blue heart", "has an unclosed"),
        ("a __nothing__ heart", "no wildcard file nothing.txt"),
    ],
)
def test_a_prompt_that_cannot_be_read_is_one_sentence(said, tiny_model: Path, prompt: str, words: str) -> None:
    code, pictures, errors = said("generate", prompt, "--model", tiny_model)
    assert (code, pictures) == (2, [])
    assert words in errors


def test_a_prompt_in_json_keeps_its_braces_for_every_model(make, tmp_path: Path) -> None:
    flux = make_other("Flux2KleinPipeline", tmp_path / "klein")
    prompt = '{"subject": "a red heart", "note": "one | two", "camera": {"lens": "50 mm"}}'
    for model in ({}, {"model": flux}):
        [picture] = make("--size", "64x64", prompt=prompt, **model)
        found = recipe.read(Path(picture["path"]))
        assert found is not None
        assert (found.request.prompt, found.request.template) == (prompt, None)
    pictures = make("--matrix", "--size", "64x64", prompt='{"colour": "{red|blue}"}')
    assert [picture["prompt"] for picture in pictures] == ['{"colour": "red"}', '{"colour": "blue"}']


def test_an_xl_too_small_is_refused(said, tmp_path: Path, tiny_model: Path) -> None:
    xl = tiny_models.make_tiny_xl(tmp_path / "xl")
    config = xl / "unet" / "config.json"
    config.write_text(config.read_text().replace('"sample_size": 8', '"sample_size": 128'))
    code, _, errors = said("generate", "a heart", "--model", xl, "--size", "128x128")
    assert code == 2
    assert "too small for Stable Diffusion XL. Use at least 256" in errors


def test_a_picture_is_edited_by_instruction(make, said, sketch: Path, tmp_path: Path) -> None:
    skip_if_too_old_for(FAMILIES["Flux2KleinPipeline"])
    klein = make_other("Flux2KleinPipeline", tmp_path / "klein")
    colours = tmp_path / "colours.png"
    Image.new("RGB", (64, 64), "teal").save(colours)
    arguments = ("--reference", sketch, "--reference", colours, "--steps", "2")
    [picture] = make(*arguments, model=klein, prompt="draw the heart in the colours of the second image")
    with Image.open(sketch) as image:
        assert pixels(picture).shape == (image.height // 16 * 16, image.width // 16 * 16, 3)
    found = recipe.read(Path(picture["path"]))
    assert found is not None
    assert [Path(name).stem for name in picture["references"]] == list(found.request.references)
    code, [outcome], _ = said("repeat", picture["id"])
    assert (code, outcome["identical"]) == (0, True)
    Path(picture["references"][1]).unlink()
    code, _, errors = said("repeat", picture["id"])
    assert (code, "Reference image 2 is no longer in the library" in errors) == (1, True)
    code, _, errors = said("generate", "make it blue", "--model", klein, *["--reference", sketch] * 5)
    assert (code, "uses at most 4 reference images, and there are 5" in errors) == (2, True)
    code, _, errors = said("generate", "make it blue", "--reference", sketch)
    assert (code, "does not support this setting: reference images" in errors) == (2, True)
