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
from torch.utils._pytree import tree_map

from macapp import models
from macapp.domain.request import Request
from macapp.engine.engine import Engine
from macapp.engine.generation.cascade import Cascade
from macapp.engine.loading.components import load_components
from macapp.errors import MachineError
from macapp.messages import message_for
from macapp.models import resolve_request
from macapp.models.families import DEEPFLOYD_IF
from macapp.planning.plan import Plan, make_plan
from macapp.planning.precision import PrecisionPlan
from macapp.system.machine import detect_machine
from tests.support import tiny_models
from tests.support.libraries import TORCH, skip_if_too_old_for, with_half_on_the_cpu
from tests.support.plain_diffusers import IMAGE, IMAGES, MASK, asked
from tests.support.request_factory import request

CUT_OFF = "Impacting Interactivity (0000000e:kIOGPUCommandBufferCallbackErrorImpactingInteractivity)"
SHORT = "MPS backend out of memory (MPS allocated: 5.00 GB, other allocations: 1.00 GB, max allowed: 6.00 GB)"


def half(*facts: Any) -> Plan:
    """The rules of a Mac, as far as precision goes."""
    return replace(make_plan(*facts), precisions=PrecisionPlan("float16", "float16", "float16"))


pytestmark = pytest.mark.filterwarnings("ignore:`upcast_vae`:FutureWarning")  # as the engine has it


@pytest.fixture
def opened():
    engine = Engine(detect_machine(), rules=half)
    yield engine
    engine.release()


def spoiled_in_half(_module: object, _given: object, result: Any) -> Any:
    """Stand for what overflows: in half precision no number, in single what it is."""
    return tree_map(lambda each: each * torch.nan if each.dtype == torch.float16 else each, result)


def painting(model: Path, rules: Any, level: float) -> Engine:
    """Return an engine whose model paints one level of grey (-1 to 1) over everything, once it is loaded."""
    engine = Engine(detect_machine(), rules=rules)
    made(engine, request(model=str(model), steps=1))
    assert engine.session is not None
    decoder = engine.session.loaded.parts["vae"].decoder
    decoder.register_forward_hook(lambda _module, _given, result: torch.full_like(result, level))
    return engine


def changed(model: Path, folder: Path, part: str, change: Callable[[dict[str, torch.Tensor]], None]) -> Path:
    copy = Path(shutil.copytree(model, folder / "changed"))
    file = copy / part / "diffusion_pytorch_model.safetensors"
    weights = load_file(file)
    change(weights)
    save_file(weights, file)
    return copy


def made(engine: Engine, asked: Request) -> tuple[Image.Image, str | None]:
    done = engine.generate(resolve_request(asked), IMAGES, lambda: None, lambda *_: None)
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
    assert opened.session is not None
    assert opened.session.loaded.parts["vae"].dtype == torch.float16, "the next one is half again"
    assert same(made(opened, asked)[0], picture)


@with_half_on_the_cpu
def test_latents_that_overflow_in_half_precision_are_drawn_again_in_single(
    opened: Engine, tiny_model: Path, tmp_path: Path
) -> None:
    def overflow(weights: dict[str, torch.Tensor]) -> None:
        weights["conv_in.weight"] *= 3e5

    asked = request(model=str(changed(tiny_model, tmp_path, "unet", overflow)), steps=2)
    steps: list[int] = []
    done = opened.generate(resolve_request(asked), {}, lambda: None, lambda step, _steps: steps.append(step))
    assert done.made_with["rescued"] == "float32"
    assert steps.count(0) == 2, "progress begins again"
    single = Engine(detect_machine())
    assert np.abs(np.asarray(done.image, float) - np.asarray(made(single, asked)[0], float)).mean() < 3
    assert opened.session is not None
    assert {each.dtype for each in opened.session.loaded.parts["unet"].parameters()} == {torch.float16}


@with_half_on_the_cpu
@pytest.mark.parametrize("weights", ["8-bit", "4-bit"])
@pytest.mark.parametrize("reused", [{}, {"cache_interval": 2, "unconditional_interval": 2}], ids=["whole", "reused"])
def test_packed_weights_are_drawn_again_in_single_precision_and_restored(
    opened: Engine, tiny_model: Path, weights: str, reused: dict[str, Any]
) -> None:
    asked = request(model=str(tiny_model), steps=2, weights=weights, **reused)
    before, _ = made(opened, asked)
    assert opened.session is not None
    unet = opened.session.loaded.parts["unet"]
    state = {name: tensor.clone() for name, tensor in unet.state_dict().items()}
    hook = unet.mid_block.register_forward_hook(spoiled_in_half)
    rescued, way = made(opened, asked)
    assert way == "float32"
    hook.remove()
    after = unet.state_dict()
    assert {name: tensor.dtype for name, tensor in after.items()} == {name: t.dtype for name, t in state.items()}
    assert all(torch.equal(after[name], tensor) for name, tensor in state.items())
    assert torch.float32 in {tensor.dtype for tensor in state.values()} or weights == "4-bit", "scales of 8 bits"
    assert same(made(opened, asked)[0], before)
    assert np.abs(np.asarray(rescued, int) - np.asarray(before, int)).mean() < 2


