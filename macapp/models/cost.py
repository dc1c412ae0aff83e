"""What a model will cost on this machine, said before it is fetched: memory and seconds a picture. Any thread."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from macapp.models.catalog import CatalogEntry
from macapp.models.families import STABLE_DIFFUSION
from macapp.planning.memory import SAVINGS_STEPS, available_bytes, bytes_per_weight, needed_bytes
from macapp.planning.plan import choose_savings, expected_tflops
from macapp.system.machine import Machine

PROBE_SIDE, PROBES = 1024, 6  # of a matrix product, 2 x 10**9 operations; the quickest counts, others were disturbed


@dataclass(frozen=True)
class ModelCost:
    """What a picture at the native size of a model takes, or what an addition holds."""

    needed: int
    """bytes of memory; of an addition, beside those of the model that it is added to"""
    available: int
    """bytes that may be used here"""
    seconds: float | None
    """None where nothing is known of this machine's speed, or of the model's work"""

    @property
    def fits(self) -> bool:
        """Whether its memory is there."""
        return self.needed <= self.available


def estimate_cost(entry: CatalogEntry, machine: Machine, speed: float | None = None) -> ModelCost:
    """Return what a model of the catalogue takes on `machine`.

    `speed` is what the machine has shown with models of that size, in 10**12 operations a second; without it, what is
    to be expected.
    """
    size = entry.native_size, entry.native_size
    architecture = entry.architecture
    work = entry.work(entry.steps or STABLE_DIFFUSION.steps, size[0] * size[1], entry.guidance_scale != 0)
    speed = speed or machine_tflops(machine)
    if architecture is None:
        needed = _held(entry, machine)
    else:
        savings = choose_savings(machine, architecture, size) or SAVINGS_STEPS[-1]
        needed = needed_bytes(machine, architecture, size, savings=savings)
    return ModelCost(
        needed=needed,
        available=available_bytes(machine),
        seconds=None if work is None or speed is None else work / speed,
    )


def _held(entry: CatalogEntry, machine: Machine) -> int:
    """Return the bytes that an addition, or a model of stages, holds at one time: its weights, as wide as they are
    there."""
    return (entry.memory or entry.download) * bytes_per_weight(machine, entry.family) // 2


def machine_tflops(machine: Machine, measure: bool = True) -> float | None:
    """Return the 10**12 operations a second to be expected of a machine; None where nothing is known of it.

    A processor is measured once, which takes a tenth of a second; without `measure` it is known only if it was.
    """
    if machine.device == "cpu":
        return _speed_of_cpu() if measure or _speed_of_cpu.cache_info().currsize else None
    return expected_tflops(machine)


@cache
def _speed_of_cpu() -> float:
    """Return the 10**12 operations a second of this processor: half of what a product of matrices reaches.

    On two cores that said 0.15, and steps of Stable Diffusion 1.5 ran at 0.17.
    """
    import numpy as np  # 40 ms: only where prices are asked for

    one = np.ones((PROBE_SIDE, PROBE_SIDE), np.float32)
    return 2 * PROBE_SIDE**3 / min(_seconds(lambda: np.dot(one, one)) for _ in range(PROBES)) / 1e12 / 2


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
