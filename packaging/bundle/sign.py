"""Signatures: ad hoc, which costs nothing and says nothing of who made it, or with a certificate of Apple's.

    EASEL_IDENTITY    the certificate's name, "Developer ID Application: ..."; without it, ad hoc

Apple silicon runs nothing that is not signed at all. The hardened runtime, which notarisation asks for, comes only with
a certificate: with an ad hoc signature it would refuse our own libraries. Inside out, so that each seal holds what lies
in it.
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
"""The first bytes of a program or library for one architecture, and of one for several."""


def identity() -> str:
    """Return the certificate that the environment names, or the sign of an ad hoc signature."""
    return os.environ.get(IDENTITY, "").strip() or AD_HOC


def sign(app: Path) -> str:
    """Sign a bundle and let macOS look at it; returns what it was signed with. Raises `Refused` or `Skipped`."""
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
    """Return codesign's options: the hardened runtime with a certificate only, entitlements for the program alone."""
    if who == AD_HOC:
        return ["--force", "--sign", AD_HOC]
    hardened = ["--force", "--sign", who, "--timestamp", "--options", "runtime"]
    return [*hardened, "--entitlements", str(ENTITLEMENTS)] if program else hardened


def parts(app: Path) -> list[Path]:
    """Return what is to be signed in a bundle, the innermost first: libraries, programs, then frameworks."""
    frameworks = [each for each in app.rglob("*.framework") if each.is_dir() and not each.is_symlink()]
    files = [each for each in _files(app) if each.parent != app / "Contents" / "MacOS"]
    return sorted((*files, *frameworks), key=lambda each: (-len(each.parts), str(each)))


def check_identity(who: str, listed: str) -> None:
    """Raise `Refused` unless `security find-identity` lists a certificate as one that can be used."""
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
