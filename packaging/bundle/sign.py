"""Sign the bundle: ad hoc, which costs nothing and names nobody, or with a certificate of Apple.

    EASEL_IDENTITY    the name of the certificate, "Developer ID Application: ..."; without it, ad hoc

Apple silicon runs no unsigned program. The hardened runtime, which notarisation requires, needs a certificate: with an
ad hoc signature it would refuse our own libraries. The innermost files are signed first, so that each signature covers
its content.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from bundle.build_step import Refused, need_program, run

IDENTITY = "EASEL_IDENTITY"
AD_HOC = "-"
ENTITLEMENTS = Path(__file__).with_name("entitlements.plist")
MACH_O = {b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\xbe\xba\xfe\xca"}
"""The first bytes of a program or library for one architecture, and for several."""


def identity() -> str:
    """Return the certificate that the environment names, or the mark of an ad hoc signature."""
    return os.environ.get(IDENTITY, "").strip() or AD_HOC


def sign(app: Path) -> str:
    """Sign a bundle and let macOS verify it; return the kind of signature. Raises `Refused` or `Skipped`."""
    codesign = need_program("codesign", "A signature")
    if not app.is_dir():
        raise Refused(f"There is no {app.name} to sign: freeze it first.")
    who = identity()
    if who != AD_HOC:
        check_identity(who, run("security", "find-identity", "-p", "codesigning"))
    for each in (*app.rglob("*.dSYM"),):
        shutil.rmtree(each)
    for each in (*parts(app), app):
        run(codesign, *options(who, program=each == app), each)
    run(codesign, "--verify", "--deep", "--strict", app)
    return "signed ad hoc" if who == AD_HOC else f"signed by {who}"


def options(who: str, program: bool) -> list[str]:
    """Return the options of codesign: the hardened runtime only with a certificate, entitlements only for the
    program."""
    if who == AD_HOC:
        return ["--force", "--sign", AD_HOC]
    hardened = ["--force", "--sign", who, "--timestamp", "--options", "runtime"]
    return [*hardened, "--entitlements", str(ENTITLEMENTS)] if program else hardened


def parts(app: Path) -> list[Path]:
    """Return the files to sign in a bundle, the innermost first: libraries, programs, then frameworks."""
    frameworks = [each for each in app.rglob("*.framework") if each.is_dir() and not each.is_symlink()]
    files = [each for each in _files(app) if each.parent != app / "Contents" / "MacOS"]
    return sorted((*files, *frameworks), key=lambda each: (-len(each.parts), str(each)))


def check_identity(who: str, listed: str) -> None:
    """Raise `Refused` unless `security find-identity` lists a certificate as valid."""
    lines = [line for line in listed.splitlines() if f'"{who}"' in line or re.search(rf"\b{re.escape(who)}\b", line)]
    if not lines:
        raise Refused(f"There is no certificate {who} in the keychain: import it, or name another in {IDENTITY}.")
    faults = [match[1] for line in lines if (match := re.search(r"\((CSSMERR_\w+)\)", line))]
    if len(faults) == len(lines):
        why = "has expired" if "EXPIRED" in faults[0] else f"cannot be used ({faults[0]})"
        raise Refused(f"The certificate {who} {why}: get a new one from Apple, or sign ad hoc without {IDENTITY}.")


def _files(app: Path) -> Iterator[Path]:
    for each in app.rglob("*"):
        if each.is_file() and not each.is_symlink():
            with each.open("rb") as file:
                if file.read(4) in MACH_O:
                    yield each
