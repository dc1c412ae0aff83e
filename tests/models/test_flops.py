"""The operations counted from configurations equal those of the counter of PyTorch."""

# pyright: reportArgumentType=false
# (diffusers annotates its constructors more narrowly than it calls them)

import json
import shutil
from dataclasses import replace
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import ControlNetModel, UNet2DConditionModel
from safetensors.torch import save_file

from macapp.domain.request import Control
from macapp.engine.generation.upscaling import torchvision_stub
from macapp.engine.runtime.deep_layers import UnetLayers
from macapp.models.catalog import CHECKPOINT, CatalogEntry, load_catalog
from macapp.models.flops import (
    controlnet_flops,
    entry_step_tflop,
    entry_tflop,
    model_flops,
    outer_controlnet_flops,
    outer_unet_flops,
    request_tflop,
    unet_flops,
)
from macapp.models.transformer_flops import transformer_flops
from macapp.models.vae_flops import vae_flops
from macapp.system.paths import resources_dir
from tests.models.test_catalog import UNETS, X4_UNET, placed
from tests.support import full_size, tiny_models
from tests.support.composed_models import make_parts, save_parts
from tests.support.full_size import DENOISERS, FULL_MODELS, FullSize
from tests.support.libraries import with_the_current_set
from tests.support.meta_shapes import Shaped
from tests.support.request_factory import request
from tests.support.tiny_families import make_other

FlopCounterMode = pytest.importorskip(
    "torch.utils.flop_counter", reason="PyTorch 1.13 counts no operations"
).FlopCounterMode
DEFAULTS = {each.name: each.default for each in signature(UNet2DConditionModel.__init__).parameters.values()}


def _plain(config: dict[str, Any]) -> dict[str, Any]:
    """Return a configuration without the private entries of diffusers."""
    return {name: value for name, value in config.items() if not name.startswith("_")}


def without_data(*shape: int) -> torch.Tensor:
    return torch.empty(*shape, device="meta")


def unet_counted(config: dict[str, Any], side: int) -> float:
    """Return the operations, in 10**12, that PyTorch counts for one pass on the meta device."""
    with torch.device("meta"):
        made = UNet2DConditionModel(**{**config, "sample_size": side})
        numbers = 5 if config["cross_attention_dim"] == 1280 else 6
        sizes = {"text_embeds": torch.empty(1, 1280), "time_ids": torch.empty(1, numbers)}
        prompt = torch.empty(1, 77, config["cross_attention_dim"])
    with Shaped(), FlopCounterMode(display=False) as counter:
        made(without_data(1, made.config["in_channels"], side, side), 1, prompt, added_cond_kwargs=sizes)
    return counter.get_total_flops() / 1e12


@pytest.mark.parametrize("side", [32, 128])
@pytest.mark.parametrize("name", UNETS)
def test_a_pass_of_a_unet(name: str, side: int) -> None:
    down, up = unet_flops({**DEFAULTS, **UNETS[name]})
    assert (down + up).at(side**2) == pytest.approx(unet_counted(UNETS[name], side), rel=0.001)
    assert down.at(side**2) < up.at(side**2), "the down path is not the smaller half"


@pytest.mark.parametrize(
    "depths",
    [
        {  # segmind/SSD-1B
            "transformer_layers_per_block": [1, [2, 2], [4, 4]],
            "reverse_transformer_layers_per_block": [[4, 4, 10], [2, 1, 1], 1],
            "mid_block_type": "UNetMidBlock2D",
        },
        {"transformer_layers_per_block": [1, 2, 5], "mid_block_type": None},
    ],
)
def test_a_pass_of_a_distilled_unet(depths: dict[str, Any]) -> None:
    config = UNETS["Stable Diffusion XL"] | depths
    down, up = unet_flops({**DEFAULTS, **config})
    assert (down + up).at(32**2) == pytest.approx(unet_counted(config, 32), rel=0.001)


