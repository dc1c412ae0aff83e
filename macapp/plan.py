"""The rules drawn from the facts: what this machine should do for this picture. Pure functions, no torch. Any thread.

Each rule is one function with one table in `tests/test_plan.py`, so that one measurement on a real Mac can change it in
one place. The requirements they come from:

- attention is sliced on MPS below 64 GB of RAM or above 512x512 pixels (the user's own words);
- a warm-up pass runs on PyTorch 1.13 and MPS only (diffusers, "Metal Performance Shaders", and its issue 372);
- several prompts are iterated, never batched: batches are unreliable on MPS (diffusers issue 363);
- MPS has no array of more than 2**32 bytes (pytorch issues 84039 and 149261).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from macapp.errors import BadRequest, MachineFault, UsersWorld, Value
from macapp.hardware import GIB, Machine

SLICE_BELOW_RAM = 64 * GIB
SLICE_ABOVE_PIXELS = 512 * 512
LARGEST_ARRAY = 2**32  # bytes, on MPS
SLICE_BYTES = 2**28  # of float32 scores at a time: SD 1.5 at 512 x 512 is then computed in four slices
SIDE_STEP, LEAST_SIDE = 8, 64  # pixels

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
    bytes_per_weight: int
    """2 for float16 on disk, 4 for float32"""
    latent_scale: int
    """pixels per latent, a side"""
    attention: tuple[tuple[int, int], ...]
    """one pair for each level of the UNet that has attention: latents per position a side, heads"""
    vae_attention: bool
    vae_channels: int
    """channels of the widest map that the VAE makes at full size"""


@dataclass(frozen=True)
class Because:
    """Why a rule fired or did not: a code and data for `macapp.sentences`."""

    code: str
    data: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What the engine obeys."""

    device: str
    dtype: str
    """float16 or float32"""
    slice_attention: bool
    slice_attention_why: Because
    warm_up: bool
    warm_up_why: Because
    pad_heads: bool
    pad_heads_why: Because
    weights: int
    """bytes of the checkpoint in memory"""
    needed: int
    """bytes that a picture takes at its peak, weights and all, roughly"""
    available: int
    """bytes that it may take here"""
    refused: UsersWorld | None
    """why this size cannot be made here"""
    largest_size: tuple[int, int] | None
    """the largest size of the same shape that can; None if none can"""

    @property
    def fits(self) -> bool:
        return self.refused is None


def plan(
    machine: Machine, architecture: Architecture, size: tuple[int, int], slice_choice: SliceChoice = "auto"
) -> Plan:
    """Return what `machine` should do to make a picture of `size` (width, height in pixels) with a checkpoint."""
    slices, why_slices = slices_attention(machine, size, slice_choice)
    warms, why_warms = warms_up(machine)
    pads, why_pads = pads_heads(machine)
    return Plan(
        device=machine.device,
        dtype=dtype(machine),
        slice_attention=slices,
        slice_attention_why=why_slices,
        warm_up=warms,
        warm_up_why=why_warms,
        pad_heads=pads,
        pad_heads_why=why_pads,
        weights=architecture.weights * bytes_each(machine) // architecture.bytes_per_weight,
        needed=memory_for(machine, architecture, size, slice_choice),
        available=available_bytes(machine),
        refused=refused(machine, architecture, size, slice_choice),
        largest_size=largest_size(machine, architecture, size, slice_choice),
    )


def requirements(machine: Machine) -> list[Because]:
    """Return what a Mac lacks to run this as it should; empty elsewhere, and on a Mac that has it all."""
    if machine.macos_release is None:
        return []
    lacks = []
    if machine.arch != "arm64":
        lacks.append(Because("needs-arm64", {"arch": machine.arch}))
    if machine.macos_release < (12, 6):
        lacks.append(Because("needs-macos", {"macos": machine.macos}))
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


def dtype(machine: Machine) -> str:
    """Return the precision of the weights. MPS computes float16 rightly from PyTorch 2.1 on (diffusers issue 2521)."""
    half = machine.device == "cuda" or (machine.device == "mps" and machine.torch_release >= (2, 1))
    return "float16" if half else "float32"


