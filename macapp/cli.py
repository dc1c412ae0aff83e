"""The headless door: the same core as the window, without Qt or a display. The main thread runs the loop itself.

Exit codes: 0 done, 1 a job failed, 2 bad request, 3 the machine's fault, 130 cancelled.
"""

import argparse
import logging
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import NoReturn

from macapp import PRODUCT, __version__, checkpoints, doctor, files, log, orders, settings
from macapp.errors import BadRequest, Canceled, MachineFault, known
from macapp.hardware import DEVICES, Machine, pretended, this_machine
from macapp.jobs import STARTER_MODEL, Comparison, Job, JobState, Picture, counted_up
from macapp.library import Library, backups, export, foreign, imports, rebuild
from macapp.library.rebuild import restore
from macapp.library.search import SORTS
from macapp.library.verify import verify
from macapp.paths import Places
from macapp.plan import SLICE_CHOICES, SliceChoice, plan
from macapp.runner import Engine, Runner
from macapp.schedulers import SCHEDULERS
from macapp.sentences import PROMISES, comparison_sentence, sentence, time_shown
from macapp.terminal import Reporter, counting, ended, note, out, say

LOOK_SECONDS = 0.25  # how often the queue is looked at while another process works through it
_log = logging.getLogger(__name__)


def main(arguments: Sequence[str]) -> int:
    """Run one command; return its exit code. Whatever goes wrong is one sentence on standard error."""
    try:
        options = _parser().parse_args(_with_negative_values(arguments))
        log.start(_places(options))
        return options.command(options)
    except BrokenPipeError:  # the reader of our output went away, as `| head` does
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return say(Canceled())
    except Exception as exception:  # noqa: BLE001  (the last door: a sentence, and the traceback in the log)
        error = known(exception)
        if error is not exception:
            _log.exception("%s failed", arguments[0])
        return say(error)


def names_a_command(arguments: Sequence[str]) -> bool:
    """Return whether a command line is for this door: `macapp [--library FOLDER] COMMAND`, not files to open."""
    rest = list(arguments)
    while rest and rest[0] == "--library":
        rest = rest[2:]
    return bool(rest) and not Path(rest[0]).exists()


# The commands ---------------------------------------------------------------------------------------------------------


def _generate(options: argparse.Namespace) -> int:
    places = _places(options)
    width, height = options.size or (None, None)
    given = {name: getattr(options, name) for name in _REQUEST_OPTIONS}
    request = orders.completed({**given, "width": width, "height": height}, places, Path())
    requests = counted_up(request, options.count)
    architecture = checkpoints.find(request.model).architecture
    if (refused := plan(_machine(options), architecture, request.size, options.slice_attention).refused) is not None:
        raise refused
    output = _checked_output(options.output, len(requests))

    def done(picture: Picture, seconds: float) -> None:
        path = picture.path if output is None else _copy(picture, output)
        fields = {**orders.as_fields(picture, places), "path": str(path)}
        out(fields, options.json, f"{path} ({time_shown(seconds) if seconds >= 10 else f'{seconds:.1f} s'})")

    with Library.open(places) as library:
        ids = [job.id for job in library.queue.add(requests)]
        with Reporter(done) as reporter:
            _run_here_or_there(library, options, reporter, ids)
    return reporter.exit_code


def _enqueue(options: argparse.Namespace) -> int:
    places = _places(options)
    content, beside = _read(options.file)
    requests = orders.read_jsonl(content, options.file, places, beside)
    with Library.open(places) as library:
        for job in library.queue.add(requests):
            out(orders.as_fields(job, places), options.json, _line(job))
    return 0


def _run(options: argparse.Namespace) -> int:
    places = _places(options)

    def done(picture: Picture, _seconds: float) -> None:
        out(orders.as_fields(picture, places), options.json, str(picture.path))

    with Library.open(places) as library, library.as_runner(), Reporter(done) as reporter:
        if library.queue.paused and not options.resume:
            died = library.queue.died
            raise BadRequest("queue-paused") if died is None else BadRequest("queue-paused-died", prompt=_prompt(died))
        library.queue.resume()
        with _runner(library, options, reporter) as runner:
            runner.run(keep_going=reporter.goes_on)
            while not options.until_empty and reporter.goes_on():
                time.sleep(LOOK_SECONDS)
                if library.queue.has_work:
                    runner.run(keep_going=reporter.goes_on)
    return reporter.exit_code


