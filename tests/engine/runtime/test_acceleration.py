"""Compiled blocks draw what plain ones draw, come off again, and lose no picture when they fail."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from diffusers import UNet2DConditionModel
from PIL import Image

from macapp.domain.request import Control, Lora, Request
from macapp.engine.engine import Engine
from macapp.engine.runtime.acceleration import Accelerator
from macapp.engine.runtime.compilation import BlockCompiler, repeated_blocks
from macapp.engine.runtime.devices import resolve_device
from macapp.errors import Canceled, Reason
from macapp.models import resolve_request
from macapp.planning.acceleration import Acceleration, BatchForecast, Toolchain, choose_acceleration
from macapp.system.machine import parse_release
from tests.support import tiny_models
from tests.support.plain_diffusers import IMAGES, MAP, asked, nothing

pytestmark = pytest.mark.skipif(
    parse_release(torch.__version__) < (2, 5), reason="PyTorch shares what it compiles among blocks from 2.5 on"
)
TOLERANCE = 1  # of 255: what a difference of 1e-4 comes to


class Drawn:
    """An engine on the CPU that compiles when it is told to, and what was heard of it."""

    def __init__(self, choice: str = "on", backend: Any = "aot_eager", **pretended: Any) -> None:
        self.whys: list[Reason] = []
        machine = resolve_device("cpu")
        accelerator = Accelerator(machine, Toolchain(), choice, backend=backend, **pretended)  # type: ignore[arg-type]
        self.compiled: BlockCompiler = accelerator.compiler
        self.engine = Engine(machine, accelerator=accelerator)
        self.engine.set_forecast(BatchForecast, self.whys.append)

    def __call__(self, wanted: Request, on_step: Callable[..., None] = nothing) -> tuple[Image.Image, dict[str, Any]]:
        made = self.engine.generate(resolve_request(wanted), IMAGES, nothing, on_step)
        return made.image, dict(made.made_with)

    def blocks(self) -> list[torch.nn.Module]:
        assert self.engine.session is not None
        return repeated_blocks(self.engine.session.loaded.parts["unet"])


@pytest.fixture
def drawn() -> Iterator[Callable[..., Drawn]]:
    made: list[Drawn] = []

    def draw(*given: Any, **more: Any) -> Drawn:
        made.append(Drawn(*given, **more))
        return made[-1]

    yield draw
    for each in made:
        each.engine.release()


@pytest.fixture(scope="module")
def plain(tiny_model: Path) -> Iterator[Drawn]:
    made = Drawn("off")
    yield made
    made.engine.release()


def close(one: Image.Image, other: Image.Image) -> bool:
    apart = np.abs(np.asarray(one, dtype=int) - np.asarray(other, dtype=int)).max()
    return one.size == other.size and apart <= TOLERANCE


def test_compiled_pictures_are_the_same_and_compile_once(tiny_model: Path, plain: Drawn, drawn) -> None:
    compiled, wanted = drawn(), asked(tiny_model)
    picture, facts = compiled(wanted)
    expected, usual = plain(wanted)
    assert close(picture, expected)
    assert facts["compiled"] is True
    assert facts["compile_seconds"] > 0
    assert not {"compiled", "compile_seconds", "channels_last", "tf32"} & usual.keys()
    told = len(compiled.whys)
    assert told >= 1
    assert {each.code for each in compiled.whys} == {"compile-forced-on"}
    again, facts = compiled(replace(wanted, seed=12, steps=2))
    assert close(again, plain(replace(wanted, seed=12, steps=2))[0])
    assert facts["compiled"] is True
    assert "compile_seconds" not in facts, "nothing was left to compile"
    assert len(compiled.whys) == told
    assert len(compiled.blocks()) == 4, "they are off, and can be found again"


def test_guidance_that_ends_a_longer_prompt_and_a_lora_are_still_right(
    tiny_model: Path, plain: Drawn, drawn, tmp_path: Path
) -> None:
    compiled = drawn(backend="eager")
    ends = asked(tiny_model, guidance_end=0.5)
    assert close(compiled(ends)[0], plain(ends)[0])
    usual = asked(tiny_model)
    first = compiled(usual)[0]
    told = len(compiled.whys)
    long = replace(usual, prompt="a red heart " * 60)
    picture, facts = compiled(long)
    assert close(picture, plain(long)[0])
    assert len(compiled.whys) == told, "for one long prompt nothing is compiled"
    lora = tiny_models.make_lora(tiny_model, tmp_path / "lora.safetensors")
    changed = replace(usual, loras=(Lora(model=str(lora), weight=0.8),))
    picture, facts = compiled(changed)
    assert close(picture, plain(changed)[0])
    assert not close(picture, first)
    assert facts["compile_seconds"] > 0, "with a LoRA blocks are other ones"
    assert close(compiled(usual)[0], first), "and taken off they are as before"


def test_a_controlnet_is_compiled_too(tiny_model: Path, plain: Drawn, drawn, tmp_path: Path) -> None:
    controlnet = tiny_models.make_tiny_controlnet(tiny_model, tmp_path / "controlnet")
    wanted = asked(tiny_model, steps=2, controls=(Control(model=str(controlnet), image=MAP),))
    compiled = drawn(backend="eager")
    picture, facts = compiled(wanted)
    assert close(picture, plain(wanted)[0])
    assert facts["compiled"] is True


def test_what_fails_to_compile_is_drawn_as_it_is_and_said_once(
    tiny_model: Path, plain: Drawn, drawn, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[int] = []

    def broken(_graph: Any, _inputs: Any) -> Any:
        tries.append(1)
        raise RuntimeError("no such instruction")

    compiled, wanted = drawn(backend=broken), asked(tiny_model)
    picture, facts = compiled(wanted)
    assert close(picture, plain(wanted)[0])
    assert "compiled" not in facts
    assert compiled(replace(wanted, seed=3))[1].get("compiled") is None
    assert len(tries) == 1
    ours = [each.message for each in caplog.records if each.name.startswith("macapp")]
    assert ours == ["compilation failed and is off from now on"]
    assert "no such instruction" in (compiled.compiled.fault or "")


def test_it_can_be_canceled_between_what_is_compiled_and_between_steps(tiny_model: Path, plain: Drawn, drawn) -> None:
    compiled, wanted = drawn(backend="eager"), asked(tiny_model)

    def cancel(*_heard: object) -> None:
        raise Canceled

    def at_second_step(step: int, _steps: int) -> None:
        if step == 2:
            raise Canceled

    compiled.engine.set_forecast(BatchForecast, cancel)
    with pytest.raises(Canceled):
        compiled(wanted)
    compiled.engine.set_forecast(BatchForecast, nothing)
    with pytest.raises(Canceled):
        compiled(wanted, at_second_step)
    assert len(compiled.blocks()) == 4
    assert close(compiled(wanted)[0], plain(wanted)[0])


def test_compiling_waits_until_as_many_are_ahead_as_pay_it_back(tiny_model: Path, drawn) -> None:
    def as_on_nvidia(machine, parts, tools, choice, ahead) -> Acceleration:
        return choose_acceleration(replace(machine, device="cuda"), parts, tools, choice, ahead)

    compiled, wanted = drawn("auto", "eager", rules=as_on_nvidia), asked(tiny_model, steps=1)
    known = BatchForecast(seconds=3.0, speedup=1.6, compile_seconds=30.0)
    for count, is_compiled in ((5, False), (40, True), (1, True)):  # the last has nothing left to compile
        compiled.engine.set_forecast(lambda count=count: replace(known, count=count), compiled.whys.append)
        assert ("compiled" in compiled(wanted)[1]) is is_compiled
    assert {each.code for each in compiled.whys} == {"compile-pays"}
    assert {each.data["count"] for each in compiled.whys} == {40}
    compiled.engine.set_low_memory(True)
    assert "compiled" not in compiled(wanted)[1], "while memory is short nothing is compiled"


def quicker(*_given: Any) -> Acceleration:
    return Acceleration(True, Reason("channels-last"), True, Reason("tf32-single"), False, Reason("compile-mps"))


def lies_last(part: Any) -> bool:
    """Whether the convolutions of a network lie with their channels last, those of one pixel either way."""
    weights = [each.weight for each in part.modules() if isinstance(each, torch.nn.Conv2d)]
    return bool(weights) and all(each.is_contiguous(memory_format=torch.channels_last) for each in weights)


def test_channels_last_and_tf32_change_no_picture_and_tf32_is_off_afterwards(
    tiny_model: Path, plain: Drawn, drawn
) -> None:
    seen: list[tuple[bool, ...]] = []
    quick, wanted = drawn(rules=quicker), asked(tiny_model)

    def look(*_step: int) -> None:
        assert quick.engine.session is not None
        unet = quick.engine.session.loaded.parts["unet"]
        seen.append((lies_last(unet), torch.backends.cuda.matmul.allow_tf32 is True))

    before = torch.backends.cuda.matmul.allow_tf32
    picture, facts = quick(wanted, look)
    assert set(seen[1:]) == {(True, True)}
    assert torch.backends.cuda.matmul.allow_tf32 is before is False
    assert close(picture, plain(wanted)[0])
    assert (facts["channels_last"], facts["tf32"]) == (True, True)


@pytest.mark.usefixtures("few_steps")
def test_what_refines_and_what_enlarges_lies_with_its_channels_last_too(
    tiny_model: Path, plain: Drawn, drawn, tmp_path: Path
) -> None:
    xl, refiner = tiny_models.make_tiny_xl(tmp_path / "xl"), tiny_models.make_tiny_refiner(tmp_path / "refiner")
    quick, wanted = drawn(rules=quicker), asked(xl, refiner=str(refiner), refiner_start=0.5)
    assert close(quick(wanted)[0], plain(wanted)[0])
    assert lies_last(quick.engine.refiner.loaded.parts["unet"])  # type: ignore[union-attr]
    upscaler = tiny_models.make_x4_upscaler(tmp_path / "x4")
    wanted = asked(tiny_model, upscale=4, upscaler=str(upscaler))
    assert close(quick(wanted)[0], plain(wanted)[0])
    unet, *_ = [each for each in quick.engine.upscaler.parts if isinstance(each, UNet2DConditionModel)]  # type: ignore[index]
    assert lies_last(unet)


@pytest.mark.usefixtures("few_steps")
def test_the_stages_of_deepfloyd_if_lie_with_their_channels_last_too(plain: Drawn, drawn, tmp_path: Path) -> None:
    model = tiny_models.make_tiny_if(tmp_path / "if")
    quick, wanted = drawn(rules=quicker), asked(model, scheduler="own", width=256, height=256, steps=2)
    picture, facts = quick(wanted)
    assert close(picture, plain(wanted)[0])
    assert (facts["channels_last"], facts["tf32"]) == (True, True)
    stages = quick.engine.cascade.pipelines  # type: ignore[union-attr]
    assert len(stages) == 3
    assert all(lies_last(each.unet) for each in stages.values())
