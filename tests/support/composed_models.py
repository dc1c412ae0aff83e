"""Tiny transformers, text encoders and VAEs in separate files, as ComfyUI keeps them.

Heads and vocabularies have their true sizes, because they identify a family; everything else is tiny.
"""

# pyright: reportArgumentType=false, reportCallIssue=false, reportAttributeAccessIssue=false

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from diffusers import AutoencoderKL
from safetensors.torch import save_file
from torch import nn

from tests.support.libraries import skip_on_an_old_set
from tests.support.original_names import vae_state
from tests.support.original_transformers import save_transformer

Parts = dict[str, nn.Module]
_LEVELS = 4
_VAE = {
    "block_out_channels": (32,) * _LEVELS,
    "down_block_types": ("DownEncoderBlock2D",) * _LEVELS,
    "up_block_types": ("UpDecoderBlock2D",) * _LEVELS,
    "layers_per_block": 1,
    "latent_channels": 16,
    "use_quant_conv": False,
    "use_post_quant_conv": False,
    "force_upcast": True,
    "sample_size": 1024,
}
WIDTH = 64
"""of a token in the text encoders"""


def make_parts(family: str, seed: int = 0) -> Parts:
    """Return the random networks of a model of a family: "flux", "schnell", "chroma", "klein", "sd3"..."""
    skip_on_an_old_set()
    torch.manual_seed(seed)
    return {name: part.eval() for name, part in FAMILIES[family]().items()}


def save_parts(parts: Mapping[str, nn.Module], folder: Path, name: str, prefix: str = "") -> Path:
    """Write each part to a file in ComfyUI's folders; return the file of the transformer."""
    for place in ("diffusion_models", "text_encoders", "vae"):
        (folder / place).mkdir(parents=True, exist_ok=True)
    for part, module in parts.items():
        if part.startswith("text_encoder"):
            save_file(text_state(module), folder / "text_encoders" / f"{part}_{name}.safetensors")
        elif part == "vae":
            save_file(original_vae(module), folder / "vae" / f"vae_{name}.safetensors")
    return save_transformer(parts["transformer"], folder / "diffusion_models" / f"{name}.safetensors", prefix)


def save_all_in_one(parts: Mapping[str, nn.Module], file: Path, names: Mapping[str, str], vae_prefix: str) -> Path:
    """Write all parts to one file; `names` has what ComfyUI calls each text encoder."""
    others = {vae_prefix + name: tensor for name, tensor in original_vae(parts["vae"]).items()}
    for part, called in names.items():
        others |= {f"text_encoders.{called}.transformer.{name}": each for name, each in text_state(parts[part]).items()}
    return save_transformer(parts["transformer"], file, "model.diffusion_model.", others)


def text_state(encoder: nn.Module) -> dict[str, torch.Tensor]:
    """Return the tensors of a text encoder as ComfyUI's files name them."""
    state = {name: tensor.clone().contiguous() for name, tensor in encoder.state_dict().items()}
    kind = type(encoder).__name__
    if kind.startswith("CLIP"):
        return {
            name if name.startswith(("text_model.", "text_projection.")) else f"text_model.{name}": tensor
            for name, tensor in state.items()
        }
    if kind == "Qwen3Model":
        return {f"model.{name}": tensor for name, tensor in state.items()}
    if kind == "T5EncoderModel":
        return {name: tensor for name, tensor in state.items() if name != "encoder.embed_tokens.weight"}
    if kind == "Qwen3ForCausalLM":
        return {name: tensor for name, tensor in state.items() if name != "lm_head.weight"}
    renamed = {name.replace("model.visual.", "visual."): tensor for name, tensor in state.items()}
    return {name.replace("model.language_model.", "model."): tensor for name, tensor in renamed.items()}


