"""Recognise text encoders and VAEs by the names and shapes of their tensors. Pure functions. Any thread.

A file is one part, or a whole checkpoint in ComfyUI's layout with several parts under prefixes. The names are those of
transformers for text encoders. VAEs have those of the original code (CompVis/latent-diffusion, black-forest-labs/flux2,
Wan-Video/Wan2.1) or those of diffusers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Shapes = Mapping[str, tuple[int, ...]]

CLIP, T5, QWEN_3, QWEN_VL = "clip", "t5", "qwen-3", "qwen-2.5-vl"
VAE, FLUX_2_VAE, QWEN_VAE = "vae", "flux-2-vae", "qwen-vae"
VAE_KINDS = (VAE, FLUX_2_VAE, QWEN_VAE)
_MARKERS = {
    CLIP: "text_model.embeddings.token_embedding.weight",
    T5: "encoder.block.0.layer.0.SelfAttention.q.weight",
    QWEN_3: "model.layers.0.self_attn.q_norm.weight",
    QWEN_VL: "visual.patch_embed.proj.weight",
    VAE: "decoder.conv_in.weight",
    QWEN_VAE: "decoder.conv1.weight",
}
"""A tensor that every part of a kind has."""
HEAD_WIDTH = 64  # of a head of CLIP
QWEN_HEAD_WIDTH = 128
VIDEO_DIMENSIONS = 5  # of the weights of a convolution over time, as in the VAE of Qwen-Image
VOCABULARY = {CLIP: 49_408, T5: 32_128, QWEN_3: 151_936, QWEN_VL: 152_064}
"""The tokens that each kind of text encoder knows; another number means another tokenizer."""


@dataclass(frozen=True)
class FoundPart:
    """A text encoder or a VAE in a file."""

    kind: str
    width: int
    """numbers of a token's embedding; channels of a latent"""
    prefix: str
    """what stands before the names of its tensors"""

    @property
    def label(self) -> str:
        """What it is, for the user."""
        return _LABELS[self.kind] if self.kind != CLIP else f"CLIP text encoder ({self.width})"


_LABELS = {
    T5: "T5 text encoder",
    QWEN_3: "Qwen 3 text encoder",
    QWEN_VL: "Qwen 2.5 VL text encoder",
    VAE: "VAE",
    FLUX_2_VAE: "VAE of FLUX.2",
    QWEN_VAE: "VAE of Qwen-Image",
}


def find_parts(shapes: Shapes) -> list[FoundPart]:
    """Return the text encoders and VAEs whose tensors are among `shapes`, in their order."""
    return [part for part in _candidates(shapes) if part.width]


def _candidates(shapes: Shapes) -> Iterator[FoundPart]:
    for name in shapes:
        for rough_kind, marker in _MARKERS.items():
            if name == marker or name.endswith(f".{marker}"):
                prefix = name.removesuffix(marker)
                kind, width = _measure(rough_kind, prefix, shapes)
                yield FoundPart(kind, width, prefix)


def _measure(kind: str, prefix: str, shapes: Shapes) -> tuple[str, int]:
    """Return the exact kind and the width of a part; a width of 0 means that it is something else."""
    if kind == VAE:
        return _measure_vae(prefix, shapes)
    if kind == QWEN_VAE:
        shape = shapes.get(f"{prefix}encoder.conv1.weight", ())
        fits = len(shape) == VIDEO_DIMENSIONS and shape[1] == 3  # the layered one has four channels
        return kind, shapes[f"{prefix}conv2.weight"][0] if fits and f"{prefix}conv2.weight" in shapes else 0
    embedding = {T5: "shared.weight", CLIP: _MARKERS[CLIP]}.get(kind, "model.embed_tokens.weight")
    words = shapes.get(prefix + embedding, ())
    if len(words) != 2 or words[0] != VOCABULARY[kind]:
        return kind, 0
    other = kind == T5 and any(name.startswith(f"{prefix}decoder.") for name in shapes)
    return kind, 0 if other else words[1]


def _measure_vae(prefix: str, shapes: Shapes) -> tuple[str, int]:
    latent = shapes[f"{prefix}decoder.conv_in.weight"]
    if len(latent) != 4 or f"{prefix}encoder.conv_in.weight" not in shapes:
        return VAE, 0
    return FLUX_2_VAE if f"{prefix}bn.running_mean" in shapes else VAE, latent[1]


