"""The commands that make pictures: generate, enqueue, run, repeat."""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from macapp import PRODUCT
from macapp.cli.context import engine_settings, format_line, library_paths, selected_machine, short_prompt
from macapp.cli.generate_options import REQUEST_OPTIONS
from macapp.cli.progress import ProgressReporter, end_event
from macapp.cli.signals import runner_stopped_by_signals, stopped_by_signals
from macapp.console import print_error, print_note, print_result
from macapp.domain.job import JobState, Picture, ReproductionResult
from macapp.domain.request import Request
from macapp.domain.units import format_duration
from macapp.errors import BadRequest, MachineError, Reason, UnusableFile
from macapp.library import Library
from macapp.library.grid_sheet import write_grid_sheet
from macapp.library.grids import Axis, Grid
from macapp.library.recovery import acquire_runner
from macapp.messages import format_comparison, message_for
from macapp.models import ResolvedRequest
from macapp.models.fast_modes import FAST_MODES
from macapp.models.model_names import ModelNames
from macapp.planning.plan import make_plan
from macapp.system import storage
from macapp.system.paths import LibraryPaths
from macapp.workflow import request_builder
from macapp.workflow.prompt_tags import apply_tags, describe_tags
from macapp.workflow.runner import ImageEngine, Runner

POLL_SECONDS = 0.25  # between two looks at the queue


def generate(options: argparse.Namespace) -> int:
    """Make pictures from a prompt, in this process or in the window that has this library open."""
    places = library_paths(options)
    width, height = options.size or (None, None)
    given = {name: getattr(options, name) for name in REQUEST_OPTIONS}
    given |= {"width": width, "height": height}
    if options.preset is not None:
        given = _with_preset(given, options.preset, places)
    resolved = request_builder.build_request(given, places, Path())
    request = resolved.request
    if options.mode is not None and not _supports_mode(resolved, options.mode):
        print_note(message_for(Reason("mode-needs", {"mode": FAST_MODES[options.mode].name})))
    _print_unused_tags([request], places)
    grid = _grid(options, request)
    requests = _requests(options, request, grid, places)
    architecture = resolved.architecture
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
            sheet = write_grid_sheet(grid, library.grids.cells(grid), options.sheet)
            print_note(f"The grid was written to {sheet}.")
    return reporter.exit_code


def _supports_mode(resolved: ResolvedRequest, mode: str) -> bool:
    """Return whether the model of a request, or one of its LoRAs, was trained for a fast mode."""
    loras = tuple(Path(lora.model).stem for lora in resolved.request.loras)
    return FAST_MODES[mode].is_trained_for(resolved.checkpoint, loras)


def _with_preset(given: dict[str, Any], name: str, places: LibraryPaths) -> dict[str, Any]:
    """Return the given values, completed from a preset."""
    with Library.open(places) as library:
        preset = library.presets.find(name).to_dict()
    ignored = {"seed", "controls"}
    if given.get("mode") in FAST_MODES:
        ignored |= set(FAST_MODES[given["mode"]].settings)
    names = {*REQUEST_OPTIONS, "width", "height"} - ignored
    values = {name: value for name, value in preset.items() if name in names}
    return {**values, **{name: value for name, value in given.items() if value is not None}}


def _grid(options: argparse.Namespace, request: Request) -> Grid | None:
    """Return the requested grid; with one axis, it has one row."""
    axes = [Axis.parse(*axis) for axis in options.grid or ()]
    if not axes:
        if options.sheet is not None:
            raise BadRequest("sheet-without-grid")
        return None
    if len(axes) > 2:
        raise BadRequest("grid-sides")
    other = "seed" if axes[0].field != "seed" else "steps"
    grid = Grid(request, axes[0], axes[1] if len(axes) == 2 else Axis(other, (getattr(request, other),)))
    if options.sheet is not None and (options.sheet.suffix.lower() != ".png" or not options.sheet.parent.is_dir()):
        raise BadRequest("output-not-png", path=str(options.sheet))
    return grid


def _requests(options: argparse.Namespace, request: Request, grid: Grid | None, places: LibraryPaths) -> list[Request]:
    if sum(map(bool, (options.matrix, grid, options.count))) > 1:
        raise BadRequest("too-many-ways")
    if grid is not None:
        names = ModelNames(places)
        requests = [apply_tags(cell, names) for row in grid.requests() for cell in row]
    elif options.matrix:
        requests = request_builder.all_combinations(request, places)
    else:
        return request_builder.request_series(request, 1 if options.count is None else options.count, places)
    for expanded in requests:
        request_builder.validate_request(expanded)
    return requests


