"""The commands about models: list, show, add, download, sign-in, sign-out, pack, remove, verify."""

import argparse
import getpass
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from macapp.cli.context import library_paths, load_durations, selected_machine
from macapp.cli.progress import progress_bar
from macapp.console import print_note, print_result
from macapp.domain.units import format_bytes, format_duration
from macapp.domain.weight_format import WeightFormat
from macapp.engine import store_packed_copy
from macapp.messages import message_for
from macapp.models import blobs, hub, hub_token
from macapp.models.catalog import CHECKPOINT, CatalogEntry, load_catalog, missing_entries
from macapp.models.cost import ModelCost, estimate_cost
from macapp.models.flops import entry_step_tflop
from macapp.models.foreign_folders import is_model_folder
from macapp.models.integrity import count_invalid_tensors
from macapp.models.packed_copies import PackedCopy, delete_copies, find_copies, find_damage, list_copies
from macapp.models.recommended import recommend_models
from macapp.models.registry import ModelRegistry
from macapp.models.scan_cache import InstalledModel, inspect_model
from macapp.system.machine import with_overrides
from macapp.system.paths import at_home

LINES_PER_SECOND = 5


def list_models(options: argparse.Namespace) -> int:
    """List the models that can be used."""
    if options.available:
        return _list_available(options)
    copies, models = list_copies(), ModelRegistry(library_paths(options)).list_models(options.kind)
    for model in models:
        own = [copy for copy in copies if copy.model == model.path]
        lines = [_format_model(model), *(f"    {message_for(copy.label)}" for copy in own)]
        print_result(_fields(model) | _copy_fields(own), options.json, "\n".join(lines))
    if options.kind in (None, CHECKPOINT):
        listed = {model.path for model in models}
        for copy in (copy for copy in copies if copy.model not in listed):
            fields = {"copy_of": str(copy.model), "name": copy.name, **_copy_fields([copy])}
            print_result(fields, options.json, f"{copy.model} is not in the list\n    {message_for(copy.label)}")
    return 0


def _list_available(options: argparse.Namespace) -> int:
    """List the models of the catalogue that are not downloaded, with the cost of each on this machine."""
    machine, durations = selected_machine(options), load_durations(options)
    for entry in load_catalog().values():
        if entry.path is None and options.kind in (None, entry.kind):
            costs = estimate_cost(entry, machine, durations.tflops(entry_step_tflop(entry)))
            fields = {name: value for name, value in asdict(entry).items() if value not in ("", (), None, 0, 0.0)}
            fields |= {"page": entry.page, **asdict(costs), "fits": costs.fits}
            print_result(fields, options.json, _format_entry(entry, costs))
    return 0


def recommend_model(options: argparse.Namespace) -> int:
    """Recommend three models for this machine or another one, with one sentence each."""
    for found in recommend_models(with_overrides(options.machine, selected_machine(options))):
        needed, available = found.plan.needed, found.plan.available
        fields = {"id": found.entry.id, "name": found.entry.name, "weights": found.weight_format.value}
        sentence = message_for(found.reason)
        fields |= {"needed": needed, "available": available, "size": found.size, "seconds": found.seconds}
        fields |= {"on_disk": found.entry.path is not None, "why": sentence}
        print_result(fields, options.json, f"{found.entry.id:20} {sentence}")
    return 0


def show_model(options: argparse.Namespace) -> int:
    """Show the facts about a model."""
    model = inspect_model(options.model)
    fields, copies = _fields(model), list_copies(model.path)
    shown = {name: ", ".join(value) if isinstance(value, list) else value for name, value in fields.items() if value}
    lines = [f"{name.replace('_', ' '):14} {value}" for name, value in shown.items()]
    text = "\n".join([*lines, *(message_for(copy.label) for copy in copies)])
    fields |= _copy_fields(copies)
    print_result(fields, options.json, text)
    return 0


def pack_model(options: argparse.Namespace) -> int:
    """Make the packed copy of a model, or delete its copies."""
    if options.delete:
        found = [copy for copy in find_copies(options.model) if options.weights in (None, copy.weight_format.value)]
        size = delete_copies(found)
        print_result({"deleted": size}, options.json, f"{len(found)} packed copies deleted, {format_bytes(size)}")
        return 0
    wanted = WeightFormat(options.weights or WeightFormat.INT8.value)
    store_packed_copy(options.model, wanted, options.device, lambda part: print_note(f"Packing the {part}"))
    [copy] = [copy for copy in find_copies(options.model) if copy.weight_format is wanted]
    print_result(
        {"name": copy.name, **_copy_fields([copy])}, options.json, f"{copy.name}\n    {message_for(copy.label)}"
    )
    return 0


