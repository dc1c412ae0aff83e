"""The arithmetic of a picture, counted from a model's configuration files: what its time grows with. Any thread.

Products of matrices and convolutions are counted, two operations for each pair of numbers, as PyTorch's own counter
does: nothing else takes time worth naming. The layers are those of diffusers' `UNet2DConditionModel` and
`AutoencoderKL`; of a transformer every weight that meets every position counts, of a network that enlarges every weight
for every pixel. Left out: LoRA (about a hundredth of a step at rank 16) and maps that a model draws.
`tests/models/test_flops.py` holds the sums against the counter.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import Request
from macapp.errors import EaselError
from macapp.models.auxiliary import AuxiliaryModel, find_auxiliary
from macapp.models.catalog import load_catalog
from macapp.models.checkpoint import Checkpoint, find_checkpoint, read_components, read_config
from macapp.models.request_models import is_diffusion_upscaler, parameter_count, request_upscaler
from macapp.models.safetensors import read_header
from macapp.models.single_file import materialize_controlnet_config
from macapp.planning.tiling import TILE, X4, X4_STEPS, X4_TILE, iter_tiles

TOKENS = 77  # that CLIP reads at a time
TERA = 1e12
_PLAIN, _CROSS = ("DownBlock2D", "UpBlock2D"), ("CrossAttnDownBlock2D", "CrossAttnUpBlock2D")
_UP_FOR = dict([_PLAIN, _CROSS])
_NOT_OF_POSITIONS = ("norm", "adaln", "context", "add_", "embed")
"""Parts of the names of weights in a transformer that meet the prompt or the time, not each position of the picture."""


@dataclass(frozen=True)
class FlopPolynomial:
    """Operations as a sum of powers of how many latents there are: once, for each, for each pair."""

    once: float = 0.0
    each: float = 0.0
    pairs: float = 0.0

    def __add__(self, other: "FlopPolynomial") -> "FlopPolynomial":
        return FlopPolynomial(self.once + other.once, self.each + other.each, self.pairs + other.pairs)

    def shared(self, parts: float) -> "FlopPolynomial":
        """Return the same where only one of `parts` latents is there."""
        return FlopPolynomial(self.once, self.each / parts, self.pairs / parts**2)

    def at(self, latents: float) -> float:
        """Return the 10**12 operations at so many latents."""
        return (self.once + self.each * latents + self.pairs * latents**2) / TERA


@dataclass(frozen=True)
class ModelFlops:
    """What the parts of a model do for one picture: a step without guidance, a ControlNet's part of it, the VAE."""

    step: FlopPolynomial
    control: FlopPolynomial
    """of a ControlNet that nothing more is known of: a copy of the way down and the middle"""
    decode: FlopPolynomial
    encode: FlopPolynomial
    latent_scale: int
    doubles: bool = True
    """whether guidance means a second pass"""

    def for_request(self, request: Request) -> float:
        """Return the 10**12 operations of the picture that a request asks for, without what enlarges it."""
        small, large = self._latents(request.size), self._latents(request.refined_size)
        step = sum((_controlnet(each.model) or self.control for each in request.controls), self.step)
        refiner = None if request.refiner is None else model_flops(request.refiner)
        own = request.base_steps if refiner is None else _before_refiner(request)
        whole = self._passes(0, own, request) * step.at(small) + self.decode.at(small)
        if refiner is not None:
            whole += self._passes(own, request.base_steps, request) * refiner.step.at(small)
        if request.image is not None:
            whole += self.encode.at(small)
        if request.refine_steps:
            guided = request.model_evaluations - request.total_steps - request.guided_steps if self.doubles else 0
            refined = request.refine_steps + guided
            whole += self.encode.at(large) + self.decode.at(large) + refined * step.at(large)
        return whole

    def _passes(self, first: int, last: int, request: Request) -> int:
        """Return how often a model looks at a picture from one step up to another: twice where it is guided."""
        guided = max(0, min(last, request.guided_steps) - first) if self.doubles else 0
        return last - first + guided

    def _latents(self, size: tuple[int, int]) -> float:
        return size[0] * size[1] / self.latent_scale**2


