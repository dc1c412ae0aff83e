"""The memory that a picture takes at its peak, computed from the shapes of its model, and the memory available.

`tests/planning/test_memory.py` checks the estimate to within 10 % of what arrays take. Pure functions, for any thread.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from macapp.domain.weight_format import WeightFormat
from macapp.errors import Reason, Value
from macapp.planning.attention import (
    SCORE_BYTES,
    AttentionShape,
    SlicingMode,
    should_pad_heads,
    should_slice,
    slice_length,
)
from macapp.planning.precision import BYTES_PER_NUMBER, choose_precision
from macapp.system.machine import GIB, Machine

LOW_WATERMARK = 0.9
"""The share of Metal's working set at which PyTorch's allocator starts to collect.

`engine/runtime/torch_import.py` passes it to PyTorch."""
LARGE_RAM_BYTES = 32 * GIB
"""Metal recommends 3/4 of more memory than this, and 2/3 of less (as printed in llama.cpp issues 1870 and 3213)."""
METAL_OVERHEAD_SHARE = 0.5
"""What Metal keeps besides arrays, as a share of the memory of a step or of the decoding."""
VAE_TILE_PIXELS = 512
"""The side of a tile that the VAE decodes; diffusers' own for Stable Diffusion."""

# How many numbers a UNet of Stable Diffusion holds at its peak, for each position and channel of a level. Counted on
# tensors without data by `tests/planning/test_memory.py`, which checks their sum to within 10 %.
_LEVEL_NUMBERS = 26  # in the gate after attention: the input, twice eight times the input, the output
_ATTENTION_NUMBERS = 10  # queries, keys, values, input and output
_CONVOLUTION_NUMBERS = 16  # at the top level, where the skip connections are joined
PREVIEW_BYTES_PER_PIXEL = 3 * 64 * 4  # three maps of TAESD's 64 channels, in single precision at most
_DECODE_MAPS = 3  # maps of the widest kind: input, normalized, output
_ENCODE_MAPS = 5  # maps of the encoder at full size: those of a residual block, and the input padded to be halved
_CONTROL_NUMBERS = 7  # at the top level, for any number of ControlNets: their residuals for each level, and the sums
_UPSCALE_BYTES_PER_PIXEL = 2 * 64 * 4  # for each pixel of the result: two maps of ESRGAN's 64 channels, in float32


@dataclass(frozen=True)
class ExtraModels:
    """What a request uses besides its checkpoint: other models and reference images."""

    weights: int = 0
    """number of weights in the precision of the rest: of ControlNets, LoRA, another VAE"""
    single_weights: int = 0
    """number of weights that are always in single precision: of convolutional upscalers"""
    controls: int = 0
    """number of ControlNets"""
    models: tuple[tuple["Architecture", tuple[int, int]], ...] = ()
    """models that stay in memory too, each with the size that it draws at a time: a refiner, a diffusion upscaler"""
    enlarged: int = 0
    """pixels that a convolutional upscaler makes at a time"""
    reference_pixels: tuple[int, ...] = ()
    """pixels of each reference image as the VAE encodes it"""


@dataclass(frozen=True)
class PackedPart:
    """What a weight format packs of one part of a checkpoint."""

    weights: int = 0
    """numbers that are packed"""
    stored: int = 0
    """bytes that these take in memory"""


@dataclass(frozen=True)
class FormatWeights:
    """What a weight format packs of a checkpoint; nothing in full precision."""

    weight_format: WeightFormat = WeightFormat.FULL
    denoiser: PackedPart = PackedPart()
    text: tuple[PackedPart, ...] = ()
    """of each text encoder"""


@dataclass(frozen=True)
class Architecture:
    """The facts about a checkpoint that the rules need; from its configuration files, not from its weights."""

    native_size: int
    """pixels a side that it was trained on"""
    weights: int
    """bytes of its safetensors on disk"""
    text_weights: int
    """bytes of `weights` that belong to text encoders, which the engine can release between prompts"""
    bytes_per_weight: int
    """2 for float16 on disk, 4 for float32"""
    latent_scale: int
    """pixels per latent, a side"""
    attention: tuple[tuple[int, int], ...]
    """one pair for each level of the UNet that has attention: latents per position a side, heads"""
    channels: int
    """of the top level of the UNet; twice as many on the next, at most four times"""
    vae_attention: bool
    vae_channels: int
    """channels of the widest map that the VAE makes at full size"""
    vae_single: bool
    """whether the VAE computes in float32 even where the rest is in half precision, as that of SDXL does"""
    family: str = ""
    """the catalogue's name of its family, with the generation of Stable Diffusion; empty if it is not known"""
    extras: ExtraModels = ExtraModels()
    """the models used with it"""
    formats: tuple[FormatWeights, ...] = (FormatWeights(),)
    """the weight formats that may be used, the one with the best pictures first"""
    text_parts: tuple[int, ...] = ()
    """bytes of `text_weights` that can be in memory without the others; empty: all text encoders together"""

    @property
    def encoders(self) -> tuple[int, ...]:
        """The bytes of each text encoder on disk, or of all together where they encode together."""
        return self.text_parts or ((self.text_weights,) if self.text_weights else ())

    def packed(self, weight_format: WeightFormat) -> FormatWeights:
        """Return what a weight format packs."""
        return next(entry for entry in self.formats if entry.weight_format is weight_format)


