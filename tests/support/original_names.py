"""Single-file checkpoints with the tensor names of the original code: the reverse of the conversion in diffusers.

For models with any number of levels; `tests/support/tiny_models.py` makes those of a few channels.
"""

# pyright: reportArgumentType=false

from pathlib import Path

import torch
from diffusers import AutoencoderKL, ControlNetModel, UNet2DConditionModel
from safetensors.torch import save_file

Tensors = dict[str, torch.Tensor]

_RESNET = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "time_emb_proj": "emb_layers.1",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "conv_shortcut": "skip_connection",
}
_TOP = {
    "time_embedding.linear_1": "time_embed.0",
    "time_embedding.linear_2": "time_embed.2",
    "add_embedding.linear_1": "label_emb.0.0",
    "add_embedding.linear_2": "label_emb.0.2",
    "conv_in": "input_blocks.0.0",
    "conv_norm_out": "out.0",
    "conv_out": "out.2",
}
_VAE_ATTENTION = {"group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "proj_out"}
_OPEN_CLIP = {
    "layer_norm1": "ln_1",
    "layer_norm2": "ln_2",
    "mlp.fc1": "mlp.c_fc",
    "mlp.fc2": "mlp.c_proj",
    "self_attn.out_proj": "attn.out_proj",
}


def save_single(pipeline: object, file: Path, dtype: torch.dtype = torch.float32) -> Path:
    """Write a pipeline of Stable Diffusion 1, 2 or XL as one file in the original names."""
    state = unet_state(pipeline.unet) | vae_state(pipeline.vae)  # type: ignore[attr-defined]
    second = getattr(pipeline, "text_encoder_2", None)
    first = pipeline.text_encoder  # type: ignore[attr-defined]
    if second is not None and first is None:
        state |= open_clip_state(second, "conditioner.embedders.0.model.", extra=0)
    elif second is not None:
        state |= clip_state(first, "conditioner.embedders.0.transformer.")
        state |= open_clip_state(second, "conditioner.embedders.1.model.", extra=0)
    elif first.config.hidden_act == "gelu":
        state |= open_clip_state(first, "cond_stage_model.model.", extra=1)
    else:
        state |= clip_state(first, "cond_stage_model.transformer.")
    save_file({name: each.detach().to(dtype).clone().contiguous() for name, each in state.items()}, file)
    return file


def unet_state(unet: UNet2DConditionModel) -> Tensors:
    """Return the tensors of the UNet with their original names."""
    layers = int(unet.config["layers_per_block"])
    kinds = unet.config["up_block_types"]
    found: Tensors = {}
    for name, tensor in unet.state_dict().items():
        found["model.diffusion_model." + _unet_name(name, layers, kinds)] = tensor
    return found


def original_layers(unet: UNet2DConditionModel) -> dict[str, str]:
    """Return the original name of every linear layer and convolution of a UNet, by its name in diffusers."""
    layers, kinds = int(unet.config["layers_per_block"]), unet.config["up_block_types"]
    names = (name for name, each in unet.named_modules() if isinstance(each, (torch.nn.Linear, torch.nn.Conv2d)))
    return {name: _unet_name(f"{name}.weight", layers, kinds).removesuffix(".weight") for name in names}


def controlnet_state(controlnet: ControlNetModel, prefix: str = "") -> Tensors:
    """Return the tensors of a ControlNet with their original names."""
    layers = int(controlnet.config["layers_per_block"])
    return {prefix + _controlnet_name(name, layers): tensor for name, tensor in controlnet.state_dict().items()}


def _controlnet_name(name: str, layers: int) -> str:
    parts = name.split(".")
    if parts[0] == "controlnet_cond_embedding":
        number = {"conv_in": 0, "conv_out": 14}.get(parts[1])
        return f"input_hint_block.{2 * (int(parts[2]) + 1) if number is None else number}.{parts[-1]}"
    if parts[0] == "controlnet_down_blocks":
        return f"zero_convs.{parts[1]}.0.{parts[2]}"
    return f"middle_block_out.0.{parts[1]}" if parts[0] == "controlnet_mid_block" else _unet_name(name, layers, [])


def _unet_name(name: str, layers: int, kinds: list[str]) -> str:
    for ours, theirs in _TOP.items():
        if name.startswith(f"{ours}."):
            return theirs + name.removeprefix(ours)
    place, rest = name.split(".", 1)
    if place == "mid_block":
        kind, number, inner = rest.split(".", 2)
        block = 1 if kind == "attentions" else 2 * int(number)
        return f"middle_block.{block}.{inner if kind == 'attentions' else _inner(inner)}"
    level, kind, number, inner = rest.split(".", 3)
    if place == "down_blocks":
        first = 1 + int(level) * (layers + 1)
        if kind == "downsamplers":
            return f"input_blocks.{first + layers}.0.op.{inner.removeprefix('conv.')}"
        return f"input_blocks.{first + int(number)}.{_of(kind, inner)}"
    first = int(level) * (layers + 1)
    if kind == "upsamplers":
        return f"output_blocks.{first + layers}.{2 if 'Attn' in kinds[int(level)] else 1}.{inner}"
    return f"output_blocks.{first + int(number)}.{_of(kind, inner)}"


def _of(kind: str, inner: str) -> str:
    return f"1.{inner}" if kind == "attentions" else f"0.{_inner(inner)}"


def _inner(name: str) -> str:
    part, rest = name.split(".", 1)
    return f"{_RESNET[part]}.{rest}"


def vae_state(vae: AutoencoderKL) -> Tensors:
    """Return the tensors of the VAE with their original names: its attention as convolutions of one pixel."""
    levels = len(vae.config["block_out_channels"])
    found: Tensors = {}
    for name, tensor in vae.state_dict().items():
        changed, value = _vae_name(name, levels), tensor
        if ".mid.attn_1." in changed and changed.endswith("weight") and tensor.ndim == 2:
            value = tensor[:, :, None, None]
        found[f"first_stage_model.{changed}"] = value
    return found


def _vae_name(name: str, levels: int) -> str:
    parts = name.replace("conv_norm_out", "norm_out").replace("conv_shortcut", "nin_shortcut").split(".")
    if len(parts) < 4:
        return ".".join(parts)
    side, place = parts[:2]
    if place == "mid_block":
        if parts[2] == "resnets":
            return ".".join([side, "mid", f"block_{int(parts[3]) + 1}", *parts[4:]])
        inner = ".".join(parts[4:])
        for ours, theirs in _VAE_ATTENTION.items():
            inner = inner.replace(ours, theirs) if inner.startswith(ours) else inner
        return f"{side}.mid.attn_1.{inner}"
    level = int(parts[2]) if place == "down_blocks" else levels - 1 - int(parts[2])
    way = "down" if place == "down_blocks" else "up"
    if parts[3] == "resnets":
        return ".".join([side, way, str(level), "block", *parts[4:]])
    return ".".join([side, way, str(level), f"{way}sample", *parts[5:]])


def clip_state(encoder: torch.nn.Module, prefix: str) -> Tensors:
    """Return the tensors of OpenAI's text encoder in the original form."""
    state = encoder.state_dict()
    body = "" if any(each.startswith("text_model.") for each in state) else "text_model."
    return {f"{prefix}{body}{name}": tensor for name, tensor in state.items()}


def open_clip_state(encoder: torch.nn.Module, prefix: str, extra: int) -> Tensors:
    """Return the tensors of OpenCLIP's text encoder: queries, keys and values in one, `extra` layers at the end."""
    state = {name.removeprefix("text_model."): tensor for name, tensor in encoder.state_dict().items()}
    found = {
        f"{prefix}positional_embedding": state["embeddings.position_embedding.weight"],
        f"{prefix}token_embedding.weight": state["embeddings.token_embedding.weight"],
        f"{prefix}ln_final.weight": state["final_layer_norm.weight"],
        f"{prefix}ln_final.bias": state["final_layer_norm.bias"],
    }
    if "text_projection.weight" in state:
        found[f"{prefix}text_projection"] = state["text_projection.weight"].T
    layers = 1 + max(int(name.split(".")[2]) for name in state if name.startswith("encoder.layers."))
    for layer in range(layers + extra):
        ours, theirs = f"encoder.layers.{min(layer, layers - 1)}.", f"{prefix}transformer.resblocks.{layer}."
        for end in ("weight", "bias"):
            parts = [state[f"{ours}self_attn.{each}_proj.{end}"] for each in "qkv"]
            found[f"{theirs}attn.in_proj_{end}"] = torch.cat(parts)
            for one, other in _OPEN_CLIP.items():
                found[f"{theirs}{other}.{end}"] = state[f"{ours}{one}.{end}"]
    return found
