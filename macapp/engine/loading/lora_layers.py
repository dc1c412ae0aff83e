"""The layers of a pipeline by their names in LoRA files. On the engine's thread."""

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import torch
from diffusers.loaders.lora_conversion_utils import _maybe_map_sgm_blocks_to_diffusers
from torch import nn

from macapp.engine.loading.weight_deltas import WeightDelta, group_by_layer

PICTURE_DIMENSIONS = 4
"""of the weights of a convolution"""
PEFT_PREFIX = "base_model.model."
_PREFIXES = {
    "unet": ("lora_unet_", "unet_", "lycoris_", "base_model_model_"),
    "text_encoder": ("lora_te_", "lora_te1_", "text_encoder_"),
    "text_encoder_2": ("lora_te2_", "text_encoder_2_"),
}
"""What trainers write before the names of the layers of a part, with "_" for "."."""
_ORIGINAL_NAMES = (
    ("_in_layers_2", "_conv1"),
    ("_out_layers_3", "_conv2"),
    ("_emb_layers_1", "_time_emb_proj"),
    ("_skip_connection", "_conv_shortcut"),
    ("_downsamplers_0_op", "_downsamplers_0_conv"),
)
"""Layers of residual blocks in the names of the authors of Stable Diffusion, and of diffusers."""


class LoraLayers:
    """The layers of the UNet and of the text encoders of a pipeline that a LoRA can change."""

    def __init__(self, pipeline: Any) -> None:
        """Read the names of the layers, with or without adapters."""
        self._pipeline = pipeline
        self._layers: dict[str, tuple[str, str]] = {}
        for part, prefixes in _PREFIXES.items():
            model = getattr(pipeline, part, None)
            for name, module in () if model is None else model.named_modules():
                if isinstance(_base_of(module), (nn.Linear, nn.Conv2d)) and not _is_of_adapter(name):
                    spelled = _spell(part, name)
                    self._layers.update({prefix + spelled: (part, name) for prefix in prefixes})

    def find(self, layer: str) -> tuple[str, str] | None:
        """Return the part and the module name of a layer in a LoRA file; None if the pipeline lacks it."""
        spelled = layer.replace(".", "_")
        spelled = re.sub(r"_processor(?=_to_\w+$)", "", spelled)
        for original, name in _ORIGINAL_NAMES:
            if spelled.endswith(original):
                spelled = spelled.removesuffix(original) + name
        return self._layers.get(spelled)

    def name_as_diffusers(self, state: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """Return tensors with the blocks of the UNet named as by diffusers, and without the prefix of PEFT."""
        renamed = {
            f"unet.{name.removeprefix(PEFT_PREFIX)}" if name.startswith(PEFT_PREFIX) else name: tensor
            for name, tensor in state.items()
        }
        return _maybe_map_sgm_blocks_to_diffusers(renamed, self._pipeline.unet.config)

    def list_unused(self, state: Mapping[str, torch.Tensor]) -> list[str]:
        """Return the layers and other tensors in a LoRA file that the pipeline has no layer for."""
        layers, others = group_by_layer(state)
        return sorted([layer for layer in layers if self.find(layer) is None] + others)

    def add_deltas(self, state: Mapping[str, torch.Tensor], adapter: str, dtype: torch.dtype) -> None:
        """Add the layers of a LoRA in any form as an adapter; raises `ValueError` for one of another shape."""
        from peft import LoraConfig

        wanted: dict[str, dict[str, Any]] = {}
        for layer, factors in group_by_layer(state)[0].items():
            if found := self.find(layer):
                wanted.setdefault(found[0], {})[found[1]] = factors
        for part, layers in wanted.items():
            model = getattr(self._pipeline, part)
            config = LoraConfig(r=1, lora_alpha=1, target_modules=list(layers), init_lora_weights=False)
            with _four_dimensions([_base_of(model.get_submodule(name)) for name in layers]):
                model.add_adapter(config, adapter)
            for name, factors in layers.items():
                layer = model.get_submodule(name)
                layer.lora_A[adapter] = WeightDelta(layer.get_base_layer(), factors, dtype)
                layer.lora_B[adapter] = nn.Identity()


@contextlib.contextmanager
def _four_dimensions(layers: Iterable[Any]) -> Iterator[None]:
    """Show PEFT a weight of four dimensions where a convolution stores fewer, because it is packed."""
    packed = [layer for layer in layers if isinstance(layer, nn.Conv2d) and layer.weight.ndim < PICTURE_DIMENSIONS]
    weights = [layer.weight for layer in packed]
    try:
        for layer, weight in zip(packed, weights, strict=True):
            layer.weight = nn.Parameter(weight.new_empty([1] * PICTURE_DIMENSIONS), requires_grad=False)
        yield
    finally:
        for layer, weight in zip(packed, weights, strict=True):
            layer.weight = weight


def _base_of(module: nn.Module) -> nn.Module:
    """Return the layer inside the adapters of PEFT, or the module itself."""
    return module.get_base_layer() if hasattr(module, "get_base_layer") else module  # type: ignore[operator]


def _is_of_adapter(name: str) -> bool:
    return any(part == "base_layer" or part.startswith("lora_") for part in name.split("."))


def _spell(part: str, name: str) -> str:
    """Return the name of a module as kohya's trainer spells it; newer transformers leave out "text_model"."""
    is_short = part != "unet" and not name.startswith("text_model")
    return (f"text_model.{name}" if is_short else name).replace(".", "_")
