"""Random pipelines of a few channels in the true layout of Stable Diffusion 1, 2 and XL, with CLIP's vocabulary."""

# pyright: reportArgumentType=false, reportCallIssue=false, reportGeneralTypeIssues=false

from functools import cache
from typing import Any

import torch
from diffusers import (
    AutoencoderKL,
    DDIMScheduler,
    StableDiffusionInpaintPipeline,
    StableDiffusionPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

from macapp.system.paths import resources_dir

SIZES = {"SD 1": (512, 512), "SD 2": (768, 768), "SDXL": (1024, 1024)}
"""The native size of each family."""
_WIDTHS = {"SD 1": 64, "SD 2": 128, "SDXL": 192}


def make_pipeline(kind: str, seed: int = 0) -> Any:
    """Return a pipeline of "SD 1", "SD 2", "SDXL", or of one of them and " inpainting".

    Another of the same kind and seed has the same parts: give it another part, and never change one.
    """
    torch.manual_seed(seed)
    parts = _parts(kind, seed)
    if kind.startswith("SDXL"):
        return StableDiffusionXLPipeline(**parts, force_zeros_for_empty_prompt=True, add_watermarker=False)
    maker = StableDiffusionInpaintPipeline if kind.endswith("inpainting") else StableDiffusionPipeline
    return maker(**parts, safety_checker=None, feature_extractor=None, requires_safety_checker=False)


@cache
def _parts(kind: str, seed: int) -> dict[str, Any]:
    torch.manual_seed(seed)
    family = kind.removesuffix(" inpainting")
    parts = {"unet": _unet(family, 9 if kind.endswith("inpainting") else 4), "vae": _vae(family)}
    return {**parts, **_texts(family), "scheduler": _scheduler(family)}


def _unet(family: str, channels: int) -> UNet2DConditionModel:
    is_xl = family == "SDXL"
    more = {
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": 8,
        "projection_class_embeddings_input_dim": 48 + 128,
        "transformer_layers_per_block": [1, 2],
    }
    return UNet2DConditionModel(
        sample_size=SIZES[family][0] // 8,
        in_channels=channels,
        block_out_channels=(32, 64) if family == "SD 1" else (64, 128),
        layers_per_block=2,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D") if is_xl else ("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D") if is_xl else ("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=_WIDTHS[family],
        attention_head_dim=8 if family == "SD 1" else [1, 2],
        use_linear_projection=family != "SD 1",
        **(more if is_xl else {}),
    )


def _vae(family: str) -> AutoencoderKL:
    return AutoencoderKL(
        block_out_channels=(32, 32, 32, 32),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=2,
        latent_channels=4,
        scaling_factor=0.13025 if family == "SDXL" else 0.18215,
    )


def _texts(family: str) -> dict[str, Any]:
    """Return the text encoders and their tokenizers."""
    if family == "SDXL":
        return {
            "text_encoder": CLIPTextModel(_text_config(64, "quick_gelu", 64)),
            "text_encoder_2": CLIPTextModelWithProjection(_text_config(128, "gelu", 128)),
            "tokenizer": _tokenizer("<|endoftext|>"),
            "tokenizer_2": _tokenizer("!"),
        }
    width, activation = _WIDTHS[family], "quick_gelu" if family == "SD 1" else "gelu"
    encoder = CLIPTextModel(_text_config(width, activation, width))
    return {"text_encoder": encoder, "tokenizer": _tokenizer("<|endoftext|>" if family == "SD 1" else "!")}


def _text_config(width: int, activation: str, project: int) -> CLIPTextConfig:
    return CLIPTextConfig(
        vocab_size=49408,
        hidden_size=width,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=width // 64,
        hidden_act=activation,
        projection_dim=project,
        bos_token_id=49406,
        eos_token_id=49407,
    )


def _tokenizer(pad: str) -> CLIPTokenizer:
    return CLIPTokenizer.from_pretrained(resources_dir() / "clip-tokenizer", model_max_length=77, pad_token=pad)


def _scheduler(family: str) -> DDIMScheduler:
    return DDIMScheduler(
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        clip_sample=False,
        set_alpha_to_one=False,
        steps_offset=1,
        prediction_type="v_prediction" if family == "SD 2" else "epsilon",
    )
