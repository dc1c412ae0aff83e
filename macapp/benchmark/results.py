"""What a benchmark measures, keeps and tells: its recipe, its rows, the published figures beside, and what has changed.

A recipe is fixed, so that two runs of it can be held against each other: after an update of macOS, of PyTorch or of
Easel the second says whether the machine became slower. Measuring itself is `macapp/engine/benchmark/measure.py`. Any
thread.
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
"""The two tables: seconds of a picture by how it is computed, iterations a second by kind of pipeline."""
PLAIN, COMPILED = "plain", "compiled"
BATCHES = (1, 4, 16)
PROMPT = "a photo of an astronaut riding a horse on mars"
NOTABLE = 1.25  # times slower or quicker: less is the weather
SOFTWARE = ("macOS", "PyTorch", "diffusers", "Easel")


@dataclass(frozen=True)
class BenchmarkSpec:
    """What is measured. Two runs are alike if their recipes are."""

    size: int = 512
    """pixels a side at most; a model that was trained on less draws what it was trained on"""
    steps: int = 50
    """of DDIM, for the seconds of a picture"""
    pictures: int = 3
    """that are timed, after one that warms up"""
    iterations: int = 12
    """that are timed for the iterations a second"""
    longest: float = 1800.0
    """seconds; a row that would take longer is timed fewer times, or left out, and says so"""
    compiles: bool = True
    batches: tuple[int, ...] = BATCHES


FULL = BenchmarkSpec()
QUICK = BenchmarkSpec(size=256, steps=4, pictures=2, iterations=3, longest=240.0, compiles=False)
"""What is drawn smaller or in fewer steps is scaled to `FULL` by the arithmetic, and marked."""
STARTER = "Starter"
"""The name of the small model, which the published figures are not of."""


@dataclass(frozen=True)
class Measurement:
    """One figure, or why there is none."""

    table: str
    model: str
    name: str
    """how it is computed (`LATENCY`), or the kind of pipeline (`SPEED`)"""
    way: str = PLAIN
    batch: int = 1
    size: int = 0
    """pixels a side"""
    steps: int = 0
    seconds: tuple[float, ...] = ()
    """of each picture (`LATENCY`) or of each iteration (`SPEED`)"""
    tflop: float | None = None
    """10**12 operations of an iteration, as PyTorch counts them"""
    scale: float = 1.0
    """how many times as much the recipe of the published figure would be"""
    skipped: Reason | None = None

    @property
    def key(self) -> tuple[Value, ...]:
        """What a row has to share with another to be held against it."""
        return self.table, self.model, self.name, self.way, self.batch, self.size, self.steps

    @property
    def median(self) -> float:
        """Seconds, the middle of those measured."""
        return statistics.median(self.seconds)

    @property
    def spread(self) -> float:
        """How far the slowest and the quickest are apart, as a share of the median."""
        return (max(self.seconds) - min(self.seconds)) / self.median

    @property
    def figure(self) -> float:
        """What the table shows: seconds of a picture of the published recipe, or iterations a second."""
        return self.median * self.scale if self.table == LATENCY else 1 / (self.median * self.scale)

    @property
    def published(self) -> float | None:
        """The figure of the documents for the same, if there is one (`PUBLISHED_BY` says of which machine)."""
        return None if self.model == STARTER else PUBLISHED.get((self.table, self.name, self.way, self.batch))

    def limit(self, peak: float | None) -> float | None:
        """Return the figure at 10**12 operations a second as many as `peak`: what the chip could do at most."""
        if peak is None or self.tflop is None:
            return None
        if self.table == LATENCY:
            return self.tflop * self.steps * self.scale / peak
        return peak / (self.tflop * self.scale)


@dataclass(frozen=True)
class BenchmarkRun:
    """One run of a recipe."""

    date: str
    """UTC, ISO 8601"""
    chip: str
    device: str
    software: Mapping[str, str]
    """versions of `SOFTWARE`, as far as there are any"""
    recipe: BenchmarkSpec
    peak: float | None = None
    """10**12 operations a second that the chip could do at most; None if nobody knows"""
    rows: tuple[Measurement, ...] = ()

    def with_row(self, row: Measurement) -> "BenchmarkRun":
        """Return the same with one more row."""
        return replace(self, rows=(*self.rows, row))

    def to_json(self) -> str:
        """Return the run as JSON."""
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def from_json(cls, text: str) -> "BenchmarkRun":
        """Read what `to_json` wrote; raises `ValueError` for what is no such thing."""
        try:
            read = json.loads(text)
            recipe = BenchmarkSpec(**{**read["recipe"], "batches": tuple(read["recipe"]["batches"])})
            return cls(**{**read, "recipe": recipe, "rows": tuple(map(measurement_from_dict, read["rows"]))})
        except (TypeError, LookupError, AttributeError) as exception:
            raise ValueError(str(exception)) from None


def measurement_from_dict(values: Mapping[str, Any]) -> Measurement:
    """Return a row from the fields that JSON has."""
    skipped = values.get("skipped")
    return Measurement(
        **{**values, "seconds": tuple(values["seconds"]), "skipped": None if skipped is None else Reason(**skipped)}
    )


@dataclass(frozen=True)
class RunComparison:
    """How a run differs from an earlier one of the same recipe on the same chip."""

    times: float
    """as long as before, in the middle of all rows: above 1 is slower"""
    rows: int
    """that both have"""
    since: tuple[tuple[str, str, str], ...]
    """what became another version meanwhile: its name, before, now"""

    @property
    def slower(self) -> bool:
        """Whether it became notably slower."""
        return self.times >= NOTABLE

    @property
    def quicker(self) -> bool:
        """Whether it became notably quicker."""
        return self.times <= 1 / NOTABLE


def compare_runs(before: BenchmarkRun, now: BenchmarkRun) -> RunComparison | None:
    """Return what changed between two runs; None where they share no row.

    Rows whose measurements overlap count as equal: a machine that is uneven says nothing by being uneven.
    """
    earlier = {each.key: each for each in before.rows if each.skipped is None}
    pairs = [(earlier[each.key], each) for each in now.rows if each.skipped is None and each.key in earlier]
    if not pairs:
        return None
    times = statistics.median(_times(*pair) for pair in pairs)
    versions = [(name, before.software.get(name, ""), now.software.get(name, "")) for name in SOFTWARE]
    return RunComparison(times, len(pairs), tuple(each for each in versions if each[1] != each[2]))


def _times(before: Measurement, now: Measurement) -> float:
    apart = min(now.seconds) > max(before.seconds) or max(now.seconds) < min(before.seconds)
    return now.median / before.median if apart else 1.0


def previous_run(runs: Iterable[BenchmarkRun], now: BenchmarkRun) -> BenchmarkRun | None:
    """Return the run that another is held against: the newest before it of the same recipe on the same chip and device,
    if there is one with other software, of which an update made it."""
    alike = [
        each
        for each in runs
        if (each.chip, each.device, each.recipe) == (now.chip, now.device, now.recipe) and each.date < now.date
    ]
    alike.sort(key=lambda each: each.date)
    updated = [each for each in alike if dict(each.software) != dict(now.software)]
    return (updated or alike or [None])[-1]


def save_run(places: LibraryPaths, run: BenchmarkRun) -> None:
    """Write a run beside the index; each row may be kept as it comes, under the same name."""
    storage.write(places.benchmarks / f"{run.date.replace(':', '-')}.json", run.to_json().encode(), places.index)


def load_runs(places: LibraryPaths) -> list[BenchmarkRun]:
    """Return the runs that are kept, the oldest first; what cannot be read is left out."""
    found = []
    for each in sorted(places.benchmarks.glob("*.json")):
        with suppress(OSError, ValueError):
            found.append(BenchmarkRun.from_json(storage.read_text(each, storage.SMALL)))
    return found


def rows_in(rows: Sequence[Measurement], table: str) -> list[Measurement]:
    """Return the rows of a table, in the order in which they were measured."""
    return [each for each in rows if each.table == table]


PUBLISHED_BY = {LATENCY: "Titan RTX", SPEED: "A100"}
"""The machines of the published figures."""
_BY_BATCH = {
    # iterations a second on an A100: PyTorch 2.0 as it is, and compiled by the nightly of its time
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
"""Seconds of 512 x 512 in 50 DDIM steps, and iterations a second, from diffusers' documentation ("Memory and speed",
"PyTorch 2.0"). Each latency has what those above it have."""