def request_tflop(request: Request) -> float | None:
    """Return the 10**12 operations of the picture that a request asks for; None where the model's are not known."""
    work = model_flops(request.model)
    if work is not None:
        return work.for_request(request) + _enlarging(request)
    entry, (width, height) = load_catalog().get(request.model), request.size
    return None if entry is None else entry.work(request.total_steps, width * height, request.guidance_scale > 1)


def _before_refiner(request: Request) -> int:
    """Return how many of the steps that are drawn come before the refiner takes over."""
    left_out = request.steps - request.base_steps
    return max(0, round(request.steps * request.refiner_start) - left_out)


def _controlnet(model: str) -> FlopPolynomial | None:
    """Return what a ControlNet does in a pass; None where its shapes are not known."""
    with suppress(EaselError):
        found = find_auxiliary(model, AuxiliaryKind.CONTROLNET)
        folder = found.path if found.path.is_dir() else materialize_controlnet_config(found.path)
        config = read_config(folder, "config.json")
        with suppress(LookupError, TypeError, ValueError):
            return controlnet_flops(config)
    return None


def _enlarging(request: Request) -> float:
    """Return the 10**12 operations of what enlarges a picture: to be refined, and when it is finished."""
    upscaler, whole, size = request_upscaler(request), 0.0, request.size
    if upscaler is None:
        return whole
    for wanted in (request.refined_size, request.final_size):
        while size[0] < wanted[0]:
            whole += _enlarged(upscaler, size)
            size = size[0] * X4, size[1] * X4
        size = wanted
    return whole


def _enlarged(upscaler: AuxiliaryModel, size: tuple[int, int]) -> float:
    """Return the 10**12 operations of enlarging a picture of a size; 0 for an upscaler of shapes that are not known."""
    cut = iter_tiles(size, X4_TILE if is_diffusion_upscaler(upscaler) else TILE)
    areas = [(right - left) * (bottom - top) for (left, top, right, bottom), _ in cut]
    with suppress(EaselError):
        if is_diffusion_upscaler(upscaler):
            return sum(_drawn_larger(upscaler.path, each) for each in areas)
        return 2 * parameter_count(upscaler) * sum(areas) / TERA
    return 0.0


def _drawn_larger(folder: Path, pixels: int) -> float:
    """Return what the x4 upscaler does for a tile: a latent for each pixel, always guided."""
    with suppress(LookupError, TypeError, ValueError):
        step = sum(unet_flops(read_config(folder, "unet/config.json")), FlopPolynomial())
        return 2 * X4_STEPS * step.at(pixels) + vae_flops(read_config(folder, "vae/config.json"))[0].at(pixels)
    return 0.0


def model_flops(model: str) -> ModelFlops | None:
    """Return the work of a model by its id; None for one that is not here or of a kind that is not counted."""
    with suppress(EaselError):
        return _work_in(model)
    return None


@lru_cache(maxsize=64)
def _work_in(model: str) -> ModelFlops | None:
    """Return the same; raises `EaselError` for one that is not here, which is not remembered: it may come."""
    checkpoint = find_checkpoint(model)
    try:
        return _counted(checkpoint)
    except (LookupError, TypeError, ValueError):
        return None


def _counted(checkpoint: Checkpoint) -> ModelFlops | None:
    folder, parts = checkpoint.folder, read_components(checkpoint.folder)
    if checkpoint.stages or "vae" not in parts:
        return None
    doubles = "negative_prompt" in checkpoint.kind.supports
    decode, encode = vae_flops(read_config(folder, "vae/config.json"))
    control = FlopPolynomial()
    if "unet" in parts:
        down, up = unet_flops(read_config(folder, "unet/config.json"))
        step, control = down + up, down
    else:
        step = _transformer(read_config(folder, "transformer/config.json"), folder / "transformer")
    return ModelFlops(step, control, decode, encode, checkpoint.architecture.latent_scale, doubles)


def unet_flops(config: Mapping[str, Any]) -> tuple[FlopPolynomial, FlopPolynomial]:
    """Return what a UNet does on the way down and in the middle, and what on the way up.

    Raises `ValueError` for one of other blocks than Stable Diffusion's.
    """
    levels = _levels(config)
    down, skips = _way_down_and_middle(config, levels)
    return down, _way_up(config, levels, skips)


