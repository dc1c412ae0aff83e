"""What the memory rules need to know about the parts of a model, from their configurations and classes. Any thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

TOKENS_OF_CLIP = 77
NATIVE_LATENTS = 128  # per side, for models that do not state it: FLUX, at 1,024 pixels
_FEED_FORWARD_MAPS = 4
"""maps of the width of its feed-forward network that a layer of a text encoder holds at its peak"""


@dataclass(frozen=True)
class TransformerShape:
    """What a step of a transformer holds, by its class in diffusers."""

    numbers: float
    """numbers held at the peak, for each token and each channel of the width"""
    sides: int
    """sides of guidance that its pipeline computes in one batch: 2, or 1 if it calls the transformer twice"""
    tokens: int
    """tokens of the prompt, at most, that attend together with those of the picture"""
    patch: int = 2
    """latents a side of a token"""


TRANSFORMERS: Mapping[str, TransformerShape] = {
    "FluxTransformer2DModel": TransformerShape(17.5, 1, 512),
    "Flux2Transformer2DModel": TransformerShape(22.0, 1, 512),
    "ChromaTransformer2DModel": TransformerShape(17.5, 1, 512),
    "ZImageTransformer2DModel": TransformerShape(16.0, 2, 512),
    "QwenImageTransformer2DModel": TransformerShape(14.5, 1, 512),
    "SD3Transformer2DModel": TransformerShape(13.5, 2, 333),
    **dict.fromkeys(
        (
            "CogView4Transformer2DModel",
            "Ideogram4Transformer2DModel",
            "Krea2Transformer2DModel",
            "Lumina2Transformer2DModel",
            "OvisImageTransformer2DModel",
        ),
        TransformerShape(22.0, 1, 512),
    ),
}
"""The first six were counted on tensors without data by `tests/planning/test_family_memory.py`; of the others, whose
pipelines call the transformer once for each side, the most of those is assumed."""
OTHER_TRANSFORMER = TransformerShape(22.0, 2, 512)
"""Assumed for a class that is not in the table: the most of those that were counted."""

_DECODE_MAPS = {"dim_mult": 9.0, "encoder_block_out_channels": 3.25, "num_vq_embeddings": 5.0}
"""Maps of the widest kind that an autoencoder holds at its peak, by a field of its configuration: Qwen-Image's, the
deep compression autoencoder, and MoVQ. The others hold three: input, normalized and output of a convolution."""
_ENCODE_MAPS_OF_QWEN = 5.0  # of the widest kind of its decoder; the others hold 2.5
UNTILED = "num_vq_embeddings"
"""A field of the configurations of autoencoders that cannot decode in tiles."""


def denoiser_shape(config: Mapping[str, Any], class_name: str) -> dict[str, Any]:
    """Return the fields of `Architecture` about a denoiser.

    Raises `LookupError`, `TypeError` or `ValueError` for a broken configuration.
    """
    if not class_name.endswith(("Transformer2DModel", "DiT2DModel")):
        sides = 1 if config.get("time_cond_proj_dim") else 2  # a latent consistency model reads the guidance scale
        channels = int(config["block_out_channels"][0])
        return {"attention": _attention_levels(config), "channels": channels, "sides": sides}
    shape = TRANSFORMERS.get(class_name, OTHER_TRANSFORMER)
    width, heads = _width(config), int(config.get("num_attention_heads") or config.get("n_heads") or 24)
    return {
        "attention": ((shape.patch, heads),),
        "channels": width // shape.patch,
        "step_numbers": shape.numbers,
        "sides": shape.sides,
        "text_tokens": shape.tokens,
    }


def text_tokens(class_name: str) -> int:
    """Return the tokens of the longest prompt of a transformer with this class."""
    return TRANSFORMERS.get(class_name, OTHER_TRANSFORMER).tokens


def vae_shape(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of `Architecture` about an autoencoder; raises as `denoiser_shape`."""
    channels = _channels_of_vae(config)
    return {
        "latent_scale": 2 ** (len(channels) - 1),
        "vae_attention": bool(config.get("mid_block_add_attention", True)),
        "vae_channels": channels[min(1, len(channels) - 1)],
        "decode_maps": next((maps for field, maps in _DECODE_MAPS.items() if config.get(field)), 3.0),
        **({"encode_maps": _ENCODE_MAPS_OF_QWEN} if config.get("dim_mult") else {}),
        "can_tile": not config.get(UNTILED),
    }


def text_working(config: Mapping[str, Any], class_name: str, tokens: int) -> int:
    """Return how many numbers a text encoder holds besides its weights for a prompt of `tokens`.

    These are a layer, the hidden states of all layers (T5's pipelines take the last only), and of a language model the
    scores of all words. A field that is missing counts as zero.
    """
    nested = config.get("text_config")
    fields = nested if isinstance(nested, dict) else config

    def field(*names: str) -> int:
        return next((fields[name] for name in names if isinstance(fields.get(name), int)), 0)

    words = field("vocab_size") if "For" in class_name else 0
    states = field("num_hidden_layers") * field("hidden_size")  # T5 calls its own by other names
    return tokens * (words + states + _FEED_FORWARD_MAPS * field("intermediate_size", "d_ff"))


def _width(transformer: Mapping[str, Any]) -> int:
    """Return the width of a transformer."""
    for name in ("dim", "hidden_size"):  # Z-Image, Lumina
        if isinstance(transformer.get(name), int):
            return int(transformer[name])
    heads, head_width = transformer.get("num_attention_heads") or 24, transformer.get("attention_head_dim") or 64
    return int(heads) * int(head_width)


def _channels_of_vae(vae: Mapping[str, Any]) -> list[int]:
    """Return the channels of each level of an autoencoder, the largest maps first; each level halves the sides."""
    if "dim_mult" in vae:  # Qwen-Image's
        return [int(vae["base_dim"]) * int(each) for each in vae["dim_mult"]]
    return [int(each) for each in vae.get("block_out_channels") or vae["encoder_block_out_channels"]]


def _attention_levels(unet: Mapping[str, Any]) -> tuple[tuple[int, int], ...]:
    """Return (latents per side of a position, heads) of each level of a UNet with attention.

    What diffusers calls the dimension of a head is the number of heads, for historical reasons that it documents.
    """
    if "down_block_types" not in unet:  # Kandinsky 3: heads of one width at each level but the first
        widths = [int(each) // int(unet["attention_head_dim"]) for each in unet["block_out_channels"]]
        return tuple((2**level, heads) for level, heads in enumerate(widths) if level)
    blocks = [str(each) for each in unet["down_block_types"]]
    heads = unet.get("num_attention_heads") or unet.get("attention_head_dim") or 8
    each = [int(number) for number in heads] if isinstance(heads, list) else [int(heads)] * len(blocks)
    return tuple((2**level, each[level]) for level, kind in enumerate(blocks) if "Attn" in kind)
