"""The options of `generate`; `test_generation_options.py` makes pictures with them."""

import argparse

import pytest

from macapp.cli.generate_options import REQUEST_OPTIONS, extra_model_options, generate_options
from macapp.console import ArgumentParser
from macapp.errors import BadRequest


def parse(*arguments: str) -> argparse.Namespace:
    parser = ArgumentParser()
    generate_options(parser)
    return parser.parse_args(["a heart", *arguments])


def test_every_field_of_a_request_is_an_option_and_is_left_out_by_default() -> None:
    options = vars(parse())
    assert set(REQUEST_OPTIONS) <= options.keys()
    assert {name for name in REQUEST_OPTIONS if options[name] is not None} == {"prompt"}


def test_options_of_a_controlnet_belong_to_the_one_before_them() -> None:
    options = parse(
        *("--controlnet", "edges", "--control-image", "a.png", "--control-map", "canny", "--control-scale", "0.5"),
        *("--controlnet", "depth", "--control-image", "b.png", "--control-start", "0.25"),
    )
    assert options.controls == [
        {"model": "edges", "image": "a.png", "map": "canny", "scale": 0.5},
        {"model": "depth", "image": "b.png", "start": 0.25},
    ]
    with pytest.raises(BadRequest) as caught:
        parse("--control-image", "a.png")
    assert caught.value.code == "control-first"


@pytest.mark.parametrize(
    ("text", "lora"),
    [
        ("ink.safetensors", {"model": "ink.safetensors"}),
        ("ink.safetensors:0.8", {"model": "ink.safetensors", "weight": 0.8}),
        ("ink:wash.safetensors", {"model": "ink:wash.safetensors"}),
        ("ink:wash:-1", {"model": "ink:wash", "weight": -1.0}),
    ],
)
def test_a_lora_may_have_a_weight_and_a_colon_in_its_name(text: str, lora: dict[str, object]) -> None:
    assert parse("--lora", text).loras == [lora]


def test_sides_and_axes_are_lists() -> None:
    assert parse("--outpaint", "8,16,0,0").outpaint == [8, 16, 0, 0]
    assert parse("--grid", "guidance-scale=1,2", "--grid", "steps=5").grid == [
        ("guidance_scale", "1,2"),
        ("steps", "5"),
    ]
    for option, value in (("--outpaint", "8,x"), ("--grid", "steps")):
        with pytest.raises(BadRequest) as caught:
            parse(option, value)
        assert value in str(caught.value.data["message"])


def test_a_plan_has_the_options_that_cost_memory() -> None:
    parser = ArgumentParser()
    extra_model_options(parser)
    options = parser.parse_args(["--controlnet", "edges", "--lora", "ink:0.5", "--hires-scale", "2", "--vae", "v"])
    assert (options.controls, options.loras) == (["edges"], [{"model": "ink", "weight": 0.5}])
    assert (options.hires_scale, options.vae) == (2.0, "v")
