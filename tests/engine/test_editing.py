"""Models that edit by instruction: what plain diffusers makes of the same reference images, to the pixel."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from macapp.engine import open_engine
from macapp.errors import BadRequest
from macapp.models import resolve_request
from macapp.models.families import FAMILIES
from tests.support.libraries import skip_if_too_old_for
from tests.support.plain_diffusers import SIZE, asked, noise, nothing, plainly, same
from tests.support.tiny_families import make_other

ONE, TWO, THIN = (digit * 64 for digit in "abc")
REFERENCES = {ONE: noise(5, (64, 64)), TWO: noise(6, (96, 72)), THIN: noise(7, (64, 1024))}


@pytest.fixture(scope="module")
def editors(folder: Path) -> Callable[[str], Path]:
    """Return the tiny model of a family, made the first time that it is used."""

    @cache
    def made(pipeline: str) -> Path:
        skip_if_too_old_for(FAMILIES[pipeline])
        return make_other(pipeline, folder / pipeline)

    return made


@pytest.mark.parametrize("names", [(ONE,), (TWO, ONE)], ids=["one", "two"])
def test_klein_edits_as_plain_diffusers_does(engine, editors, names: tuple[str, ...]) -> None:
    wanted = asked(editors("Flux2KleinPipeline"), scheduler="own", guidance_scale=3.0, references=names)
    made = engine.generate(resolve_request(wanted), REFERENCES, nothing, nothing).image
    given: dict[str, Any] = {"image": [REFERENCES[name] for name in names], **SIZE}
    assert same(made, plainly("Flux2KleinPipeline", wanted, **given))
    for other in {(), (TWO,), (ONE, TWO)} - {names}:
        changed = resolve_request(replace(wanted, references=other))
        assert not same(made, engine.generate(changed, REFERENCES, nothing, nothing).image)


def test_a_reference_of_an_extreme_shape_is_refused_before_the_model_is_loaded(editors) -> None:
    def load() -> None:
        pytest.fail("the model was loaded")

    wanted = asked(editors("Flux2KleinPipeline"), scheduler="own", references=(ONE, THIN))
    with pytest.raises(BadRequest, match="reference-shape"):
        open_engine("cpu").generate(resolve_request(wanted), REFERENCES, load, nothing)
