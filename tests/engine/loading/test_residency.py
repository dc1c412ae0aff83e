"""Parts whose weights are released and loaded again: the same objects with the same weights."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from macapp.engine import open_engine
from macapp.engine.loading.loaded_model import LoadedModel
from macapp.engine.loading.residency import other_names, release_parts, restore_parts, text_encoder_names
from macapp.engine.runtime.retry import in_float32
from macapp.engine.runtime.weight_release import is_released
from macapp.errors import MachineError
from tests.support import tiny_models
from tests.support.plain_diffusers import asked, make


@pytest.fixture(params=["tiny_model", "tiny_xl"])
def loaded(tiny_model: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[LoadedModel]:
    model = tiny_model if request.param == "tiny_model" else tiny_models.make_tiny_xl(tmp_path / "xl")
    engine = open_engine("cpu")
    make(engine, asked(model, steps=1))
    assert engine.session is not None
    yield engine.session.loaded
    engine.release()


def states(loaded: LoadedModel, names: list[str]) -> dict[str, dict[str, torch.Tensor]]:
    return {name: {key: tensor.clone() for key, tensor in loaded.parts[name].state_dict().items()} for name in names}


@pytest.mark.parametrize("names_of", [text_encoder_names, other_names])
def test_released_parts_take_no_memory_and_come_back_with_their_weights(loaded: LoadedModel, names_of) -> None:
    names, parts = names_of(loaded), dict(loaded.parts)
    before = states(loaded, names)
    release_parts(loaded, names)
    for name in names:
        tensors = [*parts[name].parameters(), *parts[name].buffers()]
        assert sum(tensor.numel() for tensor in tensors) == 0
        assert {tensor.device.type for tensor in tensors} == {"cpu"}
    assert [name for name in loaded.parts if name in names] == [
        name for name, part in parts.items() if isinstance(part, torch.nn.Module) and is_released(part)
    ]
    restore_parts(loaded, names)
    assert loaded.parts == parts, "the same objects"
    after = states(loaded, names)
    for name in names:
        assert after[name].keys() == before[name].keys()
        assert all(torch.equal(after[name][key], tensor) for key, tensor in before[name].items())


def test_parts_in_memory_are_not_loaded_again(loaded: LoadedModel) -> None:
    names = text_encoder_names(loaded)
    addresses = {name: next(loaded.parts[name].parameters()).data_ptr() for name in names}
    restore_parts(loaded, names)
    assert {name: next(loaded.parts[name].parameters()).data_ptr() for name in names} == addresses


def test_a_part_comes_back_in_the_precision_of_the_moment(loaded: LoadedModel) -> None:
    names = text_encoder_names(loaded)
    parts = [loaded.parts[name] for name in names]
    for part in parts:
        part.to(torch.bfloat16)
    release_parts(loaded, names)
    restore_parts(loaded, names)
    assert {weight.dtype for part in parts for weight in part.parameters()} == {torch.bfloat16}
    release_parts(loaded, names)
    with in_float32(parts):
        restore_parts(loaded, names)
        assert {weight.dtype for part in parts for weight in part.parameters()} == {torch.float32}
    assert {weight.dtype for part in parts for weight in part.parameters()} == {torch.bfloat16}


def test_a_part_that_cannot_be_loaded_stays_released(tiny_model: Path, tmp_path: Path) -> None:
    model = tmp_path / "copy"
    shutil.copytree(tiny_model, model)
    engine = open_engine("cpu")
    make(engine, asked(model, steps=1))
    assert engine.session is not None
    loaded = engine.session.loaded
    release_parts(loaded, ["text_encoder"])
    weights = model / "text_encoder" / "model.safetensors"
    content = weights.read_bytes()
    weights.write_bytes(content[:-100])
    with pytest.raises(MachineError):
        restore_parts(loaded, ["text_encoder"])
    assert is_released(loaded.parts["text_encoder"])
    weights.write_bytes(content)
    restore_parts(loaded, ["text_encoder"])
    assert not is_released(loaded.parts["text_encoder"])
