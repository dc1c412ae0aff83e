"""A picture that half precision spoils, or that memory was short for, is tried once more; what is right is kept."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from macapp.engine.engine import Engine
from macapp.errors import MachineFault
from macapp.hardware import this_machine
from macapp.plan import Plan, plan
from macapp.precision import Precisions
from macapp.request import Request
from tests.libraries import TORCH, with_half_on_the_cpu
from tests.requests_of_all_kinds import request

CUT_OFF = "Impacting Interactivity (0000000e:kIOGPUCommandBufferCallbackErrorImpactingInteractivity)"
SHORT = "MPS backend out of memory (MPS allocated: 5.00 GB, other allocations: 1.00 GB, max allowed: 6.00 GB)"


def half(*facts: Any) -> Plan:
    """The rules of a Mac, as far as precision goes."""
    return replace(plan(*facts), precisions=Precisions("float16", "float16", "float16"))


@pytest.fixture
def opened():
    engine = Engine(this_machine(), rules=half)
    yield engine
    engine.release()


def changed(model: Path, folder: Path, part: str, change: Callable[[dict[str, torch.Tensor]], None]) -> Path:
    copy = Path(shutil.copytree(model, folder / "changed"))
    file = copy / part / "diffusion_pytorch_model.safetensors"
    weights = load_file(file)
    change(weights)
    save_file(weights, file)
    return copy


def made(engine: Engine, asked: Request) -> tuple[Image.Image, str | None]:
    done = engine.generate(asked, {}, lambda: None, lambda *_: None)
    return done.image, done.made_with.get("rescued")


def same(one: Image.Image, other: Image.Image) -> bool:
    return np.array_equal(np.asarray(one), np.asarray(other))


@with_half_on_the_cpu
def test_a_picture_that_came_out_right_is_not_drawn_again(opened: Engine, tiny_model: Path) -> None:
    assert made(opened, request(model=str(tiny_model)))[1] is None


@with_half_on_the_cpu
def test_a_vae_that_overflows_in_half_precision_decodes_again_in_single(
    opened: Engine, tiny_model: Path, tmp_path: Path
) -> None:
    def overflow(weights: dict[str, torch.Tensor]) -> None:
        weights["decoder.conv_in.weight"] *= 3e5

    asked = request(model=str(changed(tiny_model, tmp_path, "vae", overflow)))
    picture, rescue = made(opened, asked)
    assert rescue == "decoded in float32"
    assert len(np.unique(np.asarray(picture))) > 10
    assert opened._ready_one is not None
    assert opened._ready_one.loaded.parts["vae"].dtype == torch.float16, "the next one is half again"
    assert same(made(opened, asked)[0], picture)


@with_half_on_the_cpu
def test_latents_that_overflow_in_half_precision_are_drawn_again_in_single(
    opened: Engine, tiny_model: Path, tmp_path: Path
) -> None:
    def overflow(weights: dict[str, torch.Tensor]) -> None:
        weights["conv_in.weight"] *= 3e5

    asked = request(model=str(changed(tiny_model, tmp_path, "unet", overflow)), steps=2)
    steps: list[int] = []
    done = opened.generate(asked, {}, lambda: None, lambda step, _steps: steps.append(step))
    assert done.made_with["rescued"] == "float32"
    assert steps.count(0) == 2, "progress begins again"
    single = Engine(this_machine())
    assert np.abs(np.asarray(done.image, float) - np.asarray(made(single, asked)[0], float)).mean() < 3
    assert opened._ready_one is not None
    assert {each.dtype for each in opened._ready_one.loaded.parts["unet"].parameters()} == {torch.float16}


@with_half_on_the_cpu
def test_what_is_no_picture_in_single_precision_either_fails(opened: Engine, tiny_model: Path) -> None:
    asked = request(model=str(tiny_model), steps=2)
    before, _ = made(opened, asked)
    assert opened._ready_one is not None
    drawn: list[torch.dtype] = []

    def spoil(_unet: object, _given: object, result: tuple[torch.Tensor]) -> tuple[torch.Tensor]:
        drawn.append(result[0].dtype)
        return (result[0] * torch.nan,)

    hook = opened._ready_one.loaded.parts["unet"].register_forward_hook(spoil)
    with pytest.raises(MachineFault, match="picture-not-finite"):
        made(opened, asked)
    assert drawn == [torch.float16] * 2 + [torch.float32] * 2
    hook.remove()
    assert same(made(opened, asked)[0], before)


@pytest.mark.parametrize("precision", [pytest.param("half", marks=with_half_on_the_cpu), "single"])
def test_a_picture_of_one_colour_that_is_right_is_kept(tiny_model: Path, tmp_path: Path, precision: str) -> None:
    def black(weights: dict[str, torch.Tensor]) -> None:
        weights["decoder.conv_out.weight"].zero_()
        weights["decoder.conv_out.bias"].fill_(-1)

    engine = Engine(this_machine(), rules=half if precision == "half" else plan)
    picture, rescue = made(engine, request(model=str(changed(tiny_model, tmp_path, "vae", black)), steps=2))
    assert picture.getextrema() == ((0, 0),) * 3
    assert rescue == ("float32" if precision == "half" else None)


@pytest.mark.parametrize("words", [SHORT, CUT_OFF])
@pytest.mark.parametrize("always", [False, True])
def test_too_little_memory_is_tried_once_more_with_less(tiny_model: Path, always: bool, words: str) -> None:
    engine, asked = Engine(this_machine()), request(model=str(tiny_model), steps=3)
    before, _ = made(engine, asked)
    assert engine._ready_one is not None
    parts = engine._ready_one.loaded.parts
    asked_for: list[str] = []

    def short(*_given: object) -> None:
        asked_for.append(type(parts["unet"].mid_block.attentions[0].transformer_blocks[0].attn1.processor).__name__)
        if always or len(asked_for) == 1:
            raise RuntimeError(words)

    hook = parts["unet"].register_forward_pre_hook(short)
    if always:
        with pytest.raises(MachineFault, match="out-of-memory" if words == SHORT else "gpu-cut-off"):
            made(engine, asked)
        assert len(asked_for) == 2, "once more, and no further"
    else:
        picture, rescue = made(engine, asked)
        assert rescue == "little memory"
        assert np.abs(np.asarray(picture, float) - np.asarray(before, float)).mean() < 20, "decoded in tiles"
        assert asked_for[:2] == ["AttnProcessor2_0" if TORCH >= (2, 0) else "SlicedQueries", "SlicedQueries"]
    hook.remove()
    assert same(made(engine, asked)[0], before), "the next one is as always"
    assert not parts["vae"].use_tiling
