"""Rules for speed: channels last and TF32, which cost nothing, and compiled blocks, which take time to compile.

Pure functions, as in `macapp/planning/plan.py`. Compilation is needed once for each kind of picture. It starts when
enough similar pictures are waiting to recover its cost. Its time and its speedup are learned from the pictures made on
this machine (`macapp/library/durations.py`). Any thread.
"""

import importlib.util
import math
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from macapp.domain.request import Request
from macapp.errors import Reason
from macapp.planning.precision import FLOAT32, PrecisionPlan
from macapp.system.machine import Machine
from macapp.system.paths import is_frozen

CompileChoice = Literal["auto", "on", "off"]
COMPILE_CHOICES: tuple[CompileChoice, ...] = ("auto", "on", "off")

MIN_TORCH_FOR_BLOCKS = (2, 5)
"""The first PyTorch that compiles blocks of the same shape once; earlier ones compile each of them (pytorch.org,
"Reducing torch.compile cold start compilation time with regional compilation")."""
DEFAULT_SPEEDUP = 1.17
"""Speedup of a compiled UNet until this machine has measured one: the median of five cards, from 1.10 on a T4 to 2.30
on an A100 (512 x 512, one picture, compiled whole; diffusers' documentation, "PyTorch 2.0")."""
DEFAULT_COMPILE_SECONDS = 60.0
"""Compile time until this machine has measured one: a cautious guess, never measured. PyTorch's guide to diffusers
gives about ten seconds for the two kinds of blocks of FLUX on a server; Stable Diffusion 1.5 has four kinds."""
MAX_COUNTED_PICTURES = 500
"""Waiting pictures that a forecast counts at most."""


@dataclass(frozen=True)
class Toolchain:
    """The compilers that this copy of Easel can use."""

    frozen: bool = False
    """whether this is a bundle, which ships without PyTorch's compiler"""
    triton: bool = True
    compilers: frozenset[str] = frozenset({"C", "C++"})
    """the languages that have a compiler"""


@cache
def detect_toolchain() -> Toolchain:
    """Detect the toolchain of this machine."""
    commands = {"C": ("cc", "gcc", "clang"), "C++": ("c++", "g++", "clang++")}
    languages = frozenset(language for language, names in commands.items() if any(map(shutil.which, names)))
    return Toolchain(is_frozen(), importlib.util.find_spec("triton") is not None, languages)


@dataclass(frozen=True)
class BatchForecast:
    """The number of similar pictures that are waiting, and what is known about them."""

    count: int = 1
    """pictures in a row, including the next one"""
    seconds: float | None = None
    """time of one picture without compilation; None: not known"""
    speedup: float | None = None
    """measured speedup of compiled blocks on this machine; None: not measured yet"""
    compile_seconds: float | None = None
    """measured compile time on this machine; None: not measured yet"""
    compiled: bool = False
    """whether the blocks are compiled already"""
    fault: str | None = None
    """why compilation failed; None if it did not"""

    @property
    def break_even(self) -> int | None:
        """The number of similar pictures that recovers the compile time; None if no number does or it is not known."""
        speedup = DEFAULT_SPEEDUP if self.speedup is None else self.speedup
        if self.seconds is None or self.seconds <= 0 or speedup <= 1:
            return None
        saved_seconds = self.seconds * (1 - 1 / speedup)
        return math.floor(self.expected_compile_seconds / saved_seconds) + 1

    @property
    def relative_time(self) -> float:
        """The time of all pictures with compilation, relative to without it: 0.5 is half the time."""
        speedup = self.speedup or DEFAULT_SPEEDUP
        cost = 0.0 if self.compiled else self.expected_compile_seconds
        return 1 / speedup + cost / (self.count * self.seconds) if self.seconds else 1.0

    @property
    def expected_compile_seconds(self) -> float:
        """The measured compile time, or else the default."""
        return DEFAULT_COMPILE_SECONDS if self.compile_seconds is None else self.compile_seconds


@dataclass(frozen=True)
class Acceleration:
    """The measures that make pictures faster, each with the reason for or against it."""

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
    forecast: Callable[[], BatchForecast] = BatchForecast,
) -> Acceleration:
    """Return the measures for a machine; `forecast` is called only if the decision depends on it."""
    return Acceleration(
        *use_channels_last(machine, precisions),
        *use_tf32(machine, precisions),
        *should_compile(machine, tools, choice, forecast),
    )


