"""Steps that run in part: guidance ends, the unconditional side is skipped, or deep layers are reused."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from diffusers import UNet2DConditionModel
from PIL import Image

from macapp.domain.request import Control, Lora, Request
from macapp.domain.schedulers import SCHEDULERS
from macapp.engine.engine import Engine
from macapp.engine.loading.loaded_model import make_scheduler
from macapp.engine.runtime.guidance import split_guidance_batch
from macapp.engine.runtime.step_controller import StepController
from macapp.errors import BadRequest
from macapp.messages import message_for
from macapp.models import resolve_request
from macapp.planning.memory import Savings
from macapp.planning.plan import make_plan
from macapp.system.machine import detect_machine
from tests.support import tiny_models
from tests.support.plain_diffusers import (
    IMAGE,
    IMAGES,
    MAP,
    MAP_2,
    MASK,
    SAFE,
    SIZE,
    asked,
    make,
    nothing,
    plainly,
    same,
)


def parts(engine: Any) -> dict[str, Any]:
    assert engine.session is not None
    return engine.session.loaded.parts


@contextmanager
def batches_of(network: Any) -> Iterator[list[int]]:
    """Hear how many pictures a network is given at a time."""
    seen: list[int] = []

    def hear(_module: object, given: tuple[torch.Tensor, ...]) -> None:
        seen.append(given[0].shape[0])

    hook = network.conv_in.register_forward_pre_hook(hear)
    yield seen
    hook.remove()


def run(engine: Any, wanted: Request) -> tuple[Image.Image, list[int]]:
    """Make a picture; return it, and how many sides of guidance the UNet was given at each step."""
    make(engine, replace(wanted, steps=wanted.steps, guidance_end=1.0))  # what is to be loaded is
    with batches_of(parts(engine)["unet"]) as seen:
        picture = make(engine, wanted)
    return picture, seen


@pytest.mark.parametrize(("end", "batches"), [(1.0, [2] * 5), (0.6, [2, 2, 2, 1, 1]), (0.0, [1] * 5), (0.01, [1] * 5)])
def test_the_unet_runs_one_side_once_guidance_has_ended(
    engine, tiny_model: Path, end: float, batches: list[int]
) -> None:
    _picture, seen = run(engine, asked(tiny_model, steps=5, guidance_end=end))
    assert seen == batches


def test_a_picture_whose_guidance_never_ends_is_as_before(engine, tiny_model: Path) -> None:
    wanted = asked(tiny_model, guidance_end=1.0)
    assert same(make(engine, wanted), plainly("StableDiffusionPipeline", wanted, SAFE, **SIZE))


def test_it_is_what_diffusers_own_cut_off_makes(engine, tiny_model: Path) -> None:
    """Its callback takes the pipeline's guidance away after as many steps."""

    def cut(pipe: Any, step: int, _timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        if step == 2:
            pipe._guidance_scale = 0.0  # noqa: SLF001  (as in diffusers' guide to callbacks)
            tensors["prompt_embeds"] = tensors["prompt_embeds"][-1:]
        return tensors

    wanted = asked(tiny_model, steps=5, guidance_end=0.6, negative_prompt="blue")
    tensors = {"callback_on_step_end_tensor_inputs": ["latents", "prompt_embeds"]}
    given = {"negative_prompt": "blue", "callback_on_step_end": cut, **tensors, **SIZE}
    assert same(make(engine, wanted), plainly("StableDiffusionPipeline", wanted, SAFE, **given))
    assert not same(make(engine, wanted), make(engine, replace(wanted, guidance_end=1.0)))


def test_without_any_guided_step_it_is_a_picture_without_guidance(engine, tiny_model: Path) -> None:
    never = make(engine, asked(tiny_model, guidance_end=0.0))
    assert apart(never, make(engine, asked(tiny_model, guidance_scale=0.0))) <= 1


def apart(one: Image.Image, other: Image.Image) -> int:
    return int(np.abs(np.asarray(one, int) - np.asarray(other, int)).max())


def test_a_step_of_two_evaluations_is_not_cut_in_the_middle(engine, tiny_model: Path) -> None:
    """Heun's method asks the UNet twice a step, but for the last."""
    _picture, seen = run(engine, asked(tiny_model, steps=4, guidance_end=0.5, scheduler="heun"))
    assert seen == [2, 2, 2, 2, 1, 1, 1]


WAYS: dict[str, tuple[dict[str, Any], list[int]]] = {
    "from an image": ({"image": IMAGE, "strength": 0.5, "steps": 8}, [2, 2, 1, 1]),
    "inpainting": ({"image": IMAGE, "strength": 1.0, "mask": MASK}, [2, 2, 1, 1]),
    "rescaled": ({"guidance_rescale": 0.7}, [2, 2, 1, 1]),
    "refined larger": ({"hires_scale": 2.0, "hires_strength": 0.5}, [2, 2, 1, 1, 2, 1]),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_making_a_picture_takes_it(engine, tiny_model: Path, way: str) -> None:
    changes, batches = WAYS[way]
    picture, seen = run(engine, asked(tiny_model, guidance_end=0.5, **changes))
    assert seen == batches
    whole = make(engine, asked(tiny_model, **changes))
    assert apart(picture, whole) > 0


def test_a_model_made_for_inpainting_takes_it(engine, tiny_model: Path, folder: Path) -> None:
    """Its UNet is given the mask and the masked image besides, for both sides."""
    model = tiny_models.make_tiny_inpainting(tiny_model, folder / "inpainting")
    wanted = asked(model, image=IMAGE, strength=1.0, mask=MASK, guidance_end=0.5)
    assert run(engine, wanted)[1] == [2, 2, 1, 1]


@pytest.mark.parametrize("maps", [[MAP], [MAP, MAP_2]], ids=["one", "two"])
def test_controlnets_end_with_it(engine, tiny_model: Path, folder: Path, maps: list[str]) -> None:
    networks = [folder / f"end-{number}" for number in range(len(maps))]
    for number, each in enumerate(networks):
        if not each.exists():
            tiny_models.make_tiny_controlnet(tiny_model, each, seed=number)
    controls = tuple(Control(model=str(net), image=each) for net, each in zip(networks, maps, strict=True))
    wanted = asked(tiny_model, controls=controls, guidance_end=0.5)
    make(engine, wanted)
    [first, *_] = engine.session.additions.apply(resolve_request(wanted))
    with batches_of(first) as seen:
        picture = make(engine, wanted)
    assert seen == [2, 2, 1, 1]
    never, without = (
        make(engine, asked(tiny_model, controls=controls, **each))
        for each in ({"guidance_end": 0.0}, {"guidance_scale": 0.0})
    )
    assert apart(never, without) <= 1
    assert apart(picture, never) > 0
    from_image = asked(tiny_model, controls=controls, guidance_end=0.5, image=IMAGE, strength=1.0)
    assert run(engine, from_image)[1] == [2, 2, 1, 1]


def test_a_lora_is_on_all_the_while(engine, tiny_model: Path, folder: Path) -> None:
    lora = tiny_models.make_lora(tiny_model, folder / "ink-to-the-end.safetensors")
    wanted = asked(tiny_model, loras=(Lora(model=str(lora)),), guidance_end=0.5)
    picture, seen = run(engine, wanted)
    assert seen == [2, 2, 1, 1]
    assert apart(picture, make(engine, replace(wanted, loras=()))) > 0


def test_sdxl_and_its_refiner_count_the_steps_of_both(engine, xl: Path, folder: Path) -> None:
    refiner = str(tiny_models.make_tiny_refiner(folder / "refiner-to-the-end"))
    wanted = asked(xl, width=256, height=256, guidance_end=0.5)
    assert run(engine, wanted)[1] == [2, 2, 1, 1]
    both = replace(wanted, refiner=refiner, refiner_start=0.5, guidance_end=0.75)
    make(engine, both)
    with batches_of(parts(engine)["unet"]) as base, batches_of(engine.refiner.loaded.parts["unet"]) as last:
        make(engine, both)
        assert (base, last) == ([2, 2], [2, 1])
        base.clear()
        last.clear()
        make(engine, replace(both, guidance_end=0.25))
        assert (base, last) == ([2, 1], [1, 1])


def test_in_two_passes_only_the_first_steps_take_two(tiny_model: Path) -> None:
    halved = Savings(guidance_in_two=True)
    machine = replace(detect_machine(), device="cpu")
    little = Engine(machine, rules=lambda *facts: replace(make_plan(*facts), savings=halved))
    plain = Engine(machine)
    wanted = asked(tiny_model, guidance_end=0.5)
    picture, seen = run(little, wanted)
    assert seen == [1] * 6
    assert apart(picture, make(plain, wanted)) <= 1


def test_the_networks_are_as_before_also_when_it_is_cancelled(engine, tiny_model: Path) -> None:
    wanted = asked(tiny_model, guidance_end=0.5)
    before = make(engine, replace(wanted, guidance_end=1.0))

    def cancel(step: int, _steps: int) -> None:
        if step == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.generate(resolve_request(wanted), IMAGES, nothing, cancel)
    assert "forward" not in vars(parts(engine)["unet"])
    assert same(make(engine, replace(wanted, guidance_end=1.0)), before)


# Unconditional sides that are skipped, and layers that are reused

REUSES: dict[str, dict[str, Any]] = {
    "unconditional side": {"unconditional_interval": 2},
    "layers": {"cache_interval": 2},
    "both": {"unconditional_interval": 2, "cache_interval": 2},
}
TASKS: dict[str, dict[str, Any]] = {
    "from text": {},
    "from an image": {"image": IMAGE, "strength": 0.5, "steps": 8},
    "inpainting": {"image": IMAGE, "strength": 1.0, "mask": MASK},
    "only masked": {"image": IMAGE, "strength": 1.0, "mask": MASK, "mask_only": True},
    "rescaled": {"guidance_rescale": 0.7},
    "refined larger": {"hires_scale": 2.0, "hires_strength": 0.5},
    "guidance that ends": {"guidance_end": 0.5},
    "without guidance": {"guidance_scale": 1.0},
    "by the model's own scheduler": {"scheduler": "own"},
}


@contextmanager
def passes_of(unet: Any) -> Iterator[list[str]]:
    """Hear the passes of a UNet: B for both sides and C for one, small if the middle block does not run."""
    seen: list[str] = []

    def begin(_module: object, given: tuple[torch.Tensor, ...]) -> None:
        seen.append("b" if given[0].shape[0] == 2 else "c")

    def note(*_given: object) -> None:
        seen[-1] = seen[-1].upper()

    hooks = [
        unet.conv_in.register_forward_pre_hook(begin),
        unet.mid_block.resnets[0].register_forward_pre_hook(note),
    ]
    yield seen
    for hook in hooks:
        hook.remove()


def passes(engine: Any, wanted: Request) -> tuple[Image.Image, str]:
    make(engine, replace(wanted, unconditional_interval=1, cache_interval=1))  # what is to be loaded is
    with passes_of(parts(engine)["unet"]) as seen:
        picture = make(engine, wanted)
    return picture, "".join(seen)


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ({"cache_interval": 2}, "BbBbB"),
        ({"cache_interval": 3}, "BbbBb"),
        ({"cache_interval": 2, "cache_start": 0.5}, "BBBbB"),
        ({"cache_interval": 2, "guidance_scale": 1.0}, "CcCcC"),
        ({"cache_interval": 2, "guidance_end": 0.4}, "BbCcC"),
        ({"unconditional_interval": 2}, "BCBCB"),
        ({"unconditional_interval": 2, "guidance_end": 0.6}, "BCBCC"),
        ({"unconditional_interval": 2, "cache_interval": 2}, "BcBcB"),
        ({"unconditional_interval": 2, "guidance_scale": 1.0}, "CCCCC"),
        ({"unconditional_interval": 5, "cache_interval": 5}, "Bcccc"),
    ],
)
def test_the_unet_runs_what_the_schedule_says(engine, tiny_model: Path, changes: dict[str, Any], seen: str) -> None:
    wanted = asked(tiny_model, steps=5, **changes)
    assert passes(engine, wanted)[1] == seen
    assert wanted.model_evaluations == seen.upper().count("B") + len(seen)


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("reuse", REUSES)
def test_every_way_of_making_a_picture_reuses(engine, tiny_model: Path, reuse: str, task: str) -> None:
    """The picture is repeatable, and near the one that reuses nothing: not that of another prompt, not noise."""
    wanted = asked(tiny_model, **TASKS[task], **REUSES[reuse])
    picture, whole = make(engine, wanted), make(engine, asked(tiny_model, **TASKS[task]))
    assert same(picture, make(engine, wanted)), "a picture leaves something to the next one"
    has_effect = "cache_interval" in REUSES[reuse] or wanted.guidance_scale > 1
    assert (apart(picture, whole) > 0) == has_effect
    assert same(whole, make(engine, asked(tiny_model, **TASKS[task])))


