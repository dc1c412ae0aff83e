"""Layout and multiplication change inside a block only."""

import pytest
import torch

from macapp.engine.runtime.tensor_formats import channels_last, is_varied, tf32_enabled


def test_weights_have_their_channels_last_inside_the_block_only() -> None:
    net = torch.nn.Conv2d(4, 8, 3)
    before = net.weight.detach().clone()
    with channels_last(net):
        assert net.weight.is_contiguous(memory_format=torch.channels_last)
        assert torch.equal(net.weight, before)
    assert net.weight.is_contiguous()


def test_tf32_is_restored_after_the_block_and_after_an_error() -> None:
    before = torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32
    with tf32_enabled():
        assert torch.backends.cuda.matmul.allow_tf32
        assert torch.backends.cudnn.allow_tf32
    with pytest.raises(ValueError, match="stop"), tf32_enabled():
        raise ValueError("stop")
    assert (torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32) == before


def test_one_pixel_of_another_colour_is_enough() -> None:
    pixels = torch.full((1, 3, 4, 4), 0.5)
    assert not is_varied(pixels)
    pixels[0, 1, 3, 2] = 0.6
    assert is_varied(pixels)
