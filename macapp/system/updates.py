"""The check for a newer Easel: one request to one address, on request of the user. Not on the window's thread.

Only this module and `macapp.models.hub` open connections. The request contains nothing about the user.
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
"""The address of the newest release, as JSON: {"version": "0.2.0", "page": "https://..."}. Empty: none yet."""
TIMEOUT_SECONDS = 10
MAX_ANSWER_BYTES = 2**16


@dataclass(frozen=True)
class Release:
    """The newest release."""

    version: str
    page: str
    """where to download it; on the same site as `RELEASE_URL`"""

    @property
    def is_newer(self) -> bool:
        """Whether it is newer than the running program."""
        return version_tuple(self.version) > version_tuple(__version__)


def version_tuple(version: str) -> tuple[int, ...]:
    """Return three numbers that compare in the order of versions: (0, 10, 0) for 0.10 and 0.10.0."""
    numbers = [int(number) for number in re.findall(r"\d+", version)[:3]]
    return (*numbers, *(0,) * (3 - len(numbers)))


def fetch_latest_release(address: str) -> Release:
    """Return the newest release; raises `MachineError` if there is no answer or an unusable one."""
    if not address:
        raise MachineError("updates-nowhere")
    try:
        request = urllib.request.Request(address, headers={"User-Agent": "Easel"})  # noqa: S310  (the address is ours)
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            url, content = answer.geturl(), answer.read(MAX_ANSWER_BYTES + 1)
    except urllib.error.HTTPError as error:
        error.close()
        raise MachineError("updates-unreadable") from error
    except (OSError, ValueError) as error:
        raise MachineError("updates-unreachable") from error
    return _parse(content, url, address)


def _parse(content: bytes, url: str, address: str) -> Release:
    """Return the release in an answer from `url`, which must be on the site of `address`, like the page."""
    try:
        fields = json.loads(content) if len(content) <= MAX_ANSWER_BYTES else {}
        release = Release(fields["version"], fields["page"])
        usable = re.fullmatch(r"\d+(\.\d+){1,2}", release.version) is not None
        usable = usable and all(_site(link) == _site(address) for link in (url, release.page))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise MachineError("updates-unreadable") from error
    if not usable:
        raise MachineError("updates-unreadable")
    return release


def _site(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc
