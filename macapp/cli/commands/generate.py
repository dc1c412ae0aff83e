"""The commands that make pictures: generate, enqueue, run, repeat."""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from macapp import PRODUCT, models
from macapp.cli.context import engine_settings, format_line, library_paths, selected_machine, short_prompt
from macapp.cli.generate_options import REQUEST_OPTIONS
from macapp.cli.signals import runner_stopped_by_signals, stopped_by_signals
from macapp.console import ProgressReporter, end_event, print_error, print_note, print_result
from macapp.domain.job import JobState, Picture, ReproductionResult
from macapp.domain.request import Request
from macapp.domain.units import format_duration
from macapp.errors import BadRequest, MachineError, Reason, UnusableFile
from macapp.library import Library
from macapp.library.grid_sheet import grid_sheet
from macapp.library.grids import Axis, Grid
from macapp.library.recovery import acquire_runner
from macapp.messages import format_comparison, message_for
from macapp.models.fast_modes import FAST_MODES
from macapp.models.request_models import request_architecture
from macapp.planning.plan import make_plan
from macapp.system import storage
from macapp.system.paths import LibraryPaths
from macapp.workflow import request_builder
from macapp.workflow.runner import ImageEngine, Runner

LOOK_SECONDS = 0.25  # how often the queue is looked at while another process works through it


def generate(options: argparse.Namespace) -> int:
    """Make pictures from a prompt, here or in the window that is open with this library."""
    places = library_paths(options)
    width, height = options.size or (None, None)
    given = {name: getattr(options, name) for name in REQUEST_OPTIONS}
    given |= {"width": width, "height": height}
    if options.preset is not None:
        given = _with_preset(given, options.preset, places)
    request = request_builder.build_request(given, places, Path())
    if options.mode is not None and not _suits(options.mode, request):
        print_note(message_for(Reason("mode-needs", {"mode": FAST_MODES[options.mode].name})))
    grid = _grid(options, request)
    requests = _requests(options, request, grid, places)
    architecture = request_architecture(models.find_checkpoint(request.model), request)
    size = request.refined_size
    if (
        refused := make_plan(selected_machine(options), architecture, size, options.slice_attention).refused
    ) is not None:
        raise refused
    output = _checked_output(options.output, len(requests))

    def done(picture: Picture, seconds: float) -> None:
        path = picture.path if output is None else _copy(picture, output)
        fields = {**request_builder.to_dict(picture, places), "path": str(path)}
        print_result(
            fields, options.json, f"{path} ({format_duration(seconds) if seconds >= 10 else f'{seconds:.1f} s'})"
        )

    with Library.open(places) as library:
        if grid is not None:
            requests = library.grids.missing(grid)
        ids = [job.id for job in library.queue.add(requests)] if requests else []
        with ProgressReporter(done) as reporter:
            _run_here_or_there(library, options, reporter, ids)
        if grid is not None and options.sheet is not None and reporter.exit_code == 0:
            sheet = grid_sheet(grid, library.grids.cells(grid), options.sheet)
            print_note(f"The grid is {sheet}.")
    return reporter.exit_code


def _suits(mode: str, request: Request) -> bool:
    """Return whether the model of a request, or a LoRA on it, was made for the mode that it is drawn in."""
    loras = tuple(Path(each.model).stem for each in request.loras)
    return FAST_MODES[mode].is_trained_for(models.find_checkpoint(request.model), loras)


def _with_preset(given: dict[str, Any], name: str, places: LibraryPaths) -> dict[str, Any]:
    """Return what was given, and for the rest what a preset says."""
    with Library.open(places) as library:
        preset = library.presets.find(name).to_dict()
    kept = {key: value for key, value in preset.items() if key in (*REQUEST_OPTIONS, "width", "height")}
    if given.get("mode") in FAST_MODES:
        kept = {key: value for key, value in kept.items() if key not in FAST_MODES[given["mode"]].settings}
    said = {key: value for key, value in given.items() if value is not None}
    return {**{key: value for key, value in kept.items() if key not in ("seed", "controls")}, **said}


def _grid(options: argparse.Namespace, request: Request) -> Grid | None:
    """Return the grid that was asked for: of one side, it is one row."""
    sides = [Axis.parse(*each) for each in options.grid or ()]
    if not sides:
        if options.sheet is not None:
            raise BadRequest("sheet-without-grid")
        return None
    if len(sides) > 2:
        raise BadRequest("grid-sides")
    other = "seed" if sides[0].field != "seed" else "steps"
    grid = Grid(request, sides[0], sides[1] if len(sides) == 2 else Axis(other, (getattr(request, other),)))
    if options.sheet is not None and (options.sheet.suffix.lower() != ".png" or not options.sheet.parent.is_dir()):
        raise BadRequest("output-not-png", path=str(options.sheet))
    return grid


def _requests(options: argparse.Namespace, request: Request, grid: Grid | None, places: LibraryPaths) -> list[Request]:
    if sum(map(bool, (options.matrix, grid, options.count))) > 1:
        raise BadRequest("too-many-ways")
    if grid is not None:
        requests = [each for row in grid.requests() for each in row]
    elif options.matrix:
        requests = request_builder.all_combinations(request, places)
    else:
        return request_builder.request_series(request, 1 if options.count is None else options.count, places)
    for each in requests:
        request_builder.validate_request(each)
    return requests


def enqueue(options: argparse.Namespace) -> int:
    """Put the requests of a file into the queue."""
    places = library_paths(options)
    content, beside = _read(options.file)
    requests = request_builder.parse_jsonl(content, options.file, places, beside)
    with Library.open(places) as library:
        for job in library.queue.add(requests):
            print_result(request_builder.to_dict(job, places), options.json, format_line(job))
    return 0