def _queue(options: argparse.Namespace) -> int:
    places = _places(options)
    with Library.open(places) as library:
        for job in library.queue.unfinished() + library.queue.failed():
            out(orders.as_fields(job, places), options.json, _line(job))
    return 0


def _list(options: argparse.Namespace) -> int:
    places, left, before = _places(options), options.limit, None
    with Library.open(places) as library:
        while left > 0 and (page := library.pictures.newest(min(left, 500), before)):
            for picture in page:
                out(orders.as_fields(picture, places), options.json, _line(picture))
            left, before = left - len(page), page[-1].id
    return 0


def _show(options: argparse.Namespace) -> int:
    places = _places(options)
    with Library.open(places) as library:
        fields = orders.as_fields(library.pictures.find(options.id), places)
    text = "\n".join(f"{name.replace('_', ' '):16} {value}" for name, value in fields.items() if value is not None)
    out(fields, options.json, text)
    return 0


def _plan(options: argparse.Namespace) -> int:
    checkpoint = checkpoints.find(options.model)
    machine = pretended(options.machine, _machine(options))
    made = plan(machine, checkpoint.architecture, options.size or checkpoint.size, options.slice_attention)
    lines = [f"{made.device}, {made.dtype}", *(rule.why for rule in doctor.rules(machine, made))]
    out(doctor.plan_as_fields(made), options.json, "\n".join(lines))
    return 0


def _search(options: argparse.Namespace) -> int:
    places = _places(options)
    with Library.open(places) as library:
        numbers = library.pictures.numbers(" ".join(options.query), options.sort)[: options.limit]
        for start in range(0, len(numbers), 500):
            for picture in library.pictures.with_numbers(numbers[start : start + 500]):
                out(orders.as_fields(picture, places), options.json, _line(picture))
    return 0


def _import(options: argparse.Namespace) -> int:
    with Library.open(_places(options)) as library, counting("Importing pictures") as on_progress:
        if options.in_place:
            results = [imports.look_at(library, each, on_progress) for each in options.paths]
        else:
            results = [imports.bring_in(library, options.paths, on_progress)]
        library.marks.write()
        for result in results:
            for each in (library.pictures.find(picture_id) for picture_id in result.added):
                lines = foreign.unpacked(library.pictures.report(each))
                fields = {**orders.as_fields(each, library.places), "report": [line.as_list() for line in lines]}
                out(fields, options.json, f"{_line(each)}  ({each.source})")
            for name, error in result.refused:
                say(error if name in sentence(error) else BadRequest("import-refused", name=name, why=sentence(error)))
    if not options.json:
        added, without = sum(len(each.added) for each in results), sum(each.without_settings for each in results)
        note(f"{added} imported, {without} of them without settings, {sum(r.known for r in results)} known already.")
    return 2 if any(result.refused for result in results) else 0


