"""The engine on real tiny pipelines: the very pixels of plain diffusers, and usable again whatever happened."""

import gc
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from macapp import models
from macapp.domain.request import Request
from macapp.domain.schedulers import SCHEDULERS
from macapp.engine import open_engine
from macapp.engine.engine import Engine
from macapp.engine.loading.loaded_model import load
from macapp.engine.runtime.devices import resolve_device
from macapp.errors import BadRequest, Canceled, MachineError
from macapp.messages import message_for
from macapp.models import resolve_request
from macapp.planning.attention import SLICE_BYTES, SlicingMode
from macapp.planning.plan import Plan, make_plan
from macapp.planning.precision import FLOAT32, PrecisionPlan
from macapp.system.machine import GIB, detect_machine
from tests.support.libraries import TORCH
from tests.support.plain_schedulers import plain_scheduler
from tests.support.request_factory import request

START = Image.fromarray(np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8))
NAME = "0" * 64


def nothing(*_progress: object) -> None:
    """Hear of progress and do nothing."""


def make(engine, asked: Request, start: Image.Image | None = None, on_step: Callable[[int, int], None] = nothing):
    return engine.generate(resolve_request(asked), {} if start is None else {NAME: start}, nothing, on_step).image


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and np.array_equal(np.asarray(one), np.asarray(other))


@pytest.fixture(scope="module")
def engine(tiny_model: Path):
    opened = open_engine("cpu")
    yield opened
    opened.release()


@pytest.fixture
def asked(tiny_model: Path) -> Request:
    return request("a red heart", seed=11, model=str(tiny_model), steps=4, guidance_scale=7.5)


class Counting(Engine):
    """An engine that keeps what it warmed up for."""

    def __init__(self, *given, **named) -> None:
        super().__init__(*given, **named)
        self.warmed_up: list[Request] = []

    def warm_up(self, drawing, request, start, maps) -> None:
        self.warmed_up.append(request)
        super().warm_up(drawing, request, start, maps)


def warming_up(*facts) -> Plan:
    """The rules of this machine, but for the warm-up that only a Mac with PyTorch 1.13 has."""
    return replace(make_plan(*facts), warm_up=True)


def the_engine(slice_choice: SlicingMode = "auto", slice_bytes: int = SLICE_BYTES, **facts) -> Engine:
    """An engine of this machine, or of one that differs in some facts."""
    return Engine(replace(detect_machine(), **{"device": "cpu", **facts}), slice_choice, slice_bytes=slice_bytes)


def copy_of(model: Path, folder: Path) -> Path:
    return Path(shutil.copytree(model, folder / "copy"))


def plainly(asked: Request, start: Image.Image | None, pipe: Any = None) -> Image.Image:
    """Make the picture as diffusers' documentation does."""
    import torch
    from diffusers import StableDiffusionImg2ImgPipeline, StableDiffusionPipeline

    kind = StableDiffusionPipeline if start is None else StableDiffusionImg2ImgPipeline
    pipe = pipe or kind.from_pretrained(asked.model, use_safetensors=True, safety_checker=None)
    entry = SCHEDULERS[asked.scheduler]
    if entry.class_name:
        pipe.scheduler = plain_scheduler(entry.class_name, pipe.scheduler.config, entry.options)
    pipe.set_progress_bar_config(disable=True)
    size = {"width": asked.width, "height": asked.height}
    from_image = {"image": start, "strength": asked.strength}
    return pipe(
        asked.prompt,
        num_inference_steps=asked.steps,
        guidance_scale=asked.guidance_scale,
        negative_prompt=asked.negative_prompt or None,
        generator=torch.Generator("cpu").manual_seed(asked.seed),
        **(size if start is None else from_image),
    ).images[0]


def test_importing_the_engine_loads_no_torch() -> None:
    code = "import sys, macapp.engine; assert 'torch' not in sys.modules and 'diffusers' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("scheduler", list(SCHEDULERS))