def refused(
    machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SliceChoice
) -> UsersWorld | None:
    """Return why a picture of `size` cannot be made on `machine`, or None if it can."""
    width, height = size
    largest = largest_array(machine, architecture, size, slices_attention(machine, size, choice)[0])
    if machine.device == "mps" and largest > LARGEST_ARRAY:
        return BadRequest(
            "size-over-array-limit",
            width=width,
            height=height,
            **_fitting(machine, architecture, size, choice),
        )
    needed, available = needed_bytes(machine, architecture, largest), available_bytes(machine)
    if needed > available:
        fitting = _fitting(machine, architecture, size, choice)
        return MachineFault(
            "size-over-memory", width=width, height=height, needed=needed, available=available, **fitting
        )
    return None


def largest_array(machine: Machine, architecture: Architecture, size: tuple[int, int], sliced: bool) -> int:
    """Return the bytes of the largest single array that making a picture of `size` needs.

    Attention scores are counted in float32, as MPS computes them; elsewhere attention is fused and makes none. The
    VAE's maps are counted at full size. The VAE's attention, of one head, is counted whole even where it is sliced:
    that keeps it within 32,768 positions, above which matrix products on MPS are silently wrong (pytorch issue 193487).
    """
    width, height = size
    latents = (width // architecture.latent_scale) * (height // architecture.latent_scale)
    arrays = [architecture.vae_channels * width * height * bytes_each(machine)]
    if machine.device != "mps":
        return arrays[0]
    for downscale, heads in architecture.attention:
        positions = latents // downscale**2
        arrays.append(_scores(machine, positions, heads, sliced))
    if architecture.vae_attention:
        arrays.append(latents**2 * 4)
    return max(arrays)


def _scores(machine: Machine, positions: int, heads: int, sliced: bool) -> int:
    """Return the bytes of scores that exist at one time, for both halves of guidance unless sliced.

    PyTorch 1.13 slices by heads, half of them at a time; later ones by queries, at least one of them.
    """
    whole = 2 * heads * positions**2 * 4
    if not sliced:
        return whole
    if machine.torch_release < (2, 0):
        return max(1, heads // 2) * positions**2 * 4
    return min(whole, max(SLICE_BYTES, 2 * heads * positions * 4))


def needed_bytes(machine: Machine, architecture: Architecture, largest: int) -> int:
    """Return roughly what a picture takes: the weights, and three times the largest array (in, out, a copy)."""
    return architecture.weights * bytes_each(machine) // architecture.bytes_per_weight + 3 * largest


def memory_for(
    machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SliceChoice = "auto"
) -> int:
    """Return roughly the bytes that a picture of `size` takes on `machine`."""
    largest = largest_array(machine, architecture, size, slices_attention(machine, size, choice)[0])
    return needed_bytes(machine, architecture, largest)


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
    both = sum(each.weights * bytes_each(machine) // each.bytes_per_weight for each in (held, wanted))
    return both > available_bytes(machine)


def keeps_stages(machine: Machine, weights: int) -> bool:
    """Return whether models of so many bytes together may stay in memory: while they take half of what there is."""
    return weights <= available_bytes(machine) // 2


def largest_size(
    machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SliceChoice
) -> tuple[int, int] | None:
    """Return the largest size shaped like `size`, sides multiples of 8 up to 4096, that `machine` can make."""
    return next((each for each in _sizes_like(size) if _can(machine, architecture, each, choice)), None)


def _fitting(
    machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SliceChoice
) -> dict[str, Value]:
    largest = largest_size(machine, architecture, size, choice)
    return {"largest": f"{largest[0]}x{largest[1]}" if largest else None}


def _can(machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SliceChoice) -> bool:
    largest = largest_array(machine, architecture, size, slices_attention(machine, size, choice)[0])
    within = machine.device != "mps" or largest <= LARGEST_ARRAY
    return within and needed_bytes(machine, architecture, largest) <= available_bytes(machine)


def _sizes_like(size: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield sizes of the same shape, from 4096 pixels on the long side down."""
    long = max(size)
    for side in range(4096, LEAST_SIDE - 1, -SIDE_STEP):
        width, height = (round(each * side / long / SIDE_STEP) * SIDE_STEP for each in size)
        if min(width, height) >= LEAST_SIDE:
            yield width, height


def bytes_each(machine: Machine) -> int:
    """Return the bytes of a weight in the precision that is used."""
    return 2 if dtype(machine) == "float16" else 4
