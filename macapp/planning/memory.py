"""The memory of a picture: what it takes at its peak, reckoned from its model's shapes, and what there is. Any thread.

`tests/planning/test_memory.py` holds it to 10 % against what arrays take.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from macapp.errors import Reason, Value
from macapp.planning.attention import SlicingMode, should_pad_heads, should_slice, slice_length
from macapp.planning.precision import BYTES, choose_precision
from macapp.system.machine import GIB, Machine

LOW_WATERMARK = 0.9  # of Metal's working set: from there on PyTorch's allocator collects; opening.py tells it so
LARGE_RAM = 32 * GIB  # above, Metal recommends 3/4 of it, up to there 2/3 (what llama.cpp's issues print: 1870, 3213)
METAL_OVERHEAD = 0.5  # of what a step or the decoding takes: what Metal keeps beside arrays is a third to as much again
TILE = 512  # pixels a side of what the autoencoder decodes at a time; diffusers' own for Stable Diffusion

# How many numbers a UNet of Stable Diffusion holds at its peak, for each position and channel of a level: counted on
# tensors without data by `tests/planning/test_memory.py`, which holds the sum of them to 10 %.
_OF_A_LEVEL = 26  # in the gate behind attention: what comes in, twice eight times it, what goes on
_OF_ATTENTION = 10  # queries, keys, values, what comes in and out
_OF_CONVOLUTIONS = 16  # at the top level, where what the way down left is joined
PREVIEW_BYTES_PER_PIXEL = 3 * 64 * 4  # bytes a pixel: three maps of TAESD's 64 channels, in single precision at most
_OF_DECODING = 3  # maps of the widest kind: in, normed, out
_OF_CONTROLS = 7  # at the top level, however many: what ControlNets add to each level, and the sums
_OF_ENLARGING = 2 * 64 * 4  # bytes a pixel that is made: two maps of ESRGAN's 64 channels, in single precision


@dataclass(frozen=True)
class ExtraModels:
    """What a request brings beside its checkpoint."""

    weights: int = 0
    """numbers in the precision of the rest: of ControlNets, LoRA, another VAE"""
    single_weights: int = 0
    """numbers in single precision wherever they are: of networks that enlarge"""
    controls: int = 0
    """ControlNets"""
    models: tuple[tuple["Architecture", tuple[int, int]], ...] = ()
    """models that stay in memory too, each with the size that it draws at a time: a refiner, an upscaler that draws"""
    enlarged: int = 0
    """pixels that a network makes at a time"""


@dataclass(frozen=True)
class Architecture:
    """What the rules need to know about a checkpoint; read from its configuration files, not from its weights."""

    native_size: int
    """pixels a side that it was trained on"""
    weights: int
    """bytes of its safetensors on disk"""
    text_weights: int
    """those of them that are text encoders which the engine can let go of between prompts"""
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
    """whether the VAE computes in float32 even where the rest is in half precision, as SDXL's does"""
    family: str = ""
    """what the catalogue calls its kind, with the generation of Stable Diffusion; empty if it is not known"""
    extras: ExtraModels = ExtraModels()
    """what is used beside it"""


@dataclass(frozen=True)
class Savings:
    """What is done to take less memory, each for a price."""

    text_encoder_dropped: bool = False
    """it is loaded again for each new prompt"""
    guidance_in_two: bool = False
    """what is wanted and what is not are run one after the other"""
    vae_tiled: bool = False
    """the autoencoder decodes in tiles, whose seams may show faintly"""

    def __or__(self, other: "Savings") -> "Savings":
        """Return what saves all that either does."""
        return Savings(
            self.text_encoder_dropped or other.text_encoder_dropped,
            self.guidance_in_two or other.guidance_in_two,
            self.vae_tiled or other.vae_tiled,
        )


SAVINGS_STEPS = (
    Savings(),
    Savings(text_encoder_dropped=True),
    Savings(text_encoder_dropped=True, guidance_in_two=True),
    Savings(text_encoder_dropped=True, vae_tiled=True),
    Savings(text_encoder_dropped=True, guidance_in_two=True, vae_tiled=True),
)
"""What is tried in turn until a picture fits: first what costs time, last what costs quality."""


def working_set(machine: Machine) -> int:
    """Return the bytes that Metal recommends to take at most: as it says, else as it does on Macs with that memory."""
    if machine.working_set is not None:
        return machine.working_set
    return machine.ram * 3 // 4 if machine.ram > LARGE_RAM else machine.ram * 2 // 3


def available_bytes(machine: Machine) -> int:
    """Return what a picture may take: on MPS of Metal's working set, else of RAM, nine tenths."""
    return int((working_set(machine) if machine.device == "mps" else machine.ram) * LOW_WATERMARK)