@pytest.mark.parametrize("from_image", [False, True])
def test_the_picture_is_the_one_that_plain_diffusers_makes(engine, asked, scheduler: str, from_image: bool) -> None:
    changes = {"image": NAME, "strength": 0.75} if from_image else {"width": 72, "negative_prompt": "blue"}
    wanted = request("a red heart", seed=11, model=asked.model, steps=4, scheduler=scheduler, **changes)
    start = START if from_image else None
    made, expected = make(engine, wanted, start), plainly(wanted, start)
    assert made.size == expected.size
    # The plain DPM++ SDE draws from a Brownian motion of its own and rounds in other places.
    limit = 1 if SCHEDULERS[scheduler].evaluations == 2 and "sde" in scheduler else 0
    assert np.abs(np.asarray(made).astype(int) - np.asarray(expected)).max() <= limit


def test_the_same_seed_gives_the_same_picture_and_another_another(engine, asked) -> None:
    assert same(make(engine, asked), make(engine, asked))
    assert not same(make(engine, asked), make(engine, asked.with_seed(12)))


def test_progress_goes_from_none_to_all_steps(engine, asked) -> None:
    for scheduler in ("dpm++ 2m karras", "heun"):
        seen: list[tuple[int, int]] = []
        wanted = request(model=asked.model, steps=5, scheduler=scheduler)
        make(engine, wanted, on_step=lambda done, steps, seen=seen: seen.append((done, steps)))
        assert seen[0] == (0, 5)
        assert seen[-1] == (5, 5)
        assert seen == sorted(seen)
    seen = []
    make(engine, request(model=asked.model, image=NAME, strength=0.5, steps=8), START, lambda *each: seen.append(each))
    assert seen == [(done, 4) for done in range(5)]


@pytest.mark.parametrize("last", range(5))
def test_a_cancelled_picture_leaves_the_pipeline_as_it_was(engine, asked, last: int) -> None:
    fresh = make(engine, asked)

    def cancel(done: int, _steps: int) -> None:
        if done == last:
            raise Canceled

    with pytest.raises(Canceled):
        make(engine, asked, on_step=cancel)
    assert same(make(engine, asked), fresh)


def test_any_exception_passes_through_and_the_next_picture_is_right(engine, asked) -> None:
    fresh = make(engine, asked)
    for exception in (KeyboardInterrupt(), ZeroDivisionError(), SystemExit()):

        def fail(done: int, _steps: int, exception: BaseException = exception) -> None:
            if done == 2:
                raise exception

        with pytest.raises(type(exception)):
            make(engine, asked, on_step=fail)
    assert same(make(engine, asked), fresh)


def test_cancelling_before_the_load_loads_nothing(tiny_model: Path, asked) -> None:
    def cancel() -> None:
        raise Canceled

    opened = open_engine("cpu")
    with pytest.raises(Canceled):
        opened.generate(resolve_request(asked), {}, cancel, nothing)
    assert opened.session is None


@pytest.mark.parametrize(("budget", "tolerance"), [(SLICE_BYTES, 0), (4 * 2 * 4 * 64 * 5, 1), (1, 1)])
def test_forced_slices_give_the_same_picture(engine, asked, budget: int, tolerance: int) -> None:
    """All in one slice, five queries of the tiny UNet at a time, one query at a time."""
    whole = make(engine, asked)
    made = the_engine("on", slice_bytes=budget).generate(resolve_request(asked), {}, nothing, nothing)
    assert made.made_with["slice_attention"] is True
    difference = np.abs(np.asarray(made.image).astype(int) - np.asarray(whole).astype(int))
    assert difference.max() <= tolerance


def test_before_pytorch_2_attention_is_always_ours(engine, asked) -> None:
    """What diffusers does without scaled dot product attention multiplies a buffer that was never written."""
    from diffusers.models.attention_processor import AttnProcessor2_0

    from macapp.engine.runtime.attention import HAS_SDPA, SlicedAttentionProcessor, set_attention_slicing

    make(engine, asked)
    unet = engine.session.loaded.parts["unet"]

    def kinds() -> set[type]:
        return {type(each) for each in unet.attn_processors.values()}

    for on in (True, False):
        set_attention_slicing(unet, "1.13.1", on=on, budget=SLICE_BYTES)
        assert kinds() == {SlicedAttentionProcessor}
    if HAS_SDPA:
        set_attention_slicing(unet, "2.13.0", on=False, budget=SLICE_BYTES)
        assert kinds() == {AttnProcessor2_0}


