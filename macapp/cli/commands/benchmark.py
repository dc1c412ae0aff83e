"""The command `benchmark`."""

import argparse
import json
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime, timezone

from macapp import __version__, settings
from macapp.benchmark import report
from macapp.benchmark.results import (
    FULL,
    QUICK,
    BenchmarkRun,
    BenchmarkSpec,
    Measurement,
    RunComparison,
    compare_runs,
    load_runs,
    previous_run,
    save_run,
)
from macapp.cli.context import library_paths
from macapp.cli.progress import progress_bar
from macapp.cli.signals import Terminated, ended_by_signals
from macapp.console import print_note, print_result, put
from macapp.domain.job import JobState
from macapp.errors import BadRequest
from macapp.library import Library
from macapp.system.machine import Machine
from macapp.system.paths import LibraryPaths

PROGRESS_STEPS = 1000  # of the progress bar


def benchmark(options: argparse.Namespace) -> int:
    """Measure this machine and compare it with the last run; each row is saved as soon as it is measured."""
    places = library_paths(options)
    if options.last:
        return _show_last(options, places)
    from macapp.engine import open_benchmark

    spec, chosen = QUICK if options.quick else FULL, settings.load(places)
    spec = replace(spec, batches=options.batches or spec.batches)
    device = chosen.device if options.device == "auto" else options.device
    _warn_if_busy(places)
    with progress_bar("Measuring") as on_progress, ended_by_signals():

        def report_progress(share: float, text: str) -> None:
            if options.progress:
                _print({"share": round(share, 4), "words": text})
            on_progress(int(share * PROGRESS_STEPS), PROGRESS_STEPS)

        machine, runner, software = open_benchmark(device, spec, report_progress, options.models)
        run = _start_run(machine, {**software, "Easel": __version__}, spec, runner.peak)
        if options.progress:
            _print({"run": asdict(run)})
        try:
            for row in runner.rows():
                run = run.with_row(row)
                _save(places, run, row)
                if options.progress:
                    _print({"row": asdict(row)})
        except (KeyboardInterrupt, Terminated):
            _show(options, places, run)
            raise
    _show(options, places, run)
    return 0


def _start_run(
    machine: Machine, software: dict[str, str | None], spec: BenchmarkSpec, peak: float | None
) -> BenchmarkRun:
    """Return a run without rows; software without a version is left out."""
    versions = {"macOS": machine.macos, **software}
    return BenchmarkRun(
        date=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        chip=machine.chip,
        device=machine.device,
        software={name: version for name, version in versions.items() if version},
        recipe=spec,
        peak=peak,
    )


def _show_last(options: argparse.Namespace, places: LibraryPaths) -> int:
    runs = load_runs(places)
    if not runs:
        raise BadRequest("bench-none")
    _show(options, places, runs[-1])
    return 0


def _show(options: argparse.Namespace, places: LibraryPaths, run: BenchmarkRun) -> None:
    """Print a run as one JSON object, as Markdown or as text."""
    if options.progress:
        return
    changed = compare_with_previous(places, run)
    fields = {**asdict(run), "change": None if changed is None else asdict(changed)}
    text = report.as_markdown(run, changed) if options.markdown else report.as_text(run, changed)
    print_result(fields, options.json, text)


def compare_with_previous(places: LibraryPaths, run: BenchmarkRun) -> RunComparison | None:
    """Compare a run with the previous one; None if there is none."""
    previous = previous_run(load_runs(places), run)
    return None if previous is None else compare_runs(previous, run)


def _save(places: LibraryPaths, run: BenchmarkRun, row: Measurement) -> None:
    if row.skipped is None:
        save_run(places, run)


def _warn_if_busy(places: LibraryPaths) -> None:
    """Print a note if another process is making pictures."""
    if places.database.exists():
        with Library.open(places) as library:
            if any(job.state is JobState.RUNNING for job in library.queue.unfinished(1)):
                print_note("Easel is making pictures at the same time, so the results will be too low.")


def _print(fields: object) -> None:
    with suppress(BrokenPipeError):
        put(json.dumps(fields))
