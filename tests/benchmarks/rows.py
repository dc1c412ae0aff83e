"""A benchmark's figures as rows of one table, in Markdown, under the name of the machine that they are from."""

import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.metadata import version
from typing import Any

from macapp.system.machine import detect_machine

UNITS = {"s": 3, "ms": 1, "MB": 0, "%": 2, "it/s": 2, "": 2}
"""What a figure may be of, and with how many digits behind the point it is shown; nothing is a ratio."""


@dataclass(frozen=True)
class Row:
    """One figure of a benchmark, and the most that it may be."""

    subject: str
    figure: float | None
    """None where it was not measured; `more` says why"""
    unit: str = ""
    """of `UNITS`"""
    bar: float | None = None
    more: str = ""
    """what has to be known beside the figure: of how many, or of what it is the ratio"""

    @property
    def is_over(self) -> bool:
        """Whether the figure, as it is shown, is over its bar."""
        return None not in (self.figure, self.bar) and float(self._digits(self.figure)) > float(self._digits(self.bar))

    def cells(self) -> tuple[str, str, str]:
        """Return what the table shows."""
        figure = "" if self.figure is None else self._shown(self.figure) + (": over" if self.is_over else "")
        more = f"({self.more})" if figure and self.more else self.more
        bar = "" if self.bar is None else f"{self.bar:,g} {self.unit}".strip()
        return self.subject, f"{figure} {more}".strip(), bar

    def _digits(self, value: float | None) -> str:
        return f"{value or 0:.{UNITS[self.unit]}f}"

    def _shown(self, value: float) -> str:
        return f"{value:,.{UNITS[self.unit]}f} {self.unit}".strip()


def line(cells: Iterable[str]) -> str:
    """Return one line of a table in Markdown."""
    return f"| {' | '.join(cells)} |"


HEAD = "\n".join([line(("subject", "figure", "bar")), "|---|---|---|"])


def machine() -> str:
    """Return what the figures are from, in one line."""
    macos, kernel = platform.mac_ver()[0], platform.release().split("-")[0]
    system = f"macOS {macos}" if macos else f"{platform.system()} {kernel}"
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    libraries = [f"{name} {version(package)}" for name, package in (("PyTorch", "torch"), ("diffusers", "diffusers"))]
    return ", ".join(
        [detect_machine().chip, f"{cores} cores", system, f"Python {platform.python_version()}", *libraries]
    )


def measured(name: str, model: str) -> list[dict[str, Any]]:
    """Return the rows of the benchmark of a name as plain values; `model` is the folder of one to draw with."""
    return [asdict(each) for each in import_module(f"tests.benchmarks.{name}").rows(model)]
