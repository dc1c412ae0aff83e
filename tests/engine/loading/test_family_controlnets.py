"""ControlNets of transformers: the pixels of plain diffusers, with and without a source image, one or several."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import pytest

from macapp.domain.request import Control
from macapp.errors import BadRequest
from macapp.messages import message_for
from macapp.models import resolve_request
from macapp.models.families import FAMILIES
from macapp.models.model_family import Task
from tests.support.libraries import skip_if_too_old_for
from tests.support.plain_diffusers import IMAGE, IMAGES, MAP, MAP_2, MASK, SIZE, asked, make, plainly, same
from tests.support.tiny_families import make_other
from tests.support.tiny_recent_families import TRANSFORMER_CONTROLNETS, make_transformer_controlnet

CONTROLS = (Task.CONTROL, Task.CONTROL_IMAGE, Task.CONTROL_MASK)
TASKS = [
    (pipeline, task)
    for pipeline in TRANSFORMER_CONTROLNETS
    for task in CONTROLS
    if task in FAMILIES[pipeline].pipelines
]


@pytest.mark.parametrize(("pipeline", "task"), TASKS)
def test_a_controlnet_draws_what_plain_diffusers_draws(engine, tmp_path: Path, pipeline: str, task: Task) -> None:
    family = FAMILIES[pipeline]
    skip_if_too_old_for(family)
    folder = make_other(pipeline, tmp_path / "model")
    follows = make_transformer_controlnet(pipeline, folder, tmp_path / "edges")
    changes: dict[str, Any] = {} if task is Task.CONTROL else {"image": IMAGE, "strength": 0.75}
    given: dict[str, Any] = {} if task is Task.CONTROL else {"image": IMAGES[IMAGE], "strength": 0.75}
    if task is Task.CONTROL_MASK:
        changes["mask"], given["mask_image"] = MASK, IMAGES[MASK]
    if family.blank_negative:
        given["negative_prompt"] = family.blank_negative
    plain = asked(folder, scheduler="own", guidance_scale=3.0, steps=3, **changes)
    wanted = replace(plain, controls=(Control(model=str(follows), image=MAP, scale=0.8, end=0.9),))
    given |= {**SIZE, family.guidance: 3.0, "control_image": IMAGES[MAP], "controlnet_conditioning_scale": 0.8}
    parts = {"controlnet": getattr(diffusers, family.controlnet).from_pretrained(follows)}
    expected = plainly(family.pipelines[task], wanted, parts, control_guidance_end=0.9, **given)
    drawn, before = make(engine, wanted), make(engine, plain)
    inside = np.asarray(IMAGES[MASK]) > 0 if task is Task.CONTROL_MASK else np.ones((64, 64), dtype=bool)
    assert np.array_equal(np.asarray(drawn)[inside], np.asarray(expected)[inside])
    assert not same(drawn, before)
    assert same(make(engine, plain), before)


@pytest.mark.parametrize("pipeline", TRANSFORMER_CONTROLNETS)
def test_two_controlnets_add_up(engine, tmp_path: Path, pipeline: str) -> None:
    skip_if_too_old_for(FAMILIES[pipeline])
    folder = make_other(pipeline, tmp_path / "model")
    follows = str(make_transformer_controlnet(pipeline, folder, tmp_path / "edges"))
    one, two = Control(model=follows, image=MAP), Control(model=follows, image=MAP_2)
    plain = asked(folder, scheduler="own", guidance_scale=3.0, steps=2)
    if FAMILIES[pipeline].max_controls == 1:
        with pytest.raises(BadRequest, match="too-many"):
            make(engine, replace(plain, controls=(one, two)))
        return
    both = make(engine, replace(plain, controls=(one, two)))
    assert not same(both, make(engine, replace(plain, controls=(one,))))
    assert not same(both, make(engine, replace(plain, controls=(two,))))


@pytest.mark.parametrize("task", [task for name, task in TASKS if name == "FluxPipeline"])
def test_a_controlnet_for_several_kinds_of_map_is_told_the_kind(engine, tmp_path: Path, task: Task) -> None:
    skip_if_too_old_for(FAMILIES["FluxPipeline"])
    folder = make_other("FluxPipeline", tmp_path / "model")
    follows = make_transformer_controlnet("FluxPipeline", folder, tmp_path / "union", num_mode=7)
    changes: dict[str, Any] = {} if task is Task.CONTROL else {"image": IMAGE, "strength": 0.75}
    given: dict[str, Any] = {} if task is Task.CONTROL else {"image": IMAGES[IMAGE], "strength": 0.75}
    if task is Task.CONTROL_MASK:
        changes["mask"], given["mask_image"] = MASK, IMAGES[MASK]
    canny = Control(model=str(follows), image=MAP, map="canny", scale=0.8)
    wanted = asked(folder, scheduler="own", guidance_scale=3.0, steps=2, controls=(canny,), **changes)
    given |= {**SIZE, "control_image": IMAGES[MAP], "controlnet_conditioning_scale": 0.8, "control_mode": 0}
    parts = {"controlnet": diffusers.FluxControlNetModel.from_pretrained(follows)}
    drawn = make(engine, wanted)
    expected = plainly(FAMILIES["FluxPipeline"].pipelines[task], wanted, parts, **given)
    inside = np.asarray(IMAGES[MASK]) > 0 if task is Task.CONTROL_MASK else np.ones((64, 64), dtype=bool)
    assert np.array_equal(np.asarray(drawn)[inside], np.asarray(expected)[inside])
    assert not same(drawn, make(engine, replace(wanted, controls=(replace(canny, map="depth"),))))


def test_a_controlnet_for_several_kinds_works_next_to_one_for_a_single_kind(engine, tmp_path: Path) -> None:
    skip_if_too_old_for(FAMILIES["FluxPipeline"])
    folder = make_other("FluxPipeline", tmp_path / "model")
    union = make_transformer_controlnet("FluxPipeline", folder, tmp_path / "union", num_mode=7)
    single = make_transformer_controlnet("FluxPipeline", folder, tmp_path / "edges")
    first = Control(model=str(union), image=MAP, map="canny")
    both = (first, Control(model=str(single), image=MAP_2))
    wanted = asked(folder, scheduler="own", guidance_scale=3.0, steps=2, controls=both)
    drawn = make(engine, wanted)
    assert not same(drawn, make(engine, replace(wanted, controls=both[:1])))
    assert not same(drawn, make(engine, replace(wanted, controls=(replace(first, map="depth"), both[1]))))


def test_what_does_not_fit_is_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    skip_if_too_old_for(FAMILIES["QwenImagePipeline"])
    flux, qwen = (make_other(name, tmp_path / name) for name in ("FluxPipeline", "QwenImagePipeline"))
    follows = make_transformer_controlnet("FluxPipeline", flux, tmp_path / "edges")

    def refusal(model: Path, **changes: Any) -> str:
        controls = (Control(model=str(follows), image=MAP),)
        with pytest.raises(BadRequest) as caught:
            resolve_request(asked(model, scheduler="own", controls=controls, **changes))
        return message_for(caught.value)

    assert "was not made for" in refusal(qwen) or "family" in refusal(qwen)
    config = json.loads((follows / "config.json").read_text())
    (follows / "config.json").write_text(json.dumps({**config, "num_mode": 6}))
    assert refusal(flux).endswith("Let Easel make the map: canny or depth. Or choose a ControlNet for one kind of map.")
    (follows / "config.json").write_text(json.dumps({**config, "extra_condition_channels": 1}))
    assert "needs more than a map" in refusal(flux)
    own = make_transformer_controlnet("QwenImagePipeline", qwen, tmp_path / "own")
    with pytest.raises(BadRequest, match="field-unfit-here"):
        resolve_request(
            asked(qwen, scheduler="own", controls=(Control(model=str(own), image=MAP),), image=IMAGE, strength=0.5)
        )