def _print_unused_tags(requests: Sequence[Request], places: LibraryPaths) -> None:
    """Print a line for each part of the prompts that is not used."""
    names = ModelNames(places)
    for sentence in dict.fromkeys(message_for(each) for request in requests for each in describe_tags(request, names)):
        print_note(sentence)


def enqueue(options: argparse.Namespace) -> int:
    """Add the requests of a file to the queue."""
    places = library_paths(options)
    content, base_folder = _read(options.file)
    requests = request_builder.parse_jsonl(content, options.file, places, base_folder)
    _print_unused_tags(requests, places)
    with Library.open(places) as library:
        for job in library.queue.add(requests):
            print_result(request_builder.to_dict(job, places), options.json, format_line(job))
    return 0


def run_queue(options: argparse.Namespace) -> int:
    """Run the queue."""
    places = library_paths(options)

    def done(picture: Picture, _seconds: float) -> None:
        print_result(request_builder.to_dict(picture, places), options.json, str(picture.path))

    with Library.open(places) as library, acquire_runner(library), ProgressReporter(done) as reporter:
        if library.queue.is_paused and not options.resume:
            died = library.queue.crashed_job
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
                time.sleep(POLL_SECONDS)
                if library.queue.has_work:
                    runner.run(keep_going=reporter.should_continue)
    return reporter.exit_code


def _only_held(library: Library) -> BadRequest | None:
    """Return an error if there are jobs on hold and no others; else None."""
    held = sum(job.state is JobState.HELD for job in library.queue.failed())
    return BadRequest("queue-held", count=held) if held and not library.queue.count_waiting() else None


def repeat(options: argparse.Namespace) -> int:
    """Make a picture again and compare the two; return 1 if they differ."""
    results: list[ReproductionResult] = []

    def done(picture: Picture, _seconds: float) -> None:
        print_note(f"The new picture was saved as {picture.path}.")

    with Library.open(library_paths(options)) as library:
        picture = library.pictures.find(options.id)
        if picture.newer:
            raise BadRequest("picture-newer", name=picture.path.name)
        if picture.inferred_fields:
            raise BadRequest("repeat-unknown", name=picture.path.name, source=picture.source)
        [job] = library.queue.add([picture.repeat_request], repeats=picture.id)
        with ProgressReporter(done, results.append) as reporter:
            _run_here_or_there(library, options, reporter, [job.id])
    for result in results:
        print_result({"id": options.id, **asdict(result)}, options.json, format_comparison(result))
    return reporter.exit_code if not results else 0 if results[0].identical else 1


def _run_here_or_there(
    library: Library, options: argparse.Namespace, reporter: ProgressReporter, ids: list[str]
) -> None:
    """Run the jobs here; while another process runs this library's queue, leave the jobs to it and follow them."""
    left, is_reported = list(ids), False
    while left and reporter.should_continue():
        try:
            with acquire_runner(library), _runner(library, options, reporter, left) as runner:
                runner.run(only=left, keep_going=reporter.should_continue)
            break
        except MachineError as fault:
            if fault.code != "library-in-use":
                raise
        if not is_reported:
            print_note(f"{PRODUCT} is already open with this library. It makes the picture when its turn comes.")
            is_reported = True
        left = _follow(library, reporter, left)
    for job_id in left if reporter.canceled else ():
        library.queue.cancel(job_id)


def _follow(library: Library, reporter: ProgressReporter, ids: list[str]) -> list[str]:
    """Report the jobs that another process has finished; wait a moment if any are left, and return those."""
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
            time.sleep(POLL_SECONDS)
    return left


@contextmanager
def _runner(
    library: Library, options: argparse.Namespace, reporter: ProgressReporter, ids: Sequence[str] | None = None
) -> Iterator[Runner]:
    """Yield a runner that signals stop cleanly within seconds; Control-C also cancels the jobs `ids`, if given."""

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
    """Return the content of a file, and the folder to which paths in it are relative."""
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
    """Check the target of copies before any work: a folder, or the name of one PNG in an existing folder."""
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
    return storage.write_unique(
        folder, name, ".png", storage.read_regular(picture.path, storage.MAX_PICTURE_BYTES), folder
    )
