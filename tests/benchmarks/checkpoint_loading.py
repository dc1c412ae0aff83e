"""Saved pictures: from the queue into the library, compared with a snippet that writes a PNG, and a bare loop."""

import tempfile
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path

from macapp.domain.job import JobEvent
from macapp.engine import open_engine
from macapp.library import Library
from macapp.library.recovery import acquire_runner
from macapp.system.paths import LibraryPaths
from macapp.workflow.runner import Runner
from tests.benchmarks.engine_overhead import STEPS, build_request, build_snippet, load_plain_pipeline
from tests.benchmarks.rows import Row
from tests.benchmarks.timing import median_ratio, time_in_turns

SAVED_BAR, QUEUED_BAR = 1.0, 1.02
PAIRS, PICTURES, TURNS = 10, 100, 10


def rows(model: str) -> list[Row]:
    """Return both ratios."""
    with (
        tempfile.TemporaryDirectory() as held,
        Library.open(LibraryPaths.at(Path(held) / "library")) as library,
        acquire_runner(library),
    ):
        runner = Runner(library, lambda: open_engine("cpu"), _ignore_event)

        def ours(seeds: Iterable[int]) -> None:
            library.queue.add([build_request(model, each) for each in seeds])
            runner.run()

        first, second = measure_saving(model, ours, Path(held)), measure_queue(model, ours)
        runner.close()
    subject = f"a picture, {STEPS} steps, from the queue into the library, over the time of the snippet and a PNG"
    return [
        Row(subject, first, "", SAVED_BAR, f"median of {PAIRS} pairs"),
        Row(f"{PICTURES} queued pictures, over the time of the bare steps and decoding", second, "", QUEUED_BAR),
    ]


def measure_saving(model: str, ours: Callable[[Iterable[int]], None], folder: Path) -> float:
    """Return the time of a picture into the library relative to the snippet; the median of pairs."""
    draw, seeds = build_snippet(build_request(model, 1)), count()
    ways = {"ours": lambda: ours([next(seeds)]), "plain": lambda: draw().save(folder / f"{next(seeds)}.png")}
    time_in_turns(ways, 1)
    taken = time_in_turns(ways, PAIRS)
    return median_ratio(taken["ours"], taken["plain"])


def measure_queue(model: str, ours: Callable[[Iterable[int]], None]) -> float:
    """Return the time of a queued picture relative to bare denoising and decoding, in turns of ten."""
    draw, seeds = _build_bare_loop(model), count(1000)
    draw()
    ways = {
        "ours": lambda: ours(next(seeds) for _ in range(TURNS)),
        "bare": lambda: [draw() for _ in range(TURNS)],
    }
    taken = time_in_turns(ways, PICTURES // TURNS)
    return sum(taken["ours"]) / sum(taken["bare"])


def _build_bare_loop(model: str) -> Callable[[], object]:
    """Return a function with only the steps and the decoding: the prompt is encoded before."""
    import torch
    from diffusers import DPMSolverMultistepScheduler

    request, pipe = build_request(model, 1), load_plain_pipeline(model)
    with torch.no_grad():
        wanted, unwanted = pipe.encode_prompt(request.prompt, "cpu", 1, True)
    given = {"width": request.width, "height": request.height, "guidance_scale": request.guidance_scale}

    def run() -> object:
        pipe.scheduler = DPMSolverMultistepScheduler.from_config(pipe.scheduler.config, use_karras_sigmas=True)
        seeded = torch.Generator("cpu").manual_seed(request.seed)
        words = {"prompt_embeds": wanted, "negative_prompt_embeds": unwanted}
        return pipe(**words, **given, num_inference_steps=request.steps, generator=seeded, output_type="pt")

    return run


def _ignore_event(_event: JobEvent) -> None:
    pass