def test_steps_that_reuse_nothing_are_those_of_diffusers(engine, tiny_model: Path) -> None:
    wanted = asked(tiny_model, cache_interval=2, cache_start=1.0)
    assert same(make(engine, wanted), plainly("StableDiffusionPipeline", wanted, SAFE, **SIZE))


def test_a_skipped_side_is_the_other_one_less_their_last_difference(engine, tiny_model: Path) -> None:
    """The same picture from diffusers, with a UNet that computes both sides and replaces the first at odd steps."""
    wanted = asked(tiny_model, unconditional_interval=2, negative_prompt="blue")
    kept: list[torch.Tensor] = []

    def replace_side(_module: object, _given: object, output: tuple[torch.Tensor]) -> tuple[torch.Tensor]:
        without, with_prompt = output[0].chunk(2)
        kept.append(with_prompt - without if len(kept) % 2 == 0 else kept[-1])
        return (torch.cat([with_prompt - kept[-1], with_prompt]),)

    unet = UNet2DConditionModel.from_pretrained(tiny_model, subfolder="unet")
    unet.register_forward_hook(replace_side)
    given = {"negative_prompt": "blue", **SIZE}
    assert apart(make(engine, wanted), plainly("StableDiffusionPipeline", wanted, {**SAFE, "unet": unet}, **given)) <= 1


