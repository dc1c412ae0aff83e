"""The tensors of published models, from their published configurations: `resources/headers.json`.

    python -m tests.support.published_headers     writes the file again

The networks are built without memory. The configurations are those of the repositories in the catalogue.
"""

# pyright: reportArgumentType=false, reportCallIssue=false, reportAttributeAccessIssue=false

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from torch import nn

from macapp.engine.benchmark.random_models import UNET_XL
from macapp.models.published import HEADERS
from tests.support.composed_models import original_vae, text_state
from tests.support.original_transformers import original_state

Shapes = dict[str, tuple[int, ...]]
_NUMBER = re.compile(r"(?<=\.)\d+(?=\.)")
_IN_UNET = re.compile(r"(?<=\.transformer_blocks\.)\d+(?=\.)")
_LEVELS = {"block_out_channels": (128, 256, 512, 512), "layers_per_block": 2}
_LEVELS |= {"down_block_types": ("DownEncoderBlock2D",) * 4, "up_block_types": ("UpDecoderBlock2D",) * 4}
_VAE_16 = {**_LEVELS, "latent_channels": 16, "use_quant_conv": False, "use_post_quant_conv": False}


def _flux(guided: bool) -> nn.Module:
    return diffusers.FluxTransformer2DModel(guidance_embeds=guided)


def _klein() -> nn.Module:
    sizes = {"num_layers": 5, "num_single_layers": 20, "num_attention_heads": 24, "joint_attention_dim": 7680}
    return diffusers.Flux2Transformer2DModel(**sizes, guidance_embeds=False)


def _sd3_medium() -> nn.Module:
    return diffusers.SD3Transformer2DModel(
        num_layers=24,
        num_attention_heads=24,
        caption_projection_dim=1536,
        pos_embed_max_size=384,
        dual_attention_layers=tuple(range(13)),
        qk_norm="rms_norm",
    )


def _clip(width: int, layers: int, projects: bool) -> nn.Module:
    config = transformers.CLIPTextConfig(
        hidden_size=width,
        intermediate_size=4 * width,
        num_hidden_layers=layers,
        num_attention_heads=width // 64,
        projection_dim=width,
    )
    return transformers.CLIPTextModelWithProjection(config) if projects else transformers.CLIPTextModel(config)


def _t5() -> nn.Module:
    config = transformers.T5Config(
        vocab_size=32128,
        d_model=4096,
        d_ff=10240,
        d_kv=64,
        num_layers=24,
        num_heads=64,
        feed_forward_proj="gated-gelu",
        tie_word_embeddings=False,
    )
    return transformers.T5EncoderModel(config)


def _qwen_3() -> nn.Module:
    config = transformers.Qwen3Config(
        vocab_size=151936,
        hidden_size=2560,
        intermediate_size=9728,
        num_hidden_layers=36,
        num_attention_heads=32,
        num_key_value_heads=8,
        head_dim=128,
        tie_word_embeddings=True,
    )
    return transformers.Qwen3ForCausalLM(config)


def _qwen_vl() -> nn.Module:
    text = {
        "vocab_size": 152064,
        "hidden_size": 3584,
        "intermediate_size": 18944,
        "num_hidden_layers": 28,
        "num_attention_heads": 28,
        "num_key_value_heads": 4,
        "rope_parameters": {"mrope_section": [16, 24, 24], "rope_type": "default", "rope_theta": 1e6},
        "tie_word_embeddings": False,
    }
    vision = {"depth": 32, "hidden_size": 1280, "intermediate_size": 3420, "num_heads": 16, "out_hidden_size": 3584}
    config = transformers.Qwen2_5_VLConfig(text_config=text, vision_config=vision)
    return transformers.Qwen2_5_VLForConditionalGeneration(config)


PUBLISHED: Mapping[str, Callable[[], nn.Module]] = {
    "flux-1-dev": lambda: _flux(True),
    "flux-1-schnell": lambda: _flux(False),
    "flux-2-klein-4b": _klein,
    "z-image": lambda: diffusers.ZImageTransformer2DModel(),
    "sd-3.5-medium": _sd3_medium,
    "qwen-image": lambda: diffusers.QwenImageTransformer2DModel(),
    "sdxl-unet": lambda: diffusers.UNet2DConditionModel(**UNET_XL),
    "clip-l": lambda: _clip(768, 12, False),
    "clip-g": lambda: _clip(1280, 32, True),
    "t5-xxl": _t5,
    "qwen-3-4b": _qwen_3,
    "qwen-2.5-vl-7b": _qwen_vl,
    "flux-vae": lambda: diffusers.AutoencoderKL(**_VAE_16),
    "flux-2-vae": lambda: diffusers.AutoencoderKLFlux2(**_LEVELS, latent_channels=32),
    "qwen-image-vae": lambda: diffusers.AutoencoderKLQwenImage(),
}


def shapes_of_published(name: str) -> Shapes:
    """Return the tensors of a published model as its file in ComfyUI's layout names them."""
    with torch.device("meta"):
        model = PUBLISHED[name]()
    kind = type(model).__name__
    if kind.startswith("Autoencoder"):
        state = original_vae(model)
    else:
        state = original_state(model) if "Transformer" in kind else text_state(model)
    if kind == "UNet2DConditionModel":
        state = model.state_dict()
    return {key: tuple(tensor.shape) for key, tensor in state.items()}


def compress(shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
    """Return names with ranges of their first number, such as `blocks.{0-18}.weight`, and the shapes."""
    grouped: dict[tuple[str, tuple[int, ...]], list[int]] = {}
    for name, shape in shapes.items():
        found = _IN_UNET.search(name) or _NUMBER.search(name)
        pattern = name if found is None else f"{name[: found.start()]}{{}}{name[found.end() :]}"
        grouped.setdefault((pattern, shape), []).append(-1 if found is None else int(found[0]))
    return {
        pattern.replace("{}", f"{{{_ranges(numbers)}}}"): list(shape) for (pattern, shape), numbers in grouped.items()
    }


def _ranges(numbers: list[int]) -> str:
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ",".join(f"{first}-{last}" if first != last else str(first) for first, last in spans)


def write(file: Path = HEADERS) -> None:
    """Write the headers of all published models."""
    headers = {name: compress(shapes_of_published(name)) for name in PUBLISHED}
    text = json.dumps(headers, indent=1)
    file.write_text(re.sub(r"\[\s+([\d,\s]+?)\s+\]", lambda found: f"[{' '.join(found[1].split())}]", text) + "\n")


if __name__ == "__main__":
    write()
