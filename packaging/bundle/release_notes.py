"""Write the notes of a release, which are the section of this version in the changelog.

EASEL_TAG    the tag of the release, such as v0.1.0; it must match this version
"""

import os
import re
from pathlib import Path

from bundle.build_step import ROOT, Refused
from macapp import __version__

CHANGELOG = ROOT / "CHANGELOG.md"
NAME = "notes.md"


def write(dist: Path, changelog: Path = CHANGELOG) -> str:
    """Write the notes; return their length. Raises `Refused` for the tag of another version, or missing notes."""
    tag = os.environ.get("EASEL_TAG", "")
    if tag and tag != f"v{__version__}":
        raise Refused(f"The tag {tag} is not that of version {__version__}: tag v{__version__}.")
    found = extract_notes(__version__, changelog.read_text(encoding="utf-8"))
    dist.mkdir(parents=True, exist_ok=True)
    (dist / NAME).write_text(found, encoding="utf-8")
    return f"{NAME}: {len(found.splitlines())} lines"


def extract_notes(version: str, changelog: str) -> str:
    """Return the section of a version in a changelog, without its heading; raises `Refused` if it is empty."""
    parts = re.split(r"^## (.+)$", changelog, flags=re.MULTILINE)[1:]
    for heading, text in zip(parts[::2], parts[1::2], strict=True):
        if heading.split()[0] == version and text.strip():
            return f"{text.strip()}\n"
    raise Refused(f"The changelog has no notes for version {version}.")
