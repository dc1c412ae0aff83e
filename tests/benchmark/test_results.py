"""Benchmark data: runs are saved, read back, and compared only if they are alike."""

from dataclasses import replace

from macapp.benchmark import results
from macapp.benchmark.results import (
    COMPILED,
    FULL,
    LATENCY,
    QUICK,
    SPEED,
    BenchmarkRun,
    Measurement,
    compare_runs,
    load_runs,
    previous_run,
    save_run,
)
from macapp.errors import Reason
from macapp.system.paths import LibraryPaths

OLD = {"macOS": "15.1", "PyTorch": "2.12.0", "diffusers": "0.41.0", "Easel": "0.1.0"}
NEW = {**OLD, "PyTorch": "2.13.0"}
TEXT = Measurement(
    SPEED, "Stable Diffusion 1.5", "text to image", size=512, steps=12, seconds=(0.5, 0.5, 0.52), tflop=1.6
)
HALF = Measurement(
    LATENCY, "Stable Diffusion 1.5", "half precision", size=512, steps=50, seconds=(30.0, 31.0), tflop=1.6
)
SKIPPED = replace(TEXT, batch=4, seconds=(), skipped=Reason("iterate"))


def run(
    *rows: Measurement, date: str = "2026-11-01T10:00:00+00:00", software: dict[str, str] = OLD, **changes: object
) -> BenchmarkRun:
    made = BenchmarkRun(date=date, chip="Apple M2", device="mps", software=software, recipe=FULL, peak=3.6, rows=rows)
    return replace(made, **changes)  # type: ignore[arg-type]


def slower(row: Measurement, times: float) -> Measurement:
    return replace(row, seconds=tuple(each * times for each in row.seconds))


def test_what_overlaps_is_no_change() -> None:
    uneven = replace(TEXT, seconds=(0.4, 0.5, 1.0))
    found = compare_runs(run(uneven), run(replace(uneven, seconds=(0.9, 0.95, 1.4)), software=NEW))
    assert found is not None
    assert (found.times, found.slower, found.quicker) == (1.0, False, False)


def test_one_row_of_many_does_not_speak_for_all() -> None:
    rows = [replace(TEXT, name=name) for name in ("a", "b", "c")]
    found = compare_runs(run(*rows), run(slower(rows[0], 3.0), *rows[1:], software=NEW))
    assert found is not None
    assert not found.slower


def test_only_rows_that_both_have_are_compared() -> None:
    assert compare_runs(run(TEXT), run(HALF)) is None
    assert compare_runs(run(SKIPPED), run(replace(SKIPPED, skipped=None, seconds=(1.0,)))) is None
    found = compare_runs(run(TEXT, HALF), run(slower(TEXT, 2.0), SKIPPED))
    assert found is not None
    assert found.rows == 1
    assert found.since == ()


def test_a_run_is_held_against_the_newest_alike_before_the_last_update() -> None:
    now = run(TEXT, date="2026-11-09", software=NEW)
    same = run(TEXT, date="2026-11-08", software=NEW)
    before, long_ago = run(TEXT, date="2026-11-02"), run(TEXT, date="2026-10-01")
    others = [
        replace(before, chip="Apple M1", date="2026-11-07"),
        replace(before, device="cpu", date="2026-11-07"),
        replace(before, recipe=QUICK, date="2026-11-07"),
        replace(before, date="2026-11-10"),
    ]
    assert previous_run([same, *others, long_ago, before, now], now) == before
    assert previous_run([same, *others, now], now) == same, "without an update, the last one"
    assert previous_run([*others, now], now) is None


def test_runs_are_kept_and_read_back(places: LibraryPaths) -> None:
    first = run(TEXT, HALF, SKIPPED)
    save_run(places, first)
    save_run(places, run(date="2026-12-01T10:00:00+00:00", rows=(TEXT,)))
    save_run(places, run(date="2026-12-01T10:00:00+00:00", rows=(TEXT, HALF)))
    assert [len(each.rows) for each in load_runs(places)] == [3, 2], "a row more is the same run"
    assert load_runs(places)[0] == first
    (places.benchmarks / "broken.json").write_text('{"date": 1')
    (places.benchmarks / "other.json").write_text('{"rows": []}')
    assert len(load_runs(places)) == 2


def test_published_figures_are_of_models_of_that_size() -> None:
    assert TEXT.published == 21.66
    assert replace(TEXT, batch=16, way=COMPILED).published == 4.68
    assert replace(TEXT, model=results.STARTER).published is None
    assert replace(HALF, name="single precision").published == 9.5
    assert replace(HALF, name="sliced attention").published is None