def original_vae(vae: nn.Module) -> dict[str, torch.Tensor]:
    """Return the tensors of a VAE with the names of the original code."""
    kind = type(vae).__name__
    if kind == "AutoencoderKLQwenImage":
        return {_wan_name(name): tensor.clone().contiguous() for name, tensor in vae.state_dict().items()}
    statistics = {name: tensor for name, tensor in vae.state_dict().items() if name.startswith("bn.")}
    plain = {name.removeprefix("first_stage_model."): tensor for name, tensor in vae_state(vae).items()}
    sides = {"quant_conv.": "encoder.quant_conv.", "post_quant_conv.": "decoder.post_quant_conv."}
    if statistics:
        plain = {_with_side(name, sides): tensor for name, tensor in plain.items() if not name.startswith("bn.")}
    return {name: tensor.clone().contiguous() for name, tensor in (plain | statistics).items()}


_WAN = {
    "post_quant_conv": "conv2",
    "quant_conv": "conv1",
    "conv_in": "conv1",
    "norm_out": "head.0",
    "conv_out": "head.2",
    "mid_block.resnets.0": "middle.0",
    "mid_block.attentions.0": "middle.1",
    "mid_block.resnets.1": "middle.2",
    "norm1": "residual.0",
    "conv1": "residual.2",
    "norm2": "residual.3",
    "conv2": "residual.6",
    "conv_shortcut": "shortcut",
}


def _wan_name(name: str) -> str:
    """Return the name of a tensor of Qwen-Image's VAE in the code of Wan 2.1."""
    side, _, rest = name.partition(".")
    if side in ("quant_conv", "post_quant_conv"):
        return f"{_WAN[side]}.{rest}"
    *path, kind = rest.split(".")
    start = ".".join(path)
    if path[0] == "down_blocks":
        return f"{side}.downsamples.{path[1]}.{_renamed(path[2:])}{kind}"
    if path[0] == "up_blocks":
        place = 4 * int(path[1]) + (3 if path[2] == "upsamplers" else int(path[3]))
        return f"{side}.upsamples.{place}.{_renamed(path[4:])}{kind}"
    for ours in sorted(_WAN, key=len, reverse=True):
        if start == ours or start.startswith(f"{ours}."):
            inner = start.removeprefix(ours).strip(".").split(".")
            return f"{side}.{_WAN[ours]}.{_renamed([word for word in inner if word])}{kind}"
    raise KeyError(name)


def _renamed(words: list[str]) -> str:
    return "".join(f"{_WAN.get(word, word)}." for word in words)


def _with_side(name: str, sides: Mapping[str, str]) -> str:
    start = next((start for start in sides if name.startswith(start)), None)
    return name if start is None else sides[start] + name.removeprefix(start)


def clip(width: int, activation: str, projects: bool) -> nn.Module:
    """Return a random text encoder of CLIP."""
    config = transformers.CLIPTextConfig(
        vocab_size=49408,
        hidden_size=width,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=max(1, width // 64),
        hidden_act=activation,
        projection_dim=width,
        bos_token_id=49406,
        eos_token_id=49407,
    )
    return transformers.CLIPTextModelWithProjection(config) if projects else transformers.CLIPTextModel(config)


def _t5(width: int) -> nn.Module:
    config = transformers.T5Config(
        vocab_size=32128,
        d_model=width,
        d_ff=96,
        d_kv=16,
        num_layers=2,
        num_heads=4,
        feed_forward_proj="gated-gelu",
        tie_word_embeddings=False,
    )
    return transformers.T5EncoderModel(config)


def _qwen_3(kind: str, layers: int) -> nn.Module:
    config = transformers.Qwen3Config(
        vocab_size=151936,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=layers,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=16,
        rope_theta=1_000_000.0,
        tie_word_embeddings=True,
    )
    return getattr(transformers, kind)(config)


def _flux_vae() -> nn.Module:
    return AutoencoderKL(**_VAE, scaling_factor=0.3611, shift_factor=0.1159)


def _flux(guided: bool = True, channels: int = 64) -> Parts:
    transformer = diffusers.FluxTransformer2DModel(
        in_channels=channels,
        out_channels=64,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=128,
        num_attention_heads=1,
        joint_attention_dim=WIDTH,
        pooled_projection_dim=WIDTH,
        guidance_embeds=guided,
    )
    encoders = {"text_encoder": clip(WIDTH, "quick_gelu", False), "text_encoder_2": _t5(WIDTH)}
    return {"transformer": transformer, **encoders, "vae": _flux_vae()}


def _chroma() -> Parts:
    transformer = diffusers.ChromaTransformer2DModel(
        in_channels=64,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=128,
        num_attention_heads=1,
        joint_attention_dim=WIDTH,
        approximator_hidden_dim=32,
        approximator_layers=2,
    )
    return {"transformer": transformer, "text_encoder": _t5(WIDTH), "vae": _flux_vae()}


def _klein() -> Parts:
    transformer = diffusers.Flux2Transformer2DModel(
        in_channels=128,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=128,
        num_attention_heads=1,
        joint_attention_dim=3 * 32,
        guidance_embeds=False,
    )
    sizes = {name: value for name, value in _VAE.items() if "quant" not in name and "upcast" not in name}
    vae = diffusers.AutoencoderKLFlux2(**{**sizes, "latent_channels": 32})
    return {"transformer": transformer, "text_encoder": _qwen_3("Qwen3ForCausalLM", 28), "vae": vae}


def _sd3() -> Parts:
    transformer = diffusers.SD3Transformer2DModel(
        sample_size=128,
        in_channels=16,
        num_layers=2,
        attention_head_dim=64,
        num_attention_heads=1,
        caption_projection_dim=64,
        joint_attention_dim=128,
        pooled_projection_dim=128,
        pos_embed_max_size=64,
        dual_attention_layers=(0,),
        qk_norm="rms_norm",
    )
    vae = AutoencoderKL(**_VAE, scaling_factor=1.5305, shift_factor=0.0609)
    clips = {"text_encoder": clip(48, "quick_gelu", True), "text_encoder_2": clip(80, "gelu", True)}
    return {"transformer": transformer, **clips, "text_encoder_3": _t5(128), "vae": vae}


def _z_image() -> Parts:
    transformer = diffusers.ZImageTransformer2DModel(
        dim=128, n_layers=2, n_refiner_layers=1, n_heads=1, n_kv_heads=1, cap_feat_dim=32, axes_lens=[1536, 512, 512]
    )
    return {"transformer": transformer, "text_encoder": _qwen_3("Qwen3Model", 3), "vae": _flux_vae()}


def _qwen_image() -> Parts:
    transformer = diffusers.QwenImageTransformer2DModel(
        num_layers=2, num_attention_heads=1, joint_attention_dim=128, attention_head_dim=128
    )
    vae = diffusers.AutoencoderKLQwenImage(base_dim=8)
    text = {
        "vocab_size": 152064,
        "hidden_size": 128,
        "intermediate_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 1,
        "num_key_value_heads": 1,
        "rope_parameters": {"mrope_section": [16, 24, 24], "rope_type": "default", "rope_theta": 1e6},
        "rope_theta": 1e6,
        "rms_norm_eps": 1e-6,
        "tie_word_embeddings": False,
    }
    vision = {"depth": 1, "hidden_size": 80, "intermediate_size": 64, "num_heads": 1, "out_hidden_size": 128}
    config = transformers.Qwen2_5_VLConfig(text_config=text, vision_config=vision)
    encoder = transformers.Qwen2_5_VLForConditionalGeneration(config)
    return {"transformer": transformer, "text_encoder": encoder, "vae": vae}


FAMILIES: Mapping[str, Callable[[], Parts]] = {
    "flux": _flux,
    "schnell": lambda: _flux(guided=False),
    "chroma": _chroma,
    "klein": _klein,
    "sd3": _sd3,
    "z_image_turbo": _z_image,
    "qwen_image": _qwen_image,
}


def save_folder(parts: Mapping[str, Any], composed: Path, folder: Path) -> Path:
    """Write the same networks as a folder in the layout of diffusers, with what else `composed` has."""
    import json
    import shutil

    index = json.loads((composed / "model_index.json").read_text())
    for name, value in index.items():
        if not isinstance(value, list):
            continue
        if name in parts:
            parts[name].save_pretrained(folder / name, safe_serialization=True)
        else:
            shutil.copytree(composed / name, folder / name)
    shutil.copy(composed / "model_index.json", folder / "model_index.json")
    return folder
