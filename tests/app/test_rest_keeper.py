"""The queue waits while the machine is on battery, and goes on without a click."""

from collections.abc import Callable
from datetime import time

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel

from macapp.app.application import ApplicationController
from macapp.app.rest_keeper import RestKeeper
from macapp.planning.rest import Rest
from macapp.system.energy import Energy
from tests.support.fake_engine import ScriptedEngine
from tests.support.request_factory import request


class Situation:
    """What the system says, as a test sets it."""

    def __init__(self) -> None:
        self.energy, self.now = Energy(on_battery=True), time(12)


@pytest.fixture
def situation() -> Situation:
    return Situation()


@pytest.fixture
def easel(start: Callable[..., ApplicationController], situation: Situation) -> ApplicationController:
    started = start(ScriptedEngine())
    panel = started.window.queue_panel
    panel.rest.toggle(Rest.BATTERY)
    started.rest = RestKeeper(started.worker, panel, lambda: situation.energy, lambda: situation.now)
    return started


def texts(easel: ApplicationController, kind: type[QLabel] | type[QAbstractButton]) -> list[str]:
    return [each.text() for each in easel.window.queue_panel.findChildren(kind)]


def test_jobs_wait_on_battery_and_start_once_the_charger_is_connected(
    easel: ApplicationController, situation: Situation, qtbot
) -> None:
    easel.window.ordering.add([request("a")])
    qtbot.wait(50)
    assert easel.library.pictures.count() == 0
    assert "1 waiting  ·  on battery power" in texts(easel, QLabel)
    situation.energy = Energy()
    easel.rest.check()
    qtbot.waitUntil(lambda: easel.library.pictures.count() == 1, timeout=5000)
    assert not any("battery" in text for text in texts(easel, QLabel))


def test_run_now_starts_them_and_the_next_time_on_battery_they_wait_again(
    easel: ApplicationController, situation: Situation, qtbot
) -> None:
    easel.window.ordering.add([request("a")])
    [button] = [each for each in easel.window.queue_panel.findChildren(QAbstractButton) if each.text() == "Run Now"]
    button.click()
    qtbot.waitUntil(lambda: easel.library.pictures.count() == 1, timeout=5000)
    for energy in (Energy(), Energy(on_battery=True)):
        situation.energy = energy
        easel.rest.check()
    easel.window.ordering.add([request("b")])
    qtbot.wait(50)
    assert easel.library.pictures.count() == 1


def test_a_queue_that_is_paused_stays_paused(easel: ApplicationController, situation: Situation, qtbot) -> None:
    easel.window.ordering.add([request("a")])
    easel.window.queue_panel.toggle_pause()
    assert "Resume" in texts(easel, QAbstractButton)
    situation.energy = Energy()
    easel.rest.check()
    qtbot.wait(50)
    assert easel.library.pictures.count() == 0
    assert easel.library.queue.is_paused
