"""The kinds of auxiliary models: stored by their values, shown by their labels."""

import json

import pytest

from macapp.domain.auxiliary_kind import AuxiliaryKind


def test_the_values_are_those_of_options_and_of_the_index() -> None:
    assert [kind.value for kind in AuxiliaryKind] == ["lora", "embedding", "controlnet", "vae", "upscaler"]


@pytest.mark.parametrize("kind", AuxiliaryKind)
def test_a_kind_prints_and_compares_as_its_value(kind: AuxiliaryKind) -> None:
    assert f"{kind}" == str(kind) == kind.value == kind
    assert json.dumps({"kind": kind}) == f'{{"kind": "{kind.value}"}}'
    assert AuxiliaryKind(kind.value) is kind


def test_every_kind_has_its_own_label() -> None:
    labels = [kind.label for kind in AuxiliaryKind]
    assert labels == ["LoRA", "textual inversion", "ControlNet", "VAE", "upscaler"]
