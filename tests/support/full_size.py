"""Models of the published sizes as tensors without data, with the inputs that their pipelines pass.

The configurations are those of the repositories on the hub: FLUX.1-dev, FLUX.2-klein-4B, Z-Image-Turbo, Qwen-Image,
stable-diffusion-3.5-medium, Chroma1-HD, google/t5-v1_1-xxl, Qwen3-4B and Qwen2.5-VL-7B.
"""

# pyright: reportArgumentType=false, reportCallIssue=false, reportAttributeAccessIssue=false
# (the annotations of diffusers are narrower than its calls)

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers

from macapp.models.part_tokenizers import write_tokenizer
from macapp.models.parts import CLIP, QWEN_3, T5
from macapp.models.transformer_files import PartNeed
from tests.models.test_catalog import UNETS

BRAIN = torch.bfloat16
Inputs = Callable[[tuple[int, int]], dict[str, Any]]


def empty(*shape: int, dtype: torch.dtype = BRAIN) -> torch.Tensor:
    return torch.empty(*shape, dtype=dtype, device="meta")


def without_data(make: Callable[[], Any], dtype: torch.dtype = BRAIN) -> Any:
    """Return a network whose weights have shapes and a precision, but no data."""
    with torch.device("meta"):
        network = make()
    kept = set((isinstance(network, diffusers.ModelMixin) and network._keep_in_fp32_modules) or ())  # noqa: SLF001
    for name, tensor in network.named_parameters():
        tensor.data = tensor.data.to(torch.float32 if not kept.isdisjoint(name.split(".")) else dtype)
    for tensor in network.buffers():
        tensor.data = tensor.data.to(dtype) if tensor.is_floating_point() else tensor.data
    return network.eval()


def _patches(size: tuple[int, int]) -> int:
    return size[0] * size[1] // 256


def _flux_inputs(size: tuple[int, int]) -> dict[str, Any]:
    count = _patches(size)
    return {
        "hidden_states": empty(1, count, 64),
        "encoder_hidden_states": empty(1, 512, 4096),
        "pooled_projections": empty(1, 768),
        "timestep": empty(1),
        "guidance": empty(1, dtype=torch.float32),
        "img_ids": empty(count, 3),
        "txt_ids": empty(512, 3),
    }


def _chroma_inputs(size: tuple[int, int]) -> dict[str, Any]:
    given = {
        name: value for name, value in _flux_inputs(size).items() if name not in ("guidance", "pooled_projections")
    }
    return {**given, "attention_mask": empty(1, 512 + _patches(size), dtype=torch.bool)}


def _klein_inputs(size: tuple[int, int]) -> dict[str, Any]:
    count = _patches(size)
    return {
        "hidden_states": empty(1, count, 128),
        "encoder_hidden_states": empty(1, 512, 7680),
        "timestep": empty(1),
        "img_ids": empty(1, count, 4),
        "txt_ids": empty(1, 512, 4),
    }


