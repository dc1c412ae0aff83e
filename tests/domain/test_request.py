"""The auxiliary models and the images of a request."""

from typing import Any

import pytest

from macapp.domain.request import MAX_REFERENCES, Control, Lora, Request
from macapp.domain.schedulers import SCHEDULERS
from macapp.errors import BadRequest
from macapp.messages import message_for
from tests.support.request_factory import request


def test_what_is_added_to_the_checkpoint_is_listed_with_its_kind() -> None:
    asked = request(
        loras=(Lora(model="ink"),),
        embeddings=("wash",),
        controls=(Control(model="edges", image="0" * 64),),
        vae="soft",
        upscaler="x4",
    )
    assert [(str(kind), model) for kind, model in asked.auxiliaries()] == [
        ("lora", "ink"),
        ("embedding", "wash"),
        ("controlnet", "edges"),
        ("vae", "soft"),
        ("upscaler", "x4"),
    ]
    assert list(request().auxiliaries()) == []


def test_reference_images_are_images_of_the_request_in_their_order() -> None:
    one, two, three = (digit * 64 for digit in "123")
    asked = request(image=two, strength=0.5, references=(three, one, two))
    assert asked.images == (two, three, one)
    assert Request.from_json(asked.to_json()) == asked
    assert "references" not in request().to_dict()


@pytest.mark.parametrize(
    ("value", "code"),
    [("1" * 64, "not-a-list"), ([None], "not-text"), (["1" * 64] * (MAX_REFERENCES + 1), "too-many")],
)
def test_reference_images_are_a_list_of_names(value: Any, code: str) -> None:
    with pytest.raises(BadRequest, match=code):
        request(references=value)


# Steps that reuse what earlier ones computed


@pytest.mark.parametrize("name", ["unconditional_interval", "cache_interval"])
@pytest.mark.parametrize(("value", "code"), [(0, "out-of-range"), (-1, "out-of-range"), (11, "out-of-range"),
                                             (2.0, "not-whole"), (True, "not-whole"), ("2", "not-whole"),
                                             (4, "interval-over-steps")])  # fmt: skip
def test_an_interval_is_a_whole_number_of_the_steps_that_run(name: str, value: Any, code: str) -> None:
    with pytest.raises(BadRequest) as caught:
        request(steps=3, **{name: value})
    assert caught.value.code == code


@pytest.mark.parametrize("name", ["unconditional_interval", "cache_interval"])
def test_an_interval_fits_each_run(name: str) -> None:
    """With one step there is nothing to reuse, and a source image or a refinement takes few of many steps."""
    none: dict[str, Any] = {name: 1}
    every_second: dict[str, Any] = {name: 2}
    request(steps=1, **none)
    request(steps=20, image="0" * 64, strength=0.1, **every_second)
    request(steps=20, hires_scale=2.0, hires_strength=0.1, **every_second)
    for changes in (
        {"steps": 1},
        {"steps": 20, "image": "0" * 64, "strength": 0.05},
        {"steps": 20, "hires_scale": 2.0, "hires_strength": 0.05},
    ):
        with pytest.raises(BadRequest, match="interval-over-steps") as caught:
            request(**changes, **every_second)
        assert "(2) is greater than the number of steps (1)" in message_for(caught.value)


def test_no_interval_goes_with_a_scheduler_of_several_evaluations_a_step() -> None:
    several = [name for name, row in SCHEDULERS.items() if row.evaluations > 1]
    assert "heun" in several
    for scheduler in several:
        request(scheduler=scheduler, unconditional_interval=1, cache_interval=1)
        with pytest.raises(BadRequest, match="interval-scheduler"):
            request(scheduler=scheduler, unconditional_interval=2)
        with pytest.raises(BadRequest, match="interval-scheduler"):
            request(scheduler=scheduler, cache_interval=2)


def test_a_request_that_reuses_nothing_is_stored_as_before() -> None:
    """Pictures and queues of earlier versions have no such fields."""
    assert not {"unconditional_interval", "cache_interval", "cache_start"} & request().to_dict().keys()
    made = request(steps=20, unconditional_interval=2, cache_interval=3, cache_start=0.25)
    assert Request.from_json(made.to_json()) == made
