"""The exact sets of packages that are promised for Macs: each by its PyTorch, its Python and the least macOS."""

import re
from dataclasses import dataclass
from pathlib import Path

CONSTRAINTS = Path(__file__).parent / "constraints"


@dataclass(frozen=True)
class PackageSet:
    """One set: what is pinned by hand, and the whole of it, resolved for arm64 with hashes."""

    name: str
    python: str
    macos: str
    """the least that is promised"""

    @property
    def pins(self) -> Path:
        """What is pinned by hand."""
        return CONSTRAINTS / f"{self.name}.txt"

    @property
    def whole(self) -> Path:
        """Every package with its hashes; for `pip install --no-deps --require-hashes -r`."""
        return CONSTRAINTS / "hashed" / f"{self.name}.txt"

    @property
    def platform(self) -> str:
        """What wheels call it; from macOS 11 on by the first number alone."""
        return f"macosx_{self.macos.partition('.')[0]}_0_arm64"

    def packages(self) -> list[tuple[str, str]]:
        """Return the names and versions of the whole set."""
        return re.findall(r"^([a-z0-9-]+)==([^\s;]+)", self.whole.read_text(encoding="utf-8"), re.MULTILINE)


CURRENT = PackageSet("current", python="3.11", macos="14.0")
MACOS_13 = PackageSet("macos13", python="3.11", macos="13.0")
LEGACY = PackageSet("legacy", python="3.10", macos="12.6")
SETS = (CURRENT, MACOS_13, LEGACY)