@with_half_on_the_cpu
def test_what_is_no_picture_in_single_precision_either_fails(opened: Engine, tiny_model: Path) -> None:
    asked = request(model=str(tiny_model), steps=2)
    before, _ = made(opened, asked)
    assert opened.session is not None
    drawn: list[torch.dtype] = []

    def spoil(_unet: object, _given: object, result: tuple[torch.Tensor]) -> tuple[torch.Tensor]:
        drawn.append(result[0].dtype)
        return (result[0] * torch.nan,)

    hook = opened.session.loaded.parts["unet"].register_forward_hook(spoil)
    with pytest.raises(MachineError, match="picture-not-finite"):
        made(opened, asked)
    assert drawn == [torch.float16] * 2 + [torch.float32] * 2
    hook.remove()
    assert same(made(opened, asked)[0], before)


@pytest.mark.parametrize("precision", [pytest.param("half", marks=with_half_on_the_cpu), "single"])
def test_a_picture_of_one_colour_is_kept_and_doubted(tiny_model: Path, precision: str) -> None:
    engine = painting(tiny_model, half if precision == "half" else make_plan, -1)
    done = engine.generate(resolve_request(request(model=str(tiny_model), steps=2)), {}, lambda: None, lambda *_: None)
    assert done.image.getextrema() == ((0, 0),) * 3
    assert done.made_with.get("rescued") == ("float32" if precision == "half" else None)
    assert done.made_with["doubt"] == "one colour"


@pytest.mark.parametrize(("level", "doubt"), [(-1, None), (0, "one colour")])
def test_one_colour_drawn_from_an_image_of_that_colour_is_right(
    tiny_model: Path, level: float, doubt: str | None
) -> None:
    engine = painting(tiny_model, make_plan, level)
    wanted = asked(tiny_model, steps=2, image=IMAGE, strength=0.9)
    black = {IMAGE: Image.new("RGB", (64, 64)), MASK: IMAGES[MASK]}
    assert (
        engine.generate(resolve_request(wanted), black, lambda: None, lambda *_: None).made_with.get("doubt") == doubt
    )
    assert (
        engine.generate(resolve_request(wanted), IMAGES, lambda: None, lambda *_: None).made_with["doubt"]
        == "one colour"
    )


def test_a_picture_with_more_than_one_colour_has_no_doubt(tiny_model: Path) -> None:
    done = Engine(detect_machine()).generate(
        resolve_request(request(model=str(tiny_model), steps=2)), {}, lambda: None, lambda *_: None
    )
    assert "doubt" not in done.made_with


