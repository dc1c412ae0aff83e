"""The result of an import: fields of a request, and a report on each setting in the file."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from macapp import models
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.field_values import normalize_text
from macapp.domain.request import CLIP_SKIPS, MAX_LORAS, PROMPT_CHARACTERS, SEEDS, SIDE_STEP, SIDES, STEPS
from macapp.domain.request_fields import GUIDANCE
from macapp.domain.schedulers import match_scheduler
from macapp.errors import EaselError
from macapp.library.index.rows import fill_missing_fields
from macapp.models.catalog import CHECKPOINT

MAX_LINES, VALUE_CHARACTERS = 400, 2000
LORA_WEIGHTS = (-10.0, 10.0)
BRACKETS = re.compile(r"(?<!\\)\[")
"""what weakens words here and in AUTOMATIC1111, and is text in other programs"""
PROMPT_FIELDS = ("prompt", "negative_prompt", "prompt_2", "negative_prompt_2")


class Outcome(str, Enum):
    """The result for one setting in a file."""

    UNDERSTOOD = "understood"
    CHANGED = "changed"  # replaced by the nearest value
    PART = "in part"  # only a part of it is used, or its meaning here is not certain
    UNKNOWN = "unknown"  # Easel has no such setting or value
    MISSING = "missing"  # a model that is not on this computer


@dataclass(frozen=True)
class ReportLine:
    """One line of an import's report."""

    name: str
    """the name in the file"""
    value: str
    outcome: Outcome
    used: str = ""
    """the value that is used, if it differs"""

    def to_list(self) -> list[str]:
        """Return the line as it is stored."""
        return [self.name, self.value, self.outcome.value, self.used]


