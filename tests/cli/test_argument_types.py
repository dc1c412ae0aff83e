"""Types of command-line values: what they accept, and the sentence for what they refuse."""

import argparse
from collections.abc import Callable

import pytest

from macapp.cli.argument_types import device_options, integer, json_option, number, positive_integer, size


@pytest.mark.parametrize(
    ("text", "expected"), [("512x768", (512, 768)), (" 64 X 64 ", (64, 64)), ("8×8", (8, 8)), ("-8x64", (-8, 64))]
)
def test_a_size_is_two_whole_numbers(text: str, expected: tuple[int, int]) -> None:
    assert size(text) == expected


@pytest.mark.parametrize(
    ("parse", "text", "words"),
    [
        (size, "64", "width x height"),
        (size, "9" * 19 + "x64", "width x height"),
        (integer("steps"), "2.5", "steps must be a whole number"),
        (integer("seed"), "1" * 101, "seed must be a whole number"),
        (positive_integer, "0", "from 1 to"),
        (number("guidance_scale"), "much", "guidance scale must be a number"),
    ],
)
def test_another_value_is_refused_in_a_sentence(parse: Callable[[str], object], text: str, words: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError) as caught:
        parse(text)
    assert words in str(caught.value)
    assert str(caught.value).endswith(".")


def test_numbers_are_read_with_their_sign() -> None:
    assert (integer("seed")("-7"), integer("seed")(" +7 "), positive_integer("3")) == (-7, 7, 3)
    assert number("strength")("-0.5") == -0.5


def test_shared_options_have_defaults_that_force_nothing() -> None:
    parser = argparse.ArgumentParser()
    device_options(parser)
    json_option(parser)
    assert vars(parser.parse_args([])) == {
        "device": "auto",
        "slice_attention": "auto",
        "compile": "auto",
        "json": False,
    }
