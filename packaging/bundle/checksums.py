"""Checksums of what is published, as `shasum --check` reads them."""

import hashlib
from pathlib import Path

from bundle.build_step import Skipped

NAME = "SHA256SUMS"
PUBLISHED = ("*.dmg", "*.cdx.json")
BLOCK = 2**20


def write(dist: Path) -> str:
    """Write the checksums of all that is to be published; returns how many there are. Raises `Skipped` for none."""
    files = sorted(each for pattern in PUBLISHED for each in dist.glob(pattern))
    if not files:
        raise Skipped(f"There is nothing in {dist.name} that would be published.")
    lines = [f"{digest(each)}  {each.name}\n" for each in files]
    (dist / NAME).write_text("".join(lines))
    return f"{NAME}: {', '.join(each.name for each in files)}"


def digest(file: Path) -> str:
    """Return a file's SHA-256 in hexadecimal."""
    found = hashlib.sha256()
    with file.open("rb") as opened:
        while block := opened.read(BLOCK):
            found.update(block)
    return found.hexdigest()
