"""Presets, and the default settings of models."""

import pytest

from macapp.errors import BadRequest
from macapp.library import Library
from macapp.library.presets import apply_preset
from tests.support.request_factory import request


def test_a_preset_has_the_settings_but_not_the_prompt_and_the_seed(library: Library) -> None:
    library.presets.save("  My   own ", request("a heart", seed=7, steps=9))
    preset = library.presets.find("My own")
    assert (preset.steps, preset.prompt, preset.seed) == (9, "", 0)
    applied = apply_preset(preset, request("a boat", seed=3, steps=2))
    assert (applied.steps, applied.prompt, applied.seed) == (9, "a boat", 3)


def test_a_deleted_preset_is_missing(library: Library) -> None:
    library.presets.save("x", request())
    library.presets.delete("x")
    with pytest.raises(BadRequest, match="preset-missing"):
        library.presets.find("x")
    with pytest.raises(BadRequest, match="name-missing"):
        library.presets.save("  ", request())


def test_a_model_has_its_own_defaults(library: Library) -> None:
    asked = request(steps=9)
    library.presets.save_for_model(asked)
    found = library.presets.for_model(asked.model)
    assert found is not None
    assert found.steps == 9
    assert library.presets.all() == {}
    library.presets.forget_model(asked.model)
    assert library.presets.for_model(asked.model) is None
