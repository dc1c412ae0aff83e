"""The search line: what it finds in any script, and which errors it reports."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macapp.domain.job import utc_now
from macapp.errors import BadRequest
from macapp.library import Library, marks
from macapp.library.index.search import fold_text, parse_query
from tests.support import index
from tests.support.request_factory import request


@pytest.fixture
def found(library: Library, made):
    """Save five pictures; return a function that searches and returns the seeds of the results."""
    made(request("a red heart on white", seed=1, steps=20))
    made(request("Ein schöner Garten", seed=2, steps=30, negative_prompt="people", width=128))
    made(request("東京の夜, neon", seed=3, steps=40, model="/models/dreamy", references=("cd" * 32,)))
    made(request("a blue heart", seed=4, steps=50, guidance_scale=9))
    made(request("сад ночью", seed=5, steps=10, image="ab" * 32, strength=0.5))

    def find(query: str, **how) -> set[int]:
        return {each.request.seed for each in library.pictures.by_row_numbers(library.pictures.search(query, **how))}

    return find


@pytest.mark.parametrize(
    ("query", "seeds"),
    [
        ("", {1, 2, 3, 4, 5}),
        ("heart", {1, 4}),
        ("HEART", {1, 4}),
        ("ear", {1, 4}),
        ("red heart", {1}),
        ("heart red", {1}),
        ('"red heart"', {1}),
        ('"heart red"', set()),
        ("heart -red", {4}),
        ("-heart", {2, 3, 5}),
        ("schoner", {2}),
        ("schöner", {2}),
        ("people", {2}),
        ("京", {3}),
        ("東京", {3}),
        ("东京", set()),
        ("Сад", {5}),
        ("w", {1}),
        ("dreamy", {3}),
        ("model:dream", {3}),
        ("model:models", set()),
        ("model:starter -heart", {2, 5}),
        ("seed:4", {4}),
        ("steps:>30", {3, 4}),
        ("steps:>=30", {2, 3, 4}),
        ("steps:<20", {5}),
        ("steps:20..40", {1, 2, 3}),
        ("-steps:20..40", {4, 5}),
        ("guidance:>4.5", {4}),
        ("size:128x64", {2}),
        ("size:>64x32", {2}),
        ("width:128", {2}),
        ("has:image", {5}),
        ("has:negative", {2}),
        ("has:reference", {3}),
        ("date:today heart", {1, 4}),
        ("date:2019", set()),
        ("date:>2019", {1, 2, 3, 4, 5}),
        ("date:2019-12..2020-01-31", set()),
        ("from:easel", {1, 2, 3, 4, 5}),
        ("from:comfyui", set()),
        ("is:imported", set()),
        ("steps:", {1, 2, 3, 4, 5}),
        ("8k:uhd", set()),
        ('"', {1, 2, 3, 4, 5}),
        ("-", set()),
        ("50% _ * ^ NEAR( OR AND", set()),
    ],
)
def test_a_search_line_finds(found, query: str, seeds: set[int]) -> None:
    assert found(query) == seeds
    assert found(query, sort="prompt") == seeds
    assert found(query, stacked=True) == seeds


def test_marks_are_found(found, library: Library) -> None:
    first, second, *_ = library.pictures.newest(5)
    library.marks.change([first], marks.set_favourite(True))
    library.marks.change([first, second], marks.set_tag("Für Anna"))
    library.marks.change([second], marks.set_stars(4))
    library.marks.change([second], marks.add_to_collection("Calendar"))
    assert found("is:favourite") == {5}
    assert found("stars:>3") == found("is:starred") == found('in:"calendar"') == {4}
    assert found('tag:"für anna"') == found("is:tagged") == {4, 5}
    assert found("fur anna heart") == {4}
    library.marks.change([first], marks.set_tag("Für Anna", on=False))
    assert found("anna") == {4}


@pytest.mark.parametrize(
    ("query", "seeds"),
    [
        ("“red heart”", {1}),
        ("„red heart“ -«blue»", {1}),
        ("Model:starter Steps:>40", {4}),
        ("STEPS:<=10", {5}),
        ("IS:Imported", set()),
        ("hearts", {1, 4}),
        ('"hearts"', set()),
        ("-hearts", {1, 2, 3, 4, 5}),
        ("red OR blue", {1, 4}),
        ("neon OR schöner OR w", {1, 2, 3}),
        ("red OR steps:40 -people", {1, 3}),
        ("heart steps:20 OR steps:50", {1, 4}),
        ("red OR -heart", {1, 2, 3, 5}),
        ("OR red OR", {1}),
        ("red or blue", set()),
        ('"OR"', set()),
    ],
)
def test_quotes_fields_in_capitals_plurals_and_or(found, query: str, seeds: set[int]) -> None:
    assert found(query) == seeds


@pytest.mark.parametrize(
    ("prompt", "queries"),
    [
        ("Łódź in the smørrebrød", ("lodz", "ŁÓDŹ", "smorrebrod", "smørrebrød", "Łódź")),
        ("a \u2764\ufe0f\u200d\U0001f525 and a \u2764", ("\u2764", "\u2764\ufe0f", "\u2764\u200d\U0001f525")),
        ("“best” cat’s toys, œuvre", ("“best”", "cat's", "cat’s", "toys", "toy", "oeuvre")),
        ("berries and boxes, a berry in a box", ("berries", "berry", "boxes", "box")),
    ],
)
def test_letters_and_signs_that_look_alike_are_found(library: Library, made, prompt: str, queries: tuple) -> None:
    picture = made(request(prompt))
    made(request("something else"))
    for query in queries:
        assert library.pictures.search(query).tolist() == [picture.row_number], query


@pytest.mark.parametrize(("query", "prompt"), [("berries", "a berry"), ("boxes", "a box"), ("dresses", "a dress")])
def test_a_plural_finds_the_singular(library: Library, made, query: str, prompt: str) -> None:
    picture = made(request(prompt))
    assert library.pictures.search(query).tolist() == [picture.row_number]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("steps:many", "search-value"),
        ("steps:>", "search-value"),
        ("seed:99999999999999999999", "search-value"),
        ("size:large", "search-value"),
        ("date:someday", "search-date"),
        ("date:2026-13", "search-date"),
        ("is:pretty", "search-word"),
        ("has:cheese", "search-word"),
    ],
)
def test_a_field_with_a_value_that_makes_no_sense_is_refused(library: Library, query: str, code: str) -> None:
    with pytest.raises(BadRequest) as refused:
        library.pictures.search(query)
    assert refused.value.code == code


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=40) | st.from_regex(r"-?[a-z]{2,5}:[<>=]{0,2}[\w.\"-]{0,6} ?\"?", fullmatch=True))
def test_any_line_is_searched_or_refused(library: Library, query: str) -> None:
    with suppress(BadRequest):
        assert len(library.pictures.search(query)) == 0


@given(st.text())
def test_folding_is_stable(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text) or fold_text(text) == fold_text(fold_text(text).upper())


def test_a_new_picture_is_matched_alone(library: Library, made) -> None:
    picture = made(request("a green tree", steps=7))
    assert library.pictures.matches(picture.row_number, "tree steps:7")
    assert not library.pictures.matches(picture.row_number, "tree steps:8")


def test_a_lora_is_found_as_the_prompt_names_it(library: Library, made) -> None:
    picture = made(request("a fox <lora:Watercolour XL:0.8>"))
    made(request("a fox in watercolour"))
    assert library.pictures.search("lora:watercolour fox").tolist() == [picture.row_number]


def test_a_stack_shows_once(library: Library) -> None:
    from macapp.domain.job import GeneratedImage
    from macapp.domain.request import seed_series
    from tests.support.fake_engine import plain_picture

    for job in library.queue.add([*seed_series(request("three of a kind"), 3), request("one alone")]):
        library.pictures.save(job, GeneratedImage(image=plain_picture(job.request), made_with={}))
    shown = library.pictures.by_row_numbers(library.pictures.search(stacked=True))
    assert [each.request.prompt for each in shown] == ["one alone", "three of a kind"]
    assert len(library.pictures.stack_of(shown[1])) == 3
    assert len(library.pictures.stack_of(shown[0])) == 1


def test_a_search_touches_no_row_it_need_not(library: Library) -> None:
    sql = parse_query("heart")
    plan = index.execute(library.places, f"EXPLAIN QUERY PLAN {sql.texts}", sql.values)
    assert "VIRTUAL TABLE INDEX" in plan[0][-1]
    shown = "EXPLAIN QUERY PLAN SELECT number FROM pictures WHERE deleted IS NULL ORDER BY number DESC"
    assert "COVERING INDEX" in index.execute(library.places, shown)[0][-1]
    assert utc_now() > "2026"
