"""The parser of the command line: every command with its options."""

import argparse
import importlib
import re
import sys
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

from macapp import PRODUCT, __version__
from macapp.cli.argument_types import device_options, json_option, positive_integer, size
from macapp.cli.generate_options import extra_model_options, generate_options
from macapp.console import ArgumentParser
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import STARTER_MODEL
from macapp.domain.weight_format import WeightFormat
from macapp.imaging import control_maps
from macapp.library import export
from macapp.library.index.search import SORT_ORDERS
from macapp.models.catalog import CHECKPOINT, PART
from macapp.system.machine import DEVICES


def bind_negative_values(arguments: Sequence[str]) -> list[str]:
    """Join a value such as -8x64 to its option, so that argparse does not take the value for an option.

    In a search, -word excludes pictures with that word.
    """
    bound: list[str] = []
    is_search = [each for each in arguments if not each.startswith("-")][:1] == ["search"] or (
        list(arguments[:1]) == ["--library"] and list(arguments[2:3]) == ["search"]
    )
    for argument in arguments:
        if bound and re.fullmatch(r"-[\d.]\S*", argument) and re.fullmatch(r"--[a-z-]+", bound[-1]):
            bound[-1] += f"={argument}"
        elif is_search and re.fullmatch(r"-[^-].*", argument):
            bound.append(f"--word={argument}")  # -blurry: without that word
        else:
            bound.append(argument)
    return bound


@cache
def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = ArgumentParser(prog="macapp", description=f"{PRODUCT}: Stable Diffusion on your own machine.")
    parser.add_argument("--version", action="version", version=f"{PRODUCT} {__version__}")
    parser.add_argument("--library", type=Path, metavar="FOLDER", help="the library to use")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=ArgumentParser)
    for name, (function, text, add_options) in COMMANDS.items():
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(command=partial(_run, function))
        # SUPPRESS keeps a --library that is given before the command
        sub.add_argument("--library", type=Path, default=argparse.SUPPRESS, metavar="FOLDER", help=argparse.SUPPRESS)
        add_options(sub)
    return parser


def _run(function: str, options: argparse.Namespace) -> int:
    """Run a command. Its module is imported only now, so that quick commands do not wait for imports of others."""
    module, name = function.split(".")
    return getattr(importlib.import_module(f"macapp.cli.commands.{module}"), name)(options)


def _enqueue_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("file", metavar="FILE.jsonl", help="one request per line; - is standard input")
    json_option(sub)


def _run_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--until-empty", action="store_true", help="exit when no job is waiting")
    sub.add_argument("--resume", action="store_true", help="continue a paused queue")
    device_options(sub)
    json_option(sub)


def _list_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--limit", type=positive_integer, default=sys.maxsize, metavar="N", help="only the newest N")
    json_option(sub)


def _show_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("id", metavar="ID")
    json_option(sub)


def _machine_option(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--as",
        dest="machine",
        default="",
        metavar="FACTS",
        help="ram=16GB,torch=2.13.0,macos=14.5,device=mps,chip=Apple M2,gpu_cores=10,working_set=10.7GB",
    )


def _plan_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--model", default=STARTER_MODEL, metavar="MODEL")
    sub.add_argument("--size", type=size, metavar="WxH")
    sub.add_argument("--steps", type=positive_integer, metavar="N", help="(default: the usual number for the model)")
    sub.add_argument("--count", type=positive_integer, default=1, metavar="N", help="number of equal pictures in a row")
    extra_model_options(sub)
    _machine_option(sub)
    device_options(sub)
    json_option(sub)


def _search_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("query", nargs="*", metavar="QUERY", help="what to search for (default: all pictures)")
    sub.add_argument("--word", action="append", default=[], help=argparse.SUPPRESS)
    sub.add_argument("--sort", choices=tuple(SORT_ORDERS), default="newest")
    sub.add_argument("--limit", type=positive_integer, default=sys.maxsize, metavar="N", help="only the first N")
    json_option(sub)


def _import_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="pictures or folders of pictures")
    sub.add_argument("--in-place", action="store_true", help="show the folders without copying the pictures")
    sub.add_argument(
        "--hide-missing", action="store_true", help="with --in-place: hide the pictures of a folder that is now empty"
    )
    json_option(sub)


def _export_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("ids_and_folder", nargs="+", metavar="ID... FOLDER")
    sub.add_argument("--format", choices=tuple(export.FORMATS), default="png")
    sub.add_argument("--without-prompt", action="store_true", help="include only the fact that an AI made the picture")
    sub.add_argument("--name", metavar="PATTERN", help=f"file names (default: {export.PATTERN})")
    sub.add_argument("--contact-sheet", action="store_true", help="add one picture that shows all of them")
    json_option(sub)


def _repeat_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("id", metavar="ID")
    device_options(sub)
    json_option(sub)


def _map_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("kind", choices=(*control_maps.MAP_KINDS, control_maps.DEPTH))
    sub.add_argument("image", type=Path, metavar="IMAGE")
    sub.add_argument("output", type=Path, metavar="FILE.png", help="the new file; existing files are kept")
    sub.add_argument("--depth-model", type=Path, metavar="FOLDER", help="the depth model")