def test_what_an_upscaler_makes_one_colour_of_is_doubted(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(detect_machine())
    wanted = asked(tiny_model, steps=2, upscale=2)
    assert "doubt" not in engine.generate(resolve_request(wanted), {}, lambda: None, lambda *_: None).made_with
    monkeypatch.setattr("macapp.engine.engine.upscale_to", lambda _small, size, *_: Image.new("RGB", size))
    assert (
        engine.generate(resolve_request(wanted), {}, lambda: None, lambda *_: None).made_with["doubt"] == "one colour"
    )


@with_half_on_the_cpu
def test_one_colour_in_half_precision_alone_is_decoded_again(opened: Engine, tiny_model: Path) -> None:
    """A GPU that gave up leaves zeros, which are numbers."""
    wanted = request(model=str(tiny_model), steps=2)
    made(opened, wanted)
    assert opened.session is not None

    def flat(_module: object, _given: object, result: torch.Tensor) -> torch.Tensor:
        return torch.zeros_like(result) if result.dtype == torch.float16 else result

    hook = opened.session.loaded.parts["vae"].decoder.register_forward_hook(flat)
    picture, rescue = made(opened, wanted)
    hook.remove()
    assert rescue == "decoded in float32"
    assert len(np.unique(np.asarray(picture))) > 10


@with_half_on_the_cpu
@pytest.mark.parametrize(
    "changes", [{"mask": MASK}, {"upscale": 2}, {"hires_scale": 2.0}], ids=lambda each: next(iter(each))
)
def test_what_was_drawn_of_one_colour_is_seen_also_where_the_picture_is_not(
    tiny_model: Path, changes: dict[str, Any]
) -> None:
    image = {"image": IMAGE, "strength": 0.9} if "mask" in changes else {}
    engine = painting(tiny_model, half, -1)
    assert made(engine, asked(tiny_model, steps=2, **image, **changes))[1] == "float32"


@with_half_on_the_cpu
def test_a_refiner_that_overflows_draws_again_in_single_precision(opened: Engine, tmp_path: Path) -> None:
    folder = tiny_models.make_tiny_xl(tmp_path / "xl")
    refiner = tiny_models.make_tiny_refiner(tmp_path / "refiner")
    wanted = asked(folder, refiner=str(refiner), refiner_start=0.5, width=256, height=256, steps=2)
    assert made(opened, wanted)[1] is None
    assert opened.refiner is not None
    opened.refiner.loaded.parts["unet"].register_forward_hook(spoiled_in_half)
    assert made(opened, wanted)[1] == "float32"
    assert opened.refiner.loaded.parts["unet"].dtype == torch.float16


@with_half_on_the_cpu
def test_an_upscaler_that_overflows_draws_again_in_single_precision(
    opened: Engine, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("macapp.engine.generation.upscaling.X4_STEPS", 1)
    upscaler = tiny_models.make_x4_upscaler(tmp_path / "x4")
    wanted = asked(tiny_model, upscale=4, upscaler=str(upscaler), steps=2)
    assert made(opened, wanted)[1] is None
    assert opened.upscaler is not None
    next(each for each in opened.upscaler.parts if hasattr(each, "conv_in")).register_forward_hook(spoiled_in_half)
    assert made(opened, wanted)[1] == "float32"


class Stages:
    """DeepFloyd IF, with what goes wrong in one of its stages."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, rules: Any = make_plan) -> None:
        skip_if_too_old_for(DEEPFLOYD_IF)
        for steps in ("cascade.SECOND_STEPS", "upscaling.X4_STEPS"):
            monkeypatch.setattr(f"macapp.engine.generation.{steps}", 2)
        self.asked = asked(tiny_models.make_tiny_if(folder / "if"), scheduler="own", width=256, height=256, steps=2)
        self.right = made(Engine(detect_machine()), self.asked)[0]
        self.engine = Engine(detect_machine(), rules=rules)
        self._monkeypatch = monkeypatch

    def goes_wrong(self, stage: int, how: Callable[[Any], Any]) -> None:
        checkpoint = models.find_checkpoint(self.asked.model)
        spoiled = [checkpoint.folder, *checkpoint.stages][stage]

        def spoil(folder: Path, *given: Any) -> dict[str, Any]:
            parts = load_components(folder, *given)
            if folder == spoiled and "unet" in parts:
                how(parts["unet"])
            return parts

        self._monkeypatch.setattr("macapp.engine.generation.cascade.load_components", spoil)

    @property
    def cascade(self) -> Cascade:
        assert self.engine.cascade is not None
        return self.engine.cascade


def test_stages_that_memory_is_short_for_are_drawn_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stages, held = Stages(tmp_path, monkeypatch), []

    def short(*_given: object) -> None:
        held.append(len(stages.cascade.pipelines))
        if len(held) == 1:
            raise RuntimeError(SHORT)

    stages.goes_wrong(1, lambda unet: unet.register_forward_pre_hook(short))
    picture, rescue = made(stages.engine, stages.asked)
    assert rescue == "little memory"
    assert same(picture, stages.right)
    assert held[0] == 2, "beside the first"
    assert set(held[1:]) == {1}, "alone"
    assert stages.cascade.keep_resident


@with_half_on_the_cpu
def test_stages_that_overflow_are_drawn_again_in_single_precision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stages = Stages(tmp_path, monkeypatch, half)
    stages.goes_wrong(0, lambda unet: unet.register_forward_hook(spoiled_in_half))
    picture, rescue = made(stages.engine, stages.asked)
    assert rescue == "float32"
    assert same(picture, stages.right)
    assert stages.cascade.dtype == torch.float16


SHORTAGES = [RuntimeError(SHORT), MemoryError(), RuntimeError(CUT_OFF)]


@pytest.mark.parametrize("fault", SHORTAGES, ids=["MPS", "Python", "cut off"])
@pytest.mark.parametrize("always", [False, True])
def test_too_little_memory_is_tried_once_more_with_less(tiny_model: Path, always: bool, fault: BaseException) -> None:
    engine, wanted = Engine(detect_machine()), request(model=str(tiny_model), steps=3)
    before, _ = made(engine, wanted)
    assert engine.session is not None
    parts = engine.session.loaded.parts
    asked_for: list[str] = []

    def short(*_given: object) -> None:
        asked_for.append(type(parts["unet"].mid_block.attentions[0].transformer_blocks[0].attn1.processor).__name__)
        if always or len(asked_for) == 1:
            raise fault

    hook = parts["unet"].register_forward_pre_hook(short)
    if always:
        cut_off = fault is SHORTAGES[-1]
        with pytest.raises(MachineError, match="gpu-cut-off" if cut_off else "out-of-memory") as raised:
            made(engine, wanted)
        assert cut_off or "64 x 64, which needs about" in message_for(raised.value)
        assert len(asked_for) == 2, "once more, and no further"
    else:
        picture, rescue = made(engine, wanted)
        assert rescue == "little memory"
        assert np.abs(np.asarray(picture, float) - np.asarray(before, float)).mean() < 20, "decoded in tiles"
        assert asked_for[:2] == [
            "AttnProcessor2_0" if TORCH >= (2, 0) else "SlicedAttentionProcessor",
            "SlicedAttentionProcessor",
        ]
    hook.remove()
    assert same(made(engine, wanted)[0], before), "the next one is as always"
    assert not parts["vae"].use_tiling
