"""Steps that reuse what earlier ones computed: what they save, and what they change in pictures.

Times are processor time of one thread, so that other work on the machine does not count. Of a UNet of the size of
Stable Diffusion 1.5 two steps are timed: a full one, and one that reuses. Pictures are of the starter model: their
distance from the full picture, whether they show their prompts, and the same for fewer plain steps, which must be worse
for a setting to be worth anything.
"""

import sys
import time
from collections.abc import Mapping
from statistics import median, quantiles
from typing import Any

import numpy as np
import torch

from macapp.domain.request import Request
from macapp.engine import open_engine
from macapp.engine.benchmark import random_models
from macapp.engine.runtime.step_controller import StepController
from macapp.models import find_checkpoint, resolve_request
from macapp.models.quality import QUALITIES, quality_settings
from macapp.system.paths import resources_dir
from tests.benchmarks.engine_overhead import build_request, ignore_progress
from tests.benchmarks.rows import Row
from tests.benchmarks.timing import time_in_turns

SIDE, PAIRS = 256, 5
PROMPTS = 40  # of the 300 of the starter model's card
CACHE, SKIP = {"cache_interval": 2}, {"unconditional_interval": 2}
LIMITS: Mapping[str, tuple[dict[str, Any], float]] = {
    "deep layers reused at the second": (CACHE, 0.60),
    "unconditional side skipped at the second": (SKIP, 0.85),
    "both": (CACHE | SKIP, 0.60),
}
"""The largest time of two steps over that of two full ones."""
SETTINGS: Mapping[str, dict[str, Any]] = {
    **{f"{steps} steps": {"steps": steps} for steps in (15, 12, 11, 10, 9, 8, 7)},
    "guidance until 0.6": {"guidance_end": 0.6},
    "unconditional interval 2": SKIP,
    "unconditional interval 2, 15 steps": {**SKIP, "steps": 15},
    "cache interval 3": {"cache_interval": 3},
    "cache interval 2": CACHE,
    "cache interval 2, unconditional interval 2": CACHE | SKIP,
    "cache interval 2, 16 steps": {**CACHE, "steps": 16},
    "cache interval 2, 14 steps": {**CACHE, "steps": 14},
    "cache interval 2, 12 steps": {**CACHE, "steps": 12},
    "cache interval 2 from 0.3, 15 steps": {**CACHE, "cache_start": 0.3, "steps": 15},
}
FAST_LIMIT = 0.55  # of the time of the best quality


def rows(model: str) -> list[Row]:
    """Return the times of steps, and time, distance and scores of each setting."""
    torch.set_num_threads(1)
    return [*step_rows(), *picture_rows(model)]


def step_rows() -> list[Row]:
    """Return the time of two steps of a large UNet, over that of two full ones."""
    unet, found = random_models.sd15("cpu", torch.float32).unet, []
    for name, (changes, limit) in LIMITS.items():
        ways = {
            "reused": lambda changes=changes: _run_two_steps(unet, changes),
            "full": lambda: _run_two_steps(unet, {}),
        }
        time_in_turns(ways, 1)
        taken = time_in_turns(ways, PAIRS, time.process_time)
        ratios = [one / other for one, other in zip(taken["reused"], taken["full"], strict=True)]
        subject = f"two steps of Stable Diffusion 1.5's size, {SIDE} x {SIDE}, {name}, over two full ones"
        note = f"{min(ratios):.2f} to {max(ratios):.2f} in {PAIRS} pairs, {median(taken['full']):.2f} s"
        found.append(Row(subject, median(ratios), "", limit, note))
    return found


def _run_two_steps(unet: Any, changes: Mapping[str, Any]) -> None:
    latents, words = torch.zeros(2, 4, SIDE // 8, SIDE // 8), torch.zeros(2, 77, 768)
    request = Request(prompt="", seed=0, width=SIDE, height=SIDE, steps=2, guidance_scale=7.5, **changes)
    controller = StepController(request, request.schedule)
    with torch.inference_mode(), controller.applied([unet]):
        for step in range(request.steps):
            unet(latents, torch.tensor(500), encoder_hidden_states=words, return_dict=False)
            controller.on_step(step + 1, per_step=1)


def picture_rows(model: str) -> list[Row]:
    """Return the time of each setting over that of full pictures, with their distance and scores."""
    sys.path.insert(0, str(resources_dir().parent / "packaging"))
    from starter_model.evaluate import judge, prompts

    engine, whole = open_engine("cpu"), "20 steps"
    checkpoint = find_checkpoint(model)
    offered = {f"quality {name}": quality_settings(name, checkpoint) for name in QUALITIES}
    ways: dict[str, dict[str, Any]] = {whole: {}, **SETTINGS, **offered}
    right: dict[str, dict[str, list[bool]]] = {
        name: {score: [] for score in ("background", "foreground", "shape", "time", "pairs")} for name in ways
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    apart: dict[str, list[float]] = {name: [] for name in ways}
    for what, words in prompts()[:: 300 // PROMPTS][:PROMPTS]:
        drawn = {}
        for name, changes in ways.items():
            request = build_request(model, 1, **{"prompt": words, **changes})
            start = time.process_time()
            image = engine.generate(resolve_request(request), {}, ignore_progress, ignore_progress).image
            taken[name].append(time.process_time() - start)
            judge(what, image, right[name])
            drawn[name] = np.asarray(image, float)
            apart[name].append(float(np.abs(drawn[name] - drawn[whole]).mean()))
    engine.release()
    return [
        _picture_row(
            name, [one / full for one, full in zip(taken[name], taken[whole], strict=True)], apart[name], right
        )
        for name in ways
    ]


def _picture_row(
    name: str, ratios: list[float], apart: list[float], right: Mapping[str, Mapping[str, list[bool]]]
) -> Row:
    """Return the row of one setting: the median of the ratios of times, with its quartiles."""
    low, _, high = quantiles(ratios)
    scores = ", ".join(f"{score} {sum(each) / len(each):.3f}" for score, each in right[name].items() if each)
    note = f"{low:.2f} to {high:.2f}; distance {median(apart):.2f} of 255; {scores}"
    limit = FAST_LIMIT if name == "quality fast" else None
    return Row(f"starter model, {name}, over 20 steps", median(ratios), "", limit, note)
