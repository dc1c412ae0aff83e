"""Benchmark data: the specification, measurements, published figures, and the comparison of two runs. Any thread.

The specification is fixed, so that runs can be compared: after an update of macOS, PyTorch or Easel, a second run shows
whether the machine became slower. `macapp/engine/benchmark/measure.py` measures.
"""

import json
import statistics
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any

from macapp.errors import Reason, Value
from macapp.system import storage
from macapp.system.paths import LibraryPaths

LATENCY, SPEED = "latency", "speed"
"""The two tables: seconds per picture by the way of computing, and iterations per second by pipeline."""
PLAIN, COMPILED = "plain", "compiled"
BATCHES = (1, 4, 16)
PROMPT = "a photo of an astronaut riding a horse on mars"
NOTABLE = 1.25  # times slower or faster; smaller changes are noise
SOFTWARE = ("macOS", "PyTorch", "diffusers", "Easel")


@dataclass(frozen=True)
class BenchmarkSpec:
    """What to measure. Only runs with equal specifications are compared."""

    size: int = 512
    """most pixels a side; a model that was trained on smaller pictures uses that size"""
    steps: int = 50
    """DDIM steps, for the seconds per picture"""
    pictures: int = 3
    """timed pictures, after one for warm-up"""
    iterations: int = 12
    """timed iterations, for the iterations per second"""
    longest: float = 1800.0
    """seconds; a row that would take longer is repeated less often, or skipped with a reason"""
    compiles: bool = True
    batches: tuple[int, ...] = BATCHES


FULL = BenchmarkSpec()
QUICK = BenchmarkSpec(size=256, steps=4, pictures=2, iterations=3, longest=240.0, compiles=False)
"""Smaller sizes and fewer steps are scaled to `FULL` by the operation count, and marked."""
STARTER = "Starter"
"""The name of the small model, for which there are no published figures."""


@dataclass(frozen=True)
class Measurement:
    """One figure, or the reason why there is none."""

    table: str
    model: str
    name: str
    """the way of computing (`LATENCY`), or the pipeline (`SPEED`)"""
    way: str = PLAIN
    batch: int = 1
    size: int = 0
    """pixels a side"""
    steps: int = 0
    seconds: tuple[float, ...] = ()
    """for each picture (`LATENCY`) or each iteration (`SPEED`)"""
    tflop: float | None = None
    """10**12 operations per iteration, as PyTorch counts them"""
    scale: float = 1.0
    """factor to the work of the published figure"""
    skipped: Reason | None = None

    @property
    def key(self) -> tuple[Value, ...]:
        """The identity of a row: rows of two runs are compared if their keys are equal."""
        return self.table, self.model, self.name, self.way, self.batch, self.size, self.steps

    @property
    def median(self) -> float:
        """The median of the measured seconds."""
        return statistics.median(self.seconds)

    @property
    def spread(self) -> float:
        """The range of the measured seconds, as a share of the median."""
        return (max(self.seconds) - min(self.seconds)) / self.median

    @property
    def figure(self) -> float:
        """What the table shows: seconds per picture, or iterations per second, scaled to the published settings."""
        return self.median * self.scale if self.table == LATENCY else 1 / (self.median * self.scale)

    @property
    def published(self) -> float | None:
        """The published figure for the same work, if there is one; `PUBLISHED_BY` names its machine."""
        return None if self.model == STARTER else PUBLISHED.get((self.table, self.name, self.way, self.batch))

    def limit(self, peak: float | None) -> float | None:
        """Return the best possible figure of a chip with `peak` * 10**12 operations per second."""
        if peak is None or self.tflop is None:
            return None
        if self.table == LATENCY:
            return self.tflop * self.steps * self.scale / peak
        return peak / (self.tflop * self.scale)


@dataclass(frozen=True)
class BenchmarkRun:
    """One run of a benchmark."""

    date: str
    """UTC, ISO 8601"""
    chip: str
    device: str
    software: Mapping[str, str]
    """versions of `SOFTWARE`, where known"""
    recipe: BenchmarkSpec
    peak: float | None = None
    """peak of the chip in 10**12 operations per second; None if unknown"""
    rows: tuple[Measurement, ...] = ()

    def with_row(self, row: Measurement) -> "BenchmarkRun":
        """Return this run with one more row."""
        return replace(self, rows=(*self.rows, row))

    def to_json(self) -> str:
        """Return the run as JSON."""
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def from_json(cls, text: str) -> "BenchmarkRun":
        """Parse the output of `to_json`; raises `ValueError` for anything else."""
        try:
            read = json.loads(text)
            recipe = BenchmarkSpec(**{**read["recipe"], "batches": tuple(read["recipe"]["batches"])})
            return cls(**{**read, "recipe": recipe, "rows": tuple(map(measurement_from_dict, read["rows"]))})
        except (TypeError, LookupError, AttributeError) as exception:
            raise ValueError(str(exception)) from None


