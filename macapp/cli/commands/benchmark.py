"""The command that measures: benchmark."""

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
    Measurement,
    RunComparison,
    compare_runs,
    load_runs,
    previous_run,
    save_run,
)
from macapp.cli.context import library_paths
from macapp.cli.signals import Terminated, ended_by_signals
from macapp.console import print_note, print_result, progress_bar, put
from macapp.domain.job import JobState
from macapp.errors import BadRequest
from macapp.library import Library
from macapp.system.paths import LibraryPaths

PARTS = 1000  # of the whole, that the bar counts


def benchmark(options: argparse.Namespace) -> int:
    """Measure this machine, and say what has changed since the last time; each row is kept as it comes."""
    places = library_paths(options)
    if options.last:
        return _tell_last(options, places)
    from macapp.engine import open_benchmark

    recipe, chosen = QUICK if options.quick else FULL, settings.load(places)
    recipe = replace(recipe, batches=options.batches or recipe.batches)
    device = chosen.device if options.device == "auto" else options.device
    _note_work(places)
    with progress_bar("Measuring") as on_progress, ended_by_signals():

        def told(share: float, words: str) -> None:
            if options.progress:
                _print({"share": round(share, 4), "words": words})
            on_progress(int(share * PARTS), PARTS)

        machine, measuring, software = open_benchmark(device, recipe, told, options.models)
        versions = {"macOS": machine.macos, **software, "Easel": __version__}
        run = BenchmarkRun(
            date=datetime.now(timezone.utc).isoformat(timespec="seconds"),
            chip=machine.chip,
            device=machine.device,
            software={name: version for name, version in versions.items() if version},
            recipe=recipe,
            peak=measuring.peak,
        )
        if options.progress:
            _print({"run": asdict(run)})
        try:
            for row in measuring.rows():
                run = run.with_row(row)
                _keep(places, run, row)
                if options.progress:
                    _print({"row": asdict(row)})
        except (KeyboardInterrupt, Terminated):
            _tell(options, places, run)
            raise
    _tell(options, places, run)
    return 0


def _tell_last(options: argparse.Namespace, places: LibraryPaths) -> int:
    runs = load_runs(places)
    if not runs:
        raise BadRequest("bench-none")
    _tell(options, places, runs[-1])
    return 0


def _tell(options: argparse.Namespace, places: LibraryPaths, run: BenchmarkRun) -> None:
    """Print a run: as one object of JSON, as Markdown, or as text."""
    if options.progress:
        return
    changed = compare_with_previous(places, run)
    fields = {**asdict(run), "change": None if changed is None else asdict(changed)}
    text = report.as_markdown(run, changed) if options.markdown else report.as_text(run, changed)
    print_result(fields, options.json, text)


def compare_with_previous(places: LibraryPaths, run: BenchmarkRun) -> RunComparison | None:
    """Return what has changed since the run that this one is held against; None if there is none."""
    before = previous_run(load_runs(places), run)
    return None if before is None else compare_runs(before, run)


def _keep(places: LibraryPaths, run: BenchmarkRun, row: Measurement) -> None:
    if row.skipped is None:
        save_run(places, run)


def _note_work(places: LibraryPaths) -> None:
    """Say when a window makes pictures meanwhile."""
    if places.database.exists():
        with Library.open(places) as library:
            if any(each.state is JobState.RUNNING for each in library.queue.unfinished(1)):
                print_note("Pictures are being made meanwhile, so the figures will be too low.")


def _print(fields: object) -> None:
    with suppress(BrokenPipeError):
        put(json.dumps(fields))
