"""The auxiliary models and the images of a request."""

from typing import Any

import pytest

from macapp.domain.request import MAX_REFERENCES, Control, Lora, Request
from macapp.errors import BadRequest
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
