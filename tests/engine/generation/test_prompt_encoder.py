"""Text encoders of every family that are released before the picture is drawn: the same pixels in less memory."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from macapp.domain.request import Lora, Request
from macapp.domain.weight_format import WeightFormat
from macapp.engine.engine import Engine
from macapp.engine.loading.residency import other_names, text_encoder_names
from macapp.engine.loading.stored_parts import load_parts
from macapp.models import resolve_request
from macapp.models.families import FAMILIES
from macapp.planning.plan import make_plan
from macapp.system.machine import detect_machine
from tests.support import tiny_models
from tests.support.fake_mps import pretended
from tests.support.libraries import skip_if_too_old_for
from tests.support.plain_diffusers import IMAGE, IMAGES, MASK, asked, nothing, same
from tests.support.tiny_families import TINY_FAMILIES, make_other
from tests.support.tiny_loras import make_transformer_lora

ALL = ("StableDiffusionPipeline", "StableDiffusionXLPipeline", *TINY_FAMILIES)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return the tiny model of a family."""
    folder = tmp_path_factory.mktemp("families")

    @cache
    def make_one(pipeline: str) -> Path:
        skip_if_too_old_for(FAMILIES[pipeline])
        if pipeline in TINY_FAMILIES:
            return make_other(pipeline, folder / pipeline)
        make = tiny_models.make_tiny_xl if "XL" in pipeline else tiny_models.make_tiny_model
        return make(folder / pipeline)

    return make_one


def engine_that(dropped: bool = True, alone: bool = False, weights: WeightFormat = WeightFormat.FULL) -> Engine:
    """Return an engine that releases text encoders, whatever would fit."""

    def rules(*facts):
        plan = make_plan(*facts)
        savings = replace(plan.savings, text_encoder_dropped=dropped, weight_format=weights)
        return replace(plan, savings=savings, text_alone=alone)

    return Engine(replace(detect_machine(), device="cpu"), rules=rules)


def draw(engine: Engine, request: Request) -> Image.Image:
    return engine.generate(resolve_request(request), IMAGES, nothing, nothing).image


def parts_of(engine: Engine) -> dict[str, Any]:
    assert engine.session is not None
    return dict(engine.session.loaded.parts)


def live_weights() -> dict[int, int]:
    """Return the bytes of all weights in memory by their address."""
    weights = (found for found in gc.get_objects() if type(found) is torch.nn.Parameter)
    return {weight.data_ptr(): weight.numel() * weight.element_size() for weight in weights}


def bytes_of(part: torch.nn.Module) -> int:
    return sum(each.numel() * each.element_size() for each in part.parameters())


@contextmanager
def watched(engine: Engine) -> Iterator[dict[str, list[int]]]:
    """Yield the bytes of weights in memory whenever a part runs, by the name of the part."""
    gc.collect()
    before, seen, hooks = live_weights(), {}, []

    def look(name: str) -> Callable[..., None]:
        def hook(*_call: Any, **_options: Any) -> None:
            seen.setdefault(name, []).append(sum(size for at, size in live_weights().items() if at not in before))

        return hook

    for name, part in parts_of(engine).items():
        if isinstance(part, torch.nn.Module) and name not in ("vae", "movq"):
            hooks.append(part.register_forward_hook(look(name)))
    yield seen
    for hook in hooks:
        hook.remove()


def needed(pipeline: str) -> dict[str, Any]:
    """Return the images that a pipeline cannot do without."""
    references = FAMILIES[pipeline].references
    if references is not None and references.is_needed:
        return {"references": (IMAGE,)}
    return {"image": IMAGE, "mask": MASK, "strength": 1.0} if "Fill" in pipeline else {}


@pytest.mark.parametrize("pipeline", ALL)
def test_a_picture_is_the_same_when_text_encoders_are_released(model, pipeline: str) -> None:
    request = asked(model(pipeline), scheduler="own", steps=2, guidance_scale=3.0, **needed(pipeline))
    keeping, engine = engine_that(dropped=False), engine_that(alone=True)
    for prompt in ("a red heart", "a blue boat"):
        wanted = replace(request, prompt=prompt)
        assert same(draw(engine, wanted), draw(keeping, wanted))
        texts = [part for name, part in parts_of(engine).items() if name.startswith("text_encoder")]
        assert sum(map(bytes_of, texts)) == 0


