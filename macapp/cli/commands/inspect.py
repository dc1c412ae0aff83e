"""The commands that only tell: list, show, search, queue, plan, verify, doctor."""

import argparse
import sys
from dataclasses import asdict
from functools import partial

from macapp import models, settings
from macapp.cli.context import durations_of, line_of, machine_of, places_of
from macapp.console import counting, out
from macapp.diagnostics import report
from macapp.diagnostics.self_test import Check, run_self_test
from macapp.domain.request import Request
from macapp.library import Library
from macapp.library.durations import Durations
from macapp.library.metadata import importers
from macapp.library.verify import verify
from macapp.messages import PROMISES, about_time, bytes_shown
from macapp.models import fits
from macapp.models.cost import speed_here
from macapp.models.request_models import asked_of
from macapp.planning.acceleration import Tools, accelerated, tools_here
from macapp.planning.plan import plan
from macapp.system.machine import Machine, pretended
from macapp.workflow import request_builder

_BESIDE = ("loras", "hires_scale", "hires_strength", "refiner", "refiner_start", "upscale", "vae", "upscaler")
"""The options of `macapp plan` that are fields of a request as they are."""


def list_pictures(options: argparse.Namespace) -> int:
    """List the pictures, newest first."""
    places, left, before = places_of(options), options.limit, None
    with Library.open(places) as library:
        while left > 0 and (page := library.pictures.newest(min(left, 500), before)):
            for picture in page:
                out(request_builder.as_fields(picture, places), options.json, line_of(picture))
            left, before = left - len(page), page[-1].id
    return 0


def show_picture(options: argparse.Namespace) -> int:
    """Show how a picture was made."""
    places = places_of(options)
    with Library.open(places) as library:
        picture = library.pictures.find(options.id)
        fields = request_builder.as_fields(picture, places)
        if not picture.is_ours:
            fields["report"] = [line.as_list() for line in importers.unpacked(library.pictures.report(picture))]
    text = "\n".join(f"{name.replace('_', ' '):16} {value}" for name, value in fields.items() if value is not None)
    out(fields, options.json, text)
    return 0


def search_pictures(options: argparse.Namespace) -> int:
    """List the pictures that a search line asks for."""
    places = places_of(options)
    with Library.open(places) as library:
        numbers = library.pictures.numbers(" ".join([*options.query, *options.word]), options.sort)[: options.limit]
        for start in range(0, len(numbers), 500):
            for picture in library.pictures.with_numbers(numbers[start : start + 500]):
                out(request_builder.as_fields(picture, places), options.json, line_of(picture))
    return 0


def list_queue(options: argparse.Namespace) -> int:
    """List what is waiting, running or failed."""
    places = places_of(options)
    with Library.open(places) as library:
        for job in library.queue.unfinished() + library.queue.failed():
            out(request_builder.as_fields(job, places), options.json, line_of(job))
    return 0


def tell_plan(options: argparse.Namespace) -> int:
    """Say what would be done, here or on another machine."""
    checkpoint = models.find(options.model)
    machine = pretended(options.machine, machine_of(options))
    asked, durations = _usual(checkpoint, options), _durations(options, machine)
    made = plan(machine, asked_of(checkpoint, asked), asked.refined_size, options.slice_attention)
    takes = durations.estimate(asked) if made.fits else None
    tools = Tools() if options.machine else tools_here()  # another machine is taken to have what it needs
    ahead = partial(durations.ahead, asked, options.count)
    quicker = accelerated(machine, made.precisions, tools, options.compile, ahead, bool(checkpoint.stages))
    needs = f"needs about {bytes_shown(made.needed)} of memory, {bytes_shown(made.available)} can be used"
    lines = [
        f"{made.device}, {made.dtype}",
        needs,
        *([] if takes is None else [f"takes {about_time(takes.seconds)} a picture"]),
    ]
    lines += [rule.why for rule in report.rules(machine, made, quicker)]
    out(report.plan_as_fields(machine, made, quicker, takes), options.json, "\n".join(lines))
    return 0


def _usual(checkpoint: models.Checkpoint, options: argparse.Namespace) -> Request:
    """Return a request as a checkpoint is usually asked, with what was named. Raises for what is not there."""
    width, height = options.size or checkpoint.size
    given = {name: value for name in _BESIDE if (value := getattr(options, name)) is not None}
    given["controls"] = [{"model": each, "image": "planned"} for each in options.controls or ()]
    asked = Request(
        prompt="",
        seed=0,
        width=width,
        height=height,
        steps=options.steps or checkpoint.steps,
        guidance_scale=checkpoint.guidance_scale,
        model=checkpoint.id,
        **given,
    )
    for kind, names in (
        ("controlnet", [each.model for each in asked.controls]),
        ("lora", [each.model for each in asked.loras]),
        ("upscaler", [asked.upscaler] if asked.upscaler else []),
        ("vae", [asked.vae] if asked.vae else []),
    ):
        for each in names:
            models.check_fits(models.addon(each, kind), checkpoint)
    if asked.refiner is not None:
        fits.refiner(asked.refiner)
    return asked


def _durations(options: argparse.Namespace, machine: Machine) -> Durations:
    """Return what this machine's pictures taught; of another machine only what is to be expected is known."""
    expected = speed_here(machine)
    return durations_of(options, expected) if machine == machine_of(options) else Durations([], expected)


def check(options: argparse.Namespace) -> int:
    """Check every promise of the library; 1 if one does not hold."""
    with Library.open(places_of(options)) as library, counting("Looking at pictures") as on_progress:
        checks = verify(library, on_progress)
    for check in checks:
        words = "".join(f"\n    {each}" for each in check.found)
        state = "ok" if check.holds else check.count
        text = f"{check.id:3} {state:>6}  {PROMISES[check.name]}{words}"
        out(asdict(check), options.json or not sys.stdout.isatty(), text)  # in a pipe, JSON as well
    return 0 if all(check.holds for check in checks) else 1


def tell_doctor(options: argparse.Namespace) -> int:
    """Say what this machine is and which rules apply; with a self-test, 1 if something is not as it should be."""
    places = places_of(options)
    chosen = settings.load(places)
    fields = report.report(machine_of(options), chosen, places)
    checks: list[Check] = []
    if options.self_test:
        with counting("Drawing") as on_progress:
            checks = run_self_test(chosen.device, on_progress)
        fields["self_test"] = [asdict(each) for each in checks]
    out(fields, options.json, report.as_text(fields))
    return 0 if all(each.passed for each in checks) else 1
