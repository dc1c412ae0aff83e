"""The schedulers of transformers: what plain diffusers makes with each, and Heun's method for flow matching."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import pytest
from PIL import Image

from macapp.domain.schedulers import SCHEDULERS
from macapp.engine.loading.dpm_sde import SdeScheduler
from macapp.engine.loading.flow_heun import FlowHeunScheduler
from macapp.models import resolve_request
from macapp.models.families import FAMILIES
from macapp.models.model_family import Task
from tests.support.libraries import skip_if_too_old_for
from tests.support.plain_diffusers import (
    IMAGE,
    IMAGES,
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

FLOW = [
    name for name in TINY_FAMILIES if "heun" in FAMILIES[name].schedulers and "ddim" not in FAMILIES[name].schedulers
]
NOISE = [name for name in TINY_FAMILIES if "ddim" in FAMILIES[name].schedulers]


@pytest.mark.parametrize("pipeline", FLOW)
def test_flow_matching_by_euler_is_the_own_scheduler_and_by_heun_another_picture(
    engine, tmp_path: Path, pipeline: str
) -> None:
    skip_if_too_old_for(FAMILIES[pipeline])
    wanted = {"guidance_scale": 3.0, "steps": 3, **needs_of(pipeline)}
    folder = make_other(pipeline, tmp_path / "model")
    own, euler = (make(engine, asked(folder, scheduler=name, **wanted)) for name in ("own", "euler"))
    steps: list[tuple[int, int]] = []
    heun = asked(folder, scheduler="heun", **wanted)
    drawn = engine.generate(resolve_request(heun), IMAGES, nothing, lambda *step: steps.append(step)).image
    assert same(own, euler)
    assert not same(own, drawn)
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert steps[-1] == (3, 3)


@pytest.mark.parametrize("task", [Task.TEXT, Task.IMAGE])
def test_heun_makes_what_that_of_diffusers_makes(engine, tmp_path: Path, task: Task) -> None:
    pipeline = "StableDiffusion3Pipeline"
    skip_if_too_old_for(FAMILIES[pipeline])
    source: dict[str, Any] = {} if task is Task.TEXT else {"image": IMAGE, "strength": 0.5}
    given: dict[str, Any] = {**SIZE, **({} if task is Task.TEXT else {"image": IMAGES[IMAGE], "strength": 0.5})}
    wanted = asked(make_other(pipeline, tmp_path / "model"), scheduler="heun", guidance_scale=3.0, **source)
    expected = plainly(
        FAMILIES[pipeline].pipelines[task],
        wanted,
        scheduler=diffusers.FlowMatchHeunDiscreteScheduler,
        guidance_scale=3.0,
        **given,
    )
    assert largest_difference(make(engine, wanted), expected) <= 1


@pytest.mark.parametrize("strength", [1.0, 0.75, 0.6, 0.5])
def test_heun_is_nearer_to_the_limit_than_euler(engine, tmp_path: Path, strength: float) -> None:
    pipeline = "FluxPipeline"
    skip_if_too_old_for(FAMILIES[pipeline])
    folder = make_other(pipeline, tmp_path / "model")
    source = {"image": IMAGE, "strength": strength} if strength < 1 else {}

    def draw(scheduler: str, steps: int) -> Image.Image:
        return make(engine, asked(folder, scheduler=scheduler, guidance_scale=3.0, steps=steps, **source))

    limit = np.asarray(draw("euler", 100), float)
    euler, heun = (float(np.abs(np.asarray(draw(name, 8), float) - limit).mean()) for name in ("euler", "heun"))
    assert heun < euler


def test_heun_takes_shifted_noise_levels() -> None:
    scheduler: Any = FlowHeunScheduler(use_dynamic_shifting=True)
    euler: Any = diffusers.FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True)
    for each in (scheduler, euler):
        each.set_timesteps(sigmas=np.array([1.0, 0.75, 0.5, 0.25]), mu=0.8)
    assert scheduler.sigmas[::2].tolist()[:4] == euler.sigmas[:1].tolist() + scheduler.sigmas[2::2].tolist()
    assert sorted(set(scheduler.sigmas.tolist())) == sorted(set(euler.sigmas.tolist()))
    assert len(scheduler.timesteps) == 7


@pytest.mark.parametrize("pipeline", NOISE)
def test_a_family_that_predicts_noise_draws_with_every_scheduler_what_diffusers_draws(
    engine, tmp_path: Path, pipeline: str
) -> None:
    skip_if_too_old_for(FAMILIES[pipeline])
    folder = make_other(pipeline, tmp_path / "model")
    for scheduler in FAMILIES[pipeline].schedulers:
        wanted = asked(folder, scheduler=scheduler, guidance_scale=3.0, steps=3)
        given: dict[str, Any] = {**SIZE, "use_resolution_binning": False}
        plain = plainly(pipeline, wanted, **given)
        rounding = 1 if SCHEDULERS[scheduler].class_name == SdeScheduler.__name__ else 0  # its sums have another order
        assert largest_difference(make(engine, wanted), plain) <= rounding, scheduler


@pytest.mark.parametrize("pipeline", ["StableDiffusion3Pipeline", "FluxPipeline", "ZImagePipeline"])
def test_flow_matching_spaces_its_levels_as_diffusers_does(engine, tmp_path: Path, pipeline: str) -> None:
    skip_if_too_old_for(FAMILIES[pipeline])
    wanted = asked(make_other(pipeline, tmp_path / "model"), scheduler="euler", guidance_scale=3.0, steps=4)
    euler = make(engine, wanted)
    for scheduler in ("euler karras", "euler exponential", "euler beta"):
        spaced = replace(wanted, scheduler=scheduler)
        drawn = make(engine, spaced)
        assert same(drawn, plainly(pipeline, spaced, guidance_scale=3.0, **SIZE)), scheduler
        assert not same(drawn, euler), scheduler
    trailing = make(engine, replace(wanted, scheduler="euler trailing"))
    assert same(trailing, euler), "the levels of flow matching always end where those of SGM Uniform do"
