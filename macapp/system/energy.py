"""Where the machine gets its power from, and whether it is hot. Any thread.

On systems that do not say, nothing is on battery, saving or hot.
"""

import logging
import sys
from dataclasses import dataclass

import psutil

SERIOUS = 2  # NSProcessInfoThermalStateSerious: "fans at their maximum, reduce the use of the CPU and the GPU"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Energy:
    """What the system says about power and heat."""

    on_battery: bool = False
    low_power: bool = False
    """Low Power Mode is on"""
    hot: bool = False
    """the system reduces its speed, or is about to"""


def read_energy() -> Energy:
    """Return what the system says now; a few milliseconds."""
    low_power, hot = _read_process_info() if sys.platform == "darwin" else (False, False)
    return Energy(_is_on_battery(), low_power, hot)


def _is_on_battery() -> bool:
    try:
        battery = psutil.sensors_battery()
    except (AttributeError, OSError, RuntimeError):  # no such sensor on this system
        return False
    return battery is not None and battery.power_plugged is False


def _read_process_info() -> tuple[bool, bool]:
    """Return whether Low Power Mode is on, and whether the Mac is hot."""
    try:
        from Foundation import NSProcessInfo  # type: ignore[import-not-found]  # pyobjc: macOS only

        process = NSProcessInfo.processInfo()
        return bool(process.isLowPowerModeEnabled()), int(process.thermalState()) >= SERIOUS
    except Exception:  # noqa: BLE001  (it must not stop the queue)
        _log.warning("the state of the power was not read", exc_info=True)
        return False, False