def _way_down_and_middle(config: Mapping[str, Any], levels: list["_Level"]) -> tuple[FlopPolynomial, list[int]]:
    """Return what is done on the way down and in the middle, and the widths of what is kept for the way up."""
    down, skips = _way_down(config, levels)
    width, depth = levels[-1].width, levels[-1].depth
    if config.get("mid_block_type", "UNetMidBlock2DCrossAttn") is not None:
        middle = _residual(width, width) + _residual(width, width)
        middle += _attention(width, depth, int(config["cross_attention_dim"]))
        down += middle.shared(4 ** (len(levels) - 1))
    return down, skips


@dataclass(frozen=True)
class _Level:
    """One level of a UNet."""

    width: int
    depth: int
    """layers of attention in one place"""
    down: bool
    """whether there is attention on the way down"""
    up: bool
    crossed: bool = False
    """whether it is to the prompt alone, where there are two"""


def _levels(config: Mapping[str, Any]) -> list[_Level]:
    channels, downs = config["block_out_channels"], config["down_block_types"]
    ups = [*reversed(config["up_block_types"])]
    if not {*downs} <= {_PLAIN[0], _CROSS[0]} or not {*ups} <= {_PLAIN[1], _CROSS[1]}:
        raise ValueError(downs)
    depths = config.get("transformer_layers_per_block", 1)
    depths = depths if isinstance(depths, (list, tuple)) else [depths] * len(channels)
    crossed = config.get("only_cross_attention") or False
    crossed = crossed if isinstance(crossed, (list, tuple)) else [crossed] * len(channels)
    return [
        _Level(int(width), int(depth), down in _CROSS, up in _CROSS, bool(to_prompt))
        for width, depth, down, up, to_prompt in zip(channels, depths, downs, ups, crossed, strict=True)
    ]


def _way_down(config: Mapping[str, Any], levels: list[_Level]) -> tuple[FlopPolynomial, list[int]]:
    """Return what is done on the way down, and the widths of what is kept for the way up."""
    layers, context, held = int(config["layers_per_block"]), int(config["cross_attention_dim"]), levels[0].width
    whole, skips = _convolution(int(config["in_channels"]), held), [held]
    for number, level in enumerate(levels):
        for _ in range(layers):
            whole += _residual(held, level.width).shared(4**number)
            whole += _attention(level.width, level.depth if level.down else 0, context, level.crossed).shared(4**number)
            held = level.width
            skips.append(held)
        if number < len(levels) - 1:
            whole += _convolution(held, held).shared(4 ** (number + 1))
            skips.append(held)
    return whole, skips


def _way_up(config: Mapping[str, Any], levels: list[_Level], skips: list[int]) -> FlopPolynomial:
    layers, context, held = int(config["layers_per_block"]), int(config["cross_attention_dim"]), levels[-1].width
    whole = FlopPolynomial()
    for number, level in reversed([*enumerate(levels)]):
        for _ in range(layers + 1):
            whole += _residual(held + skips.pop(), level.width).shared(4**number)
            whole += _attention(level.width, level.depth if level.up else 0, context, level.crossed).shared(4**number)
            held = level.width
        if number:
            whole += _convolution(held, held).shared(4 ** (number - 1))
    return whole + _convolution(held, int(config.get("out_channels", 4)))


def controlnet_flops(config: Mapping[str, Any]) -> FlopPolynomial:
    """Return what a ControlNet does in a pass: a UNet's way down, and what leads its map in and what it adds out.

    Raises as `unet` does.
    """
    levels = _levels({**config, "up_block_types": [_UP_FOR[each] for each in reversed(config["down_block_types"])]})
    whole = _way_down_and_middle(config, levels)[0]
    layers, last = int(config["layers_per_block"]), len(levels) - 1
    for number, level in enumerate(levels):
        added = _convolution(level.width, level.width, 1)
        kept = layers + (number == last)  # what leaves each layer, the middle, and below what leads down
        whole += sum([added.shared(4**number)] * kept, FlopPolynomial())
        whole += added.shared(4 ** (number + 1)) if number < last else FlopPolynomial()
    whole += _convolution(levels[0].width, levels[0].width, 1)
    return whole + _embedding(config.get("conditioning_embedding_out_channels") or (16, 32, 96, 256), levels[0].width)


