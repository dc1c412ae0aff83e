"""What an import understood: fields of a request, and a report that says what became of each thing in the file."""

import math
import re
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from macapp import models
from macapp.domain.request import (
    CLIP_SKIPS,
    GUIDANCE,
    PROMPT_CHARACTERS,
    SEEDS,
    SIDE_STEP,
    SIDES,
    STEPS,
    normalize_text,
)
from macapp.domain.schedulers import match_scheduler
from macapp.errors import EaselError
from macapp.library.index.rows import fill_missing_fields

MOST_LINES, VALUE_CHARACTERS = 200, 2000


class Outcome(str, Enum):
    """What became of one thing that a file says."""

    UNDERSTOOD = "understood"
    CHANGED = "changed"  # taken over as something near
    UNKNOWN = "unknown"  # Easel has nothing of the kind
    MISSING = "missing"  # a model that is not on this machine


@dataclass(frozen=True)
class ReportLine:
    """One line of an import's report."""

    name: str
    """as the file calls it"""
    value: str
    outcome: Outcome
    used: str = ""
    """what it became, where that is not what it says"""

    def to_list(self) -> list[str]:
        """Return the line as it is kept."""
        return [self.name, self.value, self.outcome.value, self.used]


@dataclass
class ParsedMetadata:
    """What one file tells. Readers fill it in with the methods below; each adds a line to the report."""

    source: str
    """the program that made the picture; empty if the file does not say"""
    known: dict[str, Any] = field(default_factory=dict)
    """fields of a request, each with a value that a request can have"""
    lines: list[ReportLine] = field(default_factory=list)
    created: str | None = None
    _stated_size: tuple[int, int] | None = None

    def set_text(self, name: str, value: object, called: str = "") -> None:
        """Take over a prompt or negative prompt."""
        if value is None:
            return
        kept = normalize_text(str(value))[:PROMPT_CHARACTERS]
        self.known[name] = kept
        self._add_line(called or name, kept, Outcome.UNDERSTOOD)

    def finalize(self, size: tuple[int, int]) -> "ParsedMetadata":
        """Put what only the file's own size tells, and close the report."""
        if self._stated_size is None and self.source:
            self._set_nearest_size(size)
        self.drop_misfits(size)
        del self.lines[MOST_LINES:]
        return self

    def drop_misfits(self, size: tuple[int, int]) -> None:
        """Leave out and report fields that no request can have together; `size` is the file's, in pixels."""
        _request, misfits = fill_missing_fields(self.known, size, self.source)
        for name in sorted(misfits & self.known.keys()):
            self.report_unknown(name, self.known.pop(name))

    def set_steps(self, value: object) -> None:
        """Take over the number of steps."""
        self._set_integer("steps", value, STEPS)

    def set_seed(self, value: object) -> None:
        """Take over the seed, exactly or not at all."""
        self._set_integer("seed", value, SEEDS)

    def set_guidance(self, value: object) -> None:
        """Take over the guidance scale."""
        number = _parse_number(value)
        if number is not None and GUIDANCE[0] <= number <= GUIDANCE[1]:
            self.known["guidance_scale"] = number
            self._add_line("guidance scale", value, Outcome.UNDERSTOOD)
        elif value is not None:
            self._add_line("guidance scale", value, Outcome.UNKNOWN)

    def set_clip_skip(self, value: object) -> None:
        """Take over the layer of the text encoder, counted from one."""
        self._set_integer("clip_skip", value, CLIP_SKIPS)

    def set_variation(self, seed: object, strength: object) -> None:
        """Take over a variation of the seed, if both its seed and its strength are told."""
        other, share = _parse_integer(seed), _parse_number(strength)
        if other is not None and other in SEEDS and share is not None and 0 < share <= 1:
            self.known |= {"variation_seed": other, "variation_strength": share}
            self._add_line("variation", f"{other} at {share:g}", Outcome.UNDERSTOOD)
        else:
            self.report_unknown("variation seed", seed)
            self.report_unknown("variation strength", strength)

    def set_hires(self, scale: object, strength: object) -> None:
        """Take over how far a picture was enlarged and refined; needs the steps to be known already."""
        times, share, steps = _parse_number(scale), _parse_number(strength), self.known.get("steps", 0)
        if times is not None and share is not None and 1 < times <= 4 and share <= 1 and int(steps * share) >= 1:
            self.known |= {"hires_scale": times, "hires_strength": share}
            self._add_line("high resolution", f"{times:g} at {share:g}", Outcome.UNDERSTOOD)
        else:
            self.report_unknown("high resolution", scale)
            self.report_unknown("strength", strength)

    def set_size(self, width: object, height: object) -> None:
        """Take over the size, or the nearest that a request can have."""
        sides = _parse_number(width), _parse_number(height)
        if sides[0] is None or sides[1] is None or min(sides[0], sides[1]) < 1:
            if width is not None or height is not None:
                self._add_line("size", f"{width}x{height}", Outcome.UNKNOWN)
            return
        self._stated_size = int(sides[0]), int(sides[1])
        self._set_nearest_size(self._stated_size)

    def set_scheduler(self, name: object, schedule: object = None) -> None:
        """Take over the sampler; what Easel does not have becomes the nearest that it has, or stays unknown."""
        if not name:
            return
        shown = f"{name} {schedule}" if schedule and str(schedule) not in ("Automatic", "normal") else str(name)
        found, exact = match_scheduler(str(name), str(schedule or ""))
        if found is None:
            self._add_line("scheduler", shown, Outcome.UNKNOWN)
            return
        self.known["scheduler"] = found
        self._add_line("scheduler", shown, Outcome.UNDERSTOOD if exact else Outcome.CHANGED, "" if exact else found)

    def set_model(self, name: object, more: object = None) -> None:
        """Take over the checkpoint by its name; `more` is a hash or the like, for the report."""
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

    def report_unknown(self, name: str, value: object) -> None:
        """Report what Easel has nothing for."""
        if value not in (None, "", [], {}):
            self._add_line(name, value, Outcome.UNKNOWN)

    def report_unused(self, values: dict[str, Any], *taken: str) -> None:
        """Report everything in a mapping but what was taken over."""
        for name, value in list(values.items())[:MOST_LINES]:
            if name not in taken:
                self.report_unknown(name, value)

    def _set_integer(self, name: str, value: object, allowed: range) -> None:
        number = _parse_integer(value)
        if number is not None and number in allowed:
            self.known[name] = number
            self._add_line(name, value, Outcome.UNDERSTOOD)
        elif value is not None:
            self._add_line(name, value, Outcome.UNKNOWN)

    def _set_nearest_size(self, size: tuple[int, int]) -> None:
        near = tuple(min(max(round(each / SIDE_STEP) * SIDE_STEP, SIDES[0]), SIDES[-1]) for each in size)
        self.known["width"], self.known["height"] = near
        exact = near == size
        used = "" if exact else f"{near[0]}x{near[1]}"
        self._add_line("size", f"{size[0]}x{size[1]}", Outcome.UNDERSTOOD if exact else Outcome.CHANGED, used)

    def _add_line(self, name: str, value: object, verdict: Outcome, used: str = "") -> None:
        if len(self.lines) < MOST_LINES:
            shown = normalize_text(value if isinstance(value, str) else str(value)[: 2 * VALUE_CHARACTERS])
            self.lines.append(ReportLine(normalize_text(name)[:100], shown[:VALUE_CHARACTERS], verdict, used))


def _parse_integer(value: object) -> int | None:
    """Return a whole number that may be written as text, in any script's digits; None if it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if math.isfinite(value) and value == int(value) else None
    text = str(value).strip() if isinstance(value, str) else ""
    return int(text) if re.fullmatch(r"[+-]?\d{1,40}", text) else None


def _parse_number(value: object) -> float | None:
    """Return a finite number that may be written as text, with a point or a comma; None if it is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value.strip().replace(",", ".")) if isinstance(value, str) else float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