@torch.no_grad()
@pytest.mark.parametrize("name", [*(each for each in UNETS if each != "sdxl-refiner"), "one layer a block"])
def test_a_pass_that_reuses_deep_layers(name: str) -> None:
    """The UNet and a ControlNet, whose deep layers are patched as they are for a picture."""
    config = {**DEFAULTS, **(UNETS.get(name) or {**UNETS["Stable Diffusion 1"], "layers_per_block": 1})}
    del config["self"]
    known = signature(ControlNetModel.__init__).parameters
    with torch.device("meta"):
        unet = UNet2DConditionModel(**config)
        control = ControlNetModel(**{key: value for key, value in config.items() if key in known})
        sizes = {"text_embeds": torch.empty(1, 1280), "time_ids": torch.empty(1, 6)}
        given = {"timestep": 1, "encoder_hidden_states": torch.empty(1, 77, config["cross_attention_dim"])}
        given["added_cond_kwargs"] = sizes
        for network, expected in ((unet, outer_unet_flops(config)), (control, outer_controlnet_flops(control.config))):
            image = {"controlnet_cond": torch.empty(1, 3, 256, 256)} if network is control else {}
            deep = UnetLayers(network)
            with deep.patched(), Shaped():
                deep.begin_step(reuses=False)
                network(torch.empty(1, 4, 32, 32), **given, **image)
                deep.begin_step(reuses=True)
                with FlopCounterMode(display=False) as counter:
                    network(torch.empty(1, 4, 32, 32), **given, **image)
            # The layers that read the time, which nothing counts, are a thousandth of so small a pass.
            assert expected.at(32**2) == pytest.approx(counter.get_total_flops() / 1e12, rel=0.002)


@pytest.mark.parametrize("side", [32, 128])
@pytest.mark.parametrize("name", [each for each in UNETS if each != "sdxl-refiner"])
def test_a_pass_of_a_controlnet(name: str, side: int) -> None:
    known = signature(ControlNetModel.__init__).parameters
    with torch.device("meta"):
        made = ControlNetModel(**{key: value for key, value in UNETS[name].items() if key in known})
        sizes = {"text_embeds": torch.empty(1, 1280), "time_ids": torch.empty(1, 6)}
        prompt, image = torch.empty(1, 77, UNETS[name]["cross_attention_dim"]), torch.empty(1, 3, 8 * side, 8 * side)
    with Shaped(), FlopCounterMode(display=False) as counter:
        made(without_data(1, 4, side, side), 1, prompt, image, added_cond_kwargs=sizes)
    assert controlnet_flops(made.config).at(side**2) == pytest.approx(counter.get_total_flops() / 1e12, rel=0.001)


def test_a_pass_of_the_x4_upscaler_which_attends_to_the_prompt_alone() -> None:
    with torch.device("meta"):
        made = UNet2DConditionModel(**X4_UNET)
        classes = torch.zeros(1, dtype=torch.long)
    with Shaped(), FlopCounterMode(display=False) as counter:
        made(without_data(1, 7, 128, 128), 1, without_data(1, 77, 1024), class_labels=classes)
    down, up = unet_flops(made.config)
    assert (down + up).at(128**2) == pytest.approx(counter.get_total_flops() / 1e12, rel=0.001)


def test_a_network_that_enlarges_meets_every_pixel_with_every_weight(tmp_path: Path) -> None:
    with torchvision_stub():
        from spandrel.architectures.ESRGAN import ESRGAN
    network = ESRGAN(num_filters=64, num_blocks=4, scale=4)
    save_file({name: each.clone() for name, each in network.state_dict().items()}, tmp_path / "net.safetensors")
    with torch.device("meta"), Shaped(), FlopCounterMode(display=False) as counter:
        ESRGAN(num_filters=64, num_blocks=23, scale=4)(torch.empty(1, 3, 128, 128))
    whole = ESRGAN(num_filters=64, num_blocks=23, scale=4)
    numbers = sum(each.numel() for each in whole.parameters())
    assert 2 * numbers * 128**2 == pytest.approx(counter.get_total_flops(), rel=0.1)
    plain = {"width": 128, "height": 128, "steps": 1, "guidance_scale": 1.0}
    small = sum(each.numel() for each in network.parameters())
    enlarging = {**plain, "upscaler": str(tmp_path / "net.safetensors")}
    alone = request_tflop(request(**plain)) or 0
    assert (request_tflop(request(**enlarging)) or 0) == alone, "work for upscaling was counted"
    assert (request_tflop(request(**enlarging, upscale=4)) or 0) - alone == pytest.approx(2 * small * 128**2 / 1e12)
    overlapped = (256 + 256 + 32) ** 2  # the second time: tiles of 256 that overlap by 16
    twice = (request_tflop(request(**enlarging, upscale=8)) or 0) - alone
    assert twice == pytest.approx(2 * small * (128**2 + overlapped) / 1e12)


