"""The rules for reference images: numbers, shapes, and the size of the picture."""

from dataclasses import replace

import pytest

from macapp.errors import BadRequest
from macapp.models.families import FAMILIES
from macapp.models.model_family import ReferenceUse
from macapp.models.references import (
    REFERENCE_PIXELS,
    check_reference_count,
    check_reference_shapes,
    encoded_pixels,
    size_for_reference,
)
from tests.support.request_factory import request

KLEIN = FAMILIES["Flux2KleinPipeline"]
NAMES = tuple(digit * 64 for digit in "12345")


@pytest.mark.parametrize(
    ("use", "count", "has_image", "code"),
    [
        (ReferenceUse(4), 5, False, "references-too-many"),
        (ReferenceUse(4), 1, True, "references-with-image"),
        (ReferenceUse(4, with_image=1), 2, True, "references-with-image"),
        (ReferenceUse(1, is_needed=True), 0, False, "references-needed"),
    ],
)
def test_too_many_and_too_few_are_refused(use: ReferenceUse, count: int, has_image: bool, code: str) -> None:
    changes = {"image": NAMES[0], "strength": 0.5} if has_image else {}
    with pytest.raises(BadRequest, match=code):
        check_reference_count(replace(KLEIN, references=use), "klein", request(references=NAMES[:count], **changes))


def test_all_other_numbers_pass() -> None:
    for count in range(5):
        check_reference_count(KLEIN, "klein", request(references=NAMES[:count]))
    check_reference_count(FAMILIES["ChromaPipeline"], "another", request())


@pytest.mark.parametrize(("size", "fits"), [((64, 512), True), ((63, 64), False), ((64, 513), False), ((9, 9), False)])
def test_shapes_are_those_that_the_pipelines_accept(size: tuple[int, int], fits: bool) -> None:
    if fits:
        check_reference_shapes([(64, 64), size])
        return
    with pytest.raises(BadRequest) as caught:
        check_reference_shapes([(64, 64), size])
    assert caught.value.data["number"] == 2


@pytest.mark.parametrize(
    ("enlarges", "size", "expected"),
    [
        (False, (1024, 1024), (1024, 1024)),
        (False, (300, 200), (288, 192)),
        (False, (4000, 3000), (1168, 880)),
        (True, (300, 200), (1248, 832)),
        (True, (64, 512), (352, 2896)),
    ],
)
def test_the_picture_has_the_shape_of_the_reference(
    enlarges: bool, size: tuple[int, int], expected: tuple[int, int]
) -> None:
    family = replace(KLEIN, references=ReferenceUse(4, enlarges=enlarges))
    assert size_for_reference(family, 1024, size) == expected


def test_images_are_encoded_as_the_pipelines_resize_them() -> None:
    asked = request(references=NAMES[:2])
    sizes = (300, 200), (4000, 3000)
    assert encoded_pixels(KLEIN, asked, sizes) == (60_000, REFERENCE_PIXELS)
    assert encoded_pixels(KLEIN, asked, None) == (REFERENCE_PIXELS,) * 2
    assert encoded_pixels(FAMILIES["FluxKontextPipeline"], asked, sizes) == (REFERENCE_PIXELS,) * 2
    masked = request(references=NAMES[:1], image=NAMES[1], mask=NAMES[2], strength=0.9)
    assert encoded_pixels(KLEIN, masked, sizes[:1]) == (60_000, 64 * 64)
    assert encoded_pixels(FAMILIES["FluxPipeline"], masked, None) == ()


@pytest.mark.parametrize(
    ("pipeline", "changes", "code"),
    [
        ("FluxKontextPipeline", {"mask": None}, "image-needs-mask"),
        ("Flux2KleinPipeline", {"mask": None}, "image-needs-mask"),
        ("Flux2KleinPipeline", {"width": 1040, "height": 1024}, "masked-too-large"),
    ],
)
def test_a_mask_is_needed_and_limits_the_size(pipeline: str, changes: dict, code: str) -> None:
    asked = request(image=NAMES[1], mask=NAMES[2], strength=0.9)
    FAMILIES[pipeline].check_task(asked)
    with pytest.raises(BadRequest, match=code):
        FAMILIES[pipeline].check_task(replace(asked, **changes))
