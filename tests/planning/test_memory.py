"""The predicted memory of a picture, compared with the arrays of tensors without data, in the true shapes of each
family."""

# pyright: reportArgumentType=false
# (diffusers annotates its constructors more narrowly than it calls them)

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from inspect import signature
from typing import Any

import diffusers
import pytest
import torch
from diffusers import AutoencoderKL, ControlNetModel, UNet2DConditionModel
from diffusers.models.controlnets.multicontrolnet import MultiControlNetModel
from PySide6.QtWidgets import QApplication

from macapp.domain.request import SIDE_STEP
from macapp.engine.generation.upscaling import torchvision_stub
from macapp.engine.runtime.attention import set_attention_slicing
from macapp.engine.runtime.guidance import split_guidance_batch
from macapp.engine.runtime.memory_savings import tiled_decoding
from macapp.models.catalog import load_catalog
from macapp.models.denoiser_shapes import vae_shape
from macapp.planning.architecture import Architecture, ExtraModels
from macapp.planning.attention import SLICE_BYTES, should_pad_heads, should_slice
from macapp.planning.memory import SAVINGS_STEPS, Savings, attention_levels, peak_bytes, weights_bytes
from macapp.planning.precision import choose_precision
from macapp.system.machine import GIB, Machine, with_overrides
from macapp.ui.form.size_field import SizeField, fit_shape
from tests.models.test_catalog import UNETS, X4_UNET
from tests.support.fake_mps import Held
from tests.support.libraries import with_the_current_set

MAC = Machine(ram=32 * GIB, torch="2.13.0", device="mps", macos="14.5", arch="arm64", chip="Apple M2")
SQUARES = [(side, side) for side in (256, 512, 640, 768, 1024, 1280, 1536)]
SHAPES = [(512, 768), (768, 512), (576, 1024), (832, 1216), (1344, 768)]
FAMILIES = ("sd-1.5", "sd-2.1", "sdxl")


@cache
def parts(name: str, of_unet: str, of_vae: str) -> tuple[UNet2DConditionModel, AutoencoderKL]:
    """Return the UNet and the VAE of a family, without data, each in its precision."""
    with torch.device("meta"):
        unet = UNet2DConditionModel(**UNETS[load_catalog()[name].family])
        vae = AutoencoderKL(
            block_out_channels=(128, 256, 512, 512),
            down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4,
            layers_per_block=2,
        )
    for each in unet.parameters():
        each.data = each.data.to(getattr(torch, of_unet))
    for each in vae.parameters():
        each.data = each.data.to(getattr(torch, of_vae))
    return unet.eval(), vae.eval()


def most_held(name: str, machine: Machine, size: tuple[int, int], savings: Savings) -> int:
    """Return the bytes at the peak of a step and of the decoding, beside the weights, as the engine runs them."""
    return max(
        held_by_a_step(name, machine, size, savings.guidance_in_two),
        held_by_decoding(name, machine, size, savings.vae_tiled),
    )


def sliced_parts(name: str, machine: Machine, size: tuple[int, int]) -> tuple[UNet2DConditionModel, AutoencoderKL]:
    chosen = choose_precision(machine, load_catalog()[name].family, name == "sdxl")[0]
    unet, vae = parts(name, chosen.denoiser, chosen.vae)
    for each in (unet, vae):
        sliced = should_slice(machine, size, "auto")[0]
        set_attention_slicing(each, machine.torch, sliced, SLICE_BYTES, should_pad_heads(machine)[0])
    return unet, vae


