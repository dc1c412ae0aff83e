"""The memory that a picture takes at its peak, computed from the shapes of its model, and the memory available.

`tests/planning/test_memory.py` checks the estimate to within 10 % of what arrays take. Pure functions, for any thread.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from macapp.domain.weight_format import WeightFormat
from macapp.errors import Reason, Value
from macapp.planning.architecture import Architecture, PackedPart
from macapp.planning.attention import (
    SCORE_BYTES,
    AttentionShape,
    SlicingMode,
    should_pad_heads,
    should_slice,
    slice_length,
)
from macapp.planning.precision import BYTES_PER_NUMBER, FLOAT16, choose_precision
from macapp.system.machine import GIB, Machine

LOW_WATERMARK = 0.9
"""The share of Metal's working set at which PyTorch's allocator starts to collect.

`engine/runtime/torch_import.py` passes it to PyTorch."""
LARGE_RAM_BYTES = 32 * GIB
"""Metal recommends 3/4 of more memory than this, and 2/3 of less (as printed in llama.cpp issues 1870 and 3213)."""
METAL_OVERHEAD_SHARE = 0.5
"""What Metal keeps besides arrays, as a share of the memory of a step or of the decoding."""
VAE_TILE_PIXELS = 512
"""The side of a tile that the VAE decodes in half precision; diffusers' own for Stable Diffusion."""
VAE_TILE_SINGLE_PIXELS = 360
"""The side of a tile in single precision: a tile takes as much memory as in half precision."""

