"""Every way of making a picture, on tiny models of the true architecture: what plain diffusers makes, to the pixel."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportGeneralTypeIssues=false, reportCallIssue=false
# (diffusers annotates its constructors more narrowly than it calls them)

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from macapp import models
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import Control, Lora
from macapp.engine import open_engine
from macapp.errors import BadRequest, MachineError
from macapp.messages import message_for
from macapp.models import resolve_request
from tests.support import tiny_models
from tests.support.libraries import BEFORE_ASSIGNING
from tests.support.plain_diffusers import (
    IMAGE,
    IMAGES,
    MAP,
    MAP_2,
    MASK,
    SAFE,
    SIZE,
    asked,
    make,
    mask,
    noise,
    nothing,
    plainly,
    same,
)


@pytest.fixture(scope="module")
def inpainting(tiny_model: Path, folder: Path) -> Path:
    return tiny_models.make_tiny_inpainting(tiny_model, folder / "inpainting")


@pytest.fixture(scope="module")
def controlnets(tiny_model: Path, folder: Path) -> list[Path]:
    return [tiny_models.make_tiny_controlnet(tiny_model, folder / f"control{n}", seed=n) for n in (1, 2)]


@pytest.fixture(scope="module")
def lora(tiny_model: Path, folder: Path) -> Path:
    return tiny_models.make_lora(tiny_model, folder / "watercolour.safetensors", trigger="wash, paper")


# Inpainting


@pytest.mark.parametrize("made_for_it", [True, False])
def test_inpainting_is_plain_inside_the_mask_and_the_original_outside(
    engine, tiny_model: Path, inpainting: Path, made_for_it: bool
) -> None:
    model = inpainting if made_for_it else tiny_model
    wanted = asked(model, image=IMAGE, strength=0.9, steps=5, mask=MASK)
    made = np.asarray(make(engine, wanted))
    given = {"image": IMAGES[IMAGE], "mask_image": IMAGES[MASK], "strength": 0.9, **SIZE}
    plain = np.asarray(plainly("StableDiffusionInpaintPipeline", wanted, SAFE, **given))
    inside = np.asarray(IMAGES[MASK]) > 0
    assert np.array_equal(made[inside], plain[inside])
    assert np.array_equal(made[~inside], np.asarray(IMAGES[IMAGE])[~inside])
    assert not np.array_equal(made[inside], np.asarray(IMAGES[IMAGE])[inside])


def test_a_feathered_mask_changes_nothing_outside_of_it(engine, tiny_model: Path) -> None:
    wanted = asked(tiny_model, image=IMAGE, strength=1.0, mask=MASK, mask_feather=6)
    sharp, soft = (np.asarray(make(engine, each)) for each in (replace(wanted, mask_feather=0), wanted))
    inside = np.asarray(IMAGES[MASK]) > 0
    assert np.array_equal(soft[~inside], np.asarray(IMAGES[IMAGE])[~inside])
    assert np.array_equal(soft[27:29, 30:34], sharp[27:29, 30:34])
    assert not np.array_equal(soft[inside], sharp[inside])


def test_only_the_masked_part_is_drawn_at_full_size_and_put_back(engine, tiny_model: Path) -> None:
    large, spot = noise(5, (256, 192)), mask((100, 80, 120, 96), (256, 192))
    wanted = asked(tiny_model, image=IMAGE, strength=1.0, mask=MASK, mask_only=True, mask_padding=8)
    made = engine.generate(resolve_request(wanted), {IMAGE: large, MASK: spot}, nothing, nothing).image
    changed = (np.asarray(made) != np.asarray(large)).any(axis=2)
    assert made.size == large.size
    assert not changed[np.asarray(spot) == 0].any()
    assert changed[80:96, 100:120].mean() > 0.9


@pytest.mark.parametrize(
    ("drawn", "code"),
    [
        (Image.new("L", (64, 64)), "mask-empty"),
        (Image.new("L", (64, 64), 255), "mask-full"),
        (Image.new("L", (32, 64), 255), "mask-other-size"),
    ],
)
def test_a_mask_that_says_nothing_is_refused_before_a_model_is_loaded(tiny_model: Path, drawn, code: str) -> None:
    loads: list[int] = []
    wanted = asked(tiny_model, image=IMAGE, strength=1.0, mask=MASK)
    with pytest.raises(BadRequest, match=code):
        open_engine("cpu").generate(resolve_request(wanted), {**IMAGES, MASK: drawn}, lambda: loads.append(1), nothing)
    assert loads == []


def test_a_model_for_inpainting_asks_for_its_mask(engine, inpainting: Path) -> None:
    with pytest.raises(BadRequest) as caught:
        make(engine, asked(inpainting))
    assert "Add a source image and a mask" in message_for(caught.value)


# ControlNet


def test_a_controlnet_is_followed_as_plain_diffusers_does(engine, tiny_model: Path, controlnets) -> None:
    from diffusers import ControlNetModel

    control = Control(model=str(controlnets[0]), image=MAP, scale=0.8, start=0.1, end=0.9)
    wanted = asked(tiny_model, controls=(control,))
    plain = plainly(
        "StableDiffusionControlNetPipeline",
        wanted,
        {**SAFE, "controlnet": ControlNetModel.from_pretrained(controlnets[0])},
        image=IMAGES[MAP],
        controlnet_conditioning_scale=0.8,
        control_guidance_start=0.1,
        control_guidance_end=0.9,
        **SIZE,
    )
    assert same(make(engine, wanted), plain)
    assert not same(make(engine, wanted), make(engine, asked(tiny_model)))


@pytest.mark.parametrize("task", ["Img2Img", "Inpaint"])
def test_two_controlnets_go_with_a_starting_image_and_a_mask(engine, tiny_model: Path, controlnets, task: str) -> None:
    from diffusers import ControlNetModel

    controls = tuple(
        Control(model=str(path), image=name, scale=scale)
        for path, name, scale in zip(controlnets, (MAP, MAP_2), (1.0, 0.5), strict=True)
    )
    masked = {"mask": MASK} if task == "Inpaint" else {}
    wanted = asked(tiny_model, controls=controls, image=IMAGE, strength=0.75, **masked)
    plain = plainly(
        f"StableDiffusionControlNet{task}Pipeline",
        wanted,
        {**SAFE, "controlnet": [ControlNetModel.from_pretrained(each) for each in controlnets]},
        image=IMAGES[IMAGE],
        control_image=[IMAGES[MAP], IMAGES[MAP_2]],
        controlnet_conditioning_scale=[1.0, 0.5],
        strength=0.75,
        **({"mask_image": IMAGES[MASK]} if masked else {}),
        **SIZE,
    )
    inside = np.asarray(IMAGES[MASK]) > 0 if masked else np.ones((64, 64), dtype=bool)
    assert np.array_equal(np.asarray(make(engine, wanted))[inside], np.asarray(plain)[inside])


def test_a_controlnet_of_another_family_is_refused(engine, xl: Path, controlnets) -> None:
    with pytest.raises(BadRequest, match="addon-other-family"):
        make(engine, asked(xl, controls=(Control(model=str(controlnets[0]), image=MAP),), width=256, height=256))


# SDXL


@pytest.mark.parametrize("task", ["", "Img2Img", "Inpaint"])
def test_xl_makes_what_plain_diffusers_makes(engine, xl: Path, task: str) -> None:
    changes: dict[str, Any] = {"width": 72, "negative_prompt": "blue", "prompt_2": "a boat"}
    given: dict[str, Any] = {"width": 72, "height": 64, "negative_prompt": "blue", "prompt_2": "a boat"}
    if task:
        changes = {"image": IMAGE, "strength": 0.75}
        given = {"image": IMAGES[IMAGE], "strength": 0.75}
    if task == "Inpaint":
        changes["mask"] = MASK
        given |= {"mask_image": IMAGES[MASK], **SIZE}
    wanted = asked(xl, **changes)
    made, plain = make(engine, wanted), plainly(f"StableDiffusionXL{task}Pipeline", wanted, **given)
    inside = np.asarray(IMAGES[MASK]) > 0 if task == "Inpaint" else np.ones(made.size[::-1], dtype=bool)
    assert np.array_equal(np.asarray(made)[inside], np.asarray(plain)[inside])


# LoRA and textual inversions


def test_a_lora_is_put_on_as_plain_diffusers_does_and_taken_off_without_a_trace(engine, tiny_model, lora) -> None:
    import diffusers
    import torch

    plain = make(engine, asked(tiny_model))
    wanted = asked(tiny_model, loras=(Lora(model=str(lora), weight=0.7),))
    with_lora = make(engine, wanted)
    pipe = diffusers.StableDiffusionPipeline.from_pretrained(tiny_model, safety_checker=None)
    pipe.load_lora_weights(str(lora.parent), weight_name=lora.name, adapter_name="it", **BEFORE_ASSIGNING)
    pipe.set_adapters(["it"], adapter_weights=[0.7])
    pipe.scheduler = engine.session.loaded.scheduler(wanted.scheduler)
    pipe.set_progress_bar_config(disable=True)
    generator = torch.Generator("cpu").manual_seed(11)
    expected: Any = pipe(wanted.prompt, num_inference_steps=4, guidance_scale=7.5, generator=generator, **SIZE)
    assert same(with_lora, expected.images[0])
    assert not same(with_lora, plain)
    assert same(make(engine, asked(tiny_model)), plain)


@pytest.mark.parametrize("form", ["peft", "diffusers"])
def test_a_lora_in_diffusers_forms_draws_as_in_kohyas(engine, tiny_model: Path, lora, folder: Path, form: str) -> None:
    from diffusers import UNet2DConditionModel
    from safetensors.torch import load_file, save_file

    before = {name: each for name, each in load_file(lora).items() if name.startswith("lora_unet_")}
    save_file(before, folder / "unet-only.safetensors")
    unet = UNet2DConditionModel.from_pretrained(tiny_model / "unet")
    layers = {name.replace(".", "_"): name for name, _ in unet.named_modules()}
    written = {}
    for name, tensor in before.items():
        layer, _, end = name.removeprefix("lora_unet_").partition(".")
        if end == "alpha":
            continue  # as large as the rank: it changes nothing
        down = end == "lora_down.weight"
        if form == "peft":
            place = f"{layers[layer]}.lora_{'A' if down else 'B'}.weight"
        else:
            block, _, projection = layers[layer].rpartition(".")
            place = f"{block}.processor.{projection}_lora.{'down' if down else 'up'}.weight"
        written[f"unet.{place}"] = tensor
    save_file(written, folder / f"{form}.safetensors")
    found = models.find_auxiliary(str(folder / f"{form}.safetensors"), AuxiliaryKind.LORA)
    assert found.width == 32
    pictures = [
        make(engine, asked(tiny_model, loras=(Lora(model=str(folder / f"{each}.safetensors")),)))
        for each in ("unet-only", form)
    ]
    assert same(*pictures)


def test_loras_add_up_and_change_without_loading_the_model_again(engine, tiny_model: Path, lora, folder: Path) -> None:
    other = tiny_models.make_lora(tiny_model, folder / "ink.safetensors", seed=9)
    plain = make(engine, asked(tiny_model))
    loads: list[int] = []

    def made(*chosen: tuple[Path, float]) -> Image.Image:
        loras = tuple(Lora(model=str(path), weight=weight) for path, weight in chosen)
        return engine.generate(
            resolve_request(asked(tiny_model, loras=loras)), {}, lambda: loads.append(1), nothing
        ).image

    both = made((lora, 1.0), (other, 0.5))
    one = made((other, 0.5))
    assert not same(both, one)
    assert far(made((other, 0.5), (lora, 1.0)), both) <= 1  # sums in another order
    assert same(made((lora, 1.0), (other, 0.5)), both)
    assert same(made((lora, 0.0)), plain)
    assert same(made(), plain)
    assert loads == []


def test_a_textual_inversion_is_a_word_while_it_is_asked_for(engine, tiny_model: Path, folder: Path) -> None:
    file = tiny_models.make_embedding(folder / "mystyle.safetensors")
    prompt = "a mystyle heart"
    without = make(engine, replace(asked(tiny_model), prompt=prompt))
    wanted = replace(asked(tiny_model), prompt=prompt, embeddings=(str(file),))
    made = make(engine, wanted)
    assert not same(made, without)
    assert same(make(engine, wanted), made)
    assert same(make(engine, replace(wanted, embeddings=())), without)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.safetensors", b"<html>" * 99, "weights-web-page"),
        ("a.safetensors", b"", "weights-empty"),
        ("a.ckpt", b"\x80\x04", "addon-pickled"),
        ("absent.safetensors", None, "addon-missing"),
    ],
)
def test_a_file_that_is_no_lora_is_refused_in_a_sentence(engine, tiny_model, tmp_path, name, content, code) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises((BadRequest, MachineError), match=code) as caught:
        make(engine, asked(tiny_model, loras=(Lora(model=str(tmp_path / name)),)))
    assert message_for(caught.value).endswith(".")


def test_a_lora_of_another_family_or_another_kind_is_refused(engine, xl: Path, lora: Path, folder: Path) -> None:
    with pytest.raises(BadRequest, match="addon-other-family"):
        make(engine, asked(xl, loras=(Lora(model=str(lora)),)))
    embedding = tiny_models.make_embedding(folder / "no-lora.safetensors")
    with pytest.raises(BadRequest, match="addon-other-kind"):
        make(engine, asked(xl, loras=(Lora(model=str(embedding)),)))


# Prompts


def test_a_weight_changes_the_picture_and_brackets_of_weight_one_do_not(engine, tiny_model: Path, xl: Path) -> None:
    for model in (tiny_model, xl):
        plain, weighted, one = (
            make(engine, replace(asked(model), prompt=prompt))
            for prompt in ("a red heart", "a (red:1.5) heart", "a (red:1.0) heart")
        )
        assert not same(plain, weighted)
        assert same(plain, one)


def test_a_prompt_read_in_parts_begins_like_the_plain_one(engine, tiny_model: Path, xl: Path) -> None:
    """Embedded by us or by diffusers, the first part is the same; a weight of one makes ours do it."""
    import torch

    from macapp.engine.generation.prompt_embeddings import embed_prompts

    for model, skip in ((tiny_model, 1), (xl, 1), (xl, 2)):
        make(engine, asked(model))
        wanted = replace(asked(model), clip_skip=skip, negative_prompt="blue")
        pipe = engine.session.loaded.pipeline(wanted)
        given = {"device": "cpu", "num_images_per_prompt": 1, "do_classifier_free_guidance": True}
        skipped = None if skip == 1 else skip - 1
        with torch.no_grad():
            plain = pipe.encode_prompt(wanted.prompt, **given, negative_prompt="blue", clip_skip=skipped)
            ours = embed_prompts(pipe, wanted)
        for one, other in zip(ours.values(), plain, strict=True):
            assert torch.equal(one, other)


def test_skipping_layers_changes_the_picture(engine, tiny_model: Path, xl: Path) -> None:
    for model in (tiny_model, xl):
        assert not same(make(engine, asked(model)), make(engine, asked(model, clip_skip=2)))


def test_words_beyond_the_first_part_count(engine, tiny_model: Path) -> None:
    long = "a red heart on a white background " * 15
    short, longer = (make(engine, replace(asked(tiny_model), prompt=each)) for each in (long, long + "blue boat"))
    assert not same(short, longer)


# Seeds


def test_variations_go_from_one_seed_to_another(engine, tiny_model: Path) -> None:
    def varied(strength: float) -> Image.Image:
        return make(engine, asked(tiny_model, variation_seed=99, variation_strength=strength))

    base, other = make(engine, asked(tiny_model)), make(engine, asked(tiny_model).with_seed(99))
    assert same(varied(0.0), base)
    assert far(varied(1.0), other) <= 1
    assert far(varied(0.1), base) < far(varied(0.6), base)


def far(one: Image.Image, other: Image.Image) -> float:
    return float(np.abs(np.asarray(one, dtype=int) - np.asarray(other, dtype=int)).max())


@pytest.mark.parametrize("changes", [{"eta": 0.7, "scheduler": "ddim"}, {"guidance_rescale": 0.6}])
def test_eta_and_guidance_rescale_are_plain_too(engine, tiny_model: Path, changes: dict[str, Any]) -> None:
    wanted = asked(tiny_model, **changes)
    given = {name: value for name, value in changes.items() if name != "scheduler"}
    assert same(make(engine, wanted), plainly("StableDiffusionPipeline", wanted, SAFE, **given, **SIZE))
    assert not same(make(engine, wanted), make(engine, asked(tiny_model, scheduler=wanted.scheduler)))


# Enlarging


def test_high_resolution_is_drawn_small_enlarged_and_refined(engine, tiny_model: Path) -> None:
    wanted = asked(tiny_model, hires_scale=2.0, hires_strength=0.5, steps=6)
    steps: list[tuple[int, int]] = []
    made = engine.generate(resolve_request(wanted), {}, nothing, lambda *step: steps.append(step)).image
    small = make(engine, asked(tiny_model, steps=6)).resize((128, 128), Image.Resampling.LANCZOS)
    plain = plainly("StableDiffusionImg2ImgPipeline", wanted, SAFE, image=small, strength=0.5)
    assert same(made, plain)
    assert steps[-1] == (9, 9)
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)


# What a model does not take


def test_what_a_model_does_not_take_is_said_before_it_is_loaded(tiny_model: Path, tmp_path: Path) -> None:
    loads: list[int] = []
    for wanted, words in (
        (asked(tiny_model, prompt_2="a boat"), "does not support this setting: second prompt"),
        (asked(tiny_model, guidance_rescale=0.5, image=IMAGE, strength=0.5), "guidance rescale"),
    ):
        with pytest.raises(BadRequest) as caught:
            open_engine("cpu").generate(resolve_request(wanted), IMAGES, lambda: loads.append(1), nothing)
        assert words in message_for(caught.value)
    assert loads == []


def test_a_model_with_a_part_of_its_own_code_is_not_loaded(engine, tiny_model: Path, tmp_path: Path) -> None:
    import json

    copy = Path(shutil.copytree(tiny_model, tmp_path / "copy"))
    index = json.loads((copy / "model_index.json").read_text())
    (copy / "model_index.json").write_text(json.dumps({**index, "unet": ["diffusers", "os"]}))
    with pytest.raises(MachineError, match="model-part-unknown"):
        make(engine, asked(copy))
