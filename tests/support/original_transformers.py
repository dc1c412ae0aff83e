"""Transformers in single files with the tensor names of the original code, as ComfyUI uses them.

The reverse of the conversion, written out by hand: joined layers are joined and swapped halves are swapped back.
"""

# pyright: reportArgumentType=false, reportCallIssue=false, reportAttributeAccessIssue=false

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

Tensors = dict[str, torch.Tensor]

_FLUX_TOP = {
    "time_text_embed.timestep_embedder.linear_1": "time_in.in_layer",
    "time_text_embed.timestep_embedder.linear_2": "time_in.out_layer",
    "time_text_embed.text_embedder.linear_1": "vector_in.in_layer",
    "time_text_embed.text_embedder.linear_2": "vector_in.out_layer",
    "time_text_embed.guidance_embedder.linear_1": "guidance_in.in_layer",
    "time_text_embed.guidance_embedder.linear_2": "guidance_in.out_layer",
    "time_guidance_embed.timestep_embedder.linear_1": "time_in.in_layer",
    "time_guidance_embed.timestep_embedder.linear_2": "time_in.out_layer",
    "double_stream_modulation_img.linear": "double_stream_modulation_img.lin",
    "double_stream_modulation_txt.linear": "double_stream_modulation_txt.lin",
    "single_stream_modulation.linear": "single_stream_modulation.lin",
    "context_embedder": "txt_in",
    "x_embedder": "img_in",
    "proj_out": "final_layer.linear",
    "norm_out.linear": "final_layer.adaLN_modulation.1",
}
_FLUX_DOUBLE = {
    "norm1.linear": "img_mod.lin",
    "norm1_context.linear": "txt_mod.lin",
    "attn.norm_q": "img_attn.norm.query_norm",
    "attn.norm_k": "img_attn.norm.key_norm",
    "attn.norm_added_q": "txt_attn.norm.query_norm",
    "attn.norm_added_k": "txt_attn.norm.key_norm",
    "attn.to_out.0": "img_attn.proj",
    "attn.to_add_out": "txt_attn.proj",
    "ff.net.0.proj": "img_mlp.0",
    "ff.net.2": "img_mlp.2",
    "ff_context.net.0.proj": "txt_mlp.0",
    "ff_context.net.2": "txt_mlp.2",
    "ff.linear_in": "img_mlp.0",
    "ff.linear_out": "img_mlp.2",
    "ff_context.linear_in": "txt_mlp.0",
    "ff_context.linear_out": "txt_mlp.2",
}
_FLUX_SINGLE = {
    "norm.linear": "modulation.lin",
    "attn.norm_q": "norm.query_norm",
    "attn.norm_k": "norm.key_norm",
    "proj_out": "linear2",
    "attn.to_qkv_mlp_proj": "linear1",
    "attn.to_out": "linear2",
}
_SD3_TOP = {
    "pos_embed": "",
    "pos_embed.proj": "x_embedder.proj",
    "time_text_embed.timestep_embedder.linear_1": "t_embedder.mlp.0",
    "time_text_embed.timestep_embedder.linear_2": "t_embedder.mlp.2",
    "time_text_embed.text_embedder.linear_1": "y_embedder.mlp.0",
    "time_text_embed.text_embedder.linear_2": "y_embedder.mlp.2",
    "context_embedder": "context_embedder",
    "proj_out": "final_layer.linear",
    "norm_out.linear": "final_layer.adaLN_modulation.1",
}
_SD3_BLOCK = {
    "norm1.linear": "x_block.adaLN_modulation.1",
    "norm1_context.linear": "context_block.adaLN_modulation.1",
    "attn.norm_q": "x_block.attn.ln_q",
    "attn.norm_k": "x_block.attn.ln_k",
    "attn.norm_added_q": "context_block.attn.ln_q",
    "attn.norm_added_k": "context_block.attn.ln_k",
    "attn.to_out.0": "x_block.attn.proj",
    "attn.to_add_out": "context_block.attn.proj",
    "attn2.norm_q": "x_block.attn2.ln_q",
    "attn2.norm_k": "x_block.attn2.ln_k",
    "attn2.to_out.0": "x_block.attn2.proj",
    "ff.net.0.proj": "x_block.mlp.fc1",
    "ff.net.2": "x_block.mlp.fc2",
    "ff_context.net.0.proj": "context_block.mlp.fc1",
    "ff_context.net.2": "context_block.mlp.fc2",
}
_JOINED = {
    "FluxTransformer2DModel": {
        "img_attn.qkv": ("attn.to_q", "attn.to_k", "attn.to_v"),
        "txt_attn.qkv": ("attn.add_q_proj", "attn.add_k_proj", "attn.add_v_proj"),
    },
    "SD3Transformer2DModel": {
        "x_block.attn.qkv": ("attn.to_q", "attn.to_k", "attn.to_v"),
        "context_block.attn.qkv": ("attn.add_q_proj", "attn.add_k_proj", "attn.add_v_proj"),
        "x_block.attn2.qkv": ("attn2.to_q", "attn2.to_k", "attn2.to_v"),
    },
}