def _export(options: argparse.Namespace) -> int:
    how = export.Export(options.format, not options.without_prompt, options.name)
    *ids, folder = options.ids_and_folder
    if not ids:
        raise BadRequest("command-line", message="Name the pictures' ids, then the folder.")
    folder = Path(folder).expanduser()
    with Library.open(_places(options)) as library:
        pictures = [library.pictures.find(each) for each in ids]
        if folder.exists() and not folder.is_dir():
            raise BadRequest("folder-expected", path=str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        for place, picture in enumerate(pictures, start=1):
            path = export.export(picture, folder, how, place)
            out({"id": picture.id, "path": str(path)}, options.json, str(path))
        if options.contact_sheet:
            path = files.unused(folder, "Contact Sheet", ".png")
            export.contact_sheet(pictures, path, captions=not options.without_prompt)
            out({"path": str(path)}, options.json, str(path))
    return 0


def _repeat(options: argparse.Namespace) -> int:
    found: list[Comparison] = []

    def done(picture: Picture, _seconds: float) -> None:
        note(f"What it made this time is kept as {picture.path}.")

    with Library.open(_places(options)) as library:
        picture = library.pictures.find(options.id)
        if picture.unknown:
            raise BadRequest("repeat-unknown", name=picture.path.name, source=picture.source)
        [job] = library.queue.add([picture.request], repeats=picture.id)
        with Reporter(done, found.append) as reporter:
            _run_here_or_there(library, options, reporter, [job.id])
    for each in found:
        out({"id": options.id, **asdict(each)}, options.json, comparison_sentence(each))
    return reporter.exit_code if not found else 0 if found[0].identical else 1


def _backup(options: argparse.Namespace) -> int:
    with Library.open(_places(options)) as library:
        kept = library.backup()
    if kept is None:
        raise MachineFault("backup-failed")
    out({"path": str(kept)}, options.json, str(kept))
    return 0


def _restore(options: argparse.Namespace) -> int:
    """Put a copy of the index in its place (that one is set aside), then find what is newer among the pictures."""
    places = _places(options)
    copies = backups.kept(places.database)
    if options.list:
        for each in copies:
            out({"path": str(each), "bytes": each.stat().st_size}, options.json, str(each))
        return 0
    chosen = options.file or (copies[0] if copies else None)
    if chosen is None:
        raise BadRequest("backup-none")
    kept = restore(places, chosen)
    if kept is not None:
        note(f"The index that was there is kept as {kept}.")
    return _rebuild(options)


def _rebuild(options: argparse.Namespace) -> int:
    library, kept = rebuild.opened(_places(options))
    if kept is not None:
        note(f"The damaged index was set aside as {kept}.")
    with library, library.as_runner(), counting("Reading pictures") as on_progress:
        result = rebuild.rebuild(library, on_progress)
    out(asdict(result), options.json, "\n".join(f"{name:8} {value}" for name, value in asdict(result).items()))
    return 0


def _verify(options: argparse.Namespace) -> int:
    with Library.open(_places(options)) as library, counting("Looking at pictures") as on_progress:
        checks = verify(library, on_progress)
    for check in checks:
        words = "".join(f"\n    {each}" for each in check.found)
        state = "ok" if check.holds else check.count
        out(asdict(check), options.json, f"{check.id:3} {state:>6}  {PROMISES[check.name]}{words}")
    return 0 if all(check.holds for check in checks) else 1


def _doctor(options: argparse.Namespace) -> int:
    places = _places(options)
    report = doctor.report(_machine(options), settings.load(places), places)
    out(report, options.json, doctor.as_text(report))
    return 0


# Running --------------------------------------------------------------------------------------------------------------


def _run_here_or_there(library: Library, options: argparse.Namespace, reporter: Reporter, ids: list[str]) -> None:
    """Run the jobs here; while another process works through this library, let it, and follow them to their end."""
    left, told = list(ids), False
    while left and reporter.goes_on():
        try:
            with library.as_runner(), _runner(library, options, reporter) as runner:
                runner.run(only=left, keep_going=reporter.goes_on)
            break
        except MachineFault as fault:
            if fault.code != "library-in-use":
                raise
        if not told:
            note(f"{PRODUCT} is open with this library and makes the picture in its turn.")
            told = True
        left = _follow(library, reporter, left)
    for job_id in left if reporter.stopped else ():
        library.queue.cancel(job_id)


def _follow(library: Library, reporter: Reporter, ids: list[str]) -> list[str]:
    """Report the jobs that another process has ended; return those that it has not, after a moment's wait."""
    left = []
    with _stopped_by_control_c(reporter):
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
def _runner(library: Library, options: argparse.Namespace, reporter: Reporter) -> Iterator[Runner]:
    """Hold a runner whose job is cancelled by Control-C, rather than torn down in the middle of it."""

    def open_engine() -> Engine:
        from macapp.engine import open_engine

        return open_engine(*_device_and_slicing(options, library.places))

    runner = Runner(library, open_engine, reporter.report)
    try:
        with _stopped_by_control_c(reporter, runner):
            yield runner
    finally:
        runner.close()


@contextmanager
def _stopped_by_control_c(reporter: Reporter, runner: Runner | None = None) -> Iterator[None]:
    def stop(_signal: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a second Control-C means it
        reporter.stop()
        if runner is not None and reporter.job is not None:
            runner.cancel(reporter.job.id)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


# Reading the command line ---------------------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the usage, and leaves with 2."""

    def error(self, message: str) -> NoReturn:
        raise BadRequest("command-line", message=re.sub(r"^argument [^:]+: (?=[A-Z])", "", message))


def _with_negative_values(arguments: Sequence[str]) -> list[str]:
    """Tie a value like -8x64 to its option, so that the value is refused in our words and not taken for an option."""
    tied: list[str] = []
    for each in arguments:
        if tied and re.fullmatch(r"-[\d.]\S*", each) and re.fullmatch(r"--[a-z-]+", tied[-1]):
            tied[-1] += f"={each}"
        else:
            tied.append(each)
    return tied


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="macapp", description=f"{PRODUCT}: Stable Diffusion on your own machine.")
    parser.add_argument("--version", action="version", version=f"{PRODUCT} {__version__}")
    parser.add_argument("--library", type=Path, metavar="FOLDER", help="the library to work with")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    for name, (command, words, add_options) in _COMMANDS.items():
        sub = commands.add_parser(name, help=words, description=words)
        sub.set_defaults(command=command)
        # SUPPRESS keeps a --library given before the command
        sub.add_argument("--library", type=Path, default=argparse.SUPPRESS, metavar="FOLDER", help=argparse.SUPPRESS)
        add_options(sub)
    return parser


def _generate_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("prompt", metavar="PROMPT")
    sub.add_argument("--negative-prompt", metavar="TEXT")
    sub.add_argument(
        "--model", metavar="MODEL", help=f"an installed model's name, or a folder (default: {STARTER_MODEL})"
    )
    sub.add_argument("--size", type=_size, metavar="WxH", help="in pixels, multiples of 8 (default: the model's own)")
    sub.add_argument("--steps", type=_whole("steps"), metavar="N")
    sub.add_argument("--guidance-scale", type=_number("guidance_scale"), metavar="X")
    sub.add_argument("--scheduler", metavar="NAME", help=", ".join(SCHEDULERS))
    sub.add_argument("--seed", type=_whole("seed"), metavar="N", help="0 to 2**63 - 1 (default: random)")
    sub.add_argument("--count", type=_whole("count"), default=1, metavar="N", help="pictures; seeds count up")
    sub.add_argument("--image", metavar="FILE", help="the starting image")
    sub.add_argument(
        "--strength", type=_number("strength"), metavar="X", help="how much of it may change: above 0 to 1"
    )
    sub.add_argument("--output", type=Path, metavar="FILE_OR_FOLDER", help="a copy goes there; nothing is overwritten")
    _device_options(sub)
    _json_option(sub)


def _enqueue_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("file", metavar="FILE.jsonl", help="one request a line; - is standard input")
    _json_option(sub)


def _run_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--until-empty", action="store_true", help="leave when nothing is waiting")
    sub.add_argument("--resume", action="store_true", help="go on with a paused queue")
    _device_options(sub)
    _json_option(sub)


def _list_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--limit", type=_whole("limit"), default=sys.maxsize, metavar="N", help="the newest N")
    _json_option(sub)


def _show_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("id", metavar="ID")
    _json_option(sub)


def _plan_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--model", default=STARTER_MODEL, metavar="MODEL")
    sub.add_argument("--size", type=_size, metavar="WxH")
    sub.add_argument(
        "--as", dest="machine", default="", metavar="FACTS", help="ram=16GB,torch=2.13.0,macos=14.5,device=mps"
    )
    _device_options(sub)
    _json_option(sub)


def _search_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("query", nargs="+", metavar="QUERY")
    sub.add_argument("--sort", choices=tuple(SORTS), default="newest")
    sub.add_argument("--limit", type=_whole("limit"), default=sys.maxsize, metavar="N", help="the first N")
    _json_option(sub)


def _import_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="pictures, or folders of pictures")
    sub.add_argument("--in-place", action="store_true", help="show the folders where they lie, without copying")
    _json_option(sub)


