"""LoRA for models with a transformer: diffusers renames their layers. On the engine's thread."""

import re
from collections.abc import Collection, Mapping
from typing import Any

import torch

from macapp.engine.loading.lora_layers import PEFT_PREFIX, State, is_of_adapter
from macapp.engine.loading.weight_deltas import layer_of
from macapp.models.tensor_names import find_targets

_PART = "transformer"
_PREFIXES = ("transformer.", "diffusion_model.", "model.diffusion_model.")
"""what programs write before the names of the layers of a transformer"""
_TEXT = ("text_encoder", "lora_te", "te1.", "te2.")
_JOINED_BLOCKS = re.compile(r"lora_(?:unet|transformer)_\w*(?:blocks|layers|refiner)_\d+_")
_CONVERSION_ERRORS = (ValueError, LookupError, NotImplementedError)
_SQUARE = (6, 6)  # any shape whose rows can be split


class TransformerLora:
    """The layers of the transformer and of the text encoders of a pipeline that a LoRA can change."""

    def __init__(self, pipeline: Any) -> None:
        """Read the names of the layers, with or without adapters."""
        self._pipeline = pipeline
        self._modules = {name for name, _ in pipeline.transformer.named_modules() if not is_of_adapter(name)}
        self._spelled = {name.replace(".", "_") for name in self._modules}
        self._converted: dict[str, Any] = {}

    def select(self, state: State) -> tuple[dict[str, torch.Tensor], list[str]]:
        """Return the tensors that diffusers can rename, with a prefix that it knows, and the names of the others.

        Raises the error of diffusers if it can rename none of them.
        """
        start = self._start_of(state)
        named = {_with_start(name, start, self._modules): tensor for name, tensor in state.items()}
        try:
            self._converted = self._convert(named)
        except _CONVERSION_ERRORS:
            known = {name: tensor for name, tensor in named.items() if self._is_known(layer_of(name))}
            if len(known) in (0, len(named)):
                raise
            self._converted = self._convert(known)
            return known, [name for name in named if name not in known]
        return named, []

    def load(self, state: State, adapter: str, _dtype: torch.dtype, **options: Any) -> None:
        """Add the selected tensors of a LoRA as an adapter."""
        self._pipeline.load_lora_weights(dict(state), adapter_name=adapter, **options)

    def list_missed(self, _state: State, adapter: str) -> list[str]:
        """Return the renamed tensors that a loaded adapter does not have."""
        return [name for name in self._converted if not self._has_adapter(layer_of(name), adapter)]

    def _convert(self, state: State) -> dict[str, Any]:
        found: Any = self._pipeline.lora_state_dict(dict(state))
        return dict(found if isinstance(found, Mapping) else found[0])

    def _start_of(self, state: State) -> str:
        """Return what takes the place of the prefix of PEFT in a file, which is the same for any model.

        Original names of FLUX.1 keep that prefix: diffusers looks for it.
        """
        if any(layer_of(name.removeprefix(PEFT_PREFIX)) in self._modules for name in state):
            return f"{_PART}."
        is_flux = type(self._pipeline.transformer).__name__ == "FluxTransformer2DModel"
        return PEFT_PREFIX if is_flux else "diffusion_model."

    def _is_known(self, layer: str | None) -> bool:
        """Return whether a layer may belong to the model, by its name in a file."""
        if layer is None:
            return False
        inner = next((layer.removeprefix(prefix) for prefix in _PREFIXES if layer.startswith(prefix)), layer)
        inner = inner.removeprefix(PEFT_PREFIX)
        kind = type(self._pipeline.transformer).__name__
        targets = find_targets(kind, f"{inner}.weight", _SQUARE, len(self._pipeline.transformer.state_dict()))
        return (
            layer.startswith(_TEXT)
            or _JOINED_BLOCKS.match(layer) is not None
            or re.sub(r"^lora_(unet|transformer)_", "", layer) in self._spelled
            or (bool(targets) and all(each.name.removesuffix(".weight") in self._modules for each in targets))
        )

    def _has_adapter(self, layer: str | None, adapter: str) -> bool:
        part, _, name = (layer or "").partition(".")
        model = getattr(self._pipeline, part, None)
        modules = dict(model.named_modules()) if isinstance(model, torch.nn.Module) else {}
        found = modules.get(name) or modules.get(name.removeprefix("text_model."))
        return adapter in getattr(found, "lora_A", {})


def _with_start(name: str, start: str, modules: Collection[str]) -> str:
    """Return the name of a tensor with `start` in place of the prefix of PEFT; bare names of layers get it too."""
    inner = name.removeprefix(PEFT_PREFIX)
    if inner.startswith(_PREFIXES) or (inner == name and layer_of(name) not in modules):
        return inner
    return start + inner
