"""The exact sets of packages for Macs: each by its PyTorch, its Python and its oldest macOS."""

import re
from dataclasses import dataclass
from pathlib import Path

CONSTRAINTS = Path(__file__).parent / "constraints"


@dataclass(frozen=True)
class PackageSet:
    """One set: the packages pinned by hand, and the complete set, resolved for arm64 with hashes."""

    name: str
    python: str
    macos: str
    """the oldest version that Easel promises"""

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


CURRENT = PackageSet("current", python="3.11", macos="14.0")
MACOS_13 = PackageSet("macos13", python="3.11", macos="13.0")
LEGACY = PackageSet("legacy", python="3.10", macos="12.6")
SETS = (CURRENT, MACOS_13, LEGACY)