def _models_options(sub: argparse.ArgumentParser) -> None:
    actions = sub.add_subparsers(required=True, metavar="ACTION", parser_class=ArgumentParser)

    def action(name: str, text: str) -> argparse.ArgumentParser:
        parser = actions.add_parser(name, help=text, description=text)
        function = f"{name.replace('-', '_')}_{'models' if name == 'list' else 'model'}"
        parser.set_defaults(command=partial(_run, f"models.{function}"))
        parser.add_argument("--library", type=Path, default=argparse.SUPPRESS, metavar="FOLDER", help=argparse.SUPPRESS)
        return parser

    listing = action("list", "list the models that you can use")
    listing.add_argument("--kind", choices=(CHECKPOINT, PART, *(kind.value for kind in AuxiliaryKind)))
    listing.add_argument(
        "--available", action="store_true", help="list models to download instead, and whether they fit"
    )
    device_options(listing)
    recommending = action("recommend", "recommend three models for this machine")
    _machine_option(recommending)
    device_options(recommending)
    adding = action("add", "use models without moving them: .safetensors files, or folders of diffusers")
    adding.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a model, or a folder of many models")
    adding.add_argument("--copy", action="store_true", help="copy the models into Easel's own folder")
    action("sign-in", "store a token of the hub in the Keychain")
    action("sign-out", "remove the token")
    downloading = action("download", "download models from the Hugging Face hub into its shared cache, or continue")
    downloading.add_argument(
        "models", nargs="+", metavar="MODEL", help="ids of the catalogue, or OWNER/NAME[@REVISION]"
    )
    downloading.add_argument("--progress", action="store_true", help="print the progress as JSON for another program")
    json_option(downloading)
    packing = action("pack", "keep a copy of a model packed in 8 or 4 bits, or delete it")
    _pack_options(packing)
    with_model = [
        packing,
        action("show", "show the facts about a model"),
        action("remove", "take a model off the list; its files stay"),
        action("verify", "read every number of a model"),
    ]
    for parser in with_model:
        parser.add_argument("model", metavar="MODEL", help="the id or the path of the model")
    for parser in (listing, recommending, adding, *with_model):
        json_option(parser)


def _pack_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--weights",
        choices=(WeightFormat.INT8.value, WeightFormat.INT4.value),
        help="format of the copy (default: 8-bit; with --delete, all)",
    )
    sub.add_argument("--delete", action="store_true", help="delete the packed copies of the model")
    sub.add_argument("--device", choices=("auto", *DEVICES), default="auto")


def _doctor_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--self-test", action="store_true", help="make the same picture on the CPU and the GPU, and compare"
    )
    json_option(sub)


def _benchmark_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--quick", action="store_true", help="smaller sizes and fewer steps, scaled: minutes instead of hours"
    )
    sub.add_argument("--models", type=_ids, metavar="ID,ID", help="only these: starter, sd-1.5, sdxl, if-1 to if-3")
    sub.add_argument("--batches", type=_counts, metavar="N,N", help="batch sizes (default: 1,4,16)")
    sub.add_argument("--last", action="store_true", help="show the last run without measuring")
    sub.add_argument("--markdown", action="store_true", help="print the tables as Markdown")
    sub.add_argument("--progress", action="store_true", help="print the progress as JSON for another program")
    sub.add_argument("--device", choices=("auto", *DEVICES), default="auto")
    json_option(sub)


def _ids(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _counts(text: str) -> tuple[int, ...]:
    return tuple(positive_integer(part) for part in _ids(text) or [text])


def _restore_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the backup (default: the newest)")
    sub.add_argument("--list", action="store_true", help="list the backups")
    json_option(sub)


COMMANDS = {
    "generate": ("generate.generate", "make pictures from a prompt", generate_options),
    "enqueue": ("generate.enqueue", "add the requests of a file to the queue", _enqueue_options),
    "run": ("generate.run_queue", "run the queue", _run_options),
    "queue": ("inspect.list_queue", "list jobs that wait, run or failed", json_option),
    "list": ("inspect.list_pictures", "list the pictures, newest first", _list_options),
    "show": ("inspect.show_picture", "show how a picture was made", _show_options),
    "plan": ("inspect.show_plan", "show what Easel would do, here or on another machine", _plan_options),
    "search": ("inspect.search_pictures", "find pictures: words, model:, steps:>30, is:favourite", _search_options),
    "import": ("library.import_pictures", "import pictures, also from other programs", _import_options),
    "export": ("library.export_pictures", "export pictures as PNG, JPEG or WebP", _export_options),
    "repeat": ("generate.repeat", "make a picture again and compare the two", _repeat_options),
    "models": ("models.list_models", "list, add, download, show, pack, remove or verify models", _models_options),
    "map": ("library.create_control_map", "make a control map for a ControlNet", _map_options),
    "backup": ("library.backup_index", "back up the index", json_option),
    "restore": ("library.restore_index", "restore a backup of the index", _restore_options),
    "verify": ("inspect.verify_library", "check that index, queue and pictures are intact and consistent", json_option),
    "rebuild": ("library.rebuild_index", "rebuild the index from the pictures", json_option),
    "benchmark": ("benchmark.benchmark", "measure this machine, and compare with the last run", _benchmark_options),
    "doctor": ("inspect.show_report", "show the facts about this machine and the rules that apply", _doctor_options),
}
"""Every command: its function in `macapp/cli/commands/`, its help text, and the function that adds its options."""
