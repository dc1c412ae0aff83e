"""The self-test that a user can run and send: one picture on the CPU and on the GPU, compared, with time and memory.

It uses the starter model, which is always there. The calling thread uses the engine.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psutil
from PIL import Image, ImageChops, ImageStat

from macapp.domain.request import Request
from macapp.engine import open_engine
from macapp.models import resolve_request

if TYPE_CHECKING:
    from macapp.engine.engine import Engine

PICTURES = 10
PROMPT = "a red heart on a white background"
STEPS, GUIDANCE, SIDE = 20, 4.0, 128
MAX_MEAN_DIFFERENCE = 4.0  # of 255; half precision changed pictures of the starter model by less than 1 (CPU)
MAX_GROWTH_BYTES = 2**20  # per picture; the limit of `make soak` is a hundredth of it, over more pictures

OnProgress = Callable[[int, int], None]


@dataclass(frozen=True)
class SelfTestResult:
    """One check, whether it passed, and what was seen."""

    name: str
    passed: bool
    seen: dict[str, Any]


def run_self_test(device: str = "auto", on_progress: OnProgress = lambda _done, _total: None) -> list[SelfTestResult]:
    """Run all checks; raises `MachineError` for a missing device. `on_progress` takes pictures done and in total."""
    total = PICTURES + 2
    engine = open_engine("cpu")
    expected = _generate(engine)[0]
    engine.release()
    on_progress(1, total)
    engine = open_engine(device)
    first, facts = _generate(engine)
    on_progress(2, total)
    before, seconds, last = _used_bytes(facts["device"]), [], first
    for number in range(PICTURES):
        last, facts = _generate(engine)
        seconds.append(facts["seconds"] / STEPS)
        on_progress(3 + number, total)
    growth = (_used_bytes(facts["device"]) - before) / PICTURES
    engine.release()
    difference = sum(ImageStat.Stat(ImageChops.difference(expected, first)).mean) / 3
    red = first.getpixel((SIDE // 2, SIDE // 2))
    same = ImageChops.difference(first, last).getbbox() is None
    return [
        SelfTestResult("device", True, {name: facts[name] for name in ("device", "dtype", "chip", "macos", "torch")}),
        SelfTestResult(
            "same picture as on the CPU",
            difference <= MAX_MEAN_DIFFERENCE,
            {"mean difference of 255": round(difference, 3)},
        ),
        SelfTestResult("same picture every time", same, {"pictures": PICTURES + 1}),
        SelfTestResult("the heart is red", is_red(red), {"middle": list(red) if isinstance(red, tuple) else red}),
        SelfTestResult("no number was lost", "rescued" not in facts, {"rescued by": facts.get("rescued")}),
        SelfTestResult("time of a step", True, {"seconds": round(sorted(seconds)[len(seconds) // 2], 5)}),
        SelfTestResult("memory stays", growth <= MAX_GROWTH_BYTES, {"bytes a picture": round(growth)}),
    ]


def _generate(engine: "Engine") -> tuple[Image.Image, dict[str, Any]]:
    request = Request(prompt=PROMPT, seed=7, width=SIDE, height=SIDE, steps=STEPS, guidance_scale=GUIDANCE)
    generated = engine.generate(resolve_request(request), {}, lambda: None, lambda _done, _total: None)
    return generated.image, dict(generated.made_with)


def is_red(colour: Any) -> bool:
    """Return whether a colour, three numbers from 0 to 255, is clearly red."""
    red, green, blue = colour
    return red > 150 and max(green, blue) < red / 2


def _used_bytes(device: str) -> int:
    """Return the bytes of this process and of the GPU driver for it, which a Mac counts separately."""
    from macapp.engine.runtime.devices import driver_bytes

    return psutil.Process().memory_info().rss + driver_bytes(device)
