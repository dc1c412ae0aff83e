"""Power and heat, as the system reports them."""

import sys
from types import ModuleType, SimpleNamespace

import psutil
import pytest

from macapp.system.energy import Energy, read_energy


@pytest.mark.parametrize(
    ("battery", "on_battery"),
    [
        (None, False),
        (SimpleNamespace(power_plugged=None), False),
        (SimpleNamespace(power_plugged=True), False),
        (SimpleNamespace(power_plugged=False), True),
    ],
)
def test_a_machine_is_on_battery_if_it_says_so(
    monkeypatch: pytest.MonkeyPatch, battery: object, on_battery: bool
) -> None:
    monkeypatch.setattr(psutil, "sensors_battery", lambda: battery, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert read_energy() == Energy(on_battery=on_battery)


@pytest.mark.parametrize(("thermal", "hot"), [(0, False), (1, False), (2, True), (3, True)])
def test_a_mac_says_whether_it_saves_power_and_is_hot(monkeypatch: pytest.MonkeyPatch, thermal: int, hot: bool) -> None:
    class Process:
        """Answers like NSProcessInfo."""

        def isLowPowerModeEnabled(self) -> bool:  # noqa: N802
            return True

        def thermalState(self) -> int:  # noqa: N802
            return thermal

    foundation = ModuleType("Foundation")
    foundation.__dict__["NSProcessInfo"] = SimpleNamespace(processInfo=Process)
    monkeypatch.setitem(sys.modules, "Foundation", foundation)
    monkeypatch.setattr(psutil, "sensors_battery", lambda: None, raising=False)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert read_energy() == Energy(low_power=True, hot=hot)


def test_a_mac_that_does_not_answer_lets_the_queue_run(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "Foundation", None)
    monkeypatch.setattr(psutil, "sensors_battery", lambda: None, raising=False)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert read_energy() == Energy()
    assert "the state of the power was not read" in caplog.text
