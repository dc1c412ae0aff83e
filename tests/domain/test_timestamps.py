"""Timestamps from foreign files are normalised or rejected."""

import pytest

from macapp.domain import timestamps

NO_MOMENTS = [
    "", "tomorrow", "2026-13-01T00:00:00Z", "9999-12-31T23:59:59-11:00", "0001-01-01T00:00:00+14:00",
    "2026-11-20T25:00:00Z", "../../../x", "2026-11-20T12:00:00+99:99",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_MOMENTS)
def test_what_is_no_moment_has_no_day(text: str) -> None:
    assert timestamps.normalize_timestamp(text) is None
    assert timestamps.local_day(text) == timestamps.UNDATED


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2026-11-20T12:00:00.000Z", "2026-11-20T12:00:00.000Z"),
        ("2026-11-20T12:00:00+02:00", "2026-11-20T10:00:00.000Z"),
        ("2026-11-20", "2026-11-20T00:00:00.000Z"),
    ],
)
def test_a_moment_is_kept_as_the_library_writes_it(text: str, kept: str) -> None:
    assert timestamps.normalize_timestamp(text) == kept
    assert timestamps.local_day(kept, days_before=400).startswith("2025-10-1")


@pytest.mark.parametrize("seconds", [0.0, -1e12, 1e12, 1e30, float("inf"), 1.5e9])
def test_every_time_of_a_file_is_a_moment(seconds: float) -> None:
    assert timestamps.normalize_timestamp(timestamps.from_unix_time(seconds)) == timestamps.from_unix_time(seconds)
