"""When this machine itself stood still: a guest does whose host has other work, and no program in it can help that.

A process that does nothing but wake every 2 ms, before everything else that runs here, notes when it woke late. Only
real-time scheduling says that nothing of ours kept it waiting; where it may not have that, nothing is noted, and
every wait counts as the program's.

usage: python -m tests.benchmarks.standstill    until its input ends; prints when each began and ended
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
"""when it began and ended, in seconds of `time.perf_counter`, which all processes of Linux share"""


@contextmanager
def noted() -> Iterator[list[Span]]:
    """Note the machine's standstills; the list is filled when the block ends."""
    spans: list[Span] = []
    watching = subprocess.Popen(
        [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    yield spans
    for line in watching.communicate()[0].splitlines():
        began, ended = line.split()
        spans.append((float(began), float(ended)))


def without(began: float, ended: float, standstills: list[Span]) -> float:
    """Return the seconds of a span in which the machine did not stand still."""
    stood = (min(ended, end) - max(began, begin) for begin, end in standstills)
    return ended - began - sum(each for each in stood if each > 0)


def _watch() -> None:
    if sys.platform != "linux":
        return
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(os.sched_get_priority_min(os.SCHED_FIFO)))
    except PermissionError:
        return
    woken = time.perf_counter()
    while not select.select([sys.stdin], [], [], WAKE_SECONDS)[0]:
        slept, woken = woken, time.perf_counter()
        if woken - slept > WAKE_SECONDS + LATE_SECONDS:
            print(slept + WAKE_SECONDS, woken, flush=True)


if __name__ == "__main__":
    _watch()
