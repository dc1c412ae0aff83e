"""Checkpoints made of a transformer in a single file and parts from other files. Any thread.

The result is a folder in the cache, in the layout of diffusers: the index, the configurations and the tokenizers, and
`sources.json` with the file and the prefix of each part's weights. Nothing is loaded, copied or downloaded.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from macapp.errors import BadRequest, MachineError
from macapp.models.catalog import load_catalog
from macapp.models.composed_weights import DENOISERS, ComposedWeights, rename_tensors, weigh_tensors
from macapp.models.configuration import path_exists, read_config
from macapp.models.families import PROMPT_PROCESSOR
from macapp.models.packing import NamedTensor
from macapp.models.part_search import PartFile, find_part, is_packed, is_scale, iter_part_files, shapes_of
from macapp.models.part_tokenizers import write_tokenizer
from macapp.models.parts import VAE_KINDS, build_text_config, build_vae_config
from macapp.models.safetensors import read_header
from macapp.models.transformer_files import PartNeed, TransformerFile, UnknownTransformer, find_transformer
from macapp.models.unet_files import find_unet
from macapp.system import storage
from macapp.system.paths import config_cache_dir

SOURCES = "sources.json"
MISSING_PARTS_CODES = ("model-parts-missing", "model-parts-unavailable")
"""The codes of errors for missing parts: all are in the catalogue, or not."""
LAYOUT = 1  # of the generated folders; a new number generates them again


@dataclass(frozen=True)
class PartSource:
    """Where the weights of one part are."""

    part: str
    file: str
    prefix: str
    """what stands before the names of its tensors"""
    blocks: int = 0
    """of a transformer: the number of blocks with two streams"""


def is_transformer(file: Path) -> bool:
    """Return whether a file has a transformer; raises `BadRequest` for a damaged or unsupported one."""
    return _find(storage.state_of(file)) is not None


def materialize_composition(file: Path) -> Path | None:
    """Return the folder with the configurations of a checkpoint around a transformer; None if `file` has none.

    Raises `MachineError` if a part is on this disk nowhere, and `BadRequest` for a damaged or unsupported file.
    """
    transformer = _find(storage.state_of(file))
    if transformer is None:
        return None
    others = list(iter_part_files(file))
    found = {need: find_part(need, file, others) for need in transformer.needs}
    missing = [need for need, part in found.items() if part is None]
    if missing:
        raise _missing_error(file, transformer, missing)
    parts = {need: part for need, part in found.items() if part is not None}
    sources = [PartSource(transformer.part, str(file), transformer.prefix, transformer.blocks)]
    sources += [PartSource(need.part, str(part.file), part.part.prefix) for need, part in parts.items()]
    return _write(transformer, parts, sources)


def parts_error(name: str, family: str, parts: str, ids: Sequence[str]) -> MachineError:
    """Return the error for parts that are on this disk nowhere; `ids` are the catalogue models that have them."""
    code = MISSING_PARTS_CODES[0 if ids else 1]
    return MachineError(code, name=name, family=family, parts=parts, ids=" ".join(ids))


def _missing_error(file: Path, transformer: TransformerFile, missing: Sequence[PartNeed]) -> MachineError:
    ids = [need.catalog_id for need in missing]
    labels = ", ".join(need.label for need in missing)
    return parts_error(
        file.name, transformer.family, labels, ids if all(name in load_catalog() for name in ids) else ()
    )


@lru_cache(maxsize=64)
def _find(state: storage.State) -> TransformerFile | None:
    metadata, entries = read_header(state.path)
    words = [state.path.stem, *(str(metadata.get(f"modelspec.{name}", "")) for name in ("architecture", "title"))]
    try:
        found = find_transformer(shapes_of(entries), " ".join(words)) or find_unet(shapes_of(entries))
    except UnknownTransformer as unknown:
        raise BadRequest("transformer-unknown", name=state.path.name, what=str(unknown)) from None
    if found is not None and is_packed(entries):
        raise BadRequest("weights-other-packing", name=state.path.name)
    return found


def read_sources(folder: Path) -> tuple[PartSource, ...]:
    """Return where the weights of a composed checkpoint are; empty for another one. Raises `MachineError`."""
    if not path_exists(folder / SOURCES):
        return ()
    return tuple(PartSource(**source) for source in read_config(folder, SOURCES)["sources"])


def source_files(folder: Path) -> list[Path]:
    """Return the files of a composed checkpoint, each once, that of the transformer first; empty for another one."""
    return [Path(file) for file in dict.fromkeys(source.file for source in read_sources(folder))]


def iter_tensors(source: PartSource, transformer: str) -> Iterator[NamedTensor]:
    """Yield each tensor of a part as its library calls it.

    `transformer` is the class of the transformer. Raises `BadRequest` for a damaged file.
    """
    entries = read_header(Path(source.file))[1]
    tensors = (
        NamedTensor(name.removeprefix(source.prefix), tuple(entry["shape"]), entry["dtype"])
        for name, entry in entries.items()
        if name.startswith(source.prefix) and not is_scale(name)
    )
    return rename_tensors(transformer, tensors, source.blocks) if source.part in DENOISERS else tensors


def weigh(folder: Path) -> ComposedWeights | None:
    """Return what the weights of a composed checkpoint take; None for another one.

    Raises `BadRequest` or `MachineError`.
    """
    if not path_exists(folder / SOURCES):
        return None
    states = tuple(storage.state_of(file) for file in source_files(folder))
    return _weigh(read_sources(folder), states, denoiser_class(folder))


def denoiser_class(folder: Path) -> str:
    """Return the class of the denoiser of a composed checkpoint; raises `MachineError`."""
    return read_config(folder, f"{read_sources(folder)[0].part}/config.json")["_class_name"]


@lru_cache(maxsize=64)
def _weigh(sources: tuple[PartSource, ...], _states: tuple[storage.State, ...], transformer: str) -> ComposedWeights:
    return weigh_tensors({source.part: list(iter_tensors(source, transformer)) for source in sources})


def _write(transformer: TransformerFile, parts: Mapping[PartNeed, PartFile], sources: Sequence[PartSource]) -> Path:
    """Write the folder of a composition, the index last: a folder with an index is complete."""
    configs = _build_configurations(transformer, parts)
    listed = {"sources": [asdict(source) for source in sources]}
    key = json.dumps([LAYOUT, configs, listed], sort_keys=True).encode("utf-8", "surrogatepass")
    folder = config_cache_dir() / hashlib.sha256(key).hexdigest()[:24]
    if path_exists(folder / "model_index.json"):
        return folder
    for need in parts:
        if need.tokenizer:
            write_tokenizer(folder / need.part.replace("text_encoder", "tokenizer"), need)
    files = {**configs, SOURCES: listed}
    for name, content in sorted(files.items(), key=lambda pair: pair[0] == "model_index.json"):
        storage.write(folder / name, json.dumps(content, indent=2).encode("utf-8", "surrogatepass"), folder)
    return folder


def _build_configurations(
    transformer: TransformerFile, parts: Mapping[PartNeed, PartFile]
) -> dict[str, Mapping[str, Any]]:
    """Return the contents of the files of a composition's folder, except the tokenizers."""
    index: dict[str, Any] = {"_class_name": transformer.pipeline, **transformer.index}
    scheduler = {"_class_name": "FlowMatchEulerDiscreteScheduler", **transformer.scheduler}
    index |= {transformer.part: ["diffusers", transformer.transformer]}
    index |= {"scheduler": ["diffusers", scheduler["_class_name"]]}
    configs: dict[str, Mapping[str, Any]] = {
        f"{transformer.part}/config.json": {"_class_name": transformer.transformer, **transformer.config},
        "scheduler/scheduler_config.json": scheduler,
    }
    if transformer.processor:
        index["processor"] = ["transformers", PROMPT_PROCESSOR]
        configs["processor/preprocessor_config.json"] = transformer.processor
    for need, found in parts.items():
        shapes = shapes_of(read_header(found.file)[1])
        try:
            if need.kind in VAE_KINDS:
                config = build_vae_config(found.part, shapes, transformer.scaling)
            else:
                config = build_text_config(found.part, shapes, need.large)
        except LookupError:
            raise BadRequest("part-tensors-missing", name=found.file.name, part=need.label) from None
        configs[f"{need.part}/config.json"] = config
        index[need.part] = ["diffusers" if need.kind in VAE_KINDS else "transformers", need.class_name]
        if need.tokenizer:
            index[need.part.replace("text_encoder", "tokenizer")] = ["transformers", need.tokenizer]
    return {**configs, "model_index.json": index}
