"""When the queue waits for a better moment."""

from datetime import time

import pytest

from macapp.planning.rest import Rest, find_rest, format_choices, parse_choices
from macapp.system.energy import Energy

NOON, NIGHT = time(12), time(23)


@pytest.mark.parametrize(
    ("chosen", "energy", "now", "found"),
    [
        ([], Energy(on_battery=True, low_power=True, hot=True), NOON, None),
        ([Rest.BATTERY], Energy(on_battery=True), NOON, Rest.BATTERY),
        ([Rest.BATTERY], Energy(low_power=True, hot=True), NOON, None),
        ([Rest.LOW_POWER], Energy(low_power=True), NOON, Rest.LOW_POWER),
        ([Rest.HEAT], Energy(hot=True), NOON, Rest.HEAT),
        ([Rest.DAY], Energy(), NOON, Rest.DAY),
        ([Rest.DAY], Energy(), NIGHT, None),
        ([Rest.DAY], Energy(), time(6, 59), None),
        ([Rest.DAY], Energy(), time(7), Rest.DAY),
        ([Rest.DAY], Energy(), time(22), None),
        (list(Rest), Energy(hot=True), NOON, Rest.HEAT),
    ],
)
def test_the_queue_waits_in_a_chosen_situation_alone(
    chosen: list[Rest], energy: Energy, now: time, found: Rest | None
) -> None:
    assert find_rest(chosen, energy, now) is found


def test_choices_come_back_from_their_text_without_names_that_are_unknown() -> None:
    assert parse_choices(format_choices(list(Rest))) == frozenset(Rest)
    assert parse_choices("heat of-a-newer-easel") == {Rest.HEAT}
    assert parse_choices("") == frozenset()
