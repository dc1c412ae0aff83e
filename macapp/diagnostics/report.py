"""What this machine is, which rules fired and why: for `macapp doctor`, `macapp plan` and the window. No torch.

Any thread.
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
from macapp.system import metal, storage
from macapp.system.machine import Machine, package_version
from macapp.system.paths import LibraryPaths

_TELLING = re.compile(
    "PYTORCH|TORCH|HF_|HUGGINGFACE_|TRANSFORMERS_|DIFFUSERS_|XDG_|MTL_|METAL_|OMP_|MKL_|KMP_|OPENBLAS_|CUDA_|QT_|DYLD_"
    "|LD_LIBRARY|PYTHON|MALLOC_"
)
_SECRET = ("TOKEN", "KEY", "SECRET", "PASSWORD", "AUTH")
_PACKAGES = ("torch", "diffusers", "transformers", "safetensors", "pillow", "PySide6-Essentials")


@dataclass(frozen=True)
class Rule:
    """A rule about the hardware, whether it fired here, and why."""

    name: str
    fired: bool
    why: str


def evaluate_rules(machine: Machine, made: Plan, quicker: Acceleration) -> list[Rule]:
    """Return every rule with what it decided, in words."""
    return [
        *(Rule("requirement", True, message_for(each)) for each in missing_requirements(machine)),
        *(Rule("known trouble", True, message_for(each)) for each in known_issues(machine)),
        Rule("half precision", made.dtype != FLOAT32, message_for(made.precisions_reason)),
        Rule("slice attention", made.slice_attention, message_for(made.slice_attention_reason)),
        Rule("warm up", made.warm_up, message_for(made.warm_up_reason)),
        Rule("pad heads", made.pad_heads, message_for(made.pad_heads_reason)),
        Rule("drop text encoders", made.savings.text_encoder_dropped, message_for(made.text_encoder_reason)),
        Rule("guidance in two passes", made.savings.guidance_in_two, message_for(made.guidance_reason)),
        Rule("decode in tiles", made.savings.vae_tiled, message_for(made.vae_tiling_reason)),
        Rule("bound memory", True, message_for(made.available_reason)),
        Rule("channels last", quicker.channels_last, message_for(quicker.channels_last_reason)),
        Rule("TF32", quicker.tf32, message_for(quicker.tf32_reason)),
        Rule("compile", quicker.compile, message_for(quicker.compile_reason)),
        Rule("one after another", True, message_for(Reason("iterate"))),
        *_of_libraries(),
        Rule("refuse the size", not made.fits, message_for(made.refused) if made.refused else _fits(made)),
    ]


def _of_libraries() -> list[Rule]:
    """Return what the installed libraries are too old for, the kinds of each reason together."""
    reasons: dict[tuple[Value, ...], set[str]] = {}
    for kind in FAMILIES.values():
        if (old := kind.missing_dependency()) is not None:
            reasons.setdefault((old.data["name"], old.data["least"], old.data["version"]), set()).add(kind.name)
    found = [
        Reason("kinds-need", {"names": ", ".join(sorted(kinds)), "name": name, "least": least, "version": version})
        for (name, least, version), kinds in reasons.items()
    ]
    return [Rule("libraries", bool(found), message_for(each)) for each in found or [Reason("libraries-do")]]


def plan_to_dict(machine: Machine, made: Plan, quicker: Acceleration, takes: Estimate | None = None) -> dict[str, Any]:
    """Return a plan, what is done to be quicker, and how long a picture takes, as `macapp plan --json` prints them.

    `requirements`, `known_issues` and `libraries` hold the sentences of the text output. A machine that lacks a
    requirement cannot run the plan: then `refused` says why, whatever the size.
    """
    refused = next((each for each in missing_requirements(machine) if is_required(each)), made.refused)
    return {
        "requirements": [message_for(each) for each in missing_requirements(machine)],
        "known_issues": [message_for(each) for each in known_issues(machine)],
        "libraries": [each.why for each in _of_libraries()],
        "device": made.device,
        "dtype": made.dtype,
        "dtype_why": message_for(made.precisions_reason),
        "dtypes": {
            "denoiser": made.precisions.denoiser,
            "text_encoder": made.precisions.rest,
            "vae": made.precisions.vae,
        },
        "slice_attention": made.slice_attention,
        "slice_attention_why": message_for(made.slice_attention_reason),
        "warm_up": made.warm_up,
        "warm_up_why": message_for(made.warm_up_reason),
        "pad_heads": made.pad_heads,
        "pad_heads_why": message_for(made.pad_heads_reason),
        "attention": made.attention,
        "channels_last": quicker.channels_last,
        "channels_last_why": message_for(quicker.channels_last_reason),
        "tf32": quicker.tf32,
        "tf32_why": message_for(quicker.tf32_reason),
        "compile": quicker.compile,
        "compile_why": message_for(quicker.compile_reason),
        "text_encoder": "dropped" if made.savings.text_encoder_dropped else "kept",
        "text_encoder_why": message_for(made.text_encoder_reason),
        "guidance": "in two passes" if made.savings.guidance_in_two else "batched",
        "guidance_why": message_for(made.guidance_reason),
        "vae_tiling": made.savings.vae_tiled,
        "vae_tiling_why": message_for(made.vae_tiling_reason),
        "weights_bytes": made.weights,
        "peak_bytes": made.peak,
        "needed_bytes": made.needed,
        "available_bytes": made.available,
        "available_why": message_for(made.available_reason),
        "fits": refused is None,
        "refused": message_for(refused) if refused else None,
        "largest_size": _size(made.largest_size),
        "seconds": None if takes is None else round(takes.seconds, 2),
        "seconds_from": None if takes is None else takes.source,
    }


def report(machine: Machine, settings: Settings, places: LibraryPaths) -> dict[str, Any]:
    """Return everything that is known here, as `macapp doctor --json` prints it."""
    fields: dict[str, Any] = {
        "easel": __version__,
        "python": platform.python_version(),
        "packages": {name: package_version(name) for name in _PACKAGES},
        "chip": machine.chip,
        "arch": machine.arch,
        "gpu_cores": metal.gpu_core_count(),
        "ram": format_bytes(machine.ram),
        "working_set": None if machine.working_set is None else format_bytes(machine.working_set),
        "macos": machine.macos,
        "device": machine.device,
        "start": _redacted(message_for(wrong)) if (wrong := launch_problem(detect_launch(machine))) else None,
        "pictures": _unnamed(places.pictures),
        "index": _unnamed(places.index),
        "logs": _unnamed(places.logs),
        "library": _library(places),
        "last_crash": _last_crash(places),
        "environment": relevant_environment(os.environ),
        "free": format_bytes(storage.free_bytes(places.pictures)),
        "models": [each.id for each in models.installed_checkpoints()],
        "model": _redacted(settings.model),
    }
    try:
        checkpoint = models.find_checkpoint(settings.model)
    except EaselError as error:
        return {**fields, "rules": [], "model_fault": _redacted(message_for(error))}
    made = make_plan(machine, checkpoint.architecture, checkpoint.size, settings.slice_attention)
    quicker = choose_acceleration(machine, made.precisions, detect_toolchain(), settings.compile)
    return {**fields, "rules": [vars(each) for each in evaluate_rules(machine, made, quicker)]}


def format_report(fields: dict[str, Any]) -> str:
    """Return a report for people to read."""
    lines = [
        f"{name.replace('_', ' '):12} {format_value(value)}"
        for name, value in fields.items()
        if name not in ("rules", "self_test") and value
    ]
    tried = [
        f"{'ok    ' if each['passed'] else 'FAILED'}  {each['name']}: {format_value(each['seen'])}"
        for each in fields.get("self_test", ())
    ]
    fired = [f"{'x' if rule['fired'] else ' '}  {rule['why']}" for rule in fields["rules"]]
    return "\n".join([*lines, "", "Rules (x: it fired)", *fired, *(["", "Self-test"] if tried else []), *tried])


def relevant_environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that change what PyTorch, the hub's library, Qt or the loader do; no secret, no name."""
    return {
        name: _redacted(value)
        for name, value in sorted(variables.items())
        if _TELLING.match(name) and not any(word in name for word in _SECRET)
    }


