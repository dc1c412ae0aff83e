"""Reading the command line: every command with its options, and values that are refused in one sentence."""

import argparse
import importlib
import re
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from macapp import PRODUCT, __version__
from macapp.cli.argument_types import device_options, json_option, positive_integer, size
from macapp.cli.generate_options import extra_model_options, generate_options
from macapp.console import ArgumentParser
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import STARTER_MODEL
from macapp.imaging import control_maps
from macapp.library import export
from macapp.library.index.search import SORTS
from macapp.models.catalog import CHECKPOINT
from macapp.system.machine import DEVICES


def bind_negative_values(arguments: Sequence[str]) -> list[str]:
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


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = ArgumentParser(prog="macapp", description=f"{PRODUCT}: Stable Diffusion on your own machine.")
    parser.add_argument("--version", action="version", version=f"{PRODUCT} {__version__}")
    parser.add_argument("--library", type=Path, metavar="FOLDER", help="the library to work with")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=ArgumentParser)
    for name, (command, words, add_options) in COMMANDS.items():
        sub = commands.add_parser(name, help=words, description=words)
        sub.set_defaults(command=partial(_called, command))
        # SUPPRESS keeps a --library given before the command
        sub.add_argument("--library", type=Path, default=argparse.SUPPRESS, metavar="FOLDER", help=argparse.SUPPRESS)
        add_options(sub)
    return parser


def _called(command: str, options: argparse.Namespace) -> int:
    """Run a command; its module is imported only now, so that a quick one does not wait for what the others need."""
    module, name = command.split(".")
    return getattr(importlib.import_module(f"macapp.cli.commands.{module}"), name)(options)


def _enqueue_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("file", metavar="FILE.jsonl", help="one request a line; - is standard input")
    json_option(sub)


def _run_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--until-empty", action="store_true", help="leave when nothing is waiting")
    sub.add_argument("--resume", action="store_true", help="go on with a paused queue")
    device_options(sub)
    json_option(sub)


def _list_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--limit", type=positive_integer, default=sys.maxsize, metavar="N", help="the newest N")
    json_option(sub)


def _show_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("id", metavar="ID")
    json_option(sub)


def _plan_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--model", default=STARTER_MODEL, metavar="MODEL")
    sub.add_argument("--size", type=size, metavar="WxH")
    sub.add_argument("--steps", type=positive_integer, metavar="N", help="(default: as the model is usually asked)")
    sub.add_argument("--count", type=positive_integer, default=1, metavar="N", help="pictures alike, one after another")
    extra_model_options(sub)
    sub.add_argument(
        "--as",
        dest="machine",
        default="",
        metavar="FACTS",
        help="ram=16GB,torch=2.13.0,macos=14.5,device=mps,chip=Apple M2,working_set=10.7GB",
    )
    device_options(sub)
    json_option(sub)


def _search_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("query", nargs="*", metavar="QUERY", help="all pictures, if there is none")
    sub.add_argument("--word", action="append", default=[], help=argparse.SUPPRESS)
    sub.add_argument("--sort", choices=tuple(SORTS), default="newest")
    sub.add_argument("--limit", type=positive_integer, default=sys.maxsize, metavar="N", help="the first N")
    json_option(sub)


def _import_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="pictures, or folders of pictures")
    sub.add_argument("--in-place", action="store_true", help="show the folders where they lie, without copying")
    sub.add_argument(
        "--hide-missing", action="store_true", help="with --in-place: hide the pictures of a folder that is empty now"
    )
    json_option(sub)


def _export_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("ids_and_folder", nargs="+", metavar="ID... FOLDER")
    sub.add_argument("--format", choices=tuple(export.FORMATS), default="png")
    sub.add_argument("--without-prompt", action="store_true", help="say nothing but that an AI made it")
    sub.add_argument("--name", metavar="PATTERN", help=f"of the files (default: {export.PATTERN})")
    sub.add_argument("--contact-sheet", action="store_true", help="add a picture of all of them")
    json_option(sub)


def _repeat_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("id", metavar="ID")
    device_options(sub)
    json_option(sub)


def _map_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("kind", choices=(*control_maps.MAP_KINDS, control_maps.DEPTH))
    sub.add_argument("image", type=Path, metavar="IMAGE")
    sub.add_argument("output", type=Path, metavar="FILE.png", help="nothing is overwritten")
    sub.add_argument("--depth-model", type=Path, metavar="FOLDER", help="the model that sees depth")


