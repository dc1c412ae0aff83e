"""A full-size model: Easel relative to plain diffusers at 256 x 256 in 4 steps, in time and peak memory.

The model has the size of Stable Diffusion 1.5 and random weights: 2 GB in a temporary folder. The two take turns, each
in its own process because of its memory.
"""

import shutil
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from macapp.models import resolve_request
from tests.benchmarks.engine_overhead import build_request, build_snippet, ignore_progress
from tests.benchmarks.models import write_sd
from tests.benchmarks.rows import Row
from tests.benchmarks.timing import MB, peak_memory, run_in_process, time_call

BAR = 1.0
SIDE, STEPS, PAIRS, PICTURES = 256, 4, 3, 3
ROOM = 4 * 2**30


def rows(_model: str) -> list[Row]:
    """Return the ratios of time and memory."""
    subject = f"a model of the size of Stable Diffusion 1.5, {SIDE} x {SIDE}, {STEPS} steps, over the snippet's"
    with tempfile.TemporaryDirectory() as held:
        if shutil.disk_usage(held).free < ROOM:
            return [Row(subject, None, more="the disk has no room for 2 GB twice")]
        model = write_sd(str(Path(held) / "model"), half=True)
        made: dict[str, list[dict[str, Any]]] = {"ours": [], "plain": []}
        for pair in range(PAIRS):
            for way in ("ours", "plain") if pair % 2 else ("plain", "ours"):
                made[way].append(run_in_process(draw, model, way))
    times = [median(each for one in made[way] for each in one["seconds"]) for way in ("ours", "plain")]
    peaks = [median(one["megabytes"] for one in made[way]) for way in ("ours", "plain")]
    return [
        Row(f"{subject} time", times[0] / times[1], "", BAR, f"{times[0]:.2f} of {times[1]:.2f} s"),
        Row(f"{subject} peak memory", peaks[0] / peaks[1], "", BAR, f"{peaks[0]:,.0f} of {peaks[1]:,.0f} MB"),
    ]


def draw(model: str, way: str) -> dict[str, Any]:
    """Return the seconds of each picture except the first, and the peak megabytes of this process."""
    request = build_request(model, 1, width=SIDE, height=SIDE, steps=STEPS)
    if way == "plain":
        import torch

        work = build_snippet(request, variant="fp16", torch_dtype=torch.float32)
    else:
        from macapp.engine import open_engine

        engine = open_engine("cpu")
        work = lambda: engine.generate(resolve_request(request), {}, ignore_progress, ignore_progress)  # noqa: E731
    taken = [time_call(work) for _ in range(PICTURES + 1)]
    return {"seconds": taken[1:], "megabytes": peak_memory() / MB}
