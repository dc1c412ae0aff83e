"""What a picture will need, held against what arrays take on tensors without data, in each family's true shapes."""

# pyright: reportArgumentType=false
# (diffusers annotates its constructors more narrowly than it calls them)

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel

from macapp.checkpoints.catalogue import catalogue
from macapp.engine.attention import slice_attention
from macapp.engine.guidance import run_in_halves
from macapp.engine.savings import decoded_in_tiles
from macapp.hardware import GIB, Machine, pretended
from macapp.memory import LADDER, Savings, peak_bytes, weights
from macapp.precision import precisions
from macapp.request import SIDE_STEP
from macapp.slices import SLICE_BYTES, pads_heads, slices_attention
from tests.checkpoints.test_catalogue import UNETS
from tests.pretend_mps import Held

MAC = Machine(ram=32 * GIB, torch="2.13.0", device="mps", macos="14.5", arch="arm64", chip="Apple M2")
SQUARES = [(side, side) for side in (256, 512, 640, 768, 1024, 1280, 1536)]
SHAPES = [(512, 768), (768, 512), (576, 1024), (832, 1216), (1344, 768)]
FAMILIES = ("sd-1.5", "sd-2.1", "sdxl")


@cache
def parts(name: str, of_unet: str, of_vae: str) -> tuple[UNet2DConditionModel, AutoencoderKL]:
    """Return the UNet and the VAE of a family, without data, each in its precision."""
    with torch.device("meta"):
        unet = UNet2DConditionModel(**UNETS[catalogue()[name].family])
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


@torch.no_grad()
def most_held(name: str, machine: Machine, size: tuple[int, int], savings: Savings) -> int:
    """Return the bytes at the peak of a step and of the decoding, beside the weights, as the engine runs them."""
    chosen = precisions(machine, catalogue()[name].family, name == "sdxl")[0]
    unet, vae = parts(name, chosen.denoiser, chosen.vae)
    pads = pads_heads(machine)[0]
    for each in (unet, vae):
        slice_attention(each, machine.torch, slices_attention(machine, size, "auto")[0], SLICE_BYTES, pads)
    width, height = size[0] // SIDE_STEP, size[1] // SIDE_STEP
    given: dict[str, Any] = {"device": "meta", "dtype": unet.dtype}
    latents = torch.empty(2, 4, height, width, **given)
    prompt = torch.empty(2, 77, UNETS[catalogue()[name].family]["cross_attention_dim"], **given)
    sizes = {"text_embeds": torch.empty(2, 1280, **given), "time_ids": torch.empty(2, 6, **given)}
    with run_in_halves(unet, savings.guidance_in_two), Held(unet.parameters(), not pads) as step:
        unet(latents, 1, prompt, added_cond_kwargs=sizes)
    with decoded_in_tiles(vae, savings.vae_tiled), Held(vae.parameters(), not pads) as decoding:
        vae.decode(latents[:1].to(vae.dtype))
    return max(step.most, decoding.most)


def check(name: str, machine: Machine, size: tuple[int, int], savings: Savings = LADDER[0]) -> None:
    architecture = catalogue()[name].architecture
    assert architecture is not None
    held = weights(machine, architecture, savings)
    found = held + most_held(name, machine, size, savings)
    assert peak_bytes(machine, architecture, size, savings=savings) == pytest.approx(found, rel=0.1)


@pytest.mark.parametrize("size", [*SQUARES, *SHAPES], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", FAMILIES)
def test_the_memory_of_a_picture_is_foretold_within_a_tenth(name: str, size: tuple[int, int]) -> None:
    check(name, MAC, size)


@pytest.mark.parametrize("size", [(512, 512), (1024, 1024)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", FAMILIES)
def test_also_where_attention_is_not_fused(name: str, size: tuple[int, int]) -> None:
    check(name, pretended("torch=2.8.0", MAC), size)


@pytest.mark.parametrize("savings", LADDER)
@pytest.mark.parametrize("name", FAMILIES)
def test_also_with_what_saves_memory(name: str, savings: Savings) -> None:
    side = catalogue()[name].native_size
    check(name, MAC, (side, side), savings)
    check(name, MAC, (1280, 1280), savings)


# Beside diffusers' own slicing, which computes one head of one picture at a time


@torch.no_grad()
def step_held(name: str, side: int, slice_it: Callable[[UNet2DConditionModel], None], scores: bool) -> int:
    """Return the bytes that a step holds at its peak in half precision, beside the weights."""
    unet, _vae = parts(name, "float16", "float16")
    slice_it(unet)
    given: dict[str, Any] = {"device": "meta", "dtype": torch.float16}
    prompt = torch.empty(2, 77, UNETS[catalogue()[name].family]["cross_attention_dim"], **given)
    sizes = {"text_embeds": torch.empty(2, 1280, **given), "time_ids": torch.empty(2, 6, **given)}
    with Held(unet.parameters(), scores) as step:
        unet(torch.empty(2, 4, side // 8, side // 8, **given), 1, prompt, added_cond_kwargs=sizes)
    return step.most


SHAPES_OF_FAMILIES = [(name, side) for name in FAMILIES for side in (256, 512, 768, 1024)]


@pytest.mark.parametrize(("name", "side"), SHAPES_OF_FAMILIES)
@pytest.mark.parametrize(("torch_version", "pads"), [("2.8.0", False), ("2.13.0", True)], ids=["sliced", "padded"])
def test_our_slices_hold_no_more_than_the_least_of_diffusers(
    name: str, side: int, torch_version: str, pads: bool
) -> None:
    least = step_held(name, side, lambda unet: unet.set_attention_slice("max"), scores=True)
    ours = step_held(
        name, side, lambda unet: slice_attention(unet, torch_version, True, SLICE_BYTES, pads), scores=not pads
    )
    assert ours <= least
