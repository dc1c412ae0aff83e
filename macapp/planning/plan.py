"""The rules drawn from the facts: what this machine should do for this picture. Pure functions, no torch. Any thread.

Each rule is one function with one table in `tests/planning/test_plan.py`, so that one measurement on a real Mac can
change it in one place. How attention is computed is in `slices.py`, what a picture takes in `memory.py`. The
requirements they come from:

- a warm-up pass runs on PyTorch 1.13 and MPS only (diffusers, "Metal Performance Shaders", and its issue 372);
- several prompts are iterated, never batched: batches are unreliable on MPS (diffusers issue 363);
- MPS has no array of more than 2**32 bytes (pytorch issues 84039 and 149261).
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from macapp.errors import BadRequest, ExpectedError, MachineError, Reason, Value
from macapp.planning.attention import SlicingMode, should_pad_heads, should_slice
from macapp.planning.memory import (
    PREVIEW_BYTES_PER_PIXEL,
    SAVINGS_STEPS,
    Architecture,
    Savings,
    attention_levels,
    available_bytes,
    available_reason,
    largest_array,
    needed_bytes,
    peak_bytes,
    weights_bytes,
)
from macapp.planning.precision import PrecisionPlan, choose_precision
from macapp.system.machine import GIB, Machine, Pressure, minimum_macos_for_mps

LARGEST_ARRAY = 2**32  # bytes, on MPS
MOST_POSITIONS = 2**15  # that attend to each other: larger matrix products are silently wrong (pytorch issue 193487)
SMALL_RAM = 8 * GIB  # the least that a Mac with Apple silicon has: the system and its programs need the rest of it
UNTILED_PIXELS = 1024 * 1024
"""Larger pictures are decoded in tiles on MPS, long before its products grow wrong (`MOST_POSITIONS`). Not by side: the
wide shapes that SDXL was trained on, such as 1344 x 768, have no more positions than its square, and no seams."""
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


@dataclass(frozen=True)
class Plan:
    """What the engine obeys."""

    device: str
    precisions: PrecisionPlan
    """what each part computes in"""
    precisions_reason: Reason
    slice_attention: bool
    slice_attention_reason: Reason
    warm_up: bool
    warm_up_reason: Reason
    pad_heads: bool
    pad_heads_reason: Reason
    savings: Savings
    """what is done to take less memory"""
    text_encoder_reason: Reason
    guidance_reason: Reason
    vae_tiling_reason: Reason
    weights: int
    """bytes of the checkpoint in memory, and of what is used beside it"""
    peak: int
    """bytes that the arrays of a picture take at its peak, weights and all"""
    needed: int
    """bytes that must be there for it"""
    available: int
    """bytes that it may take here"""
    available_reason: Reason
    refused: ExpectedError | None
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


def make_plan(
    machine: Machine, architecture: Architecture, size: tuple[int, int], slice_choice: SlicingMode = "auto"
) -> Plan:
    """Return what `machine` should do to make a picture of `size` (width, height in pixels) with a checkpoint."""
    slices, why_slices = should_slice(machine, size, slice_choice)
    warms, why_warms = needs_warmup(machine)
    pads, why_pads = should_pad_heads(machine)
    parts, why_parts = choose_precision(machine, architecture.family, architecture.vae_single)
    savings = choose_savings(machine, architecture, size, slice_choice) or SAVINGS_STEPS[-1]
    done = replace(savings, text_encoder_dropped=savings.text_encoder_dropped and architecture.text_weights > 0)
    return Plan(
        device=machine.device,
        precisions=parts,
        precisions_reason=why_parts,
        slice_attention=slices,
        slice_attention_reason=why_slices,
        warm_up=warms,
        warm_up_reason=why_warms,
        pad_heads=pads,
        pad_heads_reason=why_pads,
        savings=done,
        text_encoder_reason=text_encoder_reason(machine, done),
        guidance_reason=Reason("guidance-to-fit" if done.guidance_in_two else "guidance-at-once"),
        vae_tiling_reason=vae_tiling_reason(machine, size, done),
        weights=weights_bytes(machine, architecture),
        peak=peak_bytes(machine, architecture, size, slice_choice, savings),
        needed=needed_bytes(machine, architecture, size, slice_choice, savings),
        available=available_bytes(machine),
        available_reason=available_reason(machine),
        refused=refusal(machine, architecture, size, slice_choice),
        largest_size=largest_size(machine, architecture, size, slice_choice),
    )


def missing_requirements(machine: Machine) -> list[Reason]:
    """Return what a Mac lacks to run the installed set as it should; empty elsewhere, and on a Mac that has it all.

    Each PyTorch uses the GPU from a macOS of its own on, so what is needed follows from the set that is installed.
    """
    if machine.macos_release is None:
        return []
    lacks = []
    least = minimum_macos_for_mps(machine.torch_release)
    if machine.arch != "arm64":
        lacks.append(Reason("needs-arm64" if machine.translated else "needs-apple-silicon", {"arch": machine.arch}))
    if machine.macos_release < (12, 6):
        lacks.append(Reason("needs-macos", {"macos": machine.macos}))
    elif machine.macos_release < least:
        facts: dict[str, Value] = {"torch": machine.torch, "least": f"{least[0]}.{least[1]}", "macos": machine.macos}
        lacks.append(Reason("needs-macos-for-torch", facts))
    elif machine.macos_release < (13, 0):
        lacks.append(Reason("better-macos", {"macos": machine.macos}))
    if machine.torch_release < (1, 13):
        lacks.append(Reason("needs-torch", {"torch": machine.torch}))
    elif machine.torch_release < (2, 0):
        lacks.append(Reason("better-torch", {"torch": machine.torch}))
    return lacks


def is_required(requirement: Reason) -> bool:
    """Return whether an entry of `requirements` keeps this machine from running Easel; the others are advice."""
    return requirement.code.startswith("needs-")


def needs_warmup(machine: Machine) -> tuple[bool, Reason]:
    """Return whether one step is run and thrown away before the first picture of a loaded checkpoint, and why."""
    if machine.device != "mps":
        return False, Reason("warm-up-not-mps", {"device": machine.device})
    fires = machine.torch_release == (1, 13)
    return fires, Reason("warm-up-1.13" if fires else "warm-up-not-1.13", {"torch": machine.torch})


def choose_savings(
    machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SlicingMode = "auto"
) -> Savings | None:
    """Return the first of `SAVINGS_STEPS` with which a picture of `size` fits, and what is saved anyway; None if with
    none."""
    ladder = [each | mandatory_savings(machine, architecture, size) for each in SAVINGS_STEPS]
    return next((each for each in ladder if _can(machine, architecture, size, choice, each)), None)


def mandatory_savings(machine: Machine, architecture: Architecture, size: tuple[int, int]) -> Savings:
    """Return what is saved on MPS even where a picture would fit without: on small Macs, unless the model is small as
    well, and in large pictures."""
    if machine.device != "mps":
        return Savings()
    small = machine.ram <= SMALL_RAM and weights_bytes(machine, architecture) > available_bytes(machine) // 4
    return Savings(text_encoder_dropped=small, vae_tiled=small or size[0] * size[1] > UNTILED_PIXELS)


def text_encoder_reason(machine: Machine, savings: Savings) -> Reason:
    """Return why text encoders are let go between prompts, or stay."""
    if not savings.text_encoder_dropped:
        return Reason("text-stays")
    if machine.device == "mps" and machine.ram <= SMALL_RAM:
        return Reason("text-small", {"ram": machine.ram})
    return Reason("text-to-fit")


def vae_tiling_reason(machine: Machine, size: tuple[int, int], savings: Savings) -> Reason:
    """Return why the autoencoder decodes in tiles, or the whole at once."""
    if not savings.vae_tiled:
        return Reason("tile-not")
    if machine.device == "mps" and size[0] * size[1] > UNTILED_PIXELS:
        return Reason("tile-large", {"width": size[0], "height": size[1]})
    if machine.device == "mps" and machine.ram <= SMALL_RAM:
        return Reason("tile-small", {"ram": machine.ram})
    return Reason("tile-to-fit")


def refusal(
    machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SlicingMode
) -> ExpectedError | None:
    """Return why a picture of `size` cannot be made on `machine`, or None if it can."""
    if choose_savings(machine, architecture, size, choice) is not None:
        return None
    width, height = size
    largest = largest_size(machine, architecture, size, choice)
    fitting: dict[str, Value] = {"largest": f"{largest[0]}x{largest[1]}" if largest else None}
    if not _within(machine, architecture, size, choice, SAVINGS_STEPS[-1]):
        return BadRequest("size-over-array-limit", width=width, height=height, **fitting)
    needed = needed_bytes(machine, architecture, size, choice, SAVINGS_STEPS[-1])
    available = available_bytes(machine)
    return MachineError("size-over-memory", width=width, height=height, needed=needed, available=available, **fitting)


def expected_tflops(machine: Machine) -> float | None:
    """Return the 10**12 operations a second to be expected of a chip; None where nothing is known of it.

    Half of what its GPU could do at most: healthy runs of PyTorch on MPS reach 45 to 65 % (from published times; none
    was measured by us).
    """
    peak = CHIP_TFLOPS.get(machine.chip) if machine.device == "mps" else None
    return None if peak is None else peak / 2


def must_unload_first(machine: Machine, held: Architecture, wanted: Architecture) -> bool:
    """Return whether a checkpoint has to go before the next is loaded: when both do not fit beside each other.

    Where they do, the old one goes last, so that one that cannot be loaded leaves it working.
    """
    return sum(weights_bytes(machine, each) for each in (held, wanted)) > available_bytes(machine)


def with_maximum_savings(made: Plan, architecture: Architecture) -> Plan:
    """Return the same plan with every saving that changes no pixel, for when the system is short of memory."""
    savings = replace(made.savings, text_encoder_dropped=architecture.text_weights > 0, guidance_in_two=True)
    return replace(made, savings=savings)


def should_unload(pressure: Pressure, idle: bool) -> bool:
    """Return whether a loaded checkpoint is let go: while nothing is made, others need the memory more."""
    return idle and pressure != "normal"


def should_reduce_memory(pressure: Pressure) -> bool:
    """Return whether the next picture is made with as little memory as costs no quality."""
    return pressure != "normal"


def can_preview(made: Plan, size: tuple[int, int]) -> bool:
    """Return whether a picture may be decoded while it is drawn: where memory is not short and its maps have room."""
    return not _is_short(made) and made.needed + PREVIEW_BYTES_PER_PIXEL * size[0] * size[1] <= made.available


def should_empty_cache(made: Plan, held: int) -> bool:
    """Return whether cached memory goes back to the system after a picture: where memory is short.

    `held` are the bytes that the device's driver holds, caches among them; PyTorch counts those as used (pytorch issue
    105839), so that what is cached of one size is missing for the next.
    """
    return _is_short(made) or held > made.available


def _is_short(made: Plan) -> bool:
    """Return whether memory is: then more is saved than tiles, which large pictures are decoded in anyway."""
    return made.savings.text_encoder_dropped or made.savings.guidance_in_two


def can_keep_stages(machine: Machine, weights: int) -> bool:
    """Return whether models of so many bytes together may stay in memory: while they take half of what there is."""
    return weights <= available_bytes(machine) // 2


def largest_size(
    machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SlicingMode
) -> tuple[int, int] | None:
    """Return the largest size shaped like `size`, sides multiples of 8 up to 4096, that `machine` can make."""
    sizes = list(_sizes_like(size))  # ever smaller: from the first that fits on, all do
    at = bisect_left(sizes, True, key=lambda each: choose_savings(machine, architecture, each, choice) is not None)
    return sizes[at] if at < len(sizes) else None


def _can(
    machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SlicingMode, savings: Savings
) -> bool:
    fits = needed_bytes(machine, architecture, size, choice, savings) <= available_bytes(machine)
    return fits and _within(machine, architecture, size, choice, savings)


def _within(
    machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SlicingMode, savings: Savings
) -> bool:
    """Return whether no array is larger than MPS can hold, and none so long that it multiplies it wrongly."""
    if machine.device != "mps":
        return True
    if any(
        exceeds_sequence_limit(machine.device, positions) for positions, _, _ in attention_levels(architecture, size)
    ):
        return False
    sliced = should_slice(machine, size, choice)[0]
    return largest_array(machine, architecture, size, sliced, savings) <= LARGEST_ARRAY


def exceeds_sequence_limit(device: str, positions: int) -> bool:
    """Return whether so many positions may not attend to each other: MPS multiplies what is longer wrongly."""
    return device == "mps" and positions > MOST_POSITIONS


def _sizes_like(size: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield sizes of the same shape, from 4096 pixels on the long side down."""
    long = max(size)
    for side in range(4096, LEAST_SIDE - 1, -SIDE_STEP):
        width, height = (round(each * side / long / SIDE_STEP) * SIDE_STEP for each in size)
        if min(width, height) >= LEAST_SIDE:
            yield width, height
