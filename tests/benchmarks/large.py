"""A model of true size: ours over plain diffusers at 256 x 256 in 4 steps, in time and in peak memory.

Run as `python -m tests.benchmarks.large [--pairs N]`. The model is as large as Stable Diffusion 1.5, its weights are
random: 2 GB in a temporary folder. Ours and plain take turns, each in a process of its own, for its memory.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from macapp import checkpoints
from tests.benchmarks.models import MB, _most_memory, write_sd

BAR = 1.0
SIDE, STEPS, PAIRS, PICTURES = 256, 4, 3, 3
PROMPT = "a photo of an astronaut riding a horse on mars"
ROOM = 4 * 2**30


def draw(model: Path, plainly: bool, pictures: int) -> None:
    """Make pictures in this process; print the seconds of each but the first, and the most memory that it took."""
    make = _plain(model) if plainly else _ours(model)
    seconds = []
    for _ in range(pictures + 1):
        began = time.perf_counter()
        make()
        seconds.append(time.perf_counter() - began)
    print(json.dumps({"seconds": seconds[1:], "megabytes": _most_memory() / MB}))


def _ours(model: Path) -> Callable[[], object]:
    from macapp.engine import open_engine
    from macapp.request import Request

    engine = open_engine("cpu")
    sides: dict[str, Any] = {"width": SIDE, "height": SIDE, "steps": STEPS}
    request = Request(prompt=PROMPT, seed=1, guidance_scale=7.5, model=str(model), **sides)
    return lambda: engine.generate(request, {}, lambda: None, lambda _done, _all: None)


def _plain(model: Path) -> Callable[[], object]:
    import torch
    from diffusers import DPMSolverMultistepScheduler, StableDiffusionPipeline

    pipe: Any = StableDiffusionPipeline.from_pretrained(
        model, variant="fp16", torch_dtype=torch.float32, use_safetensors=True, safety_checker=None
    )
    pipe.set_progress_bar_config(disable=True)

    def run() -> object:
        pipe.scheduler = DPMSolverMultistepScheduler.from_config(pipe.scheduler.config, use_karras_sigmas=True)
        seeded = torch.Generator("cpu").manual_seed(1)
        return pipe(PROMPT, width=SIDE, height=SIDE, num_inference_steps=STEPS, generator=seeded).images[0]

    return run


def turns(model: Path, pairs: int, pictures: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return what ours and plain took, a process each, in turns."""
    made: dict[str, list[dict[str, Any]]] = {"ours": [], "plain": []}
    for pair in range(pairs):
        for way in ("ours", "plain") if pair % 2 else ("plain", "ours"):
            command = [sys.executable, "-m", "tests.benchmarks.large", "--once", way, "--model", str(model)]
            done = subprocess.run([*command, "--pictures", str(pictures)], capture_output=True, text=True, check=True)
            made[way].append(json.loads(done.stdout.splitlines()[-1]))
    return made["ours"], made["plain"]


def main(arguments: Sequence[str]) -> int:
    """Print the table; return 1 if a ratio is over the bar."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.large", description=__doc__)
    parser.add_argument("folder", nargs="?", help=argparse.SUPPRESS)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    parser.add_argument("--pictures", type=int, default=PICTURES)
    parser.add_argument("--once", choices=("ours", "plain"), help=argparse.SUPPRESS)
    parser.add_argument("--model", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.once:
        checkpoints.find(str(chosen.model))
        draw(chosen.model, chosen.once == "plain", chosen.pictures)
        return 0
    with tempfile.TemporaryDirectory() as held:
        if shutil.disk_usage(held).free < ROOM:
            print("large     left out: the disk has no room for 2 GB twice")
            return 0
        ours, plain = turns(write_sd(Path(held) / "model", half=True), chosen.pairs, chosen.pictures)
    times = [median(each for one in made for each in one["seconds"]) for made in (ours, plain)]
    peaks = [median(one["megabytes"] for one in made) for made in (ours, plain)]
    ratios = times[0] / times[1], peaks[0] / peaks[1]
    print(f"large     {SIDE}x{SIDE}, {STEPS} steps: ours, plain   ratio   peak memory: ours, plain    ratio   bar")
    print(
        f"          {times[0]:.2f} s, {times[1]:.2f} s               {ratios[0]:.2f}    "
        f"{peaks[0]:.0f} MB, {peaks[1]:.0f} MB          {ratios[1]:.2f}    {BAR}"
    )
    return int(max(ratios) > BAR * 1.02)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