def _library(places: LibraryPaths) -> dict[str, Any] | str:
    """Return what is in a library and whether its index is whole; it is not made if it is not there."""
    if not places.database.exists():
        return "not made yet"
    try:
        with Library.open(places) as library:
            return {
                "pictures": library.pictures.count(),
                "waiting": library.queue.count_waiting(),
                "failed": len(library.queue.failed()),
                "whole": library.integrity_quick(),
                "connected": library.spill.is_connected,
            }
    except EaselError as error:
        return _redacted(message_for(error))


def _last_crash(places: LibraryPaths) -> dict[str, str] | None:
    """Return when the last crash was found, what ended it, and where it was: the innermost line of its first thread."""
    try:
        said = storage.read_text(places.crash_report, storage.SMALL, errors="replace")
        when = datetime.fromtimestamp(places.crash_report.stat().st_mtime).astimezone()
    except OSError:
        return None
    lines = [each.strip() for each in said.splitlines() if each.strip()]
    if not lines:
        return None
    inside = next((each for each in lines if each.startswith("File ")), "")
    return {"found": when.isoformat(timespec="minutes"), "by": lines[0][:200], "in": _redacted(inside)[:300]}


def _redacted(text: str) -> str:
    """Return text without the home folder's name."""
    return text.replace(str(Path.home()), "~")


def _unnamed(path: Path) -> str:
    """Return a path without who it belongs to: a report is sent to others."""
    return _redacted(str(path))


def _fits(made: Plan) -> str:
    return f"The size fits; up to {_size(made.largest_size)} would."


def _size(size: tuple[int, int] | None) -> str | None:
    return f"{size[0]}x{size[1]}" if size else None


def format_value(value: Any) -> str:
    """Return a value of a report for people to read."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{name} {format_value(each)}" for name, each in value.items())
    return ", ".join(map(format_value, value)) if isinstance(value, list) else str(value)