# How many numbers a UNet of Stable Diffusion holds at its peak, for each position and channel of a level. Counted on
# tensors without data by `tests/planning/test_memory.py`, which checks their sum to within 10 %.
_LEVEL_NUMBERS = 26  # in the gate after attention: the input, twice eight times the input, the output
_ATTENTION_NUMBERS = 10  # queries, keys, values, input and output
_CONVOLUTION_NUMBERS = 16  # at the top level, where the skip connections are joined
PREVIEW_BYTES_PER_PIXEL = 3 * 64 * 4  # three maps of TAESD's 64 channels, in single precision at most
_CONTROL_NUMBERS = 7  # at the top level, for any number of ControlNets: their residuals for each level, and the sums
_UPSCALE_BYTES_PER_PIXEL = 2 * 64 * 4  # for each pixel of the result: two maps of ESRGAN's 64 channels, in float32


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
    """Return what is tried until a picture fits: all `SAVINGS_STEPS` in one weight format, then in the next.

    Steps that the engine cannot take with this checkpoint are left out.
    """
    steps = [
        step
        for step in SAVINGS_STEPS
        if (architecture.sides > 1 or not step.guidance_in_two) and (architecture.can_tile or not step.vae_tiled)
    ]
    return [replace(step, weight_format=entry.weight_format) for entry in architecture.formats for step in steps]


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
    decoded = _pixels_per_decode(machine, architecture, size, savings)
    arrays = [architecture.vae_channels * decoded * _vae_number_bytes(machine, architecture), 3 * size[0] * size[1] * 4]
    if machine.device == "mps" and not (architecture.step_numbers and should_pad_heads(machine)[0]):
        heads_at_once = _batch_size(architecture, savings)
        sliced = sliced and not architecture.step_numbers  # the attention of transformers is not sliced
        arrays += [
            _score_bytes(positions, heads_at_once * heads, sliced, _denoiser_number_bytes(machine, architecture))
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
    return _bytes_with_overhead(
        machine, architecture, _working_bytes(machine, architecture, size, choice, savings), savings, 0
    )


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
    return _bytes_with_overhead(machine, architecture, working, savings, overhead)


def _bytes_with_overhead(
    machine: Machine, architecture: Architecture, working: int, savings: Savings, overhead: float
) -> int:
    """Return the bytes at the peak; `working` is what is held besides the weights while the picture is drawn."""
    weights, text = weights_bytes(machine, architecture, savings), _text_working_bytes(machine, architecture, savings)
    if not savings.text_encoder_dropped:
        return weights + int(max(working, text) * (1 + overhead))
    drawing = weights + int(working * (1 + overhead))
    return max(drawing, _text_stage_bytes(machine, architecture, savings) + int(text * (1 + overhead)))


def encodes_alone(machine: Machine, architecture: Architecture, savings: Savings) -> bool:
    """Return whether only one text encoder at a time is in memory while a prompt is encoded, and no other part.

    Otherwise released text encoders are loaded next to the other parts, because they fit there.
    """
    beside = weights_bytes(machine, architecture, replace(savings, text_encoder_dropped=False))
    overhead = METAL_OVERHEAD_SHARE if machine.device == "mps" else 0
    text = int(_text_working_bytes(machine, architecture, savings) * (1 + overhead))
    return savings.text_encoder_dropped and beside + text > available_bytes(machine)


def _text_stage_bytes(machine: Machine, architecture: Architecture, savings: Savings) -> int:
    """Return the bytes of the weights while a prompt is encoded by text encoders that are released afterwards."""
    if not architecture.encoders:
        return 0
    if not encodes_alone(machine, architecture, savings):
        return weights_bytes(machine, architecture, replace(savings, text_encoder_dropped=False))
    return max(_encoder_bytes(machine, architecture, savings)) + _extra_bytes(machine, architecture, savings)


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
    coding = _decode_bytes(machine, architecture, size, savings), _encode_bytes(machine, architecture, savings)
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
    return held + _extra_bytes(machine, architecture, savings)


def _extra_bytes(machine: Machine, architecture: Architecture, savings: Savings) -> int:
    """Return the bytes of the weights that a request uses besides its checkpoint."""
    extras, number_bytes = architecture.extras, bytes_per_weight(machine, architecture.family)
    packed = dict(extras.packed).get(savings.weight_format, PackedPart())
    own = (extras.weights - packed.weights) * number_bytes + packed.stored + extras.single_weights * 4
    return own + sum(weights_bytes(machine, model) for model, _ in extras.models)


def _text_working_bytes(machine: Machine, architecture: Architecture, savings: Savings) -> int:
    """Return the bytes that a text encoder holds besides its weights, with the unpacked copy of its largest layer."""
    number_bytes = bytes_per_weight(machine, architecture.family)
    largest = max((part.largest for part in _packed_text(machine, architecture, savings)), default=0)
    numbers = architecture.text_working + (architecture.text_scores if machine.device == "mps" else 0)
    return numbers * number_bytes + _unpacked_bytes(largest, savings, number_bytes)


def _unpacked_bytes(largest: int, savings: Savings, number_bytes: int) -> int:
    """Return the bytes of a layer of `largest` numbers while it is unpacked; 4 bits pass through 8 bits."""
    return largest * (number_bytes + (savings.weight_format is WeightFormat.INT4))


def _encoder_bytes(machine: Machine, architecture: Architecture, savings: Savings) -> list[int]:
    """Return the bytes of each text encoder in memory."""
    number_bytes = bytes_per_weight(machine, architecture.family)
    packed = _packed_text(machine, architecture, savings) or (PackedPart(),) * len(architecture.encoders)
    return [
        _part_bytes(disk_bytes, architecture, part, number_bytes)
        for disk_bytes, part in zip(architecture.encoders, packed, strict=True)
    ]


def _packed_text(machine: Machine, architecture: Architecture, savings: Savings) -> tuple[PackedPart, ...]:
    """Return what of each text encoder is not in the precision of the rest."""
    packed = architecture.packed(savings.weight_format)
    in_float16 = choose_precision(machine, architecture.family)[0].rest == FLOAT16
    return (packed.text_float16 or packed.text) if in_float16 else packed.text


def _part_bytes(disk_bytes: int, architecture: Architecture, packed: PackedPart, number_bytes: int) -> int:
    """Return the bytes in memory of a part that has `disk_bytes` on disk; what is not packed has `number_bytes`."""
    weights = disk_bytes // architecture.bytes_per_weight
    return max(weights - packed.weights, 0) * number_bytes + packed.stored


def _step_bytes(
    machine: Machine, architecture: Architecture, size: tuple[int, int], sliced: bool, savings: Savings
) -> int:
    """Return the bytes of a step besides the weights, with the unpacked copy of its largest layer."""
    number_bytes = _denoiser_number_bytes(machine, architecture)
    unpacked = _unpacked_bytes(architecture.packed(savings.weight_format).denoiser.largest, savings, number_bytes)
    if architecture.step_numbers:
        return unpacked + _transformer_step_bytes(machine, architecture, size, savings)
    batch = _batch_size(architecture, savings)
    latents = size[0] * size[1] // architecture.latent_scale**2
    held = [_CONVOLUTION_NUMBERS * architecture.channels * latents * batch * number_bytes]
    for positions, heads, channels in attention_levels(architecture, size):
        held.append(_LEVEL_NUMBERS * channels * positions * batch * number_bytes)
        if machine.device == "mps" and not should_pad_heads(machine)[0]:  # scores and their softmax
            scores = 2 * _score_bytes(positions, batch * heads, sliced, number_bytes)
            held.append(_ATTENTION_NUMBERS * channels * positions * batch * number_bytes + scores)
    return unpacked + _kept_bytes(architecture, architecture.channels * latents, number_bytes) + max(held)


def _kept_bytes(architecture: Architecture, numbers: int, number_bytes: int) -> int:
    """Return the bytes of what is kept of the deep layers: some numbers for both sides of guidance."""
    return 2 * numbers * number_bytes if architecture.extras.keeps_layers else 0


def _transformer_step_bytes(
    machine: Machine, architecture: Architecture, size: tuple[int, int], savings: Savings
) -> int:
    """Return the bytes of a step of a transformer; its attention is not sliced."""
    batch, number_bytes = _batch_size(architecture, savings), _denoiser_number_bytes(machine, architecture)
    [(positions, heads, width)] = attention_levels(architecture, size)
    tokens = positions + architecture.text_tokens
    held = int(architecture.step_numbers * tokens * width * batch * number_bytes)
    held += _kept_bytes(architecture, positions * width, number_bytes)
    if machine.device != "mps" or should_pad_heads(machine)[0]:
        return held
    return held + 2 * _score_bytes(tokens, batch * heads, False, number_bytes)


def _decode_bytes(machine: Machine, architecture: Architecture, size: tuple[int, int], savings: Savings) -> int:
    """Return the bytes that the VAE holds besides the weights while it decodes; tiles add all pixels."""
    number_bytes = _vae_number_bytes(machine, architecture)
    pixels = 3 * size[0] * size[1] * number_bytes * 2 if savings.vae_tiled else 0
    decoded = _pixels_per_decode(machine, architecture, size, savings)
    return int(architecture.decode_maps * architecture.vae_channels * decoded) * number_bytes + pixels


def _encode_bytes(machine: Machine, architecture: Architecture, savings: Savings) -> int:
    """Return the bytes that the VAE holds besides the weights while it encodes the largest reference image."""
    number_bytes = _vae_number_bytes(machine, architecture)
    pixels = max(architecture.extras.reference_pixels, default=0)
    encoded = min(pixels, vae_tile_pixels(number_bytes) ** 2) if savings.vae_tiled else pixels
    return int(architecture.encode_maps * architecture.vae_channels * encoded) * number_bytes


def _pixels_per_decode(machine: Machine, architecture: Architecture, size: tuple[int, int], savings: Savings) -> int:
    """Return how many pixels the VAE decodes at a time."""
    side = vae_tile_pixels(_vae_number_bytes(machine, architecture))
    return min(size[0] * size[1], side**2) if savings.vae_tiled else size[0] * size[1]


def vae_tile_pixels(number_bytes: int) -> int:
    """Return the side of a tile for a VAE whose numbers have 2 or 4 bytes."""
    return VAE_TILE_PIXELS if number_bytes == BYTES_PER_NUMBER[FLOAT16] else VAE_TILE_SINGLE_PIXELS


def _vae_number_bytes(machine: Machine, architecture: Architecture) -> int:
    return BYTES_PER_NUMBER[choose_precision(machine, architecture.family, architecture.vae_single)[0].vae]


def _denoiser_number_bytes(machine: Machine, architecture: Architecture) -> int:
    return BYTES_PER_NUMBER[choose_precision(machine, architecture.family)[0].denoiser]


def _batch_size(architecture: Architecture, savings: Savings) -> int:
    return 1 if savings.guidance_in_two else architecture.sides


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
