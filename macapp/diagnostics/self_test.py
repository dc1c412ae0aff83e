"""What a user can run and send: the same picture on the CPU and on the GPU, its time, its numbers, its memory.

With the model that ships, so that nothing has to be there. The thread that calls it is the engine's meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psutil
from PIL import Image, ImageChops, ImageStat

from macapp.domain.request import Request
from macapp.engine import open_engine

PICTURES = 10
PROMPT = "a red heart on a white background"
STEPS, GUIDANCE, SIDE = 20, 4.0, 128
MOST_APART = 4.0  # of 255, on average: half precision moved the starter model's pictures by less than 1 (CPU)
MOST_GROWTH = 2**20  # bytes a picture; the bar of `make soak` is a hundredth of it, over more pictures

OnProgress = Callable[[int, int], None]


@dataclass(frozen=True)
class SelfTestResult:
    """One thing that was tried, whether it is as it should be, and what was seen."""

    name: str
    passed: bool
    seen: dict[str, Any]


def run_self_test(device: str = "auto", on_progress: OnProgress = lambda _done, _all: None) -> list[SelfTestResult]:
    """Draw and compare; raises `MachineError` for a device that is not there. `on_progress` hears of pictures."""
    whole = PICTURES + 2
    engine = open_engine("cpu")
    expected = _drawn(engine)[0]
    engine.release()
    on_progress(1, whole)
    engine = open_engine(device)
    first, facts = _drawn(engine)
    on_progress(2, whole)
    before, seconds, again = _held(facts["device"]), [], first
    for number in range(PICTURES):
        again, facts = _drawn(engine)
        seconds.append(facts["seconds"] / STEPS)
        on_progress(3 + number, whole)
    growth = (_held(facts["device"]) - before) / PICTURES
    engine.release()
    apart = sum(ImageStat.Stat(ImageChops.difference(expected, first)).mean) / 3
    red = first.getpixel((SIDE // 2, SIDE // 2))
    same = ImageChops.difference(first, again).getbbox() is None
    return [
        SelfTestResult("device", True, {name: facts[name] for name in ("device", "dtype", "chip", "macos", "torch")}),
        SelfTestResult("same picture as on the CPU", apart <= MOST_APART, {"mean difference of 255": round(apart, 3)}),
        SelfTestResult("same picture every time", same, {"pictures": PICTURES + 1}),
        SelfTestResult("the heart is red", is_red(red), {"middle": list(red) if isinstance(red, tuple) else red}),
        SelfTestResult("no number was lost", "rescued" not in facts, {"rescued by": facts.get("rescued")}),
        SelfTestResult("time of a step", True, {"seconds": round(sorted(seconds)[len(seconds) // 2], 5)}),
        SelfTestResult("memory stays", growth <= MOST_GROWTH, {"bytes a picture": round(growth)}),
    ]


def _drawn(engine: Any) -> tuple[Image.Image, dict[str, Any]]:
    request = Request(prompt=PROMPT, seed=7, width=SIDE, height=SIDE, steps=STEPS, guidance_scale=GUIDANCE)
    made = engine.generate(request, {}, lambda: None, lambda _done, _all: None)
    return made.image, dict(made.made_with)


def is_red(colour: Any) -> bool:
    """Return whether a colour, three numbers to 255, is one that anybody would call red."""
    red, green, blue = colour
    return red > 150 and max(green, blue) < red / 2


def _held(device: str) -> int:
    """Return the bytes of this process, and what the GPU's driver holds for it: a Mac counts that nowhere else."""
    from macapp.engine.runtime.devices import driver_bytes

    return psutil.Process().memory_info().rss + driver_bytes(device)
