"""Parts of a checkpoint in one file, read without the others and packed one tensor at a time."""

from pathlib import Path
from typing import Any

import diffusers
import pytest
import torch
import transformers

from macapp.domain.weight_format import WeightFormat
from macapp.engine.loading.components import Placement, load_components
from macapp.engine.loading.original_names import Renamed, rename_tensors, trace_renaming
from macapp.engine.loading.single_file_loading import load_packed_part, part_names, read_part
from macapp.engine.runtime.packed_layers import pack_layers
from macapp.models.checkpoint import read_components
from macapp.models.safetensors import read_header
from macapp.models.single_file import materialize_config
from macapp.planning.weight_format import PACKED_PARTS
from tests.support.original_names import save_single
from tests.support.original_pipelines import SIZES, make_pipeline


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("macapp.models.single_file.config_cache_dir", lambda: tmp_path / "configurations")


def kind_of(folder: Path, name: str) -> Any:
    library, class_name = read_components(folder)[name]
    return getattr({"diffusers": diffusers, "transformers": transformers}[library], class_name)


@pytest.mark.parametrize("wanted", [WeightFormat.INT8, WeightFormat.INT4])
@pytest.mark.parametrize("family", SIZES)
def test_every_part_equals_the_whole_part_packed(tmp_path: Path, family: str, wanted: WeightFormat) -> None:
    file = save_single(make_pipeline(family), tmp_path / "model.safetensors", torch.float16)
    folder = materialize_config(file)
    whole = load_components(folder, Placement("cpu", torch.float32), file=file)
    for name in set(PACKED_PARTS) & set(whole):
        found = load_packed_part(folder / name, file, kind_of(folder, name), torch.float32, wanted)
        assert found is not None
        expected = pack_layers(whole[name], wanted).state_dict()
        state = found.state_dict()
        assert state.keys() == expected.keys()
        assert all(torch.equal(state[key], expected[key]) for key in expected), name
        assert not found.training


@pytest.mark.parametrize("family", SIZES)
def test_every_tensor_belongs_to_one_part(tmp_path: Path, family: str) -> None:
    file = save_single(make_pipeline(family), tmp_path / "model.safetensors")
    folder, names = materialize_config(file), list(read_header(file)[1])
    parts = [part for part in read_components(folder) if not part.startswith(("tokenizer", "scheduler"))]
    found = [part_names(names, kind_of(folder, part)) for part in parts]
    unused = {name for name in names if ".resblocks.2." in name} if family == "SD 2" else set()
    assert sorted(name for part in found for name in part) == sorted(set(names) - unused)
    assert list(read_part(file, kind_of(folder, "vae"))) == part_names(names, kind_of(folder, "vae"))


def test_rows_are_followed_through_a_converter() -> None:
    stored = {"fused": torch.arange(12.0).view(6, 2), "bias": torch.arange(6.0), "wide": torch.arange(6.0).view(2, 3)}

    def convert(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        query, key, value = state["fused"].chunk(3)
        shift, scale = state["bias"].chunk(2)
        return {"q": query, "kv": torch.cat((value, key)), "swapped": torch.cat((scale, shift)), "t": state["wide"].T}

    renamed = trace_renaming(convert, {name: tensor.shape for name, tensor in stored.items()})
    assert renamed["fused"] == [Renamed("q", ((0, 2),)), Renamed("kv", ((4, 6), (2, 4)))]
    found: dict[str, Any] = dict(rename_tensors(stored.items(), renamed))
    expected = convert(stored)
    assert found.keys() == expected.keys()
    assert all(torch.equal(found[name], expected[name]) for name in expected)
