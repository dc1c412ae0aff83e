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
import torch
from PIL import Image

from macapp.domain.request import Request
from macapp.engine import open_engine
from macapp.engine.generation.latents import interpolate_noise, unpack_patches
from macapp.engine.loading.loaded_model import parameters_of
from macapp.errors import BadRequest
from macapp.models import resolve_request
from macapp.models.families import FAMILIES
from macapp.models.model_family import Task
from tests.support.libraries import skip_if_too_old_for
from tests.support.plain_diffusers import (
    IMAGE,
    IMAGES,
    MASK,
    SIZE,
    asked,
    largest_difference,
    make,
    needs_of,
    nothing,
    plainly,
    same,
)
from tests.support.tiny_families import TINY_FAMILIES, make_other

PICTURES = (Task.TEXT, Task.IMAGE, Task.MASK)
TASKS = [(pipeline, task) for pipeline in TINY_FAMILIES for task in PICTURES if task in FAMILIES[pipeline].pipelines]


WITH_NOISE_AT_EACH_STEP = ("HunyuanDiTPipeline", "Kandinsky3Pipeline", "LatentConsistencyModelPipeline")
"""Tiny models whose own scheduler draws noise at each step, from the generator of the first seed."""


@pytest.fixture(scope="module")
def families(folder: Path) -> Callable[[str], Path]:
    """Return the tiny model of a family, made the first time that it is asked for."""

    @cache
    def made(pipeline: str) -> Path:
        return make_other(pipeline, folder / pipeline)

    return made


@pytest.mark.parametrize(("pipeline", "task"), TASKS)
def test_a_model_of_another_family_makes_what_plain_diffusers_makes(
    engine, families, pipeline: str, task: Task
) -> None:
    kind = FAMILIES[pipeline]
    skip_if_too_old_for(kind)
    changes: dict[str, Any] = {} if task is Task.TEXT else {"image": IMAGE, "strength": 0.75}
    given: dict[str, Any] = {} if task is Task.TEXT else {"image": IMAGES[IMAGE], "strength": 0.75}
    if task is Task.MASK:
        changes["mask"] = MASK
        given["mask_image"] = IMAGES[MASK]
    for each in {"negative_prompt", "prompt_2", "negative_prompt_2"} & kind.supports:
        changes[each] = given[each] = "a blue boat"
    if "use_resolution_binning" in parameters_of(getattr(diffusers, pipeline)):
        given["use_resolution_binning"] = False
    wanted = asked(families(pipeline), scheduler="own", guidance_scale=3.0, **changes)
    given[kind.guidance] = 3.0
    if pipeline == "Ideogram4Pipeline":
        given["guidance_schedule"] = None
    parameters = parameters_of(getattr(diffusers, kind.pipelines[task]))
    given |= {name: side for name, side in SIZE.items() if name in parameters}  # else it takes that of the image
    steps: list[tuple[int, int]] = []
    made = engine.generate(resolve_request(wanted), IMAGES, nothing, lambda *step: steps.append(step)).image
    plain = plainly(kind.pipelines[task], wanted, _parts_that_diffusers_needs(kind.pipelines[task], wanted), **given)
    inside = np.asarray(IMAGES[MASK]) > 0 if task is Task.MASK else np.ones((64, 64), dtype=bool)
    assert np.array_equal(np.asarray(made)[inside], np.asarray(plain)[inside])
    assert steps[-1][0] == steps[-1][1] > 0
    assert not same(made, make(engine, wanted.with_seed(12)))


def test_a_prompt_in_json_reaches_a_model_without_weights_as_it_is(engine, families) -> None:
    skip_if_too_old_for(FAMILIES["FluxPipeline"])
    asked_for = asked(families("FluxPipeline"), scheduler="own", guidance_scale=3.0)
    pictures = []
    for prompt in ('{"subject": "a (red:1.5) heart", "lens": ["50 mm"]}', "subject: a red heart, lens: 50 mm"):
        wanted = replace(asked_for, prompt=prompt)
        pictures.append(make(engine, wanted))
        assert same(pictures[-1], plainly("FluxPipeline", wanted, **SIZE))
    assert not same(*pictures)


