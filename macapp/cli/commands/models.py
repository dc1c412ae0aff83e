"""The commands about models: list, show, add, download, sign-in, sign-out, remove, verify."""

import argparse
import getpass
import sys
import time
from dataclasses import asdict
from typing import Any

from macapp.cli.context import durations_of, machine_of, places_of
from macapp.console import counting, out
from macapp.messages import bytes_shown, time_shown
from macapp.models import blobs, hub, hub_token
from macapp.models.catalog import Entry, catalogue
from macapp.models.cost import Price, price
from macapp.models.foreign_folders import is_source
from macapp.models.integrity import check
from macapp.models.registry import Shelf
from macapp.models.scan_cache import Model, look
from macapp.system.paths import at_home

LINES_A_SECOND = 5


def list_models(options: argparse.Namespace) -> int:
    """List the models that can be used."""
    if options.available:
        return _list_available(options)
    for each in Shelf(places_of(options)).all(options.kind):
        out(_fields(each), options.json, _line(each))
    return 0


def _list_available(options: argparse.Namespace) -> int:
    """List the models of the catalogue that are not here, with what each takes on this machine."""
    machine, durations = machine_of(options), durations_of(options)
    for each in catalogue().values():
        if each.path is None and options.kind in (None, each.kind):
            costs = price(each, machine, durations.speed(each.step_tflop))
            fields = {name: value for name, value in asdict(each).items() if value not in ("", (), None, 0, 0.0)}
            fields |= {"page": each.page, **asdict(costs), "fits": costs.fits}
            out(fields, options.json, _line_of_entry(each, costs))
    return 0


def show_model(options: argparse.Namespace) -> int:
    """Show what is known of a model."""
    fields = _fields(look(options.model))
    text = "\n".join(f"{name.replace('_', ' '):14} {value}" for name, value in fields.items() if value)
    out(fields, options.json, text)
    return 0


def add_model(options: argparse.Namespace) -> int:
    """Use models where they lie; the first that cannot be used ends it."""
    shelf = Shelf(places_of(options))
    for path in options.paths:
        if is_source(at_home(path)):
            source = shelf.add_source(path)
            out({"source": str(source)}, options.json, f"{source} is looked through from now on")
            continue
        if options.copy:
            with counting(f"Copying {path.name}") as on_progress:
                found = shelf.add_copy(path, on_progress)
        else:
            found = shelf.add(path)
        out(_fields(found), options.json, _line(found))
    return 0


def download_model(options: argparse.Namespace) -> int:
    """Fetch a model from the hub and put it on the list; Control-C stops it, and the next call goes on from there."""
    wanted = hub.Wanted.read(options.model)
    token = hub_token.token()
    found = hub.listing(wanted, token)
    others = Shelf(places_of(options)).weights()
    with counting(f"Fetching {wanted.repository}") as on_progress:
        folder = hub.fetch(found, _told if options.progress else on_progress, token, others=others)
    known = options.model in catalogue()
    model = look(options.model) if known else Shelf(places_of(options)).add(folder)
    out(_fields(model), options.json or options.progress, _line(model))
    return 0


def sign_in_model(_options: argparse.Namespace) -> int:
    """Keep a token of the hub in the Keychain; it is asked for, or read from standard input, and never shown."""
    secret = getpass.getpass("Token: ") if sys.stdin.isatty() else sys.stdin.readline()
    hub_token.sign_in(secret)
    return 0


def sign_out_model(_options: argparse.Namespace) -> int:
    """Forget the token."""
    hub_token.sign_out()
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
    """Read every byte of a model; 3 if it is not as it was fetched, or if one of its numbers is none."""
    model, broken = look(options.model), 0
    for file in blobs.damaged(model.path):
        broken += 1
        words = "not as it was fetched: download the model again"
        out({"file": file, "as_fetched": False}, options.json, f"{file:40} {words}")
    if broken:
        return 3
    for file, count in check(model):
        broken += count
        words = "whole" if not count else f"{count} tensors hold numbers that are none"
        out({"file": file, "broken_tensors": count}, options.json, f"{file:40} {words}")
    return 3 if broken else 0


def _fields(model: Model) -> dict[str, Any]:
    copies = [str(each) for each in model.copies]
    return {**asdict(model), "path": str(model.path), "words": list(model.words), "copies": copies}


def _line_of_entry(entry: Entry, costs: Price) -> str:
    needs = f"{bytes_shown(costs.needed)} of memory"
    fits = "fits" if costs.fits else f"does not fit: {bytes_shown(costs.available)} can be used"
    takes = "" if costs.seconds is None else f"about {time_shown(costs.seconds)} a picture"
    about = ", ".join(each for each in (needs, fits, takes) if each)
    size = bytes_shown(entry.download)
    return f"{entry.id:20} {entry.name:32} {size:>8}  {entry.licence:36} {entry.about} ({about})"


def _line(model: Model) -> str:
    size = bytes_shown(model.size_on_disk)
    return f"{model.name:30} {model.kind:11} {model.family:20} {size:>8}  {model.id}"
