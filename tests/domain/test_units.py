"""Bytes and durations as text."""

from macapp.domain.units import format_approximate_duration, format_bytes, format_duration


def test_numbers_are_written_for_people() -> None:
    assert [format_bytes(each) for each in (512, 2**20 * 1.5, 16 * 2**30, 10.6 * 2**30, 64 * 2**30)] == [
        "512 bytes",
        "1.5 MB",
        "16 GB",
        "10.6 GB",
        "64 GB",
    ]
    assert [format_duration(each) for each in (0.2, 59, 125, 4320)] == [
        "less than 1 s",
        "59 s",
        "2 min 5 s",
        "1 h 12 min",
    ]


def test_an_estimate_is_marked_as_one() -> None:
    assert [format_approximate_duration(seconds) for seconds in (0.2, 12.4)] == ["less than 1 s", "about 12 s"]
    assert format_approximate_duration(12, translate=lambda text: text.replace("about", "etwa")) == "etwa 12 s"
