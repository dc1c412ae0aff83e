"""Models of true size with random weights, for the benchmark: how quick they are does not depend on what they know.

Nothing is fetched and nothing is on the disk but CLIP's tokenizer. On the engine's thread.
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

# What differs from diffusers' defaults in the published configurations, as `single.py` writes them for single files.
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
    """Return a pipeline as large as Stable Diffusion 1.5."""
    with init_empty_weights(include_buffers=True):
        unet, vae = UNet2DConditionModel(sample_size=64, **UNET_1), AutoencoderKL(sample_size=512, **VAE)
        text = CLIPTextModel(_text(12, 768, 12, "quick_gelu"))
    unet, vae, text = (fill_random(each, device, dtype) for each in (unet, vae, text))
    made = StableDiffusionPipeline(
        vae=vae,
        text_encoder=text,
        tokenizer=_tokenizer(),
        unet=unet,
        scheduler=DDIMScheduler(**SCHEDULER),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    return silenced(made)


def sdxl(device: str, dtype: torch.dtype) -> Any:
    """Return a pipeline as large as Stable Diffusion XL; its VAE decodes as the engine lets it."""
    with init_empty_weights(include_buffers=True):
        unet, vae = UNet2DConditionModel(**UNET_XL), AutoencoderKL(sample_size=1024, scaling_factor=0.13025, **VAE)
        first = CLIPTextModel(_text(12, 768, 12, "quick_gelu"))
        second = CLIPTextModelWithProjection(_text(32, 1280, 20, "gelu"))
    unet, vae, first, second = (fill_random(each, device, dtype) for each in (unet, vae, first, second))
    made = StableDiffusionXLPipeline(
        vae=vae,
        text_encoder=first,
        text_encoder_2=second,
        tokenizer=_tokenizer(),
        tokenizer_2=_tokenizer(),
        unet=unet,
        scheduler=DDIMScheduler(**SCHEDULER),
        add_watermarker=False,
    )
    return silenced(made)


def controlnet_for(unet: Any) -> Any:
    """Return a ControlNet as large as one for `unet`, on its device."""
    wanted = ("cross_attention_dim", "attention_head_dim", "block_out_channels", "down_block_types")
    more = ("layers_per_block", "transformer_layers_per_block", "use_linear_projection", "norm_num_groups")
    with init_empty_weights(include_buffers=True):
        made = ControlNetModel(**{name: unet.config[name] for name in (*wanted, *more)})
    return fill_random(made, str(unet.device), unet.dtype)


def fill_random(model: Any, device: str, dtype: torch.dtype) -> Any:
    """Return a model without data with random weights on a device; what its layers are scaled by stays one."""
    made = model.to(dtype).to_empty(device=device).eval()
    with torch.no_grad():
        for name, each in made.named_parameters():
            if "norm" in name and name.endswith("weight"):
                each.fill_(1.0)
            else:
                each.uniform_(-MAX_RANDOM_WEIGHT, MAX_RANDOM_WEIGHT)
        for name, each in made.named_buffers():
            if name.endswith("position_ids"):
                each.copy_(torch.arange(each.shape[-1]).expand(each.shape))
    return made


def _text(layers: int, width: int, heads: int, activation: str) -> CLIPTextConfig:
    return CLIPTextConfig(
        hidden_size=width,
        intermediate_size=4 * width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        hidden_act=activation,
        projection_dim=width,
        vocab_size=49408,
    )


def _tokenizer() -> CLIPTokenizer:
    return CLIPTokenizer.from_pretrained(resources_dir() / "clip-tokenizer", model_max_length=77, local_files_only=True)


def silenced(pipeline: Any) -> Any:
    """Return a pipeline that draws no bar of its own."""
    pipeline.set_progress_bar_config(disable=True)
    return pipeline