@dataclass
class ParsedMetadata:
    """The settings in one file. Importers call the methods below; each method adds a line to the report."""

    source: str
    """the program that made the picture; empty if unknown"""
    known: dict[str, Any] = field(default_factory=dict)
    """fields of a request, each with a valid value"""
    lines: list[ReportLine] = field(default_factory=list)
    created: str | None = None
    texts: tuple[str, ...] = ()
    """where the settings were: PNG keywords, or names in `macapp.library.metadata.importers.texts`"""
    _stated_size: tuple[int, int] | None = None
    _more_lines: int = 0

    def set_text(self, name: str, value: object, called: str = "", in_part: bool = False) -> None:
        """Set the prompt or the negative prompt; of a text that is too long, the beginning."""
        if value is None:
            return
        whole = normalize_text(str(value))
        kept = self.known[name] = whole[:PROMPT_CHARACTERS]
        outcome = Outcome.PART if in_part or kept != whole else Outcome.UNDERSTOOD
        self._add_line(called or name.replace("_", " "), kept, outcome)

    def set_negative(self, value: object, in_part: bool = False) -> None:
        """Set the negative prompt; an empty one is only reported."""
        if value:
            self.set_text("negative_prompt", value, in_part=in_part)
        elif value is not None:
            self.report_used("negative prompt", "")

    def mark_in_part(self, *names: str) -> None:
        """Report settings that were understood as used in part: their value here is not certain."""
        for at, line in enumerate(self.lines):
            if line.name in names and line.outcome is Outcome.UNDERSTOOD:
                self.lines[at] = replace(line, outcome=Outcome.PART)

    def mark_notation(self, notation: re.Pattern[str]) -> None:
        """Report prompts as used in part in which `notation` of another program has another meaning here, or none."""
        for name in PROMPT_FIELDS:
            if notation.search(self.known.get(name, "")):
                self.mark_in_part(name.replace("_", " "))

    def mark_installed(self, find: Callable[[str, str], str | None]) -> None:
        """Report models as understood that are on this computer; `find` takes the kind and the name of a model."""
        kinds = {"model": CHECKPOINT, "LoRA": AuxiliaryKind.LORA.value}
        for at, line in enumerate(self.lines):
            name = re.sub(r" \([^()]*\)$", "", line.value)  # without the hash or the weight
            if line.outcome is Outcome.MISSING and line.name in kinds and find(kinds[line.name], name) is not None:
                self.lines[at] = replace(line, outcome=Outcome.UNDERSTOOD)

    def finalize(self, size: tuple[int, int]) -> "ParsedMetadata":
        """Use the size of the file, in pixels, if none was stated, and complete the report."""
        if self._stated_size is None and self.source:
            self._set_nearest_size(size)
        self.drop_misfits(size)
        del self.lines[MAX_LINES:]
        if self._more_lines:
            self.lines[-1] = ReportLine("more fields", f"{self._more_lines + 1}", Outcome.UNKNOWN)
        return self

    def drop_misfits(self, size: tuple[int, int]) -> None:
        """Remove and report fields that are invalid together; `size` is the size of the file in pixels."""
        _request, misfits = fill_missing_fields(self.known, size, self.source)
        for name in sorted(misfits & self.known.keys()):
            self.report_unknown(name, self.known.pop(name))

    def set_steps(self, value: object) -> None:
        """Set the number of steps."""
        self._set_integer("steps", value, STEPS)

    def set_seed(self, value: object) -> None:
        """Set the seed, but only if it is valid exactly as stated."""
        self._set_integer("seed", value, SEEDS)

    def set_guidance(self, value: object) -> None:
        """Set the guidance scale."""
        number = _parse_number(value)
        if number is not None and GUIDANCE[0] <= number <= GUIDANCE[1]:
            self.known["guidance_scale"] = number
            self._add_line("guidance scale", value, Outcome.UNDERSTOOD)
        elif value is not None:
            self._add_line("guidance scale", value, Outcome.UNKNOWN)

    def set_distilled_guidance(self, distilled: object, scale: object) -> None:
        """Set the guidance of a guidance-distilled model such as FLUX; with it, a `scale` of 1 means none besides.

        With another scale, both act at once. No request states both, so neither is set.
        """
        if distilled is None:
            self.set_guidance(scale)
        elif scale is None or _parse_number(scale) in (0.0, 1.0):
            self.set_guidance(distilled)
            if scale is not None:
                self.report_used("guidance scale without distillation", scale)
        else:
            self.report_unknown("guidance scale", scale)
            self.report_unknown("distilled guidance", distilled)

    def set_clip_skip(self, value: object) -> None:
        """Set the layer of the text encoder, counted from 1."""
        self._set_integer("clip_skip", value, CLIP_SKIPS)

    def set_variation(self, seed: object, strength: object) -> None:
        """Set the variation seed and strength, if both are stated."""
        other, share = _parse_integer(seed), _parse_number(strength)
        if other is not None and other in SEEDS and share is not None and 0 < share <= 1:
            self.known |= {"variation_seed": other, "variation_strength": share}
            self._add_line("variation", f"{other} at {share:g}", Outcome.UNDERSTOOD)
        else:
            self.report_unknown("variation seed", seed)
            self.report_unknown("variation strength", strength)

    def set_hires(self, scale: object, strength: object) -> None:
        """Set the scale and strength of high-resolution refinement. Set the steps first."""
        times, share, steps = _parse_number(scale), _parse_number(strength), self.known.get("steps", 0)
        if times is not None and share is not None and 1 < times <= 4 and share <= 1 and int(steps * share) >= 1:
            self.known |= {"hires_scale": times, "hires_strength": share}
            self._add_line("high resolution", f"{times:g} at {share:g}", Outcome.UNDERSTOOD)
        else:
            self.report_unknown("high resolution", scale)
            self.report_unknown("strength", strength)

    def set_size(self, width: object, height: object) -> None:
        """Set the size, or the nearest valid size."""
        sides = _parse_number(width), _parse_number(height)
        if sides[0] is None or sides[1] is None or min(sides[0], sides[1]) < 1:
            if width is not None or height is not None:
                self._add_line("size", f"{width}x{height}", Outcome.UNKNOWN)
            return
        self._stated_size = int(sides[0]), int(sides[1])
        self._set_nearest_size(self._stated_size)

    def set_scheduler(self, name: object, schedule: object = None) -> None:
        """Set the scheduler, or the nearest available one; report it as unknown if there is none."""
        if not name:
            self.report_unknown("noise schedule", schedule)
            return
        shown = f"{name} {schedule}" if schedule and str(schedule) not in ("Automatic", "normal") else str(name)
        found, exact = match_scheduler(str(name), str(schedule or ""))
        if found is None:
            self._add_line("scheduler", shown, Outcome.UNKNOWN)
            return
        self.known["scheduler"] = found
        self._add_line("scheduler", shown, Outcome.UNDERSTOOD if exact else Outcome.CHANGED, "" if exact else found)

    def set_model(self, name: object, more: object = None) -> None:
        """Set the checkpoint by its name; `more`, such as a hash, is only for the report."""
        if not name:
            return
        kept = normalize_text(str(name))[:200]
        self.known["model"] = kept
        shown = f"{kept} ({more})" if more else kept
        try:
            models.find_checkpoint(kept)
        except EaselError:
            self._add_line("model", shown, Outcome.MISSING)
        else:
            self._add_line("model", shown, Outcome.UNDERSTOOD)

    def set_lora(self, name: object, weight: object = 1) -> None:
        """Add a LoRA by its name. No file is opened because another file names it."""
        amount = _parse_number(weight)
        kept = normalize_text(str(name or ""))[:200]
        loras = self.known.get("loras", [])
        valid = amount is not None and LORA_WEIGHTS[0] <= amount <= LORA_WEIGHTS[1]
        if not kept.strip() or not valid or len(loras) >= MAX_LORAS:
            self.report_unknown("LoRA", f"{name} ({weight})")
            return
        self.known["loras"] = [*loras, {"model": kept, "weight": amount}]
        self._add_line("LoRA", f"{kept} ({amount:g})", Outcome.MISSING)

    def report_used(self, name: str, value: object) -> None:
        """Report a setting that is used without a field of its own, or that is empty."""
        self._add_line(name, value, Outcome.UNDERSTOOD)

    def report_missing(self, name: str, value: object) -> None:
        """Report a model that is named by a prompt or by another site, and is not on this computer."""
        self._add_line(name, value, Outcome.MISSING)

    def report_unknown(self, name: str, value: object) -> None:
        """Report a setting that Easel does not have; an empty one has nothing to use."""
        if value is not None:
            self._add_line(name, value, Outcome.UNDERSTOOD if value in ("", [], {}) else Outcome.UNKNOWN)

    def report_unused(self, values: dict[str, Any], *taken: str, of: str = "") -> None:
        """Report every key of a mapping that is not in `taken`; `of` names the setting that the mapping is about."""
        for name, value in values.items():
            if name not in taken:
                self.report_unknown(f"{of} {name}".lstrip(), "" if value is None else value)

    def _set_integer(self, name: str, value: object, allowed: range) -> None:
        number = _parse_integer(value)
        if number is not None and number in allowed:
            self.known[name] = number
            self._add_line(name, value, Outcome.UNDERSTOOD)
        elif value is not None:
            self._add_line(name, value, Outcome.UNKNOWN)

    def _set_nearest_size(self, size: tuple[int, int]) -> None:
        near = tuple(min(max(round(side / SIDE_STEP) * SIDE_STEP, SIDES[0]), SIDES[-1]) for side in size)
        self.known["width"], self.known["height"] = near
        exact = near == size
        used = "" if exact else f"{near[0]}x{near[1]}"
        self._add_line("size", f"{size[0]}x{size[1]}", Outcome.UNDERSTOOD if exact else Outcome.CHANGED, used)

    def _add_line(self, name: str, value: object, verdict: Outcome, used: str = "") -> None:
        if len(self.lines) >= MAX_LINES:
            self._more_lines += 1
        else:
            shown = normalize_text(value if isinstance(value, str) else str(value)[: 2 * VALUE_CHARACTERS])
            self.lines.append(ReportLine(normalize_text(name)[:100], shown[:VALUE_CHARACTERS], verdict, used))


def _parse_integer(value: object) -> int | None:
    """Return an integer, which may be text with the digits of any script; None if it is not an integer."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if math.isfinite(value) and value == int(value) else None
    text = str(value).strip() if isinstance(value, str) else ""
    return int(text) if re.fullmatch(r"[+-]?\d{1,40}", text) else None


def _parse_number(value: object) -> float | None:
    """Return a finite number, which may be text with a point or a comma; None if it is not a number."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value.strip().replace(",", ".")) if isinstance(value, str) else float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
