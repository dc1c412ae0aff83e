"""Reference cycles are collected on one thread, so their objects are never destroyed on another."""

import gc
import subprocess
import sys
import threading
import weakref

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from macapp.engine.runtime.torch_import import yielding_gil
from macapp.system import garbage
from macapp.ui.widgets.task_pool import TaskPool, install_gc_timer

ENOUGH = 200_000  # objects: Python would collect several times, in all generations


class Knot:
    """An object that refers to itself, so that only the collector frees it."""

    def __init__(self) -> None:
        self.itself = self


def knots() -> None:
    """Make enough objects that Python would collect."""
    for _ in range(ENOUGH):
        Knot()


def elsewhere(work: object) -> None:
    """Run a function on another thread, and wait for it."""
    thread = threading.Thread(target=work)  # type: ignore[arg-type]
    thread.start()
    thread.join()


def test_a_widget_dies_on_its_own_thread_whoever_made_the_garbage(qtbot: QtBot) -> None:
    """This used to crash: the timer of a blinking cursor was due after another thread had freed the widget."""
    gc.collect()
    field = QLineEdit()
    died: list[threading.Thread] = []
    weakref.finalize(field, lambda: died.append(threading.current_thread()))
    field.itself = field  # type: ignore[attr-defined]
    field.show()
    field.setFocus()
    del field
    background = TaskPool(QCoreApplication.instance())  # type: ignore[arg-type]
    install_gc_timer(background)
    for _ in range(20):
        background.run(knots, lambda _: None, lambda _: None)
    qtbot.waitUntil(lambda: bool(died), timeout=30_000)
    background.close()
    assert died == [threading.main_thread()]
    background.deleteLater()


def test_another_thread_gets_what_it_asks_for_from_the_one_that_may() -> None:
    held = weakref.ref(Knot())
    asking = threading.Thread(target=garbage.collect)
    asking.start()
    while asking.is_alive():
        garbage.collect_if_due()
    assert held() is None


def test_it_does_not_wait_for_ever_for_a_thread_that_waits_for_it() -> None:
    held = weakref.ref(Knot())
    elsewhere(garbage.collect)
    assert held() is not None
    garbage.collect_if_due()
    assert held() is None, "it was asked for, and comes when the thread has time"


def test_little_is_collected_little_by_little() -> None:
    gc.collect()
    held = weakref.ref(Knot())
    garbage.collect_if_due()
    assert held() is not None, "one object is not worth a collection"
    kept = [[] for _ in range(2000)]
    garbage.collect_if_due()
    assert held() is None
    assert kept


def test_nothing_is_collected_while_it_rests_and_it_comes_back_after_a_fault() -> None:
    interval = sys.getswitchinterval()
    held = weakref.ref(Knot())

    kept: list[list[int]] = []

    def breaks() -> None:
        kept.extend([] for _ in range(2000))
        garbage.collect_if_due()
        assert held() is not None
        raise KeyError(len(kept))

    with pytest.raises(KeyError), yielding_gil():
        breaks()
    garbage.collect_if_due()
    assert held() is None
    assert sys.getswitchinterval() == interval


def test_without_a_window_python_collects_as_ever() -> None:
    story = """
import gc
from macapp.system import garbage
assert gc.isenabled()
with garbage.paused():
    assert not gc.isenabled()
assert gc.isenabled()
garbage.collect()
"""
    assert subprocess.run([sys.executable, "-c", story], capture_output=True, text=True).stderr == ""
