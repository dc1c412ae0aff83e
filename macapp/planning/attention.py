"""How attention is computed: in slices of the queries, with padded heads. Rules, and what a slice holds. Any thread.

- It is sliced on MPS below 64 GB of RAM or above 512x512 pixels (the user's own words).
- A slice holds no more scores than diffusers' least slices, `enable_attention_slicing("max")`: one head of one picture.
- Heads are padded where a fused kernel gains by it (pytorch pull request 181575).
"""

from typing import Literal

from macapp.errors import Reason
from macapp.system.machine import GIB, Machine

SLICE_BELOW_RAM = 64 * GIB
SLICE_ABOVE_PIXELS = 512 * 512
SLICE_BYTES = 2**28  # of float32 scores at a time, at most
MIN_SLICE_BYTES = 2**22  # of scores that are computed in one slice: less than what a step holds besides at any size

SlicingMode = Literal["auto", "on", "off"]
SLICE_CHOICES: tuple[SlicingMode, ...] = ("auto", "on", "off")


def should_slice(machine: Machine, size: tuple[int, int], choice: SlicingMode) -> tuple[bool, Reason]:
    """Return whether attention is computed in slices, and why."""
    width, height = size
    if choice != "auto":
        return choice == "on", Reason(f"slice-forced-{choice}")
    if machine.device != "mps":
        return False, Reason("slice-not-mps", {"device": machine.device})
    if machine.ram < SLICE_BELOW_RAM:
        return True, Reason("slice-ram", {"ram": machine.ram, "limit": SLICE_BELOW_RAM})
    if width * height > SLICE_ABOVE_PIXELS:
        return True, Reason("slice-size", {"width": width, "height": height})
    return False, Reason("slice-not-needed", {"ram": machine.ram})


def should_pad_heads(machine: Machine) -> tuple[bool, Reason]:
    """Return whether attention heads are padded to widths that have a fused kernel, and why.

    MPS has one from PyTorch 2.13 on (pytorch pull request 181575).
    """
    if machine.device != "mps":
        return False, Reason("pad-not-mps", {"device": machine.device})
    fires = machine.torch_release >= (2, 13)
    return fires, Reason("pad-2.13" if fires else "pad-not-2.13", {"torch": machine.torch})


def slice_length(queries: int, keys: int, heads: int, width: int, most: int = SLICE_BYTES, fused: bool = False) -> int:
    """Return how many queries of `heads` (of all pictures together) are computed at a time, at least one.

    `width` are the bytes of a number, `most` those of scores at a time. Scores are computed in float32 whatever that
    is, and one head of one picture, which diffusers' least slices hold, has queries x queries of them in its own
    precision. A `fused` kernel keeps none, and smaller slices would only be more calls.
    """
    budget = most if fused else min(most, max(MIN_SLICE_BYTES, queries**2 * width))
    return max(1, min(queries, budget // (4 * heads * keys)))
