"""The plan for one picture on one machine. Pure functions without PyTorch, for any thread.

Each rule is one function with one table in `tests/planning/test_plan.py`, so that a measurement on a real Mac changes
one place. Attention is in `attention.py`, memory in `memory.py`. The rules have these sources:

- a warm-up step runs on PyTorch 1.13 and MPS only (diffusers, "Metal Performance Shaders", and its issue 372);
- several prompts run one after another, never as a batch: batches are unreliable on MPS (diffusers issue 363);
- MPS has no array of more than 2**32 bytes (pytorch issues 84039 and 149261).
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from macapp.domain.request import SIDE_STEP
from macapp.domain.weight_format import WeightFormat
from macapp.errors import BadRequest, ExpectedError, MachineError, Reason, Value
from macapp.planning.architecture import Architecture
from macapp.planning.attention import SlicingMode, should_pad_heads, should_slice, slice_size_reason
from macapp.planning.chips import chip_tflops
from macapp.planning.memory import (
    PREVIEW_BYTES_PER_PIXEL,
    Savings,
    attention_levels,
    available_bytes,
    available_reason,
    encodes_alone,
    largest_array,
    needed_bytes,
    peak_bytes,
    savings_steps,
    weights_bytes,
)
from macapp.planning.precision import PrecisionPlan, choose_precision
from macapp.system.machine import GIB, Machine, Pressure, minimum_macos_for_mps

MAX_ARRAY_BYTES = 2**32  # on MPS
MAX_POSITIONS = 2**15  # of one call of attention on MPS: larger products are silently wrong (pytorch issue 193487)
SMALL_RAM_BYTES = 8 * GIB  # the smallest Mac with Apple silicon: the system and other programs need the rest of it
MAX_UNTILED_PIXELS = 1024 * 1024
"""Larger pictures are decoded in tiles on MPS, long before its products become wrong (`MAX_POSITIONS`). The limit is an
area, not a side: the wide shapes that SDXL was trained on, such as 1344 x 768, have no more positions than its square,
and so they have no seams."""
MIN_SIDE_PIXELS, MAX_SIDE_PIXELS = 64, 4096


@dataclass(frozen=True)
class Plan:
    """What the engine does for one picture."""

    device: str
    precisions: PrecisionPlan
    """the precision of each part"""
    precisions_reason: Reason
    slice_attention: bool
    slice_attention_reason: Reason
    slice_size_reason: Reason
    """why slices, if there are any, have their length"""
    warm_up: bool
    warm_up_reason: Reason
    pad_heads: bool
    pad_heads_reason: Reason
    savings: Savings
    """the measures that reduce memory use"""
    text_alone: bool
    """whether a prompt is encoded with one text encoder at a time in memory and no other part of the checkpoint"""
    text_encoder_reason: Reason
    guidance_reason: Reason
    vae_tiling_reason: Reason
    weight_format_reason: Reason
    weights: int
    """bytes of the checkpoint in memory, including its extra models"""
    peak: int
    """bytes of all arrays of the picture at its peak, including the weights"""
    needed: int
    """bytes that must be available for it"""
    available: int
    """bytes that it may use on this machine"""
    available_reason: Reason
    refused: ExpectedError | None
    """why this machine cannot make this size; None if it can"""
    largest_size: tuple[int, int] | None
    """the largest possible size of the same shape; None if there is none"""

    @property
    def dtype(self) -> str:
        """float16, bfloat16 or float32: the precision of all parts that do not need another"""
        return self.precisions.rest

    @property
    def fits(self) -> bool:
        """Whether this machine can make the picture."""
        return self.refused is None

    @property
    def attention(self) -> str:
        """How attention is computed, in words."""
        methods = ["padded heads"] * self.pad_heads + ["sliced queries"] * self.slice_attention
        return ", ".join(methods) or "plain"


def make_plan(
    machine: Machine, architecture: Architecture, size: tuple[int, int], slice_choice: SlicingMode = "auto"
) -> Plan:
    """Plan a picture of `size` (width, height in pixels) with a checkpoint on `machine`."""
    slices, slice_reason = should_slice(machine, size, slice_choice)
    warms_up, warm_up_reason = needs_warmup(machine)
    pads, pad_reason = should_pad_heads(machine)
    precisions, precision_reason = choose_precision(machine, architecture.family, architecture.vae_single)
    savings = choose_savings(machine, architecture, size, slice_choice) or savings_steps(architecture)[-1]
    applied = replace(savings, text_encoder_dropped=savings.text_encoder_dropped and architecture.text_weights > 0)
    return Plan(
        device=machine.device,
        precisions=precisions,
        precisions_reason=precision_reason,
        slice_attention=slices,
        slice_attention_reason=slice_reason,
        slice_size_reason=slice_size_reason(machine),
        warm_up=warms_up,
        warm_up_reason=warm_up_reason,
        pad_heads=pads,
        pad_heads_reason=pad_reason,
        savings=applied,
        text_alone=(alone := encodes_alone(machine, architecture, applied)),
        text_encoder_reason=text_encoder_reason(machine, applied, alone),
        guidance_reason=Reason("guidance-to-fit" if applied.guidance_in_two else "guidance-at-once"),
        vae_tiling_reason=vae_tiling_reason(machine, size, applied),
        weight_format_reason=weight_format_reason(architecture, applied),
        weights=weights_bytes(machine, architecture, Savings(weight_format=applied.weight_format)),
        peak=peak_bytes(machine, architecture, size, slice_choice, savings),
        needed=needed_bytes(machine, architecture, size, slice_choice, savings),
        available=available_bytes(machine),
        available_reason=available_reason(machine),
        refused=refusal(machine, architecture, size, slice_choice),
        largest_size=largest_size(machine, architecture, size, slice_choice),
    )


def missing_requirements(machine: Machine) -> list[Reason]:
    """Return what a Mac lacks to run the installed PyTorch well; empty on a complete Mac and on other machines.

    Each PyTorch needs a certain macOS to use the GPU, so the requirements depend on the installed version.
    """
    if machine.macos_release is None:
        return []
    missing = []
    least = minimum_macos_for_mps(machine.torch_release)
    if machine.arch != "arm64":
        missing.append(Reason("needs-arm64" if machine.translated else "needs-apple-silicon", {"arch": machine.arch}))
    if machine.macos_release < (12, 6):
        missing.append(Reason("needs-macos", {"macos": machine.macos}))
    elif machine.macos_release < least:
        facts: dict[str, Value] = {"torch": machine.torch, "least": f"{least[0]}.{least[1]}", "macos": machine.macos}
        missing.append(Reason("needs-macos-for-torch", facts))
    elif machine.macos_release < (13, 0):
        missing.append(Reason("better-macos", {"macos": machine.macos}))
    if machine.torch_release < (1, 13):
        missing.append(Reason("needs-torch", {"torch": machine.torch}))
    elif machine.torch_release < (2, 0):
        missing.append(Reason("better-torch", {"torch": machine.torch}))
    return missing


def is_required(requirement: Reason) -> bool:
    """Return whether a missing requirement prevents Easel from running; the others are advice."""
    return requirement.code.startswith("needs-")


def needs_warmup(machine: Machine) -> tuple[bool, Reason]:
    """Return whether one step runs and is discarded before a checkpoint's first picture, and the reason."""
    if machine.device != "mps":
        return False, Reason("warm-up-not-mps", {"device": machine.device})
    is_needed = machine.torch_release == (1, 13)
    return is_needed, Reason("warm-up-1.13" if is_needed else "warm-up-not-1.13", {"torch": machine.torch})


