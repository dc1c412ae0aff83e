"""Random tiny models of the families of 2025 and 2026, with the parts of the real ones."""

# pyright: reportArgumentType=false, reportCallIssue=false, reportGeneralTypeIssues=false, reportAttributeAccessIssue=false
# (the annotations of diffusers are narrower than its calls)

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from diffusers import FlowMatchEulerDiscreteScheduler

from tests.support.tiny_models import t5_tokenizer, vae
from tests.support.tiny_tokenizers import chat_tokenizer

_TEXT = {
    "vocab_size": 64,
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 8,
    "pad_token_id": 0,
    "bos_token_id": 1,
    "eos_token_id": 1,
}
_PIXTRAL = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}


def autoencoder_flux_2() -> Any:
    return diffusers.AutoencoderKLFlux2(
        sample_size=32,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(8, 8, 16, 16),
        layers_per_block=1,
        latent_channels=4,
        norm_num_groups=4,
    )


def autoencoder_qwen() -> Any:
    return diffusers.AutoencoderKLQwenImage(
        base_dim=8,
        z_dim=4,
        dim_mult=[1, 2, 4, 4],
        num_res_blocks=1,
        temperal_downsample=[False, True, True],
        latents_mean=[0.0] * 4,
        latents_std=[1.0] * 4,
    )


def _qwen_3_vl(layers: int, heads: int = 4) -> Any:
    text = {
        **_TEXT,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "num_key_value_heads": heads,
        "rope_parameters": {"rope_type": "default", "mrope_section": [1, 1, 2]},
    }
    vision = {"depth": 1, "hidden_size": 16, "intermediate_size": 16, "num_heads": 2, "out_hidden_size": 32}
    config = transformers.Qwen3VLConfig(text_config=text, vision_config={**vision, "deepstack_visual_indexes": [0]})
    return transformers.Qwen3VLModel(config)


def _krea_2() -> dict[str, Any]:
    transformer = diffusers.Krea2Transformer2DModel(
        in_channels=16,
        num_layers=2,
        attention_head_dim=16,
        num_attention_heads=2,
        num_key_value_heads=1,
        intermediate_size=32,
        timestep_embed_dim=16,
        text_hidden_dim=32,
        num_text_layers=2,
        text_num_attention_heads=2,
        text_num_key_value_heads=2,
        text_intermediate_size=32,
        num_layerwise_text_blocks=1,
        num_refiner_text_blocks=1,
        axes_dims_rope=(4, 6, 6),
    )
    encoder = {"text_encoder": _qwen_3_vl(2), "tokenizer": t5_tokenizer()}
    return {**_flow(transformer, autoencoder_qwen()), **encoder, "text_encoder_select_layers": (1, 2)}


def _ernie() -> dict[str, Any]:
    transformer = diffusers.ErnieImageTransformer2DModel(
        hidden_size=32,
        num_attention_heads=2,
        num_layers=2,
        ffn_hidden_size=32,
        in_channels=16,
        out_channels=16,
        text_in_dim=32,
        rope_axes_dim=(4, 6, 6),
    )
    for weights in transformer.parameters():
        torch.nn.init.normal_(weights, std=0.2)  # those that begin at zero would leave attention without effect
    config = transformers.Mistral3Config(
        text_config=transformers.Ministral3Config(**_TEXT),
        vision_config=transformers.PixtralVisionConfig(**_PIXTRAL),
    )
    encoder = {"text_encoder": transformers.Mistral3Model(config), "tokenizer": t5_tokenizer()}
    return {**_flow(transformer, autoencoder_flux_2()), **encoder}


def _ovis() -> dict[str, Any]:
    transformer = diffusers.OvisImageTransformer2DModel(
        in_channels=16,
        out_channels=16,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=32,
        axes_dims_rope=(4, 4, 8),
    )
    encoder = transformers.Qwen3Model(transformers.Qwen3Config(**_TEXT))
    return {**_flow(transformer, vae(True, shift_factor=0.06)), "text_encoder": encoder, "tokenizer": chat_tokenizer()}


def _ideogram_4() -> dict[str, Any]:
    def transformer() -> Any:
        return diffusers.Ideogram4Transformer2DModel(
            in_channels=16,
            num_layers=1,
            attention_head_dim=16,
            num_attention_heads=2,
            intermediate_size=32,
            adaln_dim=16,
            llm_features_dim=13 * 32,
            mrope_section=(4, 2, 2),
        )

    encoder = {"text_encoder": _qwen_3_vl(36, heads=1), "tokenizer": chat_tokenizer()}
    both = {"transformer": transformer(), "unconditional_transformer": transformer()}
    return {**_flow(None, autoencoder_flux_2()), **encoder, **both}


def _flow(transformer: Any, autoencoder: Any) -> dict[str, Any]:
    return {"transformer": transformer, "vae": autoencoder, "scheduler": FlowMatchEulerDiscreteScheduler()}


RECENT_FAMILIES: Mapping[str, Callable[[], dict[str, Any]]] = {
    "Krea2Pipeline": _krea_2,
    "ErnieImagePipeline": _ernie,
    "OvisImagePipeline": _ovis,
    "Ideogram4Pipeline": _ideogram_4,
}


def make_transformer_controlnet(pipeline: str, model: Path, folder: Path, **more: Any) -> Path:
    """Write a random ControlNet for a tiny transformer of the family with this pipeline class.

    `more` are values of its configuration besides those of the transformer.
    """
    torch.manual_seed(4)
    kind, transformer_kind, options = TRANSFORMER_CONTROLNETS[pipeline]
    transformer = getattr(diffusers, transformer_kind).from_pretrained(model / "transformer")
    made = getattr(diffusers, kind)
    if more:
        controlnet = made.from_config({**transformer.config, "num_layers": 1, **options, **more})
    else:
        controlnet = made.from_transformer(transformer, num_layers=1, **options)
    for weights in controlnet.parameters():
        torch.nn.init.normal_(weights, std=0.1)  # those that begin at zero would have no effect
    controlnet.save_pretrained(folder)
    return folder


TRANSFORMER_CONTROLNETS: Mapping[str, tuple[str, str, dict[str, Any]]] = {
    "FluxPipeline": (
        "FluxControlNetModel",
        "FluxTransformer2DModel",
        {"num_single_layers": 1, "attention_head_dim": 16, "num_attention_heads": 2},
    ),
    "StableDiffusion3Pipeline": (
        "SD3ControlNetModel",
        "SD3Transformer2DModel",
        {"num_extra_conditioning_channels": 0, "load_weights_from_transformer": False},
    ),
    "QwenImagePipeline": (
        "QwenImageControlNetModel",
        "QwenImageTransformer2DModel",
        {"attention_head_dim": 16, "num_attention_heads": 3},
    ),
}
"""The class of a ControlNet, of its transformer, and how one is made from the other."""
