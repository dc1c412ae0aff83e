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
from macapp.cli.context import engine_choices, line_of, machine_of, places_of, prompt_of
from macapp.cli.generate_options import REQUEST_OPTIONS
from macapp.cli.signals import runner_stopped_by_signals, stopped_by_signals
from macapp.console import Reporter, ended, note, out, say
from macapp.domain.job import Comparison, JobState, Picture
from macapp.domain.request import Request
from macapp.errors import BadRequest, Because, MachineFault, UnusableFile
from macapp.library import Library
from macapp.library.grid_sheet import grid_sheet
from macapp.library.grids import Axis, Grid
from macapp.messages import comparison_sentence, sentence, time_shown
from macapp.models.fast_modes import MODES
from macapp.models.request_models import asked_of
from macapp.planning.plan import plan
from macapp.system import storage
from macapp.system.paths import Places
from macapp.workflow import request_builder
from macapp.workflow.runner import Engine, Runner

LOOK_SECONDS = 0.25  # how often the queue is looked at while another process works through it


def generate(options: argparse.Namespace) -> int:
    """Make pictures from a prompt, here or in the window that is open with this library."""
    places = places_of(options)
    width, height = options.size or (None, None)
    given = {name: getattr(options, name) for name in REQUEST_OPTIONS}
    given |= {"width": width, "height": height}
    if options.preset is not None:
        given = _with_preset(given, options.preset, places)
    request = request_builder.completed(given, places, Path())
    if options.mode is not None and not _suits(options.mode, request):
        note(sentence(Because("mode-needs", {"mode": MODES[options.mode].name})))
    grid = _grid(options, request)
    requests = _requests(options, request, grid, places)
    architecture = asked_of(models.find(request.model), request)
    size = request.refined_size
    if (refused := plan(machine_of(options), architecture, size, options.slice_attention).refused) is not None:
        raise refused
    output = _checked_output(options.output, len(requests))

    def done(picture: Picture, seconds: float) -> None:
        path = picture.path if output is None else _copy(picture, output)
        fields = {**request_builder.as_fields(picture, places), "path": str(path)}
        out(fields, options.json, f"{path} ({time_shown(seconds) if seconds >= 10 else f'{seconds:.1f} s'})")

    with Library.open(places) as library:
        if grid is not None:
            requests = library.grids.missing(grid)
        ids = [job.id for job in library.queue.add(requests)] if requests else []
        with Reporter(done) as reporter:
            _run_here_or_there(library, options, reporter, ids)
        if grid is not None and options.sheet is not None and reporter.exit_code == 0:
            sheet = grid_sheet(grid, library.grids.cells(grid), options.sheet)
            note(f"The grid is {sheet}.")
    return reporter.exit_code


def _suits(mode: str, request: Request) -> bool:
    """Return whether the model of a request, or a LoRA on it, was made for the mode that it is drawn in."""
    loras = tuple(Path(each.model).stem for each in request.loras)
    return MODES[mode].suits(models.find(request.model), loras)


def _with_preset(given: dict[str, Any], name: str, places: Places) -> dict[str, Any]:
    """Return what was given, and for the rest what a preset says."""
    with Library.open(places) as library:
        preset = library.presets.find(name).as_fields()
    kept = {key: value for key, value in preset.items() if key in (*REQUEST_OPTIONS, "width", "height")}
    if given.get("mode") in MODES:
        kept = {key: value for key, value in kept.items() if key not in MODES[given["mode"]].settings}
    said = {key: value for key, value in given.items() if value is not None}
    return {**{key: value for key, value in kept.items() if key not in ("seed", "controls")}, **said}


def _grid(options: argparse.Namespace, request: Request) -> Grid | None:
    """Return the grid that was asked for: of one side, it is one row."""
    sides = [Axis.read(*each) for each in options.grid or ()]
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


def _requests(options: argparse.Namespace, request: Request, grid: Grid | None, places: Places) -> list[Request]:
    if sum(map(bool, (options.matrix, grid, options.count))) > 1:
        raise BadRequest("too-many-ways")
    if grid is not None:
        requests = [each for row in grid.requests() for each in row]
    elif options.matrix:
        requests = request_builder.combinations(request, places)
    else:
        return request_builder.series(request, 1 if options.count is None else options.count, places)
    for each in requests:
        request_builder.check(each)
    return requests


