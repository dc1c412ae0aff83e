"""`python -m bundle STEP...`: run the named steps in order, or all of them."""

import argparse
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence

from bundle import (
    audit_step,
    cask,
    checksums,
    disk_image,
    freeze,
    icon,
    keychain,
    notarise,
    release_notes,
    sbom,
    sign,
    smoke_run,
    verify_bundle,
    wheel,
)
from bundle.build_step import APP, DIST, ROOT, Refused, Skipped, last_output_line

STEPS: Mapping[str, tuple[str, Callable[[], str]]] = {
    "icon": ("draw the icon", lambda: str(icon.write_icns().relative_to(ROOT))),
    "freeze": ("put program, libraries and model into one folder", freeze.freeze),
    "prove": (
        "run the folder in other environments, and compare its pictures with those of the sources",
        verify_bundle.prove,
    ),
    "speed": ("measure its start", verify_bundle.speed),
    "keychain": ("import the certificate of the environment into a separate keychain", keychain.make),
    "sign": ("sign the bundle, ad hoc or with a certificate", lambda: sign.sign(APP)),
    "notarise": ("have Apple notarise it", lambda: notarise.notarise(APP)),
    "staple": ("staple Apple's ticket to it", lambda: notarise.staple(APP)),
    "smoke": ("run the smoke test of the bundle", lambda: smoke_run.smoke_of_bundle(APP)),
    "shown": (
        "run the smoke test on the display, and keep a picture of the window",
        lambda: smoke_run.smoke_on_display(APP, DIST / "window.png"),
    ),
    "audit": ("read every binary of the bundle, as macOS does", lambda: audit_step.audit_app(APP)),
    "image": ("build the disk image", lambda: disk_image.make(APP, DIST)),
    "mounted": ("run the smoke test from the mounted image", lambda: disk_image.try_mounted(DIST)),
    "components": ("list its components as CycloneDX", lambda: sbom.write(DIST)),
    "notes": ("copy the notes of this version from the changelog", lambda: release_notes.write(DIST)),
    "wheel": ("build the wheel", lambda: wheel.write(DIST)),
    "cask": ("write the Homebrew cask of a release", lambda: cask.write(DIST)),
    "sums": ("write the checksums of the files to publish", lambda: checksums.write(DIST)),
    "window-icon": ("draw the icon of the window", lambda: str(icon.write_window_icon().relative_to(ROOT))),
    "forget": ("delete the keychain", keychain.forget),
}

ONLY_NAMED = ("window-icon", "wheel")
"""Steps that change a file of the project or need the network, so they run only by name."""


def main(arguments: Sequence[str]) -> int:
    """Run steps; return 0, or the exit code of the first step that fails."""
    words = "\n".join(f"  {name:11}{what}" for name, (what, _do) in STEPS.items())
    parser = argparse.ArgumentParser(
        prog="bundle", description=words, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("steps", nargs="*", metavar="STEP", help="all of them in this order, if none is named")
    for name in parser.parse_args(arguments).steps or (each for each in STEPS if each not in ONLY_NAMED):
        if name not in STEPS:
            print(f"bundle: there is no step {name}; there are {', '.join(STEPS)}.", file=sys.stderr)
            return 2
        print(f"{name}:", flush=True)
        try:
            print(f"  {STEPS[name][1]()}", flush=True)
        except Skipped as why:
            print(f"  skipped: {why}", flush=True)
        except (Refused, OSError, subprocess.CalledProcessError) as why:
            reason = last_output_line(why) + "." if isinstance(why, subprocess.CalledProcessError) else str(why)
            print(f"bundle: {name}: {' '.join(reason.split())}", file=sys.stderr)
            return Refused.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
