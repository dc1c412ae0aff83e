"""Pictures that are kept: from the queue into the library, beside plain diffusers that writes a PNG, and a bare loop.

Run as `python -m tests.benchmarks.kept [model folder] [--pairs N] [--pictures N]`. Both take turns.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from macapp import checkpoints
from macapp.engine import open_engine
from macapp.jobs import JobEvent
from macapp.library import Library
from macapp.paths import Places, resources
from macapp.request import Request
from macapp.runner import Runner
from tests.benchmarks.overhead import STEPS, _snippet

SAVED_BAR, QUEUED_BAR = 1.0, 1.02
PAIRS, PICTURES, TURNS = 10, 100, 10


def asked(model: str, seed: int) -> Request:
    """Return the request of a picture at the model's own size."""
    width, height = checkpoints.find(model).size
    sides: dict[str, Any] = {"width": width, "height": height, "steps": STEPS}
    return Request(prompt="a red heart on a white background", seed=seed, guidance_scale=4.0, model=model, **sides)


def saved(model: str, runner: Runner, library: Library, folder: Path, pairs: int) -> float:
    """Return the time of a picture into the library over the snippet's into a PNG, the middle of the pairs."""
    draw, ratios = _snippet(asked(model, 1)), []

    def ours(seed: int) -> None:
        library.queue.add([asked(model, seed)])
        runner.run()

    def plain(file: Path) -> None:
        draw().save(file)

    ours(0)
    draw()
    for pair in range(pairs):
        ways: list[Callable[[], object]] = [partial(ours, pair + 1), partial(plain, folder / f"{pair}.png")]
        times = [_seconds(each) for each in (ways if pair % 2 else ways[::-1])]
        ratios.append(times[0] / times[1] if pair % 2 else times[1] / times[0])
    return median(ratios)


def queued(model: str, runner: Runner, library: Library, pictures: int) -> float:
    """Return the time of a queued picture over that of the bare denoising and decoding, in turns of ten."""
    draw = _bare(model)
    draw()
    ours, bare = 0.0, 0.0
    for turn in range(max(1, pictures // TURNS)):
        library.queue.add([asked(model, 1000 + turn * TURNS + each) for each in range(TURNS)])
        ours += _seconds(runner.run)
        bare += _seconds(lambda: [draw() for _ in range(TURNS)])
    return ours / bare


def _bare(model: str) -> Callable[[], object]:
    """Return the steps and the decoding alone: what the words mean is known before."""
    import torch
    from diffusers import DPMSolverMultistepScheduler, StableDiffusionPipeline

    request = asked(model, 1)
    pipe: Any = StableDiffusionPipeline.from_pretrained(
        checkpoints.find(model).folder, use_safetensors=True, safety_checker=None, requires_safety_checker=False
    ).to(torch.float32)
    pipe.set_progress_bar_config(disable=True)
    with torch.no_grad():
        wanted, unwanted = pipe.encode_prompt(request.prompt, "cpu", 1, True)
    given: dict[str, Any] = {"width": request.width, "height": request.height, "guidance_scale": request.guidance_scale}

    def run() -> object:
        pipe.scheduler = DPMSolverMultistepScheduler.from_config(pipe.scheduler.config, use_karras_sigmas=True)
        seeded = torch.Generator("cpu").manual_seed(request.seed)
        words = {"prompt_embeds": wanted, "negative_prompt_embeds": unwanted}
        return pipe(**words, **given, num_inference_steps=request.steps, generator=seeded, output_type="pt")

    return run


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _ignored(_event: JobEvent) -> None:
    pass


def main(arguments: Sequence[str]) -> int:
    """Print the table; return 1 if a ratio is over its bar."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.kept", description=__doc__)
    parser.add_argument("model", nargs="?", default=str(resources() / "starter-model"))
    parser.add_argument("--pairs", type=int, default=PAIRS)
    parser.add_argument("--pictures", type=int, default=PICTURES)
    chosen = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory() as held,
        Library.open(Places.under(Path(held) / "library")) as library,
        library.as_runner(),
    ):
        runner = Runner(library, lambda: open_engine("cpu"), _ignored)
        first = saved(chosen.model, runner, library, Path(held), chosen.pairs)
        second = queued(chosen.model, runner, library, chosen.pictures)
        runner.close()
    print("kept      a picture into the library / plain and its PNG   bar    queued / bare steps and decoding   bar")
    print(f"          {first:<44.3f} {SAVED_BAR:.2f}   {second:<32.3f} {QUEUED_BAR:.2f}")
    return int(first > SAVED_BAR or second > QUEUED_BAR)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