def choose_savings(
    machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SlicingMode = "auto"
) -> Savings | None:
    """Return the first of `savings_steps` with which a picture of `size` fits, plus the mandatory savings.

    Return None if it does not fit with any of them.
    """
    mandatory = mandatory_savings(machine, architecture, size)
    candidates = [step | mandatory for step in savings_steps(architecture)]
    return next((savings for savings in candidates if _fits(machine, architecture, size, choice, savings)), None)


def mandatory_savings(machine: Machine, architecture: Architecture, size: tuple[int, int]) -> Savings:
    """Return the savings that MPS always needs: for large pictures, and on small Macs unless the model is small too."""
    if machine.device != "mps":
        return Savings()
    small = machine.ram <= SMALL_RAM_BYTES and weights_bytes(machine, architecture) > available_bytes(machine) // 4
    tiled = architecture.can_tile and (small or size[0] * size[1] > MAX_UNTILED_PIXELS)
    return Savings(text_encoder_dropped=small, vae_tiled=tiled)


def text_encoder_reason(machine: Machine, savings: Savings, alone: bool) -> Reason:
    """Return why text encoders are released between prompts, or stay; `alone`: no other part is in memory with them."""
    if not savings.text_encoder_dropped:
        return Reason("text-stays")
    if alone:
        return Reason("text-alone")
    if machine.device == "mps" and machine.ram <= SMALL_RAM_BYTES:
        return Reason("text-small", {"ram": machine.ram})
    return Reason("text-to-fit")


def vae_tiling_reason(machine: Machine, size: tuple[int, int], savings: Savings) -> Reason:
    """Return why the VAE decodes in tiles, or the whole picture at once."""
    if not savings.vae_tiled:
        return Reason("tile-not")
    if machine.device == "mps" and size[0] * size[1] > MAX_UNTILED_PIXELS:
        return Reason("tile-large", {"width": size[0], "height": size[1]})
    if machine.device == "mps" and machine.ram <= SMALL_RAM_BYTES:
        return Reason("tile-small", {"ram": machine.ram})
    return Reason("tile-to-fit")


def weight_format_reason(architecture: Architecture, savings: Savings) -> Reason:
    """Return why weights are in full precision, or take fewer bits."""
    packed = savings.weight_format is not WeightFormat.FULL
    if len(architecture.formats) == 1:
        return Reason("weights-chosen" if packed else "weights-only-full", {"format": savings.weight_format.value})
    return Reason("weights-to-fit" if packed else "weights-full", {"format": savings.weight_format.value})


