"""The layers of a pipeline by their names in LoRA files. On the engine's thread."""

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import torch
from torch import nn

from macapp.engine.loading.original_blocks import rename_blocks
from macapp.engine.loading.weight_deltas import WeightDelta, group_by_layer, layer_of, needs_deltas

State = Mapping[str, torch.Tensor]
PICTURE_DIMENSIONS = 4
"""of the weights of a convolution"""
PEFT_PREFIX = "base_model.model."
_KOHYA_UNET = "lora_unet_"
_PREFIXES = {
    "unet": (_KOHYA_UNET, "unet_", "lycoris_", "oft_unet_", "diffusion_model_"),
    "text_encoder": ("lora_te_", "lora_te1_", "text_encoder_"),
    "text_encoder_2": ("lora_te2_", "text_encoder_2_"),
}
"""What trainers write before the names of the layers of a part, with "_" for "."."""
_BLOCKS = ("down_blocks.", "mid_block.", "up_blocks.")
"""How the names of the layers of a UNet start that diffusers finds in a LoRA."""


class LoraLayers:
    """The layers of the UNet and of the text encoders of a pipeline that a LoRA can change."""

    def __init__(self, pipeline: Any) -> None:
        """Read the names of the layers, with or without adapters."""
        self._pipeline = pipeline
        self.total = 0
        """the number of tensors in the last file"""
        self._layers: dict[str, tuple[str, str]] = {}
        for part, prefixes in _PREFIXES.items():
            model = getattr(pipeline, part, None)
            for name, module in () if model is None else model.named_modules():
                if isinstance(base_of(module), (nn.Linear, nn.Conv2d)) and not is_of_adapter(name):
                    for spelled in {_spell(part, name), name.replace(".", "_")}:
                        self._layers.update({prefix + spelled: (part, name) for prefix in prefixes})

    def find(self, layer: str) -> tuple[str, str] | None:
        """Return the part and the module name of a layer in a LoRA file; None if the pipeline lacks it."""
        spelled = re.sub(r"_processor(?=_to_\w+$)", "", layer.replace(".", "_"))
        spelled = re.sub(r"(?<=_to_out)$", "_0", spelled)
        prefix = next((prefix for prefix in _PREFIXES["unet"] if spelled.startswith(prefix)), None)
        if prefix is not None:
            depth = self._pipeline.unet.config["layers_per_block"]
            spelled = prefix + rename_blocks(spelled.removeprefix(prefix), depth)
        return self._layers.get(spelled)

    def select(self, state: State) -> tuple[dict[str, torch.Tensor], list[str]]:
        """Return the tensors that the pipeline has a layer for, named as by diffusers, and the names of the others."""
        used, unused = {}, []
        self.total = len(state)
        for name, tensor in state.items():
            renamed = _without_peft(name)
            layer = layer_of(renamed)
            found = None if layer is None else self.find(layer)
            if layer is None or found is None:
                unused.append(name)
            elif found[0] == "unet" and not layer.startswith("unet"):
                used[_KOHYA_UNET + found[1].replace(".", "_") + renamed[len(layer) :]] = tensor
            else:
                used[renamed] = tensor
        return used, unused

    def load(self, state: State, adapter: str, dtype: torch.dtype, **options: Any) -> None:
        """Add the selected tensors of a LoRA as an adapter; raises `DeltaShapeError` for one of another shape."""
        if self._needs_deltas(state):
            self.add_deltas(state, adapter, dtype)
        elif state:
            self._pipeline.load_lora_weights(dict(state), adapter_name=adapter, **options)

    def list_missed(self, state: State, adapter: str) -> list[str]:
        """Return the selected tensors that a loaded adapter does not have."""
        return [name for name in state if not self._has_adapter(layer_of(name) or "", adapter)]

    def _has_adapter(self, layer: str, adapter: str) -> bool:
        part, module = self.find(layer) or ("unet", "")
        return adapter in getattr(getattr(self._pipeline, part).get_submodule(module), "lora_A", {})

    def _needs_deltas(self, state: State) -> bool:
        """Return whether diffusers alone would not load all layers of a LoRA.

        It reads neither other forms than two factors, nor two ways of naming in one file, nor the first and last layers
        of a UNet, and PEFT does not know packed convolutions.
        """
        found = [self.find(layer) or ("", "") for layer in map(layer_of, state) if layer is not None]
        outside = any(part == "unet" and not module.startswith(_BLOCKS) for part, module in found)
        mixed = len({name.startswith("lora_") for name in state}) > 1
        return needs_deltas(state) or outside or mixed or any(self._is_packed(*each) for each in set(found))

    def _is_packed(self, part: str, module: str) -> bool:
        return _is_packed_convolution(base_of(getattr(self._pipeline, part).get_submodule(module)))

    def add_deltas(self, state: State, adapter: str, dtype: torch.dtype) -> None:
        """Add the layers of a LoRA in any form as an adapter; raises `DeltaShapeError` for one of another shape."""
        from peft import LoraConfig

        wanted: dict[str, dict[str, Any]] = {}
        for layer, factors in group_by_layer(state).items():
            if found := self.find(layer):
                wanted.setdefault(found[0], {})[found[1]] = factors
        for part, layers in wanted.items():
            model = getattr(self._pipeline, part)
            config = LoraConfig(r=1, lora_alpha=1, target_modules=list(layers), init_lora_weights=False)
            if not hasattr(model, "peft_config"):  # diffusers 0.31 still notes adapters that it has unloaded
                model._hf_peft_config_loaded = False  # noqa: SLF001
            with _four_dimensions([base_of(model.get_submodule(name)) for name in layers]):
                model.add_adapter(config, adapter)
            for name, factors in layers.items():
                layer = model.get_submodule(name)
                layer.lora_A[adapter] = WeightDelta(layer.get_base_layer(), factors, dtype)
                layer.lora_B[adapter] = nn.Identity()