def test_an_upscaler_that_draws_takes_steps_for_each_tile(tmp_path: Path) -> None:
    x4 = tiny_models.make_x4_upscaler(tmp_path / "x4")
    plain = {"width": 128, "height": 128, "steps": 1, "guidance_scale": 1.0}
    alone = request_tflop(request(**plain)) or 0
    once = (request_tflop(request(**plain, upscale=4, upscaler=str(x4))) or 0) - alone
    with torch.device("meta"):
        made = UNet2DConditionModel(**_plain(json.loads((x4 / "unet" / "config.json").read_text())))
        given = torch.empty(2, 7, 128, 128), 1, torch.empty(2, 77, 32)
    with Shaped(), FlopCounterMode(display=False) as counter:
        made(*given, class_labels=torch.zeros(2, dtype=torch.long, device="meta"))
    decode = vae_flops(json.loads((x4 / "vae" / "config.json").read_text()))[0].at(128**2)
    assert once == pytest.approx(25 * counter.get_total_flops() / 1e12 + decode, rel=0.01)
    wide = {**plain, "width": 256}
    twice = (request_tflop(request(**wide, upscale=4, upscaler=str(x4))) or 0) - (request_tflop(request(**wide)) or 0)
    assert 2 * once < twice < 3 * once, "not two tiles with their overlap"


def test_a_refiner_takes_the_steps_that_it_takes_over(tmp_path: Path) -> None:
    refiner, other = str(tiny_models.make_tiny_refiner(tmp_path / "refiner")), model_flops("starter")
    own = model_flops(refiner)
    assert own is not None
    assert other is not None
    plain = {"width": 128, "height": 128, "steps": 20, "guidance_scale": 4.0}
    with_refiner = request_tflop(request(**plain, refiner=refiner, refiner_start=0.8)) or 0
    assert with_refiner == pytest.approx(
        32 * other.step.full.at(256) + 8 * own.step.full.at(256) + other.decode.at(256)
    )
    ended = request_tflop(request(**plain, refiner=refiner, refiner_start=0.8, guidance_end=0.5)) or 0
    assert ended == pytest.approx(26 * other.step.full.at(256) + 4 * own.step.full.at(256) + other.decode.at(256))


def test_what_is_reused_is_not_counted_again(tmp_path: Path) -> None:
    plain = {"width": 128, "height": 128, "steps": 20, "guidance_scale": 4.0}
    work = model_flops("starter")
    assert work is not None
    full, outer, decode = (each.at(256) for each in (work.step.full, work.step.outer, work.decode))
    assert outer < 0.5 * full
    for changes, expected in (
        ({"cache_interval": 2}, 20 * full + 20 * outer),
        ({"unconditional_interval": 2}, 30 * full),
        ({"cache_interval": 2, "unconditional_interval": 2}, 20 * full + 10 * outer),
        ({"cache_interval": 4, "cache_start": 0.5, "guidance_end": 0.5}, 22 * full + 8 * outer),
    ):
        assert request_tflop(request(**plain, **changes)) == pytest.approx(expected + decode)


@with_the_current_set
def test_a_step_that_reuses_blocks_of_a_transformer_runs_the_first(tmp_path: Path) -> None:
    work = model_flops(str(make_other("FluxPipeline", tmp_path / "flux")))
    assert work is not None
    assert work.step.outer.at(64) == pytest.approx(work.step.full.at(64) / 2), "it has two blocks"


