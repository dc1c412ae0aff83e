"""Alternatives and wildcards: reproducible by the seed, complete as a matrix, and always finite."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macapp.errors import BadRequest
from macapp.messages import message_for
from macapp.prompt.wildcards import expand, expand_all


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "colour.txt").write_text("red\n# not this\n\nblue\n{dark|light} green\n", encoding="utf-8")
    (tmp_path / "animals").mkdir()
    (tmp_path / "animals" / "cats.txt").write_text("\ufefflynx\r\n__colour__ tiger\r\n", encoding="utf-8")
    (tmp_path / "round.txt").write_text("a __round__", encoding="utf-8")
    (tmp_path / "empty.txt").write_text("# nothing\n", encoding="utf-8")
    return tmp_path


def test_a_seed_draws_the_same_for_ever(folder: Path) -> None:
    """The very words: a picture's prompt can be drawn again from its template and seed after any update."""
    (folder / "cat.txt").write_text("lynx\ntiger\nlion\n", encoding="utf-8")
    assert [expand("a {red|blue|green} __cat__", seed, folder) for seed in (0, 1, 2, 3, 2**62)] == [
        "a green lion",
        "a red lion",
        "a green lion",
        "a red tiger",
        "a red lion",
    ]


def test_all_that_can_be_drawn_is(folder: Path) -> None:
    seen = {expand("__colour__ {|tall} {2::ship|boat}", seed, folder) for seed in range(300)}
    assert len(seen) == 4 * 2 * 2
    assert "light green  ship" in seen
    ships = sum("ship" in expand("{2::ship|boat}", seed, folder) for seed in range(600))
    assert 340 < ships < 460


def test_nothing_to_draw_is_left_as_it_is(folder: Path) -> None:
    assert expand("a __ plain __ (prompt:1.2) | with a bar", 1, folder) == "a __ plain __ (prompt:1.2) | with a bar"
    assert expand(r"a \{heart\}", 1, folder) == "a {heart}"


@pytest.mark.parametrize(
    "text",
    [
        '{"subject": "a heart", "colours": ["red", "blue"], "camera": {"lens": "50 mm"}}',
        '{\n  "scene": "red | blue",\n  "sign": "{"\n}',
        "[{'a': 1}, {}]",
        "a sign that reads {hello}",
        "a smile :-} and a {brace",
        "}{",
    ],
)
def test_other_braces_are_text(folder: Path, text: str) -> None:
    assert expand(text, 1, folder) == text
    assert expand_all(text, folder) == [text]


def test_alternatives_work_inside_other_braces(folder: Path) -> None:
    template = '{"colour": "{red|blue}", "note": "a | b", "shape": "{heart}"}'
    made = [f'{{"colour": "{colour}", "note": "a | b", "shape": "{{heart}}"}}' for colour in ("red", "blue")]
    assert expand_all(template, folder) == made
    assert expand(template, 1, folder) in made
    assert expand_all('{{"a": "x|y"}|{"b": 1}}', folder) == ['{"a": "x|y"}', '{"b": 1}']
    assert expand_all("{a {b} c|d}", folder) == ["a {b} c", "d"]


def test_a_matrix_is_every_combination(folder: Path) -> None:
    assert expand_all("a {red|blue} heart|at night|big", folder) == [
        f"a {colour} heart{night}{big}"
        for colour in ("red", "blue")
        for night in ("", ", at night")
        for big in ("", ", big")
    ]
    assert expand_all("__colour__", folder) == ["red", "blue", "dark green", "light green"]


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("a {red|blue heart", "has an unclosed { at character 3"),
        ("{red|blue heart", "has an unclosed { at character 1"),
        ("__nowhere__", "no wildcard file nowhere.txt"),
        ("__round__", "refer to each other in a loop"),
        ("__empty__", "has no lines to choose from"),
        ("{|" * 60 + "}" * 60, "refer to each other in a loop"),
    ],
)
def test_what_cannot_be_drawn_is_said(folder: Path, template: str, words: str) -> None:
    with pytest.raises(BadRequest) as caught:
        expand(template, 1, folder)
    assert words in message_for(caught.value)


def test_a_path_out_of_the_folder_is_no_name(folder: Path) -> None:
    assert expand("__../secret__", 1, folder) == "__../secret__"
    with pytest.raises(BadRequest, match="wildcards-missing"):
        expand("__animals/../../secret__", 1, folder)


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path.parent / "outside.txt"
    outside.write_text("secret", encoding="utf-8")
    (folder / "link.txt").symlink_to(outside)
    with pytest.raises(BadRequest, match="wildcards-missing"):
        expand("__link__", 1, folder)


def test_200_alternatives_squared_are_counted_not_made(folder: Path) -> None:
    many = "{" + "|".join(map(str, range(200))) + "}"
    with pytest.raises(BadRequest) as caught:
        expand_all(many + many, folder)
    assert "40000 combinations" in message_for(caught.value)
    assert len(expand_all(many, folder)) == 200


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text("ab{}|\\_:2 ", max_size=40), st.integers(0, 2**63 - 1))
def test_any_template_is_drawn_or_refused(folder: Path, template: str, seed: int) -> None:
    try:
        found = expand(template, seed, folder)
    except BadRequest as refused:
        said = message_for(refused)
    else:
        said = "."
        assert expand(template, seed, folder) == found
    assert said.endswith(".")