def _without_peft(name: str) -> str:
    """Return the name of a tensor with its part in place of the prefix that PEFT writes for every model."""
    inner = name.removeprefix(PEFT_PREFIX)
    if inner == name or inner.startswith(("unet.", "text_encoder.", "text_encoder_2.")):
        return inner
    return f"{'text_encoder' if inner.startswith('text_model.') else 'unet'}.{inner}"


@contextlib.contextmanager
def _four_dimensions(layers: Iterable[Any]) -> Iterator[None]:
    """Show PEFT a weight of four dimensions where a convolution stores fewer, because it is packed."""
    packed = [layer for layer in layers if _is_packed_convolution(layer)]
    weights = [layer.weight for layer in packed]
    try:
        for layer, weight in zip(packed, weights, strict=True):
            layer.weight = nn.Parameter(weight.new_empty([1] * PICTURE_DIMENSIONS), requires_grad=False)
        yield
    finally:
        for layer, weight in zip(packed, weights, strict=True):
            layer.weight = weight


def _is_packed_convolution(layer: Any) -> bool:
    return isinstance(layer, nn.Conv2d) and layer.weight.ndim < PICTURE_DIMENSIONS


def base_of(module: nn.Module) -> nn.Module:
    """Return the layer inside the adapters of PEFT, or the module itself."""
    return module.get_base_layer() if hasattr(module, "get_base_layer") else module  # type: ignore[operator]


def is_of_adapter(name: str) -> bool:
    """Return whether a module is a part of an adapter of PEFT, by its name."""
    return any(part == "base_layer" or part.startswith("lora_") for part in name.split("."))


def _spell(part: str, name: str) -> str:
    """Return the name of a module as kohya's trainer spells it; newer transformers leave out "text_model"."""
    is_short = part != "unet" and not name.startswith("text_model")
    return (f"text_model.{name}" if is_short else name).replace(".", "_")
