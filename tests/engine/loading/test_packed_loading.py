"""Packed models, read tensor by tensor: the same as packing a whole model, with a lower peak."""

from pathlib import Path
from typing import Any

import diffusers
import pytest
import torch
import transformers

from macapp.domain.weight_format import WeightFormat
from macapp.engine.loading.packed_loading import load_packed
from macapp.engine.runtime.packed_layers import pack_layers
from macapp.models.checkpoint import read_components
from macapp.models.families import FAMILIES
from macapp.planning.weight_format import PACKED_PARTS
from tests.support.libraries import skip_if_too_old_for
from tests.support.tiny_families import TINY_FAMILIES, make_other


def packable_parts(folder: Path) -> list[tuple[Path, Any]]:
    libraries = {"diffusers": diffusers, "transformers": transformers}
    named = read_components(folder)
    return [
        (folder / name, getattr(libraries[named[name][0]], named[name][1])) for name in PACKED_PARTS if name in named
    ]


@pytest.mark.parametrize("wanted", [WeightFormat.INT8, WeightFormat.INT4])
@pytest.mark.parametrize("pipeline", TINY_FAMILIES)
def test_every_part_equals_the_whole_part_packed(tmp_path: Path, pipeline: str, wanted: WeightFormat) -> None:
    skip_if_too_old_for(FAMILIES[pipeline])
    for part, kind in packable_parts(make_other(pipeline, tmp_path / "model")):
        whole = pack_layers(kind.from_pretrained(part), wanted)
        found = load_packed(part, kind, torch.float32, wanted, sorted(part.glob("*.safetensors")))
        assert found is not None, part
        expected, state = whole.state_dict(), found.state_dict()
        assert state.keys() == expected.keys()
        assert all(torch.equal(state[name], expected[name]) for name in expected), part
        others = dict(whole.named_buffers())
        assert all(torch.equal(tensor, others[name]) for name, tensor in found.named_buffers()), part
        assert not found.training