def _export_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("ids_and_folder", nargs="+", metavar="ID... FOLDER")
    sub.add_argument("--format", choices=tuple(export.FORMATS), default="png")
    sub.add_argument("--without-prompt", action="store_true", help="say nothing but that an AI made it")
    sub.add_argument("--name", metavar="PATTERN", help=f"of the files (default: {export.PATTERN})")
    sub.add_argument("--contact-sheet", action="store_true", help="add a picture of all of them")
    _json_option(sub)


def _repeat_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("id", metavar="ID")
    _device_options(sub)
    _json_option(sub)


def _restore_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the copy (default: the newest)")
    sub.add_argument("--list", action="store_true", help="say which there are")
    _json_option(sub)


def _device_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--device", choices=("auto", *DEVICES), default="auto")
    sub.add_argument("--slice-attention", choices=SLICE_CHOICES, default="auto")


def _json_option(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--json", action="store_true", help="print one JSON object a line")


_COMMANDS = {
    "generate": (_generate, "make pictures from a prompt", _generate_options),
    "enqueue": (_enqueue, "put requests from a file into the queue", _enqueue_options),
    "run": (_run, "work through the queue", _run_options),
    "queue": (_queue, "list what is waiting, running or failed", _json_option),
    "list": (_list, "list the pictures, newest first", _list_options),
    "show": (_show, "show how a picture was made", _show_options),
    "plan": (_plan, "say what would be done, here or on another machine", _plan_options),
    "search": (_search, "find pictures: words, model:, seed:, steps:>30, is:favourite, ...", _search_options),
    "import": (_import, "bring in pictures, also of other programs", _import_options),
    "export": (_export, "take pictures out, as PNG, JPEG or WebP", _export_options),
    "repeat": (_repeat, "make a picture again and compare the two", _repeat_options),
    "backup": (_backup, "copy the index", _json_option),
    "restore": (_restore, "put a copy of the index in its place", _restore_options),
    "verify": (_verify, "check that index, queue and pictures are whole and agree", _json_option),
    "rebuild": (_rebuild, "make the index again from the pictures", _json_option),
    "doctor": (_doctor, "say what this machine is and which rules apply", _json_option),
}


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(-?\d{1,18})\s*[xX\u00d7]\s*(-?\d{1,18})", text.strip())
    if not match:
        raise argparse.ArgumentTypeError(sentence(BadRequest("size-not-a-size", value=text[:40])))
    return int(match[1]), int(match[2])


def _whole(field: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[+-]?\d{1,100}", text.strip()):
            raise argparse.ArgumentTypeError(sentence(BadRequest("not-whole", field=field, value=text[:40])))
        return int(text)

    return read


def _number(field: str) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            return float(text)
        except ValueError:
            raise argparse.ArgumentTypeError(
                sentence(BadRequest("not-a-number", field=field, value=text[:40]))
            ) from None

    return read


def _places(options: argparse.Namespace) -> Places:
    return Places.under(options.library) if options.library else Places.of_this_user()


def _device_and_slicing(options: argparse.Namespace, places: Places) -> tuple[str, SliceChoice]:
    """Return what the command line forces, else what the settings say."""
    chosen = settings.load(places)
    device = chosen.device if options.device == "auto" else options.device
    return device, chosen.slice_attention if options.slice_attention == "auto" else options.slice_attention


def _machine(options: argparse.Namespace) -> Machine:
    """Return this machine, as if it had the device that was forced."""
    device = getattr(options, "device", "auto")
    return this_machine() if device == "auto" else replace(this_machine(), device=device)


def _read(file: str) -> tuple[bytes, Path]:
    """Return a file's content and the folder that paths in it are relative to."""
    if file == "-":
        return sys.stdin.buffer.read(), Path()
    path = Path(file)
    try:
        if path.stat().st_size > orders.MOST_JSONL_BYTES:
            raise BadRequest("jsonl-too-large", path=file)
        return path.read_bytes(), path.parent
    except (OSError, ValueError):
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
    return files.write_new(folder, name, ".png", picture.path.read_bytes(), folder)


def _line(item: Job | Picture) -> str:
    state = item.state.value if isinstance(item, Job) else str(item.request.seed)
    return f"{item.id}  {state:10}  {_prompt(item)}"


def _prompt(item: Job | Picture) -> str:
    prompt = " ".join(item.request.prompt.split())
    return prompt if len(prompt) <= 70 else prompt[:69] + "…"


_REQUEST_OPTIONS = (
    "prompt",
    "negative_prompt",
    "model",
    "steps",
    "guidance_scale",
    "scheduler",
    "seed",
    "image",
    "strength",
)
