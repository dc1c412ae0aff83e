"""What the program adds to plain diffusers: our engine's time over the snippet's, for the same picture.

Run as `python -m tests.benchmarks.overhead [model folder] [--pairs N]`. Pairs take turns, so that a machine that slows
down slows both; the median of their ratios is the figure.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from macapp import checkpoints
from macapp.engine import open_engine
from macapp.paths import resources
from macapp.request import Request

BAR = 1.05
STEPS, PAIRS = 20, 10


@dataclass(frozen=True)
class Overhead:
    """Seconds of each of the pairs."""

    size: tuple[int, int]
    ours: list[float]
    plain: list[float]

    @property
    def ratio(self) -> float:
        """Median of ours over plain, pair by pair."""
        return median(ours / plain for ours, plain in zip(self.ours, self.plain, strict=True))


def measure(model: str, pairs: int = PAIRS) -> Overhead:
    """Time `pairs` pairs of pictures on the CPU, after one pair that warms up; the pictures must be equal."""
    checkpoint = checkpoints.find(model)
    width, height = checkpoint.size
    request = Request(
        prompt="a red heart on a white background",
        seed=1,
        width=width,
        height=height,
        steps=STEPS,
        guidance_scale=4.0,
        model=model,
    )
    engine = open_engine("cpu")
    ours, plain = (lambda: engine.generate(request, {}, _nothing, _nothing).image), _snippet(request)
    if ours().tobytes() != plain().tobytes():
        raise AssertionError("the two pictures differ")
    times = [(_seconds(ours), _seconds(plain)) if n % 2 else _seconds_reversed(plain, ours) for n in range(pairs)]
    engine.release()
    return Overhead(checkpoint.size, [each for each, _ in times], [each for _, each in times])


def _snippet(request: Request) -> Callable[[], Any]:
    """Return the snippet of diffusers' documentation as a function."""
    import torch
    from diffusers import DPMSolverMultistepScheduler, StableDiffusionPipeline

    pipe: Any = StableDiffusionPipeline.from_pretrained(
        checkpoints.find(request.model).folder,
        use_safetensors=True,
        safety_checker=None,
        requires_safety_checker=False,
    ).to(torch.float32)  # the text encoder would keep the half precision of its file
    pipe.set_progress_bar_config(disable=True)

    def run() -> Any:
        pipe.scheduler = DPMSolverMultistepScheduler.from_config(pipe.scheduler.config, use_karras_sigmas=True)
        return pipe(
            request.prompt,
            width=request.width,
            height=request.height,
            num_inference_steps=request.steps,
            guidance_scale=request.guidance_scale,
            generator=torch.Generator("cpu").manual_seed(request.seed),
        ).images[0]

    return run


def _seconds(make: Callable[[], object]) -> float:
    began = time.perf_counter()
    make()
    return time.perf_counter() - began


def _seconds_reversed(plain: Callable[[], object], ours: Callable[[], object]) -> tuple[float, float]:
    seconds = _seconds(plain)
    return _seconds(ours), seconds


def _nothing(*_progress: object) -> None:
    pass


def table(made: Overhead) -> str:
    """Return the figures as one line under its heading."""
    return (
        "overhead  size       steps  pairs  plain s   ours s    ours / plain (median)  bar\n"
        f"          {made.size[0]}x{made.size[1]:<7} {STEPS:5} {len(made.ours):6} {median(made.plain):8.3f} "
        f"{median(made.ours):8.3f}    {made.ratio:<21.3f}  {BAR}"
    )


def main(arguments: Sequence[str]) -> int:
    """Print the table; return 1 if the ratio is over the bar."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.overhead", description=__doc__)
    parser.add_argument("model", nargs="?", default=str(resources() / "starter-model"))
    parser.add_argument("--pairs", type=int, default=PAIRS)
    chosen = parser.parse_args(arguments)
    made = measure(chosen.model, chosen.pairs)
    print(table(made))
    return made.ratio > BAR


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
