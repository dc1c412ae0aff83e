"""The findings of the audit on constructed headers; `make audit` reads the real wheels."""

import plistlib
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from audit import audit_bundle, audit_wheels

ARM64, X86_64 = 0x0100000C, 0x01000007
LIBRARY, OBJECT = 6, 1
SYSTEM = "/usr/lib/libSystem.B.dylib"
ON_14 = (14, 0)


def of(number: int, data: bytes) -> bytes:
    """Return a load command, padded to eight bytes."""
    data += b"\0" * (-len(data) % 8)
    return struct.pack("<II", number, 8 + len(data)) + data


def path(number: int, text: str) -> bytes:
    """Return a command that holds a path: a library to load, or a folder to look in."""
    rest = b"" if number == RPATH else struct.pack("<III", 2, 0, 0)
    return of(number, struct.pack("<I", 12 + len(rest)) + rest + text.encode() + b"\0")


LOAD, RPATH, SIGNATURE, BUILD, LEAST = 0x0C, 0x8000001C, 0x1D, 0x32, 0x24


def header(
    *,
    macos: tuple[int, int] | None = (11, 0),
    sdk: tuple[int, int] = (14, 0),
    signed: bool = True,
    loads: Sequence[str] = (SYSTEM, "@rpath/libtorch.dylib"),
    looks_in: Sequence[str] = ("@loader_path/lib",),
    cpu: int = ARM64,
    kind: int = LIBRARY,
    old_style: bool = False,
) -> bytes:
    """Return the header of a library, with what a linker writes into it."""
    commands = [path(LOAD, each) for each in loads] + [path(RPATH, each) for each in looks_in]
    if macos is not None:
        version, built = (release[0] << 16 | release[1] << 8 for release in (macos, sdk))
        commands.append(
            of(LEAST, struct.pack("<II", version, built))
            if old_style
            else of(BUILD, struct.pack("<IIII", 1, version, built, 0))
        )
    if signed:
        commands.append(of(SIGNATURE, struct.pack("<II", 4096, 16)))
    body = b"".join(commands)
    return struct.pack("<IIIIIIII", 0xFEEDFACF, cpu, 0, kind, len(commands), len(body), 0, 0) + body.ljust(8192, b"\0")


def universal(*slices: tuple[int, bytes]) -> bytes:
    """Return a file that holds a binary for several processors."""
    offset, table, content = 4096, b"", b""
    for cpu, each in slices:
        table += struct.pack(">IIIII", cpu, 0, offset + len(content), len(each), 12)
        content += each
    return (struct.pack(">II", 0xCAFEBABE, len(slices)) + table).ljust(offset, b"\0") + content


def wheel(folder: Path, name: str, release: str = "1.0", /, **files: bytes) -> Path:
    made = folder / f"{name}-{release}-py3-none-any.whl"
    with zipfile.ZipFile(made, "w") as archive:
        for file, content in files.items():
            archive.writestr(f"{name}/{file}", content)
    return made


@pytest.mark.parametrize(
    ("binary", "said"),
    [
        (header(), []),
        (header(macos=(14, 0)), []),
        (header(macos=(14, 4)), ["lib/one.so: needs macOS 14.4"]),
        (header(macos=(26, 0), old_style=True), ["lib/one.so: needs macOS 26.0"]),
        (header(macos=None), ["lib/one.so: does not say which macOS it needs"]),
        (header(signed=False), ["lib/one.so: is not signed"]),
        (header(cpu=X86_64), ["lib/one.so: is not for arm64"]),
        (universal((X86_64, header(cpu=X86_64, macos=(26, 0))), (ARM64, header())), []),
        (universal((X86_64, header(cpu=X86_64)), (ARM64, header(signed=False))), ["lib/one.so: is not signed"]),
        (header(loads=[SYSTEM, "/opt/homebrew/lib/libpq.dylib"]), ["lib/one.so: loads /opt/homebrew/lib/libpq.dylib"]),
        (header(looks_in=["/usr/local/lib"]), ["lib/one.so: looks in /usr/local/lib"]),
        (header(looks_in=["/Users/runner/work/x/lib", "@loader_path"]), []),
        (header(kind=OBJECT, signed=False, macos=None), []),
        (b"\xca\xfe\xba", []),
        (b"import torch\n", []),
    ],
)
def test_a_binary_is_read_as_macos_would(tmp_path: Path, binary: bytes, said: list[str]) -> None:
    wheels = [wheel(tmp_path, "lib", **{"one.so": binary}), wheel(tmp_path, "torch", **{"libomp.dylib": header()})]
    assert audit_wheels(wheels, ON_14) == said


def test_there_may_be_one_openmp_in_all(tmp_path: Path) -> None:
    wheels = [
        wheel(tmp_path, f"of_{each}", **{f"{each}.dylib": header()}) for each in ("libomp", "libiomp5", "libopenblas")
    ]
    found = "there may be one OpenMP, and there are 2: of_libomp/libomp.dylib, of_libiomp5/libiomp5.dylib"
    assert audit_wheels(wheels, ON_14) == [found]
    assert audit_wheels(wheels[1:], ON_14) == []


