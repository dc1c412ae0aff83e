"""The version of macOS, also for a Python that macOS tells another one."""

import platform
import plistlib
from pathlib import Path

import pytest

from macapp.system import macos, metal
from macapp.system.machine import detect_machine
from macapp.system.macos import macos_version


@pytest.fixture
def plist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A simulated macOS 26.1 as a Python sees it that was built with an older SDK."""
    file = tmp_path / ".SystemVersionPlatform.plist"
    file.write_bytes(plistlib.dumps({"ProductName": "macOS", "ProductVersion": "26.1"}))
    monkeypatch.setattr(macos, "PLATFORM_PLIST", file)
    monkeypatch.setattr(platform, "mac_ver", lambda: ("16.1", ("", "", ""), "arm64"))
    monkeypatch.setattr(platform, "release", lambda: "25.1.0")
    return file


@pytest.mark.usefixtures("plist")
def test_macos_26_is_26_for_a_python_that_was_built_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert macos_version() == "26.1"
    monkeypatch.setattr(metal, "ON_A_MAC", False)
    detect_machine.cache_clear()
    try:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("macapp.system.machine._sysctl_number", lambda _name: 0)
            assert detect_machine().macos == "26.1"
    finally:
        detect_machine.cache_clear()


@pytest.mark.parametrize(
    ("reported", "kernel", "version"),
    [
        ("16.1", "25.1.0", "26.0"),
        ("10.16", "25.0.0", "26.0"),
        ("10.16", "23.6.0", "14.0"),
        ("10.16", "20.6.0", "11.0"),
        ("17.0", "26.0.0", "27.0"),
        ("14.5", "23.5.0", "14.5"),
        ("15.7.1", "24.6.0", "15.7.1"),
        ("26.0", "25.0.0", "26.0"),
        ("", "6.1.0", None),
    ],
)
@pytest.mark.parametrize("content", [None, b"no plist"])
def test_without_the_file_the_kernel_says_it(
    plist: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, reported: str, kernel: str, version: str | None
) -> None:
    plist.unlink()
    if content is not None:
        plist.write_bytes(content)
    monkeypatch.setattr(platform, "mac_ver", lambda: (reported, ("", "", ""), "arm64"))
    monkeypatch.setattr(platform, "release", lambda: kernel)
    assert macos_version() == version
