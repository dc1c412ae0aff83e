"""Pictures from packed weights: nearly those of full precision, with everything that works on top of a checkpoint."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from macapp.domain.request import Control, Lora, Request
from macapp.domain.weight_format import WeightFormat
from macapp.engine.engine import Engine
from macapp.engine.runtime.packed_layers import PackedLinear
from macapp.models import resolve_request
from macapp.models.families import FAMILIES
from macapp.planning.plan import make_plan
from macapp.system.machine import detect_machine
from tests.support import tiny_models
from tests.support.libraries import skip_if_too_old_for
from tests.support.plain_diffusers import IMAGES, MAP, asked, needs_of, nothing
from tests.support.tiny_families import TINY_FAMILIES, make_other

FULL, INT8, INT4 = WeightFormat.FULL, WeightFormat.INT8, WeightFormat.INT4


def engine_with(weight_format: WeightFormat, **savings: bool) -> Engine:
    """Return an engine that stores weights in one format, whatever would fit."""

    def rules(*facts):
        plan = make_plan(*facts)
        return replace(plan, savings=replace(plan.savings, weight_format=weight_format, **savings))

    return Engine(replace(detect_machine(), device="cpu"), rules=rules)


def make(engine: Engine, request: Request) -> Image.Image:
    return engine.generate(resolve_request(request), IMAGES, nothing, nothing).image


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return by how much two pictures differ on average, 0 to 255."""
    return float(np.abs(np.asarray(one, float) - np.asarray(other, float)).mean())


@pytest.mark.parametrize("pipeline", TINY_FAMILIES)
def test_every_family_draws_nearly_the_same_picture(tmp_path: Path, pipeline: str) -> None:
    skip_if_too_old_for(FAMILIES[pipeline])
    request = asked(make_other(pipeline, tmp_path / "model"), scheduler="own", steps=2, **needs_of(pipeline))
    full = make(engine_with(FULL), request)
    for weight_format, most in ((INT8, 2.0), (INT4, 12.0)):
        assert 0 < difference(make(engine_with(weight_format), request), full) < most, weight_format


def test_the_picture_says_in_which_format_its_weights_were(tiny_model: Path) -> None:
    request = asked(tiny_model, steps=1)
    assert (
        engine_with(INT4).generate(resolve_request(request), {}, nothing, nothing).made_with["weight_format"] == "4-bit"
    )
    assert "weight_format" not in engine_with(FULL).generate(resolve_request(request), {}, nothing, nothing).made_with


def test_lora_and_a_controlnet_work_on_packed_weights_and_come_off_again(tiny_model: Path, tmp_path: Path) -> None:
    lora = tiny_models.make_lora(tiny_model, tmp_path / "lora.safetensors")
    controlnet = tiny_models.make_tiny_controlnet(tiny_model, tmp_path / "edges")
    plain = asked(tiny_model, steps=2)
    styled = replace(plain, loras=(Lora(model=str(lora), weight=1.0),))
    guided = replace(styled, controls=(Control(model=str(controlnet), image=MAP),))
    packed, full = engine_with(INT8), engine_with(FULL)
    before = make(packed, plain)
    for request in (styled, guided):
        found, expected = make(packed, request), make(full, request)
        assert difference(found, expected) < 2 < difference(found, before)
    assert packed.session is not None
    [network] = packed.session.additions.apply(resolve_request(guided))
    assert any(isinstance(layer, PackedLinear) for layer in network.modules()), "the ControlNet is packed too"
    assert make(packed, plain).tobytes() == before.tobytes()


def test_encoders_that_are_freed_come_back_packed(tiny_model: Path) -> None:
    request = asked(tiny_model, steps=1)
    freeing, keeping = engine_with(INT8, text_encoder_dropped=True), engine_with(INT8)
    for prompt in ("a red heart", "a blue boat", "a red heart"):
        wanted = replace(request, prompt=prompt)
        assert make(freeing, wanted).tobytes() == make(keeping, wanted).tobytes()


def test_another_format_loads_the_checkpoint_again(tiny_model: Path) -> None:
    request, chosen = asked(tiny_model, steps=1), [INT8]

    def rules(*facts):
        plan = make_plan(*facts)
        return replace(plan, savings=replace(plan.savings, weight_format=chosen[0]))

    engine, loads = Engine(replace(detect_machine(), device="cpu"), rules=rules), []
    pictures = []
    for weight_format in (INT8, INT8, FULL, INT8):
        chosen[0] = weight_format
        pictures.append(engine.generate(resolve_request(request), {}, lambda: loads.append(1), nothing).image.tobytes())
    assert len(loads) == 3
    assert pictures[0] == pictures[1] == pictures[3] != pictures[2]
    assert pictures[2] == make(engine_with(FULL), request).tobytes()
