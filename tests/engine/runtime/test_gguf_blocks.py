"""Blocks of GGUF files: the weights are those that the package `gguf` unpacks, in every precision and on MPS."""

import gguf
import numpy as np
import pytest
import torch
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType
from torch import nn

from macapp.engine.runtime.gguf_blocks import FIELDS, has_finite_scales, split_blocks, unpack_blocks
from macapp.engine.runtime.packed_layers import BlockConv2d, BlockLinear, store_blocks
from macapp.models.gguf import BLOCKS
from tests.support.fake_mps import pretended
from tests.support.gguf_files import quantize, random_blocks

KINDS = pytest.mark.parametrize("kind", FIELDS)


def blocks_of(kind: str, shape: tuple[int, ...] = (64, 256)) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the blocks of random weights, and the weights that the package `gguf` unpacks from them."""
    numbers = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    packed = quantize(numbers, GGMLQuantizationType[kind])
    weights = gguf.dequantize(packed, GGMLQuantizationType[kind])
    return torch.from_numpy(packed.reshape(-1, BLOCKS[kind][1])), torch.from_numpy(weights)


@pytest.mark.parametrize("kind", BLOCKS)
def test_the_sizes_of_blocks_are_those_of_the_package_gguf(kind: str) -> None:
    assert BLOCKS[kind] == GGML_QUANT_SIZES[GGMLQuantizationType[kind]]
    assert kind not in FIELDS or sum(FIELDS[kind].values()) == BLOCKS[kind][1]


@KINDS
def test_the_weights_are_those_of_the_package_gguf(kind: str) -> None:
    blocks, expected = blocks_of(kind)
    found = unpack_blocks(split_blocks(blocks, kind), kind, torch.float32)
    assert torch.allclose(found.view(expected.shape), expected, rtol=1e-6, atol=1e-7)
    assert expected.std() > 0.01


@KINDS
def test_any_bits_give_the_weights_of_the_package_gguf(kind: str) -> None:
    """Also the highest bits of every field, which blocks of ordinary weights may not have."""
    weights, size = BLOCKS[kind]
    blocks = np.random.default_rng(1).integers(0, 256, (4096, size), np.uint8)
    start = 0
    for name, length in FIELDS[kind].items():
        if name in ("scale", "minimum"):
            scales = np.random.default_rng(2).standard_normal(len(blocks)).astype(np.float16)
            blocks[:, start : start + length] = scales.view(np.uint8).reshape(-1, 2)
        start += length
    expected = torch.from_numpy(gguf.dequantize(blocks, GGMLQuantizationType[kind]))
    found = unpack_blocks(split_blocks(torch.from_numpy(blocks), kind), kind, torch.float32)
    assert found.shape == (4096, weights)
    assert torch.allclose(found, expected, rtol=1e-5, atol=1e-4)


@KINDS
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_a_lower_precision_only_rounds(kind: str, dtype: torch.dtype) -> None:
    blocks, expected = blocks_of(kind)
    found = unpack_blocks(split_blocks(blocks, kind), kind, dtype)
    assert found.dtype is dtype
    error = (found.float().view(expected.shape) - expected).abs().mean()
    assert error < 2 * (expected.to(dtype).float() - expected).abs().mean()


@KINDS
def test_the_blocks_are_the_only_copy_and_survive_a_change_of_precision(kind: str) -> None:
    blocks, expected = blocks_of(kind)
    layer = nn.Linear(256, 64, bias=False)
    store_blocks(layer, blocks, kind)
    assert isinstance(layer, BlockLinear)
    held = sum(tensor.numel() * tensor.element_size() for tensor in (*layer.parameters(), *layer.buffers()))
    assert held == blocks.numel()
    layer.to(torch.bfloat16).float()
    states = torch.eye(256)
    assert torch.allclose(layer(states).T, expected, rtol=1e-5, atol=1e-5)


@KINDS
def test_a_convolution_computes_with_joined_rows(kind: str) -> None:
    blocks, expected = blocks_of(kind, (36, 256))
    layer = nn.Conv2d(16, 64, 3, padding=1, bias=False)
    plain = nn.Conv2d(16, 64, 3, padding=1, bias=False)
    plain.weight.data = expected.reshape(64, 16, 3, 3)
    store_blocks(layer, blocks, kind)
    assert isinstance(layer, BlockConv2d)
    states = torch.randn(1, 16, 8, 8)
    assert torch.allclose(layer(states), plain(states), rtol=1e-4, atol=1e-4)


@KINDS
def test_scales_that_are_not_finite_are_found(kind: str) -> None:
    numbers = np.ones((4, 256), np.float32)
    blocks = torch.from_numpy(random_blocks(numbers, GGMLQuantizationType[kind]).reshape(-1, BLOCKS[kind][1]))
    fields = split_blocks(blocks, kind)
    fields["scale"][0] = torch.tensor(float("nan"), dtype=torch.float16).view(torch.int16)
    assert not has_finite_scales(fields)


@KINDS
def test_every_operation_has_a_kernel_on_mps(kind: str) -> None:
    from tests.support.mps_kernels import lacking

    blocks, _ = blocks_of(kind)
    layer = nn.Linear(256, 64).half()
    store_blocks(layer, blocks, kind)
    states = torch.randn(2, 256).half()
    plain = layer(states)
    with pretended() as seen:
        found = layer.to("mps")(states.to("mps")).cpu()
    assert torch.allclose(found, plain, atol=0.5, rtol=0.01)
    assert lacking(seen) == []
