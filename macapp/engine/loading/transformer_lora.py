"""LoRA for models with a transformer. On the engine's thread.

Programs write the same layers with many prefixes, joined by "." or "_", with the names of diffusers or of the original
code. Layers that are found by their names are written as diffusers does; where diffusers alone knows how a program
names its layers, it renames the file.
"""

import re
from collections.abc import Mapping
from typing import Any

import torch

from macapp.engine.loading.lora_layers import PEFT_PREFIX, State, is_of_adapter
from macapp.engine.loading.weight_deltas import group_by_layer, layer_of
from macapp.models.tensor_names import find_targets

_PART = "transformer."
_PREFIXES = (PEFT_PREFIX, "model.diffusion_model.", "diffusion_model.", _PART)
"""what programs write before the names of the layers of a transformer; PEFT writes it before another prefix"""
_JOINED_PREFIX = re.compile(r"lora_(unet|transformer)_")
_CONVERTED = re.compile(r"lora_(te|unet_|transformer_)|.*\.processor\.")
"""names that only diffusers renames, unless they are those of a layer with "_" for "." """
_CONVERSION_ERRORS = (ValueError, LookupError, NotImplementedError)
_PLAIN_FACTORS = {"down", "up", "alpha"}


class TransformerLora:
    """The layers of the transformer and of the text encoders of a pipeline that a LoRA can change."""

    def __init__(self, pipeline: Any) -> None:
        """Read the names of the layers, with or without adapters."""
        self._pipeline = pipeline
        self._modules = {name for name, _ in pipeline.transformer.named_modules() if not is_of_adapter(name)}
        self._spelled = {name.replace(".", "_"): name for name in self._modules}
        self._blocks = len(getattr(pipeline.transformer, "transformer_blocks", ()))
        self._expected: list[str] = []
        self.total = 0
        """the number of tensors in the last file, as they are named here"""

    def select(self, state: State) -> tuple[dict[str, torch.Tensor], list[str]]:
        """Return the tensors that diffusers can load, and the names of the others.

        Raises the error of diffusers if it alone may know the names, and does not.
        """
        groups, self.total = group_by_layer(state), len(state)
        found = {layer: self._rename(layer, factors) for layer, factors in groups.items()}
        unknown = [name for name in state if not found.get(layer_of(name) or "")]
        is_plain = all(factors.keys() <= _PLAIN_FACTORS for factors in groups.values())
        if not is_plain or any(_CONVERTED.match(name) for name in unknown):
            return self._select_by_diffusers(state, unknown)
        used = {name: tensor for renamed in found.values() for name, tensor in renamed.items()}
        self._expected = list(used)
        return used, unknown

    def load(self, state: State, adapter: str, _dtype: torch.dtype, **options: Any) -> None:
        """Add the selected tensors of a LoRA as an adapter."""
        if state:
            self._pipeline.load_lora_weights(dict(state), adapter_name=adapter, **options)

    def list_missed(self, _state: State, adapter: str) -> list[str]:
        """Return the selected tensors, as diffusers names them, that a loaded adapter does not have."""
        return [name for name in self._expected if not self._has_adapter(layer_of(name), adapter)]

    def _rename(self, layer: str, factors: State) -> dict[str, torch.Tensor]:
        """Return the factors of a layer under the names of diffusers, scaled by alpha; empty for an unknown layer."""
        if layer.startswith(("text_encoder.", "text_encoder_2.")):
            return {f"{layer}.lora_{side}.weight": factors[name] for side, name in _SIDES if name in factors}
        if not {"down", "up"} <= factors.keys():
            return {}
        down, up = factors["down"], factors["up"]
        scale = float(factors["alpha"]) / len(down) if "alpha" in factors else 1.0
        up = up if scale == 1 else up * scale
        renamed: dict[str, torch.Tensor] = {}
        for module, rows in self._find(layer, (len(up), down.shape[-1])):
            own = torch.cat([up[start:end] for start, end in rows]) if rows else up
            renamed |= {f"{_PART}{module}.lora_A.weight": down, f"{_PART}{module}.lora_B.weight": own.contiguous()}
        return renamed

    def _find(self, layer: str, shape: tuple[int, int]) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
        """Return the modules that a layer of a file stands for, with the rows of each; all must be there."""
        joined = self._spelled.get(_JOINED_PREFIX.sub("", layer, count=1))
        if joined is not None:
            return [(joined, ())]
        inner = layer
        for prefix in _PREFIXES:
            inner = inner.removeprefix(prefix)
        if inner in self._modules:
            return [(inner, ())]
        kind = type(self._pipeline.transformer).__name__
        targets = find_targets(kind, f"{inner}.weight", shape, self._blocks)
        found = [(target.name.removesuffix(".weight"), target.rows) for target in targets]
        return found if all(module in self._modules for module, _rows in found) else []

    def _select_by_diffusers(self, state: State, unknown: list[str]) -> tuple[dict[str, torch.Tensor], list[str]]:
        """Return the tensors of a file that diffusers renames; without those that nobody knows, if it refuses them."""
        used = dict(state)
        try:
            converted = self._convert(used)
        except _CONVERSION_ERRORS:
            strange = {name for name in unknown if not _BLOCK.search(name) and not name.startswith("lora_te")}
            used = {name: tensor for name, tensor in state.items() if name not in strange}
            if not strange or not used:
                raise
            converted = self._convert(used)
        self._expected, dropped = list(converted), [name for name in state if name not in used]
        self.total = len(converted) + len(dropped)
        return used, dropped

    def _convert(self, state: State) -> dict[str, Any]:
        found: Any = self._pipeline.lora_state_dict(dict(state))
        return dict(found if isinstance(found, Mapping) else found[0])

    def _has_adapter(self, layer: str | None, adapter: str) -> bool:
        part, _, name = (layer or "").partition(".")
        model = getattr(self._pipeline, part, None)
        modules = dict(model.named_modules()) if isinstance(model, torch.nn.Module) else {}
        found = modules.get(name) or modules.get(name.removeprefix("text_model."))
        return adapter in getattr(found, "lora_A", {})


_SIDES = (("A", "down"), ("B", "up"))
_BLOCK = re.compile(r"(blocks|layers|refiner)[._]\d+[._]")
"""what the names of most layers have in common"""