def _sd3_inputs(size: tuple[int, int]) -> dict[str, Any]:
    return {
        "hidden_states": empty(2, 16, size[1] // 8, size[0] // 8),
        "encoder_hidden_states": empty(2, 333, 4096),
        "pooled_projections": empty(2, 2048),
        "timestep": empty(2),
    }


def _qwen_inputs(size: tuple[int, int]) -> dict[str, Any]:
    return {
        "hidden_states": empty(1, _patches(size), 64),
        "encoder_hidden_states": empty(1, 512, 3584),
        "encoder_hidden_states_mask": None,
        "timestep": empty(1),
        "img_shapes": [[(1, size[1] // 16, size[0] // 16)]],
    }


def _z_image_inputs(size: tuple[int, int]) -> dict[str, Any]:
    return {
        "x": [empty(16, 1, size[1] // 8, size[0] // 8)],
        "t": empty(1),
        "cap_feats": [empty(512, 2560)],
    }


@dataclass(frozen=True)
class FullSize:
    """One family: how its denoiser is made and called."""

    denoiser: Callable[[], Any]
    inputs: Inputs


def stable_diffusion_3() -> Any:
    return diffusers.SD3Transformer2DModel(
        sample_size=128,
        patch_size=2,
        in_channels=16,
        num_layers=24,
        attention_head_dim=64,
        num_attention_heads=24,
        joint_attention_dim=4096,
        caption_projection_dim=1536,
        pooled_projection_dim=2048,
        out_channels=16,
        pos_embed_max_size=384,
        dual_attention_layers=tuple(range(13)),
        qk_norm="rms_norm",
    )


def klein() -> Any:
    return diffusers.Flux2Transformer2DModel(
        in_channels=128,
        num_layers=5,
        num_single_layers=20,
        num_attention_heads=24,
        joint_attention_dim=7680,
        guidance_embeds=False,
    )


def qwen_image() -> Any:
    return diffusers.QwenImageTransformer2DModel()


def z_image() -> Any:
    return diffusers.ZImageTransformer2DModel()


DENOISERS: Mapping[str, FullSize] = {
    "FluxPipeline": FullSize(lambda: diffusers.FluxTransformer2DModel(guidance_embeds=True), _flux_inputs),
    "Flux2KleinPipeline": FullSize(klein, _klein_inputs),
    "ZImagePipeline": FullSize(z_image, _z_image_inputs),
    "QwenImagePipeline": FullSize(qwen_image, _qwen_inputs),
    "StableDiffusion3Pipeline": FullSize(stable_diffusion_3, _sd3_inputs),
    "ChromaPipeline": FullSize(lambda: diffusers.ChromaTransformer2DModel(), _chroma_inputs),
}


def t5() -> Any:
    config = transformers.T5Config(
        d_model=4096, d_ff=10240, d_kv=64, num_layers=24, num_heads=64, vocab_size=32128, feed_forward_proj="gated-gelu"
    )
    return transformers.T5EncoderModel(config)


def qwen_3() -> Any:
    config = transformers.Qwen3Config(
        hidden_size=2560,
        intermediate_size=9728,
        num_hidden_layers=36,
        num_attention_heads=32,
        num_key_value_heads=8,
        head_dim=128,
        vocab_size=151936,
        tie_word_embeddings=True,
    )
    return transformers.Qwen3ForCausalLM(config)


def qwen_2_5_vl() -> Any:
    text = {
        "hidden_size": 3584,
        "intermediate_size": 18944,
        "num_hidden_layers": 28,
        "num_attention_heads": 28,
        "num_key_value_heads": 4,
        "vocab_size": 152064,
        "tie_word_embeddings": False,
    }
    vision = {"depth": 32, "hidden_size": 1280, "intermediate_size": 3420, "num_heads": 16, "out_hidden_size": 3584}
    config = transformers.Qwen2_5_VLConfig(text_config=text, vision_config=vision, tie_word_embeddings=False)
    return transformers.Qwen2_5_VLForConditionalGeneration(config)


def clip_l() -> Any:
    return transformers.CLIPTextModel(_clip_config(768, 12, 12, "quick_gelu"))


def clip_l_with_projection() -> Any:
    return transformers.CLIPTextModelWithProjection(_clip_config(768, 12, 12, "quick_gelu"))


def clip_g() -> Any:
    return transformers.CLIPTextModelWithProjection(_clip_config(1280, 32, 20, "gelu"))


def _clip_config(width: int, layers: int, heads: int, activation: str) -> Any:
    return transformers.CLIPTextConfig(
        hidden_size=width,
        intermediate_size=4 * width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        projection_dim=width,
        hidden_act=activation,
    )


def autoencoder(latent_channels: int = 16) -> Any:
    return diffusers.AutoencoderKL(
        block_out_channels=(128, 256, 512, 512),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=2,
        latent_channels=latent_channels,
    )


def xl_unet() -> Any:
    return diffusers.UNet2DConditionModel(**UNETS["Stable Diffusion XL"])


def xl_controlnet() -> Any:
    names = signature(diffusers.ControlNetModel.__init__).parameters
    return diffusers.ControlNetModel(
        **{key: value for key, value in UNETS["Stable Diffusion XL"].items() if key in names}
    )


Makers = Mapping[str, Callable[[], Any]]
_T5_TOKENS = ("T5Tokenizer", PartNeed("", T5, 0, ""))
_CLIP_TOKENS = ("CLIPTokenizer", PartNeed("", CLIP, 0, "", pad="!"))
_QWEN_TOKENS = ("Qwen2Tokenizer", PartNeed("", QWEN_3, 0, ""))


@dataclass(frozen=True)
class FullModel:
    """A whole checkpoint of the published size."""

    pipeline: str
    networks: Makers
    tokenizers: Mapping[str, tuple[str, PartNeed]]
    index: Mapping[str, Any]


def _flux(pipeline: str) -> FullModel:
    networks = {"text_encoder": clip_l, "text_encoder_2": t5, "transformer": DENOISERS["FluxPipeline"].denoiser}
    return FullModel(
        pipeline, {**networks, "vae": autoencoder}, {"tokenizer": _CLIP_TOKENS, "tokenizer_2": _T5_TOKENS}, {}
    )


PROCESSOR = {
    "image_processor_type": "Qwen2VLImageProcessor",
    "patch_size": 14,
    "merge_size": 2,
    "temporal_patch_size": 2,
    "min_pixels": 3136,
    "max_pixels": 12845056,
}


def _qwen(pipeline: str, index: Mapping[str, Any]) -> FullModel:
    networks = {
        "text_encoder": qwen_2_5_vl,
        "transformer": qwen_image,
        "vae": lambda: diffusers.AutoencoderKLQwenImage(),
    }
    return FullModel(pipeline, networks, {"tokenizer": _QWEN_TOKENS}, index)


FULL_MODELS: Mapping[str, FullModel] = {
    "SDXL": FullModel(
        "StableDiffusionXLPipeline",
        {
            "text_encoder": clip_l,
            "text_encoder_2": clip_g,
            "unet": xl_unet,
            "vae": lambda: autoencoder(4),
        },
        {"tokenizer": _CLIP_TOKENS, "tokenizer_2": _CLIP_TOKENS},
        {"force_zeros_for_empty_prompt": True},
    ),
    "FLUX.2 klein 4B": FullModel(
        "Flux2KleinPipeline",
        {"text_encoder": qwen_3, "transformer": klein, "vae": lambda: diffusers.AutoencoderKLFlux2()},
        {"tokenizer": _QWEN_TOKENS},
        {"is_distilled": True},
    ),
    "Z-Image Turbo": FullModel(
        "ZImagePipeline",
        {"text_encoder": qwen_3, "transformer": z_image, "vae": autoencoder},
        {"tokenizer": _QWEN_TOKENS},
        {},
    ),
    "SD 3.5 medium": FullModel(
        "StableDiffusion3Pipeline",
        {
            "text_encoder": clip_l_with_projection,
            "text_encoder_2": clip_g,
            "text_encoder_3": t5,
            "transformer": stable_diffusion_3,
            "vae": autoencoder,
        },
        {"tokenizer": _CLIP_TOKENS, "tokenizer_2": _CLIP_TOKENS, "tokenizer_3": _T5_TOKENS},
        {},
    ),
    "FLUX.1": _flux("FluxPipeline"),
    "FLUX.1 Kontext": _flux("FluxKontextPipeline"),
    "Qwen-Image": _qwen("QwenImagePipeline", {}),
    "Qwen-Image-Edit": _qwen("QwenImageEditPipeline", {"processor": ["transformers", "Qwen2VLProcessor"]}),
}


def write_full_model(name: str, folder: Path) -> Path:
    """Write a checkpoint with the true configurations, tokenizers and headers; its weights are holes in the files."""
    model = FULL_MODELS[name]
    index: dict[str, Any] = {"_class_name": model.pipeline, **model.index}
    for part, make in model.networks.items():
        network = without_data(make)
        of_diffusers = isinstance(network, diffusers.ModelMixin)
        index[part] = ["diffusers" if of_diffusers else "transformers", type(network).__name__]
        write_network(network, folder / part)
    for part, (class_name, need) in model.tokenizers.items():
        index[part] = ["transformers", class_name]
        write_tokenizer(folder / part, need)
    scheduler = (
        diffusers.EulerDiscreteScheduler() if "unet" in model.networks else diffusers.FlowMatchEulerDiscreteScheduler()
    )
    index["scheduler"] = ["diffusers", type(scheduler).__name__]
    scheduler.save_pretrained(folder / "scheduler")
    if "processor" in index:
        (folder / "processor").mkdir()
        (folder / "processor" / "preprocessor_config.json").write_text(json.dumps(PROCESSOR))
    (folder / "model_index.json").write_text(json.dumps(index))
    return folder


def write_network(network: Any, folder: Path) -> Path:
    """Write the configuration of a network, and a file with the header of its weights in half precision."""
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(network, diffusers.ModelMixin):
        network.save_config(folder)
    else:
        network.config.save_pretrained(folder)
    entries, place, seen = {}, 0, set()
    for name, tensor in network.state_dict(keep_vars=True).items():
        if id(tensor) in seen:  # tied weights are stored once
            continue
        seen.add(id(tensor))
        length = 2 * math.prod(tensor.shape)
        entries[name] = {"dtype": "BF16", "shape": list(tensor.shape), "data_offsets": [place, place + length]}
        place += length
    header = json.dumps(entries).encode()
    file = folder / (
        "diffusion_pytorch_model.safetensors" if isinstance(network, diffusers.ModelMixin) else "model.safetensors"
    )
    with file.open("wb") as stream:
        stream.write(len(header).to_bytes(8, "little") + header)
        stream.truncate(8 + len(header) + place)
    return folder
