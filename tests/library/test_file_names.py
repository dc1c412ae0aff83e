"""The names of picture files."""

import pytest

from macapp.library.file_names import MAX_NAME_BYTES, sanitize_name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a/b:c", "a b c"),
        (" .hidden. ", "hidden"),
        ("two\nlines", "two lines"),
        ("...", ""),
        ("sch\u00f6n", "sch\u00f6n"),
    ],
)
def test_a_name_is_valid_on_every_file_system(text: str, expected: str) -> None:
    assert sanitize_name(text) == expected


def test_a_long_name_is_cut_between_characters() -> None:
    name = sanitize_name("\u00f6" * 1000)
    assert len(name.encode()) == MAX_NAME_BYTES
    assert set(name) == {"\u00f6"}
