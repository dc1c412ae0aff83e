"""LoRA for the transformers of tiny models."""

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file


def make_transformer_lora(model: Path, file: Path, seed: int = 2) -> Path:
    """Write a LoRA of rank 2 for the attention of a tiny model's transformer, in the form of diffusers."""
    generator = torch.Generator().manual_seed(seed)
    weights = load_file(next((model / "transformer").glob("*.safetensors")))
    tensors: dict[str, torch.Tensor] = {}
    for name, weight in weights.items():
        layer = name.removesuffix(".weight")
        if layer.endswith(("to_q", "to_k", "to_v", "to_qkv_mlp_proj")) and weight.ndim == 2:
            tensors[f"transformer.{layer}.lora_A.weight"] = torch.randn(2, weight.shape[1], generator=generator) * 0.5
            tensors[f"transformer.{layer}.lora_B.weight"] = torch.randn(weight.shape[0], 2, generator=generator) * 0.5
    save_file(tensors, file)
    return file
