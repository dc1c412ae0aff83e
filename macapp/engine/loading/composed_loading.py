"""Load the parts of a checkpoint whose weights are in several files, one tensor at a time. On the engine's thread.

Transformers and text encoders are renamed by rule (`models.tensor_names`). VAEs are small and are renamed by diffusers.
Weights in 8 bits with a scale, as ComfyUI stores them, are multiplied out.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import torch
from diffusers import ModelMixin
from diffusers.loaders import single_file_utils
from safetensors import safe_open

from macapp.domain.weight_format import WeightFormat
from macapp.engine.loading.gguf_loading import StoredTensor, read_gguf_tensors, take_rows
from macapp.engine.loading.original_names import rename_tensors, trace_renaming, trace_unet
from macapp.engine.loading.packed_loading import build_empty, find_name, load_tensors
from macapp.engine.loading.unused_tensors import MAX_NAME
from macapp.errors import MachineError
from macapp.models.composed_weights import DENOISERS
from macapp.models.composition import PartSource, denoiser_class
from macapp.models.configuration import read_config
from macapp.models.gguf import is_gguf
from macapp.models.part_search import is_scale, shapes_of
from macapp.models.safetensors import read_header
from macapp.models.tensor_names import find_targets

_SCALES = ("scale_weight", "weight_scale")
Tensors = dict[str, torch.Tensor]


def load_source(folder: Path, source: PartSource, kind: Any, dtype: torch.dtype, wanted: WeightFormat) -> Any:
    """Load one part of a composed checkpoint on the CPU, in evaluation mode.

    `folder` has the configurations. Raises `MachineError` if tensors are missing or have another shape than the
    configuration says.
    """
    part = folder / source.part
    if source.part in DENOISERS:
        tensors = _renamed(folder, source)
    elif source.part == "vae":
        config = read_config(folder, "vae/config.json")
        tensors = iter(_convert_vae(dict(_read_scaled(source)), kind, config).items())
    else:
        tensors = _read_scaled(source)
    found = load_tensors(part, kind, dtype, wanted, tensors)
    if found is None:
        raise _damage_error(folder, source, kind)
    return found


def _damage_error(folder: Path, source: PartSource, kind: Any) -> MachineError:
    """Return the error for a part that lacks tensors, or has them in another shape."""
    empty = build_empty(folder / source.part, kind)
    if not isinstance(empty, ModelMixin):
        empty.tie_weights()
    own = empty.state_dict(keep_vars=True)
    traced = (find_name(empty, name) for names in trace_source(folder, source, kind).values() for name in names)
    shared = {id(own[name]) for name in traced if name is not None and name in own}
    missing = sorted(name for name, tensor in own.items() if id(tensor) not in shared)
    if not missing:
        return MachineError("model-part-unfit", path=source.file, part=source.part)
    example = missing[0][:MAX_NAME]
    return MachineError(
        "model-tensors-missing", path=source.file, part=source.part, count=len(missing), example=example
    )


def trace_source(folder: Path, source: PartSource, kind: Any) -> dict[str, list[str]]:
    """Return the names in the libraries of what each stored tensor of a part becomes, from the header of its file.

    The stored names include the prefix of the part. `folder` has the configurations.
    """
    stored = shapes_of(read_header(Path(source.file))[1])
    shapes = {name.removeprefix(source.prefix): size for name, size in stored.items() if name.startswith(source.prefix)}
    if source.part == "unet":
        traced = trace_unet(shapes, read_config(folder, "unet/config.json"))
    elif source.part == "vae":
        config = read_config(folder, "vae/config.json")
        traced = trace_renaming(lambda numbered: _convert_vae(numbered, kind, config), shapes)
    elif source.part in DENOISERS:
        rule, blocks = denoiser_class(folder), source.blocks
        traced = {name: find_targets(rule, name, size, blocks) for name, size in shapes.items()}
    else:
        return {source.prefix + name: [name] for name in shapes}
    return {source.prefix + name: [new.name for new in found] for name, found in traced.items()}


def _read_scaled(source: PartSource) -> Iterator[tuple[str, torch.Tensor]]:
    """Yield the tensors of a part without their prefix, multiplied by their scales."""
    with safe_open(source.file, "pt") as opened:
        names = set(opened.keys())
        for name in sorted(names):
            if not name.startswith(source.prefix) or is_scale(name):
                continue
            tensor = opened.get_tensor(name)
            layer, _, last = name.rpartition(".")
            scale = next((f"{layer}.{each}" for each in _SCALES if f"{layer}.{each}" in names), None)
            if last == "weight" and scale is not None:
                tensor = tensor.to(torch.float32) * opened.get_tensor(scale).to(torch.float32)
            yield name.removeprefix(source.prefix), tensor


def _read_blocks(source: PartSource) -> Iterator[tuple[str, StoredTensor]]:
    """Yield the tensors of a part in a GGUF file without their prefix, in blocks."""
    for name, tensor in read_gguf_tensors(Path(source.file)):
        if name.startswith(source.prefix):
            yield name.removeprefix(source.prefix), tensor


def _renamed(folder: Path, source: PartSource) -> Iterator[tuple[str, StoredTensor]]:
    """Yield the tensors of a denoiser with the names of diffusers."""
    tensors = _read_blocks(source) if is_gguf(Path(source.file)) else _read_scaled(source)
    if source.part == "unet":
        names = shapes_of(read_header(Path(source.file))[1])
        own = {name.removeprefix(source.prefix): names[name] for name in names if name.startswith(source.prefix)}
        yield from rename_tensors(tensors, trace_unet(own, read_config(folder, "unet/config.json")))
        return
    transformer = denoiser_class(folder)
    for name, tensor in tensors:
        for target in find_targets(transformer, name, tensor.shape, source.blocks):
            yield target.name, take_rows(tensor, target.rows)


def _convert_vae(state: Tensors, kind: type[ModelMixin], config: Mapping[str, Any]) -> Tensors:
    """Return the tensors of a VAE with the names of diffusers."""
    if kind.__name__ == "AutoencoderKLQwenImage":
        return single_file_utils.convert_wan_vae_to_diffusers(state) if "conv1.weight" in state else state
    if any(name.startswith("decoder.up_blocks.") for name in state):
        return state
    statistics = {name: tensor for name, tensor in state.items() if name.startswith("bn.")}
    plain = {_without_side(name): tensor for name, tensor in state.items() if name not in statistics}
    convert: Callable[..., Tensors] = single_file_utils.convert_ldm_vae_checkpoint
    return convert(plain, config) | statistics


def _without_side(name: str) -> str:
    """FLUX.2 has the convolutions around the latents inside the encoder and the decoder."""
    return name.replace("encoder.quant_conv.", "quant_conv.").replace("decoder.post_quant_conv.", "post_quant_conv.")