def enqueue(options: argparse.Namespace) -> int:
    """Put the requests of a file into the queue."""
    places = places_of(options)
    content, beside = _read(options.file)
    requests = request_builder.read_jsonl(content, options.file, places, beside)
    with Library.open(places) as library:
        for job in library.queue.add(requests):
            out(request_builder.as_fields(job, places), options.json, line_of(job))
    return 0


def run_queue(options: argparse.Namespace) -> int:
    """Work through the queue."""
    places = places_of(options)

    def done(picture: Picture, _seconds: float) -> None:
        out(request_builder.as_fields(picture, places), options.json, str(picture.path))

    with Library.open(places) as library, library.as_runner(), Reporter(done) as reporter:
        if library.queue.paused and not options.resume:
            died = library.queue.died
            raise (
                BadRequest("queue-paused") if died is None else BadRequest("queue-paused-died", prompt=prompt_of(died))
            )
        library.queue.resume()
        with _runner(library, options, reporter) as runner:
            runner.run(keep_going=reporter.goes_on)
            held = None if reporter.job else _only_held(library)
            if held is not None and options.until_empty:
                raise held
            if held is not None:
                say(held)
            while not options.until_empty and reporter.goes_on():
                time.sleep(LOOK_SECONDS)
                if library.queue.has_work:
                    runner.run(keep_going=reporter.goes_on)
    return reporter.exit_code


def _only_held(library: Library) -> BadRequest | None:
    """Return what to say if jobs are there but none of them may run; None if one may, or if there are none."""
    held = sum(each.state is JobState.HELD for each in library.queue.failed())
    return BadRequest("queue-held", count=held) if held and not library.queue.count_waiting() else None


def repeat(options: argparse.Namespace) -> int:
    """Make a picture again and compare the two; 1 if they differ."""
    found: list[Comparison] = []

    def done(picture: Picture, _seconds: float) -> None:
        note(f"What it made this time is kept as {picture.path}.")

    with Library.open(places_of(options)) as library:
        picture = library.pictures.find(options.id)
        if picture.newer:
            raise BadRequest("picture-newer", name=picture.path.name)
        if picture.unknown:
            raise BadRequest("repeat-unknown", name=picture.path.name, source=picture.source)
        [job] = library.queue.add([picture.request], repeats=picture.id)
        with Reporter(done, found.append) as reporter:
            _run_here_or_there(library, options, reporter, [job.id])
    for each in found:
        out({"id": options.id, **asdict(each)}, options.json, comparison_sentence(each))
    return reporter.exit_code if not found else 0 if found[0].identical else 1


def _run_here_or_there(library: Library, options: argparse.Namespace, reporter: Reporter, ids: list[str]) -> None:
    """Run the jobs here; while another process works through this library, let it, and follow them to their end."""
    left, told = list(ids), False
    while left and reporter.goes_on():
        try:
            with library.as_runner(), _runner(library, options, reporter, left) as runner:
                runner.run(only=left, keep_going=reporter.goes_on)
            break
        except MachineFault as fault:
            if fault.code != "library-in-use":
                raise
        if not told:
            note(f"{PRODUCT} is open with this library and makes the picture in its turn.")
            told = True
        left = _follow(library, reporter, left)
    for job_id in left if reporter.canceled else ():
        library.queue.cancel(job_id)


def _follow(library: Library, reporter: Reporter, ids: list[str]) -> list[str]:
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
                reporter.report(ended(job, picture, library.queue.outcome(job_id)))
        if left:
            time.sleep(LOOK_SECONDS)
    return left


@contextmanager
def _runner(
    library: Library, options: argparse.Namespace, reporter: Reporter, ids: Sequence[str] | None = None
) -> Iterator[Runner]:
    """Hold a runner that signals stop in order, within seconds; Control-C also cancels the jobs `ids`, if given."""

    def open_engine() -> Engine:
        from macapp.engine import open_engine

        return open_engine(*engine_choices(options, library.places))

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
            return storage.read_limited(sys.stdin.buffer, request_builder.MOST_JSONL_BYTES, file), Path()
        return storage.read_regular(path, request_builder.MOST_JSONL_BYTES), path.parent
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
    return storage.write_new(folder, name, ".png", storage.read_regular(picture.path, storage.LARGE), folder)
