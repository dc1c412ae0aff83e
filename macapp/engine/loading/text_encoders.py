"""Free the memory of a checkpoint's text encoders between prompts, and load them again. On the engine's thread."""

from typing import Any

import torch

from macapp.engine.loading.components import Placement, load_components
from macapp.engine.loading.loaded_model import LoadedModel


def free_text_encoders(loaded: LoadedModel) -> None:
    """Free the memory of a checkpoint's text encoders; `reload_text_encoders` loads them again."""
    for encoder in _text_encoders(loaded).values():
        for each in (*encoder.parameters(), *encoder.buffers()):
            each.data = each.data.new_empty(0)  # keeps its device: pipelines read it from their first part


def reload_text_encoders(loaded: LoadedModel, device: str, dtype: torch.dtype) -> None:
    """Load released text encoders again, into the same objects."""
    asleep = {name: each for name, each in _text_encoders(loaded).items() if _is_empty(each)}
    if asleep:
        checkpoint, placement = loaded.checkpoint, Placement(device, dtype, loaded.weight_format)
        fresh = load_components(checkpoint.folder, placement, tuple(asleep), checkpoint.file)
        for name, each in asleep.items():
            found = {**dict(fresh[name].named_parameters()), **dict(fresh[name].named_buffers())}
            for key, tensor in (*each.named_parameters(), *each.named_buffers()):
                tensor.data = found[key].data.to(device)


def _text_encoders(loaded: LoadedModel) -> dict[str, Any]:
    return {name: each for name, each in loaded.parts.items() if name.startswith("text_encoder")}


def _is_empty(encoder: Any) -> bool:
    return isinstance(encoder, torch.nn.Module) and next(encoder.parameters()).numel() == 0