@pytest.mark.parametrize(
    ("pipeline", "weights"),
    [
        ("FluxPipeline", WeightFormat.FULL),
        ("StableDiffusion3Pipeline", WeightFormat.INT8),
        ("Flux2KleinPipeline", WeightFormat.INT4),
    ],
)
def test_text_and_picture_are_never_in_memory_together(model, pipeline: str, weights: WeightFormat) -> None:
    request = asked(model(pipeline), scheduler="own", steps=2, guidance_scale=3.0)
    keeping = engine_that(dropped=False, weights=weights)
    picture = draw(keeping, request)
    sizes = {name: bytes_of(part) for name, part in parts_of(keeping).items() if isinstance(part, torch.nn.Module)}
    keeping.release()
    engine = engine_that(alone=True, weights=weights)
    engine.preload(request.model, nothing)
    with watched(engine) as seen:
        assert same(draw(engine, request), picture)
        draw(engine, replace(request, prompt="a blue boat"))
    assert engine.session is not None
    texts, others = text_encoder_names(engine.session.loaded), other_names(engine.session.loaded)
    assert set(seen) == {*texts, "transformer"}
    for name in texts:
        assert set(seen[name]) <= {sizes[text] for text in texts}, "one text encoder and nothing else"
    assert max(seen["transformer"]) <= sum(sizes[name] for name in others), "no text encoder"
    assert len(seen["transformer"]) >= 4


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("pipeline", ["FluxPipeline", "Kandinsky3Pipeline"])
def test_the_same_prompt_is_not_encoded_again(model, pipeline: str, alone: bool) -> None:
    request = asked(model(pipeline), scheduler="own", steps=1, guidance_scale=3.0)
    engine = engine_that(alone=alone)
    draw(engine, request)
    with watched(engine) as seen:
        draw(engine, replace(request, seed=5))
        assert not [name for name in seen if name.startswith("text_encoder")]
        draw(engine, replace(request, prompt="another"))
        assert [name for name in seen if name.startswith("text_encoder")]


@pytest.mark.parametrize("pipeline", ["StableDiffusion3Pipeline", "HunyuanDiTPipeline"])
def test_the_largest_text_encoder_is_loaded_once_for_both_sides(
    model, pipeline: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = asked(model(pipeline), scheduler="own", steps=1, guidance_scale=3.0, negative_prompt="a blue boat")
    loaded: list[str] = []

    def load_parts_seen(checkpoint, placement, names):
        loaded.extend(names)
        return load_parts(checkpoint, placement, names)

    engine = engine_that(alone=True)
    engine.preload(request.model, nothing)
    monkeypatch.setattr("macapp.engine.loading.residency.load_parts", load_parts_seen)
    picture = draw(engine, request)
    assert same(picture, draw(engine_that(dropped=False), request))
    assert not same(picture, draw(engine, replace(request, negative_prompt="a red heart on a hill")))
    assert engine.session is not None
    *others, largest = text_encoder_names(engine.session.loaded)
    assert loaded.count(largest) == 2, "once for each picture"
    assert all(loaded.count(name) >= 2 for name in others)


@pytest.mark.parametrize("pipeline", ["FluxPipeline", "StableDiffusion3Pipeline"])
def test_from_an_image_too(model, pipeline: str) -> None:
    request = asked(model(pipeline), scheduler="own", steps=3, guidance_scale=3.0, image=IMAGE, strength=0.75)
    assert same(draw(engine_that(alone=True), request), draw(engine_that(dropped=False), request))


def test_a_change_of_the_plan_between_two_pictures(model) -> None:
    """A larger picture may need what a smaller one does not, and the next one fits again."""
    request = asked(model("FluxPipeline"), scheduler="own", steps=1, guidance_scale=3.0)
    chosen = {"dropped": False, "alone": False}

    def rules(*facts):
        plan = make_plan(*facts)
        savings = replace(plan.savings, text_encoder_dropped=chosen["dropped"])
        return replace(plan, savings=savings, text_alone=chosen["alone"])

    engine, plain = Engine(replace(detect_machine(), device="cpu"), rules=rules), engine_that(dropped=False)
    for number, (dropped, alone) in enumerate(
        [(True, True), (False, False), (True, False), (True, True), (False, False)]
    ):
        chosen.update(dropped=dropped, alone=alone)
        wanted = replace(request, prompt=f"picture {'abcde'[number]}")
        assert same(draw(engine, wanted), draw(plain, wanted))


def test_a_lora_stays_on_parts_that_are_released(model, tmp_path: Path) -> None:
    folder = model("FluxPipeline")
    plain = asked(folder, scheduler="own", steps=2, guidance_scale=3.0)
    styled = replace(plain, loras=(Lora(model=str(make_transformer_lora(folder, tmp_path / "lora.safetensors"))),))
    engine, keeping = engine_that(alone=True), engine_that(dropped=False)
    for wanted in (plain, styled, replace(styled, prompt="a blue boat"), plain):
        assert same(draw(engine, wanted), draw(keeping, wanted))
    assert not same(draw(keeping, styled), draw(keeping, plain))


def test_text_encoders_are_released_on_a_mac_too(model) -> None:
    machine = replace(detect_machine(), device="mps", macos="14.5", torch="2.13.0")
    request = asked(model("FluxPipeline"), scheduler="own", steps=1, guidance_scale=3.0)
    pictures = []
    for released in (False, True):

        def rules(*facts, released=released):
            plan = make_plan(*facts)
            savings = replace(plan.savings, text_encoder_dropped=released)
            return replace(plan, savings=savings, text_alone=released)

        with pretended():
            pictures.append(draw(Engine(machine, rules=rules), request))
    assert same(*pictures)
