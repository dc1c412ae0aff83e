"""Python's collector of reference cycles, kept to the window's thread while there is one. Any thread.

Python begins a collection on whichever thread allocates, and what it finds is destroyed there. A widget destroyed away
from the window's thread leaves its timers behind, and the program dies when one of them is due (PySide6 6.9, seen as a
segmentation fault in `QTimerInfoList::activateTimers`). So a window turns the automatic collection off and collects by
itself, at the counts at which Python would have.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

COLLECT_TIMEOUT_S = (
    0.5  # seconds that another thread waits for the window's to collect; it may be waiting for that very thread
)


class _State:
    owner: int | None = None
    """the thread that alone may collect; None: whichever allocates"""
    resting = 0
    """how many want no collection now"""
    asked, done = threading.Event(), threading.Event()


_state = _State()


def restrict_to_this_thread() -> None:
    """Let no thread but this one collect from now on; it is to call `tidy` several times a second."""
    gc.disable()
    _state.owner = threading.get_ident()


def collect_if_due() -> None:
    """Collect on the thread that may, if another one asked for it or if so much was made that Python would."""
    if _state.asked.is_set():
        _state.asked.clear()
        gc.collect()
        _state.done.set()
    elif not _state.resting:
        for generation, (made, most) in reversed(list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))):
            if made > most:
                gc.collect(generation)
                return


def collect() -> None:
    """Collect all there is: here, or on the window's thread, for which it waits up to `PATIENCE`."""
    if _state.owner in (None, threading.get_ident()):
        gc.collect()
        return
    _state.done.clear()
    _state.asked.set()
    _state.done.wait(COLLECT_TIMEOUT_S)


@contextmanager
def paused() -> Iterator[None]:
    """Collect nothing meanwhile on any thread, unless `collect` asks for it: it would hold Python's lock for long."""
    automatic = gc.isenabled()
    gc.disable()
    _state.resting += 1
    try:
        yield
    finally:
        _state.resting -= 1
        if automatic and _state.owner is None:
            gc.enable()
