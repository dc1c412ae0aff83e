"""Compare the tensors in the files of a checkpoint with the parts that were loaded from them. On the engine's thread.

Only the headers of the files are read, so a part whose weights are released counts too.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import torch

from macapp.engine.loading.components import weight_files
from macapp.engine.loading.composed_loading import trace_source
from macapp.engine.loading.packed_loading import find_name
from macapp.engine.loading.single_file_loading import unused_tensors
from macapp.engine.loading.unused_tensors import UnusedTensors, is_never_needed, list_unused_tensors
from macapp.models import Checkpoint
from macapp.models.composition import read_sources, source_files
from macapp.models.part_search import shapes_of
from macapp.models.safetensors import read_header

_OLD_ATTENTION = (("query", "to_q"), ("key", "to_k"), ("value", "to_v"), ("proj_attn", "to_out.0"))
"""the names of layers before diffusers 0.18, which it renames while it loads them, and since"""
_Unused = tuple[str, list[str], int]
"""A name for a file or a folder, the tensors in it that are not used, and the number of all"""


def find_unused_tensors(checkpoint: Checkpoint, parts: Mapping[str, Any]) -> list[UnusedTensors]:
    """Return what no part uses of the files of a checkpoint; what no picture needs does not count.

    In a folder, the name of a tensor follows that of its part and a slash.
    """
    networks = {name: part for name, part in parts.items() if isinstance(part, torch.nn.Module)}
    if read_sources(checkpoint.folder):
        found = list(_iter_composed(checkpoint, networks))
    elif checkpoint.file is not None:
        found = [(checkpoint.name, *unused_tensors(checkpoint.folder, checkpoint.file, networks))]
    else:
        return find_unused_in_folder(checkpoint.name, checkpoint.folder, networks)
    return [each for unused in found if (each := list_unused_tensors(*unused)) is not None]


def find_unused_in_folder(name: str, folder: Path, parts: Mapping[str, Any]) -> list[UnusedTensors]:
    """Return what the loaded `parts` do not use of their folders in `folder`: of one model, with this name."""
    unused, total = [], 0
    for part, network in parts.items():
        if isinstance(network, torch.nn.Module):
            stored = set().union(*(read_header(file)[1] for file in weight_files(folder / part)))
            total += len(stored)
            unused += [f"{part}/{each}" for each in stored if not _has_place(network, each)]
    found = list_unused_tensors(name, unused, total)
    return [] if found is None else [found]


def _iter_composed(checkpoint: Checkpoint, networks: Mapping[str, Any]) -> Iterator[_Unused]:
    """Yield what is not used of each file of a composed checkpoint; the first one has its name."""
    sources = read_sources(checkpoint.folder)
    for file in source_files(checkpoint.folder):
        stored = set(shapes_of(read_header(file)[1]))
        used = set()
        for source in sources:
            if source.file == str(file) and (network := networks.get(source.part)) is not None:
                traced = trace_source(checkpoint.folder, source, type(network))
                used |= {name for name, news in traced.items() if any(find_name(network, new) for new in news)}
        unused = [name for name in stored - used if not is_never_needed(name)]
        yield (checkpoint.name if file == Path(sources[0].file) else file.stem), unused, len(stored)


def _has_place(network: Any, name: str) -> bool:
    """Return whether a network uses a stored tensor, or its library says that it needs none of this name."""
    ignored = getattr(network, "_keys_to_ignore_on_load_unexpected", None) or ()
    return (
        is_never_needed(name)
        or find_name(network, _rename_old_attention(name)) is not None
        or any(re.search(pattern, name) for pattern in ignored)
    )


def _rename_old_attention(name: str) -> str:
    layer, _, kind = name.rpartition(".")
    for old, new in _OLD_ATTENTION:
        if ".attentions." in layer and layer.endswith(f".{old}"):
            return f"{layer.removesuffix(old)}{new}.{kind}"
    return name
