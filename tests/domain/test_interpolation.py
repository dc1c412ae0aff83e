"""The comparison of two requests, and interpolation between them."""

from macapp.domain.interpolation import diff_requests, interpolate_requests
from tests.support.request_factory import request


def test_the_differences_are_what_decides_the_pixels_and_not_what_was_typed() -> None:
    first = request("a red heart", seed=1, template="a {red|blue} heart")
    assert diff_requests(first, request("a red heart", seed=1)) == {}
    assert diff_requests(first, request("a blue heart", seed=1, steps=30)) == {
        "prompt": ("a red heart", "a blue heart"),
        "steps": (first.steps, 30),
    }


def test_numbers_go_in_even_steps_and_words_and_seeds_by_halves() -> None:
    first = request("dawn", seed=1, steps=10, guidance_scale=2.0, width=256)
    on_the_way = interpolate_requests(first, request("dusk", seed=9, steps=30, guidance_scale=6.0, width=512))
    assert [each.steps for each in on_the_way] == [15, 20, 25]
    assert [each.guidance_scale for each in on_the_way] == [3.0, 4.0, 5.0]
    assert [each.width for each in on_the_way] == [320, 384, 448]
    assert [(each.prompt, each.seed) for each in on_the_way] == [("dawn", 1), ("dawn", 1), ("dusk", 9)]


def test_sides_stay_such_as_a_model_can_draw() -> None:
    assert [each.width for each in interpolate_requests(request(width=64), request(width=88), 5)] == [72, 80]


def test_what_comes_out_alike_is_left_out() -> None:
    assert interpolate_requests(request("dawn"), request("dusk")) == []
    assert interpolate_requests(request(steps=10), request(steps=11)) == []


def test_a_strength_goes_with_its_image() -> None:
    first, second = request(), request(image="a" * 64, strength=0.5)
    assert interpolate_requests(first, second) == []
    assert {
        each.image for each in interpolate_requests(request(steps=10), request(steps=30, image="a" * 64, strength=0.5))
    } == {
        None,
        "a" * 64,
    }
