"""Measurements in turns, so that a slower machine affects both, and in separate processes for memory and loading."""

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


def time_call(work: Work, clock: Callable[[], float] = time.perf_counter) -> float:
    """Return the seconds of a call by a clock."""
    began = clock()
    work()
    return clock() - began


def time_in_turns(
    ways: dict[str, Work], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> dict[str, list[float]]:
    """Return the seconds of several functions by a clock, with the order reversed in each round."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        for name in ways if number % 2 else reversed(ways):
            taken[name].append(time_call(ways[name], clock))
    return taken


def median_ratio(ours: list[float], plain: list[float]) -> float:
    """Return the median of the ratios of pairs."""
    return median(one / other for one, other in zip(ours, plain, strict=True))


def run_in_process(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function of a benchmark module in its own process; arguments and result are passed as JSON."""
    names = f"from {function.__module__} import {function.__name__} as function"
    program = f"import json, sys; {names}; print(json.dumps(function(*json.loads(sys.argv[1])), default=str))"
    command = [sys.executable, "-c", program, json.dumps(arguments, default=str)]
    # as in the program, for plain diffusers too
    environment = {"OMP_WAIT_POLICY": "PASSIVE", "GOMP_SPINCOUNT": "3000", **os.environ}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    return json.loads(done.stdout.splitlines()[-1])


def peak_memory() -> int:
    """Return the peak bytes of this process, from Linux, because `getrusage` starts with those of the parent."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(each.split()[1]) for each in status.read_text().splitlines() if each.startswith("VmHWM")) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
