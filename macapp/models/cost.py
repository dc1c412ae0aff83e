"""Estimate the memory and time of a catalogue model on this machine before it is downloaded. Any thread."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from macapp.models.catalog import CatalogEntry
from macapp.models.flops import entry_tflop
from macapp.models.published import published_architecture, published_unet_formats
from macapp.planning.architecture import Architecture
from macapp.planning.memory import available_bytes, bytes_per_weight, needed_bytes, savings_steps
from macapp.planning.plan import choose_savings, expected_tflops
from macapp.system.machine import Machine

XL_ENCODERS = ("clip-l", "clip-g")
"""The published text encoders of SDXL."""
PROBE_SIDE, PROBES = 1024, 6  # matrix products of 2 x 10**9 operations; the fastest one counts


@dataclass(frozen=True)
class ModelCost:
    """The cost of a picture at the native size of a model, or of an auxiliary model."""

    needed: int
    """bytes of memory; for an auxiliary model, in addition to those of its checkpoint"""
    available: int
    """bytes that are available here"""
    seconds: float | None
    """None if the speed of this machine or the work of the model is unknown"""

    @property
    def fits(self) -> bool:
        """Whether the memory is available."""
        return self.needed <= self.available


def estimate_cost(entry: CatalogEntry, machine: Machine, speed: float | None = None) -> ModelCost:
    """Return the cost of a model of the catalogue on `machine`; `speed` as in `estimate_seconds`."""
    size = entry.native_size, entry.native_size
    architecture = entry_architecture(entry)
    if architecture is None:
        needed = _weights_bytes(entry, machine)
    else:
        savings = choose_savings(machine, architecture, size) or savings_steps(architecture)[-1]
        needed = needed_bytes(machine, architecture, size, savings=savings)
    return ModelCost(needed=needed, available=available_bytes(machine), seconds=estimate_seconds(entry, machine, speed))


def estimate_seconds(
    entry: CatalogEntry, machine: Machine, speed: float | None = None, references: int = 0
) -> float | None:
    """Return the seconds of a picture at the native size of a catalogue model; None if they are unknown.

    `speed` is the throughput that the machine reached with models of that size, in 10**12 operations per second; None
    uses the expected throughput. At least `references` reference images count.
    """
    work, speed = entry_tflop(entry, references), speed or machine_tflops(machine)
    return None if work is None or speed is None else work / speed


def entry_architecture(entry: CatalogEntry) -> Architecture | None:
    """Return the architecture of a model of the catalogue, to plan with it before a download; None if unknown.

    Raises `MachineError` if the file of the published headers is damaged.
    """
    if not entry.header:
        return entry.architecture
    if entry.architecture is not None:
        return replace(entry.architecture, formats=published_unet_formats(entry.header, XL_ENCODERS))
    found = published_architecture(entry.header, entry.parts)
    return None if found is None else replace(found, family=entry.family)


def _weights_bytes(entry: CatalogEntry, machine: Machine) -> int:
    """Return the bytes of the weights of an auxiliary model or a model with stages, in the precision of the machine."""
    return (entry.memory or entry.download) * bytes_per_weight(machine, entry.family) // 2


def machine_tflops(machine: Machine, measure: bool = True) -> float | None:
    """Return the expected throughput of a machine in 10**12 operations per second; None if unknown.

    A processor is measured once, which takes 0.1 seconds; without `measure` only an earlier result counts.
    """
    if machine.device == "cpu":
        return measure_cpu_tflops() if measure or measure_cpu_tflops.cache_info().currsize else None
    return expected_tflops(machine)


@cache
def measure_cpu_tflops() -> float:
    """Return the throughput of this processor in 10**12 operations per second: half of that of a matrix product.

    On two cores the result was 0.15, and steps of Stable Diffusion 1.5 ran at 0.17.
    """
    import numpy as np  # takes 40 ms, so only where it is needed

    matrix = np.ones((PROBE_SIDE, PROBE_SIDE), np.float32)
    return 2 * PROBE_SIDE**3 / min(_time_call(lambda: np.dot(matrix, matrix)) for _ in range(PROBES)) / 1e12 / 2


def _time_call(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
