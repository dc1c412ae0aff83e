"""The rules drawn from the facts: what this machine should do for this picture. Pure functions, no torch. Any thread.

Each rule is one function with one table in `tests/test_plan.py`, so that one measurement on a real Mac can change it in
one place. The requirements they come from:

- attention is sliced on MPS below 64 GB of RAM or above 512x512 pixels (the user's own words);
- a warm-up pass runs on PyTorch 1.13 and MPS only (diffusers, "Metal Performance Shaders", and its issue 372);
- several prompts are iterated, never batched: batches are unreliable on MPS (diffusers issue 363);
- MPS has no array of more than 2**32 bytes (pytorch issues 84039 and 149261).
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from macapp.errors import BadRequest, Because, MachineFault, UsersWorld, Value
from macapp.hardware import GIB, Machine, Pressure, mps_from
from macapp.precision import BYTES, Precisions, precisions

SLICE_BELOW_RAM = 64 * GIB
SLICE_ABOVE_PIXELS = 512 * 512
LARGEST_ARRAY = 2**32  # bytes, on MPS
MOST_POSITIONS = 2**15  # that attend to each other: larger matrix products are silently wrong (pytorch issue 193487)
SLICE_BYTES = 2**28  # of float32 scores at a time: SD 1.5 at 512 x 512 is then computed in four slices
GIVE_BACK_ABOVE = 0.9  # of what may be used; the allocator's own low watermark is there
SIDE_STEP, LEAST_SIDE = 8, 64  # pixels
TILE = 512  # pixels a side of what the autoencoder decodes at a time; diffusers' own for Stable Diffusion

# How many numbers a UNet of Stable Diffusion holds at its peak, for each position and channel of a level: counted on
# tensors without data by `tests/test_memory.py`, which holds the sum of them to 10 %.
_OF_A_LEVEL = 26  # in the gate behind attention: what comes in, twice eight times it, what goes on
_OF_ATTENTION = 10  # queries, keys, values, what comes in and out
_OF_CONVOLUTIONS = 16  # at the top level, where what the way down left is joined
_OF_A_LOOK = 3 * 64 * 4  # bytes a pixel: three maps of TAESD's 64 channels, in single precision at most
_OF_DECODING = 3  # maps of the widest kind: in, normed, out

CHIP_TFLOPS = {
    "Apple M1": 2.6,
    "Apple M1 Pro": 5.3,
    "Apple M1 Max": 10.6,
    "Apple M1 Ultra": 21.2,
    "Apple M2": 3.6,
    "Apple M2 Pro": 6.8,
    "Apple M2 Max": 13.6,
    "Apple M2 Ultra": 27.2,
    "Apple M3": 3.5,
    "Apple M3 Pro": 6.4,
    "Apple M3 Max": 14.1,
    "Apple M3 Ultra": 28.3,
    "Apple M4": 3.8,
    "Apple M4 Pro": 7.5,
    "Apple M4 Max": 15.1,
}
"""10**12 operations a second at most, with the larger GPU of each chip: cores x 128 units x 2 x clock."""

SliceChoice = Literal["auto", "on", "off"]
SLICE_CHOICES: tuple[SliceChoice, ...] = ("auto", "on", "off")


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


@dataclass(frozen=True)
class Savings:
    """What is done so that a picture fits, each for a price."""

    text_encoder_dropped: bool = False
    """it is loaded again for each new prompt"""
    guidance_in_two: bool = False
    """what is wanted and what is not are run one after the other"""
    vae_tiled: bool = False
    """the autoencoder decodes in tiles, whose seams may show faintly"""


LADDER = (
    Savings(),
    Savings(text_encoder_dropped=True),
    Savings(text_encoder_dropped=True, guidance_in_two=True),
    Savings(text_encoder_dropped=True, vae_tiled=True),
    Savings(text_encoder_dropped=True, guidance_in_two=True, vae_tiled=True),
)
"""What is tried in turn until a picture fits: first what costs time, last what costs quality."""


@dataclass(frozen=True)
class Plan:
    """What the engine obeys."""

    device: str
    precisions: Precisions
    """what each part computes in"""
    precisions_why: Because
    slice_attention: bool
    slice_attention_why: Because
    warm_up: bool
    warm_up_why: Because
    pad_heads: bool
    pad_heads_why: Because
    savings: Savings
    """what is done so that it fits"""
    weights: int
    """bytes of the checkpoint in memory"""
    needed: int
    """bytes that a picture takes at its peak, weights and all"""
    available: int
    """bytes that it may take here"""
    refused: UsersWorld | None
    """why this size cannot be made here"""
    largest_size: tuple[int, int] | None
    """the largest size of the same shape that can; None if none can"""

    @property
    def dtype(self) -> str:
        """float16, bfloat16 or float32: what all is in but for parts that need more"""
        return self.precisions.rest

    @property
    def fits(self) -> bool:
        return self.refused is None

    @property
    def attention(self) -> str:
        """How attention is computed, in the words of the field."""
        ways = ["padded heads"] * self.pad_heads + ["sliced queries"] * self.slice_attention
        return ", ".join(ways) or "plain"


def plan(
    machine: Machine, architecture: Architecture, size: tuple[int, int], slice_choice: SliceChoice = "auto"
) -> Plan:
    """Return what `machine` should do to make a picture of `size` (width, height in pixels) with a checkpoint."""
    slices, why_slices = slices_attention(machine, size, slice_choice)
    warms, why_warms = warms_up(machine)
    pads, why_pads = pads_heads(machine)
    parts, why_parts = precisions(machine, architecture.family, architecture.vae_single)
    savings = savings_for(machine, architecture, size, slice_choice) or LADDER[-1]
    return Plan(
        device=machine.device,
        precisions=parts,
        precisions_why=why_parts,
        slice_attention=slices,
        slice_attention_why=why_slices,
        warm_up=warms,
        warm_up_why=why_warms,
        pad_heads=pads,
        pad_heads_why=why_pads,
        savings=replace(savings, text_encoder_dropped=savings.text_encoder_dropped and architecture.text_weights > 0),
        weights=weights(machine, architecture),
        needed=peak_bytes(machine, architecture, size, slice_choice, savings),
        available=available_bytes(machine),
        refused=refused(machine, architecture, size, slice_choice),
        largest_size=largest_size(machine, architecture, size, slice_choice),
    )


def requirements(machine: Machine) -> list[Because]:
    """Return what a Mac lacks to run the installed set as it should; empty elsewhere, and on a Mac that has it all.

    Each PyTorch uses the GPU from a macOS of its own on, so what is needed follows from the set that is installed.
    """
    if machine.macos_release is None:
        return []
    lacks = []
    least = mps_from(machine.torch_release)
    if machine.arch != "arm64":
        lacks.append(Because("needs-arm64" if machine.translated else "needs-apple-silicon", {"arch": machine.arch}))
    if machine.macos_release < (12, 6):
        lacks.append(Because("needs-macos", {"macos": machine.macos}))
    elif machine.macos_release < least:
        facts: dict[str, Value] = {"torch": machine.torch, "least": f"{least[0]}.{least[1]}", "macos": machine.macos}
        lacks.append(Because("needs-macos-for-torch", facts))
    elif machine.macos_release < (13, 0):
        lacks.append(Because("better-macos", {"macos": machine.macos}))
    if machine.torch_release < (1, 13):
        lacks.append(Because("needs-torch", {"torch": machine.torch}))
    elif machine.torch_release < (2, 0):
        lacks.append(Because("better-torch", {"torch": machine.torch}))
    return lacks


def slices_attention(machine: Machine, size: tuple[int, int], choice: SliceChoice) -> tuple[bool, Because]:
    """Return whether attention is computed in slices, and why."""
    width, height = size
    if choice != "auto":
        return choice == "on", Because(f"slice-forced-{choice}")
    if machine.device != "mps":
        return False, Because("slice-not-mps", {"device": machine.device})
    if machine.ram < SLICE_BELOW_RAM:
        return True, Because("slice-ram", {"ram": machine.ram, "limit": SLICE_BELOW_RAM})
    if width * height > SLICE_ABOVE_PIXELS:
        return True, Because("slice-size", {"width": width, "height": height})
    return False, Because("slice-not-needed", {"ram": machine.ram})


def warms_up(machine: Machine) -> tuple[bool, Because]:
    """Return whether one step is run and thrown away before the first picture of a loaded checkpoint, and why."""
    if machine.device != "mps":
        return False, Because("warm-up-not-mps", {"device": machine.device})
    fires = machine.torch_release == (1, 13)
    return fires, Because("warm-up-1.13" if fires else "warm-up-not-1.13", {"torch": machine.torch})


def pads_heads(machine: Machine) -> tuple[bool, Because]:
    """Return whether attention heads are padded to widths that have a fused kernel, and why.

    MPS has one from PyTorch 2.13 on (pytorch pull request 181575).
    """
    if machine.device != "mps":
        return False, Because("pad-not-mps", {"device": machine.device})
    fires = machine.torch_release >= (2, 13)
    return fires, Because("pad-2.13" if fires else "pad-not-2.13", {"torch": machine.torch})


def savings_for(
    machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SliceChoice = "auto"
) -> Savings | None:
    """Return the first of `LADDER` with which a picture of `size` fits; None if it does with none."""
    return next((each for each in LADDER if _can(machine, architecture, size, choice, each)), None)


def refused(
    machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SliceChoice
) -> UsersWorld | None:
    """Return why a picture of `size` cannot be made on `machine`, or None if it can."""
    if savings_for(machine, architecture, size, choice) is not None:
        return None
    width, height = size
    largest = largest_size(machine, architecture, size, choice)
    fitting: dict[str, Value] = {"largest": f"{largest[0]}x{largest[1]}" if largest else None}
    if not _within(machine, architecture, size, choice, LADDER[-1]):
        return BadRequest("size-over-array-limit", width=width, height=height, **fitting)
    needed = peak_bytes(machine, architecture, size, choice, LADDER[-1])
    available = available_bytes(machine)
    return MachineFault("size-over-memory", width=width, height=height, needed=needed, available=available, **fitting)


def largest_array(
    machine: Machine, architecture: Architecture, size: tuple[int, int], sliced: bool, savings: Savings = LADDER[0]
) -> int:
    """Return the bytes of the largest single array that making a picture of `size` needs.

    Attention scores are counted in float32, as MPS computes them; elsewhere attention is fused and makes none. The
    VAE's attention, of one head, is counted whole even where it is sliced: that keeps it within `MOST_POSITIONS`.
    """
    decoded = _decoded_at_once(size, savings)
    arrays = [architecture.vae_channels * decoded * _bytes_of_vae(machine, architecture), 3 * size[0] * size[1] * 4]
    if machine.device == "mps":
        arrays += [
            _scores(positions, heads, sliced, _batch(savings)) for positions, heads, _ in _levels(architecture, size)
        ]
        if architecture.vae_attention:
            arrays.append((decoded // architecture.latent_scale**2) ** 2 * 4)
    return max(arrays)


def peak_bytes(
    machine: Machine,
    architecture: Architecture,
    size: tuple[int, int],
    choice: SliceChoice = "auto",
    savings: Savings = LADDER[0],
) -> int:
    """Return the bytes that a picture of `size` takes at its peak: the weights, and a step or the decoding."""
    sliced = slices_attention(machine, size, choice)[0]
    step = _step_bytes(machine, architecture, size, sliced, savings)
    return weights(machine, architecture, savings) + max(step, _decode_bytes(machine, architecture, size, savings))


def weights(machine: Machine, architecture: Architecture, savings: Savings = LADDER[0]) -> int:
    """Return the bytes of a checkpoint in memory while it draws."""
    texts = 0 if savings.text_encoder_dropped else architecture.text_weights
    others = architecture.weights - architecture.text_weights
    held = others * _bytes_of_denoiser(machine, architecture) + texts * bytes_each(machine, architecture.family)
    return held // architecture.bytes_per_weight


def _step_bytes(
    machine: Machine, architecture: Architecture, size: tuple[int, int], sliced: bool, savings: Savings
) -> int:
    """Return what a step holds beside the weights, at the level where that is most."""
    batch, each = _batch(savings), _bytes_of_denoiser(machine, architecture)
    latents = size[0] * size[1] // architecture.latent_scale**2
    held = [_OF_CONVOLUTIONS * architecture.channels * latents * batch * each]
    for positions, heads, channels in _levels(architecture, size):
        held.append(_OF_A_LEVEL * channels * positions * batch * each)
        if machine.device == "mps" and not pads_heads(machine)[0]:  # scores, and what their softmax makes of them
            scores = 2 * _scores(positions, heads, sliced, batch)
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
    return BYTES[precisions(machine, architecture.family, architecture.vae_single)[0].vae]


def _bytes_of_denoiser(machine: Machine, architecture: Architecture) -> int:
    return BYTES[precisions(machine, architecture.family)[0].denoiser]


def _batch(savings: Savings) -> int:
    return 1 if savings.guidance_in_two else 2


def _levels(architecture: Architecture, size: tuple[int, int]) -> Iterator[tuple[int, int, int]]:
    """Yield the positions, heads and channels of each level that has attention."""
    latents = (size[0] // architecture.latent_scale) * (size[1] // architecture.latent_scale)
    for downscale, heads in architecture.attention:
        yield latents // downscale**2, heads, architecture.channels * min(downscale, 4)


def _scores(positions: int, heads: int, sliced: bool, batch: int) -> int:
    """Return the bytes of scores that exist at one time: sliced by queries, at least one of them."""
    whole = batch * heads * positions**2 * 4
    if not sliced:
        return whole
    return min(whole, max(SLICE_BYTES, batch * heads * positions * 4))


def expected_speed(machine: Machine) -> float | None:
    """Return the 10**12 operations a second to be expected of a chip; None where nothing is known of it.

    Half of what its GPU could do at most: healthy runs of PyTorch on MPS reach 45 to 65 % (from published times; none
    was measured by us).
    """
    peak = CHIP_TFLOPS.get(machine.chip) if machine.device == "mps" else None
    return None if peak is None else peak / 2


def available_bytes(machine: Machine) -> int:
    """Return what a picture may take: two thirds of RAM on MPS, as Metal allows on small Macs, else nine tenths."""
    return machine.ram * 2 // 3 if machine.device == "mps" else machine.ram * 9 // 10


def makes_room_first(machine: Machine, held: Architecture, wanted: Architecture) -> bool:
    """Return whether a checkpoint has to go before the next is loaded: when both do not fit beside each other.

    Where they do, the old one goes last, so that one that cannot be loaded leaves it working.
    """
    return sum(weights(machine, each) for each in (held, wanted)) > available_bytes(machine)


def sparing(made: Plan, architecture: Architecture) -> Plan:
    """Return the same plan with every saving that changes no pixel, for when the system is short of memory."""
    savings = replace(made.savings, text_encoder_dropped=architecture.text_weights > 0, guidance_in_two=True)
    return replace(made, savings=savings)


def lets_go(pressure: Pressure, idle: bool) -> bool:
    """Return whether a loaded checkpoint is let go: while nothing is made, others need the memory more."""
    return idle and pressure != "normal"


def spares(pressure: Pressure) -> bool:
    """Return whether the next picture is made with as little memory as costs no quality."""
    return pressure != "normal"


def has_room_to_look(made: Plan, size: tuple[int, int]) -> bool:
    """Return whether a picture may be decoded while it is drawn: where nothing is saved and its maps have room."""
    return made.savings == LADDER[0] and made.needed + _OF_A_LOOK * size[0] * size[1] <= made.available


def gives_back(made: Plan, held: int) -> bool:
    """Return whether cached memory goes back to the system after a picture: where memory is short.

    `held` are the bytes that the device's driver holds, caches among them; PyTorch counts those as used (pytorch issue
    105839), so that what is cached of one size is missing for the next.
    """
    return made.savings != LADDER[0] or held > made.available * GIVE_BACK_ABOVE


def keeps_stages(machine: Machine, weights: int) -> bool:
    """Return whether models of so many bytes together may stay in memory: while they take half of what there is."""
    return weights <= available_bytes(machine) // 2


def largest_size(
    machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SliceChoice
) -> tuple[int, int] | None:
    """Return the largest size shaped like `size`, sides multiples of 8 up to 4096, that `machine` can make."""
    sizes = list(_sizes_like(size))  # ever smaller: from the first that fits on, all do
    at = bisect_left(sizes, True, key=lambda each: savings_for(machine, architecture, each, choice) is not None)
    return sizes[at] if at < len(sizes) else None


def _can(
    machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SliceChoice, savings: Savings
) -> bool:
    fits = peak_bytes(machine, architecture, size, choice, savings) <= available_bytes(machine)
    return fits and _within(machine, architecture, size, choice, savings)


def _within(
    machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SliceChoice, savings: Savings
) -> bool:
    """Return whether no array is larger than MPS can hold, and none so long that it multiplies it wrongly."""
    if machine.device != "mps":
        return True
    if any(positions > MOST_POSITIONS for positions, _, _ in _levels(architecture, size)):
        return False
    sliced = slices_attention(machine, size, choice)[0]
    return largest_array(machine, architecture, size, sliced, savings) <= LARGEST_ARRAY


def _sizes_like(size: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield sizes of the same shape, from 4096 pixels on the long side down."""
    long = max(size)
    for side in range(4096, LEAST_SIDE - 1, -SIDE_STEP):
        width, height = (round(each * side / long / SIDE_STEP) * SIDE_STEP for each in size)
        if min(width, height) >= LEAST_SIDE:
            yield width, height


def bytes_each(machine: Machine, family: str = "") -> int:
    """Return the bytes of a weight in the precision that is used, but for parts that need more."""
    return BYTES[precisions(machine, family)[0].rest]
