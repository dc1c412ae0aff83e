"""Release the weights of a checkpoint's parts and load them again. On the engine's thread.

A released part stays the same object with the same layers, so pipelines, adapters and patches keep referring to it. Its
tensors are empty, on their device and in their precision, because pipelines ask their first part for both.
"""

# ruff: noqa: SLF001  (PyTorch has no public way to replace the tensors of a layer)

from collections.abc import Iterable
from typing import Any

import torch
from torch import nn

from macapp.engine.loading.components import Placement
from macapp.engine.loading.loaded_model import LoadedModel, load_error
from macapp.engine.loading.stored_parts import load_parts
from macapp.engine.loading.weight_check import verify_part
from macapp.engine.runtime.devices import empty_cache, translate_errors
from macapp.engine.runtime.packed_layers import adopt_packing
from macapp.engine.runtime.tensor_formats import floating_dtype
from macapp.engine.runtime.torch_import import yielding_gil
from macapp.engine.runtime.weight_release import is_released, release_weights
from macapp.errors import EaselError
from macapp.models.text_shapes import TEXT_ENCODER


def text_encoder_names(loaded: LoadedModel) -> list[str]:
    """Return the names of a checkpoint's text encoders."""
    return [name for name, part in loaded.parts.items() if name.startswith(TEXT_ENCODER) and _has_weights(part)]


def other_names(loaded: LoadedModel) -> list[str]:
    """Return the names of the parts with weights that are not text encoders: the denoiser and the VAE."""
    return [name for name, part in loaded.parts.items() if not name.startswith(TEXT_ENCODER) and _has_weights(part)]


def release_parts(loaded: LoadedModel, names: Iterable[str], keep_words: bool = False) -> None:
    """Release the weights of some parts; `restore_parts` loads them again.

    The layers of adapters stay. With `keep_words` the embedding tables of text encoders stay too: they have the words
    of textual inversions, which are not in the files of the checkpoint.
    """
    released = [loaded.parts[name] for name in names if not is_released(loaded.parts[name])]
    for part in released:
        release_weights(part, keep_words)
    if released:
        empty_cache(loaded.placement.device)


def restore_parts(loaded: LoadedModel, names: Iterable[str]) -> None:
    """Load the weights of those parts that are released, one part after another.

    Raises `MachineError` if a part cannot be loaded or has weights that are not finite; it is released again then.
    """
    for name in names:
        part = loaded.parts[name]
        if not is_released(part):
            continue
        try:
            _fill(part, _load(loaded, name), loaded.placement.device)
            verify_part(loaded, name)
        except BaseException:
            release_weights(part)
            raise


def _has_weights(part: Any) -> bool:
    return isinstance(part, nn.Module) and next(part.parameters(), None) is not None


def _load(loaded: LoadedModel, name: str) -> nn.Module:
    """Load one part on the CPU, in the precision that its tensors have now."""
    checkpoint, placement = loaded.checkpoint, loaded.placement
    wanted = Placement(placement.device, floating_dtype(loaded.parts[name]), placement.weight_format)
    try:
        with yielding_gil(), translate_errors():
            return load_parts(checkpoint, wanted, [name])[name]
    except (EaselError, MemoryError):
        raise
    except Exception as exception:
        raise load_error(checkpoint.name, exception) from exception


def _fill(part: nn.Module, fresh: nn.Module, device: str) -> None:
    """Move the tensors of a loaded part to its released copy; each is freed on the CPU as soon as it is moved."""
    for places in _group_by_tensor(part, fresh):
        source, _, name = places[0]
        tensor = source[name]
        moved = _move(tensor, device)  # type: ignore[arg-type]
        for of_fresh, own, own_name in places:
            own[own_name], of_fresh[own_name] = moved, None
        del tensor


_Place = tuple[dict[str, Any], dict[str, Any], str]
"""The tensors of a loaded layer, those of its released copy, and the name of one."""


def _group_by_tensor(part: nn.Module, fresh: nn.Module) -> list[list[_Place]]:
    """Return the places of each tensor that is to be filled: layers with tied weights share one."""
    places: dict[int, list[_Place]] = {}
    for path, layer in fresh.named_modules():
        own = _find_layer(part, path)
        adopt_packing(own, layer)
        for of_fresh, of_own in ((layer._parameters, own._parameters), (layer._buffers, own._buffers)):
            for name, tensor in of_fresh.items():
                there = of_own.get(name)
                if tensor is not None and (there is None or there.numel() == 0):
                    places.setdefault(id(tensor), []).append((of_fresh, of_own, name))
    return list(places.values())


def _find_layer(part: nn.Module, path: str) -> nn.Module:
    """Return the layer at a path; below an adapter, the layer that the adapter changes."""
    layer = part.get_submodule(path)
    return getattr(layer, "base_layer", layer)


def _move(tensor: torch.Tensor, device: str) -> Any:
    moved = tensor.data.to(device)
    return nn.Parameter(moved, requires_grad=tensor.requires_grad) if isinstance(tensor, nn.Parameter) else moved