def without_repeated_blocks(acceleration: Acceleration) -> Acceleration:
    """Return the measures for a model that draws in stages: it has no repeated blocks, so nothing is compiled."""
    if not acceleration.compile:
        return acceleration
    return replace(acceleration, compile=False, compile_reason=Reason("compile-stages"))


def use_channels_last(machine: Machine, precisions: PrecisionPlan) -> tuple[bool, Reason]:
    """Return whether weights and feature maps are stored with the channels last, and the reason.

    NVIDIA's fast half-precision kernels require it. Published: 3.61 s became 3.30 s (Titan RTX). On MPS no gain is
    known, and it has had faults.
    """
    if machine.device != "cuda":
        return False, Reason("channels-not-cuda", {"device": machine.device})
    is_used = precisions.rest != FLOAT32
    return is_used, Reason("channels-last" if is_used else "channels-single")


def use_tf32(machine: Machine, precisions: PrecisionPlan) -> tuple[bool, Reason]:
    """Return whether products in single precision may be rounded to TF32, and the reason.

    TF32 has the precision of half and the range of single. NVIDIA's chips before Ampere lack it and ignore the switch.
    """
    if machine.device != "cuda":
        return False, Reason("tf32-not-cuda", {"device": machine.device})
    is_used = FLOAT32 in (precisions.denoiser, precisions.rest, precisions.vae)
    return is_used, Reason("tf32-single" if is_used else "tf32-all-half")


def should_compile(
    machine: Machine, tools: Toolchain, choice: CompileChoice, forecast: Callable[[], BatchForecast]
) -> tuple[bool, Reason]:
    """Return whether the repeated blocks are compiled, and the reason."""
    if choice == "off":
        return False, Reason("compile-forced-off")
    if (blocker := compile_blocker(machine, tools)) is not None:
        return False, blocker
    if choice == "auto" and machine.device != "cuda":
        return False, Reason("compile-not-cuda", {"device": machine.device})
    batch = forecast()
    if batch.fault is not None:
        return False, Reason("compile-failed", {"why": batch.fault})
    if choice == "on":
        return True, Reason("compile-forced-on")
    return compile_pays_off(batch)


def compile_pays_off(batch: BatchForecast) -> tuple[bool, Reason]:
    """Return whether the waiting pictures recover the compile time, and the reason."""
    least = batch.break_even
    times = round(batch.speedup or DEFAULT_SPEEDUP, 1)
    if batch.speedup is not None and batch.speedup <= 1:
        return False, Reason("compile-no-quicker")
    if batch.compiled:
        return True, Reason("compile-done", {"times": times})
    if least is None:
        return False, Reason("compile-unknown")
    if batch.count < least:
        return False, Reason("compile-too-few", {"count": batch.count, "least": least})
    code = "compile-pays" if batch.speedup is not None else "compile-may-pay"
    return True, Reason(code, {"count": batch.count, "times": times, "time": batch.expected_compile_seconds})


def compile_blocker(
    machine: Machine, tools: Toolchain, min_torch: tuple[int, int] = MIN_TORCH_FOR_BLOCKS
) -> Reason | None:
    """Return why this machine cannot compile, or None if it can; `min_torch` is the PyTorch release required."""
    language = "C++" if machine.device == "cpu" else "C"
    if machine.device == "mps":
        return Reason("compile-mps")
    if machine.torch_release < min_torch:
        return Reason("compile-torch", {"torch": machine.torch, "least": f"{min_torch[0]}.{min_torch[1]}"})
    if tools.frozen:
        return Reason("compile-bundle")
    if machine.device == "cuda" and not tools.triton:
        return Reason("compile-no-triton")
    if language not in tools.compilers:
        return Reason("compile-no-compiler", {"language": language})
    return None


def compile_key(request: Request) -> tuple[object, ...]:
    """Return the properties that pictures drawn by the same compiled blocks share: model, sizes, batch, adapters."""
    return (
        request.model,
        request.size,
        request.hires_scale,
        request.guidance_scale > 1,
        request.guidance_end < 1 or request.unconditional_interval > 1,
        request.loras,
        tuple(control.model for control in request.controls),
        request.references,
        request.refiner,
    )
