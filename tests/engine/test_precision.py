"""The engine obeys the precision of each part: a UNet in single beside the rest in half."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from macapp.domain.request import Control, Lora
from macapp.engine.engine import Engine
from macapp.models import resolve_request
from macapp.planning.plan import make_plan
from macapp.planning.precision import BFLOAT16, FLOAT16, FLOAT32, PrecisionPlan
from macapp.system.machine import detect_machine
from tests.support import tiny_models
from tests.support.libraries import with_half_on_the_cpu
from tests.support.plain_diffusers import IMAGE, IMAGES, MAP, MASK, asked, nothing

MIXED = PrecisionPlan(denoiser=FLOAT32, rest=FLOAT16, vae=FLOAT16)
ALL_SINGLE = PrecisionPlan(FLOAT32, FLOAT32, FLOAT32)

pytestmark = pytest.mark.filterwarnings("ignore:at..frobenius_norm:UserWarning")


def opened(chosen: PrecisionPlan) -> Engine:
    machine = replace(detect_machine(), device="cpu")
    return Engine(machine, rules=lambda *facts: replace(make_plan(*facts), precisions=chosen))


@pytest.fixture(scope="module")
def mixed():
    engine = opened(MIXED)
    yield engine
    engine.release()


@pytest.fixture(scope="module")
def single():
    engine = opened(ALL_SINGLE)
    yield engine
    engine.release()


def dtypes(engine: Engine) -> dict[str, torch.dtype]:
    assert engine.session is not None
    parts = engine.session.loaded.parts
    return {name: next(each.parameters()).dtype for name, each in parts.items() if isinstance(each, torch.nn.Module)}


def near(one: Image.Image, other: Image.Image) -> float:
    return float(np.abs(np.asarray(one, float) - np.asarray(other, float)).mean())


WAYS: dict[str, dict[str, Any]] = {
    "from text": {},
    "from an image": {"image": IMAGE, "strength": 0.5, "steps": 8},
    "inpainting": {"image": IMAGE, "strength": 1.0, "mask": MASK},
    "a variation": {"variation_seed": 5, "variation_strength": 0.3},
    "ending guidance": {"guidance_end": 0.5},
    "steps that reuse": {"unconditional_interval": 2, "cache_interval": 3},
    "refined larger": {"hires_scale": 2.0},
    "by euler": {"scheduler": "euler"},
}


@with_half_on_the_cpu
@pytest.mark.parametrize("way", WAYS)
def test_a_unet_in_single_precision_draws_beside_the_rest_in_half(mixed, single, tiny_model: Path, way: str) -> None:
    wanted = asked(tiny_model, **WAYS[way])
    seen: list[torch.dtype] = []
    mixed.generate(resolve_request(asked(tiny_model, steps=1)), IMAGES, nothing, nothing)
    unet = mixed.session.loaded.parts["unet"]
    hook = unet.conv_in.register_forward_pre_hook(lambda _, given: seen.append(given[0].dtype))
    done = mixed.generate(resolve_request(wanted), IMAGES, nothing, nothing)
    hook.remove()
    assert set(seen) == {torch.float32}
    assert dtypes(mixed) == {"unet": torch.float32, "vae": torch.float16, "text_encoder": torch.float16}
    assert (done.made_with["dtype"], done.made_with["dtype_unet"]) == (FLOAT16, FLOAT32)
    assert near(done.image, single.generate(resolve_request(wanted), IMAGES, nothing, nothing).image) < 8


@with_half_on_the_cpu
def test_what_is_added_goes_with_it(mixed, single, tiny_model: Path, folder: Path) -> None:
    network = tiny_models.make_tiny_controlnet(tiny_model, folder / "edges-in-half")
    lora = tiny_models.make_lora(tiny_model, folder / "ink-in-half.safetensors")
    wanted = asked(
        tiny_model, loras=(Lora(model=str(lora)),), controls=(Control(model=str(network), image=MAP),), steps=3
    )
    pictures = [each.generate(resolve_request(wanted), IMAGES, nothing, nothing).image for each in (mixed, single)]
    assert near(*pictures) < 8


def test_where_all_is_alike_nothing_is_cast(single, tiny_model: Path) -> None:
    done = single.generate(resolve_request(asked(tiny_model)), IMAGES, nothing, nothing)
    assert "forward" not in vars(single.session.loaded.parts["unet"])
    assert "dtype_unet" not in done.made_with


@with_half_on_the_cpu
def test_all_in_bfloat16_is_a_picture_too(tiny_model: Path, single) -> None:
    engine = opened(PrecisionPlan(BFLOAT16, BFLOAT16, BFLOAT16))
    picture = engine.generate(resolve_request(asked(tiny_model)), IMAGES, nothing, nothing).image
    assert set(dtypes(engine).values()) == {torch.bfloat16}
    assert near(picture, single.generate(resolve_request(asked(tiny_model)), IMAGES, nothing, nothing).image) < 20


def test_cached_memory_is_given_back_after_a_picture_where_it_is_short(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    engine = opened(ALL_SINGLE)
    engine.generate(resolve_request(asked(tiny_model, steps=1)), IMAGES, nothing, nothing)
    monkeypatch.setattr("macapp.engine.engine.empty_cache", given.append)
    engine.generate(resolve_request(asked(tiny_model, steps=1)), IMAGES, nothing, nothing)
    assert given == []
    monkeypatch.setattr("macapp.engine.engine.driver_bytes", lambda _device: 2**60)
    engine.generate(resolve_request(asked(tiny_model, steps=1)), IMAGES, nothing, nothing)
    assert given == ["cpu"]
