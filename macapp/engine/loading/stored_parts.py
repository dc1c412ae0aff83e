"""Write packed copies of a checkpoint's parts to the disk, and load parts from them. On the engine's thread.

A copy has exactly the tensors of a part that was packed while loading, so both draw the same pixels. A copy that does
not match its checkpoint, that another version wrote or that is damaged is not used: the part is packed again, and the
log says why.
"""

import json
import logging
import mmap
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
import transformers
from torch import nn

from macapp.domain.weight_format import WeightFormat
from macapp.engine.loading.components import Placement, component_class, load_components, prepare_attention
from macapp.engine.loading.packed_loading import build_empty
from macapp.engine.runtime.devices import translate_errors
from macapp.engine.runtime.packed_layers import can_pack, declare_packed, has_blocks, mark_layers, packed_format
from macapp.errors import BadRequest, MachineError
from macapp.models.checkpoint import Checkpoint, find_checkpoint, read_components
from macapp.models.packed_copies import (
    METADATA,
    CopyHeader,
    checksum_of,
    copy_file,
    path_of,
    read_copy_header,
    source_of,
)
from macapp.models.safetensors import data_start, read_header
from macapp.planning.plan import make_plan
from macapp.planning.weight_format import PACKED_PARTS, PACKING_VERSION
from macapp.system import storage
from macapp.system.machine import Machine

FREE_AFTER_COPY = 5 * 10**9
"""bytes that stay free on the disk after a copy"""
_NAMES = {
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int8: "I8",
    torch.uint8: "U8",
    torch.int32: "I32",
    torch.int64: "I64",
    torch.bool: "BOOL",
}
"""what safetensors calls each type"""
_DTYPES = {name: dtype for dtype, name in _NAMES.items()}
_PACKED = ("I8", "U8", "BOOL")
"""types that may be at any place in a file"""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PartPlacement:
    """One part of a checkpoint and how it is placed."""

    name: str
    placement: Placement

    def file(self, checkpoint: Checkpoint) -> Path:
        """Return the file of its copy, which may not exist."""
        dtype = str(self.placement.dtype).removeprefix("torch.")
        return copy_file(path_of(checkpoint), self.name, self.placement.weight_format, dtype)


def load_parts(checkpoint: Checkpoint, placement: Placement, names: list[str]) -> dict[str, Any]:
    """Load some parts of a checkpoint on the CPU, from their packed copies where there are any.

    Raises as `load_components` does.
    """
    packs = placement.weight_format is not WeightFormat.FULL and not placement.released
    copied = {}
    for name in (name for name in names if packs and name in PACKED_PARTS):
        part = _load_copy(checkpoint, PartPlacement(name, placement))
        if part is not None:
            prepare_attention(part, placement.device)
            copied[name] = part
    others = [name for name in names if name not in copied]
    return load_components(checkpoint.folder, placement, others, checkpoint.file) | copied


def store_parts(
    model: str, weight_format: WeightFormat, machine: Machine, on_part: Callable[[str], None]
) -> list[Path]:
    """Write a packed copy of each part of a checkpoint that has packed layers; return the files.

    The copy has the precision that a picture on `machine` uses. A file is complete or absent. `on_part` gets the name
    of each part before it is loaded, and may raise to stop. After the copy, `FREE_AFTER_COPY` bytes stay free on the
    disk. Raises `MachineError("disk-nearly-full")` otherwise, `BadRequest("packed-copy-none")` for a checkpoint without
    layers that can be packed, or whose file has them packed already, and the errors of loading a checkpoint.
    """
    checkpoint, files = find_checkpoint(model), []
    if weight_format in (formats.weight_format for formats in checkpoint.architecture.formats):
        plan = make_plan(machine, checkpoint.architecture, checkpoint.size)
        placement = Placement(plan.device, getattr(torch, plan.dtype), weight_format)
        unet_placement = replace(placement, dtype=getattr(torch, plan.precisions.denoiser))
        for name in (name for name in read_components(checkpoint.folder) if name in PACKED_PARTS):
            on_part(name)
            wanted = PartPlacement(name, unet_placement if name == "unet" else placement)
            files += _store_part(checkpoint, wanted)
    if not files:
        raise BadRequest("packed-copy-none", name=checkpoint.name, format=weight_format.value)
    return files


def _store_part(checkpoint: Checkpoint, wanted: PartPlacement) -> list[Path]:
    """Write the copy of one part; return its file, or nothing for a part that gains nothing."""
    with translate_errors():
        part = load_components(checkpoint.folder, wanted.placement, [wanted.name], checkpoint.file)[wanted.name]
        return [_write_copy(checkpoint, wanted, part)] if _is_storable(checkpoint, wanted.name, part) else []


def _is_storable(checkpoint: Checkpoint, name: str, part: nn.Module) -> bool:
    """Return whether a copy of a part would load to the same tensors, and faster.

    Blocks of a GGUF file are packed already. What a part computes for itself is not stored, so it must be the same in
    an empty one.
    """
    if has_blocks(part) or not any(packed_format(layer) for layer in part.modules()):
        return False
    computed = dict(_build(checkpoint, name).named_buffers())
    own = dict(part.named_buffers())
    return all(
        tensor.is_meta or (tensor.dtype == own[path].dtype and torch.equal(tensor, own[path]))
        for path, tensor in computed.items()
        if path not in part.state_dict()
    )


def _build(checkpoint: Checkpoint, name: str) -> Any:
    return build_empty(checkpoint.folder / name, component_class(checkpoint.folder, name))


