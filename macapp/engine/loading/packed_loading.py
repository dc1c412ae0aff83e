"""Load a model with packed weights, one tensor at a time. On the engine's thread.

The model is built without weights; then each tensor is read from its file, packed or cast, and put in its place. The
peak is therefore the packed model and one layer, not the full model.
"""

from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Any

import torch
from accelerate import init_empty_weights
from diffusers import ModelMixin
from safetensors import safe_open
from torch import nn

try:
    from transformers.initialization import no_init_weights
except ImportError:  # transformers 4
    from transformers.modeling_utils import no_init_weights  # pyright: ignore[reportAttributeAccessIssue]

from macapp.domain.weight_format import WeightFormat
from macapp.engine.loading.gguf_loading import BlockTensor, StoredTensor
from macapp.engine.runtime.packed_layers import can_pack, mark_layers, pack_layer, store_blocks
from macapp.planning.weight_format import layer_format

_PREFIXES = ("", "model.", "text_model.", "transformer.")
"""what some versions of transformers write before the names of a model and others do not"""
_RENAMED = {
    "visual.": "model.visual.",
    "model.": "model.language_model.",
    "lm_head.": "lm_head.",
    "language_model.model.": "language_model.",
}
"""names of Qwen 2.5 VL before transformers 4.52, and since; names of Mistral 3 in files, and in memory"""


def load_packed(part: Path, kind: Any, dtype: torch.dtype, wanted: WeightFormat, files: list[Path]) -> Any | None:
    """Load a model on the CPU; return None if its files name its weights in a way that is not known here.

    `part` is the folder of its configuration, `kind` a class of diffusers or transformers, `dtype` the precision of
    what is not packed, and `files` are its safetensors.
    """
    return load_tensors(part, kind, dtype, wanted, read_tensors(files))


def load_tensors(
    part: Path, kind: Any, dtype: torch.dtype, wanted: WeightFormat, tensors: Iterable[tuple[str, StoredTensor]]
) -> Any | None:
    """Load a model on the CPU from tensors with their stored names, one at a time; otherwise as `load_packed`."""
    model = build_empty(part, kind)
    # diffusers keeps these layers in float32 in any precision, transformers only in float16
    keeps = dtype is torch.float16 or isinstance(model, ModelMixin)
    in_float32 = tuple(getattr(model, "_keep_in_fp32_modules", None) or ()) if keeps else ()
    for stored_name, tensor in tensors:
        if (name := find_name(model, stored_name)) is None:
            continue  # the libraries leave out what a model does not have, too
        precision = torch.float32 if any(word in name.split(".") for word in in_float32) else dtype
        if not _place(model, name, tensor, precision, wanted):
            return None
    if not isinstance(model, ModelMixin):
        model.tie_weights()
    return None if any(tensor.is_meta for tensor in model.state_dict().values()) else mark_layers(model).eval()


def build_empty(part: Path, kind: Any) -> Any:
    """Build a model whose weights have no memory yet; what it computes for itself, such as positions, has.

    `part` is the folder of its configuration, `kind` a class of diffusers or transformers.
    """
    own, of_diffusers = kind, issubclass(kind, ModelMixin)
    with no_init_weights(), init_empty_weights():  # random numbers would be drawn for each weight, and thrown away
        if of_diffusers:
            return own.from_config(own.load_config(part))
        return own(own.config_class.from_pretrained(part, local_files_only=True))


def read_tensors(files: Iterable[Path], names: Container[str] | None = None) -> Iterator[tuple[str, torch.Tensor]]:
    """Yield the tensors of safetensors files, one at a time: all, or those with `names`."""
    for file in files:
        with safe_open(file, "pt") as opened:
            for name in opened.keys():  # noqa: SIM118  (it is no dictionary)
                if names is None or name in names:
                    yield name, opened.get_tensor(name)


def find_name(model: nn.Module, stored_name: str) -> str | None:
    """Return what a model calls a tensor of its files; None if it has none like it."""
    names = [stored_name, *(prefix + stored_name for prefix in _PREFIXES)]
    names += [stored_name.removeprefix(prefix) for prefix in _PREFIXES]
    names += [new + stored_name.removeprefix(old) for old, new in _RENAMED.items() if stored_name.startswith(old)]
    return next((name for name in names if _owner(model, name) is not None), None)


def _owner(model: nn.Module, name: str) -> nn.Module | None:
    """Return the layer that has a parameter or a buffer of this name."""
    path, _, last = name.rpartition(".")
    try:
        layer = model.get_submodule(path)
    except AttributeError:
        return None
    return layer if last in layer._parameters or last in layer._buffers else None  # noqa: SLF001


def _place(model: nn.Module, name: str, tensor: StoredTensor, dtype: torch.dtype, wanted: WeightFormat) -> bool:
    """Put a tensor in its place; return False if it has another shape than the model expects.

    Files of other programs may leave out or add dimensions of 1. Blocks of a GGUF file stay as they are in every layer
    that may be packed, whatever format is wanted.
    """
    layer, last = _owner(model, name), name.rpartition(".")[2]
    assert layer is not None  # noqa: S101  (`find_name` found it)
    expected = getattr(layer, last).shape
    if _without_ones(expected) != _without_ones(tensor.shape):
        return False
    if isinstance(tensor, BlockTensor):
        if can_pack(layer) and layer_format(name, expected, WeightFormat.INT8) is not WeightFormat.FULL:
            store_blocks(layer, tensor.blocks, tensor.kind)
            return True
        tensor = tensor.unpack(dtype)
    chosen = layer_format(name, expected, wanted)
    if chosen is not WeightFormat.FULL and can_pack(layer):
        pack_layer(layer, tensor.reshape(expected), chosen)
        return True
    value = tensor.to(dtype, copy=True) if tensor.is_floating_point() else tensor.clone()
    value = value.reshape(expected).contiguous()
    if last in layer._parameters:  # noqa: SLF001
        value = nn.Parameter(value, requires_grad=False)
    setattr(layer, last, value)
    return True


def _without_ones(shape: torch.Size) -> list[int]:
    return [size for size in shape if size != 1]
