"""`make audit`: download the wheels of each set and read every binary in them, as macOS does.

The name of a wheel may promise more than its binaries: PySide6 6.12 names macOS 14 and was built for 26. So the header
of each binary is read (macholib). It must have code for arm64, need no later macOS than Easel promises, have a
signature (the kernel ends programs without one), and load no library outside the system and its own wheel. Only one
OpenMP may exist, because two in one process end it. Known and harmless exceptions are in `ALLOWED` with their reasons.
Uses the network; keeps no files.

`audit_bundle` reads every binary of a finished Easel.app in the same way (`python -m bundle audit`), and the SDK that
each was built with: macOS chooses the design of windows, and the number of its version, by that of the program.
"""

import plistlib
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macholib import mach_o
from macholib.MachO import MachO

from constraint_sets import SETS, PackageSet

MAGIC = {bytes.fromhex(each) for each in ("feedfacf", "cffaedfe", "feedface", "cefaedfe", "cafebabe", "cafebabf")}
ARM64 = 0x0100000C
NEVER_LOADED = (mach_o.MH_OBJECT, mach_o.MH_DSYM)
LOADS = (mach_o.LC_LOAD_DYLIB, mach_o.LC_LOAD_WEAK_DYLIB, mach_o.LC_REEXPORT_DYLIB, mach_o.LC_LOAD_UPWARD_DYLIB)
OUR_OWN = ("@rpath/", "@loader_path", "@executable_path", "/usr/lib/", "/System/Library/")
NEW_DESIGN_SDK = (26, 0)
"""From this SDK on, macOS gives a program the design of macOS 26, unless its Info.plist refuses."""
OPENMP = ("libomp", "libiomp", "libgomp")

ALLOWED: Mapping[str, str] = {
    "PySide6/Qt/plugins/sqldrivers/": "links to databases that Macs do not have; Easel uses Python's sqlite3",
}
"""Paths where a foreign library does no harm, and why."""
LATER: Mapping[str, tuple[int, int]] = {"torch-2.8.0: torch/lib/libomp.dylib": (14, 0)}
"""Binaries that state a later macOS than they need, in this release only. The OpenMP of PyTorch 2.8 states macOS 14,
that of 2.6 states macOS 11. It uses nine more functions of the system, all of which macOS 10.15 had (`open`,
`calloc`, ...)."""
FOLDERS_OF_BUILDERS = ("/Users/runner/work/", "/opt/arm64-builds/", "/opt/gfortran-darwin-arm64-cross/")
"""Search paths of the machines that built Pillow, PyTorch and NumPy. No Mac has them, and the loader skips them."""


@dataclass(frozen=True)
class Binary:
    """What a Mach-O file states for arm64."""

    has_arm64: bool
    loaded: bool
    """False for object files and debugging symbols"""
    macos: tuple[int, int] | None
    """the oldest macOS that it states"""
    sdk: tuple[int, int] | None
    """the SDK that it was built with"""
    signed: bool
    libraries: tuple[str, ...]
    """libraries that it loads"""
    folders: tuple[str, ...]
    """folders in which it searches for them"""


def main(names: Sequence[str]) -> int:
    """Audit the named sets, or all of them; return 1 if there is a finding."""
    found = [
        f"{each.name}: {finding}"
        for each in SETS
        if not names or each.name in names
        for finding in audit(each, Path("build/audit"))
    ]
    print("\n".join(found) or "nothing found")
    return 1 if found else 0


