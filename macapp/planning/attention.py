"""Rules for attention: slices of the queries, padded heads, and the length of a slice. Pure functions, for any thread.

- Attention is sliced on MPS below 64 GB of RAM or above 512x512 pixels (a requirement of the user).
- A slice holds no more scores than diffusers' smallest slice, `enable_attention_slicing("max")`: one head of one
  picture. A fused kernel stores no scores, so its slices are as large as possible: all queries.
- All slices of a product are equally long, so that MPS prepares one shape only, and never of eight queries or fewer:
  PyTorch computes those with another kernel on MPS, which was wrong in 2.8 to 2.11 (issues 163597, 169222, 181133).
- Heads are padded where a fused kernel is available for the padded width (pytorch pull request 181575).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from macapp.errors import Reason
from macapp.system.machine import GIB, Machine

SLICE_BELOW_RAM_BYTES = 64 * GIB
SLICE_ABOVE_PIXELS = 512 * 512
SLICE_BYTES = 2**28  # the most bytes of float32 scores at a time
MIN_SLICE_BYTES = 2**22  # scores of fewer bytes are not sliced: a step holds more in other arrays at any size
MIN_SLICE_QUERIES = 9  # fewer only if there are no more
FUSED_MIN_TORCH = (2, 13)  # the first PyTorch with a fused attention kernel on MPS
SCORE_BYTES = 4  # of one score: always float32

SlicingMode = Literal["auto", "on", "off"]
SLICE_CHOICES: tuple[SlicingMode, ...] = ("auto", "on", "off")


@dataclass(frozen=True)
class AttentionShape:
    """The shape of one call of attention."""

    queries: int
    keys: int
    heads: int
    """of all pictures of the batch together"""
    bytes_per_number: int
    """of queries, keys and values"""


def should_slice(machine: Machine, size: tuple[int, int], choice: SlicingMode) -> tuple[bool, Reason]:
    """Return whether attention is computed in slices for a picture of `size` (width, height), and the reason."""
    width, height = size
    if choice != "auto":
        return choice == "on", Reason(f"slice-forced-{choice}")
    if machine.device != "mps":
        return False, Reason("slice-not-mps", {"device": machine.device})
    if machine.ram < SLICE_BELOW_RAM_BYTES:
        return True, Reason("slice-ram", {"ram": machine.ram, "limit": SLICE_BELOW_RAM_BYTES})
    if width * height > SLICE_ABOVE_PIXELS:
        return True, Reason("slice-size", {"width": width, "height": height})
    return False, Reason("slice-not-needed", {"ram": machine.ram})


def should_pad_heads(machine: Machine) -> tuple[bool, Reason]:
    """Return whether attention heads are padded to widths that have a fused kernel, and the reason.

    MPS has such a kernel from PyTorch 2.13 on (pytorch pull request 181575).
    """
    if machine.device != "mps":
        return False, Reason("pad-not-mps", {"device": machine.device})
    pads = machine.torch_release >= FUSED_MIN_TORCH
    return pads, Reason("pad-2.13" if pads else "pad-not-2.13", {"torch": machine.torch})


def slice_size_reason(machine: Machine) -> Reason:
    """Return the reason for the length of a slice, where attention is sliced."""
    return Reason("slice-all-queries" if should_pad_heads(machine)[0] else "slice-one-head")


def slice_length(shape: AttentionShape, max_bytes: int = SLICE_BYTES, fused: bool = False) -> int:
    """Return how many queries are computed at a time within `max_bytes` of scores: at least `MIN_SLICE_QUERIES`.

    Scores are computed in float32, whatever the precision of the rest. diffusers' smallest slice, one head of one
    picture, has queries x queries scores in that other precision. A `fused` kernel stores no scores, so smaller slices
    would only mean more calls.
    """
    if fused:
        return shape.queries
    smallest = max(MIN_SLICE_BYTES, shape.queries**2 * shape.bytes_per_number)
    fitting = max(MIN_SLICE_QUERIES, min(max_bytes, smallest) // (SCORE_BYTES * shape.heads * shape.keys))
    if fitting >= shape.queries:
        return shape.queries
    return max(MIN_SLICE_QUERIES, math.ceil(shape.queries / math.ceil(shape.queries / fitting)))


def slice_starts(queries: int, length: int) -> Iterator[tuple[int, int]]:
    """Yield for each slice of `length` queries the first one, and the first that no earlier slice computes.

    They differ only in the last slice, which overlaps the one before it if `length` does not divide `queries`.
    """
    for first in range(0, queries, length):
        yield min(first, queries - length), first
