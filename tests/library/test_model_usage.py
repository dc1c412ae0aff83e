"""How often each model was used, in any role, without deleted pictures."""

import pytest

from macapp.domain.request import Control, Lora
from macapp.library import Library
from macapp.library.model_usage import ModelUsage
from tests.support import index
from tests.support.request_factory import request


def test_nothing_is_used_before_the_first_picture(library: Library) -> None:
    library.queue.add([request(model="waiting")])
    assert library.model_usage() == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"loras": (Lora(model="x"),)},
        {"controls": (Control(model="x", image="0" * 64),)},
        {"embeddings": ("x",)},
        {"upscale": 2, "upscaler": "x"},
        {"refiner": "x"},
        {"vae": "x"},
    ],
)
def test_a_model_counts_in_every_role(library: Library, made, changes: dict) -> None:
    picture = made(request(model="base", **changes))
    assert library.model_usage() == {"base": ModelUsage(1, picture.created), "x": ModelUsage(1, picture.created)}


def test_pictures_are_counted_and_the_newest_is_the_last(library: Library, made) -> None:
    pictures = [made(request(model="base", loras=(Lora(model="a"), Lora(model="b")), seed=seed)) for seed in range(3)]
    last = max(picture.created for picture in pictures)
    assert library.model_usage() == {name: ModelUsage(3, last) for name in ("base", "a", "b")}


def test_a_deleted_picture_does_not_count(library: Library, made) -> None:
    first, second = made(request(model="one")), made(request(model="two"))
    library.trash.hide([second.row_number])
    assert library.model_usage() == {"one": ModelUsage(1, first.created)}


def test_parts_of_another_form_are_ignored(library: Library, made) -> None:
    picture = made(request(model="base", loras=(Lora(model="a"),)))
    index.execute(
        library.places,
        "UPDATE pictures SET request = json_set(request, '$.loras', json('[5, \"text\", {\"model\": null}]'))",
    )
    assert library.model_usage() == {"base": ModelUsage(1, picture.created)}