@pytest.mark.parametrize("reuse", REUSES)
def test_two_passes_reuse_as_one_batch_does(engine, tiny_model: Path, reuse: str) -> None:
    """Each side has its own kept layers; a skipped side saves a whole pass."""
    halved = Savings(guidance_in_two=True)
    machine = replace(detect_machine(), device="cpu")
    little = Engine(machine, rules=lambda *facts: replace(make_plan(*facts), savings=halved))
    wanted = asked(tiny_model, **REUSES[reuse])
    picture, seen = passes(little, wanted)
    assert seen == {"unconditional side": "CCCCCC", "layers": "CCccCCcc", "both": "CCcCCc"}[reuse]
    assert apart(picture, make(engine, wanted)) <= 1
    little.release()


@pytest.mark.parametrize("reuse", REUSES)
def test_controlnets_and_lora_reuse_too(engine, tiny_model: Path, folder: Path, reuse: str) -> None:
    network = folder / "control-that-reuses"
    if not network.exists():
        tiny_models.make_tiny_controlnet(tiny_model, network)
    lora = tiny_models.make_lora(tiny_model, folder / "ink-that-stays.safetensors")
    controls = (Control(model=str(network), image=MAP), Control(model=str(network), image=MAP_2, end=0.5))
    wanted = asked(tiny_model, controls=controls, loras=(Lora(model=str(lora)),), **REUSES[reuse])
    picture, seen = passes(engine, wanted)
    assert seen == {"unconditional side": "BCBC", "layers": "BbBb", "both": "BcBc"}[reuse]
    plain = replace(wanted, unconditional_interval=1, cache_interval=1)
    assert apart(picture, make(engine, plain)) > 0
    assert apart(picture, make(engine, replace(wanted, controls=()))) > 0
    from_image = replace(wanted, image=IMAGE, strength=1.0)
    assert apart(make(engine, from_image), make(engine, replace(plain, image=IMAGE, strength=1.0))) > 0


