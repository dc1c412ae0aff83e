"""Text encoders that are freed between prompts and loaded again: the same objects with the same weights."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from macapp.engine import open_engine
from macapp.engine.loading.loaded_model import LoadedModel
from macapp.engine.loading.text_encoders import free_text_encoders, reload_text_encoders
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


def encoders_of(loaded: LoadedModel) -> dict[str, torch.nn.Module]:
    return {name: part for name, part in loaded.parts.items() if name.startswith("text_encoder")}


def test_freed_encoders_take_no_memory_and_come_back_with_their_weights(loaded: LoadedModel) -> None:
    encoders = encoders_of(loaded)
    before = {
        name: {key: tensor.clone() for key, tensor in part.state_dict().items()} for name, part in encoders.items()
    }
    free_text_encoders(loaded)
    for encoder in encoders.values():
        tensors = [*encoder.parameters(), *encoder.buffers()]
        assert sum(tensor.numel() for tensor in tensors) == 0
        assert {tensor.device.type for tensor in tensors} == {"cpu"}
    assert all(parameter.numel() > 0 for parameter in loaded.parts["unet"].parameters())
    reload_text_encoders(loaded, "cpu", torch.float32)
    assert encoders_of(loaded) == encoders, "the same objects"
    for name, encoder in encoders.items():
        state = encoder.state_dict()
        assert state.keys() == before[name].keys()
        assert all(torch.equal(state[key], tensor) for key, tensor in before[name].items())


def test_encoders_in_memory_are_not_loaded_again(loaded: LoadedModel) -> None:
    encoders = encoders_of(loaded)
    addresses = {name: next(encoder.parameters()).data_ptr() for name, encoder in encoders.items()}
    reload_text_encoders(loaded, "cpu", torch.float32)
    assert {name: next(encoder.parameters()).data_ptr() for name, encoder in encoders.items()} == addresses


def test_encoders_come_back_in_the_wanted_precision(loaded: LoadedModel) -> None:
    free_text_encoders(loaded)
    reload_text_encoders(loaded, "cpu", torch.bfloat16)
    assert {next(encoder.parameters()).dtype for encoder in encoders_of(loaded).values()} == {torch.bfloat16}