def test_what_is_allowed_is_so_by_its_place_and_not_by_what_it_names(tmp_path: Path) -> None:
    driver = header(loads=["/opt/homebrew/lib/libpq.dylib"])
    openmp = wheel(tmp_path, "torch", **{"libomp.dylib": header()})
    beside = wheel(tmp_path, "PySide6", **{"Qt/plugins/sqldrivers/libqsqlpsql.dylib": driver, "Core.so": driver})
    assert audit_wheels([beside, openmp], ON_14) == ["PySide6/Core.so: loads /opt/homebrew/lib/libpq.dylib"]


@pytest.mark.parametrize(
    ("release", "file", "macos", "said"),
    [
        ("2.8.0", "lib/libomp.dylib", (14, 0), []),
        ("2.8.0", "lib/libomp.dylib", (15, 0), ["torch/lib/libomp.dylib: needs macOS 15.0"]),
        ("2.8.0", "lib/libtorch_cpu.dylib", (14, 0), ["torch/lib/libtorch_cpu.dylib: needs macOS 14.0"]),
        ("2.8.1", "lib/libomp.dylib", (14, 0), ["torch/lib/libomp.dylib: needs macOS 14.0"]),
        ("1.13.1", "lib/libomp.dylib", (14, 0), ["torch/lib/libomp.dylib: needs macOS 14.0"]),
    ],
)
def test_what_says_more_than_it_needs_is_known_by_release_and_name_and_number(
    tmp_path: Path, release: str, file: str, macos: tuple[int, int], said: list[str]
) -> None:
    torch = wheel(tmp_path, "torch", release, **{file: header(macos=macos)})
    assert audit_wheels([torch], (13, 0)) == said


def bundle(folder: Path, program: bytes | None, frameworks: Mapping[str, bytes], compatible: bool = True) -> Path:
    """Return a finished application with these binaries."""
    app = folder / "Easel.app"
    for part in ("MacOS", "Frameworks"):
        (app / "Contents" / part).mkdir(parents=True)
    info = {
        "CFBundleExecutable": "Easel",
        "LSMinimumSystemVersion": "14.0",
        "UIDesignRequiresCompatibility": compatible,
    }
    (app / "Contents" / "Info.plist").write_bytes(plistlib.dumps(info))
    if program is not None:
        (app / "Contents" / "MacOS" / "Easel").write_bytes(program)
    for name, content in frameworks.items():
        (app / "Contents" / "Frameworks" / name).write_bytes(content)
    return app


@pytest.mark.parametrize(
    ("program", "compatible", "framework", "said"),
    [
        (header(sdk=(15, 5)), False, header(), []),
        (header(sdk=(26, 0)), True, header(), []),
        (header(sdk=(26, 0)), False, header(), ["the program asks for the new design of macOS 26"]),
        (header(macos=None), False, header(), ["which macOS it needs", "the program asks for the new design"]),
        (header(), True, header(macos=(15, 0)), ["Contents/Frameworks/one.dylib: needs macOS 15.0"]),
        (header(), True, header(signed=False), ["Contents/Frameworks/one.dylib: is not signed"]),
        (None, True, header(), ["Contents/MacOS/Easel is missing"]),
    ],
)
def test_every_binary_of_a_finished_bundle_is_read(
    tmp_path: Path, program: bytes | None, compatible: bool, framework: bytes, said: list[str]
) -> None:
    found = audit_bundle(bundle(tmp_path, program, {"one.dylib": framework}, compatible))
    assert len(found) == len(said)
    assert all(part in finding for part, finding in zip(said, found, strict=True))


def test_the_audit_of_a_bundle_says_which_macos_and_sdk_its_binaries_state(tmp_path: Path, capsys) -> None:
    app = bundle(tmp_path, header(macos=(14, 0), sdk=(15, 5)), {"one.dylib": header(), "two.dylib": header()})
    (app / "Contents" / "Frameworks" / "link.dylib").symlink_to("one.dylib")
    assert audit_bundle(app) == []
    assert capsys.readouterr().out.splitlines() == ["macOS: 2 of 11.0, 1 of 14.0", "SDK: 2 of 14.0, 1 of 15.5"]


def test_every_set_is_whole_and_as_it_is_pinned() -> None:
    """Every set holds the packages that decide it, at the versions that are pinned by hand, and a hash of each."""
    from constraint_sets import SETS

    for each in SETS:
        packages, text = dict(each.packages()), each.whole.read_text(encoding="utf-8")
        pinned = dict(line.split("==") for line in each.pins.read_text().lower().splitlines() if "==" in line)
        shared = packages.keys() & pinned.keys()  # tools that build are pinned too, and no part of the set
        assert {name: packages[name] for name in shared} == {name: pinned[name] for name in shared}
        assert {"torch", "diffusers", "transformers", "numpy", "pillow", "pyside6-essentials"} <= shared
        assert all(name in packages for name in ("torch", "spandrel", "pyobjc-core", "keyring"))
        assert "torchvision" not in packages
        assert text.count("==") == len(packages)
        assert all("--hash=sha256:" in block for block in text.split("==")[1:])
        assert "://" not in text, "where they come from is not ours to say"
