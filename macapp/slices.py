"""How attention is computed: in slices of the queries, with padded heads. Rules, and what a slice holds. Any thread.

- It is sliced on MPS below 64 GB of RAM or above 512x512 pixels (the user's own words).
- Heads are padded where a fused kernel gains by it (pytorch pull request 181575).
"""

from typing import Literal

from macapp.errors import Because
from macapp.hardware import GIB, Machine

SLICE_BELOW_RAM = 64 * GIB
SLICE_ABOVE_PIXELS = 512 * 512
SLICE_BYTES = 2**28  # of float32 scores at a time: SD 1.5 at 512 x 512 is then computed in four slices

SliceChoice = Literal["auto", "on", "off"]
SLICE_CHOICES: tuple[SliceChoice, ...] = ("auto", "on", "off")


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


def pads_heads(machine: Machine) -> tuple[bool, Because]:
    """Return whether attention heads are padded to widths that have a fused kernel, and why.

    MPS has one from PyTorch 2.13 on (pytorch pull request 181575).
    """
    if machine.device != "mps":
        return False, Because("pad-not-mps", {"device": machine.device})
    fires = machine.torch_release >= (2, 13)
    return fires, Because("pad-2.13" if fires else "pad-not-2.13", {"torch": machine.torch})
