"""Weights in the grammar of other programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macapp.errors import BadRequest
from macapp.messages import message_for
from macapp.prompt.weighting import parse_weights, strip_weights


def weights(prompt: str) -> list[tuple[str, float]]:
    return [(piece.text, round(piece.weight, 3)) for part in parse_weights(prompt) for piece in part]


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("a heart", [("a heart", 1)]),
        ("a (red) heart", [("a ", 1), ("red", 1.1), (" heart", 1)]),
        ("a (red:1.3) heart", [("a ", 1), ("red", 1.3), (" heart", 1)]),
        ("a ((red)) heart", [("a ", 1), ("red", 1.21), (" heart", 1)]),
        ("a [red] heart", [("a ", 1), ("red", 0.909), (" heart", 1)]),
        ("((red:1.5) heart:2)", [("red", 3.0), (" heart", 2.0)]),
        ("(red:0)", [("red", 0.0)]),
        (r"a \(red\) heart", [("a (red) heart", 1)]),
        ("10:30 (at night: cold)", [("10:30 ", 1), ("at night: cold", 1.1)]),
        ("", [("", 1)]),
        ("a heart :)", [("a heart :)", 1)]),
        ("a (red) heart ;) :]", [("a ", 1), ("red", 1.1), (" heart ;) :]", 1)]),
        ("a [red)] heart", [("a ", 1), ("red)", 0.909), (" heart", 1)]),
    ],
)
def test_brackets_weigh(prompt: str, expected: list[tuple[str, float]]) -> None:
    assert weights(prompt) == expected


def test_break_begins_a_new_part() -> None:
    assert [[piece.text for piece in part] for part in parse_weights("a sea BREAK a (boat:1.2)\nBREAK BREAKFAST")] == [
        ["a sea"],
        ["a ", "boat"],
        ["BREAKFAST"],
    ]


def test_every_character_knows_its_place() -> None:
    prompt = r"a (red:1.3) \(x\) BREAK [sky]"
    for part in parse_weights(prompt):
        for piece in part:
            assert [prompt[place] for place in piece.places] == list(piece.text)


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("a (red heart", "has an unclosed ( at character 3"),
        ("a [red) heart", "has an unclosed [ at character 3"),
        ("(red:99)", "weight of a word must be from 0 to 10"),
    ],
)
def test_brackets_that_do_not_match_are_said(prompt: str, words: str) -> None:
    with pytest.raises(BadRequest) as caught:
        parse_weights(prompt)
    assert words in message_for(caught.value)


@given(st.text(st.characters(exclude_characters="()[]\\", exclude_categories=("Cs",))))
def test_a_prompt_without_brackets_has_one_part_of_weight_1(text: str) -> None:
    if "BREAK" not in text:
        [pieces] = parse_weights(text)
        assert all(piece.weight == 1.0 for piece in pieces)


@given(st.text("ab()[]\\:1.", max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = parse_weights(text)
    except BadRequest as refused:
        said = message_for(refused)
        found = []
    else:
        said = "."
    assert said.endswith(".")
    assert all(piece.weight >= 0 for part in found for piece in part)


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [("a (red:1.2) cat <lora:x:1>", "a red cat"), ("a BREAK b", "a b"), ("an open ( and {", "an open ( and {")],
)
def test_an_upscaler_reads_no_weights_and_tags(prompt: str, expected: str) -> None:
    assert strip_weights(prompt) == expected
