"""Reading the command line: every command with its options, and values that are refused in one sentence."""

import argparse
import importlib
import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

from macapp import PRODUCT, __version__
from macapp.errors import BadRequest
from macapp.hardware import DEVICES
from macapp.library import export
from macapp.library.search import SORTS
from macapp.plan import SLICE_CHOICES
from macapp.request import STARTER_MODEL
from macapp.schedulers import SCHEDULERS
from macapp.sentences import sentence


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the usage, and leaves with 2."""

    def error(self, message: str) -> NoReturn:
        raise BadRequest("command-line", message=re.sub(r"^argument [^:]+: (?=[A-Z])", "", message))


def with_negative_values(arguments: Sequence[str]) -> list[str]:
    """Tie a value like -8x64 to its option, so that the value is refused in our words and not taken for an option.

    Of a search line, -word is what the pictures shall not have.
    """
    tied: list[str] = []
    searches = [each for each in arguments if not each.startswith("-")][:1] == ["search"] or (
        list(arguments[:1]) == ["--library"] and list(arguments[2:3]) == ["search"]
    )
    for each in arguments:
        if tied and re.fullmatch(r"-[\d.]\S*", each) and re.fullmatch(r"--[a-z-]+", tied[-1]):
            tied[-1] += f"={each}"
        elif searches and re.fullmatch(r"-[^-].*", each):
            tied.append(f"--word={each}")  # -blurry: without that word
        else:
            tied.append(each)
    return tied


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = _Parser(prog="macapp", description=f"{PRODUCT}: Stable Diffusion on your own machine.")
    parser.add_argument("--version", action="version", version=f"{PRODUCT} {__version__}")
    parser.add_argument("--library", type=Path, metavar="FOLDER", help="the library to work with")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    for name, (command, words, add_options) in _COMMANDS.items():
        sub = commands.add_parser(name, help=words, description=words)
        sub.set_defaults(command=partial(_called, command))
        # SUPPRESS keeps a --library given before the command
        sub.add_argument("--library", type=Path, default=argparse.SUPPRESS, metavar="FOLDER", help=argparse.SUPPRESS)
        add_options(sub)
    return parser


def _called(command: str, options: argparse.Namespace) -> int:
    """Run a command; its module is imported only now, so that a quick one does not wait for what the others need."""
    module, name = command.split(".")
    return getattr(importlib.import_module(f"macapp.cli.{module}"), name)(options)


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
    sub.add_argument("--limit", type=_limit, default=sys.maxsize, metavar="N", help="the newest N")
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
    sub.add_argument("query", nargs="*", metavar="QUERY", help="all pictures, if there is none")
    sub.add_argument("--word", action="append", default=[], help=argparse.SUPPRESS)
    sub.add_argument("--sort", choices=tuple(SORTS), default="newest")
    sub.add_argument("--limit", type=_limit, default=sys.maxsize, metavar="N", help="the first N")
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
    "generate": ("making.generate", "make pictures from a prompt", _generate_options),
    "enqueue": ("making.enqueue", "put requests from a file into the queue", _enqueue_options),
    "run": ("making.run_queue", "work through the queue", _run_options),
    "queue": ("telling.list_queue", "list what is waiting, running or failed", _json_option),
    "list": ("telling.list_pictures", "list the pictures, newest first", _list_options),
    "show": ("telling.show_picture", "show how a picture was made", _show_options),
    "plan": ("telling.tell_plan", "say what would be done, here or on another machine", _plan_options),
    "search": (
        "telling.search_pictures",
        "find pictures: words, model:, steps:>30, is:favourite",
        _search_options,
    ),
    "import": ("keeping.bring_in", "bring in pictures, also of other programs", _import_options),
    "export": ("keeping.take_out", "take pictures out, as PNG, JPEG or WebP", _export_options),
    "repeat": ("making.repeat", "make a picture again and compare the two", _repeat_options),
    "backup": ("keeping.back_up", "copy the index", _json_option),
    "restore": ("keeping.put_back", "put a copy of the index in its place", _restore_options),
    "verify": ("telling.check", "check that index, queue and pictures are whole and agree", _json_option),
    "rebuild": ("keeping.make_index_again", "make the index again from the pictures", _json_option),
    "doctor": ("telling.tell_doctor", "say what this machine is and which rules apply", _json_option),
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


def _limit(text: str) -> int:
    limit = _whole("limit")(text)
    if limit < 1:
        refused = BadRequest("out-of-range", field="limit", value=text[:40], least=1, most=sys.maxsize)
        raise argparse.ArgumentTypeError(sentence(refused))
    return limit


def _number(field: str) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            return float(text)
        except ValueError:
            raise argparse.ArgumentTypeError(
                sentence(BadRequest("not-a-number", field=field, value=text[:40]))
            ) from None

    return read
