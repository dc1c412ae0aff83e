"""Pictures from GGUF files: those of the weights that the package `gguf` reads from them, in every family."""

from pathlib import Path

import gguf
import numpy as np
import pytest
import torch
from gguf import GGMLQuantizationType
from safetensors.torch import load_file, save_file

from macapp import models
from macapp.engine import open_engine
from macapp.engine.engine import Engine
from macapp.engine.loading.components import Placement, load_components
from macapp.engine.runtime.packed_layers import BlockLinear
from macapp.models import resolve_request
from macapp.planning.memory import PackedPart
from tests.support.composed_models import FAMILIES, make_parts, save_parts
from tests.support.gguf_files import write_gguf
from tests.support.request_factory import request

ARCHITECTURES = {"klein": "flux", "schnell": "flux", "chroma": "flux", "z_image_turbo": "lumina2"}
"""What `general.architecture` says for a family, if it is not the family's name."""


def nothing(*_progress: object) -> None:
    """Ignore progress."""


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("macapp.models.composition.config_cache_dir", lambda: tmp_path / "configurations")
    monkeypatch.setattr("macapp.models.part_search.scan_cache_file", lambda: tmp_path / "seen.json")


@pytest.fixture(scope="module")
def engine():
    opened = open_engine("cpu")
    yield opened
    opened.release()


def draw(engine: Engine, model: Path, weights: str = "auto") -> np.ndarray:
    wanted = request("a cat", model=str(model), steps=2, guidance_scale=3.0, scheduler="own", weights=weights)
    return np.asarray(engine.generate(resolve_request(wanted), {}, nothing, nothing).image).astype(int)


def save_gguf(file: Path, family: str, kind: str) -> Path:
    """Write the transformer in `file` as a GGUF next to it."""
    stored = {name: tensor.float().numpy() for name, tensor in load_file(file).items()}
    architecture = ARCHITECTURES.get(family, family)
    return write_gguf(file.with_suffix(".gguf"), architecture, stored, GGMLQuantizationType[kind])


def unpack(file: Path) -> Path:
    """Write the weights that the package `gguf` reads from a file as safetensors next to it."""
    tensors = gguf.GGUFReader(file).tensors
    weights = {each.name: torch.tensor(gguf.dequantize(each.data, each.tensor_type)) for each in tensors}
    shapes = {each.name: [int(size) for size in reversed(each.shape)] for each in tensors}
    unpacked = file.with_name(f"{file.stem}-unpacked.safetensors")
    save_file({name: weight.view(shapes[name]).clone() for name, weight in weights.items()}, unpacked)
    return unpacked


@pytest.mark.parametrize("kind", ["Q8_0", "Q4_K"])
@pytest.mark.parametrize("family", FAMILIES)
def test_the_picture_is_that_of_the_unpacked_weights(family: str, kind: str, engine: Engine, tmp_path: Path) -> None:
    file = save_gguf(save_parts(make_parts(family), tmp_path, family), family, kind)
    picture = draw(engine, file)
    assert np.ptp(picture) > 10
    assert np.abs(picture - draw(engine, unpack(file))).max() <= 1


@pytest.mark.parametrize("family", ["flux", "sd3", "z_image_turbo", "qwen_image"])
def test_eight_bits_change_the_picture_little(family: str, engine: Engine, tmp_path: Path) -> None:
    full = save_parts(make_parts(family), tmp_path, family)
    difference = np.abs(draw(engine, save_gguf(full, family, "Q8_0")) - draw(engine, full)).mean()
    assert 0 < difference < 0.5


@pytest.mark.parametrize("kind", ["Q8_0", "Q6_K"])
def test_the_plan_counts_the_bytes_that_the_engine_holds(kind: str, tmp_path: Path) -> None:
    file = save_gguf(save_parts(make_parts("flux"), tmp_path, "flux"), "flux", kind)
    checkpoint = models.find_checkpoint(str(file))
    assert checkpoint.file == file
    transformer = load_components(checkpoint.folder, Placement("cpu", torch.float32), ["transformer"])["transformer"]
    layers = [layer for layer in transformer.modules() if isinstance(layer, BlockLinear)]
    held = sum(
        tensor.numel() * tensor.element_size()
        for layer in layers
        for name, tensor in layer.state_dict().items()
        if name != "bias"
    )
    full = checkpoint.architecture.formats[0]
    assert full.denoiser == PackedPart(sum(layer.weight_shape.numel() for layer in layers), held)
    assert set(full.text) == {PackedPart()}
