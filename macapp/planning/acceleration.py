"""What makes a picture quicker without changing it: channels last and TF32 for nothing, compiled blocks at a price.

The rules as data and pure functions, as `macapp/planning/plan.py` has those about memory. Compiling takes a while,
once for each kind of picture; it is done where as many alike are waiting as pay it back. What it takes and what it
gains is learned from the pictures made here (`macapp/library/durations.py`). Any thread.
"""

import importlib.util
import math
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from macapp.domain.request import Request
from macapp.errors import Because
from macapp.planning.precision import SINGLE, Precisions
from macapp.system.machine import Machine
from macapp.system.paths import frozen

CompileChoice = Literal["auto", "on", "off"]
COMPILE_CHOICES: tuple[CompileChoice, ...] = ("auto", "on", "off")

BLOCKS_FROM = (2, 5)
"""PyTorch: before, each block is compiled for itself though they are alike (pytorch.org, "Reducing torch.compile cold
start compilation time with regional compilation")."""
TIMES = 1.17
"""How many times as quick a compiled UNet is before that was seen here: the middle of five cards, T4 1.10 to A100 2.30
(512 x 512, one picture, compiled whole; diffusers' documentation, "PyTorch 2.0")."""
COST = 60.0
"""Seconds of compiling before that was seen here: a guess on the safe side, which nobody measured. PyTorch's guide to
diffusers has about ten for the two kinds of blocks of FLUX on a server; Stable Diffusion 1.5 has four."""
MOST_ALIKE = 500
"""Waiting pictures that are looked at."""


@dataclass(frozen=True)
class Tools:
    """What this copy of Easel has to compile with."""

    frozen: bool = False
    """a bundle, which PyTorch's compiler is left out of"""
    triton: bool = True
    compilers: frozenset[str] = frozenset({"C", "C++"})
    """of which languages"""


@cache
def tools_here() -> Tools:
    """Return what there is on this machine."""
    names = {"C": ("cc", "gcc", "clang"), "C++": ("c++", "g++", "clang++")}
    found = frozenset(each for each, commands in names.items() if any(map(shutil.which, commands)))
    return Tools(frozen(), importlib.util.find_spec("triton") is not None, found)


@dataclass(frozen=True)
class Ahead:
    """What speaks for compiling: how many pictures alike are to be made, and what is known of them."""

    alike: int = 1
    """pictures one after another, the next one included"""
    seconds: float | None = None
    """that one takes as it is; None: not known"""
    times: float | None = None
    """how many times as quick they were here, compiled; None: not seen yet"""
    cost: float | None = None
    """seconds that compiling took here; None: not seen yet"""
    compiled: bool = False
    """it is done already"""
    fault: str | None = None
    """why it failed"""

    @property
    def pays_from(self) -> int | None:
        """How many pictures alike pay compiling back; None if none do, or nobody knows."""
        times = TIMES if self.times is None else self.times
        if self.seconds is None or self.seconds <= 0 or times <= 1:
            return None
        saved = self.seconds * (1 - 1 / times)
        return math.floor((COST if self.cost is None else self.cost) / saved) + 1

    @property
    def share(self) -> float:
        """How long all of them take, compiled, beside as they are: 0.5 is half the time."""
        times = self.times or TIMES
        cost = 0.0 if self.compiled else COST if self.cost is None else self.cost
        return 1 / times + cost / (self.alike * self.seconds) if self.seconds else 1.0


@dataclass(frozen=True)
class Acceleration:
    """What is done to be quicker, and why."""

    channels_last: bool
    channels_last_why: Because
    tf32: bool
    tf32_why: Because
    compile: bool
    compile_why: Because


