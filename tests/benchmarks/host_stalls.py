"""Stalls of the whole machine: a virtual machine stops while its host is busy, and no program in it can prevent that.

On each core, a process with real-time priority wakes every 2 ms and records when it wakes late. Only real-time
scheduling rules out that our own processes delayed it; without permission for it, nothing is recorded, and every wait
counts for the program.

usage: python -m tests.benchmarks.host_stalls CORE    runs until its input ends; prints the begin and end of each stall
"""

import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

WAKE_SECONDS = 0.002
LATE_SECONDS = 0.003  # an idle machine wakes it at most 1 ms late
Span = tuple[float, float]
"""begin and end in seconds of `time.perf_counter`, which all processes on Linux share"""


@contextmanager
def record_stalls() -> Iterator[list[Span]]:
    """Record the stalls of all cores; the list is filled at the end of the block."""
    spans: list[Span] = []
    cores = sorted(os.sched_getaffinity(0)) if sys.platform == "linux" else []
    command = [sys.executable, "-m", __name__]
    watching = [
        subprocess.Popen([*command, str(each)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for each in cores
    ]
    yield spans
    lines = [line.split() for each in watching for line in each.communicate()[0].splitlines()]
    for began, ended in sorted((float(began), float(ended)) for began, ended in lines):
        if spans and began <= spans[-1][1]:  # several cores at once
            spans[-1] = spans[-1][0], max(ended, spans[-1][1])
        else:
            spans.append((began, ended))


def subtract_stalls(began: float, ended: float, standstills: list[Span]) -> float:
    """Return the seconds of a span without stalls."""
    stood = (min(ended, end) - max(began, begin) for begin, end in standstills)
    return ended - began - sum(each for each in stood if each > 0)


def _watch(core: int) -> None:
    assert sys.platform == "linux", "elsewhere no core is watched"
    try:
        os.sched_setaffinity(0, [core])
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(os.sched_get_priority_min(os.SCHED_FIFO)))
    except PermissionError:
        return
    woken = time.perf_counter()
    while not select.select([sys.stdin], [], [], WAKE_SECONDS)[0]:
        slept, woken = woken, time.perf_counter()
        if woken - slept > WAKE_SECONDS + LATE_SECONDS:
            print(slept + WAKE_SECONDS, woken, flush=True)


if __name__ == "__main__":
    _watch(int(sys.argv[1]))