def refusal(
    machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SlicingMode
) -> ExpectedError | None:
    """Return the error for a picture of `size` that `machine` cannot make, or None if it can."""
    if choose_savings(machine, architecture, size, choice) is not None:
        return None
    width, height = size
    largest = largest_size(machine, architecture, size, choice)
    largest_fitting: dict[str, Value] = {"largest": f"{largest[0]}x{largest[1]}" if largest else None}
    last = savings_steps(architecture)[-1]
    if not _is_within_limits(machine, architecture, size, choice, last):
        return BadRequest("size-over-array-limit", width=width, height=height, **largest_fitting)
    needed = needed_bytes(machine, architecture, size, choice, last)
    available = available_bytes(machine)
    return MachineError(
        "size-over-memory", width=width, height=height, needed=needed, available=available, **largest_fitting
    )


def expected_tflops(machine: Machine) -> float | None:
    """Return the expected throughput of a chip in 10**12 operations a second; None if it is not known.

    It is half of the GPU's peak: PyTorch on MPS usually reaches 45 to 65 % (from published times; none measured by us).
    """
    peak = chip_tflops(machine) if machine.device == "mps" else None
    return None if peak is None else peak / 2


def must_unload_first(machine: Machine, held: int, wanted: int) -> bool:
    """Return whether a checkpoint must be released before the next is loaded, because both do not fit in memory.

    `held` and `wanted` are the bytes of their weights.

    Otherwise the old one is released last, so that it still works if the new one cannot be loaded.
    """
    return held + wanted > available_bytes(machine)


def with_maximum_savings(plan: Plan, architecture: Architecture) -> Plan:
    """Return the plan with every saving that changes no pixel, for when the system is short of memory."""
    has_text, in_two = architecture.text_weights > 0, architecture.sides > 1
    savings = replace(plan.savings, text_encoder_dropped=has_text, guidance_in_two=in_two)
    return replace(plan, savings=savings)


def should_unload(pressure: Pressure, idle: bool) -> bool:
    """Return whether to release an idle checkpoint because the system is short of memory."""
    return idle and pressure != "normal"


def should_reduce_memory(pressure: Pressure) -> bool:
    """Return whether to use as little memory as possible without loss of quality for the next picture."""
    return pressure != "normal"


def can_preview(plan: Plan, size: tuple[int, int]) -> bool:
    """Return whether a picture may be decoded for previews: memory is not short and has room for the decoder's maps."""
    return not _is_short(plan) and plan.needed + PREVIEW_BYTES_PER_PIXEL * size[0] * size[1] <= plan.available


def should_empty_cache(plan: Plan, held: int) -> bool:
    """Return whether to return cached memory to the system after a picture, because memory is short.

    `held` is the number of bytes that the device's driver holds, including caches. PyTorch counts caches as used
    (pytorch issue 105839), so memory cached for one size is missing for the next.
    """
    return _is_short(plan) or held > plan.available


def _is_short(plan: Plan) -> bool:
    """Return whether memory is short: the plan saves more than tiles, which large pictures use anyway."""
    return plan.savings.text_encoder_dropped or plan.savings.guidance_in_two


def can_keep_stages(machine: Machine, weights: int) -> bool:
    """Return whether stages of `weights` bytes together may stay in memory: at most half of the memory available."""
    return weights <= available_bytes(machine) // 2


def largest_size(
    machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SlicingMode
) -> tuple[int, int] | None:
    """Return the largest size with the shape of `size` that `machine` can make; None if there is none.

    Sides are multiples of 8, up to 4096 pixels.
    """
    sizes = list(_sizes_like(size))  # in descending order: all sizes after the first that fits do too
    first = bisect_left(sizes, True, key=lambda like: choose_savings(machine, architecture, like, choice) is not None)
    return sizes[first] if first < len(sizes) else None


def _fits(
    machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SlicingMode, savings: Savings
) -> bool:
    has_memory = needed_bytes(machine, architecture, size, choice, savings) <= available_bytes(machine)
    return has_memory and _is_within_limits(machine, architecture, size, choice, savings)


def _is_within_limits(
    machine: Machine, architecture: Architecture, size: tuple[int, int], choice: SlicingMode, savings: Savings
) -> bool:
    """Return whether every array is small enough for MPS to hold and to multiply correctly."""
    if machine.device != "mps":
        return True
    if any(
        exceeds_sequence_limit(machine.device, positions) for positions, _, _ in attention_levels(architecture, size)
    ):
        return False
    sliced = should_slice(machine, size, choice)[0]
    return largest_array(machine, architecture, size, sliced, savings) <= MAX_ARRAY_BYTES


def exceeds_sequence_limit(device: str, positions: int) -> bool:
    """Return whether attention over `positions` is too long for a device: MPS multiplies longer sequences wrongly."""
    return device == "mps" and positions > MAX_POSITIONS


def _sizes_like(size: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield sizes of the same shape in descending order, from 4096 pixels on the long side."""
    long = max(size)
    for side in range(MAX_SIDE_PIXELS, MIN_SIDE_PIXELS - 1, -SIDE_STEP):
        width, height = (round(pixels * side / long / SIDE_STEP) * SIDE_STEP for pixels in size)
        if min(width, height) >= MIN_SIDE_PIXELS:
            yield width, height
