"""The commands that change nothing: list, show, search, queue, plan, verify, doctor."""

import argparse
import sys
from dataclasses import asdict
from functools import partial

from macapp import models, settings
from macapp.cli.context import format_line, library_paths, load_durations, selected_machine
from macapp.cli.progress import progress_bar
from macapp.console import print_result
from macapp.diagnostics import report
from macapp.diagnostics.self_test import SelfTestResult, run_self_test
from macapp.diagnostics.system_checks import run_system_checks
from macapp.domain.request import Request
from macapp.domain.units import format_approximate_duration, format_bytes
from macapp.errors import BadRequest
from macapp.library import Library
from macapp.library.durations import Durations
from macapp.library.metadata import importers
from macapp.library.verify import verify
from macapp.messages import INVARIANTS
from macapp.models import fits
from macapp.models.cost import machine_tflops
from macapp.models.references import check_reference_count
from macapp.models.resolved import resolve_available
from macapp.planning.acceleration import Toolchain, choose_acceleration, detect_toolchain, without_repeated_blocks
from macapp.planning.plan import make_plan
from macapp.system.machine import Machine, detect_machine, with_overrides
from macapp.workflow import request_builder

_PLAN_FIELDS = ("loras", "hires_scale", "hires_strength", "refiner", "refiner_start", "upscale", "vae", "upscaler")
"""The options of `macapp plan` that are fields of a request."""


def list_pictures(options: argparse.Namespace) -> int:
    """List the pictures, newest first."""
    places, left, before = library_paths(options), options.limit, None
    with Library.open(places) as library:
        while left > 0 and (page := library.pictures.newest(min(left, 500), before)):
            for picture in page:
                print_result(request_builder.to_dict(picture, places), options.json, format_line(picture))
            left, before = left - len(page), page[-1].id
    return 0


def show_picture(options: argparse.Namespace) -> int:
    """Show how a picture was made."""
    places = library_paths(options)
    with Library.open(places) as library:
        picture = library.pictures.find(options.id)
        fields = request_builder.to_dict(picture, places)
        if not picture.is_ours:
            fields["report"] = [
                line.to_list() for line in importers.load_report(library.pictures.import_report(picture))
            ]
    text = "\n".join(f"{name.replace('_', ' '):16} {value}" for name, value in fields.items() if value is not None)
    print_result(fields, options.json, text)
    return 0


def search_pictures(options: argparse.Namespace) -> int:
    """List the pictures that match a search."""
    places = library_paths(options)
    with Library.open(places) as library:
        numbers = library.pictures.search(" ".join([*options.query, *options.word]), options.sort)[: options.limit]
        for start in range(0, len(numbers), 500):
            for picture in library.pictures.by_row_numbers(numbers[start : start + 500]):
                print_result(request_builder.to_dict(picture, places), options.json, format_line(picture))
    return 0


def list_queue(options: argparse.Namespace) -> int:
    """List the jobs that wait, run or failed."""
    places = library_paths(options)
    with Library.open(places) as library:
        for job in library.queue.unfinished() + library.queue.failed():
            print_result(request_builder.to_dict(job, places), options.json, format_line(job))
    return 0


def show_plan(options: argparse.Namespace) -> int:
    """Show what Easel would do, here or on another machine."""
    checkpoint = models.find_checkpoint(options.model)
    machine = with_overrides(options.machine, selected_machine(options))
    request, durations = _planned_request(checkpoint, options), _durations(options, machine)
    architecture = resolve_available(request, checkpoint).architecture
    plan = make_plan(machine, architecture, request.refined_size, options.slice_attention)
    estimate = durations.estimate(request) if plan.fits else None
    tools = Toolchain() if options.machine else detect_toolchain()  # another machine is assumed to have every tool
    ahead = partial(durations.forecast, request, options.count)
    acceleration = choose_acceleration(machine, plan.precisions, tools, options.compile, ahead)
    if checkpoint.stages:
        acceleration = without_repeated_blocks(acceleration)
    needs = f"needs about {format_bytes(plan.needed)} of memory, {format_bytes(plan.available)} is available"
    lines = [
        f"{plan.device}, {plan.dtype}",
        needs,
        *([] if estimate is None else [f"takes {format_approximate_duration(estimate.seconds)} per picture"]),
    ]
    lines += [rule.why for rule in report.evaluate_rules(machine, plan, acceleration)]
    print_result(report.plan_to_dict(machine, plan, acceleration, estimate), options.json, "\n".join(lines))
    return 0


def _planned_request(checkpoint: models.Checkpoint, options: argparse.Namespace) -> Request:
    """Return a request with the defaults of a checkpoint and the given options.

    Raises `BadRequest` or `MachineError` for an adapter, an upscaler or a refiner that is missing or does not fit.
    """
    width, height = options.size or checkpoint.size
    given = {name: value for name in _PLAN_FIELDS if (value := getattr(options, name)) is not None}
    given["references"] = ["planned"] * _count_references(checkpoint, options.references)
    given["controls"] = [{"model": each, "image": "planned"} for each in options.controls or ()]
    request = Request(
        prompt="",
        seed=0,
        width=width,
        height=height,
        steps=options.steps or checkpoint.steps,
        guidance_scale=checkpoint.guidance_scale,
        model=checkpoint.id,
        **given,
    )
    check_reference_count(checkpoint.kind, checkpoint.name, request)
    for kind, model in request.auxiliaries():
        models.check_fits(models.find_auxiliary(model, kind), checkpoint)
    if request.refiner is not None:
        fits.find_refiner(request.refiner)
    return request


def _count_references(checkpoint: models.Checkpoint, wanted: int | None) -> int:
    """Return the number of reference images to plan: as wanted, or the least that the model needs."""
    use = checkpoint.kind.references
    if wanted and use is None:
        raise BadRequest("field-unfit", field="references", model=checkpoint.name, kind=checkpoint.kind.name)
    return int(use is not None and use.is_needed) if wanted is None else max(0, wanted)


def _durations(options: argparse.Namespace, machine: Machine) -> Durations:
    """Return the times learned on this machine; for another machine, only its expected speed."""
    expected = machine_tflops(machine)
    return load_durations(options, expected) if machine == selected_machine(options) else Durations([], expected)


def verify_library(options: argparse.Namespace) -> int:
    """Check every invariant of the library; return 1 if one does not hold."""
    with Library.open(library_paths(options)) as library, progress_bar("Checking pictures") as on_progress:
        checks = verify(library, on_progress)
    for check in checks:
        details = "".join(f"\n    {problem}" for problem in check.found)
        state = "ok" if check.holds else check.count
        text = f"{check.id:3} {state:>6}  {INVARIANTS[check.name]}{details}"
        print_result(asdict(check), options.json or not sys.stdout.isatty(), text)  # in a pipe, JSON as well
    return 0 if all(check.holds for check in checks) else 1


def show_report(options: argparse.Namespace) -> int:
    """Show the facts about this machine and the rules that apply; return 1 if the self-test fails."""
    places = library_paths(options)
    chosen = settings.load(places)
    fields = report.build_report(selected_machine(options), chosen, places)
    checks: list[SelfTestResult] = []
    if options.self_test:
        with progress_bar("Generating") as on_progress:
            checks = run_self_test(chosen.device, on_progress)
        checks += run_system_checks(detect_machine(), places.pictures)
        fields["self_test"] = [asdict(each) for each in checks]
    print_result(fields, options.json, report.format_report(fields))
    return 0 if all(check.passed for check in checks) else 1