@cache
@torch.no_grad()
def held_by_a_step(name: str, machine: Machine, size: tuple[int, int], in_two: bool) -> int:
    unet, _vae = sliced_parts(name, machine, size)
    given: dict[str, Any] = {"device": "meta", "dtype": unet.dtype}
    latents = torch.empty(2, 4, size[1] // SIDE_STEP, size[0] // SIDE_STEP, **given)
    prompt = torch.empty(2, 77, UNETS[load_catalog()[name].family]["cross_attention_dim"], **given)
    sizes = {"text_embeds": torch.empty(2, 1280, **given), "time_ids": torch.empty(2, 6, **given)}
    with split_guidance_batch(unet, in_two), Held(unet.parameters(), not should_pad_heads(machine)[0]) as step:
        unet(latents, 1, prompt, added_cond_kwargs=sizes)
    return step.most


@cache
@torch.no_grad()
def held_by_decoding(name: str, machine: Machine, size: tuple[int, int], tiled: bool) -> int:
    _unet, vae = sliced_parts(name, machine, size)
    latents = torch.empty(1, 4, size[1] // SIDE_STEP, size[0] // SIDE_STEP, device="meta", dtype=vae.dtype)
    with tiled_decoding(vae, tiled), Held(vae.parameters(), not should_pad_heads(machine)[0]) as decoding:
        vae.decode(latents)
    return decoding.most


def check(name: str, machine: Machine, size: tuple[int, int], savings: Savings = SAVINGS_STEPS[0]) -> None:
    architecture = load_catalog()[name].architecture
    assert architecture is not None
    drawing = weights_bytes(machine, architecture, savings) + most_held(name, machine, size, savings)
    encoding = weights_bytes(machine, architecture, replace(savings, text_encoder_dropped=False))
    found = max(drawing, encoding if savings.text_encoder_dropped else 0)
    assert peak_bytes(machine, architecture, size, savings=savings) == pytest.approx(found, rel=0.1)


@pytest.mark.parametrize("size", [*SQUARES, *SHAPES], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", FAMILIES)
def test_the_memory_of_a_picture_is_foretold_within_a_tenth(name: str, size: tuple[int, int]) -> None:
    check(name, MAC, size)


@pytest.mark.parametrize("name", FAMILIES)
def test_also_in_every_shape_that_the_window_offers(name: str, qapp: QApplication) -> None:
    for shape in SizeField().shapes():
        check(name, MAC, fit_shape(shape, load_catalog()[name].native_size))


@pytest.mark.parametrize("size", [(512, 512), (1024, 1024)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", FAMILIES)
def test_also_where_attention_is_not_fused(name: str, size: tuple[int, int]) -> None:
    check(name, with_overrides("torch=2.8.0", MAC), size)


@pytest.mark.parametrize("savings", SAVINGS_STEPS)
@pytest.mark.parametrize("name", FAMILIES)
def test_also_with_what_saves_memory(name: str, savings: Savings) -> None:
    side = load_catalog()[name].native_size
    check(name, MAC, (side, side), savings)
    check(name, MAC, (1280, 1280), savings)


# What is used beside a checkpoint


@torch.no_grad()
@pytest.mark.parametrize("torch_version", ["2.13.0", "2.8.0"])
@pytest.mark.parametrize(
    ("name", "side", "count"),
    [("sd-1.5", 512, 1), ("sd-1.5", 512, 3), ("sd-1.5", 1024, 1), ("sd-2.1", 768, 1), ("sdxl", 1024, 1)],
)
def test_controlnets_add_what_they_weigh_and_what_they_leave_for_the_unet(
    name: str, side: int, count: int, torch_version: str
) -> None:
    machine, pads = with_overrides(f"torch={torch_version}", MAC), torch_version == "2.13.0"
    chosen = choose_precision(machine, load_catalog()[name].family)[0]
    unet, _vae = parts(name, chosen.denoiser, chosen.denoiser)
    known = signature(ControlNetModel.__init__).parameters
    shapes = {key: value for key, value in UNETS[load_catalog()[name].family].items() if key in known}
    with torch.device("meta"):
        nets = [ControlNetModel(**shapes).to(torch.float16).eval() for _ in range(count)]
    for each in (unet, *nets):
        set_attention_slicing(each, torch_version, True, SLICE_BYTES, pads)
    given: dict[str, Any] = {"device": "meta", "dtype": torch.float16}
    latents = torch.empty(2, 4, side // SIDE_STEP, side // SIDE_STEP, **given)
    prompt = torch.empty(2, 77, shapes["cross_attention_dim"], **given)
    sizes = {"text_embeds": torch.empty(2, 1280, **given), "time_ids": torch.empty(2, 6, **given)}
    own = [weight for each in (unet, *nets) for weight in each.parameters()]
    asked = {"added_cond_kwargs": sizes, "return_dict": False}
    with Held(own, not pads) as step:
        images = [torch.empty(2, 3, side, side, **given) for _ in nets]
        down, middle = MultiControlNetModel(nets)(latents, 1, prompt, images, [1.0] * count, **asked)
        added = {"down_block_additional_residuals": down, "mid_block_additional_residual": middle}
        unet(latents.to(unet.dtype), 1, prompt.to(unet.dtype), **asked, **added)
    architecture = load_catalog()[name].architecture
    assert architecture is not None
    numbers = sum(weight.numel() for each in nets for weight in each.parameters())
    with_controls = replace(architecture, vae_channels=1, extras=ExtraModels(weights=numbers, controls=count))
    foretold = peak_bytes(machine, with_controls, (side, side))
    assert foretold - weights_bytes(machine, with_controls) == pytest.approx(step.most, rel=0.1)
    assert weights_bytes(machine, with_controls) == weights_bytes(machine, architecture) + 2 * numbers


def test_layers_that_are_kept_take_a_map_of_the_top_level_for_each_side() -> None:
    """`tests/engine/runtime/test_deep_layers.py` counts the numbers that are really kept."""
    own = load_catalog()["sd-1.5"].architecture
    assert own is not None
    bare = replace(own, vae_channels=1)
    keeping = replace(bare, extras=ExtraModels(keeps_layers=True))
    assert peak_bytes(MAC, keeping, (512, 512)) - peak_bytes(MAC, bare, (512, 512)) == 2 * 320 * 64 * 64 * 2


@torch.no_grad()
@pytest.mark.parametrize("sides", [(1024, 1024), (512, 768)])
def test_a_reference_image_takes_what_the_vae_holds_while_it_encodes(sides: tuple[int, int]) -> None:
    _unet, vae = parts("sd-1.5", "float16", "float16")
    set_attention_slicing(vae, "2.13.0", True, SLICE_BYTES, True)
    image = torch.empty(1, 3, *sides, device="meta", dtype=torch.float16)
    with Held(vae.parameters(), False) as encoding:
        vae.encode(image)
    pixels = sides[0] * sides[1]
    own = load_catalog()["sd-1.5"].architecture
    assert own is not None
    bare = replace(own, weights=0, text_weights=0, attention=(), channels=1)
    with_references = replace(bare, extras=ExtraModels(reference_pixels=(pixels, pixels // 4)))
    assert peak_bytes(MAC, with_references, (64, 64)) == pytest.approx(encoding.most, rel=0.1)


@torch.no_grad()
@with_the_current_set
@pytest.mark.parametrize("name", ["AutoencoderKLFlux2", "AutoencoderKLQwenImage"])
def test_so_it_does_in_the_families_that_edit(name: str) -> None:
    blocks = {"down_block_types": ("DownEncoderBlock2D",) * 4, "up_block_types": ("UpDecoderBlock2D",) * 4}
    plain = {"block_out_channels": (128, 256, 512, 512), "layers_per_block": 2, **blocks}
    with torch.device("meta"):
        vae = getattr(diffusers, name)(**(plain if "Flux" in name else {})).eval()
    image = torch.empty(1, 3, *([] if "Flux" in name else [1]), 1024, 1024, device="meta")
    with Held(vae.parameters(), False) as encoding:
        vae.encode(image)
    own = load_catalog()["sd-1.5"].architecture
    assert own is not None
    bare = replace(own, weights=0, text_weights=0, attention=(), channels=1, vae_single=True, **vae_shape(vae.config))
    with_reference = replace(bare, extras=ExtraModels(reference_pixels=(1024 * 1024,)))
    assert peak_bytes(MAC, with_reference, (64, 64)) == pytest.approx(encoding.most, rel=0.1)


def test_the_tokens_of_reference_images_count_like_those_of_the_picture() -> None:
    own = load_catalog()["sd-1.5"].architecture
    assert own is not None
    seen = replace(own, extras=ExtraModels(reference_pixels=(512 * 512, 512 * 1024)))
    assert [*attention_levels(seen, (512, 512))] == [*attention_levels(own, (1024, 1024))]


@torch.no_grad()
@pytest.mark.parametrize("side", [128, 256])
def test_a_network_that_enlarges_takes_two_of_its_largest_maps(side: int) -> None:
    with torchvision_stub():
        from spandrel.architectures.ESRGAN import ESRGAN
    with torch.device("meta"):
        network = ESRGAN(num_filters=64, num_blocks=23, scale=4).eval()
    numbers = sum(each.numel() for each in network.parameters())
    with Held(network.parameters(), False) as held:
        network(torch.empty(1, 3, side, side, device="meta"))
    architecture = load_catalog()["sd-1.5"].architecture
    assert architecture is not None
    extras = ExtraModels(single_weights=numbers, enlarged=(4 * side) ** 2)
    alone = replace(architecture, weights=0, text_weights=0, extras=extras)
    assert peak_bytes(MAC, alone, (64, 64)) == pytest.approx(4 * numbers + held.most, rel=0.1)


@torch.no_grad()
def test_an_upscaler_that_draws_takes_what_its_own_shapes_say() -> None:
    with torch.device("meta"):
        unet = UNet2DConditionModel(**X4_UNET).to(torch.float16).eval()
        vae = AutoencoderKL(
            block_out_channels=(128, 256, 512),
            down_block_types=("DownEncoderBlock2D",) * 3,
            up_block_types=("UpDecoderBlock2D",) * 3,
            layers_per_block=2,
        ).eval()
    set_attention_slicing(unet, "2.13.0", True, SLICE_BYTES, True)
    set_attention_slicing(vae, "2.13.0", True, SLICE_BYTES, True)
    given: dict[str, Any] = {"device": "meta", "dtype": torch.float16}
    classes = torch.zeros(2, dtype=torch.long, device="meta")
    with Held(unet.parameters(), False) as step:
        unet(torch.empty(2, 7, 128, 128, **given), 1, torch.empty(2, 77, 1024, **given), class_labels=classes)
    with Held(vae.parameters(), True) as decoding:
        vae.decode(torch.empty(1, 4, 128, 128, device="meta"))
    own = Architecture(
        native_size=512,
        weights=1_740_000_000,
        text_weights=0,
        bytes_per_weight=2,
        latent_scale=4,
        attention=((2, 8), (4, 8), (8, 8)),
        channels=256,
        vae_attention=True,
        vae_channels=256,
        vae_single=True,
    )
    assert peak_bytes(MAC, own, (512, 512)) - own.weights == pytest.approx(max(step.most, decoding.most), rel=0.1)
    beside = replace(load_catalog()["sd-1.5"].architecture or own, extras=ExtraModels(models=((own, (512, 512)),)))
    assert (
        peak_bytes(MAC, beside, (64, 64)) == weights_bytes(MAC, beside) + peak_bytes(MAC, own, (512, 512)) - own.weights
    )
    assert weights_bytes(MAC, beside) == weights_bytes(MAC, replace(beside, extras=ExtraModels())) + own.weights


# Beside diffusers' own slicing, which computes one head of one picture at a time


@torch.no_grad()
def step_held(name: str, side: int, slice_it: Callable[[UNet2DConditionModel], None], scores: bool) -> int:
    """Return the bytes that a step holds at its peak in half precision, beside the weights."""
    unet, _vae = parts(name, "float16", "float16")
    slice_it(unet)
    given: dict[str, Any] = {"device": "meta", "dtype": torch.float16}
    prompt = torch.empty(2, 77, UNETS[load_catalog()[name].family]["cross_attention_dim"], **given)
    sizes = {"text_embeds": torch.empty(2, 1280, **given), "time_ids": torch.empty(2, 6, **given)}
    with Held(unet.parameters(), scores) as step:
        unet(torch.empty(2, 4, side // 8, side // 8, **given), 1, prompt, added_cond_kwargs=sizes)
    return step.most


@cache
def least_of_diffusers(name: str, side: int) -> int:
    return step_held(name, side, lambda unet: unet.set_attention_slice("max"), scores=True)


SHAPES_OF_FAMILIES = [(name, side) for name in FAMILIES for side in (256, 512, 768, 1024)]


@pytest.mark.parametrize(("name", "side"), SHAPES_OF_FAMILIES)
@pytest.mark.parametrize(("torch_version", "pads"), [("2.8.0", False), ("2.13.0", True)], ids=["sliced", "padded"])
def test_our_slices_hold_no_more_than_the_least_of_diffusers(
    name: str, side: int, torch_version: str, pads: bool
) -> None:
    least = least_of_diffusers(name, side)
    ours = step_held(
        name, side, lambda unet: set_attention_slicing(unet, torch_version, True, SLICE_BYTES, pads), scores=not pads
    )
    assert ours <= least