def build_text_config(part: FoundPart, shapes: Shapes, large: bool = False) -> dict[str, Any]:
    """Return the configuration of a text encoder; `large` for OpenCLIP's, whose activation no shape shows.

    Raises `LookupError` for missing tensors.
    """
    own = {name.removeprefix(part.prefix): shape for name, shape in shapes.items() if name.startswith(part.prefix)}
    return {CLIP: lambda found: _clip(found, large), T5: _t5, QWEN_3: _qwen_3, QWEN_VL: _qwen_vl}[part.kind](own)


def _count(shapes: Shapes, pattern: str) -> int:
    """Return the number of tensors whose names count up from zero."""
    number = 0
    while pattern.format(number) in shapes:
        number += 1
    return number


def _clip(shapes: Shapes, large: bool) -> dict[str, Any]:
    words = shapes["text_model.embeddings.token_embedding.weight"]
    projection = shapes.get("text_projection.weight", (words[1],))
    return {
        "architectures": ["CLIPTextModelWithProjection"],
        "model_type": "clip_text_model",
        "vocab_size": words[0],
        "hidden_size": words[1],
        "intermediate_size": shapes["text_model.encoder.layers.0.mlp.fc1.weight"][0],
        "num_hidden_layers": _count(shapes, "text_model.encoder.layers.{}.mlp.fc1.weight"),
        "num_attention_heads": max(1, words[1] // HEAD_WIDTH),
        "projection_dim": projection[0],
        "hidden_act": "gelu" if large else "quick_gelu",
        "max_position_embeddings": shapes["text_model.embeddings.position_embedding.weight"][0],
        "bos_token_id": words[0] - 2,
        "eos_token_id": words[0] - 1,
        "pad_token_id": 1,
    }


def _t5(shapes: Shapes) -> dict[str, Any]:
    """Return the configuration of T5 version 1.1, whose gate has two inputs."""
    attention = "encoder.block.0.layer.0.SelfAttention."
    buckets, heads = shapes[f"{attention}relative_attention_bias.weight"]
    rows = shapes["encoder.block.0.layer.1.DenseReluDense.wi_0.weight"][0]
    layers = _count(shapes, "encoder.block.{}.layer.0.SelfAttention.q.weight")
    return {
        "architectures": ["T5EncoderModel"],
        "model_type": "t5",
        "vocab_size": shapes["shared.weight"][0],
        "d_model": shapes["shared.weight"][1],
        "d_ff": rows,
        "d_kv": shapes[f"{attention}q.weight"][0] // heads,
        "num_heads": heads,
        "num_layers": layers,
        "num_decoder_layers": layers,
        "relative_attention_num_buckets": buckets,
        "feed_forward_proj": "gated-gelu",
        "tie_word_embeddings": False,
        "is_encoder_decoder": True,
        "use_cache": True,
        "dropout_rate": 0.1,
        "decoder_start_token_id": 0,
        "eos_token_id": 1,
        "pad_token_id": 0,
    }


def _qwen(shapes: Shapes, head_width: int) -> dict[str, Any]:
    """Return what the configurations of Qwen 2.5 and 3 share."""
    layer = "model.layers.0."
    words = shapes["model.embed_tokens.weight"]
    return {
        "vocab_size": words[0],
        "hidden_size": words[1],
        "intermediate_size": shapes[f"{layer}mlp.gate_proj.weight"][0],
        "num_hidden_layers": _count(shapes, "model.layers.{}.mlp.gate_proj.weight"),
        "num_attention_heads": shapes[f"{layer}self_attn.q_proj.weight"][0] // head_width,
        "num_key_value_heads": shapes[f"{layer}self_attn.k_proj.weight"][0] // head_width,
        "rms_norm_eps": 1e-6,
        "rope_theta": 1_000_000.0,
        "hidden_act": "silu",
        "bos_token_id": 151_643,
        "eos_token_id": 151_645,
    }


def _qwen_3(shapes: Shapes) -> dict[str, Any]:
    head_width = shapes["model.layers.0.self_attn.q_norm.weight"][0]
    return _qwen(shapes, head_width) | {
        "architectures": ["Qwen3ForCausalLM"],
        "model_type": "qwen3",
        "head_dim": head_width,
        "attention_bias": False,
        "max_position_embeddings": 40_960,
        "tie_word_embeddings": "lm_head.weight" not in shapes,
    }


def _qwen_vl(shapes: Shapes) -> dict[str, Any]:
    """Return the configuration of Qwen 2.5 VL; settings that no shape shows are those of the model with 7 billion."""
    text = _qwen(shapes, QWEN_HEAD_WIDTH)
    width = shapes["visual.patch_embed.proj.weight"][0]
    vision = {
        "model_type": "qwen2_5_vl",
        "depth": _count(shapes, "visual.blocks.{}.mlp.gate_proj.weight"),
        "hidden_size": width,
        "intermediate_size": shapes["visual.blocks.0.mlp.gate_proj.weight"][0],
        "num_heads": max(1, width // 80),
        "out_hidden_size": text["hidden_size"],
        "patch_size": 14,
        "spatial_merge_size": 2,
        "spatial_patch_size": 14,
        "temporal_patch_size": 2,
        "window_size": 112,
        "tokens_per_second": 2,
        "fullatt_block_indexes": [7, 15, 23, 31],
        "hidden_act": "silu",
    }
    text |= {
        "max_position_embeddings": 128_000,
        "rope_scaling": {"mrope_section": [16, 24, 24], "rope_type": "default", "type": "default"},
        "use_sliding_window": False,
        "tie_word_embeddings": False,
    }
    return text | {
        "architectures": ["Qwen2_5_VLForConditionalGeneration"],
        "model_type": "qwen2_5_vl",
        "image_token_id": 151_655,
        "video_token_id": 151_656,
        "vision_start_token_id": 151_652,
        "vision_end_token_id": 151_653,
        "vision_token_id": 151_654,
        "vision_config": vision,
        "text_config": {**text, "model_type": "qwen2_5_vl_text"},
    }


def build_vae_config(part: FoundPart, shapes: Shapes, scaling: Mapping[str, Any]) -> dict[str, Any]:
    """Return the configuration of a VAE with the scaling of its family; raises `LookupError` for missing tensors."""
    own = {name.removeprefix(part.prefix): shape for name, shape in shapes.items() if name.startswith(part.prefix)}
    if part.kind == QWEN_VAE:
        return _qwen_vae(own)
    channels, layers = _levels(own)
    config = {
        "_class_name": "AutoencoderKLFlux2" if part.kind == FLUX_2_VAE else "AutoencoderKL",
        "block_out_channels": channels,
        "down_block_types": ["DownEncoderBlock2D"] * len(channels),
        "up_block_types": ["UpDecoderBlock2D"] * len(channels),
        "layers_per_block": layers,
        "latent_channels": part.width,
        "norm_num_groups": 32,
        "sample_size": 1024,
        "use_quant_conv": any(name.endswith("quant_conv.weight") and "post" not in name for name in own),
        "use_post_quant_conv": any(name.endswith("post_quant_conv.weight") for name in own),
    }
    return config | ({"force_upcast": True} if part.kind == VAE else {}) | dict(scaling)


def _levels(shapes: Shapes) -> tuple[list[int], int]:
    """Return the channels of each level and the residual blocks of one, in the original names or in diffusers'."""
    for level, block in (
        ("encoder.down.{}.block.0.conv1.weight", "encoder.down.0.block.{}.conv1.weight"),
        ("encoder.down_blocks.{}.resnets.0.conv1.weight", "encoder.down_blocks.0.resnets.{}.conv1.weight"),
    ):
        if count := _count(shapes, level):
            return [shapes[level.format(number)][0] for number in range(count)], _count(shapes, block)
    raise LookupError("levels of a VAE")


def _qwen_vae(shapes: Shapes) -> dict[str, Any]:
    """Return the configuration of the VAE of Qwen-Image: the means and deviations of its latents are the defaults."""
    return {
        "_class_name": "AutoencoderKLQwenImage",
        "base_dim": shapes["encoder.conv1.weight"][0],
        "z_dim": shapes["conv2.weight"][0],
        "dim_mult": [1, 2, 4, 4],
        "num_res_blocks": 2,
        "attn_scales": [],
        "temperal_downsample": [False, True, True],
        "dropout": 0.0,
        "latents_mean": _LATENT_MEANS,
        "latents_std": _LATENT_DEVIATIONS,
    }


_LATENT_MEANS = [-0.7571, -0.7089, -0.9113, 0.1075, -0.1745, 0.9653, -0.1517, 1.5508]
_LATENT_MEANS += [0.4134, -0.0715, 0.5517, -0.3632, -0.1922, -0.9497, 0.2503, -0.2921]
_LATENT_DEVIATIONS = [2.8184, 1.4541, 2.3275, 2.6558, 1.2196, 1.7708, 2.6052, 2.0743]
_LATENT_DEVIATIONS += [3.2687, 2.1526, 2.8652, 1.5579, 1.6382, 1.1253, 2.8251, 1.9160]
