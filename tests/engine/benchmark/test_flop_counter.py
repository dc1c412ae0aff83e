"""The operation count of a network's first call, from a copy without data."""

from pathlib import Path

import pytest
import torch
from diffusers import UNet2DConditionModel

from macapp.engine.benchmark.flop_counter import count_flops
from tests.support.libraries import TORCH


def run(unet: torch.nn.Module, batch: int) -> None:
    with torch.no_grad():
        unet(torch.randn(batch, 4, 8, 8), torch.tensor(1), encoder_hidden_states=torch.randn(batch, 77, 32))


@pytest.mark.skipif(TORCH < (2, 1), reason="this PyTorch has no counter of operations")
def test_only_the_first_call_of_each_network_is_counted(tiny_model: Path) -> None:
    unet, other = (UNet2DConditionModel.from_pretrained(tiny_model / "unet") for _ in range(2))
    one = count_flops([unet], lambda: run(unet, 1))
    assert one
    assert count_flops([unet], lambda: run(unet, 2)) == pytest.approx(2 * one)
    assert count_flops([unet], lambda: (run(unet, 1), run(unet, 2))) == pytest.approx(one)
    assert count_flops([unet, other], lambda: (run(unet, 1), run(other, 2))) == pytest.approx(3 * one)


@pytest.mark.skipif(TORCH < (2, 1), reason="this PyTorch has no counter of operations")
def test_the_hooks_are_removed_if_the_run_fails(tiny_model: Path) -> None:
    unet = UNet2DConditionModel.from_pretrained(tiny_model / "unet")
    with pytest.raises(ZeroDivisionError):
        count_flops([unet], lambda: 1 // 0)
    assert not vars(unet)["_forward_pre_hooks"]


@pytest.mark.skipif(TORCH >= (2, 1), reason="this PyTorch has a counter of operations")
def test_without_a_counter_the_run_still_happens() -> None:
    calls: list[int] = []
    assert count_flops([], lambda: calls.append(1)) is None
    assert calls == [1]
