"""Facts about this machine, and the rules that apply and why: for `macapp doctor`, `macapp plan` and the window.

No torch. Any thread.
"""

import os
import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from macapp import __version__, models
from macapp.diagnostics.launch import detect_launch, launch_problem
from macapp.domain.units import format_bytes
from macapp.domain.weight_format import WeightFormat
from macapp.errors import EaselError, Reason, Value
from macapp.library import Library
from macapp.library.durations import Estimate
from macapp.messages import message_for
from macapp.models.families import FAMILIES
from macapp.planning.acceleration import Acceleration, choose_acceleration, detect_toolchain
from macapp.planning.known_issues import known_issues
from macapp.planning.plan import Plan, is_required, make_plan, missing_requirements
from macapp.planning.precision import FLOAT32
from macapp.settings import Settings
from macapp.system import storage
from macapp.system.machine import Machine, package_version
from macapp.system.paths import LibraryPaths

_RELEVANT = re.compile(
    "PYTORCH|TORCH|HF_|HUGGINGFACE_|TRANSFORMERS_|DIFFUSERS_|XDG_|MTL_|METAL_|OMP_|MKL_|KMP_|OPENBLAS_|CUDA_|QT_|DYLD_"
    "|LD_LIBRARY|PYTHON|MALLOC_|EASEL_DEVICE"
)
_SECRET = ("TOKEN", "KEY", "SECRET", "PASSWORD", "AUTH")
_PACKAGES = ("torch", "diffusers", "transformers", "safetensors", "pillow", "PySide6-Essentials")


@dataclass(frozen=True)
class Rule:
    """A rule about the hardware, whether it applies here (`fired`), and why."""

    name: str
    fired: bool
    why: str


def evaluate_rules(machine: Machine, plan: Plan, acceleration: Acceleration) -> list[Rule]:
    """Return every rule, whether it applies, and why."""
    is_packed = plan.savings.weight_format is not WeightFormat.FULL
    return [
        *(Rule("requirement", True, message_for(reason)) for reason in missing_requirements(machine)),
        *(Rule("known trouble", True, message_for(reason)) for reason in known_issues(machine)),
        Rule("half precision", plan.dtype != FLOAT32, message_for(plan.precisions_reason)),
        Rule("slice attention", plan.slice_attention, _format_slicing(plan)),
        Rule("warm up", plan.warm_up, message_for(plan.warm_up_reason)),
        Rule("pad heads", plan.pad_heads, message_for(plan.pad_heads_reason)),
        Rule("drop text encoders", plan.savings.text_encoder_dropped, message_for(plan.text_encoder_reason)),
        Rule("guidance in two passes", plan.savings.guidance_in_two, message_for(plan.guidance_reason)),
        Rule("decode in tiles", plan.savings.vae_tiled, message_for(plan.vae_tiling_reason)),
        Rule("fewer bits a weight", is_packed, message_for(plan.weight_format_reason)),
        Rule("bound memory", True, message_for(plan.available_reason)),
        Rule("channels last", acceleration.channels_last, message_for(acceleration.channels_last_reason)),
        Rule("TF32", acceleration.tf32, message_for(acceleration.tf32_reason)),
        Rule("compile", acceleration.compile, message_for(acceleration.compile_reason)),
        Rule("one after another", True, message_for(Reason("iterate"))),
        *_library_rules(),
        Rule("refuse the size", not plan.fits, message_for(plan.refused) if plan.refused else _format_fit(plan)),
    ]


def _format_slicing(plan: Plan) -> str:
    """Return why attention is sliced or not, and how long slices are."""
    reasons = [plan.slice_attention_reason, *[plan.slice_size_reason] * plan.slice_attention]
    return " ".join(message_for(reason) for reason in reasons)


