"""Random tiny models of every family besides Stable Diffusion 1, 2, XL and DeepFloyd IF: transformers, mostly.

The denoiser, the VAE and the text encoder have the classes of the real model; the tokenizer knows only letters.
"""

# pyright: reportArgumentType=false, reportCallIssue=false, reportGeneralTypeIssues=false, reportAttributeAccessIssue=false
# (the annotations of diffusers are narrower than its calls)

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import diffusers
import torch
import transformers
from diffusers import FlowMatchEulerDiscreteScheduler
from transformers import CLIPTextModel, CLIPTextModelWithProjection

from macapp.models.families import FAMILIES
from tests.once import copied
from tests.support.libraries import skip_if_too_old_for
from tests.support.tiny_models import make_tiny_model, t5_encoder, t5_tokenizer, text_config, vae
from tests.support.tiny_recent_families import RECENT_FAMILIES, autoencoder_flux_2, autoencoder_qwen
from tests.support.tiny_tokenizers import chat_tokenizer, temporary_clip_tokenizer

_SHIFT = {"shift_factor": 0.06}
_LANGUAGE_MODEL = {
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


def make_other(pipeline: str, folder: Path, seed: int = 8) -> Path:
    """Write a random model of the family with this pipeline class of diffusers.

    Skips the test with too old libraries.
    """
    skip_if_too_old_for(FAMILIES[pipeline])
    return _write(folder, pipeline, seed)


@copied
def _write(folder: Path, pipeline: str, seed: int) -> Path:
    torch.manual_seed(seed)
    parts = TINY_FAMILIES[pipeline]()
    getattr(diffusers, pipeline)(**parts).save_pretrained(folder, safe_serialization=True)
    return folder


def _pixart() -> dict[str, Any]:
    transformer = diffusers.PixArtTransformer2DModel(
        sample_size=8,
        num_layers=2,
        patch_size=2,
        attention_head_dim=8,
        num_attention_heads=3,
        caption_channels=32,
        in_channels=4,
        cross_attention_dim=24,
        out_channels=8,
        attention_bias=True,
        activation_fn="gelu-approximate",
        num_embeds_ada_norm=1000,
        norm_type="ada_norm_single",
        norm_elementwise_affine=False,
        norm_eps=1e-6,
        use_additional_conditions=False,
    )
    return {**_t5(), "vae": vae(True), "transformer": transformer, "scheduler": diffusers.DDIMScheduler()}


def _stable_diffusion_3() -> dict[str, Any]:
    transformer = diffusers.SD3Transformer2DModel(
        sample_size=8,
        patch_size=1,
        in_channels=16,
        num_layers=2,  # a ControlNet has no effect on the last
        attention_head_dim=8,
        num_attention_heads=4,
        caption_projection_dim=32,
        joint_attention_dim=32,
        pooled_projection_dim=64,
        out_channels=16,
    )
    clip = temporary_clip_tokenizer()
    return {
        **_flow(transformer, vae(True, 16, **_SHIFT)),
        "text_encoder": CLIPTextModelWithProjection(text_config(clip)),
        "tokenizer": clip,
        "text_encoder_2": CLIPTextModelWithProjection(text_config(clip)),
        "tokenizer_2": clip,
        **_t5("_3"),
    }


def _flux(in_channels: int = 16) -> dict[str, Any]:
    transformer = diffusers.FluxTransformer2DModel(
        patch_size=1,
        in_channels=in_channels,  # four of the latents, two by two
        out_channels=16,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=32,
        pooled_projection_dim=32,
        axes_dims_rope=(4, 4, 8),
        guidance_embeds=True,
    )
    clip = temporary_clip_tokenizer()
    encoders = {"text_encoder": CLIPTextModel(text_config(clip)), "tokenizer": clip, **_t5("_2")}
    return {**_flow(transformer, vae(True, **_SHIFT)), **encoders}


def _flux_fill() -> dict[str, Any]:
    return _flux(2 * 16 + 256)  # the latents, those of the masked image, and the mask


def _flux_2_klein() -> dict[str, Any]:
    transformer = diffusers.Flux2Transformer2DModel(
        patch_size=1,
        in_channels=16,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=96,  # from three of its layers for each word
        timestep_guidance_channels=256,
        axes_dims_rope=(4, 4, 4, 4),
        guidance_embeds=False,
    )
    few_heads = {"num_attention_heads": 2, "num_key_value_heads": 1}
    config = transformers.Qwen3Config(**{**_LANGUAGE_MODEL, **few_heads, "num_hidden_layers": 28})  # layer 27 is used
    encoder = {"text_encoder": transformers.Qwen3ForCausalLM(config), "tokenizer": chat_tokenizer()}
    return {**_flow(transformer, autoencoder_flux_2()), **encoder}


def _chroma() -> dict[str, Any]:
    transformer = diffusers.ChromaTransformer2DModel(
        patch_size=1,
        in_channels=16,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=32,
        axes_dims_rope=(4, 4, 8),
        approximator_hidden_dim=32,
        approximator_layers=1,
        approximator_num_channels=16,
    )
    return {**_flow(transformer, vae(True, **_SHIFT)), **_t5()}


def _sana() -> dict[str, Any]:
    transformer = diffusers.SanaTransformer2DModel(
        patch_size=1,
        in_channels=4,
        out_channels=4,
        num_layers=1,
        num_attention_heads=2,
        attention_head_dim=4,
        num_cross_attention_heads=2,
        cross_attention_head_dim=4,
        cross_attention_dim=8,
        caption_channels=32,
        sample_size=32,
    )
    blocks = ("ResBlock", "EfficientViTBlock")
    autoencoder = diffusers.AutoencoderDC(
        in_channels=3,
        latent_channels=4,
        attention_head_dim=2,
        encoder_block_types=blocks,
        decoder_block_types=blocks,
        encoder_block_out_channels=(8, 8),
        decoder_block_out_channels=(8, 8),
        encoder_qkv_multiscales=((), (5,)),
        decoder_qkv_multiscales=((), (5,)),
        encoder_layers_per_block=(1, 1),
        decoder_layers_per_block=(1, 1),
        downsample_block_type="conv",
        upsample_block_type="interpolate",
        decoder_norm_types="rms_norm",
        decoder_act_fns="silu",
        scaling_factor=0.41407,
    )
    walk = diffusers.DPMSolverMultistepScheduler(use_flow_sigmas=True, prediction_type="flow_prediction")
    return {**_flow(transformer, autoencoder), **_gemma_2(), "scheduler": walk}


def _hunyuan() -> dict[str, Any]:
    transformer = diffusers.HunyuanDiT2DModel(
        sample_size=8,
        num_layers=2,
        patch_size=2,
        attention_head_dim=8,
        num_attention_heads=3,
        in_channels=4,
        cross_attention_dim=32,
        cross_attention_dim_t5=32,
        pooled_projection_dim=16,
        hidden_size=24,
        activation_fn="gelu-approximate",
    )
    config = transformers.BertConfig(
        vocab_size=64, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64
    )
    return {
        "transformer": transformer,
        "vae": vae(True),
        "scheduler": diffusers.DDPMScheduler(),
        "text_encoder": transformers.BertModel(config),
        "tokenizer": t5_tokenizer(model_max_length=77),
        **_t5("_2"),
        "safety_checker": None,
        "feature_extractor": None,
        "requires_safety_checker": False,
    }


def _aura_flow() -> dict[str, Any]:
    transformer = diffusers.AuraFlowTransformer2DModel(
        sample_size=32,
        patch_size=2,
        in_channels=4,
        num_mmdit_layers=1,
        num_single_dit_layers=1,
        attention_head_dim=8,
        num_attention_heads=4,
        caption_projection_dim=32,
        joint_attention_dim=32,
        out_channels=4,
        pos_embed_max_size=256,
    )
    config = transformers.UMT5Config(vocab_size=64, d_model=32, d_ff=37, d_kv=8, num_layers=2, num_heads=4)
    encoder = {"text_encoder": transformers.UMT5EncoderModel(config), "tokenizer": t5_tokenizer()}
    return {**_flow(transformer, vae(True)), **encoder}


def _lumina() -> dict[str, Any]:
    transformer = diffusers.LuminaNextDiT2DModel(
        sample_size=8,
        patch_size=2,
        in_channels=4,
        hidden_size=24,
        num_layers=2,
        num_attention_heads=3,
        num_kv_heads=1,
        multiple_of=16,
        ffn_dim_multiplier=None,
        learn_sigma=True,
        qk_norm=True,
        cross_attention_dim=32,
        scaling_factor=1.0,
    )
    torch.nn.init.zeros_(transformer.pad_token)  # diffusers leaves it uninitialized
    encoder = transformers.GemmaModel(transformers.GemmaConfig(**_LANGUAGE_MODEL))
    return {**_flow(transformer, vae(True)), "text_encoder": encoder, "tokenizer": t5_tokenizer()}


def _lumina_2() -> dict[str, Any]:
    transformer = diffusers.Lumina2Transformer2DModel(
        sample_size=8,
        patch_size=2,
        in_channels=4,
        hidden_size=8,
        num_layers=2,
        num_attention_heads=1,
        num_kv_heads=1,
        multiple_of=16,
        ffn_dim_multiplier=None,
        scaling_factor=1.0,
        axes_dim_rope=(4, 2, 2),
        cap_feat_dim=32,
    )
    return {**_flow(transformer, vae(True, **_SHIFT)), **_gemma_2()}


def _cog_view_3() -> dict[str, Any]:
    transformer = diffusers.CogView3PlusTransformer2DModel(
        patch_size=2,
        in_channels=4,
        num_layers=1,
        attention_head_dim=4,
        num_attention_heads=2,
        out_channels=4,
        text_embed_dim=32,
        time_embed_dim=8,
        condition_dim=2,
        pos_embed_max_size=8,
        sample_size=8,
    )
    walk = diffusers.CogVideoXDDIMScheduler()
    return {"transformer": transformer, "vae": vae(True), "scheduler": walk, **_t5()}


def _cog_view_4() -> dict[str, Any]:
    transformer = diffusers.CogView4Transformer2DModel(
        patch_size=2,
        in_channels=4,
        num_layers=2,
        attention_head_dim=4,
        num_attention_heads=4,
        out_channels=4,
        text_embed_dim=32,
        time_embed_dim=8,
        condition_dim=4,
    )
    encoder = transformers.GlmModel(transformers.GlmConfig(**_LANGUAGE_MODEL))
    return {**_flow(transformer, vae(True)), "text_encoder": encoder, "tokenizer": t5_tokenizer()}


def _qwen() -> dict[str, Any]:
    channels = 4
    transformer = diffusers.QwenImageTransformer2DModel(
        patch_size=2,
        in_channels=4 * channels,
        out_channels=channels,
        num_layers=2,
        attention_head_dim=16,
        num_attention_heads=3,
        joint_attention_dim=16,
        guidance_embeds=False,
        axes_dims_rope=(8, 4, 4),
    )
    shape = {"hidden_size": 16, "intermediate_size": 16}
    ropes = {"mrope_section": [1, 1, 2], "rope_theta": 1e6, "rope_type": "default"}
    config = transformers.Qwen2_5_VLConfig(
        text_config={
            **shape,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "num_key_value_heads": 2,
            "rope_parameters": ropes,
            "vocab_size": 64,
            "bos_token_id": 1,
            "eos_token_id": 1,
            "pad_token_id": 0,
        },
        vision_config={**shape, "depth": 2, "num_heads": 2, "out_hidden_size": 16},
    )
    encoder = transformers.Qwen2_5_VLForConditionalGeneration(config)
    return {**_flow(transformer, autoencoder_qwen()), "text_encoder": encoder, "tokenizer": t5_tokenizer()}


def _z_image() -> dict[str, Any]:
    transformer = diffusers.ZImageTransformer2DModel(
        all_patch_size=(2,),
        all_f_patch_size=(1,),
        in_channels=16,
        dim=32,
        n_layers=2,
        n_refiner_layers=1,
        n_heads=2,
        n_kv_heads=2,
        cap_feat_dim=32,
        rope_theta=256.0,
        axes_dims=(8, 4, 4),
        axes_lens=(256, 32, 32),
    )
    encoder = transformers.Qwen3Model(transformers.Qwen3Config(**_LANGUAGE_MODEL))
    return {**_flow(transformer, vae(True, 16, **_SHIFT)), "text_encoder": encoder, "tokenizer": chat_tokenizer()}


def _kandinsky_3() -> dict[str, Any]:
    unet = diffusers.Kandinsky3UNet(
        in_channels=4,
        time_embedding_dim=4,
        groups=2,
        attention_head_dim=4,
        layers_per_block=3,
        block_out_channels=(8, 16),
        cross_attention_dim=4,
        encoder_hid_dim=32,
    )
    movq = diffusers.VQModel(
        block_out_channels=(8, 8, 8, 16),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        latent_channels=4,
        norm_num_groups=4,
        num_vq_embeddings=12,
        vq_embed_dim=4,
    )
    walk = diffusers.DDPMScheduler(
        beta_start=0.00085, beta_end=0.02, beta_schedule="squaredcos_cap_v2", thresholding=False
    )
    return {"unet": unet, "movq": movq, "scheduler": walk, **_t5()}


def _latent_consistency() -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        plain = make_tiny_model(Path(folder))
        of = diffusers.StableDiffusionPipeline.from_pretrained(plain, safety_checker=None).components
    unet = diffusers.UNet2DConditionModel.from_config({**of["unet"].config, "time_cond_proj_dim": 16})
    walk = diffusers.LCMScheduler.from_config(of["scheduler"].config)
    return {**of, "unet": unet, "scheduler": walk, "requires_safety_checker": False}


def _flow(transformer: Any, autoencoder: Any) -> dict[str, Any]:
    return {"transformer": transformer, "vae": autoencoder, "scheduler": FlowMatchEulerDiscreteScheduler()}


def _t5(ending: str = "") -> dict[str, Any]:
    return {f"text_encoder{ending}": t5_encoder(), f"tokenizer{ending}": t5_tokenizer()}


def _gemma_2() -> dict[str, Any]:
    encoder = transformers.Gemma2Model(transformers.Gemma2Config(**_LANGUAGE_MODEL))
    return {"text_encoder": encoder, "tokenizer": t5_tokenizer()}


TINY_FAMILIES: Mapping[str, Callable[[], dict[str, Any]]] = {
    "StableDiffusion3Pipeline": _stable_diffusion_3,
    "FluxPipeline": _flux,
    "FluxFillPipeline": _flux_fill,
    "Flux2KleinPipeline": _flux_2_klein,
    "ChromaPipeline": _chroma,
    "PixArtAlphaPipeline": _pixart,
    "PixArtSigmaPipeline": _pixart,
    "SanaPipeline": _sana,
    "HunyuanDiTPipeline": _hunyuan,
    "AuraFlowPipeline": _aura_flow,
    "LuminaPipeline": _lumina,
    "Lumina2Pipeline": _lumina_2,
    "CogView3PlusPipeline": _cog_view_3,
    "CogView4Pipeline": _cog_view_4,
    "QwenImagePipeline": _qwen,
    "ZImagePipeline": _z_image,
    "Kandinsky3Pipeline": _kandinsky_3,
    "LatentConsistencyModelPipeline": _latent_consistency,
    **RECENT_FAMILIES,
}
