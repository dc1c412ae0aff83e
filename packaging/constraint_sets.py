"""The exact sets of packages: each by its PyTorch, its Pythons and its systems."""

import re
from dataclasses import dataclass
from pathlib import Path

CONSTRAINTS = Path(__file__).parent / "constraints"


@dataclass(frozen=True)
class Target:
    """A machine that a set is promised for."""

    python: str
    system: str
    """macOS with its version, or Linux"""
    architecture: str

    def __str__(self) -> str:
        return f"Python {self.python}, {self.system}, {self.architecture}"


@dataclass(frozen=True)
class PackageSet:
    """One set: the packages pinned by hand, and the complete set, resolved for arm64 with hashes."""

    name: str
    pythons: tuple[str, ...]
    """the minor versions that Easel promises; the complete set is resolved with the first"""
    systems: tuple[str, ...]
    """the versions of macOS that Easel promises"""
    on_linux: bool = False

    @property
    def python(self) -> str:
        """The Python that the complete set is resolved with."""
        return self.pythons[0]

    @property
    def macos(self) -> str:
        """The oldest macOS of the set."""
        return self.systems[0]

    @property
    def targets(self) -> list[Target]:
        """Every machine that the set is promised for."""
        macs = [Target(python, f"macOS {macos}", "arm64") for python in self.pythons for macos in self.systems]
        return macs + [Target(python, "Linux", "x86_64") for python in self.pythons if self.on_linux]

    @property
    def pins(self) -> Path:
        """The file of packages pinned by hand."""
        return CONSTRAINTS / f"{self.name}.txt"

    @property
    def whole(self) -> Path:
        """The file of every package with its hashes; for `pip install --no-deps --require-hashes -r`."""
        return CONSTRAINTS / "hashed" / f"{self.name}.txt"

    @property
    def platform(self) -> str:
        """The platform tag of wheels; from macOS 11 on it has only the major version."""
        return f"macosx_{self.macos.partition('.')[0]}_0_arm64"

    def packages(self) -> list[tuple[str, str]]:
        """Return the names and versions of the complete set."""
        return re.findall(r"^([a-z0-9-]+)==([^\s;]+)", self.whole.read_text(encoding="utf-8"), re.MULTILINE)

    def resolved_targets(self) -> list[str]:
        """Return the machines that the complete set was resolved for, as its file lists them."""
        return re.findall(r"^# - (Python .+)$", self.whole.read_text(encoding="utf-8"), re.MULTILINE)


_NEWER_PYTHONS = ("3.11", "3.12", "3.13")
CURRENT = PackageSet("current", _NEWER_PYTHONS, ("14.0", "15.0", "26.0"), on_linux=True)
MACOS_13 = PackageSet("macos13", _NEWER_PYTHONS, ("13.0",))
LEGACY = PackageSet("legacy", ("3.10",), ("12.6",))  # PyTorch 1.13 has no wheel for a newer Python on a Mac
SETS = (CURRENT, MACOS_13, LEGACY)
