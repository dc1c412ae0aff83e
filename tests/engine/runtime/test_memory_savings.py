"""What is done so that a picture fits gives the same picture; and nothing of a prompt is read twice."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from macapp.domain.request import Lora, Request
from macapp.engine.engine import Engine
from macapp.models import resolve_request
from macapp.planning.memory import SAVINGS_STEPS, Savings
from macapp.planning.plan import Plan, make_plan
from macapp.system.machine import detect_machine
from tests.support import tiny_models
from tests.support.request_factory import request

DROPPED = Savings(text_encoder_dropped=True)
HALVED = Savings(guidance_in_two=True)
TILED = Savings(vae_tiled=True)


def saving(savings: Savings) -> Callable[..., Plan]:
    """The rules of this machine, but for what only a small Mac would do."""
    return lambda *facts: replace(make_plan(*facts), savings=savings)


def opened(savings: Savings = SAVINGS_STEPS[0]) -> Engine:
    return Engine(replace(detect_machine(), device="cpu"), rules=saving(savings))


def made(engine: Engine, asked: Request) -> Image.Image:
    return engine.generate(resolve_request(asked), {}, lambda: None, lambda *_: None).image


def apart(one: Image.Image, other: Image.Image) -> int:
    """Return the largest difference of a colour, 0 to 255."""
    return int(np.abs(np.asarray(one, int) - np.asarray(other, int)).max())


def part(engine: Engine, name: str) -> Any:
    assert engine.session is not None
    return engine.session.loaded.parts[name]


@pytest.fixture(scope="module")
def tiny_xl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.make_tiny_xl(tmp_path_factory.mktemp("models") / "tiny-xl")


@pytest.mark.parametrize("savings", [DROPPED, HALVED, replace(DROPPED, guidance_in_two=True)])
@pytest.mark.parametrize("family", ["tiny_model", "tiny_xl"])
def test_a_picture_is_the_same_in_less_memory(family: str, savings: Savings, request: pytest.FixtureRequest) -> None:
    model = str(request.getfixturevalue(family))
    asked = [
        Request(
            prompt=prompt, seed=3, width=64, height=64, steps=3, guidance_scale=7.5, model=model, negative_prompt="blue"
        )
        for prompt in ("a heart", "a (red:1.3) heart", "a heart")
    ]
    plain, little = opened(), opened(savings)
    for each in asked:
        assert apart(made(little, each), made(plain, each)) <= 1
    encoder = part(little, "text_encoder")
    held = sum(each.numel() for each in encoder.parameters())
    assert (held == 0) is savings.text_encoder_dropped


def test_what_was_saved_is_told_with_the_picture(tiny_model: Path) -> None:
    facts = (
        opened(HALVED)
        .generate(resolve_request(request(model=str(tiny_model))), {}, lambda: None, lambda *_: None)
        .made_with
    )
    assert facts["guidance_in_two"] is True
    assert "vae_tiled" not in facts


def test_guidance_runs_one_by_one_along_a_controlnet_too(tiny_model: Path, tmp_path: Path, sketch: Path) -> None:
    from macapp.domain.request import Control

    network = tiny_models.make_tiny_controlnet(tiny_model, tmp_path / "controlnet")
    asked = request(model=str(tiny_model), controls=(Control(model=str(network), image="map"),))
    maps = {"map": Image.open(sketch).convert("RGB")}
    plain, little = opened(), opened(HALVED)
    batches: list[int] = []
    whole = plain.generate(resolve_request(asked), maps, lambda: None, lambda *_: None).image
    made(little, request(model=str(tiny_model), steps=1))
    part(little, "unet").conv_in.register_forward_pre_hook(lambda _, given: batches.append(given[0].shape[0]))
    assert apart(little.generate(resolve_request(asked), maps, lambda: None, lambda *_: None).image, whole) <= 1
    assert set(batches) == {1}


def test_a_text_encoder_comes_back_for_what_changes_it(tiny_model: Path, tmp_path: Path) -> None:
    """LoRA and textual inversions are put on the encoder itself, and taken off it again."""
    lora = tiny_models.make_lora(tiny_model, tmp_path / "ink.safetensors")
    word = tiny_models.make_embedding(tmp_path / "sepia.safetensors")
    plain = request("a heart", model=str(tiny_model), steps=2)
    changed = replace(plain, prompt="a heart sepia", loras=(Lora(model=str(lora)),), embeddings=(str(word),))
    little, ordinary = opened(DROPPED), opened()
    for each in (plain, changed, plain, replace(plain, prompt="a star"), changed):
        assert apart(made(little, each), made(ordinary, each)) <= 1


def test_in_tiles_a_picture_is_nearly_the_same(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("macapp.engine.runtime.memory_savings.vae_tile_pixels", lambda _bytes: 64)
    asked = request(model=str(tiny_model), width=128, height=128, steps=2)
    whole, tiled = made(opened(), asked), made(opened(TILED), asked)
    assert np.abs(np.asarray(whole, int) - np.asarray(tiled, int)).mean() < 12
    assert apart(whole, tiled) > 0, "it was decoded in tiles"


def test_while_memory_is_short_a_picture_is_the_same_in_less(tiny_model: Path) -> None:
    asked = request("a heart", model=str(tiny_model), steps=2)
    engine = opened()
    whole = made(engine, asked)
    batches: list[int] = []
    part(engine, "unet").conv_in.register_forward_pre_hook(lambda _, given: batches.append(given[0].shape[0]))
    engine.set_low_memory(True)
    little = engine.generate(resolve_request(asked), {}, lambda: None, lambda *_: None)
    assert apart(little.image, whole) <= 1
    assert set(batches) == {1}
    assert little.made_with["guidance_in_two"] is True
    assert sum(each.numel() for each in part(engine, "text_encoder").parameters()) == 0
    engine.set_low_memory(False)
    batches.clear()
    assert apart(made(engine, asked), whole) == 0
    assert set(batches) == {2}


def test_a_checkpoint_that_is_prepared_is_not_loaded_again(tiny_model: Path) -> None:
    engine, loads = opened(), []
    engine.preload(str(tiny_model), lambda: loads.append("prepared"))
    engine.generate(
        resolve_request(request(model=str(tiny_model), steps=1)), {}, lambda: loads.append("asked for"), lambda *_: None
    )
    assert loads == ["prepared"]


def test_a_checkpoint_that_does_not_fit_is_not_prepared(tiny_model: Path) -> None:
    engine = Engine(replace(detect_machine(), device="mps", ram=1, torch="2.13.0"))
    loads: list[str] = []
    engine.preload(str(tiny_model), lambda: loads.append("prepared"))
    assert loads == []
