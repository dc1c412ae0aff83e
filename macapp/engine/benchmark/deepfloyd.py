"""The three stages of DeepFloyd IF at full size with random weights, for the benchmark. On the engine's thread.

These are the stages of the published figures (diffusers, "PyTorch 2.0"): IF-I-M, IF-II-M, and Stable Diffusion's x4
upscaler, which enlarges the picture of the first stage, 64 pixels a side. Random embeddings replace the prompt, so no
text encoder is needed. IF-I-M (0.37 x 10^9 weights) and the upscaler have their published configurations. The
configuration of IF-II-M was not available: its UNet here is of the same kind, with the same number of weights
(0.45 x 10^9) and about the work a step that its published figure on a T4 implies relative to Stable Diffusion 1.5.
"""

# pyright: reportArgumentType=false
# (diffusers annotates its constructors more narrowly than it calls them)

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import diffusers
import torch
from accelerate import init_empty_weights
from diffusers import AutoencoderKL, DDIMScheduler, DDPMScheduler, UNet2DConditionModel

from macapp.engine.benchmark.random_models import SCHEDULER, VAE, fill_random, hide_progress_bar

SMALL, LARGE = 64, 256
"""Pixels a side of the first stage, and of the stage that is four times as large."""
NOISE_LEVEL = 100  # noise that the upscaler adds to its input, as in the published code
_PIXEL_UNET = {
    "act_fn": "gelu",
    "addition_embed_type": "text",
    "attention_head_dim": 64,
    "cross_attention_norm": "group_norm",
    "encoder_hid_dim": 4096,
    "mid_block_type": "UNetMidBlock2DSimpleCrossAttn",
    "out_channels": 6,  # half of them are the variance
    "resnet_time_scale_shift": "scale_shift",
}
UNET_FIRST = {
    **_PIXEL_UNET,
    "sample_size": SMALL,
    "in_channels": 3,
    "block_out_channels": (192, 384, 576, 768),
    "layers_per_block": 3,
    "cross_attention_dim": 768,
    "down_block_types": ("ResnetDownsampleBlock2D", *("SimpleCrossAttnDownBlock2D",) * 3),
    "up_block_types": (*("SimpleCrossAttnUpBlock2D",) * 3, "ResnetUpsampleBlock2D"),
}
UNET_SECOND = {
    **_PIXEL_UNET,
    "sample_size": LARGE,
    "in_channels": 6,
    "block_out_channels": (128, 256, 512, 768),
    "layers_per_block": (2, 4, 6, 6),
    "cross_attention_dim": 768,
    "down_block_types": (*("ResnetDownsampleBlock2D",) * 3, "SimpleCrossAttnDownBlock2D"),
    "up_block_types": ("SimpleCrossAttnUpBlock2D", *("ResnetUpsampleBlock2D",) * 3),
    "class_embed_type": "timestep",
    "only_cross_attention": True,
    "resnet_skip_time_act": True,
    "resnet_out_scale_factor": 2**0.5,
    "mid_block_scale_factor": 2**0.5,
    "time_embedding_act_fn": "gelu",
    "time_embedding_dim": 768,
}
UNET_THIRD = {
    "sample_size": 128,
    "in_channels": 7,
    "block_out_channels": (256, 512, 512, 1024),
    "down_block_types": ("DownBlock2D", *("CrossAttnDownBlock2D",) * 3),
    "up_block_types": (*("CrossAttnUpBlock2D",) * 3, "UpBlock2D"),
    "cross_attention_dim": 1024,
    "attention_head_dim": 8,
    "only_cross_attention": (True, True, True, False),
    "num_class_embeds": 1000,
    "use_linear_projection": True,
}
_NOISE_SCHEDULE = {"beta_schedule": "squaredcos_cap_v2", "beta_start": 0.0001, "beta_end": 0.02, "thresholding": True}
_SCHEDULER = {**_NOISE_SCHEDULE, "variance_type": "learned_range", "sample_max_value": 1.0}
_OMITTED_PARTS = ("tokenizer", "text_encoder", "safety_checker", "feature_extractor", "watermarker")


@dataclass(frozen=True)
class Stage:
    """A stage of DeepFloyd IF."""

    id: str
    name: str
    """the name of its row"""
    size: int
    """pixels a side of its output"""
    tokens: tuple[int, int]
    """number of tokens in the embedded prompt, and their width"""
    open: Callable[[str, torch.dtype], Any]
    """builds its pipeline on a device"""
    weight_count: int
    tflop: float
    """10**12 operations of one pass of its UNet for one picture"""
    options: dict[str, Any]
    """arguments of its pipeline besides the prompt and the image; empty for the first stage, which takes no image"""

    def arguments(self, pipeline: Any) -> dict[str, Any]:
        """Return the arguments of a pipeline call, with random embeddings on its device."""
        like: dict[str, Any] = {"device": pipeline.unet.device, "dtype": pipeline.unet.dtype}
        embeddings = {
            name: torch.randn(1, *self.tokens, **like) for name in ("prompt_embeds", "negative_prompt_embeds")
        }
        image = {"image": torch.rand(1, 3, SMALL, SMALL)} if self.options else {}
        return {**embeddings, **image, **self.options}


def _open_first(device: str, dtype: torch.dtype) -> Any:
    unet = _build_unet(UNET_FIRST, device, dtype)
    parts = {**dict.fromkeys(_OMITTED_PARTS), "unet": unet, "scheduler": DDPMScheduler(**_SCHEDULER)}
    return hide_progress_bar(diffusers.IFPipeline(**parts, requires_safety_checker=False))


def _open_second(device: str, dtype: torch.dtype) -> Any:
    unet = _build_unet(UNET_SECOND, device, dtype)
    parts = {**dict.fromkeys(_OMITTED_PARTS), "unet": unet, "scheduler": DDPMScheduler(**_SCHEDULER)}
    parts |= {"image_noising_scheduler": DDPMScheduler(**_NOISE_SCHEDULE)}
    return hide_progress_bar(diffusers.IFSuperResolutionPipeline(**parts, requires_safety_checker=False))


def _open_third(device: str, dtype: torch.dtype) -> Any:
    with init_empty_weights(include_buffers=True):
        levels = {name: value[1:] if isinstance(value, tuple) else value for name, value in VAE.items()}
        vae = AutoencoderKL(**{**levels, "block_out_channels": (128, 256, 512)}, scaling_factor=0.08333)
    pipeline = diffusers.StableDiffusionUpscalePipeline(
        vae=fill_random(vae, device, dtype),
        text_encoder=None,
        tokenizer=None,
        unet=_build_unet(UNET_THIRD, device, dtype),
        low_res_scheduler=DDPMScheduler(beta_schedule="scaled_linear"),
        scheduler=DDIMScheduler(**{**SCHEDULER, "prediction_type": "v_prediction"}),
        max_noise_level=350,
    )
    return hide_progress_bar(pipeline)


def _build_unet(configuration: dict[str, Any], device: str, dtype: torch.dtype) -> Any:
    with init_empty_weights(include_buffers=True):
        unet = UNet2DConditionModel(**configuration)
    return fill_random(unet, device, dtype)


STAGES = (
    Stage("if-1", "IF stage 1", SMALL, (2, 4096), _open_first, 371_605_830, 0.220, {}),
    Stage("if-2", "IF stage 2", LARGE, (2, 4096), _open_second, 448_535_814, 2.287, {"noise_level": 250}),
    Stage("if-3", "IF stage 3", LARGE, (77, 1024), _open_third, 528_723_947, 0.286, {"noise_level": NOISE_LEVEL}),
)