@dataclass(frozen=True)
class Savings:
    """The measures that reduce memory use, each with its cost."""

    text_encoder_dropped: bool = False
    """text encoders are released once they have encoded a prompt, and loaded again for a new one"""
    guidance_in_two: bool = False
    """the conditional and the unconditional side run one after the other"""
    vae_tiled: bool = False
    """the VAE decodes in tiles, whose seams may be faintly visible"""
    weight_format: WeightFormat = WeightFormat.FULL
    """fewer bits a weight change the picture a little"""

    def __or__(self, other: "Savings") -> "Savings":
        """Return all measures of both, in this weight format."""
        return Savings(
            self.text_encoder_dropped or other.text_encoder_dropped,
            self.guidance_in_two or other.guidance_in_two,
            self.vae_tiled or other.vae_tiled,
            self.weight_format,
        )


SAVINGS_STEPS = (
    Savings(),
    Savings(text_encoder_dropped=True),
    Savings(text_encoder_dropped=True, guidance_in_two=True),
    Savings(text_encoder_dropped=True, vae_tiled=True),
    Savings(text_encoder_dropped=True, guidance_in_two=True, vae_tiled=True),
)
"""Tried in this order until a picture fits: measures that cost time first, measures that cost quality last."""


def savings_steps(architecture: Architecture) -> list[Savings]:
    """Return what is tried until a picture fits: all `SAVINGS_STEPS` in one weight format, then in the next."""
    return [replace(step, weight_format=each.weight_format) for each in architecture.formats for step in SAVINGS_STEPS]


def working_set(machine: Machine) -> int:
    """Return the most bytes that Metal recommends to use: as reported, or else as usual on Macs with as much memory."""
    if machine.working_set is not None:
        return machine.working_set
    return machine.ram * 3 // 4 if machine.ram > LARGE_RAM_BYTES else machine.ram * 2 // 3


def available_bytes(machine: Machine) -> int:
    """Return the bytes that a picture may use: nine tenths of Metal's working set on MPS, of RAM elsewhere."""
    return int((working_set(machine) if machine.device == "mps" else machine.ram) * LOW_WATERMARK)


def available_reason(machine: Machine) -> Reason:
    """Return the reason for the value of `available_bytes`."""
    facts: dict[str, Value] = {"available": available_bytes(machine), "ram": machine.ram}
    if machine.device != "mps":
        return Reason("memory-of-ram", facts)
    code = "memory-metal-says" if machine.working_set is not None else "memory-metal-may"
    return Reason(code, {**facts, "allowed": working_set(machine)})


