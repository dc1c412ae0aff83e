"""Audit the finished bundle: what each of its binaries states about macOS, its SDK, its signature and its libraries."""

from pathlib import Path

from audit import audit_bundle
from bundle.build_step import Refused, Skipped


def audit_app(app: Path) -> str:
    """Return that nothing was found; raises `Refused` with the findings, or `Skipped` if there is no bundle."""
    if not app.is_dir():
        raise Skipped(f"There is no {app.name}: only a Mac can build it.")
    if found := audit_bundle(app):
        raise Refused("; ".join(found))
    return "nothing found"
