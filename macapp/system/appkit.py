"""What calls of the frameworks of macOS share: a failure is logged and never fails a picture. Any thread.

pyobjc passes an exception of a Python method on to Objective-C, which ends the process. So the methods that macOS calls
use it too.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

_log = logging.getLogger(__name__)


@contextmanager
def log_failures(consequence: str) -> Iterator[None]:
    """Log an exception inside the block, and go on; `consequence` says what the user misses."""
    try:
        yield
    except Exception:  # noqa: BLE001  (pyobjc has its own exceptions, and others for a class that macOS lacks)
        _log.warning("%s", consequence, exc_info=True)
