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
from macapp.errors import Reason
from macapp.planning.precision import FLOAT32, PrecisionPlan
from macapp.system.machine import Machine
from macapp.system.paths import is_frozen

CompileChoice = Literal["auto", "on", "off"]
COMPILE_CHOICES: tuple[CompileChoice, ...] = ("auto", "on", "off")

BLOCKS_FROM = (2, 5)
"""PyTorch: before, each block is compiled for itself though they are alike (pytorch.org, "Reducing torch.compile cold
start compilation time with regional compilation")."""
DEFAULT_SPEEDUP = 1.17
"""How many times as quick a compiled UNet is before that was seen here: the middle of five cards, T4 1.10 to A100 2.30
(512 x 512, one picture, compiled whole; diffusers' documentation, "PyTorch 2.0")."""
DEFAULT_COMPILE_SECONDS = 60.0
"""Seconds of compiling before that was seen here: a guess on the safe side, which nobody measured. PyTorch's guide to
diffusers has about ten for the two kinds of blocks of FLUX on a server; Stable Diffusion 1.5 has four."""
MOST_ALIKE = 500
"""Waiting pictures that are looked at."""


@dataclass(frozen=True)
class Toolchain:
    """What this copy of Easel has to compile with."""

    frozen: bool = False
    """a bundle, which PyTorch's compiler is left out of"""
    triton: bool = True
    compilers: frozenset[str] = frozenset({"C", "C++"})
    """of which languages"""


@cache
def detect_toolchain() -> Toolchain:
    """Return what there is on this machine."""
    names = {"C": ("cc", "gcc", "clang"), "C++": ("c++", "g++", "clang++")}
    found = frozenset(each for each, commands in names.items() if any(map(shutil.which, commands)))
    return Toolchain(is_frozen(), importlib.util.find_spec("triton") is not None, found)


@dataclass(frozen=True)
class BatchForecast:
    """What speaks for compiling: how many pictures alike are to be made, and what is known of them."""

    count: int = 1
    """pictures one after another, the next one included"""
    seconds: float | None = None
    """that one takes as it is; None: not known"""
    speedup: float | None = None
    """how many times as quick they were here, compiled; None: not seen yet"""
    compile_seconds: float | None = None
    """seconds that compiling took here; None: not seen yet"""
    compiled: bool = False
    """it is done already"""
    fault: str | None = None
    """why it failed"""

    @property
    def break_even(self) -> int | None:
        """How many pictures alike pay compiling back; None if none do, or nobody knows."""
        times = DEFAULT_SPEEDUP if self.speedup is None else self.speedup
        if self.seconds is None or self.seconds <= 0 or times <= 1:
            return None
        saved = self.seconds * (1 - 1 / times)
        return (
            math.floor((DEFAULT_COMPILE_SECONDS if self.compile_seconds is None else self.compile_seconds) / saved) + 1
        )

    @property
    def relative_time(self) -> float:
        """How long all of them take, compiled, beside as they are: 0.5 is half the time."""
        times = self.speedup or DEFAULT_SPEEDUP
        cost = (
            0.0 if self.compiled else DEFAULT_COMPILE_SECONDS if self.compile_seconds is None else self.compile_seconds
        )
        return 1 / times + cost / (self.count * self.seconds) if self.seconds else 1.0


@dataclass(frozen=True)
class Acceleration:
    """What is done to be quicker, and why."""

    channels_last: bool
    channels_last_reason: Reason
    tf32: bool
    tf32_reason: Reason
    compile: bool
    compile_reason: Reason


def choose_acceleration(
    machine: Machine,
    precisions: PrecisionPlan,
    tools: Toolchain,
    choice: CompileChoice = "auto",
    ahead: Callable[[], BatchForecast] = BatchForecast,
    in_stages: bool = False,
) -> Acceleration:
    """Return what is done on a machine; `ahead` is asked only if that matters."""
    compiled = should_compile(machine, tools, choice, ahead)
    return Acceleration(
        *use_channels_last(machine, precisions),
        *use_tf32(machine, precisions),
        *((False, Reason("compile-stages")) if in_stages and compiled[0] else compiled),
    )


def use_channels_last(machine: Machine, precisions: PrecisionPlan) -> tuple[bool, Reason]:
    """Return whether weights and maps lie with their channels last, as the quick half-precision kernels of NVIDIA want.

    Published: 3.61 s became 3.30 (Titan RTX). On MPS no gain is known, and it has had faults.
    """
    if machine.device != "cuda":
        return False, Reason("channels-not-cuda", {"device": machine.device})
    fires = precisions.rest != FLOAT32
    return fires, Reason("channels-last" if fires else "channels-single")


def use_tf32(machine: Machine, precisions: PrecisionPlan) -> tuple[bool, Reason]:
    """Return whether products in single precision may be rounded to TF32: as fine as half, with the range of single.

    NVIDIA's chips before Ampere have none and take no notice.
    """
    if machine.device != "cuda":
        return False, Reason("tf32-not-cuda", {"device": machine.device})
    fires = FLOAT32 in (precisions.denoiser, precisions.rest, precisions.vae)
    return fires, Reason("tf32-single" if fires else "tf32-all-half")


def should_compile(
    machine: Machine, tools: Toolchain, choice: CompileChoice, ahead: Callable[[], BatchForecast]
) -> tuple[bool, Reason]:
    """Return whether the repeated blocks are compiled, and why."""
    if choice == "off":
        return False, Reason("compile-forced-off")
    if (lacks := compile_blocker(machine, tools)) is not None:
        return False, lacks
    if choice == "auto" and machine.device != "cuda":
        return False, Reason("compile-not-cuda", {"device": machine.device})
    known = ahead()
    if known.fault is not None:
        return False, Reason("compile-failed", {"why": known.fault})
    if choice == "on":
        return True, Reason("compile-forced-on")
    return compile_pays_off(known)


def compile_pays_off(ahead: BatchForecast) -> tuple[bool, Reason]:
    """Return whether compiling pays for what is ahead, and why."""
    least = ahead.break_even
    times = round(ahead.speedup or DEFAULT_SPEEDUP, 1)
    if ahead.speedup is not None and ahead.speedup <= 1:
        return False, Reason("compile-no-quicker")
    if ahead.compiled:
        return True, Reason("compile-done", {"times": times})
    if least is None:
        return False, Reason("compile-unknown")
    if ahead.count < least:
        return False, Reason("compile-too-few", {"count": ahead.count, "least": least})
    time = DEFAULT_COMPILE_SECONDS if ahead.compile_seconds is None else ahead.compile_seconds
    code = "compile-pays" if ahead.speedup is not None else "compile-may-pay"
    return True, Reason(code, {"count": ahead.count, "times": times, "time": time})


def compile_blocker(machine: Machine, tools: Toolchain, least: tuple[int, int] = BLOCKS_FROM) -> Reason | None:
    """Return why nothing can be compiled on a machine; `least` is the PyTorch that is needed."""
    needs = "C++" if machine.device == "cpu" else "C"
    if machine.device == "mps":
        return Reason("compile-mps")
    if machine.torch_release < least:
        return Reason("compile-torch", {"torch": machine.torch, "least": f"{least[0]}.{least[1]}"})
    if tools.frozen:
        return Reason("compile-bundle")
    if machine.device == "cuda" and not tools.triton:
        return Reason("compile-no-triton")
    if needs not in tools.compilers:
        return Reason("compile-no-compiler", {"language": needs})
    return None


def compile_key(request: Request) -> tuple[object, ...]:
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
