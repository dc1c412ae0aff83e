"""Sampling on tiny models of the real architecture: the same pixels as plain diffusers."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportGeneralTypeIssues=false, reportCallIssue=false
# (diffusers annotates its constructors more narrowly than it calls them)

from dataclasses import replace
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import pytest
import torch
from PIL import Image

from macapp.domain.request import Control
from macapp.engine import open_engine
from macapp.errors import BadRequest
from macapp.messages import message_for
from macapp.models import resolve_request
from tests.support import tiny_models
from tests.support.plain_diffusers import (
    IMAGE,
    IMAGES,
    MAP,
    MAP_2,
    MASK,
    SAFE,
    SIZE,
    aligned,
    asked,
    largest_difference,
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


# Seeds


def test_variations_go_from_one_seed_to_another(engine, tiny_model: Path) -> None:
    def varied(strength: float) -> Image.Image:
        return make(engine, asked(tiny_model, variation_seed=99, variation_strength=strength))

    base, other = make(engine, asked(tiny_model)), make(engine, asked(tiny_model).with_seed(99))
    assert same(varied(0.0), base)
    assert largest_difference(varied(1.0), other) <= 1
    assert largest_difference(varied(0.1), base) < largest_difference(varied(0.6), base)


@pytest.mark.parametrize("changes", [{"eta": 0.7, "scheduler": "ddim"}, {"guidance_rescale": 0.6}])
def test_eta_and_guidance_rescale_are_plain_too(engine, tiny_model: Path, changes: dict[str, Any]) -> None:
    wanted = asked(tiny_model, **changes)
    given = {name: value for name, value in changes.items() if name != "scheduler"}
    assert same(make(engine, wanted), plainly("StableDiffusionPipeline", wanted, SAFE, **given, **SIZE))
    assert not same(make(engine, wanted), make(engine, asked(tiny_model, scheduler=wanted.scheduler)))


# High resolution and refiner


def test_high_resolution_is_drawn_small_enlarged_and_refined(engine, tiny_model: Path) -> None:
    wanted = asked(tiny_model, hires_scale=2.0, hires_strength=0.5, steps=6)
    steps: list[tuple[int, int]] = []
    made = engine.generate(resolve_request(wanted), {}, nothing, lambda *step: steps.append(step)).image
    small = make(engine, asked(tiny_model, steps=6)).resize((128, 128), Image.Resampling.LANCZOS)
    plain = plainly("StableDiffusionImg2ImgPipeline", wanted, SAFE, image=small, strength=0.5)
    assert same(made, plain)
    assert steps[-1] == (9, 9)
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)


# What a model does not support


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


def test_the_refiner_takes_over_for_the_last_steps(engine, xl: Path, folder: Path) -> None:
    refiner = tiny_models.make_tiny_refiner(folder / "refiner")
    wanted = asked(xl, steps=10, refiner=str(refiner), refiner_start=0.8, scheduler="euler", negative_prompt="blue")
    steps: list[int] = []
    made = engine.generate(resolve_request(wanted), {}, nothing, lambda done, _all: steps.append(done)).image
    latents = plainly(
        "StableDiffusionXLPipeline", wanted, denoising_end=0.8, output_type="latent", **SIZE, negative_prompt="blue"
    )
    pipe = aligned(diffusers.StableDiffusionXLImg2ImgPipeline.from_pretrained(refiner))
    pipe.set_progress_bar_config(disable=True)
    pipe.scheduler = engine.refiner.loaded.scheduler("euler")
    plain = pipe(
        prompt="a red heart",
        negative_prompt="blue",
        image=latents[None],  # type: ignore[index]
        denoising_start=0.8,
        num_inference_steps=10,
        guidance_scale=7.5,
        generator=torch.Generator("cpu").manual_seed(11),
    ).images[0]
    assert same(made, plain)
    assert steps == sorted(steps)
    assert steps[-1] == 10


def test_a_refined_picture_can_be_drawn_at_high_resolution_but_not_along_a_map(engine, xl: Path, folder: Path) -> None:
    refiner = tiny_models.make_tiny_refiner(folder / "refiner-again")
    wanted = asked(xl, steps=10, refiner=str(refiner), hires_scale=2.0)
    assert make(engine, wanted).size == (128, 128)
    controlnet = tiny_models.make_tiny_controlnet(xl, folder / "control-xl")
    control = Control(model=str(controlnet), image=MAP)
    with pytest.raises(BadRequest, match="field-unfit-here"):
        make(engine, replace(wanted, controls=(control,), image=IMAGE, strength=0.8))
