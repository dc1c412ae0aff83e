"""Compiled blocks of a UNet of the size of Stable Diffusion 1.5: the cost, the gain per step, and the break-even.

The break-even is in pictures of 25 steps, at 256 x 256 with random weights on the CPU, in turns with the plain UNet.
"""

from statistics import median
from typing import Any

import torch

from macapp.engine.benchmark import random_models
from macapp.engine.runtime.compilation import BlockCompiler
from macapp.engine.runtime.devices import resolve_device
from macapp.messages import message_for
from macapp.planning.acceleration import BatchForecast, compile_blocker, detect_toolchain
from tests.benchmarks.rows import Row
from tests.benchmarks.timing import median_ratio, time_in_turns

SIDE, ROUNDS, STEPS = 256, 4, 25


def rows(_model: str) -> list[Row]:
    """Return the cost of compilation, the relative time of a step, and the break-even in pictures."""
    subject = f"blocks of a UNet of Stable Diffusion 1.5's size, {SIDE} x {SIDE}, on the CPU, compiled"
    if (why := compile_blocker(resolve_device("cpu"), detect_toolchain())) is not None:
        return [Row(subject, None, more=message_for(why))]
    return measure_compiler(subject, "inductor", SIDE)


def measure_compiler(subject: str, backend: str, side: int) -> list[Row]:
    """Measure one compiler of PyTorch at a size in pixels."""
    with torch.inference_mode():
        unet, compiled = random_models.sd15("cpu", torch.float32).unet, BlockCompiler(backend)
        latents, words = torch.randn(2, 4, side // 8, side // 8), torch.randn(2, 77, 768)

        def plain() -> Any:
            return unet(latents, torch.tensor(500), encoder_hidden_states=words)

        def quick() -> Any:
            with compiled.compiled([unet], side, lambda: None):
                return plain()

        quick()
        cost = compiled.seconds
        taken = time_in_turns({"plain": plain, "compiled": quick}, ROUNDS)
    usual = median(taken["plain"])
    share = median_ratio(taken["compiled"], taken["plain"])
    least = BatchForecast(seconds=STEPS * usual, speedup=1 / share, compile_seconds=cost).break_even
    pays = f"paid back by {least} pictures of {STEPS} steps" if least else "never paid back"
    told = f"{median(taken['compiled']):.2f} of {usual:.2f} s"
    return [
        Row(f"{subject}: a step over a plain one, time", share, more=told),
        Row(f"{subject}: what compiling takes, once", cost, "s", more=pays),
    ]