def largest_array(
    machine: Machine,
    architecture: Architecture,
    size: tuple[int, int],
    sliced: bool,
    savings: Savings = SAVINGS_STEPS[0],
) -> int:
    """Return the bytes of the largest single array of a picture of `size`.

    Attention scores are counted in float32, as MPS computes them; elsewhere attention is fused and stores none. The
    VAE's attention has one head and is counted whole even where it is sliced: that keeps it within the size of product
    that MPS computes correctly.
    """
    decoded = _pixels_per_decode(size, savings)
    arrays = [architecture.vae_channels * decoded * _vae_number_bytes(machine, architecture), 3 * size[0] * size[1] * 4]
    if machine.device == "mps":
        arrays += [
            _score_bytes(positions, _batch_size(savings) * heads, sliced, _denoiser_number_bytes(machine, architecture))
            for positions, heads, _ in attention_levels(architecture, size)
        ]
        if architecture.vae_attention:
            arrays.append((decoded // architecture.latent_scale**2) ** 2 * 4)
    return max(arrays)


def peak_bytes(
    machine: Machine,
    architecture: Architecture,
    size: tuple[int, int],
    choice: SlicingMode = "auto",
    savings: Savings = SAVINGS_STEPS[0],
) -> int:
    """Return the bytes of all arrays of a picture of `size` at its peak: the weights, and a step or the decoding.

    If text encoders are released, the larger of two stages: the text, then the picture.
    """
    drawing = weights_bytes(machine, architecture, savings)
    drawing += _working_bytes(machine, architecture, size, choice, savings)
    return max(drawing, _text_stage_bytes(machine, architecture, savings))


def needed_bytes(
    machine: Machine,
    architecture: Architecture,
    size: tuple[int, int],
    choice: SlicingMode = "auto",
    savings: Savings = SAVINGS_STEPS[0],
) -> int:
    """Return the bytes that must be available for a picture of `size`: on MPS, more than its arrays take.

    Metal also keeps graphs, scratch memory and pools: expected to take 0.3 to 1 times the bytes of the working arrays,
    not measured by us.
    """
    overhead = METAL_OVERHEAD_SHARE if machine.device == "mps" else 0
    working = _working_bytes(machine, architecture, size, choice, savings)
    drawing = weights_bytes(machine, architecture, savings) + int(working * (1 + overhead))
    return max(drawing, _text_stage_bytes(machine, architecture, savings))


def encodes_alone(machine: Machine, architecture: Architecture, savings: Savings) -> bool:
    """Return whether only one text encoder at a time is in memory while a prompt is encoded, and no other part.

    Otherwise released text encoders are loaded next to the other parts, because they fit there.
    """
    beside = weights_bytes(machine, architecture, replace(savings, text_encoder_dropped=False))
    return savings.text_encoder_dropped and beside > available_bytes(machine)


def _text_stage_bytes(machine: Machine, architecture: Architecture, savings: Savings) -> int:
    """Return the bytes while a prompt is encoded by text encoders that are released afterwards; 0 if they are not."""
    if not savings.text_encoder_dropped or not architecture.encoders:
        return 0
    if not encodes_alone(machine, architecture, savings):
        return weights_bytes(machine, architecture, replace(savings, text_encoder_dropped=False))
    return max(_encoder_bytes(machine, architecture, savings)) + _extra_bytes(machine, architecture)


def _working_bytes(
    machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SlicingMode, savings: Savings
) -> int:
    """Return the bytes besides the weights: of a step, the decoding or the upscaling, whichever is largest."""
    sliced = should_slice(machine, size, choice)[0]
    step = _step_bytes(machine, architecture, size, sliced, savings) + _control_bytes(machine, architecture, size)
    others = [
        _working_bytes(machine, model, model_size, choice, SAVINGS_STEPS[0])
        for model, model_size in architecture.extras.models
    ]
    upscaling = _UPSCALE_BYTES_PER_PIXEL * architecture.extras.enlarged
    coding = _decode_bytes(machine, architecture, size, savings), _encode_bytes(machine, architecture)
    return max(step, *coding, upscaling, *others)


def _control_bytes(machine: Machine, architecture: Architecture, size: tuple[int, int]) -> int:
    """Return the bytes of the ControlNets' maps and residuals during a step.

    They exist for both sides of guidance, even where guidance runs in two passes.
    """
    count, pixels = architecture.extras.controls, size[0] * size[1]
    added = _CONTROL_NUMBERS * architecture.channels * pixels // architecture.latent_scale**2
    return 2 * _denoiser_number_bytes(machine, architecture) * (added + count * 3 * pixels) if count else 0


def weights_bytes(machine: Machine, architecture: Architecture, savings: Savings = SAVINGS_STEPS[0]) -> int:
    """Return the bytes of a checkpoint in memory while it draws, including its extra models."""
    others, packed = architecture.weights - architecture.text_weights, architecture.packed(savings.weight_format)
    held = _part_bytes(others, architecture, packed.denoiser, _denoiser_number_bytes(machine, architecture))
    if not savings.text_encoder_dropped:
        held += sum(_encoder_bytes(machine, architecture, savings))
    return held + _extra_bytes(machine, architecture)


def _extra_bytes(machine: Machine, architecture: Architecture) -> int:
    """Return the bytes of the weights that a request uses besides its checkpoint."""
    extras = architecture.extras
    own = extras.weights * bytes_per_weight(machine, architecture.family) + extras.single_weights * 4
    return own + sum(weights_bytes(machine, model) for model, _ in extras.models)


def _encoder_bytes(machine: Machine, architecture: Architecture, savings: Savings) -> list[int]:
    """Return the bytes of each text encoder in memory."""
    number_bytes = bytes_per_weight(machine, architecture.family)
    packed = architecture.packed(savings.weight_format).text or (PackedPart(),) * len(architecture.encoders)
    return [
        _part_bytes(disk_bytes, architecture, part, number_bytes)
        for disk_bytes, part in zip(architecture.encoders, packed, strict=True)
    ]


def _part_bytes(disk_bytes: int, architecture: Architecture, packed: PackedPart, number_bytes: int) -> int:
    """Return the bytes in memory of a part that has `disk_bytes` on disk; what is not packed has `number_bytes`."""
    weights = disk_bytes // architecture.bytes_per_weight
    return max(weights - packed.weights, 0) * number_bytes + packed.stored


def _step_bytes(
    machine: Machine, architecture: Architecture, size: tuple[int, int], sliced: bool, savings: Savings
) -> int:
    """Return the bytes of a step besides the weights, at the level where they are most."""
    batch, number_bytes = _batch_size(savings), _denoiser_number_bytes(machine, architecture)
    latents = size[0] * size[1] // architecture.latent_scale**2
    held = [_CONVOLUTION_NUMBERS * architecture.channels * latents * batch * number_bytes]
    for positions, heads, channels in attention_levels(architecture, size):
        held.append(_LEVEL_NUMBERS * channels * positions * batch * number_bytes)
        if machine.device == "mps" and not should_pad_heads(machine)[0]:  # scores and their softmax
            scores = 2 * _score_bytes(positions, batch * heads, sliced, number_bytes)
            held.append(_ATTENTION_NUMBERS * channels * positions * batch * number_bytes + scores)
    return max(held)


def _decode_bytes(machine: Machine, architecture: Architecture, size: tuple[int, int], savings: Savings) -> int:
    """Return the bytes that the VAE holds besides the weights while it decodes; tiles add all pixels."""
    number_bytes = _vae_number_bytes(machine, architecture)
    pixels = 3 * size[0] * size[1] * number_bytes * 2 if savings.vae_tiled else 0
    return _DECODE_MAPS * architecture.vae_channels * _pixels_per_decode(size, savings) * number_bytes + pixels


def _encode_bytes(machine: Machine, architecture: Architecture) -> int:
    """Return the bytes that the VAE holds besides the weights while it encodes the largest reference image.

    Its maps at full size have half as many channels as those of the decoder.
    """
    pixels = max(architecture.extras.reference_pixels, default=0)
    return _ENCODE_MAPS * architecture.vae_channels // 2 * pixels * _vae_number_bytes(machine, architecture)


def _pixels_per_decode(size: tuple[int, int], savings: Savings) -> int:
    """Return how many pixels the VAE decodes at a time."""
    return min(size[0] * size[1], VAE_TILE_PIXELS**2) if savings.vae_tiled else size[0] * size[1]


def _vae_number_bytes(machine: Machine, architecture: Architecture) -> int:
    return BYTES_PER_NUMBER[choose_precision(machine, architecture.family, architecture.vae_single)[0].vae]


def _denoiser_number_bytes(machine: Machine, architecture: Architecture) -> int:
    return BYTES_PER_NUMBER[choose_precision(machine, architecture.family)[0].denoiser]


def _batch_size(savings: Savings) -> int:
    return 1 if savings.guidance_in_two else 2


def attention_levels(architecture: Architecture, size: tuple[int, int]) -> Iterator[tuple[int, int, int]]:
    """Yield the positions, heads and channels of each level that has attention.

    The positions of reference images follow those of the picture.
    """
    latents = (size[0] // architecture.latent_scale) * (size[1] // architecture.latent_scale)
    latents += sum(architecture.extras.reference_pixels) // architecture.latent_scale**2
    for downscale, heads in architecture.attention:
        yield latents // downscale**2, heads, architecture.channels * min(downscale, 4)


def _score_bytes(positions: int, heads: int, sliced: bool, number_bytes: int) -> int:
    """Return the bytes of scores, in single precision, that exist at one time."""
    shape = AttentionShape(positions, positions, heads, number_bytes)
    queries = slice_length(shape) if sliced else positions
    return heads * queries * positions * SCORE_BYTES


def bytes_per_weight(machine: Machine, family: str = "") -> int:
    """Return the bytes of a weight in the precision of the rest; some parts need more."""
    return BYTES_PER_NUMBER[choose_precision(machine, family)[0].rest]