def _embedding(channels: Iterable[int], made: int) -> FlopPolynomial:
    """Return what brings the pixels of a map to latents, halving their sides from one width to the next."""
    widths = [int(each) for each in channels]
    pixels = 4.0 ** (len(widths) - 1)
    whole = _convolution(3, widths[0]).shared(1 / pixels)
    for held, wider in pairwise(widths):
        whole += _convolution(held, held).shared(1 / pixels)
        pixels /= 4
        whole += _convolution(held, wider).shared(1 / pixels)
    return whole + _convolution(widths[-1], made)


def vae_flops(config: Mapping[str, Any]) -> tuple[FlopPolynomial, FlopPolynomial]:
    """Return what an autoencoder does to decode and to encode, by how many latents there are."""
    channels = [int(each) for each in config["block_out_channels"]]
    layers, latent, most = int(config["layers_per_block"]), int(config["latent_channels"]), channels[-1]
    middle = _residual(most, most) + _residual(most, most)
    if config.get("mid_block_add_attention", True):
        middle += FlopPolynomial(each=8 * most**2, pairs=4 * most)
    decode = _convolution(latent, most) + middle + _maps([*reversed(channels)], layers + 1, up=True)
    encode = _maps(channels, layers, up=False) + middle + _convolution(most, 2 * latent)
    ends = _convolution(channels[0], 3).shared(4.0 ** (1 - len(channels)))
    return decode + ends, encode + ends


def _maps(channels: list[int], layers: int, up: bool) -> FlopPolynomial:
    """Return what is done to maps that become larger, or smaller, from level to level."""
    whole, held, last = FlopPolynomial(), channels[0], len(channels) - 1
    for number, width in enumerate(channels):
        level = -number if up else number - last  # each has four times as many positions as the one above it
        for _ in range(layers):
            whole += _residual(held, width).shared(4.0**level)
            held = width
        if number < last:
            whole += _convolution(width, width).shared(4.0 ** (level - 1 if up else level + 1))
    return whole


def _transformer(config: Mapping[str, Any], folder: Path) -> FlopPolynomial:
    """Return what a transformer does whose positions are patches of latents, two a side where it does not say."""
    shapes = {
        name: tuple(entry["shape"])
        for file in sorted(folder.glob("*.safetensors"))
        for name, entry in read_header(file)[1].items()
    }
    return transformer_flops(config, shapes)


def transformer_flops(config: Mapping[str, Any], shapes: Mapping[str, tuple[int, ...]]) -> FlopPolynomial:
    """Return what a transformer of these tensors does. What reads the prompt alone is left out: it is little."""
    weights = sum(
        shape[0] * shape[1]
        for name, shape in shapes.items()
        if len(shape) == 2 and not any(each in name.lower() for each in _NOT_OF_POSITIONS)
    )
    width = int(config["num_attention_heads"]) * int(config["attention_head_dim"])
    blocks = sum(int(config.get(name) or 0) for name in ("num_layers", "num_single_layers", "n_layers"))
    patch = max(2, int(config.get("patch_size") or 2))
    return FlopPolynomial(each=2 * weights, pairs=4 * width * blocks).shared(patch**2)


def _convolution(given: int, made: int, side: int = 3) -> FlopPolynomial:
    return FlopPolynomial(each=2 * side**2 * given * made)


def _residual(given: int, made: int) -> FlopPolynomial:
    """Return two convolutions, and a third that fits the way round them where the widths differ."""
    around = _convolution(given, made, 1) if given != made else FlopPolynomial()
    return _convolution(given, made) + _convolution(made, made) + around


def _attention(width: int, depth: int, context: int, crossed: bool = False) -> FlopPolynomial:
    """Return `depth` layers of attention to itself and to the prompt with a gate behind, and what leads in and out.

    Where it is `crossed`, the first is to the prompt as well.
    """
    to_itself = FlopPolynomial(each=8 * width**2, pairs=4 * width)
    to_prompt = FlopPolynomial(once=4 * TOKENS * context * width, each=4 * width**2 + 4 * TOKENS * width)
    layer = (to_prompt if crossed else to_itself) + to_prompt + FlopPolynomial(each=24 * width**2)
    whole = FlopPolynomial(each=4 * width**2 if depth else 0)
    for _ in range(depth):
        whole += layer
    return whole
