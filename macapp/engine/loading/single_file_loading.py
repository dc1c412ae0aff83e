"""Read the parts of a checkpoint in one `.safetensors` file, each without the others. On the engine's thread."""

from collections.abc import Collection, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
import transformers
from diffusers import ModelMixin, UNet2DConditionModel
from safetensors import safe_open

from macapp.domain.weight_format import WeightFormat
from macapp.engine.loading.gguf_loading import read_gguf_tensors
from macapp.engine.loading.original_names import Renamed, Sizes, rename_tensors, trace_open_clip, trace_unet
from macapp.engine.loading.packed_loading import load_tensors, read_tensors
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
    blocks = f"{OPEN_CLIP}transformer.resblocks."
    numbers = {int(name.removeprefix(blocks).split(".")[0]) for name in _starting(found, (blocks,))}
    unused = f"{blocks}{max(numbers)}." if numbers else "-"
    return [name for name in found if not name.startswith(unused)]


def _starting(names: Iterable[str], prefixes: tuple[str, ...]) -> list[str]:
    return [name for name in names if name.startswith(prefixes)]


def load_packed_part(part: Path, file: Path, kind: Any, dtype: torch.dtype, wanted: WeightFormat) -> Any | None:
    """Load a UNet or a text encoder of a checkpoint in one file, one tensor at a time; None as `load_packed`.

    `part` is the folder of its configuration. `file` may also be a GGUF, which has a UNet alone.
    """
    entries = read_header(file)[1]
    names = entries if is_gguf(file) else part_names(entries, kind)
    shapes = {name: entries[name]["shape"] for name in names}
    if issubclass(kind, UNet2DConditionModel):
        renamed = trace_unet(shapes, read_config(part, "config.json"))
    else:
        renamed = _trace_text(shapes, part, kind)
    tensors = read_gguf_tensors(file) if is_gguf(file) else read_tensors([file], renamed)
    return load_tensors(part, kind, dtype, wanted, rename_tensors(tensors, renamed))


def _trace_text(shapes: Sizes, part: Path, kind: Any) -> dict[str, list[Renamed]]:
    """Return the new names of the tensors of a text encoder; those of OpenAI's only lose their prefix."""
    prefix = next(prefix for prefix in (*_CLIP_PREFIXES, *_OPEN_CLIP_PREFIXES) if _starting(shapes, (prefix,)))
    if prefix in _OPEN_CLIP_PREFIXES:
        config = kind.config_class.from_pretrained(part, local_files_only=True)
        return trace_open_clip(shapes, SimpleNamespace(config=config), prefix)
    return {name: [Renamed(name.removeprefix(prefix), ())] for name in shapes}
