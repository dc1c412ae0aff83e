"""The parts of the starter model: a small autoencoder, UNet and text encoder, all of standard classes."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false
# (diffusers annotates its calls more narrowly than it answers them)

from pathlib import Path

import torch
from diffusers import (
    AutoencoderKL,
    DPMSolverMultistepScheduler,
    StableDiffusionPipeline,
    UNet2DConditionModel,
)
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

from starter_model.pictures import SIZE as SIDE
from starter_model.tokenizer import END, START, TOKENS

WIDTH = 128  # of the text encoder, and of the cross-attention of the UNet
SCALE = 8  # pixels per latent, per side


def autoencoder() -> AutoencoderKL:
    """Return a new autoencoder, 1.6 M parameters: 128 x 128 pixels to 16 x 16 latents of 4 channels.

    It has no attention in the middle, which costs more than it improves at this size.
    """
    return AutoencoderKL(
        block_out_channels=(16, 32, 64, 96),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=1,
        norm_num_groups=8,
        latent_channels=4,
        sample_size=SIDE,
        mid_block_add_attention=False,
        force_upcast=False,
    )


def unet() -> UNet2DConditionModel:
    """Return a new UNet.

    It has attention only below the top level, where it would make a step four times as long without a benefit.
    """
    return UNet2DConditionModel(
        sample_size=SIDE // SCALE,
        block_out_channels=(64, 96, 128),
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        layers_per_block=1,
        cross_attention_dim=WIDTH,
        attention_head_dim=4,
        norm_num_groups=16,
    )


def text_encoder() -> CLIPTextModel:
    """Return a new text encoder: CLIP's, with two layers of width 128 and the usual 77 tokens."""
    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=TOKENS,
            hidden_size=WIDTH,
            intermediate_size=4 * WIDTH,
            num_hidden_layers=2,
            num_attention_heads=4,
            max_position_embeddings=77,
            projection_dim=WIDTH,
            bos_token_id=START,
            eos_token_id=END,
            pad_token_id=END,
        )
    )


def scheduler() -> DPMSolverMultistepScheduler:
    """Return the scheduler of the training: v-prediction on Stable Diffusion's noise schedule."""
    return DPMSolverMultistepScheduler(
        num_train_timesteps=1000,
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        prediction_type="v_prediction",
        algorithm_type="dpmsolver++",
        solver_order=2,
        use_karras_sigmas=True,
        steps_offset=1,
    )


def pipeline(
    vae: AutoencoderKL, unet_: UNet2DConditionModel, text: CLIPTextModel, tokenizer: CLIPTokenizer
) -> StableDiffusionPipeline:
    """Return the parts as a text-to-image pipeline of diffusers."""
    return StableDiffusionPipeline(
        vae=vae,
        text_encoder=text,
        tokenizer=tokenizer,
        unet=unet_,
        scheduler=scheduler(),
        safety_checker=None,  # type: ignore[arg-type]  # it may be None; its annotation does not say so
        feature_extractor=None,  # type: ignore[arg-type]
        requires_safety_checker=False,
    )


def save(pipe: StableDiffusionPipeline, folder: Path) -> None:
    """Write the pipeline as half-precision safetensors in the layout of diffusers."""
    pipe.to(dtype=torch.float16)
    pipe.save_pretrained(folder, safe_serialization=True)