def test_sdxl_and_its_refiner_reuse(engine, xl: Path, folder: Path) -> None:
    refiner = str(tiny_models.make_tiny_refiner(folder / "refiner-that-reuses"))
    wanted = asked(xl, width=256, height=256, refiner=refiner, refiner_start=0.5, **REUSES["both"])
    make(engine, wanted)
    with passes_of(parts(engine)["unet"]) as base, passes_of(engine.refiner.loaded.parts["unet"]) as last:
        make(engine, wanted)
    assert (base, last) == (["B", "c"], ["B", "c"])


@pytest.mark.parametrize("name", [name for name in SCHEDULERS if name != "own"])
def test_the_table_knows_the_schedulers_that_run_the_unet_twice_a_step(name: str) -> None:
    assert make_scheduler(name, {}).order == SCHEDULERS[name].evaluations


def test_a_scheduler_of_the_model_that_runs_it_twice_a_step_is_refused(tiny_model: Path, tmp_path: Path) -> None:
    """Before the first step, and with the name of its class: the form cannot know it."""
    model = tmp_path / "heun"
    shutil.copytree(tiny_model, model)
    for name in ("model_index.json", "scheduler/scheduler_config.json"):
        text = (model / name).read_text(encoding="utf-8")
        (model / name).write_text(re.sub(r"\b\w+Scheduler\b", "HeunDiscreteScheduler", text), encoding="utf-8")
    engine = Engine(replace(detect_machine(), device="cpu"))
    for name in ("unconditional_interval", "cache_interval"):
        with pytest.raises(BadRequest, match="interval-scheduler") as caught:
            make(engine, asked(model, scheduler="own", **{name: 2}))
        assert "HeunDiscreteScheduler" in message_for(caught.value)
    make(engine, asked(model, scheduler="own"))
    engine.release()


def test_one_way_of_running_it_lies_within_another(engine, tiny_model: Path) -> None:
    """A picture that memory is short for is tried again in two passes, though the plan has it in two already."""
    make(engine, asked(tiny_model))
    unet = parts(engine)["unet"]
    wanted = asked(tiny_model, guidance_end=0.5)
    end = StepController(wanted, wanted.schedule)
    given = {"timestep": 1, "encoder_hidden_states": torch.randn(2, 77, 32)}
    sample = torch.randn(2, 4, 8, 8)
    with torch.inference_mode():
        whole = unet(sample, **given).sample
        with split_guidance_batch(unet, True):
            with split_guidance_batch(unet, True), end.applied([unet]), batches_of(unet) as seen:
                assert torch.allclose(unet(sample, **given).sample, whole, atol=1e-5)
                end.on_step(2, 1)
                alone = unet(sample, **given).sample
            assert seen == [1, 1, 1]
            assert torch.equal(alone[0], alone[1])
            assert torch.allclose(alone[1], whole[1], atol=1e-5)
            assert torch.allclose(unet(sample, **given, return_dict=False)[0], whole, atol=1e-5)
        assert torch.equal(unet(sample, **given).sample, whole)
    assert "forward" not in vars(unet)
