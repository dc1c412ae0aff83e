"""The figures of a benchmark as rows of a Markdown table, with the name of their machine."""

import os
import platform
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.metadata import version
from typing import Any

from macapp.system.machine import detect_machine
from macapp.system.macos import macos_version

UNITS = {"s": 3, "ms": 1, "MB": 0, "%": 2, "it/s": 2, "": 2}
"""Units of figures with their number of decimal places; an empty unit is a ratio."""


@dataclass(frozen=True)
class Row:
    """One figure of a benchmark, and its limit."""

    subject: str
    figure: float | None
    """None if not measured; `more` says why"""
    unit: str = ""
    """of `UNITS`"""
    bar: float | None = None
    more: str = ""
    """a note: the number of measurements, or the reference of a ratio"""

    @property
    def is_over(self) -> bool:
        """Whether the figure, as shown, is over its limit."""
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


def format_line(cells: Iterable[str]) -> str:
    """Return one line of a table in Markdown."""
    return f"| {' | '.join(cells)} |"


HEAD = "\n".join([format_line(("subject", "figure", "bar")), "|---|---|---|"])


def describe_machine() -> str:
    """Return the machine of the figures in one line."""
    macos, kernel = macos_version(), platform.release().split("-")[0]
    system = f"macOS {macos}" if macos else f"{platform.system()} {kernel}"
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()
    libraries = [f"{name} {version(package)}" for name, package in (("PyTorch", "torch"), ("diffusers", "diffusers"))]
    return ", ".join(
        [detect_machine().chip, f"{cores} cores", system, f"Python {platform.python_version()}", *libraries]
    )


def run_benchmark(name: str, model: str) -> list[dict[str, Any]]:
    """Return the rows of a named benchmark as plain values; `model` is the folder of a model to use."""
    return [asdict(each) for each in import_module(f"tests.benchmarks.{name}").rows(model)]
