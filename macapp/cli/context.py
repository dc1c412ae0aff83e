"""Helpers that commands share: the chosen library and device, and one line of text for a job or a picture."""

import argparse
from dataclasses import replace

from macapp import settings
from macapp.domain.job import Job, Picture
from macapp.library import Library
from macapp.library.durations import Durations
from macapp.planning.acceleration import CompileChoice
from macapp.planning.attention import SlicingMode
from macapp.system.machine import Machine, detect_machine
from macapp.system.paths import LibraryPaths


def library_paths(options: argparse.Namespace) -> LibraryPaths:
    """Return the paths of the library given by `--library`, else of the default library."""
    return LibraryPaths.at(options.library) if options.library else LibraryPaths.default()


def engine_settings(options: argparse.Namespace, places: LibraryPaths) -> tuple[str, SlicingMode, CompileChoice]:
    """Return device, slicing and compilation from the command line, else from the settings."""
    chosen = settings.load(places)
    forced = {
        name: value for name in ("device", "slice_attention", "compile") if (value := vars(options)[name]) != "auto"
    }
    chosen = chosen.with_changes(**forced)
    return chosen.device, chosen.slice_attention, chosen.compile


def selected_machine(options: argparse.Namespace) -> Machine:
    """Return this machine, with the device given by `--device`."""
    device = getattr(options, "device", "auto")
    return detect_machine() if device == "auto" else replace(detect_machine(), device=device)


def load_durations(options: argparse.Namespace, expected: float | None = None) -> Durations:
    """Return the times learned from the pictures of the library, or `expected` TFLOP/s before there are any."""
    places = library_paths(options)
    if not places.database.exists():
        return Durations([], expected)
    with Library.open(places) as library:
        return library.durations()


def format_line(item: Job | Picture) -> str:
    """Return a job or a picture as one line of text."""
    if isinstance(item, Job):
        state = item.state.value
    else:
        state = "seed ?" if "seed" in item.inferred_fields else str(item.request.seed)
    return f"{item.id}  {state:10}  {short_prompt(item)}{'  (made by a newer Easel)' if item.newer else ''}"


def short_prompt(item: Job | Picture) -> str:
    """Return a prompt on one line, at most 70 characters."""
    prompt = " ".join(item.request.prompt.split())
    return prompt if len(prompt) <= 70 else prompt[:69] + "…"