def _library_rules() -> list[Rule]:
    """Return the model families for which the installed libraries are too old, grouped by library and version."""
    families: dict[tuple[Value, ...], set[str]] = {}
    for family in FAMILIES.values():
        if (error := family.missing_dependency()) is not None:
            key = (error.data["name"], error.data["least"], error.data["version"])
            families.setdefault(key, set()).add(family.name)
    reasons = [
        Reason("kinds-need", {"names": ", ".join(sorted(names)), "name": library, "least": least, "version": version})
        for (library, least, version), names in families.items()
    ]
    return [Rule("libraries", bool(reasons), message_for(reason)) for reason in reasons or [Reason("libraries-do")]]


def plan_to_dict(
    machine: Machine, plan: Plan, acceleration: Acceleration, estimate: Estimate | None = None
) -> dict[str, Any]:
    """Return a plan, its acceleration and the time of a picture, as `macapp plan --json` prints them.

    `requirements`, `known_issues` and `libraries` hold the sentences of the text output. A machine that lacks a
    requirement cannot run the plan: then `refused` says why, whatever the size.
    """
    refused = next((reason for reason in missing_requirements(machine) if is_required(reason)), plan.refused)
    return {
        "requirements": [message_for(reason) for reason in missing_requirements(machine)],
        "known_issues": [message_for(reason) for reason in known_issues(machine)],
        "libraries": [rule.why for rule in _library_rules()],
        **_computation_fields(plan),
        **_acceleration_fields(acceleration),
        **_memory_fields(plan),
        "fits": refused is None,
        "refused": message_for(refused) if refused else None,
        "largest_size": _format_size(plan.largest_size),
        "seconds": None if estimate is None else round(estimate.seconds, 2),
        "seconds_from": None if estimate is None else estimate.source,
    }


def _computation_fields(plan: Plan) -> dict[str, Any]:
    return {
        "device": plan.device,
        "dtype": plan.dtype,
        "dtype_why": message_for(plan.precisions_reason),
        "dtypes": {
            "denoiser": plan.precisions.denoiser,
            "text_encoder": plan.precisions.rest,
            "vae": plan.precisions.vae,
        },
        "slice_attention": plan.slice_attention,
        "slice_attention_why": _format_slicing(plan),
        "warm_up": plan.warm_up,
        "warm_up_why": message_for(plan.warm_up_reason),
        "pad_heads": plan.pad_heads,
        "pad_heads_why": message_for(plan.pad_heads_reason),
        "attention": plan.attention,
    }


def _acceleration_fields(acceleration: Acceleration) -> dict[str, Any]:
    return {
        "channels_last": acceleration.channels_last,
        "channels_last_why": message_for(acceleration.channels_last_reason),
        "tf32": acceleration.tf32,
        "tf32_why": message_for(acceleration.tf32_reason),
        "compile": acceleration.compile,
        "compile_why": message_for(acceleration.compile_reason),
    }


def _memory_fields(plan: Plan) -> dict[str, Any]:
    return {
        "text_encoder": "dropped" if plan.savings.text_encoder_dropped else "kept",
        "text_encoder_why": message_for(plan.text_encoder_reason),
        "guidance": "in two passes" if plan.savings.guidance_in_two else "batched",
        "guidance_why": message_for(plan.guidance_reason),
        "vae_tiling": plan.savings.vae_tiled,
        "vae_tiling_why": message_for(plan.vae_tiling_reason),
        "weight_format": plan.savings.weight_format.value,
        "weight_format_why": message_for(plan.weight_format_reason),
        "weights_bytes": plan.weights,
        "peak_bytes": plan.peak,
        "needed_bytes": plan.needed,
        "available_bytes": plan.available,
        "available_why": message_for(plan.available_reason),
    }


