"""The operations of autoencoders equal those of the counter of PyTorch."""

# pyright: reportArgumentType=false
# (diffusers annotates its constructors more narrowly than it calls them)

from collections.abc import Callable
from typing import Any

import diffusers
import pytest
import torch

from macapp.models.vae_flops import vae_flops
from tests.support.full_size import autoencoder
from tests.support.more_full_sizes import deep_compression

FlopCounterMode = pytest.importorskip(
    "torch.utils.flop_counter", reason="PyTorch 1.13 counts no operations"
).FlopCounterMode


def autoencoder_of_qwen(base: int = 96) -> Any:
    return diffusers.AutoencoderKLQwenImage(base_dim=base)


MADE: dict[str, tuple[Callable[[], Any], tuple[int, ...], tuple[int, ...]]] = {
    "Stable Diffusion": (lambda: autoencoder(4), (1, 4, 64, 64), (1, 3, 512, 512)),
    "FLUX.1": (autoencoder, (1, 16, 64, 64), (1, 3, 512, 512)),
    "FLUX.2": (diffusers.AutoencoderKLFlux2, (1, 32, 64, 64), (1, 3, 512, 512)),
    "Qwen-Image": (autoencoder_of_qwen, (1, 16, 1, 64, 64), (1, 3, 1, 512, 512)),
    "Qwen-Image, narrower": (lambda: autoencoder_of_qwen(32), (1, 16, 1, 32, 32), (1, 3, 1, 256, 256)),
}


@pytest.mark.parametrize("name", MADE)
def test_a_picture_decoded_and_encoded(name: str) -> None:
    make, latents, pixels = MADE[name]
    with torch.device("meta"), torch.no_grad():
        vae = make()
        with FlopCounterMode(display=False) as decoding:
            vae.decode(torch.empty(latents))
        with FlopCounterMode(display=False) as encoding:
            vae.encode(torch.empty(pixels))
    decode, encode = vae_flops(vae.config)
    count = latents[-1] * latents[-2]
    assert decode.at(count) == pytest.approx(decoding.get_total_flops() / 1e12, rel=0.002)
    assert encode.at(count) == pytest.approx(encoding.get_total_flops() / 1e12, rel=0.002)


def test_an_autoencoder_that_is_not_counted() -> None:
    with torch.device("meta"):
        other = deep_compression()
    with pytest.raises(LookupError):
        vae_flops(other.config)