def audit(wanted: PackageSet, folder: Path) -> list[str]:
    """Return the findings for the wheels of a set, which are downloaded into a temporary folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as here:
        download = [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"),
            *("--require-hashes", "--only-binary", ":all:", "--platform", wanted.platform, "--dest", here),
            *("--implementation", "cp", "--python-version", wanted.python, "-r", str(wanted.whole)),
        ]
        if subprocess.run(download, check=False).returncode:
            return ["its wheels could not be downloaded"]
        return audit_wheels(sorted(Path(here).glob("*.whl")), tuple(map(int, wanted.macos.split("."))))


def audit_wheels(wheels: Sequence[Path], promised: tuple[int, ...]) -> list[str]:
    """Return the findings for wheels and an oldest macOS, in sentences."""
    found: list[str] = []
    openmp: list[str] = []
    count = 0
    for wheel in wheels:
        release = "-".join(wheel.name.split("-")[:2])
        for name, binary in binaries(wheel):
            count += 1
            least = max(promised, LATER.get(f"{release}: {name}", promised))
            found += [f"{name}: {each}" for each in iter_findings(name, binary, least)]
            if Path(name).name.startswith(OPENMP):
                openmp.append(name)
    if len(openmp) > 1:
        found.append(f"there may be one OpenMP, and there are {len(openmp)}: {', '.join(openmp)}")
    print(f"{len(wheels)} wheels, {count} binaries, OpenMP: {', '.join(openmp)}")
    return found


def audit_bundle(app: Path) -> list[str]:
    """Return the findings for a finished bundle, in sentences, and print how many binaries have which SDK."""
    info = plistlib.loads((app / "Contents" / "Info.plist").read_bytes())
    promised = tuple(map(int, str(info["LSMinimumSystemVersion"]).split(".")))
    files = [each for each in sorted(app.rglob("*")) if not each.is_symlink() and each.is_file() and _is_macho(each)]
    found = {str(each.relative_to(app)): read(each) for each in files}
    findings = [f"{name}: {each}" for name, binary in found.items() for each in iter_findings(name, binary, promised)]
    program = found.get(f"Contents/MacOS/{info['CFBundleExecutable']}")
    if program is None:
        findings.append(f"Contents/MacOS/{info['CFBundleExecutable']} is missing or no program")
    elif (program.sdk or NEW_DESIGN_SDK) >= NEW_DESIGN_SDK and not info.get("UIDesignRequiresCompatibility"):
        findings.append("the program asks for the new design of macOS 26, in which Qt draws artefacts")
    openmp = [name for name in found if Path(name).name.startswith(OPENMP)]
    if len(openmp) > 1:
        findings.append(f"there may be one OpenMP, and there are {len(openmp)}: {', '.join(openmp)}")
    print(f"macOS: {_list_versions(each.macos for each in found.values())}")
    print(f"SDK: {_list_versions(each.sdk for each in found.values())}")
    return findings


def _list_versions(versions: Iterable[tuple[int, int] | None]) -> str:
    """Return how many binaries state which version: "2 of 11.0, 1 of 14.0"."""
    counted = Counter(each for each in versions if each is not None)
    return ", ".join(f"{counted[major, minor]} of {major}.{minor}" for major, minor in sorted(counted))


def _is_macho(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(4) in MAGIC and file.suffix != ".class"


def iter_findings(name: str, binary: Binary, promised: tuple[int, ...]) -> Iterator[str]:
    """Yield the findings for one binary."""
    if not binary.loaded:
        return
    if not binary.has_arm64:
        yield "is not for arm64"
        return
    if binary.macos is None:
        yield "does not say which macOS it needs"
    elif binary.macos > promised:
        yield f"needs macOS {binary.macos[0]}.{binary.macos[1]}"
    if not binary.signed:
        yield "is not signed"
    if not any(each in name for each in ALLOWED):
        yield from (f"loads {each}" for each in binary.libraries if not each.startswith(OUR_OWN))
    usual = (*OUR_OWN, *FOLDERS_OF_BUILDERS)
    yield from (f"looks in {each}" for each in binary.folders if not f"{each}/".startswith(usual))


def binaries(wheel: Path) -> Iterator[tuple[str, Binary]]:
    """Yield every Mach-O file of a wheel with its name."""
    with zipfile.ZipFile(wheel) as archive, tempfile.TemporaryDirectory(dir=wheel.parent) as here:
        for info in archive.infolist():
            with archive.open(info) as file:
                is_one = file.read(4) in MAGIC and not info.filename.endswith(".class")
            if is_one:
                yield info.filename, read(Path(archive.extract(info, here)))


def read(file: Path) -> Binary:
    """Read the header of a Mach-O file."""
    headers = MachO(str(file)).headers
    arm = next((each for each in headers if each.header.cputype == ARM64), None)
    if arm is None:
        loaded = all(each.header.filetype not in NEVER_LOADED for each in headers)
        return Binary(has_arm64=False, loaded=loaded, macos=None, sdk=None, signed=False, libraries=(), folders=())
    commands = [(load.cmd, command, data) for load, command, data in arm.commands]
    versions = [
        (command.minos if number == mach_o.LC_BUILD_VERSION else command.version, command.sdk)
        for number, command, _ in commands
        if number in (mach_o.LC_BUILD_VERSION, mach_o.LC_VERSION_MIN_MACOSX)
    ]
    least, sdk = (_release(each) for each in versions[0]) if versions else (None, None)
    signed = any(number == mach_o.LC_CODE_SIGNATURE for number, _, _ in commands)
    loads, looks_in = (
        tuple(dict.fromkeys(_text(data) for number, _, data in commands if number in kind))
        for kind in (LOADS, (mach_o.LC_RPATH,))
    )
    loaded = arm.header.filetype not in NEVER_LOADED
    return Binary(True, loaded, least, sdk, signed, loads, looks_in)


def _release(packed: Any) -> tuple[int, int]:
    number = int(packed)
    return number >> 16, number >> 8 & 0xFF


def _text(data: bytes) -> str:
    return data.split(b"\0")[0].decode("utf-8", "replace")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