def test_controlnets_work_in_the_steps_that_refine_too(tiny_model: Path, tmp_path: Path) -> None:
    net = tiny_models.make_tiny_controlnet(tiny_model, tmp_path / "net")
    asked = request(model=str(tiny_model), steps=10, guidance_scale=1.0, hires_scale=2.0, hires_strength=0.5)
    controlled = replace(asked, controls=(Control(model=str(net), image="a" * 64),))
    added = controlnet_flops(json.loads((net / "config.json").read_text()))
    own = model_flops(str(tiny_model))
    assert own is not None
    latents = 64 * 64 / own.latent_scale**2
    more = (request_tflop(controlled) or 0) - (request_tflop(asked) or 0)
    assert more == pytest.approx(10 * added.at(latents) + 5 * added.at(4 * latents))


def test_a_picture_of_a_model_of_the_users_own(tmp_path: Path) -> None:
    own = str(shutil.copytree(resources_dir() / "starter-model", tmp_path / "own"))
    asked = request(model=own, width=128, height=128, steps=20, guidance_scale=4.0)
    whole = request_tflop(asked)
    assert whole == request_tflop(request(width=128, height=128, steps=20, guidance_scale=4.0)), (
        "not the work of the starter model"
    )
    config = json.loads((resources_dir() / "starter-model" / "unet" / "config.json").read_text())
    vae = vae_flops(json.loads((resources_dir() / "starter-model" / "vae" / "config.json").read_text()))[0]
    with torch.device("meta"):
        made = UNet2DConditionModel(**_plain(config))
    with Shaped(), FlopCounterMode(display=False) as counter:
        made(without_data(2, 4, 16, 16), 1, without_data(2, 77, 128))
    assert whole == pytest.approx(20 * counter.get_total_flops() / 1e12 + vae.at(256), rel=0.02)


def test_what_a_request_asks_for_counts() -> None:
    plain = {"width": 128, "height": 128, "steps": 20, "guidance_scale": 4.0}
    whole = request_tflop(request(**plain)) or 0
    image, control = "a" * 64, Control(model="starter-edges", image="a" * 64)
    assert (request_tflop(request(**{**plain, "guidance_scale": 1.0})) or 0) < 0.6 * whole
    assert (request_tflop(request(**plain, image=image, strength=0.5)) or 0) < 0.7 * whole
    assert 1.1 * whole < (request_tflop(request(**plain, controls=(control,))) or 0) < 1.7 * whole
    assert (request_tflop(request(**plain, hires_scale=2.0)) or 0) > 2 * whole
    assert 3.5 * whole < (request_tflop(request(**{**plain, "width": 256, "height": 256})) or 0) < 5 * whole