def _models_options(sub: argparse.ArgumentParser) -> None:
    ways = sub.add_subparsers(required=True, metavar="WHAT", parser_class=ArgumentParser)

    def way(name: str, words: str) -> argparse.ArgumentParser:
        made = ways.add_parser(name, help=words, description=words)
        function = f"{name.replace('-', '_')}_{'models' if name == 'list' else 'model'}"
        made.set_defaults(command=partial(_called, f"models.{function}"))
        made.add_argument("--library", type=Path, default=argparse.SUPPRESS, metavar="FOLDER", help=argparse.SUPPRESS)
        return made

    listing = way("list", "list the models that can be used")
    listing.add_argument("--kind", choices=(CHECKPOINT, *(each.value for each in AuxiliaryKind)))
    listing.add_argument("--available", action="store_true", help="list what can be had instead, and whether it fits")
    device_options(listing)
    adding = way("add", "use models where they lie: .safetensors files, or diffusers' folders")
    adding.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a folder of many models is looked through")
    adding.add_argument("--copy", action="store_true", help="copy them into Easel's own folder")
    way("sign-in", "keep a token of the hub in the Keychain")
    way("sign-out", "forget it")
    fetching = way("download", "fetch a model from the Hugging Face hub into its shared cache; goes on where it was")
    fetching.add_argument("model", metavar="MODEL", help="an id of the catalogue, or OWNER/NAME[@REVISION]")
    fetching.add_argument("--progress", action="store_true", help="print how far it is, as JSON, for a program to read")
    json_option(fetching)
    named = [
        way("show", "show what is known of a model"),
        way("remove", "take a model off the list; its files stay"),
        way("verify", "read every number of a model"),
    ]
    for each in named:
        each.add_argument("model", metavar="MODEL", help="its id or its path")
    for each in (listing, adding, *named):
        json_option(each)


def _doctor_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--self-test", action="store_true", help="draw the same picture on CPU and GPU, and compare")
    json_option(sub)


def _benchmark_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--quick", action="store_true", help="smaller and in fewer steps, scaled; minutes in place of hours"
    )
    sub.add_argument(
        "--models", type=_ids, metavar="ID,ID", help="only these of starter, sd-1.5, sdxl and if-1 to if-3"
    )
    sub.add_argument("--batches", type=_counts, metavar="N,N", help="how many pictures at a time (1,4,16)")
    sub.add_argument("--last", action="store_true", help="measure nothing, show the last run")
    sub.add_argument("--markdown", action="store_true", help="print the tables as Markdown")
    sub.add_argument("--progress", action="store_true", help="print how far it is, as JSON, for a program to read")
    sub.add_argument("--device", choices=("auto", *DEVICES), default="auto")
    json_option(sub)


def _ids(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


def _counts(text: str) -> tuple[int, ...]:
    return tuple(positive_integer(each) for each in _ids(text) or [text])


def _restore_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the copy (default: the newest)")
    sub.add_argument("--list", action="store_true", help="say which there are")
    json_option(sub)


COMMANDS = {
    "generate": ("generate.generate", "make pictures from a prompt", generate_options),
    "enqueue": ("generate.enqueue", "put requests from a file into the queue", _enqueue_options),
    "run": ("generate.run_queue", "work through the queue", _run_options),
    "queue": ("inspect.list_queue", "list what is waiting, running or failed", json_option),
    "list": ("inspect.list_pictures", "list the pictures, newest first", _list_options),
    "show": ("inspect.show_picture", "show how a picture was made", _show_options),
    "plan": ("inspect.show_plan", "say what would be done, here or on another machine", _plan_options),
    "search": (
        "inspect.search_pictures",
        "find pictures: words, model:, steps:>30, is:favourite",
        _search_options,
    ),
    "import": ("library.import_pictures", "bring in pictures, also of other programs", _import_options),
    "export": ("library.export_pictures", "take pictures out, as PNG, JPEG or WebP", _export_options),
    "repeat": ("generate.repeat", "make a picture again and compare the two", _repeat_options),
    "models": ("models.list_models", "list, add, show, remove, verify models", _models_options),
    "map": ("library.create_control_map", "draw the map that a ControlNet follows", _map_options),
    "backup": ("library.backup_index", "copy the index", json_option),
    "restore": ("library.restore_index", "put a copy of the index in its place", _restore_options),
    "verify": ("inspect.verify_library", "check that index, queue and pictures are whole and agree", json_option),
    "rebuild": ("library.rebuild_index", "make the index again from the pictures", json_option),
    "benchmark": ("benchmark.benchmark", "measure this machine, and what has changed", _benchmark_options),
    "doctor": ("inspect.show_report", "say what this machine is and which rules apply", _doctor_options),
}
