"""Write the checksums of the published files in the format of `shasum --check`."""

import hashlib
from pathlib import Path

from bundle.build_step import Skipped

NAME = "SHA256SUMS"
PUBLISHED = ("*.dmg", "*.whl", "*.cdx.json", "*.rb")
BLOCK_BYTES = 2**20


def write(dist: Path) -> str:
    """Write the checksums of all files to publish; return their names. Raises `Skipped` if there are none."""
    files = sorted(each for pattern in PUBLISHED for each in dist.glob(pattern))
    if not files:
        raise Skipped(f"There is nothing to publish in {dist.name}.")
    lines = [f"{digest(each)}  {each.name}\n" for each in files]
    (dist / NAME).write_text("".join(lines))
    return f"{NAME}: {', '.join(each.name for each in files)}"


def digest(file: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    found = hashlib.sha256()
    with file.open("rb") as opened:
        while block := opened.read(BLOCK_BYTES):
            found.update(block)
    return found.hexdigest()