def add_model(options: argparse.Namespace) -> int:
    """Add models in place; stop at the first one that cannot be used."""
    registry = ModelRegistry(library_paths(options))
    for path in options.paths:
        if is_model_folder(at_home(path)):
            source = registry.add_source(path)
            print_result({"source": str(source)}, options.json, f"Easel now searches {source} for models")
            continue
        if options.copy:
            with progress_bar(f"Copying {path.name}") as on_progress:
                found = registry.add_copy(path, on_progress)
        else:
            found = registry.add(path)
        print_result(_fields(found), options.json, _format_model(found))
    return 0


def download_model(options: argparse.Namespace) -> int:
    """Download models from the hub and add them; Control-C stops the download, and the next call continues it."""
    for model in options.models:
        needed = missing_entries(model) if model in load_catalog() and not options.progress else ()
        for name in [entry.id for entry in needed] or [model]:  # the window starts a process for each part
            _download(name, options)
    return 0


def _download(name: str, options: argparse.Namespace) -> None:
    wanted = hub.DownloadSpec.read(name)
    token = hub_token.token()
    found = hub.list_repository(wanted, token)
    others = ModelRegistry(library_paths(options)).weight_files()
    with progress_bar(f"Downloading {wanted.repository}") as on_progress:
        folder = hub.download(found, _ProgressPrinter() if options.progress else on_progress, token, others=others)
    known = name in load_catalog()
    model = inspect_model(name) if known else ModelRegistry(library_paths(options)).add(folder)
    print_result(_fields(model), options.json or options.progress, _format_model(model))


def sign_in_model(_options: argparse.Namespace) -> int:
    """Store a token of the hub in the Keychain; it is read from the terminal or standard input, and never shown."""
    secret = getpass.getpass("Token: ") if sys.stdin.isatty() else sys.stdin.readline()
    hub_token.sign_in(secret)
    return 0


def sign_out_model(_options: argparse.Namespace) -> int:
    """Remove the token."""
    hub_token.sign_out()
    return 0


class _ProgressPrinter:
    """Prints progress as JSON for another program, a few lines per second."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if done == total or now - self._last > 1 / LINES_PER_SECOND:
            self._last = now
            print_result({"done": done, "total": total}, True, "")


def remove_model(options: argparse.Namespace) -> int:
    """Take a model off the list; its files and its packed copies stay, and the copies are named."""
    ModelRegistry(library_paths(options)).remove(options.model)
    for copy in list_copies(at_home(Path(options.model))):
        print_note(f"{message_for(copy.label)} Delete it with “macapp models pack --delete {copy.model}”.")
    return 0


def verify_model(options: argparse.Namespace) -> int:
    """Read every byte of a model; return 3 if a file differs from its download or contains invalid numbers."""
    model, broken = inspect_model(options.model), 0
    for file in blobs.find_damaged(model.path):
        broken += 1
        text = "differs from its download: download the model again"
        print_result({"file": file, "as_fetched": False}, options.json, f"{file:40} {text}")
    if broken:
        return 3
    for file, count in count_invalid_tensors(model):
        broken += count
        text = f"{count} tensors contain invalid numbers" if count else "ok"
        print_result({"file": file, "broken_tensors": count}, options.json, f"{file:40} {text}")
    for file in (file for copy in list_copies(model.path) for file in find_damage(copy)):
        broken += 1
        text = "damaged packed copy: make it again or delete it with “macapp models pack”"
        print_result({"file": file, "copy_damaged": True}, options.json, f"{file:40} {text}")
    return 3 if broken else 0


def _fields(model: InstalledModel) -> dict[str, Any]:
    copies = [str(path) for path in model.copies]
    lists = {"words": list(model.words), "copies": copies, "missing_ids": list(model.missing_ids)}
    return {**asdict(model), "path": str(model.path), **lists}


def _copy_fields(copies: Sequence[PackedCopy]) -> dict[str, Any]:
    """Return the packed copies of a model as fields of its JSON; empty without any."""
    found = [
        {"weights": copy.weight_format.value, "size_on_disk": copy.size_on_disk, "state": copy.state} for copy in copies
    ]
    return {"packed_copies": found} if found else {}


def _format_entry(entry: CatalogEntry, costs: ModelCost) -> str:
    needs = f"{format_bytes(costs.needed)} of memory"
    fits = "fits" if costs.fits else f"does not fit: {format_bytes(costs.available)} is available"
    takes = "" if costs.seconds is None else f"about {format_duration(costs.seconds)} per picture"
    about = ", ".join(filter(None, (needs, fits, takes)))
    size = format_bytes(sum(needed.download for needed in missing_entries(entry.id)))
    return f"{entry.id:20} {entry.name:32} {size:>8}  {entry.licence:36} {entry.about} ({about})"


def _format_model(model: InstalledModel) -> str:
    size = format_bytes(model.size_on_disk)
    lacking = "" if model.missing_error is None else f"\n    {message_for(model.missing_error)}"
    return f"{model.name:30} {model.kind:11} {model.family:20} {size:>8}  {model.id}{lacking}"
