"""The true version of macOS. Any thread.

macOS reports a number that never existed to programs that were built with an older SDK: 10.16 for 11 and later, and 16
for 26 (CPython issue 135675). A Python may be such a program. It replaces the content of SystemVersion.plist, which
`platform.mac_ver` reads, but not that of the file next to it, and it does not change the version of the kernel.
"""

import platform
import plistlib
from pathlib import Path

from macapp.system.storage import MAX_TEXT_FILE_BYTES, read_regular

PLATFORM_PLIST = Path("/System/Library/CoreServices/.SystemVersionPlatform.plist")  # from macOS 11 on
_FIRST_KERNEL_OF_26 = 25  # Darwin 20 to 24 are macOS 11 to 15, Darwin 25 is macOS 26


def macos_version() -> str | None:
    """Return the version of macOS, for example 14.5 or 26.0; None on another system."""
    try:
        version = plistlib.loads(read_regular(PLATFORM_PLIST, MAX_TEXT_FILE_BYTES))["ProductVersion"]
    except (OSError, ValueError, KeyError, plistlib.InvalidFileException):
        version = platform.mac_ver()[0]
        return _true_version(version, platform.release()) if version else None
    return str(version)


def _true_version(reported: str, kernel: str) -> str:
    """Return the reported version, or the one of the kernel if no macOS has the reported one."""
    major = int(reported.partition(".")[0])
    if 16 <= major < 26 or reported.startswith("10.16"):
        darwin = int(kernel.partition(".")[0])
        return f"{darwin + 1 if darwin >= _FIRST_KERNEL_OF_26 else darwin - 9}.0"
    return reported
