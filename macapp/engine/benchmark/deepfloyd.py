"""The three stages of DeepFloyd IF at their true size with random weights, for the benchmark. On the engine's thread.

Those that the published figures are of: diffusers' "PyTorch 2.0" draws with IF-I-M and IF-II-M, and enlarges what the
first stage drew, 64 pixels a side, with Stable Diffusion's x4 upscaler; embeddings stand for the prompt, so that no
text encoder is needed. IF-I-M (0.37 x 10^9 weights) and the upscaler are built of their configurations. That of
IF-II-M was not at hand: here is a UNet of its kind with as many weights (0.45 x 10^9) and about as much work a step as
its published figure on a T4 says beside that of Stable Diffusion 1.5.
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

from macapp.engine.benchmark.random_models import SCHEDULER, VAE, fill_random, silenced

SMALL, LARGE = 64, 256
"""Pixels a side of what the first stage draws, and of what is four times as large."""
NOISE = 100  # that the upscaler adds to what it enlarges, as in the published code
_PIXELS = {
    "act_fn": "gelu",
    "addition_embed_type": "text",
    "attention_head_dim": 64,
    "cross_attention_norm": "group_norm",
    "encoder_hid_dim": 4096,
    "mid_block_type": "UNetMidBlock2DSimpleCrossAttn",
    "out_channels": 6,  # half of them say how sure it is
    "resnet_time_scale_shift": "scale_shift",
}
UNET_FIRST = {
    **_PIXELS,
    "sample_size": SMALL,
    "in_channels": 3,
    "block_out_channels": (192, 384, 576, 768),
    "layers_per_block": 3,
    "cross_attention_dim": 768,
    "down_block_types": ("ResnetDownsampleBlock2D", *("SimpleCrossAttnDownBlock2D",) * 3),
    "up_block_types": (*("SimpleCrossAttnUpBlock2D",) * 3, "ResnetUpsampleBlock2D"),
}
UNET_SECOND = {
    **_PIXELS,
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
_STEPS = {"beta_schedule": "squaredcos_cap_v2", "beta_start": 0.0001, "beta_end": 0.02, "thresholding": True}
_SCHEDULER = {**_STEPS, "variance_type": "learned_range", "sample_max_value": 1.0}
_WITHOUT = ("tokenizer", "text_encoder", "safety_checker", "feature_extractor", "watermarker")


@dataclass(frozen=True)
class Stage:
    """One of the three."""

    id: str
    name: str
    """of its row"""
    size: int
    """pixels a side that it draws"""
    tokens: tuple[int, int]
    """of the embedded prompt, and their width"""
    open: Callable[[str, torch.dtype], Any]
    """makes its pipeline on a device"""
    numbers: int
    """that its weights are"""
    tflop: float
    """10**12 operations of a pass of its UNet for one picture"""
    takes: dict[str, Any]
    """what its pipeline is given besides the prompt"""

    def arguments(self, pipeline: Any) -> dict[str, Any]:
        """Return what its pipeline is called with, embeddings on its device among them."""
        like: dict[str, Any] = {"device": pipeline.unet.device, "dtype": pipeline.unet.dtype}
        embedded = {name: torch.randn(1, *self.tokens, **like) for name in ("prompt_embeds", "negative_prompt_embeds")}
        image = {"image": torch.rand(1, 3, SMALL, SMALL)} if self.takes else {}
        return {**embedded, **image, **self.takes}


def _first(device: str, dtype: torch.dtype) -> Any:
    unet = _unet(UNET_FIRST, device, dtype)
    parts = {**dict.fromkeys(_WITHOUT), "unet": unet, "scheduler": DDPMScheduler(**_SCHEDULER)}
    return silenced(diffusers.IFPipeline(**parts, requires_safety_checker=False))


def _second(device: str, dtype: torch.dtype) -> Any:
    unet = _unet(UNET_SECOND, device, dtype)
    parts = {**dict.fromkeys(_WITHOUT), "unet": unet, "scheduler": DDPMScheduler(**_SCHEDULER)}
    parts |= {"image_noising_scheduler": DDPMScheduler(**_STEPS)}
    return silenced(diffusers.IFSuperResolutionPipeline(**parts, requires_safety_checker=False))


def _third(device: str, dtype: torch.dtype) -> Any:
    with init_empty_weights(include_buffers=True):
        levels = {name: each[1:] if isinstance(each, tuple) else each for name, each in VAE.items()}
        vae = AutoencoderKL(**{**levels, "block_out_channels": (128, 256, 512)}, scaling_factor=0.08333)
    made = diffusers.StableDiffusionUpscalePipeline(
        vae=fill_random(vae, device, dtype),
        text_encoder=None,
        tokenizer=None,
        unet=_unet(UNET_THIRD, device, dtype),
        low_res_scheduler=DDPMScheduler(beta_schedule="scaled_linear"),
        scheduler=DDIMScheduler(**{**SCHEDULER, "prediction_type": "v_prediction"}),
        max_noise_level=350,
    )
    return silenced(made)


def _unet(configuration: dict[str, Any], device: str, dtype: torch.dtype) -> Any:
    with init_empty_weights(include_buffers=True):
        unet = UNet2DConditionModel(**configuration)
    return fill_random(unet, device, dtype)


STAGES = (
    Stage("if-1", "IF stage 1", SMALL, (2, 4096), _first, 371_605_830, 0.220, {}),
    Stage("if-2", "IF stage 2", LARGE, (2, 4096), _second, 448_535_814, 2.287, {"noise_level": 250}),
    Stage("if-3", "IF stage 3", LARGE, (77, 1024), _third, 528_723_947, 0.286, {"noise_level": NOISE}),
)