def accelerated(
    machine: Machine,
    precisions: Precisions,
    tools: Tools,
    choice: CompileChoice = "auto",
    ahead: Callable[[], Ahead] = Ahead,
    in_stages: bool = False,
) -> Acceleration:
    """Return what is done on a machine; `ahead` is asked only if that matters."""
    compiled = compiles(machine, tools, choice, ahead)
    return Acceleration(
        *lies_channels_last(machine, precisions),
        *computes_in_tf32(machine, precisions),
        *((False, Because("compile-stages")) if in_stages and compiled[0] else compiled),
    )


def lies_channels_last(machine: Machine, precisions: Precisions) -> tuple[bool, Because]:
    """Return whether weights and maps lie with their channels last, as the quick half-precision kernels of NVIDIA want.

    Published: 3.61 s became 3.30 (Titan RTX). On MPS no gain is known, and it has had faults.
    """
    if machine.device != "cuda":
        return False, Because("channels-not-cuda", {"device": machine.device})
    fires = precisions.rest != SINGLE
    return fires, Because("channels-last" if fires else "channels-single")


def computes_in_tf32(machine: Machine, precisions: Precisions) -> tuple[bool, Because]:
    """Return whether products in single precision may be rounded to TF32: as fine as half, with the range of single.

    NVIDIA's chips before Ampere have none and take no notice.
    """
    if machine.device != "cuda":
        return False, Because("tf32-not-cuda", {"device": machine.device})
    fires = SINGLE in (precisions.denoiser, precisions.rest, precisions.vae)
    return fires, Because("tf32-single" if fires else "tf32-all-half")


def compiles(machine: Machine, tools: Tools, choice: CompileChoice, ahead: Callable[[], Ahead]) -> tuple[bool, Because]:
    """Return whether the repeated blocks are compiled, and why."""
    if choice == "off":
        return False, Because("compile-forced-off")
    if (lacks := uncompilable(machine, tools)) is not None:
        return False, lacks
    if choice == "auto" and machine.device != "cuda":
        return False, Because("compile-not-cuda", {"device": machine.device})
    known = ahead()
    if known.fault is not None:
        return False, Because("compile-failed", {"why": known.fault})
    if choice == "on":
        return True, Because("compile-forced-on")
    return pays(known)


def pays(ahead: Ahead) -> tuple[bool, Because]:
    """Return whether compiling pays for what is ahead, and why."""
    least = ahead.pays_from
    times = round(ahead.times or TIMES, 1)
    if ahead.times is not None and ahead.times <= 1:
        return False, Because("compile-no-quicker")
    if ahead.compiled:
        return True, Because("compile-done", {"times": times})
    if least is None:
        return False, Because("compile-unknown")
    if ahead.alike < least:
        return False, Because("compile-too-few", {"count": ahead.alike, "least": least})
    time = COST if ahead.cost is None else ahead.cost
    code = "compile-pays" if ahead.times is not None else "compile-may-pay"
    return True, Because(code, {"count": ahead.alike, "times": times, "time": time})


def uncompilable(machine: Machine, tools: Tools, least: tuple[int, int] = BLOCKS_FROM) -> Because | None:
    """Return why nothing can be compiled on a machine; `least` is the PyTorch that is needed."""
    needs = "C++" if machine.device == "cpu" else "C"
    if machine.device == "mps":
        return Because("compile-mps")
    if machine.torch_release < least:
        return Because("compile-torch", {"torch": machine.torch, "least": f"{least[0]}.{least[1]}"})
    if tools.frozen:
        return Because("compile-bundle")
    if machine.device == "cuda" and not tools.triton:
        return Because("compile-no-triton")
    if needs not in tools.compilers:
        return Because("compile-no-compiler", {"language": needs})
    return None


def alike(request: Request) -> tuple[object, ...]:
    """Return what pictures have in common that the same compiled blocks draw: model, sizes, batches, what is added."""
    return (
        request.model,
        request.size,
        request.hires_scale,
        request.guidance_scale > 1,
        request.guidance_end < 1,
        request.loras,
        tuple(each.model for each in request.controls),
        request.refiner,
    )
