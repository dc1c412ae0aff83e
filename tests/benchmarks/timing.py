"""How benchmarks measure: in turns, so that a machine that slows down slows both, and where memory or a first load
counts, in a process of its own.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

MB = 2**20
Work = Callable[[], object]


def seconds(work: Work) -> float:
    """Return how long something takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def in_turns(ways: dict[str, Work], rounds: int) -> dict[str, list[float]]:
    """Return the seconds of each of several ways, each round in the other order."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        for name in ways if number % 2 else reversed(ways):
            taken[name].append(seconds(ways[name]))
    return taken


def ratio(ours: list[float], plain: list[float]) -> float:
    """Return the middle of the ratios, pair by pair."""
    return median(one / other for one, other in zip(ours, plain, strict=True))


def apart(function: Callable[..., Any], *arguments: Any) -> Any:
    """Return what a function of a benchmark's module returns in a process of its own, both ways by JSON."""
    names = f"from {function.__module__} import {function.__name__} as function"
    program = f"import json, sys; {names}; print(json.dumps(function(*json.loads(sys.argv[1])), default=str))"
    command = [sys.executable, "-c", program, json.dumps(arguments, default=str)]
    # as the program has it, for plain diffusers too
    environment = {"OMP_WAIT_POLICY": "PASSIVE", "GOMP_SPINCOUNT": "3000", **os.environ}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    return json.loads(done.stdout.splitlines()[-1])


def most_memory() -> int:
    """Return the most bytes that this process has held; Linux's own count, as `getrusage` begins with the parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(each.split()[1]) for each in status.read_text().splitlines() if each.startswith("VmHWM")) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
