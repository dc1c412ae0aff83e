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
from tests.benchmarks.engine_overhead import STEPS, asked, plain_pipeline, snippet
from tests.benchmarks.rows import Row
from tests.benchmarks.timing import in_turns, ratio

SAVED_BAR, QUEUED_BAR = 1.0, 1.02
PAIRS, PICTURES, TURNS = 10, 100, 10


def rows(model: str) -> list[Row]:
    """Return both ratios."""
    with (
        tempfile.TemporaryDirectory() as held,
        Library.open(LibraryPaths.at(Path(held) / "library")) as library,
        acquire_runner(library),
    ):
        runner = Runner(library, lambda: open_engine("cpu"), _ignored)

        def ours(seeds: Iterable[int]) -> None:
            library.queue.add([asked(model, each) for each in seeds])
            runner.run()

        first, second = saved(model, ours, Path(held)), queued(model, ours)
        runner.close()
    subject = f"a picture, {STEPS} steps, from the queue into the library, over the time of the snippet and a PNG"
    return [
        Row(subject, first, "", SAVED_BAR, f"median of {PAIRS} pairs"),
        Row(f"{PICTURES} queued pictures, over the time of the bare steps and decoding", second, "", QUEUED_BAR),
    ]


def saved(model: str, ours: Callable[[Iterable[int]], None], folder: Path) -> float:
    """Return the time of a picture into the library relative to the snippet; the median of pairs."""
    draw, seeds = snippet(asked(model, 1)), count()
    ways = {"ours": lambda: ours([next(seeds)]), "plain": lambda: draw().save(folder / f"{next(seeds)}.png")}
    in_turns(ways, 1)
    taken = in_turns(ways, PAIRS)
    return ratio(taken["ours"], taken["plain"])


def queued(model: str, ours: Callable[[Iterable[int]], None]) -> float:
    """Return the time of a queued picture relative to bare denoising and decoding, in turns of ten."""
    draw, seeds = _bare(model), count(1000)
    draw()
    ways = {
        "ours": lambda: ours(next(seeds) for _ in range(TURNS)),
        "bare": lambda: [draw() for _ in range(TURNS)],
    }
    taken = in_turns(ways, PICTURES // TURNS)
    return sum(taken["ours"]) / sum(taken["bare"])


def _bare(model: str) -> Callable[[], object]:
    """Return a function with only the steps and the decoding: the prompt is encoded before."""
    import torch
    from diffusers import DPMSolverMultistepScheduler

    request, pipe = asked(model, 1), plain_pipeline(model)
    with torch.no_grad():
        wanted, unwanted = pipe.encode_prompt(request.prompt, "cpu", 1, True)
    given = {"width": request.width, "height": request.height, "guidance_scale": request.guidance_scale}

    def run() -> object:
        pipe.scheduler = DPMSolverMultistepScheduler.from_config(pipe.scheduler.config, use_karras_sigmas=True)
        seeded = torch.Generator("cpu").manual_seed(request.seed)
        words = {"prompt_embeds": wanted, "negative_prompt_embeds": unwanted}
        return pipe(**words, **given, num_inference_steps=request.steps, generator=seeded, output_type="pt")

    return run


def _ignored(_event: JobEvent) -> None:
    pass
