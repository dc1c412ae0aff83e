"""Detects whether a file is opened by any code, including Qt: with inotify, because no hook of Python can."""

import ctypes
import os
from pathlib import Path

_OPENED = 0x20  # IN_OPEN, inotify(7)


class Watched:
    """Counts how often a file is opened. Linux only."""

    def __init__(self, file: Path) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        self._descriptor = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if libc.inotify_add_watch(self._descriptor, os.fsencode(file), _OPENED) < 0:
            raise OSError(ctypes.get_errno(), "inotify", str(file))

    def opened(self) -> int:
        """Return how often the file was opened since the last call; several times in a row count once."""
        try:
            return len(os.read(self._descriptor, 65536)) // 16  # bytes of an event without a name
        except BlockingIOError:
            return 0

    def close(self) -> None:
        os.close(self._descriptor)
