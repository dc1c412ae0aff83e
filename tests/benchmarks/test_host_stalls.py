"""Stalls of the machine are recorded completely, and do not count for the program."""

import os
import sys
import time

import psutil
import pytest

from tests.benchmarks.host_stalls import record_stalls, subtract_stalls
from tests.benchmarks.responsiveness import DRAWING, Probe


def test_what_the_machine_stood_still_is_taken_out_of_a_wait() -> None:
    assert subtract_stalls(1.0, 1.030, []) == pytest.approx(0.030)
    assert subtract_stalls(1.0, 1.030, [(0.990, 1.010), (1.025, 1.050), (2.0, 3.0)]) == pytest.approx(0.015)
    assert subtract_stalls(1.0, 1.030, [(0.5, 2.0)]) == pytest.approx(0)
    probe = Probe(ticks=[0.998, 1.0, 1.030, 1.040], standstills=[(1.002, 1.022)])
    probe.phases = [(DRAWING, 0.999), ("", 1.035)]
    assert probe.gaps(DRAWING) == pytest.approx([2, 10, 10])
    assert probe.stood(DRAWING) == "beside 20.0 ms in which the machine stood still"
    assert Probe(phases=probe.phases).stood(DRAWING) == ""


def _may_have_real_time() -> bool:
    if sys.platform != "linux":
        return False
    import resource

    return os.geteuid() == 0 or resource.getrlimit(resource.RLIMIT_RTPRIO)[0] > 0


@pytest.mark.skipif(not _may_have_real_time(), reason="real-time priority is not allowed here, so nothing is recorded")
def test_a_core_that_stands_still_is_noted_and_nobody_watches_afterwards() -> None:
    with record_stalls() as spans:
        watching = next(
            each for each in psutil.Process().children() if "tests.benchmarks.host_stalls" in each.cmdline()
        )
        time.sleep(0.5)  # until it watches
        began = time.perf_counter()
        watching.suspend()
        time.sleep(0.1)
        watching.resume()
        ended = time.perf_counter()
        time.sleep(0.1)
    assert subtract_stalls(began, ended, spans) < (ended - began) / 2
    assert not watching.is_running()