def measurement_from_dict(values: Mapping[str, Any]) -> Measurement:
    """Return a row from its JSON fields."""
    skipped = values.get("skipped")
    return Measurement(
        **{**values, "seconds": tuple(values["seconds"]), "skipped": None if skipped is None else Reason(**skipped)}
    )


@dataclass(frozen=True)
class RunComparison:
    """The difference between a run and an earlier one with the same specification on the same chip."""

    times: float
    """time relative to the earlier run, as the median of all rows: above 1 is slower"""
    rows: int
    """number of rows in both runs"""
    since: tuple[tuple[str, str, str], ...]
    """changed software: name, version before, version now"""

    @property
    def slower(self) -> bool:
        """Whether the run is notably slower."""
        return self.times >= NOTABLE

    @property
    def quicker(self) -> bool:
        """Whether the run is notably faster."""
        return self.times <= 1 / NOTABLE


def compare_runs(before: BenchmarkRun, now: BenchmarkRun) -> RunComparison | None:
    """Compare two runs; None if they have no row in common.

    Rows whose measurements overlap count as equal, so that a machine with uneven times shows no change.
    """
    earlier = {row.key: row for row in before.rows if row.skipped is None}
    pairs = [(earlier[row.key], row) for row in now.rows if row.skipped is None and row.key in earlier]
    if not pairs:
        return None
    times = statistics.median(_relative_time(*pair) for pair in pairs)
    versions = [(name, before.software.get(name, ""), now.software.get(name, "")) for name in SOFTWARE]
    return RunComparison(times, len(pairs), tuple(version for version in versions if version[1] != version[2]))


def _relative_time(before: Measurement, now: Measurement) -> float:
    apart = min(now.seconds) > max(before.seconds) or max(now.seconds) < min(before.seconds)
    return now.median / before.median if apart else 1.0


def previous_run(runs: Iterable[BenchmarkRun], now: BenchmarkRun) -> BenchmarkRun | None:
    """Return the run to compare with: the newest earlier one with the same specification, chip and device.

    Runs with other software are preferred, so that the comparison shows the effect of an update.
    """
    earlier = [
        run
        for run in runs
        if (run.chip, run.device, run.recipe) == (now.chip, now.device, now.recipe) and run.date < now.date
    ]
    earlier.sort(key=lambda run: run.date)
    updated = [run for run in earlier if dict(run.software) != dict(now.software)]
    return (updated or earlier or [None])[-1]


def save_run(places: LibraryPaths, run: BenchmarkRun) -> None:
    """Write a run next to the index; a run with more rows replaces its own file."""
    storage.write(places.benchmarks / f"{run.date.replace(':', '-')}.json", run.to_json().encode(), places.index)


def load_runs(places: LibraryPaths) -> list[BenchmarkRun]:
    """Return the saved runs, oldest first; unreadable files are skipped."""
    runs = []
    for file in sorted(places.benchmarks.glob("*.json")):
        with suppress(OSError, ValueError):
            runs.append(BenchmarkRun.from_json(storage.read_text(file, storage.MAX_TEXT_FILE_BYTES)))
    return runs


def rows_in(rows: Sequence[Measurement], table: str) -> list[Measurement]:
    """Return the rows of a table in the order of measurement."""
    return [row for row in rows if row.table == table]


PUBLISHED_BY = {LATENCY: "Titan RTX", SPEED: "A100"}
"""The machines of the published figures."""
_BY_BATCH = {
    # iterations per second on an A100: PyTorch 2.0 without compilation, and compiled with the nightly of that time
    "text to image": ((21.66, 49.74), (11.6, 17.27), (3.04, 4.68)),
    "image to image": ((21.81, 46.32), (11.47, 17.25), (2.98, 4.67)),
    "inpainting": ((22.24, 49.25), (11.67, 17.48), (3.04, 4.76)),
    "ControlNet": ((15.02, 36.08), (8.28, 12.41), (2.15, 3.35)),
    "XL text to image": ((8.64, None), (2.44, None), (0.64, None)),
    "IF stage 1": ((20.21, 97.34), (25.02, 48.47), (8.78, 16.77)),
    "IF stage 2": ((13.84, 27.23),),
    "IF stage 3": ((24.00, 111.66),),
}
PUBLISHED: Mapping[tuple[str, str, str, int], float] = {
    (LATENCY, "single precision", PLAIN, 1): 9.50,
    (LATENCY, "half precision", PLAIN, 1): 3.61,
    (LATENCY, "channels last", PLAIN, 1): 3.30,
    (LATENCY, "traced UNet", PLAIN, 1): 3.21,
    (LATENCY, "memory-efficient attention", PLAIN, 1): 2.63,
    **{
        (SPEED, name, way, batch): value
        for name, batches in _BY_BATCH.items()
        for batch, values in zip(BATCHES, batches, strict=False)
        for way, value in zip((PLAIN, COMPILED), values, strict=True)
        if value is not None
    },
}
"""Seconds for 512 x 512 in 50 DDIM steps, and iterations per second, from the documentation of diffusers ("Memory and
speed", "PyTorch 2.0"). Each latency includes the optimizations of those above it."""