def run_queue(options: argparse.Namespace) -> int:
    """Work through the queue."""
    places = library_paths(options)

    def done(picture: Picture, _seconds: float) -> None:
        print_result(request_builder.to_dict(picture, places), options.json, str(picture.path))

    with Library.open(places) as library, acquire_runner(library), ProgressReporter(done) as reporter:
        if library.queue.paused and not options.resume:
            died = library.queue.died
            raise (
                BadRequest("queue-paused")
                if died is None
                else BadRequest("queue-paused-died", prompt=short_prompt(died))
            )
        library.queue.resume()
        with _runner(library, options, reporter) as runner:
            runner.run(keep_going=reporter.should_continue)
            held = None if reporter.job else _only_held(library)
            if held is not None and options.until_empty:
                raise held
            if held is not None:
                print_error(held)
            while not options.until_empty and reporter.should_continue():
                time.sleep(LOOK_SECONDS)
                if library.queue.has_work:
                    runner.run(keep_going=reporter.should_continue)
    return reporter.exit_code


def _only_held(library: Library) -> BadRequest | None:
    """Return what to say if jobs are there but none of them may run; None if one may, or if there are none."""
    held = sum(each.state is JobState.HELD for each in library.queue.failed())
    return BadRequest("queue-held", count=held) if held and not library.queue.count_waiting() else None


def repeat(options: argparse.Namespace) -> int:
    """Make a picture again and compare the two; 1 if they differ."""
    found: list[ReproductionResult] = []

    def done(picture: Picture, _seconds: float) -> None:
        print_note(f"What it made this time is kept as {picture.path}.")

    with Library.open(library_paths(options)) as library:
        picture = library.pictures.find(options.id)
        if picture.newer:
            raise BadRequest("picture-newer", name=picture.path.name)
        if picture.inferred_fields:
            raise BadRequest("repeat-unknown", name=picture.path.name, source=picture.source)
        [job] = library.queue.add([picture.request], repeats=picture.id)
        with ProgressReporter(done, found.append) as reporter:
            _run_here_or_there(library, options, reporter, [job.id])
    for each in found:
        print_result({"id": options.id, **asdict(each)}, options.json, format_comparison(each))
    return reporter.exit_code if not found else 0 if found[0].identical else 1


def _run_here_or_there(
    library: Library, options: argparse.Namespace, reporter: ProgressReporter, ids: list[str]
) -> None:
    """Run the jobs here; while another process works through this library, let it, and follow them to their end."""
    left, told = list(ids), False
    while left and reporter.should_continue():
        try:
            with acquire_runner(library), _runner(library, options, reporter, left) as runner:
                runner.run(only=left, keep_going=reporter.should_continue)
            break
        except MachineError as fault:
            if fault.code != "library-in-use":
                raise
        if not told:
            print_note(f"{PRODUCT} is open with this library and makes the picture in its turn.")
            told = True
        left = _follow(library, reporter, left)
    for job_id in left if reporter.canceled else ():
        library.queue.cancel(job_id)


def _follow(library: Library, reporter: ProgressReporter, ids: list[str]) -> list[str]:
    """Report the jobs that another process has ended; return those that it has not, after a moment's wait."""
    left = []
    with stopped_by_signals(reporter):
        for job_id in ids:
            job = library.queue.find(job_id)
            if job is None or not job.state.ended:
                left.append(job_id)
            else:
                done = job.state is JobState.DONE
                picture = library.pictures.find(job_id) if done and library.pictures.has(job_id) else None
                reporter.report(end_event(job, picture, library.queue.outcome(job_id)))
        if left:
            time.sleep(LOOK_SECONDS)
    return left


@contextmanager
def _runner(
    library: Library, options: argparse.Namespace, reporter: ProgressReporter, ids: Sequence[str] | None = None
) -> Iterator[Runner]:
    """Hold a runner that signals stop in order, within seconds; Control-C also cancels the jobs `ids`, if given."""

    def open_engine() -> ImageEngine:
        from macapp.engine import open_engine

        return open_engine(*engine_settings(options, library.places))

    runner = Runner(library, open_engine, reporter.report)
    try:
        with runner_stopped_by_signals(reporter, runner, library.places, ids):
            yield runner
    finally:
        runner.close()


def _read(file: str) -> tuple[bytes, Path]:
    """Return a file's content and the folder that paths in it are relative to."""
    path = Path(file)
    try:
        if file == "-":
            return storage.read_limited(sys.stdin.buffer, request_builder.MAX_JSONL_BYTES, file), Path()
        return storage.read_regular(path, request_builder.MAX_JSONL_BYTES), path.parent
    except UnusableFile as error:
        raise (BadRequest("jsonl-too-large", path=file[:200]) if error.code == "file-too-large" else error) from None
    except FileNotFoundError:
        raise BadRequest("file-missing", path=file[:200]) from None


def _checked_output(output: Path | None, count: int) -> Path | None:
    """Check where copies go before anything is made: a folder, or the name of one PNG in a folder that exists."""
    if output is None or output.is_dir():
        return output
    if output.suffix.lower() == ".png" and count == 1:
        if not output.parent.is_dir():
            raise BadRequest("folder-expected", path=str(output.parent))
    elif output.suffix:
        raise BadRequest("output-not-png", path=str(output))
    else:
        output.mkdir(parents=True, exist_ok=True)
    return output


def _copy(picture: Picture, output: Path) -> Path:
    folder, name = (output, picture.path.stem) if output.is_dir() else (output.parent, output.stem)
    return storage.write_unique(folder, name, ".png", storage.read_regular(picture.path, storage.LARGE), folder)