def test_a_model_that_is_not_here_is_known_by_the_catalogue_or_not_at_all(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub-cache"))
    asked = request(model="sd-2-inpainting", width=512, height=512, steps=20)
    assert model_flops("sd-2-inpainting") is None
    assert request_tflop(asked) == pytest.approx(20 * 1.609 + 2.515)
    assert request_tflop(request(model="/some/folder")) is None
    placed(load_catalog()["sd-2-inpainting"], tiny_model)
    assert model_flops("sd-2-inpainting") is not None, "the downloaded model was not found"


def pass_tflop(made: FullSize, size: tuple[int, int], **more: Any) -> float:
    """Return the operations, in 10**12, that PyTorch counts for one pass of a transformer of the published size."""
    network, inputs = full_size.without_data(made.denoiser), made.inputs(size) | more
    with torch.device("meta"), torch.no_grad(), Shaped(), FlopCounterMode(display=False) as counter:
        network(**inputs)
    return counter.get_total_flops() / 1e12


def decode_tflop(make: Any, latents: torch.Tensor) -> float:
    """Return the operations, in 10**12, that PyTorch counts for the decoding of latents."""
    vae = full_size.without_data(make)
    with torch.device("meta"), torch.no_grad(), Shaped(), FlopCounterMode(display=False) as counter:
        vae.decode(latents)
    return counter.get_total_flops() / 1e12


KL, FLUX_2, QWEN = (1, 16, 128, 128), (1, 32, 128, 128), (1, 16, 1, 128, 128)
"""Shapes of the latents of a picture of 1,024 pixels per side."""
PICTURES = {
    # of the authors: steps, sides of guidance of a pass, passes of a step
    "flux-2-klein-4b": ("Flux2KleinPipeline", "FLUX.2 klein 4B", FLUX_2, 4, 1),
    "z-image-turbo": ("ZImagePipeline", "Z-Image Turbo", KL, 8, 1),
    "sd-3.5-medium": ("StableDiffusion3Pipeline", "SD 3.5 medium", KL, 40, 1),  # both sides in one pass
    "flux-1-schnell": ("FluxPipeline", "FLUX.1", KL, 4, 1),
    "flux-1-dev": ("FluxPipeline", "FLUX.1", KL, 28, 1),
    "qwen-image": ("QwenImagePipeline", "Qwen-Image", QWEN, 50, 2),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_a_catalogue_model_is_what_the_counter_counts(name: str) -> None:
    pipeline, model, shape, steps, passes = PICTURES[name]
    step = passes * pass_tflop(DENOISERS[pipeline], (1024, 1024))
    decode = decode_tflop(FULL_MODELS[model].networks["vae"], full_size.empty(*shape))
    entry = load_catalog()[name]
    assert entry_tflop(entry) == pytest.approx(steps * step + decode, rel=0.003)
    assert entry_step_tflop(entry) == pytest.approx(step + decode / steps, rel=0.003)


@pytest.mark.parametrize(
    ("name", "steps", "passes"), [("flux-1-kontext-dev", 28, 1), ("qwen-image-edit", 40, 2), ("flux-2-klein-4b", 4, 1)]
)
def test_an_edited_picture_has_its_reference_in_every_step(name: str, steps: int, passes: int) -> None:
    pipeline = {"flux": "FluxPipeline", "qwen": "QwenImagePipeline"}[name[:4]]
    pipeline = "Flux2KleinPipeline" if "klein" in name else pipeline
    step = passes * pass_tflop(DENOISERS[pipeline], (1024, 2048))  # two pictures of 1,024 pixels per side
    entry = load_catalog()[name]
    both = entry_tflop(entry, references=1) or 0
    work = steps * step
    assert work < both < work + 30, "the rest is not that of the VAE"
    assert (entry_tflop(entry) == both) is (entry.references == 1)


CHECKPOINTS = [entry for entry in load_catalog().values() if entry.kind == CHECKPOINT and entry.native_size]


@pytest.mark.parametrize("entry", CHECKPOINTS, ids=lambda entry: entry.id)
def test_every_catalogue_model_but_the_cascade_has_a_time(entry: CatalogEntry) -> None:
    assert (entry_tflop(entry) is None) is (entry.id == "deepfloyd-if"), "its stages are not counted"
    assert (entry_step_tflop(entry) > 0) is (entry.id != "deepfloyd-if")


def test_a_transformer_in_a_file_of_its_own_is_counted_as_in_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("macapp.models.composition.config_cache_dir", lambda: tmp_path / "configurations")
    monkeypatch.setattr("macapp.models.part_search.scan_cache_file", lambda: tmp_path / "seen.json")
    parts = make_parts("schnell")
    save_parts(parts, tmp_path / "made", "schnell")
    found = model_flops(str(tmp_path / "made" / "diffusion_models" / "schnell.safetensors"))
    assert found is not None
    shapes = {name: tuple(tensor.shape) for name, tensor in parts["transformer"].state_dict().items()}
    assert found.step.full == transformer_flops(shapes, "FluxTransformer2DModel")
    assert found.step.full.each > 0


@pytest.mark.parametrize(("pipeline", "passes"), [("QwenImagePipeline", 2), ("FluxPipeline", 1), ("ChromaPipeline", 2)])
def test_guidance_doubles_the_steps_of_families_that_guide_twice(pipeline: str, passes: int, tmp_path: Path) -> None:
    model = str(make_other(pipeline, tmp_path / "model"))
    work = model_flops(model)
    assert work is not None
    asked = request(model=model, width=128, height=128, steps=10, guidance_scale=4.0)
    assert request_tflop(asked) == pytest.approx(10 * passes * work.step.full.at(256) + work.decode.at(256))
