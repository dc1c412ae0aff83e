"""Everything on offer on a pretended Mac: with every scheduler, in both precisions, with what the rules set there.

Not here: textual inversions and LoRA of text encoders, whose loaders write into `.data`, and networks of spandrel's,
which open an inference mode of their own; a wrapped tensor knows neither.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from diffusers import AutoencoderKL
from PIL import Image
from safetensors.torch import load_file, save_file

from macapp import models
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import Control, Lora, Request
from macapp.domain.schedulers import DEFAULT_SCHEDULER, SCHEDULERS
from macapp.engine.engine import Engine
from macapp.engine.generation.upscaling import X4_SCALE, UpscaleTask, load_upscaler
from macapp.models import find_auxiliary, resolve_request
from macapp.models.families import FAMILIES
from macapp.models.model_family import Task
from macapp.planning.memory import VAE_TILE_PIXELS
from macapp.planning.plan import exceeds_sequence_limit
from macapp.planning.precision import BF16_FAMILIES, FP16_SAFE_FAMILIES
from macapp.system.machine import GIB, Machine, detect_machine
from tests.engine.generation.test_preview import looked
from tests.engine.generation.test_tiny_vae import free, here
from tests.support import tiny_models
from tests.support.fake_mps import Seen, pretended
from tests.support.mps_kernels import lacking, read_kernels
from tests.support.original_names import save_single
from tests.support.original_pipelines import make_pipeline
from tests.support.plain_diffusers import IMAGE, IMAGES, MAP, MASK, asked, needs_of, noise, nothing
from tests.support.tiny_families import TINY_FAMILIES, make_other
from tests.support.tiny_loras import make_transformer_lora
from tests.support.tiny_recent_families import TRANSFORMER_CONTROLNETS, make_transformer_controlnet

HALF, WHOLE = "2.13.0", "2.0.1"
"""Versions of PyTorch with which the rules choose half and single precision."""
SLICE = 2**16
"""Bytes of scores at a time, small enough that attention in pictures as small as these is computed in slices."""


pytestmark = [  # as the engine has it: advice among libraries
    pytest.mark.filterwarnings("ignore:`upcast_vae`:FutureWarning"),
    pytest.mark.filterwarnings("ignore:at..frobenius_norm:UserWarning"),
]


__all__ = ["free", "here"]  # fixtures of another module


@pytest.fixture(autouse=True)
def _looked_through_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("macapp.engine.loading.weight_check.verified_models_dir", lambda: tmp_path / "proved")


@pytest.fixture(scope="module")
def lora(tiny_model: Path, folder: Path) -> Path:
    """A LoRA for the UNet alone: transformers' loader and textual inversions write into `.data`, which no wrapper
    hears of."""
    whole = load_file(tiny_models.make_lora(tiny_model, folder / "whole.safetensors"))
    save_file({name: each for name, each in whole.items() if "_unet_" in name}, folder / "ink.safetensors")
    return folder / "ink.safetensors"


@pytest.fixture(scope="module")
def controlnet(tiny_model: Path, folder: Path) -> Path:
    return tiny_models.make_tiny_controlnet(tiny_model, folder / "edges")


def mac(torch_version: str = HALF, ram: int = 16 * GIB, macos: str = "14.5") -> Machine:
    facts = {"device": "mps", "macos": macos, "arch": "arm64", "chip": "Apple M1"}
    return replace(detect_machine(), torch=torch_version, ram=ram, **facts)


Made = tuple[Image.Image, Seen, str]
"""A picture, what the GPU was asked for it, and in which precision."""


def made(request: Request, machine: Machine) -> Made:
    """Make a picture on a pretended Mac."""
    engine = Engine(machine, slice_bytes=SLICE)
    drawn = made_by(engine, request)
    _release(engine)
    return drawn


def made_by(engine: Engine, request: Request) -> Made:
    with pretended() as seen:
        done = engine.generate(resolve_request(request), IMAGES, nothing, nothing)
    return done.image, seen, str(done.made_with["dtype"])


@pytest.fixture(scope="module")
def macs() -> Iterator[dict[str, Engine]]:
    """One engine on a pretended Mac for each version of PyTorch, which keeps its model loaded for the next test."""
    engines = {version: Engine(mac(version), slice_bytes=SLICE) for version in (HALF, WHOLE)}
    yield engines
    for each in engines.values():
        _release(each)


def _release(engine: Engine) -> None:
    with pretended():
        engine.release()


def near(one: Image.Image, other: Image.Image) -> float:
    """Return by how much two pictures differ on average, 0 to 255."""
    return float(np.abs(np.asarray(one, float) - np.asarray(other, float)).mean())


# What is asked of the GPU, against what PyTorch has for it


def test_the_table_of_kernels_knows_what_mps_lacks() -> None:
    kernels = read_kernels()
    assert all(kernels[name] for name in ("add.Tensor", "convolution", "_softmax", "native_group_norm", "bmm"))
    assert not any(kernels[name] for name in ("_int_mm", "_scaled_mm", "_linalg_eigh"))
    assert lacking(Seen(operations=Counter(["aten::_int_mm", "aten::bmm"]))) == ["_int_mm"]


# The pretence itself


def test_what_a_mac_refuses_is_refused() -> None:
    with pretended():
        with pytest.raises(TypeError, match="float64"):
            torch.zeros(2, dtype=torch.float64, device="mps")
        with pytest.raises(TypeError, match="float64"):
            torch.zeros(2, dtype=torch.float64).to("mps")
        there = torch.ones(2, device="mps")
        with pytest.raises(RuntimeError, match="same device"):
            torch.add(there, torch.ones(2))
        with pytest.raises(TypeError, match="numpy"):
            there.numpy()
        assert (there * 2).device.type == "mps"
        assert (there * 2).cpu().tolist() == [2, 2]


@pytest.mark.parametrize("steps", [5])
def test_a_scheduler_that_hands_doubles_to_the_gpu_is_found(tiny_model: Path, steps: int) -> None:
    """Why the second-order ones with Karras sigmas are not on offer."""
    from diffusers import KDPM2DiscreteScheduler

    scheduler = KDPM2DiscreteScheduler(use_karras_sigmas=True)
    with pretended(), pytest.raises(TypeError, match="float64"):
        scheduler.set_timesteps(steps, device="mps")


# What is on offer


@pytest.fixture(params=[HALF, WHOLE], ids=["half", "single"])
def version(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.mark.parametrize("scheduler", SCHEDULERS)
def test_every_scheduler_draws_on_a_mac_what_the_processor_draws(
    engine, macs, tiny_model: Path, scheduler: str, version: str
) -> None:
    wanted = asked(tiny_model, scheduler=scheduler, steps=4)
    picture, seen, dtype = made_by(macs[version], wanted)
    assert dtype == ("float16" if version == HALF else "float32")
    here = engine.generate(resolve_request(wanted), IMAGES, nothing, nothing).image
    if version == WHOLE:
        assert near(picture, here) < 0.02, "the same numbers, but for the order of sums"
    else:
        assert near(picture, here) < 8
    assert lacking(seen) == []
    assert seen.large == []


WAYS: dict[str, dict[str, Any]] = {
    "from an image": {"image": IMAGE, "strength": 0.5},
    "inpainting": {"image": IMAGE, "strength": 0.8, "mask": MASK},
    "only masked": {"image": IMAGE, "strength": 0.8, "mask": MASK, "mask_only": True},
    "high resolution": {"hires_scale": 2.0, "steps": 4},
    "enlarged": {"upscale": 2},
    "variation": {"variation_seed": 5, "variation_strength": 0.3},
    "clip skip": {"clip_skip": 2, "negative_prompt": "a (blue:1.3) boat BREAK " + "a boat " * 60},
    "guidance rescale and eta": {"guidance_rescale": 0.7, "eta": 0.5, "scheduler": "ddim"},
    "without guidance": {"guidance_scale": 0.0},
    "guidance that ends": {"guidance_end": 0.5},
    "steps that reuse": {"unconditional_interval": 2, "cache_interval": 3},
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_making_a_picture_goes_on_a_mac(macs, tiny_model: Path, way: str, version: str) -> None:
    _picture, seen, _dtype = made_by(macs[version], asked(tiny_model, **WAYS[way]))
    assert lacking(seen) == []


def test_what_is_added_goes_on_a_mac(
    tiny_model: Path, lora: Path, controlnet: Path, folder: Path, version: str
) -> None:
    wanted = asked(
        tiny_model,
        loras=(Lora(model=str(lora)),),
        controls=(Control(model=str(controlnet), image=MAP),),
        steps=2,
    )
    _picture, seen, _dtype = made(wanted, mac(version))
    assert lacking(seen) == []


# Loops over steps that hand nothing back but what they begin with; the rest read their timestep back at each.
FLOWING = ("dpm++ 2m karras", "dpm++ 2m", "euler", "euler trailing", "euler a", "heun", "dpm++ sde", "unipc", "deis")


def test_no_step_waits_for_the_gpu(tiny_model: Path) -> None:
    """Each value that is read back lets all that was asked for finish first; of ours there is none in the loop."""
    reads: dict[str, list[int]] = {scheduler: [] for scheduler in FLOWING}
    with pretended() as seen:
        engine = Engine(mac())
        engine.preload(str(tiny_model), nothing)
        for scheduler, found in reads.items():
            for steps in (1, 2, 4):
                before = seen.reads
                engine.generate(
                    resolve_request(asked(tiny_model, scheduler=scheduler, steps=steps)), IMAGES, nothing, nothing
                )
                found.append(seen.reads - before)
        engine.release()
    assert {scheduler: found[2] - found[1] for scheduler, found in reads.items()} == dict.fromkeys(FLOWING, 0)
    assert DEFAULT_SCHEDULER in FLOWING


# One of each class and algorithm: how the levels are spaced is tried above, and is the same in every pipeline. SDXL's
# pipelines call them as those of Stable Diffusion do, so that one of each way to step is enough.
KINDS = {
    (row.class_name, row.options.get("algorithm_type")): name for name, row in SCHEDULERS.items() if not row.xl_class
}
XL_KINDS = (DEFAULT_SCHEDULER, "euler a", "heun", "dpm++ sde", "ddim", "lcm")
PIPELINES: dict[str, dict[str, Any]] = {
    "from an image": {"image": IMAGE, "strength": 1.0},
    "inpainting": {"image": IMAGE, "strength": 1.0, "mask": MASK},
    "ControlNet": {"controls": True},
    "ControlNet from an image": {"controls": True, "image": IMAGE, "strength": 1.0},
    "ControlNet inpainting": {"controls": True, "image": IMAGE, "strength": 1.0, "mask": MASK},
    "SDXL": {"width": 128, "height": 128},
    "SDXL from an image": {"width": 128, "height": 128, "image": IMAGE, "strength": 1.0},
    "SDXL inpainting": {"width": 128, "height": 128, "image": IMAGE, "strength": 1.0, "mask": MASK},
    "SDXL ControlNet": {"width": 128, "height": 128, "controls": True},
    "SDXL and its refiner": {"width": 128, "height": 128, "refiner": True, "refiner_start": 0.5},
}


@pytest.mark.parametrize("pipeline", PIPELINES)
def test_every_pipeline_goes_on_a_mac_with_every_kind_of_scheduler(
    engine, tiny_model: Path, xl: Path, controlnet: Path, tmp_path: Path, pipeline: str, version: str
) -> None:
    """One model, loaded once: what a scheduler hands to the GPU is not for the others to hide."""
    changes, is_xl = dict(PIPELINES[pipeline]), pipeline.startswith("SDXL")
    if changes.pop("controls", False):
        follows = tiny_models.make_tiny_controlnet(xl, tmp_path / "controlnet") if is_xl else controlnet
        changes["controls"] = (Control(model=str(follows), image=MAP),)
    if changes.pop("refiner", False):
        changes["refiner"] = str(tiny_models.make_tiny_refiner(tmp_path / "refiner"))
    wanted = asked(xl if is_xl else tiny_model, steps=2, **changes)
    with pretended() as seen:
        there = Engine(mac(version), slice_bytes=SLICE // 4 if is_xl else SLICE)
        pictures = {
            name: there.generate(resolve_request(replace(wanted, scheduler=name)), IMAGES, nothing, nothing).image
            for name in (XL_KINDS if is_xl else KINDS.values())
        }
        there.release()
    assert lacking(seen) == []
    assert seen.large == []
    if version == WHOLE:
        for name, picture in pictures.items():
            here = engine.generate(resolve_request(replace(wanted, scheduler=name)), IMAGES, nothing, nothing).image
            assert near(picture, here) < 0.05, name


def test_deepfloyd_if_goes_on_a_mac_in_its_three_stages(
    tmp_path: Path, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for steps in ("cascade.SECOND_STEPS", "upscaling.X4_STEPS"):
        monkeypatch.setattr(f"macapp.engine.generation.{steps}", 3)
    wanted = asked(tiny_models.make_tiny_if(tmp_path / "if"), scheduler="own", width=256, height=256, steps=2)
    _picture, seen, _dtype = made(wanted, mac(version))
    assert lacking(seen) == []


@pytest.mark.usefixtures("here", "free")
def test_a_tiny_autoencoder_shows_the_picture_so_far_on_a_mac(tiny_model: Path, version: str) -> None:
    with pretended() as seen:
        there = Engine(mac(version))
        looks, _ = looked(there, asked(tiny_model, steps=2))
        there.release()
    assert {each.size for each in looks} == {(64, 64)}
    assert lacking(seen) == []


def test_a_family_that_overflows_is_drawn_so_on_an_older_pytorch(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "macapp.planning.precision.FP16_OVERFLOW_FAMILIES", {"Stable Diffusion"}
    )  # of few channels as it is
    with pretended() as seen:
        engine = Engine(mac("2.9.0"))
        done = engine.generate(resolve_request(asked(tiny_model, steps=2)), IMAGES, nothing, nothing)
        assert engine.session is not None
        parts = engine.session.loaded.parts
        kept = {name: parts[name].dtype for name in ("unet", "text_encoder", "vae")}
        engine.release()
    assert (kept["unet"], kept["text_encoder"], kept["vae"]) == (torch.float32, torch.float16, torch.float16)
    assert done.made_with["dtype_unet"] == "float32"
    assert lacking(seen) == []


@pytest.mark.parametrize("form", ["folder", "file"])
def test_text_encoders_attend_plainly_on_a_mac(tmp_path: Path, tiny_model: Path, form: str) -> None:
    """Fused attention that hides the future by a flag lets some of it through there (pytorch issue 195910)."""
    model = tiny_model if form == "folder" else save_single(make_pipeline("SD 1"), tmp_path / "one.safetensors")
    ways = []
    for device in ("mps", "cpu"):
        with pretended():
            engine = Engine(mac() if device == "mps" else replace(detect_machine(), device="cpu"))
            engine.generate(resolve_request(asked(model, steps=1)), IMAGES, nothing, nothing)
            assert engine.session is not None
            ways.append(engine.session.loaded.parts["text_encoder"].config._attn_implementation)  # noqa: SLF001
            engine.release()
    assert ways == ["eager", "sdpa"]


@pytest.mark.parametrize("macos", ["14.5", "13.5"])
@pytest.mark.parametrize("family", TINY_FAMILIES, ids=str)
def test_every_other_family_goes_on_a_mac(tmp_path: Path, family: str, macos: str) -> None:
    """On macOS 14 in bfloat16 or half precision, before it in half or single."""
    folder = make_other(family, tmp_path / "model")
    kind = models.find_checkpoint(str(folder)).architecture.family
    wanted = asked(folder, scheduler="own", steps=2, width=64, height=64, **needs_of(family))
    _picture, seen, dtype = made(wanted, mac(macos=macos))
    assert (dtype == "bfloat16") == (macos == "14.5" and kind in BF16_FAMILIES)
    assert (dtype == "float32") == (macos == "13.5" and kind in BF16_FAMILIES - FP16_SAFE_FAMILIES)
    assert lacking(seen) == []
    assert seen.large == []


FROM_IMAGES: dict[Task, dict[str, Any]] = {
    Task.IMAGE: {"image": IMAGE, "strength": 1.0},
    Task.MASK: {"image": IMAGE, "strength": 1.0, "mask": MASK},
}


@pytest.mark.parametrize(
    ("family", "task"),
    [(name, task) for name in TINY_FAMILIES for task in FROM_IMAGES if task in FAMILIES[name].pipelines],
)
def test_every_other_family_starts_from_an_image_on_a_mac(tmp_path: Path, family: str, task: Task) -> None:
    folder = make_other(family, tmp_path / "model")
    _picture, seen, _dtype = made(asked(folder, scheduler="own", steps=2, **FROM_IMAGES[task]), mac())
    assert lacking(seen) == []


@pytest.mark.parametrize("family", [name for name in TINY_FAMILIES if FAMILIES[name].lora_layers])
def test_every_other_family_takes_a_lora_on_a_mac(tmp_path: Path, family: str) -> None:
    if FAMILIES[family].denoiser_part != "transformer":
        pytest.skip("test_what_is_added_goes_on_a_mac has one for this UNet")
    folder = make_other(family, tmp_path / "model")
    lora = make_transformer_lora(folder, tmp_path / "ink.safetensors")
    wanted = asked(folder, scheduler="own", steps=2, loras=(Lora(model=str(lora)),), **needs_of(family))
    _picture, seen, _dtype = made(wanted, mac())
    assert lacking(seen) == []


@pytest.mark.parametrize("family", ["StableDiffusion3Pipeline", "FluxPipeline", "PixArtSigmaPipeline"])
def test_every_scheduler_of_a_transformer_goes_on_a_mac(tmp_path: Path, family: str) -> None:
    folder, there = make_other(family, tmp_path / "model"), Engine(mac(), slice_bytes=SLICE)
    for scheduler in FAMILIES[family].schedulers:
        _picture, seen, _dtype = made_by(there, asked(folder, scheduler=scheduler, steps=3))
        assert lacking(seen) == [], scheduler
    _release(there)


@pytest.mark.parametrize("family", TRANSFORMER_CONTROLNETS)
def test_a_transformer_follows_a_map_on_a_mac(tmp_path: Path, family: str) -> None:
    folder = make_other(family, tmp_path / "model")
    follows = make_transformer_controlnet(family, folder, tmp_path / "edges")
    controls = (Control(model=str(follows), image=MAP),)
    _picture, seen, _dtype = made(asked(folder, scheduler="own", steps=2, controls=controls), mac())
    assert lacking(seen) == []


def test_what_the_x4_upscaler_draws_is_decoded_in_tiles_where_a_mac_would_multiply_it_wrongly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its latents are as large as the small picture: 256 pixels a side, as DeepFloyd IF asks for, are too many."""
    assert exceeds_sequence_limit("mps", 256**2)
    assert not exceeds_sequence_limit("mps", (VAE_TILE_PIXELS // X4_SCALE) ** 2)
    monkeypatch.setattr("macapp.engine.generation.upscaling.X4_STEPS", 1)
    monkeypatch.setattr("macapp.planning.plan.MAX_POSITIONS", 32**2)  # the same, smaller
    for name in ("VAE_TILE_PIXELS", "VAE_TILE_SINGLE_PIXELS"):
        monkeypatch.setattr(f"macapp.planning.memory.{name}", 32 * X4_SCALE)
    upscaler = tiny_models.make_x4_upscaler(tmp_path / "x4")
    decoded: list[int] = []
    for device in ("mps", "cpu"):
        with pretended():
            opened = load_upscaler(find_auxiliary(str(upscaler), AuxiliaryKind.UPSCALER), device, torch.float32)
            vae = next(each for each in opened.parts if isinstance(each, AutoencoderKL))
            vae.decoder.register_forward_pre_hook(lambda _vae, given: decoded.append(given[0].shape[-1]))
            drawn = opened.upscale(noise(3, (48, 48)), UpscaleTask("a heart", 1, nothing))
            assert drawn.size == (192, 192)
    assert max(decoded[:-1]) == 32
    assert decoded[-1] == 48, "elsewhere whole"
