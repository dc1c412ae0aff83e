"""Operations as polynomials, and those of single layers."""

import pytest
import torch

from macapp.models.layer_flops import FlopPolynomial, convolution, residual, self_attention

FlopCounterMode = pytest.importorskip(
    "torch.utils.flop_counter", reason="PyTorch 1.13 counts no operations"
).FlopCounterMode


def test_a_polynomial_of_the_latents() -> None:
    found = FlopPolynomial(1e12, 2e12) + FlopPolynomial(each=1e12, pairs=1e12)
    assert found.at(10) == 1 + 30 + 100
    assert found.shared(2).at(10) == found.at(5)


@pytest.mark.parametrize(("inputs", "outputs", "depth"), [(8, 16, 1), (8, 8, 1), (8, 16, 3)])
def test_a_convolution(inputs: int, outputs: int, depth: int) -> None:
    with torch.device("meta"), FlopCounterMode(display=False) as counter:
        layer = torch.nn.Conv3d(inputs, outputs, (depth, 3, 3), padding=(depth // 2, 1, 1))
        layer(torch.empty(1, inputs, 1, 10, 10))
    assert convolution(inputs, outputs, depth=depth).at(100) * 1e12 == pytest.approx(counter.get_total_flops())


def test_a_shortcut_between_equal_widths_costs_nothing() -> None:
    assert residual(8, 8) == convolution(8, 8) + convolution(8, 8)
    assert residual(8, 16) == convolution(8, 16) + convolution(16, 16) + convolution(8, 16, 1)


def test_attention_of_every_latent_to_every_other() -> None:
    with torch.device("meta"), FlopCounterMode(display=False) as counter:
        layer = torch.nn.MultiheadAttention(16, 2, batch_first=True)
        layer(*[torch.empty(1, 100, 16)] * 3)
    assert self_attention(16).at(100) * 1e12 == pytest.approx(counter.get_total_flops())
