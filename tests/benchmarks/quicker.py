"""What the levers of speed really save, beside what the window says they do: pairs of pictures that take turns.

Run as `python -m tests.benchmarks.quicker [model folder] [--pairs N]`.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from macapp import checkpoints
from macapp.checkpoints.quicker import share_of_time
from macapp.engine import open_engine
from macapp.paths import resources
from macapp.request import Request
from tests.benchmarks.overhead import _nothing, _seconds

STEPS, PAIRS = 25, 10
LEVERS = {
    "guidance until 0.6": {"guidance_end": 0.6},
    "guidance until 0.4": {"guidance_end": 0.4},
    "4 steps of LCM, no guidance": {"steps": 4, "guidance_scale": 1.0, "scheduler": "lcm"},
}


def measure(model: str, pairs: int = PAIRS) -> list[tuple[str, float, float]]:
    """Return each lever with its share of the time of the same picture without it, as measured and as said."""
    checkpoint = checkpoints.find(model)
    width, height = checkpoint.size
    plain = Request(prompt="a red heart", seed=1, width=width, height=height, steps=STEPS, guidance_scale=4.0)
    plain = replace(plain, model=model)
    engine = open_engine("cpu")

    def seconds(request: Request) -> float:
        return _seconds(lambda: engine.generate(request, {}, _nothing, _nothing))

    found = []
    for name, changes in LEVERS.items():
        quick = replace(plain, **changes)
        seconds(quick)  # what is to be loaded and read is, before anything counts
        times = [(seconds(plain), seconds(quick)) for _ in range(pairs)]
        found.append((name, median(fast / slow for slow, fast in times), share_of_time(quick, plain)))
    engine.release()
    return found


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.quicker", description=__doc__)
    parser.add_argument("model", nargs="?", default=str(resources() / "starter-model"))
    parser.add_argument("--pairs", type=int, default=PAIRS)
    chosen = parser.parse_args(arguments)
    print(f"quicker   {f'beside {STEPS} guided steps':30} share of the time  as said")
    for name, measured, told in measure(chosen.model, chosen.pairs):
        print(f"          {name:30} {measured:17.3f}  {told:7.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
