"""Three models for a machine: only those that the plan lets run there."""

import pytest

from macapp.domain.weight_format import WeightFormat
from macapp.messages import message_for
from macapp.models.catalog import load_catalog
from macapp.models.recommended import PURPOSES, recommend_models
from macapp.system.machine import Machine, detect_machine, with_overrides


def mac(ram: str) -> Machine:
    return with_overrides(f"device=mps,torch=2.13.0,macos=15.0,ram={ram}", detect_machine())


@pytest.mark.parametrize("ram", ["8GB", "16GB", "24GB", "64GB"])
def test_three_different_models_that_fit(ram: str) -> None:
    found = recommend_models(mac(ram))
    assert len({recommendation.entry.id for recommendation in found}) == 3
    for recommendation, ids in zip(found, PURPOSES.values(), strict=True):
        assert recommendation.plan.fits
        assert recommendation.plan.needed <= recommendation.plan.available
        assert recommendation.entry.id in ids
        sentence = message_for(recommendation.reason)
        assert sentence.startswith(f"{recommendation.entry.name}: {recommendation.entry.about}; needs ")
        assert sentence.count(".\n") == 0


def test_more_memory_brings_better_models() -> None:
    before = [len(ids) for ids in PURPOSES.values()]
    for ram in ("8GB", "16GB", "24GB", "64GB"):
        found = recommend_models(mac(ram))
        places = [ids.index(each.entry.id) for each, ids in zip(found, PURPOSES.values(), strict=True)]
        assert all(place <= earlier for place, earlier in zip(places, before, strict=True))
        before = places


def test_a_model_in_four_bits_gives_way_to_a_smaller_one() -> None:
    pictures = recommend_models(mac("16GB"))[0]
    assert pictures.entry.id == "z-image-turbo"
    assert pictures.weight_format is WeightFormat.INT8
    assert recommend_models(mac("8GB"))[1].weight_format is WeightFormat.INT4  # no other one edits there


def test_nothing_is_recommended_where_nothing_fits() -> None:
    assert recommend_models(mac("1GB")) == []


def test_every_purpose_names_models_of_the_catalogue() -> None:
    assert {name for ids in PURPOSES.values() for name in ids} <= load_catalog().keys()