def save_transformer(
    transformer: nn.Module, file: Path, prefix: str = "", others: Mapping[str, torch.Tensor] = {}
) -> Path:
    """Write a transformer in the original names, with `prefix`, and the tensors `others`."""
    state = {prefix + name: tensor for name, tensor in original_state(transformer).items()} | dict(others)
    save_file({name: tensor.detach().clone().contiguous() for name, tensor in state.items()}, file)
    return file


def original_state(transformer: nn.Module) -> Tensors:
    """Return the tensors of a transformer of diffusers with their original names; also without memory."""
    state, kind = transformer.state_dict(), type(transformer).__name__
    if kind == "QwenImageTransformer2DModel":
        return dict(state)
    if kind == "ZImageTransformer2DModel":
        return _z_image(state)
    found = _sd3(state) if kind == "SD3Transformer2DModel" else _flux(state)
    return {_scale(name): tensor for name, tensor in found.items()}


def _scale(name: str) -> str:
    """The norms of FLUX call their weight a scale."""
    return name.replace("_norm.weight", "_norm.scale")


def _swap(tensor: torch.Tensor) -> torch.Tensor:
    first, second = tensor.chunk(2, dim=0)
    return torch.cat([second, first])


def _flux(state: Tensors) -> Tensors:
    found: Tensors = {}
    for name, tensor in state.items():
        layer, _, kind = name.rpartition(".")
        start, number, inner = [*name.split(".", 2), "", ""][:3]
        inner = inner.rpartition(".")[0]
        if start == "distilled_guidance_layer":
            renamed = name.replace("linear_1", "in_layer").replace("linear_2", "out_layer")
            found[renamed.replace("weight", "scale") if ".norms." in name else renamed] = tensor
        elif start == "transformer_blocks" and inner in _FLUX_DOUBLE:
            found[f"double_blocks.{number}.{_FLUX_DOUBLE[inner]}.{kind}"] = tensor
        elif start == "single_transformer_blocks" and inner in _FLUX_SINGLE:
            found[f"single_blocks.{number}.{_FLUX_SINGLE[inner]}.{kind}"] = tensor
        elif layer in _FLUX_TOP:
            found[f"{_FLUX_TOP[layer]}.{kind}"] = _swap(tensor) if layer == "norm_out.linear" else tensor
    return (
        found
        | _joined(state, "transformer_blocks", "double_blocks", _JOINED["FluxTransformer2DModel"])
        | _joined(
            state,
            "single_transformer_blocks",
            "single_blocks",
            {"linear1": ("attn.to_q", "attn.to_k", "attn.to_v", "proj_mlp")},
        )
    )


def _joined(state: Tensors, start: str, original: str, layers: Mapping[str, tuple[str, ...]]) -> Tensors:
    found = {}
    for number in sorted({name.split(".")[1] for name in state if name.startswith(f"{start}.")}):
        for joined, parts in layers.items():
            for kind in ("weight", "bias"):
                names = [f"{start}.{number}.{part}.{kind}" for part in parts]
                if all(name in state for name in names):
                    found[f"{original}.{number}.{joined}.{kind}"] = torch.cat([state[name] for name in names])
    return found


def _sd3(state: Tensors) -> Tensors:
    blocks = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("transformer_blocks."))
    found: Tensors = {}
    for name, tensor in state.items():
        layer, _, kind = name.rpartition(".")
        start, number, inner = [*name.split(".", 2), "", ""][:3]
        inner = inner.rpartition(".")[0]
        if name == "pos_embed.pos_embed":
            found["pos_embed"] = tensor
        elif start == "transformer_blocks" and inner in _SD3_BLOCK:
            last = inner == "norm1_context.linear" and int(number) == blocks - 1
            found[f"joint_blocks.{number}.{_SD3_BLOCK[inner]}.{kind}"] = _swap(tensor) if last else tensor
        elif _SD3_TOP.get(layer):
            found[f"{_SD3_TOP[layer]}.{kind}"] = _swap(tensor) if layer == "norm_out.linear" else tensor
    return found | _joined(state, "transformer_blocks", "joint_blocks", _JOINED["SD3Transformer2DModel"])


def _z_image(state: Tensors) -> Tensors:
    found: Tensors = {}
    for name, tensor in state.items():
        renamed = name.replace("all_final_layer.2-1.", "final_layer.").replace("all_x_embedder.2-1.", "x_embedder.")
        renamed = renamed.replace("attention.to_out.0.", "attention.out.")
        renamed = renamed.replace("attention.norm_q.", "attention.q_norm.").replace(
            "attention.norm_k.", "attention.k_norm."
        )
        if ".attention.to_q." in renamed:
            parts = [state[name.replace("to_q", f"to_{part}")] for part in "qkv"]
            found[renamed.replace("to_q", "qkv")] = torch.cat(parts)
        elif ".attention.to_" not in renamed:
            found[renamed] = tensor
    return found