def build_report(machine: Machine, settings: Settings, places: LibraryPaths) -> dict[str, Any]:
    """Return all facts about this machine and this library, as `macapp doctor --json` prints them."""
    fields: dict[str, Any] = {
        "easel": __version__,
        "python": platform.python_version(),
        "packages": {name: package_version(name) for name in _PACKAGES},
        "chip": machine.chip,
        "arch": machine.arch,
        "gpu_cores": machine.gpu_cores,
        "ram": format_bytes(machine.ram),
        "working_set": None if machine.working_set is None else format_bytes(machine.working_set),
        "macos": machine.macos,
        "device": machine.device,
        "start": _redact(message_for(problem)) if (problem := launch_problem(detect_launch(machine))) else None,
        "pictures": _redact(str(places.pictures)),
        "index": _redact(str(places.index)),
        "logs": _redact(str(places.logs)),
        "library": _library_fields(places),
        "last_crash": _last_crash(places),
        "environment": relevant_environment(os.environ),
        "free": format_bytes(storage.free_bytes(places.pictures)),
        "models": [checkpoint.id for checkpoint in models.installed_checkpoints()],
        "model": _redact(settings.model),
    }
    try:
        checkpoint = models.find_checkpoint(settings.model)
    except EaselError as error:
        return {**fields, "rules": [], "model_fault": _redact(message_for(error))}
    plan = make_plan(machine, checkpoint.architecture, checkpoint.size, settings.slice_attention)
    acceleration = choose_acceleration(machine, plan.precisions, detect_toolchain(), settings.compile)
    return {**fields, "rules": [vars(rule) for rule in evaluate_rules(machine, plan, acceleration)]}


def format_report(fields: dict[str, Any]) -> str:
    """Return a report as text."""
    lines = [
        f"{name.replace('_', ' '):12} {format_value(value)}"
        for name, value in fields.items()
        if name not in ("rules", "self_test") and value
    ]
    rules = [f"{'x' if rule['fired'] else ' '}  {rule['why']}" for rule in fields["rules"]]
    tests = [
        f"{'ok    ' if test['passed'] else 'FAILED'}  {test['name']}: {format_value(test['seen'])}"
        for test in fields.get("self_test", ())
    ]
    return "\n".join([*lines, "", "Rules (x: applies)", *rules, *(["", "Self-test", *tests] if tests else [])])


def relevant_environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the environment variables that affect PyTorch, the hub, Qt or the loader, without secrets and names."""
    return {
        name: _redact(value)
        for name, value in sorted(variables.items())
        if _RELEVANT.match(name) and not any(word in name for word in _SECRET)
    }


def _library_fields(places: LibraryPaths) -> dict[str, Any] | str:
    """Return the counts of a library and whether its index is intact; a missing library is not created."""
    if not places.database.exists():
        return "not made yet"
    try:
        with Library.open(places) as library:
            return {
                "pictures": library.pictures.count(),
                "waiting": library.queue.count_waiting(),
                "failed": len(library.queue.failed()),
                "whole": library.passes_quick_check(),
                "connected": library.picture_storage.is_connected,
            }
    except EaselError as error:
        return _redact(message_for(error))


def _last_crash(places: LibraryPaths) -> dict[str, str] | None:
    """Return when the last crash was found, its cause, and its place: the innermost line of the first thread."""
    try:
        output = storage.read_text(places.crash_report, storage.MAX_TEXT_FILE_BYTES, errors="replace")
        found = datetime.fromtimestamp(places.crash_report.stat().st_mtime).astimezone()
    except OSError:
        return None
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    if not lines:
        return None
    place = next((line for line in lines if line.startswith("File ")), "")
    return {"found": found.isoformat(timespec="minutes"), "by": lines[0][:200], "in": _redact(place)[:300]}


def _redact(text: str) -> str:
    """Return text with "~" for the home folder: a report is sent to others."""
    return text.replace(str(Path.home()), "~")


def _format_fit(plan: Plan) -> str:
    return f"The size fits. Largest size that fits: {_format_size(plan.largest_size)}."


def _format_size(size: tuple[int, int] | None) -> str | None:
    return f"{size[0]}x{size[1]}" if size else None


def format_value(value: Any) -> str:
    """Return a value of a report as text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{name} {format_value(each)}" for name, each in value.items())
    return ", ".join(map(format_value, value)) if isinstance(value, list) else str(value)
