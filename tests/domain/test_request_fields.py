"""The table of request fields, which the other packages read."""

import argparse
from pathlib import Path
from typing import Any

import pytest

from macapp.cli.generate_options import REQUEST_OPTIONS, generate_options
from macapp.domain.request import REQUEST_FIELDS
from macapp.domain.request_fields import FIELD_TABLE
from macapp.errors import BadRequest
from macapp.library.grids import GRID_FIELDS
from macapp.library.metadata.recipe import infotext
from macapp.messages import message_for
from macapp.models.model_family import OPTIONAL_FIELDS
from tests.support import request_factory
from tests.support.request_factory import request

NUMBERS = [name for name, row in FIELD_TABLE.items() if row.limits is not None]


def test_every_field_has_one_row() -> None:
    assert sorted(FIELD_TABLE) == sorted(REQUEST_FIELDS)


def test_random_requests_have_every_field() -> None:
    source = Path(request_factory.__file__).read_text(encoding="utf-8")
    assert not {name for name in REQUEST_FIELDS if f"{name}=" not in source and f'"{name}"' not in source}


def test_every_option_of_the_table_sets_its_field() -> None:
    parser = argparse.ArgumentParser()
    generate_options(parser)
    named = {(option, action.dest) for action in parser._actions for option in action.option_strings}  # noqa: SLF001
    wanted = {(row.option, name) for name, row in FIELD_TABLE.items() if row.option is not None}
    assert wanted - named == {("prompt", "prompt")}, "the prompt is an argument, not an option"
    assert set(REQUEST_OPTIONS) == {*(name for _option, name in wanted), "outpaint", "mode", "quality"}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_beyond_its_limits_is_refused_by_its_label(name: str) -> None:
    _least, most = FIELD_TABLE[name].limits or (0, 0)
    with pytest.raises(BadRequest) as caught:
        request(**{name: most + 1, "variation_seed": 1})
    assert caught.value.code == "out-of-range"
    assert FIELD_TABLE[name].label.casefold() in message_for(caught.value).casefold()


def test_families_and_grids_take_their_fields_from_the_table() -> None:
    assert set(OPTIONAL_FIELDS) == {name for name, row in FIELD_TABLE.items() if row.is_optional}
    places = [row.axis for row in FIELD_TABLE.values() if row.axis is not None]
    assert sorted(places) == list(range(len(GRID_FIELDS))), "two fields have the same place"


def test_the_keys_of_the_infotext_come_from_the_table() -> None:
    keys = [row.infotext for row in FIELD_TABLE.values() if row.infotext is not None]
    assert len(keys) == len(set(keys))
    masked: dict[str, Any] = {"image": "0" * 64, "strength": 0.5, "mask": "0" * 64, "mask_only": True}
    larger: dict[str, Any] = {
        "guidance_end": 0.5,
        "clip_skip": 2,
        "upscale": 2,
        "hires_scale": 2.0,
        "vae": "v",
        "embeddings": ("e",),
    }
    varied: dict[str, Any] = {"variation_seed": 1, "variation_strength": 0.5, "scheduler": "ddim", "eta": 0.5}
    plain = {"negative_prompt": "blue", "unconditional_interval": 2, "cache_interval": 2, "cache_start": 0.5}
    text = "\n".join(infotext(request("a", 1, **changes)) for changes in (masked, larger, varied, plain))
    assert not {key for key in keys if f"{key}: " not in text}
