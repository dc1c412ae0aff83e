"""Find the parts that a transformer in a single file needs: in the file itself, near it, and on this disk. Any thread.

The content of a file decides what it is. Three pairs of VAEs have equal shapes, and there the name of the file decides:
those of FLUX.1 and Stable Diffusion 3, those of Stable Diffusion 1 and XL, and those of Qwen-Image and Wan.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.errors import EaselError
from macapp.models.catalog import PART, load_catalog
from macapp.models.gguf import BLOCKS
from macapp.models.parts import QWEN_VAE, VAE, FoundPart, find_parts
from macapp.models.safetensors import Entries, read_header
from macapp.models.scan_results import read_results
from macapp.models.transformer_files import PartNeed
from macapp.system import storage
from macapp.system.paths import scan_cache_file

SUFFIX = ".safetensors"
NEAR_FOLDERS = ("", "text_encoders", "clip", "vae", "VAE")
"""Folders next to a transformer, or next to its folder, in which ComfyUI and others store parts."""
LEVELS = 4  # folders above a file that are searched, for files in subfolders of ComfyUI's
MAX_FILES = 1000  # of one folder
FLOAT8_TYPES = ("F8_E4M3", "F8_E5M2")
_SCALES = (".scale_weight", ".weight_scale", ".scale_input", ".input_scale", ".scale_bias", "scaled_fp8")
"""The ends of the names of tensors that scale weights in 8 bits."""


@dataclass(frozen=True)
class PartFile:
    """A file with a part that fits a need."""

    file: Path
    part: FoundPart


def shapes_of(entries: Entries) -> dict[str, tuple[int, ...]]:
    """Return the shapes of the tensors of a header, without the scales of weights in 8 bits."""
    return {name: tuple(entry["shape"]) for name, entry in entries.items() if not is_scale(name)}


def is_scale(name: str) -> bool:
    """Return whether a tensor only scales weights in 8 bits."""
    return name.endswith(_SCALES)


def is_packed(entries: Entries) -> bool:
    """Return whether weights are packed in a way that is not supported: integers, or formats of other programs."""
    return any(
        name.endswith((".comfy_quant", ".quant_state.bitsandbytes__nf4", ".qweight", ".absmax"))
        or (name.endswith(".weight") and len(entry["shape"]) > 1 and entry["dtype"] not in (*BLOCKS, *FLOAT8_TYPES))
        for name, entry in entries.items()
    )


def find_part(need: PartNeed, own: Path, others: Iterable[Path]) -> PartFile | None:
    """Return the best file for a need: `own`, the file of the transformer, before `others`, in their order.

    Weights in 16 or 32 bits come before weights in 8 bits.
    """
    found = [file for file in (own, *others) if _fits(need, file, own)]
    if not found:
        return None
    best = own if own in found else min(found, key=lambda file: (_has_float8(file), found.index(file)))
    return PartFile(best, _fitting(need, _known_parts(storage.state_of(best)))[0])


def _fits(need: PartNeed, file: Path, own: Path) -> bool:
    with suppress(EaselError, OSError):
        parts = _fitting(need, _known_parts(storage.state_of(file)))
        return bool(parts) and (file == own or _is_named_for(need, file.name.lower()))
    return False


def _fitting(need: PartNeed, parts: Sequence[FoundPart]) -> list[FoundPart]:
    return [part for part in parts if (part.kind, part.width) == (need.kind, need.width)]


def _is_named_for(need: PartNeed, name: str) -> bool:
    """Return whether a file's name allows it for a need, where two models have equal shapes."""
    if need.kind == QWEN_VAE:
        return "wan" not in name
    marks = (("sd3", "Stable Diffusion 3"), ("xl", "Stable Diffusion XL"))
    return need.kind != VAE or all((word in name) == (family in need.label) for word, family in marks)


@lru_cache(maxsize=1024)
def _known_parts(state: storage.State) -> tuple[FoundPart, ...]:
    """Return the parts in a file; none if its weights are packed. Raises `EaselError` for a damaged file."""
    entries = read_header(state.path)[1]
    return () if is_packed(entries) else tuple(find_parts(shapes_of(entries)))


def _has_float8(file: Path) -> bool:
    return any(entry["dtype"] in FLOAT8_TYPES for entry in read_header(file)[1].values())


def iter_part_files(own: Path) -> Iterator[Path]:
    """Yield files that may be parts: near a transformer, then those of earlier scans, then those of the catalogue."""
    yielded = set()
    for file in (*_near(own), *_scanned(), *_downloaded()):
        if file != own and file not in yielded:
            yielded.add(file)
            yield file


def _near(own: Path) -> Iterator[Path]:
    for folder in own.parents[:LEVELS]:
        for name in NEAR_FOLDERS[bool(folder != own.parent) :]:
            with suppress(OSError):
                yield from sorted((folder / name).glob(f"*{SUFFIX}"))[:MAX_FILES]


def _scanned() -> Iterator[Path]:
    """Yield the parts that an earlier listing of the models found."""
    for result in read_results(scan_cache_file()).values():
        model = result.get("model")
        if isinstance(model, dict) and model.get("kind") in (PART, AuxiliaryKind.VAE.value):
            yield Path(str(model.get("path")))


def _downloaded() -> Iterator[Path]:
    for entry in load_catalog().values():
        path = entry.path if entry.kind in (PART, AuxiliaryKind.VAE.value) else None
        if path is not None and path.is_file():
            yield path
