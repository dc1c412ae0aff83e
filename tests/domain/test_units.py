"""Bytes and durations as text."""

import pytest

from macapp.domain.units import format_approximate_duration, format_bytes, format_coarse_duration, format_duration


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 bytes"),
        (512, "512 bytes"),
        (1.5 * 2**20, "1.5 MB"),
        (10.6 * 2**30, "10.6 GB"),
        (16 * 2**30, "16 GB"),
        (1023, "1023 bytes"),
        (1024, "1 kB"),
        (1536, "1.5 kB"),
        (512 * 2**20, "512 MB"),
        (2**30 - 1, "1024 MB"),
        (7.9 * 2**30, "7.9 GB"),
        (19.94 * 2**30, "19.9 GB"),
        (20.4 * 2**30, "20 GB"),
        (64 * 2**30, "64 GB"),
    ],
)
def test_bytes_are_shown_in_units_of_1024(count: float, text: str) -> None:
    assert format_bytes(count) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-1, "0 s"),
        (0, "0 s"),
        (0.4, "less than 1 s"),
        (1, "1 s"),
        (59.4, "59 s"),
        (59.6, "1 min 0 s"),
        (125, "2 min 5 s"),
        (3600, "1 h 0 min"),
        (4330, "1 h 12 min"),
    ],
)
def test_durations_have_at_most_two_units(seconds: float, text: str) -> None:
    assert format_duration(seconds) == text


def test_an_estimate_says_about_and_can_be_translated() -> None:
    assert format_approximate_duration(12) == "about 12 s"
    assert format_approximate_duration(0.2) == "less than 1 s"
    assert format_approximate_duration(61, {"about {0}": "etwa {0}"}.__getitem__) == "etwa 1 min 1 s"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.4, "less than 1 s"),
        (45, "45 s"),
        (59.6, "1 min"),
        (89, "1 min"),
        (125, "2 min"),
        (3569, "59 min"),
        (3575, "1 h 0 min"),
        (4320, "1 h 12 min"),
    ],
)
def test_a_coarse_duration_has_no_needless_unit(seconds: float, text: str) -> None:
    assert format_coarse_duration(seconds) == text