def available_reason(machine: Machine) -> Reason:
    """Return where the bytes that a picture may take come from."""
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
    """Return the bytes of the largest single array that making a picture of `size` needs.

    Attention scores are counted in float32, as MPS computes them; elsewhere attention is fused and makes none. The
    VAE's attention, of one head, is counted whole even where it is sliced: that keeps it within what MPS
    multiplies right.
    """
    decoded = _decoded_at_once(size, savings)
    arrays = [architecture.vae_channels * decoded * _bytes_of_vae(machine, architecture), 3 * size[0] * size[1] * 4]
    if machine.device == "mps":
        arrays += [
            _scores(positions, _batch(savings) * heads, sliced, _bytes_of_denoiser(machine, architecture))
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
    """Return the bytes that arrays of a picture of `size` take at its peak: the weights, and a step or the decoding."""
    return weights_bytes(machine, architecture, savings) + _worked_on(machine, architecture, size, choice, savings)


def needed_bytes(
    machine: Machine,
    architecture: Architecture,
    size: tuple[int, int],
    choice: SlicingMode = "auto",
    savings: Savings = SAVINGS_STEPS[0],
) -> int:
    """Return the bytes that must be there for a picture of `size`: on MPS more than its arrays take.

    Metal keeps graphs, scratch and pools beside what is worked on: expected to be 0.3 to 1 of it, not measured by us.
    """
    beside = METAL_OVERHEAD if machine.device == "mps" else 0
    worked_on = _worked_on(machine, architecture, size, choice, savings)
    return weights_bytes(machine, architecture, savings) + int(worked_on * (1 + beside))


def _worked_on(
    machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SlicingMode, savings: Savings
) -> int:
    """Return the bytes that a step, the decoding or what enlarges takes beside the weights, whichever is most."""
    sliced = should_slice(machine, size, choice)[0]
    step = _step_bytes(machine, architecture, size, sliced, savings) + _control_bytes(machine, architecture, size)
    others = [_worked_on(machine, model, at, choice, SAVINGS_STEPS[0]) for model, at in architecture.extras.models]
    enlarging = _OF_ENLARGING * architecture.extras.enlarged
    return max(step, _decode_bytes(machine, architecture, size, savings), enlarging, *others)


def _control_bytes(machine: Machine, architecture: Architecture, size: tuple[int, int]) -> int:
    """Return what ControlNets leave for a step, for both sides of guidance even where that runs in two: their maps,
    and what they add."""
    count, pixels = architecture.extras.controls, size[0] * size[1]
    added = _OF_CONTROLS * architecture.channels * pixels // architecture.latent_scale**2
    return 2 * _bytes_of_denoiser(machine, architecture) * (added + count * 3 * pixels) if count else 0


def weights_bytes(machine: Machine, architecture: Architecture, savings: Savings = SAVINGS_STEPS[0]) -> int:
    """Return the bytes of a checkpoint in memory while it draws, and of what is used beside it."""
    extras = architecture.extras
    beside = extras.weights * bytes_per_weight(machine, architecture.family) + extras.single_weights * 4
    beside += sum(weights_bytes(machine, model) for model, _ in extras.models)
    texts = 0 if savings.text_encoder_dropped else architecture.text_weights
    others = architecture.weights - architecture.text_weights
    held = others * _bytes_of_denoiser(machine, architecture) + texts * bytes_per_weight(machine, architecture.family)
    return held // architecture.bytes_per_weight + beside


def _step_bytes(
    machine: Machine, architecture: Architecture, size: tuple[int, int], sliced: bool, savings: Savings
) -> int:
    """Return what a step holds beside the weights, at the level where that is most."""
    batch, each = _batch(savings), _bytes_of_denoiser(machine, architecture)
    latents = size[0] * size[1] // architecture.latent_scale**2
    held = [_OF_CONVOLUTIONS * architecture.channels * latents * batch * each]
    for positions, heads, channels in attention_levels(architecture, size):
        held.append(_OF_A_LEVEL * channels * positions * batch * each)
        if machine.device == "mps" and not should_pad_heads(machine)[0]:  # scores, and what their softmax makes of them
            scores = 2 * _scores(positions, batch * heads, sliced, each)
            held.append(_OF_ATTENTION * channels * positions * batch * each + scores)
    return max(held)


def _decode_bytes(machine: Machine, architecture: Architecture, size: tuple[int, int], savings: Savings) -> int:
    """Return what the autoencoder holds beside the weights while it decodes; in tiles, with the pixels of all."""
    at_once, each = _decoded_at_once(size, savings), _bytes_of_vae(machine, architecture)
    pixels = 3 * size[0] * size[1] * each * 2 if savings.vae_tiled else 0
    return _OF_DECODING * architecture.vae_channels * at_once * each + pixels


def _decoded_at_once(size: tuple[int, int], savings: Savings) -> int:
    """Return how many pixels the autoencoder makes at a time."""
    return min(size[0] * size[1], TILE**2) if savings.vae_tiled else size[0] * size[1]


def _bytes_of_vae(machine: Machine, architecture: Architecture) -> int:
    return BYTES[choose_precision(machine, architecture.family, architecture.vae_single)[0].vae]


def _bytes_of_denoiser(machine: Machine, architecture: Architecture) -> int:
    return BYTES[choose_precision(machine, architecture.family)[0].denoiser]


def _batch(savings: Savings) -> int:
    return 1 if savings.guidance_in_two else 2


def attention_levels(architecture: Architecture, size: tuple[int, int]) -> Iterator[tuple[int, int, int]]:
    """Yield the positions, heads and channels of each level that has attention."""
    latents = (size[0] // architecture.latent_scale) * (size[1] // architecture.latent_scale)
    for downscale, heads in architecture.attention:
        yield latents // downscale**2, heads, architecture.channels * min(downscale, 4)


def _scores(positions: int, heads: int, sliced: bool, each: int) -> int:
    """Return the bytes of scores, in single precision, that exist at one time."""
    at_once = slice_length(positions, positions, heads, each) if sliced else positions
    return heads * at_once * positions * 4


def bytes_per_weight(machine: Machine, family: str = "") -> int:
    """Return the bytes of a weight in the precision that is used, but for parts that need more."""
    return BYTES[choose_precision(machine, family)[0].rest]
