"""Models of every family besides Stable Diffusion 1 and 2: what plain diffusers makes of each, to the pixel."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportGeneralTypeIssues=false, reportCallIssue=false
# (diffusers annotates its constructors more narrowly than it calls them)

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import pytest
from PIL import Image

from macapp.domain.request import Control
from macapp.engine.loading.loaded_model import parameters_of
from macapp.errors import BadRequest
from macapp.models import resolve_request
from macapp.models.families import DEEPFLOYD_IF, FAMILIES
from tests.support import tiny_models
from tests.support.libraries import skip_if_too_old_for
from tests.support.plain_diffusers import IMAGE, IMAGES, MAP, MASK, SIZE, aligned, asked, make, nothing, plainly, same
from tests.support.request_factory import request
from tests.support.tiny_families import TINY_FAMILIES, make_other


@pytest.fixture(scope="module")
def cascade(tiny_model: Path, folder: Path) -> Path:
    skip_if_too_old_for(DEEPFLOYD_IF)
    return tiny_models.make_tiny_if(folder / "if")


def test_the_refiner_takes_over_for_the_last_steps(engine, xl: Path, folder: Path) -> None:
    import torch

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


def test_deepfloyd_if_draws_in_three_stages_as_plain_diffusers_does(engine, cascade: Path) -> None:
    import torch

    wanted = request(
        "a red heart", seed=11, model=str(cascade), steps=4, guidance_scale=7.0, width=256, height=256, scheduler="own"
    )
    steps: list[tuple[int, int]] = []
    made = engine.generate(resolve_request(wanted), {}, nothing, lambda *step: steps.append(step)).image
    first = diffusers.IFPipeline.from_pretrained(cascade / "stage-1", safety_checker=None, watermarker=None)
    second = diffusers.IFSuperResolutionPipeline.from_pretrained(cascade / "stage-2", text_encoder=None)
    third = diffusers.StableDiffusionUpscalePipeline.from_pretrained(cascade / "upscaler")
    for each in (first, second, third):
        each.set_progress_bar_config(disable=True)
    wanted_words, unwanted = first.encode_prompt("a red heart")
    generator = torch.Generator("cpu").manual_seed(11)
    given = {"prompt_embeds": wanted_words, "negative_prompt_embeds": unwanted, "output_type": "pt"}
    given["generator"] = generator
    pixels: Any = first(num_inference_steps=4, width=16, height=16, **given).images
    pixels = second(image=pixels, width=64, height=64, **given).images
    small = Image.fromarray((((pixels[0] + 1) / 2).clamp(0, 1).permute(1, 2, 0).numpy() * 255).round().astype("uint8"))
    plain = third(
        "a red heart", small, num_inference_steps=25, noise_level=100, generator=torch.Generator("cpu").manual_seed(11)
    )
    assert same(made, plain.images[0])
    assert steps[-1] == (79, 79)
    assert [done for done, _ in steps] == list(range(80))


@pytest.mark.usefixtures("few_steps")
def test_the_text_encoder_of_if_is_not_kept_and_its_words_are(engine, cascade: Path) -> None:
    wanted = request("a boat", model=str(cascade), steps=2, width=256, height=256, scheduler="own")
    first = make(engine, wanted)
    stages = engine.cascade
    assert stages is not None
    assert all(getattr(each, "text_encoder", None) is None for each in list(stages.pipelines.values())[:2])
    kept = dict(stages.embeddings)
    assert same(make(engine, wanted), first)
    assert stages.embeddings.keys() == kept.keys()
    tight = type(stages)(stages.checkpoint, "cpu", stages.dtype, keep_resident=False, prepare=stages.prepare)
    import torch

    with torch.inference_mode():
        assert same(tight.generate(wanted, lambda: None), first)
    assert len(tight.pipelines) <= 1


@pytest.mark.usefixtures("few_steps")
def test_what_if_has_drawn_is_enlarged_as_often_as_asked(engine, cascade: Path) -> None:
    wanted = request("a boat", model=str(cascade), steps=2, width=256, height=256, scheduler="own")
    assert make(engine, replace(wanted, upscale=2)).size == (512, 512)


def test_a_refined_picture_can_be_drawn_at_high_resolution_but_not_along_a_map(engine, xl: Path, folder: Path) -> None:
    refiner = tiny_models.make_tiny_refiner(folder / "refiner-again")
    wanted = asked(xl, steps=10, refiner=str(refiner), hires_scale=2.0)
    assert make(engine, wanted).size == (128, 128)
    controlnet = tiny_models.make_tiny_controlnet(xl, folder / "control-xl")
    control = Control(model=str(controlnet), image=MAP)
    with pytest.raises(BadRequest, match="field-unfit-here"):
        make(engine, replace(wanted, controls=(control,), image=IMAGE, strength=0.8))


TASKS = [
    (pipeline, task)
    for pipeline in TINY_FAMILIES
    for task, field in (("", None), ("Img2Img", "image"), ("Inpaint", "mask"))
    if field is None or field in FAMILIES[pipeline].supports
]


@pytest.fixture(scope="module")
def families(folder: Path) -> Callable[[str], Path]:
    """Return the tiny model of a family, made the first time that it is asked for."""

    @cache
    def made(pipeline: str) -> Path:
        return make_other(pipeline, folder / pipeline)

    return made


@pytest.mark.parametrize(("pipeline", "task"), TASKS)
def test_a_model_of_another_family_makes_what_plain_diffusers_makes(engine, families, pipeline: str, task: str) -> None:
    kind = FAMILIES[pipeline]
    skip_if_too_old_for(kind)
    changes: dict[str, Any] = {"image": IMAGE, "strength": 0.75} if task else {}
    given: dict[str, Any] = {"image": IMAGES[IMAGE], "strength": 0.75} if task else {}
    if task == "Inpaint":
        changes["mask"] = MASK
        given["mask_image"] = IMAGES[MASK]
    for each in {"negative_prompt", "prompt_2", "negative_prompt_2"} & kind.supports:
        changes[each] = given[each] = "a blue boat"
    if "use_resolution_binning" in parameters_of(getattr(diffusers, pipeline)):
        given["use_resolution_binning"] = False
    wanted = asked(families(pipeline), scheduler="own", guidance_scale=3.0, **changes)
    given[kind.guidance] = 3.0
    if "LatentConsistency" not in pipeline or not task:  # its second pipeline takes the size of the image
        given |= SIZE
    steps: list[tuple[int, int]] = []
    made = engine.generate(resolve_request(wanted), IMAGES, nothing, lambda *step: steps.append(step)).image
    plain = plainly(pipeline.replace("Pipeline", f"{task}Pipeline"), wanted, **given)
    inside = np.asarray(IMAGES[MASK]) > 0 if task == "Inpaint" else np.ones((64, 64), dtype=bool)
    assert np.array_equal(np.asarray(made)[inside], np.asarray(plain)[inside])
    assert steps[-1][0] == steps[-1][1] > 0
    assert not same(made, make(engine, wanted.with_seed(12)))


@pytest.mark.parametrize("pipeline", TINY_FAMILIES)
def test_it_refuses_what_it_does_not_take_and_sizes_that_it_would_cut(engine, families, pipeline: str) -> None:
    skip_if_too_old_for(FAMILIES[pipeline])
    wanted = asked(families(pipeline), scheduler="own")
    refused = [{"scheduler": "euler"}, {"eta": 0.5}]
    if FAMILIES[pipeline].side_step > 8:
        refused.append({"width": 72})
    for each in refused:
        with pytest.raises(BadRequest):
            make(engine, replace(wanted, **each))
    if FAMILIES[pipeline].side_step == 8:
        assert make(engine, replace(wanted, width=72)).size == (72, 64)
