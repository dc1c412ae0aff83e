"""Count the operations of an autoencoder from its configuration. Pure functions. Any thread.

The layers are those of `AutoencoderKL`, `AutoencoderKLFlux2` and `AutoencoderKLQwenImage` in diffusers.
"""

from collections.abc import Mapping
from typing import Any

from macapp.models.layer_flops import FlopPolynomial, convolution, residual, self_attention

_FRAMES = 3  # of the kernels of Qwen-Image's autoencoder, which was made for videos


def vae_flops(config: Mapping[str, Any]) -> tuple[FlopPolynomial, FlopPolynomial]:
    """Return the operations of an autoencoder to decode and to encode, by the number of latents.

    Raises `LookupError`, `TypeError` or `ValueError` for another autoencoder.
    """
    if "dim_mult" in config:
        return _qwen_flops(config)
    channels = [int(channel) for channel in config["block_out_channels"]]
    layers, latent, widest = int(config["layers_per_block"]), int(config["latent_channels"]), channels[-1]
    middle = residual(widest, widest) + residual(widest, widest)
    if config.get("mid_block_add_attention", True):
        middle += self_attention(widest)
    decode = convolution(latent, widest) + middle + _map_levels([*reversed(channels)], layers + 1, up=True)
    encode = _map_levels(channels, layers, up=False) + middle + convolution(widest, 2 * latent)
    ends = convolution(channels[0], 3).shared(4.0 ** (1 - len(channels)))
    return decode + ends, encode + ends


def _map_levels(channels: list[int], layers: int, up: bool) -> FlopPolynomial:
    """Return the operations on maps that grow or shrink from level to level."""
    total, width_before, last = FlopPolynomial(), channels[0], len(channels) - 1
    for number, width in enumerate(channels):
        level = -number if up else number - last  # each level has four times as many positions as the one above it
        for _ in range(layers):
            total += residual(width_before, width).shared(4.0**level)
            width_before = width
        if number < last:
            total += convolution(width, width).shared(4.0 ** (level - 1 if up else level + 1))
    return total


def _qwen_flops(config: Mapping[str, Any]) -> tuple[FlopPolynomial, FlopPolynomial]:
    """Return the operations of Qwen-Image's autoencoder for one frame: its upsampling halves the channels."""
    widths = [int(config["base_dim"]) * int(each) for each in config["dim_mult"]]
    layers, latent, widest, last = int(config["num_res_blocks"]), int(config["z_dim"]), widths[-1], len(widths) - 1
    middle = residual(widest, widest, _FRAMES) + residual(widest, widest, _FRAMES) + self_attention(widest)
    ends = convolution(3, widths[0], depth=_FRAMES).shared(4.0**-last)
    decode = convolution(latent, widest, depth=_FRAMES) + middle + ends
    encode = convolution(widest, 2 * latent, depth=_FRAMES) + middle + ends
    for number, width in enumerate(widths):
        area, below = 4.0 ** (number - last), widths[max(0, number - 1)]
        entering = widest if number == last else widths[number + 1] // 2
        rest = residual(width, width, _FRAMES)
        encode += (residual(below, width, _FRAMES) + _times(rest, layers - 1)).shared(area)
        decode += (residual(entering, width, _FRAMES) + _times(rest, layers)).shared(area)
        if number < last:
            encode += convolution(width, width).shared(4 * area)
        if number:
            decode += convolution(width, width // 2).shared(area / 4)
    return decode, encode


def _times(layer: FlopPolynomial, count: int) -> FlopPolynomial:
    return sum([layer] * count, FlopPolynomial())