@pytest.mark.parametrize("pipeline", [name for name in TINY_FAMILIES if "hires_scale" in FAMILIES[name].supports])
def test_high_resolution_enlarges_a_picture_and_starts_from_it(engine, families, pipeline: str) -> None:
    skip_if_too_old_for(FAMILIES[pipeline])
    wanted = asked(families(pipeline), scheduler="own", guidance_scale=3.0, width=64, height=64)
    enlarged = make(engine, wanted).resize((128, 128), Image.Resampling.LANCZOS)
    again = replace(wanted, width=128, height=128, image=IMAGE, strength=0.5)
    refined = engine.generate(resolve_request(again), {IMAGE: enlarged}, nothing, nothing).image
    assert same(make(engine, replace(wanted, hires_scale=2.0, hires_strength=0.5)), refined)


@pytest.mark.parametrize(
    "pipeline", [name for name in TINY_FAMILIES if "variation_strength" in FAMILIES[name].supports]
)
def test_variations_go_from_one_seed_to_another(engine, families, pipeline: str) -> None:
    skip_if_too_old_for(FAMILIES[pipeline])
    wanted = asked(families(pipeline), scheduler="own", guidance_scale=3.0, steps=2)
    first, last = make(engine, wanted), make(engine, wanted.with_seed(99))
    near, far, end = (
        make(engine, replace(wanted, variation_seed=99, variation_strength=share)) for share in (0.1, 0.6, 1.0)
    )
    if pipeline not in WITH_NOISE_AT_EACH_STEP:
        assert largest_difference(end, last) <= 1, "its noise is turned, and rounded"
    assert mean_difference(end, last) < mean_difference(far, last)
    assert 0 < mean_difference(near, first) < mean_difference(far, first)
    assert same(make(engine, wanted), first)


def test_a_variation_of_packed_noise_is_that_of_plain_diffusers(engine, families) -> None:
    skip_if_too_old_for(FAMILIES["FluxPipeline"])
    wanted = asked(families("FluxPipeline"), scheduler="own", guidance_scale=3.0)
    one, two = (torch.randn((1, 4, 8, 8), generator=torch.Generator().manual_seed(seed)) for seed in (11, 5))
    between = interpolate_noise(one, two, 0.4)
    packed = between.view(1, 4, 4, 2, 4, 2).permute(0, 2, 4, 1, 3, 5).reshape(1, 16, 16)
    assert torch.equal(unpack_patches(packed, (64, 64)), between)
    plain = plainly("FluxPipeline", wanted, latents=packed, **SIZE)
    assert largest_difference(make(engine, replace(wanted, variation_seed=5, variation_strength=0.4)), plain) <= 1


def mean_difference(one: Image.Image, other: Image.Image) -> float:
    return float(np.abs(np.asarray(one, float) - np.asarray(other, float)).mean())


@pytest.mark.parametrize("pipeline", TINY_FAMILIES)
def test_the_second_picture_is_seen_while_it_is_drawn(
    families, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pipeline: str
) -> None:
    skip_if_too_old_for(FAMILIES[pipeline])
    monkeypatch.setattr("macapp.engine.engine.preview_cache_dir", lambda: tmp_path / "previews")
    engine = open_engine("cpu")
    looks: list[Image.Image | None] = []
    wanted = asked(families(pipeline), scheduler="own", steps=2, **needs_of(pipeline))
    make(engine, wanted)
    engine.generate(resolve_request(wanted.with_seed(7)), IMAGES, nothing, lambda *_: looks.append(engine.preview()))
    engine.release()
    seen = [look for look in looks if look is not None]
    assert len(seen) == 2
    assert len({look.size for look in seen}) == 1
    assert seen[0].width == seen[0].height > 1


def _parts_that_diffusers_needs(pipeline: str, wanted: Request) -> dict[str, Any]:
    """Return parts that work around a fault of diffusers 0.42: it reads a value that Chroma's transformer lacks."""
    if pipeline != "ChromaInpaintPipeline":
        return {}
    transformer = diffusers.ChromaTransformer2DModel.from_pretrained(wanted.model, subfolder="transformer")
    transformer.register_to_config(guidance_embeds=False)
    return {"transformer": transformer}


@pytest.mark.parametrize("pipeline", TINY_FAMILIES)
def test_it_refuses_what_it_does_not_take_and_sizes_that_it_would_cut(engine, families, pipeline: str) -> None:
    skip_if_too_old_for(FAMILIES[pipeline])
    wanted = asked(families(pipeline), scheduler="own", **needs_of(pipeline))
    refused = [{"scheduler": "tcd"}, {"eta": 0.5}]
    if FAMILIES[pipeline].side_step > 8:
        refused.append({"width": 72})
    for each in refused:
        with pytest.raises(BadRequest):
            make(engine, replace(wanted, **each))
    if FAMILIES[pipeline].side_step == 8:
        assert make(engine, replace(wanted, width=72)).size == (72, 64)
