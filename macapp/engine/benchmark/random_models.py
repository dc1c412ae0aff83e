"""Full-size models with random weights, for the benchmark: their speed does not depend on the values.

Nothing is downloaded; the only file read is CLIP's tokenizer. On the engine's thread.
"""

# pyright: reportArgumentType=false
# (diffusers annotates its constructors more narrowly than it calls them)

from typing import Any

import torch
from accelerate import init_empty_weights
from diffusers import (
    AutoencoderKL,
    ControlNetModel,
    DDIMScheduler,
    StableDiffusionPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

from macapp.system.paths import resources_dir

# Differences of the published configurations from the defaults of diffusers, as in `models/single_file.py`.
UNET_1 = {"cross_attention_dim": 768, "attention_head_dim": 8}
UNET_XL = {
    "sample_size": 128,
    "cross_attention_dim": 2048,
    "attention_head_dim": (5, 10, 20),
    "use_linear_projection": True,
    "block_out_channels": (320, 640, 1280),
    "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
    "up_block_types": ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
    "transformer_layers_per_block": (1, 2, 10),
    "addition_embed_type": "text_time",
    "addition_time_embed_dim": 256,
    "projection_class_embeddings_input_dim": 2816,
}
VAE = {
    "block_out_channels": (128, 256, 512, 512),
    "down_block_types": ("DownEncoderBlock2D",) * 4,
    "up_block_types": ("UpDecoderBlock2D",) * 4,
    "layers_per_block": 2,
}
SCHEDULER = {
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "clip_sample": False,
    "set_alpha_to_one": False,
    "steps_offset": 1,
}
MAX_RANDOM_WEIGHT = 0.02  # absolute value: so small that nothing overflows


def sd15(device: str, dtype: torch.dtype) -> Any:
    """Return a pipeline with the size of Stable Diffusion 1.5."""
    with init_empty_weights(include_buffers=True):
        unet, vae = UNet2DConditionModel(sample_size=64, **UNET_1), AutoencoderKL(sample_size=512, **VAE)
        text = CLIPTextModel(_text_config(12, 768, 12, "quick_gelu"))
    unet, vae, text = (fill_random(model, device, dtype) for model in (unet, vae, text))
    pipeline = StableDiffusionPipeline(
        vae=vae,
        text_encoder=text,
        tokenizer=_load_tokenizer(),
        unet=unet,
        scheduler=DDIMScheduler(**SCHEDULER),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    return hide_progress_bar(pipeline)


def sdxl(device: str, dtype: torch.dtype) -> Any:
    """Return a pipeline with the size of Stable Diffusion XL; its VAE decodes as in the engine."""
    with init_empty_weights(include_buffers=True):
        unet, vae = UNet2DConditionModel(**UNET_XL), AutoencoderKL(sample_size=1024, scaling_factor=0.13025, **VAE)
        first = CLIPTextModel(_text_config(12, 768, 12, "quick_gelu"))
        second = CLIPTextModelWithProjection(_text_config(32, 1280, 20, "gelu"))
    unet, vae, first, second = (fill_random(model, device, dtype) for model in (unet, vae, first, second))
    pipeline = StableDiffusionXLPipeline(
        vae=vae,
        text_encoder=first,
        text_encoder_2=second,
        tokenizer=_load_tokenizer(),
        tokenizer_2=_load_tokenizer(),
        unet=unet,
        scheduler=DDIMScheduler(**SCHEDULER),
        add_watermarker=False,
    )
    return hide_progress_bar(pipeline)


def controlnet_for(unet: Any) -> Any:
    """Return a ControlNet that fits `unet`, on its device."""
    names = ("cross_attention_dim", "attention_head_dim", "block_out_channels", "down_block_types")
    names += ("layers_per_block", "transformer_layers_per_block", "use_linear_projection", "norm_num_groups")
    with init_empty_weights(include_buffers=True):
        controlnet = ControlNetModel(**{name: unet.config[name] for name in names})
    return fill_random(controlnet, str(unet.device), unet.dtype)


def fill_random(model: Any, device: str, dtype: torch.dtype) -> Any:
    """Move an empty model to a device with random weights, and return it; the scales of norm layers are one."""
    filled = model.to(dtype).to_empty(device=device).eval()
    with torch.no_grad():
        for name, weight in filled.named_parameters():
            if "norm" in name and name.endswith("weight"):
                weight.fill_(1.0)
            else:
                weight.uniform_(-MAX_RANDOM_WEIGHT, MAX_RANDOM_WEIGHT)
        for name, buffer in filled.named_buffers():
            if name.endswith("position_ids"):
                buffer.copy_(torch.arange(buffer.shape[-1]).expand(buffer.shape))
    return filled


def _text_config(layers: int, width: int, heads: int, activation: str) -> CLIPTextConfig:
    return CLIPTextConfig(
        hidden_size=width,
        intermediate_size=4 * width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        hidden_act=activation,
        projection_dim=width,
        vocab_size=49408,
    )


def _load_tokenizer() -> CLIPTokenizer:
    return CLIPTokenizer.from_pretrained(resources_dir() / "clip-tokenizer", model_max_length=77, local_files_only=True)


def hide_progress_bar(pipeline: Any) -> Any:
    """Turn off the progress bar of a pipeline, and return the pipeline."""
    pipeline.set_progress_bar_config(disable=True)
    return pipeline
