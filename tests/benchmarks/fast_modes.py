"""The real savings of the speed settings, compared with those shown in the window: pairs of pictures in turns."""

from typing import Any

from macapp.domain.request import Request
from macapp.engine import open_engine
from macapp.models import resolve_request
from macapp.models.fast_modes import relative_time
from tests.benchmarks.engine_overhead import build_request, ignore_progress
from tests.benchmarks.rows import Row
from tests.benchmarks.timing import median_ratio, time_in_turns

STEPS, PAIRS = 25, 10
LEVERS: dict[str, dict[str, Any]] = {
    "guidance until 0.6": {"guidance_end": 0.6},
    "guidance until 0.4": {"guidance_end": 0.4},
    "4 steps of LCM, no guidance": {"steps": 4, "guidance_scale": 1.0, "scheduler": "lcm"},
}


def rows(model: str) -> list[Row]:
    """Return the time with each setting relative to the same picture without it."""
    whole = build_request(model, 1, steps=STEPS)
    engine, made = open_engine("cpu"), []

    def draw(request: Request) -> None:
        engine.generate(resolve_request(request), {}, ignore_progress, ignore_progress)

    for name, changes in LEVERS.items():
        quick = build_request(model, 1, **{"steps": STEPS, **changes})
        draw(quick)  # loads and reads everything before the measurement
        taken = time_in_turns({"quick": lambda asked=quick: draw(asked), "whole": lambda: draw(whole)}, PAIRS)
        share, said = median_ratio(taken["quick"], taken["whole"]), relative_time(quick, whole)
        made.append(Row(f"{name}, over the time of {STEPS} guided steps", share, more=f"the window says {said:.2f}"))
    engine.release()
    return made
