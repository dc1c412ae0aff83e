"""Read the parts of a checkpoint in one `.safetensors` file, each without the others. On the engine's thread."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
import transformers
from diffusers import ModelMixin, UNet2DConditionModel
from safetensors import safe_open

from macapp.domain.weight_format import WeightFormat
from macapp.engine.loading.gguf_loading import read_gguf_tensors
from macapp.engine.loading.original_names import Renamed, Sizes, rename_tensors, trace_open_clip, trace_unet, trace_vae
from macapp.engine.loading.packed_loading import build_empty, load_tensors, read_tensors
from macapp.engine.loading.unused_tensors import is_never_needed
from macapp.models.configuration import read_config
from macapp.models.gguf import is_gguf
from macapp.models.safetensors import read_header
from macapp.models.single_file import (
    CLIP,
    CLIP_XL,
    OPEN_CLIP,
    OPEN_CLIP_REFINER,
    OPEN_CLIP_XL,
    UNET,
    VAE,
    normalize_name,
)

_CLIP_PREFIXES, _OPEN_CLIP_PREFIXES = (CLIP_XL, CLIP), (OPEN_CLIP_XL, OPEN_CLIP_REFINER, OPEN_CLIP)


def read_part(file: Path, kind: Any) -> dict[str, torch.Tensor]:
    """Return the tensors of the part with a class of diffusers or transformers, with their stored names."""
    names = part_names(read_header(file)[1], kind)
    with safe_open(file, "pt") as opened:
        return {normalize_name(name): opened.get_tensor(name) for name in names}


def part_names(names: Collection[str], kind: Any) -> list[str]:
    """Return the stored names of a part's tensors, without the last layer of Stable Diffusion 2's text encoder.

    That layer is not used.
    """
    if issubclass(kind, ModelMixin):
        return _starting(names, (UNET,) if kind is UNet2DConditionModel else (VAE,))
    projects = kind is transformers.CLIPTextModelWithProjection
    found = _starting(names, (OPEN_CLIP_XL, OPEN_CLIP_REFINER) if projects else (CLIP_XL, CLIP, OPEN_CLIP))
    unused = _last_open_clip_block(found)
    return [name for name in found if not name.startswith(unused)]


def _last_open_clip_block(names: Iterable[str]) -> str:
    """Return how the names in the last layer of Stable Diffusion 2's text encoder start; "-" without that encoder."""
    blocks = f"{OPEN_CLIP}transformer.resblocks."
    numbers = {int(name.removeprefix(blocks).split(".")[0]) for name in _starting(names, (blocks,))}
    return f"{blocks}{max(numbers)}." if numbers else "-"


def _starting(names: Iterable[str], prefixes: tuple[str, ...]) -> list[str]:
    return [name for name in names if name.startswith(prefixes)]


def load_packed_part(part: Path, file: Path, kind: Any, dtype: torch.dtype, wanted: WeightFormat) -> Any | None:
    """Load a UNet or a text encoder of a checkpoint in one file, one tensor at a time; None as `load_packed`.

    `part` is the folder of its configuration. `file` may also be a GGUF, which has a UNet alone.
    """
    renamed = _trace_part(part, file, kind)
    tensors = read_gguf_tensors(file) if is_gguf(file) else read_tensors([file], renamed)
    return load_tensors(part, kind, dtype, wanted, rename_tensors(tensors, renamed))


def missing_tensors(part: Path, file: Path, kind: Any) -> list[str]:
    """Return the names of the tensors that a part of a checkpoint in one file lacks: all, or the first one.

    `part` is the folder of its configuration.
    """
    try:
        renamed = _trace_part(part, file, kind)
    except LookupError as missing:  # a converter of diffusers stops there
        return [str(missing.args[0])]
    stored = {_short(new.name) for each in renamed.values() for new in each}
    return sorted(name for name in build_empty(part, kind).state_dict() if _short(name) not in stored)


def unused_tensors(folder: Path, file: Path, parts: Mapping[str, Any]) -> tuple[list[str], int]:
    """Return the names of the tensors in one file that no loaded part has, and the number of all tensors.

    What no picture needs is left out. `folder` has the configurations of the parts.
    """
    unused = set(read_header(file)[1])
    total = len(unused)
    for name, part in parts.items():
        if isinstance(part, torch.nn.Module):
            own = {_short(each) for each in part.state_dict()}
            renamed = _trace_part(folder / name, file, type(part))
            unused -= {stored for stored, news in renamed.items() if any(_short(new.name) in own for new in news)}
    blocks = _last_open_clip_block(unused)
    return sorted(name for name in unused if not (is_never_needed(name) or name.startswith(blocks))), total


def _short(name: str) -> str:
    """Return the name of a tensor without what only some versions of transformers write."""
    return name.removeprefix("text_model.")


def _trace_part(part: Path, file: Path, kind: Any) -> dict[str, list[Renamed]]:
    """Return what each stored tensor of a part becomes, from the header of its file."""
    entries = read_header(file)[1]
    names = entries if is_gguf(file) else part_names(entries, kind)
    shapes = {name: entries[name]["shape"] for name in names}
    if issubclass(kind, UNet2DConditionModel):
        return trace_unet(shapes, read_config(part, "config.json"))
    if issubclass(kind, ModelMixin):
        return trace_vae(shapes, read_config(part, "config.json"))
    return _trace_text(shapes, part, kind)


def _trace_text(shapes: Sizes, part: Path, kind: Any) -> dict[str, list[Renamed]]:
    """Return the new names of the tensors of a text encoder; those of OpenAI's only lose their prefix."""
    prefix = next((prefix for prefix in (*_CLIP_PREFIXES, *_OPEN_CLIP_PREFIXES) if _starting(shapes, (prefix,))), CLIP)
    if prefix in _OPEN_CLIP_PREFIXES:
        config = kind.config_class.from_pretrained(part, local_files_only=True)
        return trace_open_clip(shapes, SimpleNamespace(config=config), prefix)
    return {name: [Renamed(normalize_name(name).removeprefix(prefix), ())] for name in shapes}
