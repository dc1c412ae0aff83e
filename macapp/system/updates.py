"""Whether there is a newer Easel: one request to one address, when the user said so. Not on the window's thread.

Beside `macapp.models.hub` the only module that opens a connection. What it sends says nothing about anyone.
"""

import json
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from urllib.parse import urlsplit

from macapp import __version__
from macapp.errors import MachineError

RELEASE_URL = ""
"""Where the newest release is told, as JSON: {"version": "0.2.0", "page": "https://..."}. Empty: there is none yet."""
SECONDS = 10
MOST_BYTES = 2**16


@dataclass(frozen=True)
class Release:
    """What is said of the newest release."""

    version: str
    page: str
    """where it can be had; at the same place as the address that told of it"""

    @property
    def is_newer(self) -> bool:
        """Whether it is newer than the program that runs."""
        return version_tuple(self.version) > version_tuple(__version__)


def version_tuple(version: str) -> tuple[int, ...]:
    """Return the numbers of a version, such that later ones are larger: (0, 10, 0) for 0.10 and 0.10.0."""
    found = [int(each) for each in re.findall(r"\d+", version)[:3]]
    return (*found, *(0,) * (3 - len(found)))


def fetch_latest_release(address: str) -> Release:
    """Ask for the newest release; raises `MachineError` if there is no answer, or one that is none."""
    if not address:
        raise MachineError("updates-nowhere")
    try:
        request = urllib.request.Request(address, headers={"User-Agent": "Easel"})  # noqa: S310  (our own address)
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            where, content = answer.geturl(), answer.read(MOST_BYTES + 1)
    except urllib.error.HTTPError as error:
        error.close()
        raise MachineError("updates-unreadable") from error
    except (OSError, ValueError) as error:
        raise MachineError("updates-unreachable") from error
    return _read(content, where, address)


def _read(content: bytes, where: str, address: str) -> Release:
    try:
        told = json.loads(content) if len(content) <= MOST_BYTES else {}
        release = Release(told["version"], told["page"])
        usable = re.fullmatch(r"\d+(\.\d+){1,2}", release.version) is not None
        usable = usable and all(_place(each) == _place(address) for each in (where, release.page))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise MachineError("updates-unreadable") from error
    if not usable:
        raise MachineError("updates-unreadable")
    return release


def _place(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc
