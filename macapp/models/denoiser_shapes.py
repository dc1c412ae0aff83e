"""What the memory rules need to know about the parts of a model, from their configurations and classes. Any thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NATIVE_LATENTS = 128  # per side, for models that do not state it: FLUX, at 1,024 pixels


@dataclass(frozen=True)
class TransformerShape:
    """What a step of a transformer holds, by its class in diffusers."""

    numbers: float
    """numbers held at the peak, for each token and each channel of the width"""
    sides: int
    """sides of guidance that its pipeline computes in one batch: 2, or 1 if it calls the transformer twice"""
    tokens: int
    """what is held for the longest prompt, in tokens of the picture"""
    prompt: int = 512
    """tokens of the longest prompt in its longest text encoder"""
    clip_tokens: int = 0
    """tokens of CLIP or BERT that it reads besides"""
    patch: int = 2
    """latents a side of a token"""
    has_scores: bool = True
    """whether the tokens of the picture attend to each other by scores; linear attention has none"""


TRANSFORMERS: Mapping[str, TransformerShape] = {
    "AuraFlowTransformer2DModel": TransformerShape(13.0, 2, 278, 256),
    "ChromaTransformer2DModel": TransformerShape(17.5, 1, 512),
    "CogView3PlusTransformer2DModel": TransformerShape(12.0, 2, 273, 224),
    "CogView4Transformer2DModel": TransformerShape(13.3, 1, 541, 1024),
    "ErnieImageTransformer2DModel": TransformerShape(22.1, 2, 2089, 2048),
    "Flux2Transformer2DModel": TransformerShape(22.0, 1, 512),
    "FluxTransformer2DModel": TransformerShape(17.5, 1, 512),
    "HunyuanDiT2DModel": TransformerShape(34.9, 2, 19, 256, 77),  # its skip connections hold the results of all layers
    "Ideogram4Transformer2DModel": TransformerShape(75.0, 1, 2048, 2048),  # pads prompts; 53,248 features a token
    "Krea2Transformer2DModel": TransformerShape(12.1, 1, 769),
    "Lumina2Transformer2DModel": TransformerShape(26.4, 1, 278, 256),
    "LuminaNextDiT2DModel": TransformerShape(20.4, 2, 474, 256),
    "OvisImageTransformer2DModel": TransformerShape(25.2, 1, 262, 256),
    "PixArtTransformer2DModel": TransformerShape(12.0, 2, 115, 300),
    "QwenImageTransformer2DModel": TransformerShape(14.5, 1, 512),
    "SD3Transformer2DModel": TransformerShape(13.5, 2, 333, 256, 77),
    "SanaTransformer2DModel": TransformerShape(14.0, 2, 44, 300, patch=1, has_scores=False),
    "ZImageTransformer2DModel": TransformerShape(16.0, 2, 512),
}
"""Counted on tensors without data at 512 x 512, 1024 x 1024 and 1536 x 1536; `tests/planning/test_family_memory.py`
checks them."""
OTHER_TRANSFORMER = TransformerShape(35.0, 2, 512)
"""Assumed for a class that is not in the table: the most that another one holds."""

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
        "attention": ((shape.patch, heads if shape.has_scores else 0),),
        "channels": width // shape.patch,
        "step_numbers": shape.numbers,
        "sides": shape.sides,
        "text_tokens": shape.tokens,
    }


def text_tokens(class_name: str) -> int:
    """Return the tokens of the longest prompt of a transformer with this class."""
    return TRANSFORMERS.get(class_name, OTHER_TRANSFORMER).prompt


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
