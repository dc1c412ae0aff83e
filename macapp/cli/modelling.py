"""The commands about models: list, show, add, download, sign-in, sign-out, remove, verify."""

import argparse
import getpass
import sys
import time
from dataclasses import asdict
from typing import Any

from macapp.checkpoints import downloads, signing_in
from macapp.checkpoints.shelf import Model, Shelf, check, look
from macapp.cli.options import places_of
from macapp.sentences import bytes_shown
from macapp.terminal import counting, out

LINES_A_SECOND = 5


def list_models(options: argparse.Namespace) -> int:
    """List the models that can be used."""
    for each in Shelf(places_of(options)).all(options.kind):
        out(_fields(each), options.json, _line(each))
    return 0


def show_model(options: argparse.Namespace) -> int:
    """Show what is known of a model."""
    fields = _fields(look(options.model))
    text = "\n".join(f"{name.replace('_', ' '):14} {value}" for name, value in fields.items() if value)
    out(fields, options.json, text)
    return 0


def add_model(options: argparse.Namespace) -> int:
    """Use models where they lie; the first that cannot be used ends it."""
    for path in options.paths:
        found = Shelf(places_of(options)).add(path)
        out(_fields(found), options.json, _line(found))
    return 0


def download_model(options: argparse.Namespace) -> int:
    """Fetch a model from the hub and put it on the list; Control-C stops it, and the next call goes on from there."""
    wanted = downloads.Wanted.read(options.repository)
    token = signing_in.token()
    found = downloads.listing(wanted, token)
    with counting(f"Fetching {wanted.repository}") as on_progress:
        folder = downloads.fetch(found, _told if options.progress else on_progress, token)
    model = Shelf(places_of(options)).add(folder)
    out(_fields(model), options.json or options.progress, _line(model))
    return 0


def sign_in_model(_options: argparse.Namespace) -> int:
    """Keep a token of the hub in the Keychain; it is asked for, or read from standard input, and never shown."""
    secret = getpass.getpass("Token: ") if sys.stdin.isatty() else sys.stdin.readline()
    signing_in.sign_in(secret)
    return 0


def sign_out_model(_options: argparse.Namespace) -> int:
    """Forget the token."""
    signing_in.sign_out()
    return 0


class _Told:
    """Prints progress for a program to read, a few lines a second."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if done == total or now - self._last > 1 / LINES_A_SECOND:
            self._last = now
            out({"done": done, "total": total}, True, "")


_told = _Told()


def remove_model(options: argparse.Namespace) -> int:
    """Take a model off the list; its files stay."""
    Shelf(places_of(options)).remove(options.model)
    return 0


def verify_model(options: argparse.Namespace) -> int:
    """Read every number of a model; 3 if one of them is none."""
    model, broken = look(options.model), 0
    for file, count in check(model):
        broken += count
        words = "whole" if not count else f"{count} tensors hold numbers that are none"
        out({"file": file, "broken_tensors": count}, options.json, f"{file:40} {words}")
    return 3 if broken else 0


def _fields(model: Model) -> dict[str, Any]:
    return {**asdict(model), "path": str(model.path), "words": list(model.words), "size_on_disk": model.size_on_disk}


def _line(model: Model) -> str:
    size = bytes_shown(model.size_on_disk)
    return f"{model.name:30} {model.kind:11} {model.family:20} {size:>8}  {model.id}"