def test_a_size_that_cannot_be_is_refused_before_anything_is_loaded(tiny_model: Path) -> None:
    opened = the_engine(device="mps", ram=192 * GIB)
    loads: list[int] = []
    with pytest.raises(BadRequest, match="size-over-array-limit"):
        opened.generate(
            resolve_request(request(model=str(tiny_model), width=4096, height=4096)),
            {},
            lambda: loads.append(1),
            nothing,
        )
    with pytest.raises(MachineError, match="size-over-memory"):
        the_engine(ram=2**20).generate(
            resolve_request(request(model=str(tiny_model))), {}, lambda: loads.append(1), nothing
        )
    assert loads == []
    assert opened.session is None


def test_a_scheduler_is_not_asked_for_more_steps_than_it_can_make(engine, asked) -> None:
    make(engine, request(model=asked.model, scheduler="lcm", steps=50))
    with pytest.raises(BadRequest, match="steps-over-scheduler") as refusal:
        make(engine, request(model=asked.model, scheduler="lcm", steps=51))
    assert "at most 50 steps" in message_for(refusal.value)


def test_numbers_that_are_none_are_not_a_picture(tiny_model: Path, tmp_path: Path) -> None:
    """Left to diffusers, one becomes a black picture and the other a white one. The weights are numbers, but large."""
    from safetensors.torch import load_file, save_file

    folder = copy_of(tiny_model, tmp_path)
    file = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights = load_file(file)
    weights["conv_out.bias"][0] = 3e38
    save_file(weights, file)
    with pytest.raises(MachineError, match="picture-not-finite"):
        make(open_engine("cpu"), request(model=str(folder)))


def test_the_warm_up_pass_runs_once_for_each_load_and_changes_nothing(engine, asked, tiny_model, tmp_path) -> None:
    """The decision is for PyTorch 1.13 on MPS; the pass itself runs anywhere."""
    fresh = make(engine, asked)
    other = request(model=str(copy_of(tiny_model, tmp_path)))
    from_image = request(model=asked.model, image=NAME, strength=0.3, steps=8)
    opened = Counting(detect_machine(), rules=warming_up)
    reported: list[int] = []
    assert same(make(opened, asked, on_step=lambda done, _: reported.append(done)), fresh)
    assert same(make(opened, asked), fresh)
    make(opened, from_image, START)
    assert opened.warmed_up == [asked]
    assert reported == [0, 1, 2, 3, 4]  # the pass is not progress
    make(opened, other)
    make(opened, from_image, START)
    assert opened.warmed_up == [asked, other, from_image]
    assert same(make(opened, asked), fresh)


@pytest.mark.parametrize("changes", [{"cache_interval": 2, "unconditional_interval": 3}, {"hires_scale": 2.0}])
def test_a_warm_up_is_one_step_also_of_a_request_that_needs_more(engine, asked, changes: dict[str, Any]) -> None:
    wanted = replace(asked, **changes)
    opened = Counting(detect_machine(), rules=warming_up)
    assert same(make(opened, wanted), make(engine, wanted))
    assert opened.warmed_up == [wanted]


def test_the_rule_is_asked_with_the_pytorch_that_runs(asked) -> None:
    """On a Mac's GPU one pass for PyTorch 1.13, however a build calls itself, and none for any other."""

    def as_on_a_mac(machine, *facts) -> Plan:
        made = make_plan(replace(machine, device="mps", macos="12.6", arch="arm64"), *facts)
        return replace(made, device="cpu", precisions=PrecisionPlan(FLOAT32, FLOAT32, FLOAT32))

    opened = Counting(resolve_device("cpu"), rules=as_on_a_mac)
    for _ in range(2):
        make(opened, asked)
    assert opened.warmed_up == ([asked] if TORCH == (1, 13) else [])


def test_without_the_rule_nothing_warms_up(asked) -> None:
    opened = Counting(detect_machine())
    make(opened, asked)
    assert opened.warmed_up == []


def test_a_device_that_is_not_there_is_said() -> None:
    with pytest.raises(MachineError, match="device-missing"):
        open_engine("mps")


@pytest.mark.parametrize(
    "damage", ["weights", "json", "kind", "pickle", "tokenizer", "scheduler", "weights-of-another"]
)
def test_a_model_that_cannot_be_loaded_is_said_and_the_old_one_still_works(
    engine, asked, tiny_model: Path, tmp_path: Path, damage: str
) -> None:
    fresh = make(engine, asked)
    folder = copy_of(tiny_model, tmp_path)
    break_(folder, damage)
    with pytest.raises(MachineError) as fault:
        make(engine, request(model=str(folder)))
    assert len(message_for(fault.value)) < 400
    assert same(make(engine, asked), fresh)


