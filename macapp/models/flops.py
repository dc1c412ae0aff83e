"""Count the operations of a picture from a model's configuration files; its time grows with them. Any thread.

Matrix products and convolutions are counted, two operations for each multiplication, as in PyTorch's own counter;
everything else is negligible. The layers of a UNet are those of `UNet2DConditionModel` in diffusers; for an upscaler
every weight counts for every pixel. Left out: the text encoders, LoRA (about a hundredth of a step at rank 16) and
control maps that a model computes. `tests/models/test_flops.py` compares the results with the counter.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import Request
from macapp.domain.step_schedule import StepWork
from macapp.errors import EaselError
from macapp.models.auxiliary import AuxiliaryModel, find_auxiliary, is_diffusion_upscaler, parameter_count
from macapp.models.catalog import CatalogEntry, load_catalog
from macapp.models.checkpoint import Checkpoint, default_settings, find_checkpoint, read_components
from macapp.models.composed_weights import TRANSFORMER
from macapp.models.composition import iter_tensors, read_sources
from macapp.models.configuration import read_config
from macapp.models.denoiser_shapes import vae_shape
from macapp.models.families import FAMILIES, STABLE_DIFFUSION
from macapp.models.layer_flops import TERA, FlopPolynomial, StepFlops, convolution, residual, self_attention
from macapp.models.published import PublishedModel, find_published
from macapp.models.references import REFERENCE_PIXELS
from macapp.models.safetensors import read_header
from macapp.models.single_file import materialize_controlnet_config
from macapp.models.transformer_flops import TensorShapes, transformer_flops
from macapp.models.vae_flops import vae_flops
from macapp.models.variants import ModelFacts, split_words
from macapp.planning.tiling import TILE_PIXELS, X4_SCALE, X4_STEPS, X4_TILE_PIXELS, iter_tiles

ANY_IMAGE = "0" * 64  # the name of an image in a request that stands for any
TOKENS = 77  # the tokens that CLIP reads at a time
_PLAIN, _CROSS = ("DownBlock2D", "UpBlock2D"), ("CrossAttnDownBlock2D", "CrossAttnUpBlock2D")
_UP_FOR = dict([_PLAIN, _CROSS])


@dataclass(frozen=True)
class ModelFlops:
    """The operations of the parts of a model for one picture: a step without guidance, a ControlNet, the VAE."""

    step: StepFlops
    control: StepFlops
    """of a ControlNet with unknown shapes: a copy of the down path and the middle"""
    decode: FlopPolynomial
    encode: FlopPolynomial
    latent_scale: int
    doubles: bool = True
    """whether guidance needs a second pass"""

    def for_request(self, request: Request) -> float:
        """Return the 10**12 operations of a request, without upscalers; reference images count as large ones."""
        first_latents, refined_latents = self._latents(request.size), self._latents(request.refined_size)
        reference = REFERENCE_PIXELS / self.latent_scale**2
        step = sum((_count_controlnet(control.model) or self.control for control in request.controls), self.step)
        refiner = None if request.refiner is None else model_flops(request.refiner)
        own = request.base_steps if refiner is None else _before_refiner(request)
        read_latents = first_latents + len(request.references) * reference
        total = self._run(request.schedule.work[:own], step, read_latents) + self.decode.at(first_latents)
        total += len(request.references) * self.encode.at(reference)
        if refiner is not None:
            rest = request.schedule_for(request.base_steps - own, request.guided_steps - own)
            total += self._run(rest.work, refiner.step, first_latents)
        if request.image is not None:
            total += self.encode.at(first_latents)
        if request.refine_steps:
            total += self.encode.at(refined_latents) + self.decode.at(refined_latents)
            total += self._run(request.refine_schedule.work, step, refined_latents)
        return total

    def _run(self, steps: Iterable[StepWork], step: StepFlops, latents: float) -> float:
        """Return the 10**12 operations of some steps."""
        full, outer = step.full.at(latents), step.outer.at(latents)
        return sum((work.sides if self.doubles else 1) * (outer if work.reuses_layers else full) for work in steps)

    def _latents(self, size: tuple[int, int]) -> float:
        return size[0] * size[1] / self.latent_scale**2


def request_tflop(request: Request) -> float | None:
    """Return the 10**12 operations of a request; None if those of the model are unknown."""
    work = model_flops(request.model)
    if work is not None:
        return work.for_request(request) + _count_upscaling(request)
    entry = load_catalog().get(request.model)
    return None if entry is None else _count_before_download(entry, request)


def entry_tflop(entry: CatalogEntry, references: int = 0) -> float | None:
    """Return the 10**12 operations of a picture of a catalogue model at its native size; None if unknown.

    Steps and guidance are those that it starts with. At least `references` reference images count.
    """
    request = _usual_request(entry, references)
    return None if request is None else _count_before_download(entry, request)


def entry_step_tflop(entry: CatalogEntry) -> float:
    """Return the 10**12 operations of a usual step of a catalogue model, with both sides of guidance; 0 if unknown."""
    if entry.step_tflop:
        return entry.step_tflop
    work, request = _count_entry(entry.id), _usual_request(entry)
    if work is None or request is None:
        return 0.0
    return work.for_request(request) / request.steps


def _count_before_download(entry: CatalogEntry, request: Request) -> float | None:
    work = _count_entry(entry.id)
    if work is not None:
        return work.for_request(request)
    return entry.work(request.total_steps, request.width * request.height, request.guidance_scale > 1)


def _usual_request(entry: CatalogEntry, references: int = 0) -> Request | None:
    """Return a request for a picture of a catalogue model as it starts with; None for other than checkpoints."""
    if not entry.native_size:
        return None
    published = _published(entry.id)
    kind, facts = STABLE_DIFFUSION, ModelFacts(split_words(entry.name), {}, {}, {})
    if published is not None:
        file = published.transformer
        kind, facts = FAMILIES[file.pipeline], replace(facts, index=file.index, denoiser=file.config)
    images = (ANY_IMAGE,) * max(references, entry.references)
    size = {"width": entry.native_size, "height": entry.native_size}
    return Request(prompt="", seed=0, model=entry.id, references=images, **size, **default_settings(kind, entry, facts))


@lru_cache(maxsize=64)
def _count_entry(model: str) -> ModelFlops | None:
    """Return the operations of a catalogue model from the tensors that it publishes; None if they are unknown."""
    found = _published(model)
    if found is None:
        return None
    file = found.transformer
    shapes = {tensor.name: tensor.shape for tensor in found.tensors[TRANSFORMER]}
    decode, encode = vae_flops(found.vae)
    return ModelFlops(
        step=_transformer_step(shapes, file.transformer, file.config),
        control=StepFlops(),
        decode=decode,
        encode=encode,
        latent_scale=vae_shape(found.vae)["latent_scale"],
        doubles=FAMILIES[file.pipeline].guides_twice,
    )


@lru_cache(maxsize=64)
def _published(model: str) -> PublishedModel | None:
    """Return the published transformer of a catalogue model with its parts; None if there is none."""
    entry = load_catalog()[model]
    return find_published(entry.header, entry.parts, f"{entry.id} {entry.name}") if entry.header else None


def _before_refiner(request: Request) -> int:
    """Return the number of steps before the refiner takes over."""
    left_out = request.steps - request.base_steps
    return max(0, round(request.steps * request.refiner_start) - left_out)


def _count_controlnet(model: str) -> StepFlops | None:
    """Return the operations of a ControlNet in one pass; None if its shapes are unknown."""
    with suppress(EaselError):
        found = find_auxiliary(model, AuxiliaryKind.CONTROLNET)
        folder = found.path if found.path.is_dir() else materialize_controlnet_config(found.path)
        config = read_config(folder, "config.json")
        with suppress(LookupError, TypeError, ValueError):
            return StepFlops(controlnet_flops(config), outer_controlnet_flops(config))
    return None


def _count_upscaling(request: Request) -> float:
    """Return the 10**12 operations of the upscalers, before the refinement and at the end."""
    upscaler, total, size = None, 0.0, request.size
    if request.upscaler is not None and request.is_enlarged:
        with suppress(EaselError):
            upscaler = find_auxiliary(request.upscaler, AuxiliaryKind.UPSCALER)
    if upscaler is None:
        return total
    for wanted in (request.refined_size, request.final_size):
        while size[0] < wanted[0]:
            total += _count_enlargement(upscaler, size)
            size = size[0] * X4_SCALE, size[1] * X4_SCALE
        size = wanted
    return total


def _count_enlargement(upscaler: AuxiliaryModel, size: tuple[int, int]) -> float:
    """Return the 10**12 operations of one enlargement; 0 for an upscaler with unknown shapes."""
    cut = iter_tiles(size, X4_TILE_PIXELS if is_diffusion_upscaler(upscaler) else TILE_PIXELS)
    areas = [(right - left) * (bottom - top) for (left, top, right, bottom), _ in cut]
    with suppress(EaselError):
        if is_diffusion_upscaler(upscaler):
            return sum(_count_x4_tile(upscaler.path, area) for area in areas)
        return 2 * parameter_count(upscaler) * sum(areas) / TERA
    return 0.0


def _count_x4_tile(folder: Path, pixels: int) -> float:
    """Return the 10**12 operations of the x4 upscaler for a tile: one latent per pixel, always guided."""
    with suppress(LookupError, TypeError, ValueError):
        step = sum(unet_flops(read_config(folder, "unet/config.json")), FlopPolynomial())
        return 2 * X4_STEPS * step.at(pixels) + vae_flops(read_config(folder, "vae/config.json"))[0].at(pixels)
    return 0.0


def model_flops(model: str) -> ModelFlops | None:
    """Return the operations of a model by its id; None for a missing model or a family that is not counted."""
    with suppress(EaselError):
        return _count_by_id(model)
    return None


@lru_cache(maxsize=64)
def _count_by_id(model: str) -> ModelFlops | None:
    """Return the operations of a model; raises `EaselError` for a missing one, which is not cached: it may appear."""
    checkpoint = find_checkpoint(model)
    try:
        return _count(checkpoint)
    except (LookupError, TypeError, ValueError):
        return None


def _count(checkpoint: Checkpoint) -> ModelFlops | None:
    folder, parts = checkpoint.folder, read_components(checkpoint.folder)
    if checkpoint.stages or "vae" not in parts:
        return None
    decode, encode = vae_flops(read_config(folder, "vae/config.json"))
    control = StepFlops()
    if "unet" in parts:
        config = read_config(folder, "unet/config.json")
        down, up = unet_flops(config)
        step, control = StepFlops(down + up, outer_unet_flops(config)), StepFlops(down, outer_down_flops(config))
    else:
        config, class_name = read_config(folder, "transformer/config.json"), parts[TRANSFORMER][1]
        step = _transformer_step(_transformer_shapes(folder, class_name), class_name, config)
    return ModelFlops(step, control, decode, encode, checkpoint.architecture.latent_scale, checkpoint.kind.guides_twice)


def _transformer_step(shapes: TensorShapes, class_name: str, config: Mapping[str, Any]) -> StepFlops:
    """Return the operations of a step of a transformer; one block always runs."""
    full = transformer_flops(shapes, class_name)
    blocks = sum(int(config.get(name) or 0) for name in ("num_layers", "num_single_layers", "n_layers"))
    return StepFlops(full, full.scaled(1 / max(1, blocks)))


def _transformer_shapes(folder: Path, class_name: str) -> TensorShapes:
    """Return the shapes of the tensors of a transformer as diffusers calls them, in a folder or a file of its own."""
    if sources := read_sources(folder):
        return {tensor.name: tensor.shape for tensor in iter_tensors(sources[0], class_name)}
    return {
        name: tuple(entry["shape"])
        for file in sorted((folder / TRANSFORMER).glob("*.safetensors"))
        for name, entry in read_header(file)[1].items()
    }


def unet_flops(config: Mapping[str, Any]) -> tuple[FlopPolynomial, FlopPolynomial]:
    """Return the operations of a UNet: down path with middle, and up path.

    Raises `ValueError` for blocks other than those of Stable Diffusion.
    """
    levels = _levels(config)
    down, skips = _down_path_with_middle(config, levels)
    return down, _up_path(config, levels, skips)


def outer_unet_flops(config: Mapping[str, Any]) -> FlopPolynomial:
    """Return the operations of the outer layers of a UNet, which `engine/runtime/deep_layers.py` describes."""
    first, layers = _levels(config)[0], int(config["layers_per_block"])
    below = first.width if layers > 1 else int(config["block_out_channels"][1])
    total = outer_down_flops(config) + convolution(first.width, int(config.get("out_channels", 4)))
    for inputs, depth in zip((below, first.width), first.up[-2:], strict=True):
        total += residual(inputs + first.width, first.width)
        total += _attention(first.width, depth, int(config["cross_attention_dim"]), first.crossed)
    return total


def outer_down_flops(config: Mapping[str, Any]) -> FlopPolynomial:
    """Return the operations of the outer layers of the down path."""
    first, context = _levels(config)[0], int(config["cross_attention_dim"])
    total = convolution(int(config["in_channels"]), first.width) + residual(first.width, first.width)
    return total + _attention(first.width, first.down[0], context, first.crossed)


def _down_path_with_middle(config: Mapping[str, Any], levels: list["_Level"]) -> tuple[FlopPolynomial, list[int]]:
    """Return the operations of the down path with the middle, and the widths of the skip connections."""
    down, skips = _down_path(config, levels)
    width, kind = levels[-1].width, config.get("mid_block_type", "UNetMidBlock2DCrossAttn")
    if kind is not None:
        middle = residual(width, width)
        if kind != "UNetMidBlock2D":  # which has one residual block in models of diffusers
            depth = _depths_per_level(config)[-1]
            middle += residual(width, width)
            middle += _attention(width, _depth_at(depth, 0), int(config["cross_attention_dim"]))
        down += middle.shared(4 ** (len(levels) - 1))
    return down, skips


@dataclass(frozen=True)
class _Level:
    """One level of a UNet."""

    width: int
    down: tuple[int, ...]
    """attention layers of each block of the down path"""
    up: tuple[int, ...]
    """the same of the up path"""
    crossed: bool = False
    """whether the first of two attention layers also attends to the prompt"""


def _levels(config: Mapping[str, Any]) -> list[_Level]:
    channels, downs = config["block_out_channels"], config["down_block_types"]
    ups = [*reversed(config["up_block_types"])]
    if not {*downs} <= {_PLAIN[0], _CROSS[0]} or not {*ups} <= {_PLAIN[1], _CROSS[1]}:
        raise ValueError(downs)
    layers, depths = int(config["layers_per_block"]), _depths_per_level(config)
    reverse = [*reversed(config.get("reverse_transformer_layers_per_block") or depths[::-1])]
    crossed = config.get("only_cross_attention") or False
    crossed = crossed if isinstance(crossed, (list, tuple)) else [crossed] * len(channels)
    return [
        _Level(
            int(width),
            tuple(_depth_at(depth, block) if down in _CROSS else 0 for block in range(layers)),
            tuple(_depth_at(depth_up, block) if up in _CROSS else 0 for block in range(layers + 1)),
            bool(to_prompt),
        )
        for width, depth, depth_up, down, up, to_prompt in zip(
            channels, depths, reverse, downs, ups, crossed, strict=True
        )
    ]


def _depths_per_level(config: Mapping[str, Any]) -> Sequence[Any]:
    """Return the attention layers of each level: a number, or one for each block of the down path."""
    depths = config.get("transformer_layers_per_block", 1)
    return depths if isinstance(depths, (list, tuple)) else [depths] * len(config["block_out_channels"])


def _depth_at(depth: Any, block: int) -> int:
    """Return the attention layers of one block of a level."""
    return int(depth[block] if isinstance(depth, (list, tuple)) else depth)


def _down_path(config: Mapping[str, Any], levels: list[_Level]) -> tuple[FlopPolynomial, list[int]]:
    """Return the operations of the down path, and the widths of the skip connections."""
    layers, context, width = int(config["layers_per_block"]), int(config["cross_attention_dim"]), levels[0].width
    total, skips = convolution(int(config["in_channels"]), width), [width]
    for number, level in enumerate(levels):
        for block in range(layers):
            total += residual(width, level.width).shared(4**number)
            total += _attention(level.width, level.down[block], context, level.crossed).shared(4**number)
            width = level.width
            skips.append(width)
        if number < len(levels) - 1:
            total += convolution(width, width).shared(4 ** (number + 1))
            skips.append(width)
    return total, skips


def _up_path(config: Mapping[str, Any], levels: list[_Level], skips: list[int]) -> FlopPolynomial:
    layers, context, width = int(config["layers_per_block"]), int(config["cross_attention_dim"]), levels[-1].width
    total = FlopPolynomial()
    for number, level in reversed([*enumerate(levels)]):
        for block in range(layers + 1):
            total += residual(width + skips.pop(), level.width).shared(4**number)
            total += _attention(level.width, level.up[block], context, level.crossed).shared(4**number)
            width = level.width
        if number:
            total += convolution(width, width).shared(4 ** (number - 1))
    return total + convolution(width, int(config.get("out_channels", 4)))


def controlnet_flops(config: Mapping[str, Any]) -> FlopPolynomial:
    """Return the operations of a ControlNet in one pass: a UNet's down path, its map encoder and its outputs.

    Raises the same errors as `unet_flops`.
    """
    config = _with_up_blocks(config)
    return _down_path_with_middle(config, _levels(config))[0] + _control_ends(config)


def outer_controlnet_flops(config: Mapping[str, Any]) -> FlopPolynomial:
    """Return the operations of a ControlNet in a pass that runs its outer layers; the outputs are still computed."""
    config = _with_up_blocks(config)
    return outer_down_flops(config) + _control_ends(config)


def _with_up_blocks(config: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the configuration of the UNet whose down path a ControlNet has."""
    return {**config, "up_block_types": [_UP_FOR[block] for block in reversed(config["down_block_types"])]}