def _write_copy(checkpoint: Checkpoint, wanted: PartPlacement, part: nn.Module) -> Path:
    """Write the copy of one part; raises `MachineError` without enough room on the disk."""
    tensors, file = _tensors_to_store(part), wanted.file(checkpoint)
    header = CopyHeader(
        version=PACKING_VERSION,
        model=str(path_of(checkpoint)),
        name=checkpoint.name,
        source=source_of(checkpoint),
        part=wanted.name,
        weight_format=wanted.placement.weight_format.value,
        dtype=str(wanted.placement.dtype).removeprefix("torch."),
        layers={path: found.value for path, layer in part.named_modules() if (found := packed_format(layer))},
        checksums={name: checksum_of(_content(tensor)) for name, tensor in tensors.items()},
    )
    needed = sum(map(_byte_count, tensors.values())) + FREE_AFTER_COPY
    if needed > (free := storage.free_bytes(file.parent)):
        raise MachineError("disk-nearly-full", free=free, needed=needed)
    storage.write_with(file, lambda temporary: _write_safetensors(temporary, tensors, header), file.parent)
    return file


def _tensors_to_store(part: nn.Module) -> dict[str, torch.Tensor]:
    """Return the tensors of a part's state; one that several layers share is returned once."""
    found: dict[int, tuple[str, torch.Tensor]] = {}
    for name, tensor in part.state_dict(keep_vars=True).items():
        found.setdefault(id(tensor), (name, tensor.detach().contiguous()))
    return dict(found.values())


def _byte_count(tensor: torch.Tensor) -> int:
    """Return the bytes of a tensor's numbers; PyTorch 1.13 has no `nbytes`."""
    return tensor.numel() * tensor.element_size()


def _content(tensor: torch.Tensor) -> memoryview:
    numbers: Any = tensor.reshape(-1).view(torch.uint8).numpy()
    return memoryview(numbers)


def _write_safetensors(file: Path, tensors: dict[str, torch.Tensor], header: CopyHeader) -> None:
    """Write tensors one after another: the library would hold all bytes a second time."""
    entries: dict[str, Any] = {"__metadata__": {"format": "pt", METADATA: header.to_json()}}
    place = 0
    for name, tensor in tensors.items():
        end = place + _byte_count(tensor)
        entries[name] = {"dtype": _NAMES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [place, end]}
        place = end
    text = json.dumps(entries).encode()
    text += b" " * (-len(text) % 8)
    with file.open("wb") as stream:
        stream.write(len(text).to_bytes(8, "little") + text)
        for tensor in tensors.values():
            stream.write(_content(tensor))


def _load_copy(checkpoint: Checkpoint, wanted: PartPlacement) -> Any | None:
    """Load a part from its copy; None if there is none, or if it may not be used."""
    file = wanted.file(checkpoint)
    if not file.exists():
        return None
    why = "it is damaged"
    with suppress(OSError, BadRequest, LookupError, AttributeError, ValueError):
        header = read_copy_header(file)
        if header.version != PACKING_VERSION:
            why = "another version of Easel wrote it"
        elif header.source != source_of(checkpoint):
            why = "the weights of the model have changed"
        else:
            why = "it does not match the installed libraries, or it is damaged"
            part = _fill(_build(checkpoint, wanted.name), file, header)
            if part is not None:
                return part
    _log.warning("The packed copy %s was not used: %s. Make it again with “macapp models pack”.", file, why)
    return None


def _fill(part: Any, file: Path, header: CopyHeader) -> Any | None:
    """Return an empty part with the tensors of a copy; None if one does not fit, is missing or is damaged."""
    shapes: dict[str, torch.Size] = {}
    for path, weight_format in header.layers.items():
        layer = part.get_submodule(path)
        if not can_pack(layer):
            return None
        own = declare_packed(layer, WeightFormat(weight_format))
        shapes |= {f"{path}.{name}": shape for name, shape in own.items()}
    for name, tensor in _read_tensors(file, header):
        path, _, last = name.rpartition(".")
        layer = part.get_submodule(path)
        expected = shapes[name] if name in shapes else getattr(layer, last).shape
        if tensor.shape != expected:
            return None
        if last in layer._parameters:  # noqa: SLF001  (there is no public way that keeps parameters and buffers apart)
            setattr(layer, last, nn.Parameter(tensor, requires_grad=False))
        else:
            layer.register_buffer(last, tensor)
    if isinstance(part, transformers.PreTrainedModel):
        part.tie_weights()
    return None if any(tensor.is_meta for tensor in part.state_dict().values()) else mark_layers(part).eval()


def _read_tensors(file: Path, header: CopyHeader) -> Iterator[tuple[str, torch.Tensor]]:
    """Yield the checked tensors of a copy; raises `BadRequest` for a damaged one.

    Packed numbers stay in the mapped file, as full weights do in theirs: they are unpacked before a layer uses them.
    The others are copied to memory that PyTorch aligns, on which the last bit of a product depends.
    """
    entries, start = read_header(file)[1], data_start(file)
    with storage.open_regular(file) as stream:
        mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_COPY)
    for name, entry in sorted(entries.items(), key=lambda pair: pair[1]["data_offsets"]):
        begin, end = entry["data_offsets"]
        content = _tensor_at(mapped, start + begin, end - begin)
        if checksum_of(_content(content)) != header.checksums[name]:
            raise BadRequest("weights-cut", name=file.name)
        content = content if entry["dtype"] in _PACKED else content.clone()
        yield name, content.view(_DTYPES[entry["dtype"]]).view(entry["shape"])


def _tensor_at(mapped: mmap.mmap, offset: int, size: int) -> torch.Tensor:
    """Return the bytes of a mapped file, which stays mapped as long as the tensor exists."""
    if offset + size > len(mapped):
        raise BadRequest("weights-cut", name="copy")
    if size == 0:
        return torch.empty(0, dtype=torch.uint8)
    return torch.frombuffer(mapped, dtype=torch.uint8, count=size, offset=offset)
