"""Fixtures of the steps of a bundle: an environment without credentials, Apple's programs, and a bundle in outline."""

import os
import plistlib
from pathlib import Path

import pytest

from bundle import cask, keychain, notarise, sign
from tests.support.apple_programs import APPLES, PLAYER, Played

OUR_NAMES = (
    *(sign.IDENTITY, keychain.CERTIFICATE, keychain.PASSWORD, notarise.KEY, notarise.KEY_ID, notarise.ISSUER),
    "EASEL_TAG",
    cask.REPOSITORY,
)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OUR_NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EASEL_PAUSE", "0")


@pytest.fixture
def played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Played:
    folder = tmp_path / "played"
    folder.mkdir()
    for name in APPLES:
        (folder / name).write_text(PLAYER)
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PLAYED", str(folder))
    return Played(folder)


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A bundle in outline: a program, a library, one in a framework, debugging symbols, a picture."""
    contents = tmp_path / "dist" / "Easel.app" / "Contents"
    for name in (
        "MacOS/Easel",
        "Frameworks/torch/lib/libtorch.dylib",
        "Frameworks/PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore",
        "Frameworks/objc/_objc.so.dSYM/Contents/Resources/DWARF/_objc.so",
    ):
        file = contents / name
        file.parent.mkdir(parents=True)
        file.write_bytes(b"\xcf\xfa\xed\xfe and so on")
    (contents / "Resources").mkdir()
    (contents / "Resources" / "picture.png").write_bytes(b"\x89PNG")
    (contents / "Info.plist").write_bytes(plistlib.dumps({}))
    return contents.parent