def _control_ends(config: Mapping[str, Any]) -> FlopPolynomial:
    """Return the operations of the map encoder and the outputs of a ControlNet."""
    levels, total = _levels(config), FlopPolynomial()
    layers, last = int(config["layers_per_block"]), len(levels) - 1
    for number, level in enumerate(levels):
        added = convolution(level.width, level.width, 1)
        outputs = layers + (number == last)  # the outputs of each layer, of the middle, and of each downsampler
        total += sum([added.shared(4**number)] * outputs, FlopPolynomial())
        total += added.shared(4 ** (number + 1)) if number < last else FlopPolynomial()
    total += convolution(levels[0].width, levels[0].width, 1)
    return total + _map_encoder(config.get("conditioning_embedding_out_channels") or (16, 32, 96, 256), levels[0].width)


def _map_encoder(channels: Iterable[int], outputs: int) -> FlopPolynomial:
    """Return the operations that encode a map to latents, halving its sides from one width to the next."""
    widths = [int(channel) for channel in channels]
    pixels = 4.0 ** (len(widths) - 1)
    total = convolution(3, widths[0]).shared(1 / pixels)
    for width, wider in pairwise(widths):
        total += convolution(width, width).shared(1 / pixels)
        pixels /= 4
        total += convolution(width, wider).shared(1 / pixels)
    return total + convolution(widths[-1], outputs)


def _attention(width: int, depth: int, context: int, crossed: bool = False) -> FlopPolynomial:
    """Return the operations of `depth` transformer layers with their projections in and out.

    A layer attends to itself and to the prompt, and has a gated feed-forward network. If it is `crossed`, its first
    attention is to the prompt too.
    """
    to_itself = self_attention(width)
    to_prompt = FlopPolynomial(once=4 * TOKENS * context * width, each=4 * width**2 + 4 * TOKENS * width)
    layer = (to_prompt if crossed else to_itself) + to_prompt + FlopPolynomial(each=24 * width**2)
    total = FlopPolynomial(each=4 * width**2 if depth else 0)
    for _ in range(depth):
        total += layer
    return total