def test_loading_that_fails_again_and_again_keeps_nothing_of_it(engine, asked, tiny_model: Path, tmp_path) -> None:
    """The UNet is damaged, so that the text encoder was in memory each time."""
    fresh = make(engine, asked)
    folder = copy_of(tiny_model, tmp_path)
    break_(folder, "weights-of-another")

    def held() -> int:
        gc.collect()
        return sum(issubclass(type(each), torch.nn.Parameter) for each in gc.get_objects())

    before = held()
    for _ in range(20):
        with pytest.raises(MachineError, match="model-part-unfit"):
            make(engine, request(model=str(folder)))
    assert held() == before
    assert same(make(engine, asked), fresh)


def test_where_both_do_not_fit_the_old_model_goes_first(asked, tiny_model: Path, tmp_path: Path, monkeypatch) -> None:
    other = request(model=str(copy_of(tiny_model, tmp_path)))
    weights = models.find_checkpoint(asked.model).architecture.weights
    held: list[bool] = []
    for ram, stays in ((weights * 10, True), (int(weights * 1.5), False)):
        opened = Engine(replace(detect_machine(), ram=ram), rules=_any_size)
        make(opened, asked)

        def watched(*given, opened: Engine = opened) -> object:
            held.append(opened.session is not None)
            return load(*given)

        with monkeypatch.context() as patched:
            patched.setattr("macapp.engine.engine.load", watched)
            make(opened, other)
        assert held.pop() is stays
        opened.release()


def _any_size(*facts) -> Plan:
    return replace(make_plan(*facts), refused=None)


def break_(folder: Path, damage: str) -> None:
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    if damage == "weights":
        weights.write_bytes(weights.read_bytes()[:-1000])
    elif damage == "weights-of-another":
        shutil.copy(folder / "vae" / weights.name, weights)
    elif damage == "json":
        (folder / "vae" / "config.json").write_text("{")
    elif damage == "kind":
        (folder / "model_index.json").write_text('{"_class_name": "os.system"}')
    elif damage == "pickle":
        weights.rename(weights.with_suffix(".bin"))
    elif damage == "tokenizer":
        shutil.rmtree(folder / "tokenizer")
    else:
        change_index(folder, scheduler=["os", "system"])


def change_index(folder: Path, **entries: object) -> None:
    file = folder / "model_index.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **entries}))


def test_no_code_in_a_model_is_run(engine, asked, tiny_model: Path, tmp_path: Path, monkeypatch) -> None:
    """diffusers' own loader imports the modules that an index names, and files beside it."""
    folder = copy_of(tiny_model, tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    for file in (tmp_path / "trap.py", folder / "trap.py", folder / "unet" / "trap.py", folder / "None.py"):
        file.write_text(f"open({str(tmp_path / 'sprung')!r}, 'w')")
    change_index(folder, unet=["trap", "Trap"], vae=["trap", "Trap"], safety_checker=["trap", "Trap"])
    with pytest.raises(MachineError, match="model-part-unknown"):
        make(engine, replace(asked, model=str(folder)))
    assert not (tmp_path / "sprung").exists()
    assert "trap" not in sys.modules


def test_an_engine_that_let_go_loads_again(asked) -> None:
    opened = open_engine("cpu")
    first = make(opened, asked)
    opened.release()
    opened.release()
    assert opened.session is None
    assert same(make(opened, asked), first)


def test_a_starting_image_of_any_shape_is_cropped_to_cover() -> None:
    from macapp.imaging.inpainting import resize_to

    assert resize_to(START, (64, 64)) is START
    wide = Image.new("RGB", (200, 50), "red")
    wide.paste("blue", (75, 0, 125, 50))
    cropped = resize_to(wide, (64, 64))
    assert cropped.size == (64, 64)
    assert cropped.getpixel((32, 32)) == (0, 0, 255)


def test_the_facts_of_a_picture_say_what_may_decide_its_pixels(engine, asked) -> None:
    made = engine.generate(resolve_request(asked), {}, nothing, nothing).made_with
    assert made["device"] == "cpu"
    assert made["dtype"] == "float32"
    assert made["torch"] == torch.__version__
    assert len(made["checkpoint"]) == len(made["weights"]) == 16
