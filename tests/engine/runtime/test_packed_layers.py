"""Layers in 8 and 4 bits: close to the plain ones, as small as promised, and still layers that adapters find."""

import copy
from collections.abc import Iterator

import pytest
import torch
from torch import nn

from macapp.domain.weight_format import WeightFormat
from macapp.engine.runtime.packed_layers import PackedConv2d, PackedLinear, pack_layer, pack_layers
from macapp.planning.weight_format import stored_bytes
from tests.support.fake_mps import pretended
from tests.support.tiny_families import TINY_FAMILIES

FULL, INT8, INT4 = WeightFormat.FULL, WeightFormat.INT8, WeightFormat.INT4
KINDS = pytest.mark.parametrize(("wanted", "error"), [(INT8, 0.005), (INT4, 0.07)])
"""With the mean error of an output for random weights, as a share of its mean size."""


@pytest.fixture(autouse=True)
def _random() -> Iterator[None]:
    torch.manual_seed(0)
    with torch.no_grad():
        yield


def packed(layer: nn.Module, wanted: WeightFormat) -> nn.Module:
    twin = copy.deepcopy(layer)
    pack_layer(twin, twin.weight.data, wanted)  # type: ignore[arg-type, union-attr]
    return twin


@KINDS
def test_a_linear_layer_computes_nearly_the_same(wanted: WeightFormat, error: float) -> None:
    layer, states = nn.Linear(256, 128), torch.randn(3, 7, 256)
    plain, found = layer(states), packed(layer, wanted)(states)
    assert 0 < (found - plain).abs().mean() < error * plain.abs().mean()


def test_a_convolution_computes_nearly_the_same() -> None:
    layer, states = nn.Conv2d(32, 64, 3, stride=2, padding=1), torch.randn(2, 32, 8, 8)
    plain, found = layer(states), packed(layer, INT8)(states)
    assert 0 < (found - plain).abs().mean() < 0.005 * plain.abs().mean()


@KINDS
def test_a_layer_of_zeros_stays_one(wanted: WeightFormat, error: float) -> None:
    layer = nn.Linear(64, 64)
    layer.weight.data.zero_()
    assert torch.equal(packed(layer, wanted)(torch.randn(2, 64)), layer.bias.expand(2, 64))


@KINDS
def test_one_channel_of_large_weights_costs_the_others_nothing(wanted: WeightFormat, error: float) -> None:
    layer = nn.Linear(256, 128, bias=False)
    layer.weight.data[0] *= 1000
    states = torch.randn(16, 256)
    plain, found = layer(states)[:, 1:], packed(layer, wanted)(states)[:, 1:]
    assert (found - plain).abs().mean() < error * plain.abs().mean()


@KINDS
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_it_computes_in_the_precision_of_its_input(wanted: WeightFormat, error: float, dtype: torch.dtype) -> None:
    layer = nn.Linear(256, 64).to(dtype)
    found = packed(layer, wanted)
    assert found(torch.ones(1, 256, dtype=dtype)).dtype is dtype
    found.float()  # the second try after an overflow
    assert found(torch.ones(1, 256)).dtype is torch.float32


@KINDS
def test_there_is_no_second_copy_of_the_weights(wanted: WeightFormat, error: float) -> None:
    layer = packed(nn.Linear(256, 128, bias=False), wanted)
    held = sum(tensor.numel() * tensor.element_size() for tensor in (*layer.parameters(), *layer.buffers()))
    assert held == stored_bytes("blocks.0.weight", (128, 256), wanted, 4)


@KINDS
@pytest.mark.parametrize("family", ["FluxPipeline", "QwenImagePipeline", "StableDiffusion3Pipeline", "ZImagePipeline"])
def test_a_model_takes_the_bytes_that_the_plan_counts(family: str, wanted: WeightFormat, error: float) -> None:
    model = TINY_FAMILIES[family]()["transformer"]
    counted = sum(stored_bytes(name, each.shape, wanted, 4) for name, each in model.state_dict().items())
    full = sum(tensor.numel() * 4 for tensor in model.state_dict().values())
    pack_layers(model, wanted)
    held = sum(tensor.numel() * tensor.element_size() for tensor in model.state_dict().values())
    assert held == counted < full


def test_a_packed_layer_is_still_a_layer_of_its_kind() -> None:
    model = pack_layers(nn.ModuleList([nn.Linear(64, 64), nn.Conv2d(16, 16, 3), nn.LayerNorm(64)]), INT4)
    assert [type(layer) for layer in model] == [PackedLinear, PackedConv2d, nn.LayerNorm]  # type: ignore[arg-type]
    assert isinstance(model[0], nn.Linear)  # type: ignore[index]
    assert pack_layers(nn.ModuleList([nn.Linear(64, 64)]), FULL)[0].weight.dtype is torch.float32  # type: ignore[index]


@KINDS
def test_every_operation_has_a_kernel_on_mps(wanted: WeightFormat, error: float) -> None:
    from tests.support.mps_kernels import lacking

    layers = nn.Sequential(nn.Conv2d(8, 16, 3, padding=1), nn.Flatten(2), nn.Linear(64, 64)).half()
    pack_layers(layers, wanted)
    states = torch.randn(1, 8, 8, 8).half()
    plain = layers(states)
    with pretended() as seen:
        found = layers.to("mps")(states.to("mps")).cpu()
    assert torch.allclose(found, plain, atol=1e-3)
    assert lacking(seen) == []
