"""Ids: sorted by time, unique, and never a path."""

import pytest

from macapp.domain.ids import ID_LENGTH, encode_id, is_id, new_id


def test_ids_sort_by_time_and_do_not_repeat() -> None:
    assert new_id(1000.0) < new_id(1000.001) < new_id(2_000_000_000.0)
    assert len({new_id(5.0) for _ in range(1000)}) == 1000


def test_ids_that_are_made_are_ids() -> None:
    assert all(is_id(new_id()) for _ in range(100))
    assert is_id(encode_id(0))
    assert is_id(encode_id(2**80 - 1))


def test_the_last_six_characters_are_random() -> None:
    first, second = new_id(1000.0), new_id(1000.0)
    assert first[:10] == second[:10]
    assert first != second


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0" * ID_LENGTH), (31, "0" * 15 + "z"), (32, "0" * 14 + "10"), (2**80 - 1, "z" * ID_LENGTH)]
)
def test_a_number_is_encoded_in_base_32(value: int, text: str) -> None:
    assert encode_id(value) == text


@pytest.mark.parametrize(
    "other", [5, None, b"0" * 16, "", "0" * 15, "0" * 17, "A" * 16, "i" * 16, "0" * 15 + "/", "0" * 15 + "\n", "é" * 16]
)
def test_anything_else_is_no_id(other: object) -> None:
    assert not is_id(other)
