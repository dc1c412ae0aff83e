"""Python's garbage collector, restricted to the thread of the window while there is one. Any thread.

Python collects on whichever thread allocates, and destroys what it finds there. A widget that is destroyed on another
thread than the window's leaves its timers behind, and the program crashes when one of them is due (PySide6 6.9, seen as
a segmentation fault in `QTimerInfoList::activateTimers`). A window therefore turns automatic collection off and
collects by itself, at the counts at which Python would.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

COLLECT_TIMEOUT_S = 0.5
"""Seconds that another thread waits for a collection on the window's thread, which may be waiting for that thread."""


class _State:
    owner: int | None = None
    """the only thread that may collect; None: any thread that allocates"""
    pauses = 0
    """how many callers are inside `paused`"""
    requested, done = threading.Event(), threading.Event()


_state = _State()


def restrict_to_this_thread() -> None:
    """Let only this thread collect from now on; it must call `collect_if_due` several times a second."""
    gc.disable()
    _state.owner = threading.get_ident()


def collect_if_due() -> None:
    """Collect on this thread if another thread requested it, or if the counts of Python are exceeded."""
    if _state.requested.is_set():
        _state.requested.clear()
        gc.collect()
        _state.done.set()
    elif not _state.pauses:
        counts = list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))
        for generation, (count, threshold) in reversed(counts):
            if count > threshold:
                gc.collect(generation)
                return


def collect() -> None:
    """Collect everything: on this thread, or on the window's thread, waiting at most `COLLECT_TIMEOUT_S` for it."""
    if _state.owner in (None, threading.get_ident()):
        gc.collect()
        return
    _state.done.clear()
    _state.requested.set()
    _state.done.wait(COLLECT_TIMEOUT_S)


@contextmanager
def paused() -> Iterator[None]:
    """Collect on no thread inside the block, except by `collect`: a collection holds the interpreter lock for long."""
    automatic = gc.isenabled()
    gc.disable()
    _state.pauses += 1
    try:
        yield
    finally:
        _state.pauses -= 1
        if automatic and _state.owner is None:
            gc.enable()
