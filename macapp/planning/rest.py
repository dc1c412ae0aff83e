"""The rule by which the queue waits for a better moment: power, heat and the time of day (issue 21). Any thread."""

from collections.abc import Collection
from datetime import time
from enum import Enum

from macapp.system.energy import Energy

NIGHT_BEGINS, NIGHT_ENDS = time(22), time(7)
"""Between these hours nobody is likely to need the machine."""


class Rest(Enum):
    """A situation in which waiting jobs do not start, if the user chose it."""

    BATTERY = "battery"
    LOW_POWER = "low-power"
    HEAT = "heat"
    DAY = "day"


def find_rest(choices: Collection[Rest], energy: Energy, now: time) -> Rest | None:
    """Return the first of the chosen situations that is true at a local time, or None."""
    is_true = {
        Rest.BATTERY: energy.on_battery,
        Rest.LOW_POWER: energy.low_power,
        Rest.HEAT: energy.hot,
        Rest.DAY: NIGHT_ENDS <= now < NIGHT_BEGINS,
    }
    return next((each for each in Rest if each in choices and is_true[each]), None)


def parse_choices(text: str) -> frozenset[Rest]:
    """Return the situations in a text of names with spaces between them; unknown names are left out."""
    return frozenset(each for each in Rest if each.value in text.split())


def format_choices(choices: Collection[Rest]) -> str:
    """Return the text that `parse_choices` reads."""
    return " ".join(each.value for each in Rest if each in choices)
