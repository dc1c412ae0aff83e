"""More denoisers of the published sizes as tensors without data, with the inputs that their pipelines pass.

The configurations are those of the repositories on the hub: PixArt-Sigma-XL-2-1024-MS, Sana_1600M_1024px_diffusers,
HunyuanDiT-v1.2-Diffusers, AuraFlow-v0.3, Lumina-Next-SFT-diffusers, Lumina-Image-2.0, CogView3-Plus-3B and
CogView4-6B, and their text encoders: gemma-2-2b, glm-4-9b and pile-t5-xl; the VAEs are those of Sana and Kandinsky 3.
The others have the sizes that their classes in diffusers default to. Where each layer frees what the one before it
held, there are only a few layers: a step holds no more with all of them.
"""

# pyright: reportArgumentType=false, reportCallIssue=false, reportAttributeAccessIssue=false
# (the annotations of diffusers are narrower than its calls)

from collections.abc import Mapping
from functools import partial
from typing import Any

import diffusers
import torch
import transformers
from diffusers.models.embeddings import get_2d_rotary_pos_embed_lumina

from tests.support.full_size import FullSize, empty

FEW = 3  # layers
FLOAT = torch.float32
Size = tuple[int, int]


def _latents(size: Size, batch: int, channels: int, scale: int = 8) -> torch.Tensor:
    return empty(batch, channels, size[1] // scale, size[0] // scale)


def _tokens(size: Size) -> int:
    return size[0] * size[1] // 256


def _pixart_inputs(size: Size) -> dict[str, Any]:
    return {
        "hidden_states": _latents(size, 2, 4),
        "encoder_hidden_states": empty(2, 300, 4096),
        "timestep": empty(2),
        "added_cond_kwargs": {"resolution": None, "aspect_ratio": None},
        "encoder_attention_mask": empty(2, 300),
    }


def _sana_inputs(size: Size) -> dict[str, Any]:
    return {
        "hidden_states": _latents(size, 2, 32, 32),
        "encoder_hidden_states": empty(2, 300, 2304),
        "timestep": empty(2),
        "encoder_attention_mask": empty(2, 300),
    }


def _hunyuan_inputs(size: Size) -> dict[str, Any]:
    return {
        "hidden_states": _latents(size, 2, 4),
        "timestep": empty(2),
        "encoder_hidden_states": empty(2, 77, 1024),
        "text_embedding_mask": empty(2, 77),
        "encoder_hidden_states_t5": empty(2, 256, 2048),
        "text_embedding_mask_t5": empty(2, 256),
        "image_rotary_emb": (empty(_tokens(size), 88, dtype=FLOAT), empty(_tokens(size), 88, dtype=FLOAT)),
    }


def _auraflow_inputs(size: Size) -> dict[str, Any]:
    return {
        "hidden_states": _latents(size, 2, 4),
        "encoder_hidden_states": empty(2, 256, 2048),
        "timestep": empty(2),
    }


def _lumina_inputs(size: Size) -> dict[str, Any]:
    return {
        "hidden_states": _latents(size, 2, 4),
        "timestep": empty(2),
        "encoder_hidden_states": empty(2, 256, 2048),
        "encoder_mask": empty(2, 256, dtype=torch.int64),
        "image_rotary_emb": get_2d_rotary_pos_embed_lumina(144, 384, 384).to("meta"),
        "cross_attention_kwargs": {"base_sequence_length": 64**2},
    }


def _lumina_2_inputs(size: Size) -> dict[str, Any]:
    return {
        "hidden_states": _latents(size, 1, 16),
        "timestep": empty(1),
        "encoder_hidden_states": empty(1, 256, 2304),
        "encoder_attention_mask": torch.ones(1, 256, dtype=torch.bool),
    }


def _cogview_inputs(size: Size, batch: int, tokens: int) -> dict[str, Any]:
    return {
        "hidden_states": _latents(size, batch, 16),
        "encoder_hidden_states": empty(batch, tokens, 4096),
        "timestep": empty(batch),
        "original_size": empty(batch, 2),
        "target_size": empty(batch, 2),
        "crop_coords": empty(batch, 2),
    }


def _krea_inputs(size: Size) -> dict[str, Any]:
    return {
        "hidden_states": empty(1, _tokens(size), 64),
        "encoder_hidden_states": empty(1, 512, 12, 2560),
        "timestep": empty(1),
        "position_ids": empty(512 + _tokens(size), 3, dtype=FLOAT),
        "encoder_attention_mask": empty(1, 512, dtype=torch.bool),
    }


def _ernie_inputs(size: Size) -> dict[str, Any]:
    return {
        "hidden_states": _latents(size, 2, 128, 16),
        "timestep": empty(2),
        "text_bth": empty(2, 2048, 2560),
        "text_lens": empty(2, dtype=torch.int64),
    }


def _ovis_inputs(size: Size) -> dict[str, Any]:
    return {
        "hidden_states": empty(1, _tokens(size), 64),
        "encoder_hidden_states": empty(1, 256, 2048),
        "timestep": empty(1),
        "img_ids": empty(_tokens(size), 3),
        "txt_ids": empty(256, 3),
    }


def _ideogram_inputs(size: Size) -> dict[str, Any]:
    count = 2048 + _tokens(size)  # of the longest prompt, to which all are padded
    return {
        "hidden_states": empty(1, count, 128),
        "timestep": empty(1),
        "encoder_hidden_states": empty(1, count, 53248),
        "position_ids": empty(1, count, 3, dtype=torch.int64),
        "segment_ids": empty(1, count, dtype=torch.int64),
        "indicator": empty(1, count, dtype=torch.int64),
    }


MORE_DENOISERS: Mapping[str, FullSize] = {
    "PixArtSigmaPipeline": FullSize(
        partial(
            diffusers.PixArtTransformer2DModel,
            caption_channels=4096,
            interpolation_scale=2,
            use_additional_conditions=False,
            num_layers=FEW,
        ),
        _pixart_inputs,
    ),
    "SanaPipeline": FullSize(partial(diffusers.SanaTransformer2DModel, num_layers=FEW), _sana_inputs),
    "HunyuanDiTPipeline": FullSize(
        partial(
            diffusers.HunyuanDiT2DModel,
            in_channels=4,
            patch_size=2,
            sample_size=128,
            hidden_size=1408,
            num_layers=40,
            mlp_ratio=4.3637,
            use_style_cond_and_image_meta_size=False,
        ),
        _hunyuan_inputs,
    ),
    "AuraFlowPipeline": FullSize(
        partial(
            diffusers.AuraFlowTransformer2DModel,
            pos_embed_max_size=9216,
            num_mmdit_layers=FEW,
            num_single_dit_layers=FEW,
        ),
        _auraflow_inputs,
    ),
    "LuminaPipeline": FullSize(
        partial(
            diffusers.LuminaNextDiT2DModel,
            num_layers=FEW,
            num_attention_heads=16,
            num_kv_heads=8,
        ),
        _lumina_inputs,
    ),
    "Lumina2Pipeline": FullSize(
        partial(diffusers.Lumina2Transformer2DModel, cap_feat_dim=2304, num_layers=FEW), _lumina_2_inputs
    ),
    "CogView3PlusPipeline": FullSize(
        partial(diffusers.CogView3PlusTransformer2DModel, num_layers=FEW), partial(_cogview_inputs, batch=2, tokens=224)
    ),
    "CogView4Pipeline": FullSize(
        partial(diffusers.CogView4Transformer2DModel, num_layers=FEW, attention_head_dim=128, num_attention_heads=32),
        partial(_cogview_inputs, batch=1, tokens=1024),
    ),
    "Krea2Pipeline": FullSize(partial(diffusers.Krea2Transformer2DModel, num_layers=FEW), _krea_inputs),
    "ErnieImagePipeline": FullSize(partial(diffusers.ErnieImageTransformer2DModel, num_layers=FEW), _ernie_inputs),
    "OvisImagePipeline": FullSize(
        partial(diffusers.OvisImageTransformer2DModel, num_layers=FEW, num_single_layers=FEW), _ovis_inputs
    ),
    "Ideogram4Pipeline": FullSize(partial(diffusers.Ideogram4Transformer2DModel, num_layers=FEW), _ideogram_inputs),
}


def deep_compression() -> Any:
    kinds, widths = ("ResBlock",) * 3 + ("EfficientViTBlock",) * 3, (128, 256, 512, 512, 1024, 1024)
    scales = ((), (), (), (5,), (5,), (5,))
    return diffusers.AutoencoderDC(
        encoder_block_types=kinds,
        decoder_block_types=kinds,
        encoder_block_out_channels=widths,
        decoder_block_out_channels=widths,
        encoder_layers_per_block=(2, 2, 2, 3, 3, 3),
        decoder_layers_per_block=(3, 3, 3, 3, 3, 3),
        encoder_qkv_multiscales=scales,
        decoder_qkv_multiscales=scales,
        upsample_block_type="interpolate",
        downsample_block_type="Conv",
    )


def movq() -> Any:
    return diffusers.VQModel(
        latent_channels=4,
        vq_embed_dim=4,
        num_vq_embeddings=16384,
        block_out_channels=(128, 256, 256, 512),
        layers_per_block=2,
        norm_type="spatial",
        down_block_types=("DownEncoderBlock2D",) * 3 + ("AttnDownEncoderBlock2D",),
        up_block_types=("AttnUpDecoderBlock2D",) + ("UpDecoderBlock2D",) * 3,
    )


def gemma_2() -> Any:
    config = transformers.Gemma2Config(
        hidden_size=2304,
        intermediate_size=9216,
        num_hidden_layers=26,
        num_attention_heads=8,
        num_key_value_heads=4,
        head_dim=256,
        vocab_size=256000,
    )
    return transformers.Gemma2Model(config)


def glm() -> Any:
    config = transformers.GlmConfig(
        hidden_size=4096,
        intermediate_size=13696,
        num_hidden_layers=40,
        num_attention_heads=32,
        num_key_value_heads=2,
        head_dim=128,
        vocab_size=151552,
    )
    return transformers.GlmModel(config)


def umt5() -> Any:
    config = transformers.UMT5Config(
        d_model=2048, d_ff=5120, d_kv=64, num_layers=24, num_heads=32, vocab_size=32128, feed_forward_proj="gated-gelu"
    )
    return transformers.UMT5EncoderModel(config)
