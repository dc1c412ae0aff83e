"""Tensors of GGUF files: read one at a time in their blocks, cut at rows, and put into a model as they are."""

import json
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
import torch
from gguf import GGMLQuantizationType

from macapp.domain.weight_format import WeightFormat
from macapp.engine.loading.gguf_loading import BlockTensor, read_gguf_tensors, take_rows
from macapp.engine.loading.single_file_loading import load_packed_part
from macapp.engine.runtime.gguf_blocks import FIELDS
from macapp.engine.runtime.packed_layers import BlockConv2d, BlockLinear, PackedConv2d, PackedLinear
from macapp.errors import BadRequest
from macapp.models.gguf import BLOCKS
from macapp.models.single_file import UNET
from tests.support.gguf_files import write_gguf
from tests.support.original_names import unet_state
from tests.support.original_pipelines import make_pipeline


def numbers(*shape: int) -> np.ndarray:
    return np.random.default_rng(0).standard_normal(shape).astype(np.float32)


def unpacked(tensor: torch.Tensor | BlockTensor) -> torch.Tensor:
    return tensor.unpack(torch.float32) if isinstance(tensor, BlockTensor) else tensor.float()


def reference(file: Path) -> dict[str, torch.Tensor]:
    """Return the weights of a file as the package `gguf` reads them, in the shapes of its rows."""
    tensors = gguf.GGUFReader(file).tensors
    return {each.name: torch.tensor(gguf.dequantize(each.data, each.tensor_type)) for each in tensors}


@pytest.mark.parametrize("kind", BLOCKS)
def test_tensors_have_the_weights_that_the_package_gguf_reads(tmp_path: Path, kind: str) -> None:
    stored = {"a.weight": numbers(4, 256), "a.bias": numbers(4), "b.weight": numbers(2, 256)}
    file = write_gguf(tmp_path / "some.gguf", "flux", stored, GGMLQuantizationType[kind])
    found, expected = dict(read_gguf_tensors(file)), reference(file)
    assert found.keys() == expected.keys()
    for name, tensor in found.items():
        assert isinstance(tensor, BlockTensor) == (kind in FIELDS and name != "a.bias")
        assert torch.allclose(unpacked(tensor), expected[name].view(tensor.shape), rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("kind", ["Q8_0", "Q4_K", "F16"])
def test_rows_are_cut_without_unpacking(tmp_path: Path, kind: str) -> None:
    file = write_gguf(tmp_path / "rows.gguf", "flux", {"qkv.weight": numbers(6, 256)}, GGMLQuantizationType[kind])
    tensor = dict(read_gguf_tensors(file))["qkv.weight"]
    cut = take_rows(tensor, ((4, 6), (0, 1)))
    assert isinstance(cut, BlockTensor) == (kind != "F16")
    whole = unpacked(tensor)
    assert torch.equal(unpacked(cut), torch.cat((whole[4:6], whole[0:1])))
    assert take_rows(tensor, ()) is tensor


def test_blocks_that_span_two_rows_are_unpacked_to_be_cut(tmp_path: Path) -> None:
    file = write_gguf(tmp_path / "joined.gguf", "sdxl", {"a.weight": numbers(8, 4, 4, 4)}, join_rows=True)
    tensor = dict(read_gguf_tensors(file))["a.weight"]
    assert isinstance(tensor, BlockTensor)
    assert isinstance(take_rows(tensor, ((0, 4),)), BlockTensor)  # 64 weights are two blocks
    file = write_gguf(tmp_path / "odd.gguf", "sdxl", {"a.weight": numbers(32, 8, 3, 3)}, join_rows=True)
    tensor = dict(read_gguf_tensors(file))["a.weight"]
    cut = take_rows(tensor, ((3, 5),))
    assert isinstance(cut, torch.Tensor)
    assert torch.equal(cut, unpacked(tensor)[3:5])


def test_a_file_that_shrinks_while_it_is_read_is_refused(tmp_path: Path) -> None:
    file = write_gguf(tmp_path / "shrinking.gguf", "flux", {f"{name}.weight": numbers(64, 256) for name in "abcdefgh"})
    tensors = read_gguf_tensors(file)
    next(tensors)
    with file.open("r+b") as stream:
        stream.truncate(file.stat().st_size // 2)
    with pytest.raises(BadRequest) as caught:
        list(tensors)
    assert caught.value.code == "weights-cut"


def save_config(model: Any, folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps({**model.config}))
    return folder


@pytest.mark.parametrize("kind", ["Q8_0", "Q5_K", "Q4_0", "BF16"])
@pytest.mark.parametrize(("family", "prefix"), [("SDXL", ""), ("SD 1", UNET), ("SD 2", "")])
def test_a_unet_keeps_the_blocks_of_its_file(tmp_path: Path, family: str, prefix: str, kind: str) -> None:
    unet = make_pipeline(family).unet
    stored = {
        f"{prefix}{name.removeprefix(UNET)}": tensor.detach().numpy() for name, tensor in unet_state(unet).items()
    }
    file = write_gguf(tmp_path / "unet.gguf", "sdxl", stored, GGMLQuantizationType[kind], join_rows=True)
    part = save_config(unet, tmp_path / "unet")
    found = load_packed_part(part, file, type(unet), torch.float32, WeightFormat.FULL)
    assert found is not None
    layers = [layer for layer in found.modules() if isinstance(layer, (BlockLinear, BlockConv2d))]
    assert bool(layers) == (kind in FIELDS)
    if kind in FIELDS:
        assert {layer.kind for layer in layers} == {kind}
        assert any(isinstance(layer, BlockConv2d) for layer in layers)
    expected = reference(file)
    for name, tensor in unet_state(_as_plain(found, unet)).items():
        stored_name = prefix + name.removeprefix(UNET)
        assert torch.allclose(tensor, expected[stored_name].view(tensor.shape), rtol=1e-5, atol=1e-6), name


def test_a_chosen_format_packs_what_the_file_has_in_full_and_no_blocks(tmp_path: Path) -> None:
    unet = make_pipeline("SDXL").unet
    stored = {name: tensor.detach().numpy() for name, tensor in unet_state(unet).items()}
    part = save_config(unet, tmp_path / "unet")
    for kind, expected in (("Q8_0", (BlockLinear, BlockConv2d)), ("F16", (PackedLinear, PackedConv2d))):
        file = write_gguf(tmp_path / f"{kind}.gguf", "sdxl", stored, GGMLQuantizationType[kind], join_rows=True)
        found = load_packed_part(part, file, type(unet), torch.float32, WeightFormat.INT4)
        assert found is not None
        packed = [type(layer) for layer in found.modules() if isinstance(layer, (PackedLinear, PackedConv2d))]
        assert set(packed) == set(expected)


def _as_plain(found: Any, like: Any) -> Any:
    """Return a plain model with the weights of `found`, unpacked."""
    plain = type(like).from_config(like.config)
    modules = dict(found.named_modules())
    state = {}
    for name, tensor in plain.state_dict().items():
        layer, last = modules[name.rpartition(".")[0]], name.rpartition(".")[2]
        is_packed = last == "weight" and hasattr(layer, "unpacked")
        state[name] = layer.unpacked(torch.float32) if is_packed else getattr(layer, last).view(tensor.shape)
    plain.load_state_dict(state)
    return plain
