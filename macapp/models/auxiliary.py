"""Auxiliary models of a checkpoint: LoRA, textual inversions, ControlNets, VAEs, upscalers. Any thread.

Only the headers of safetensors files are read: names, types and shapes of the tensors. No code of a model runs.
"""

import contextlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.errors import BadRequest, EaselError, MachineError
from macapp.models.catalog import CHECKPOINT, load_catalog
from macapp.models.checkpoint import Checkpoint, check_no_external_links, check_parts, find_checkpoint, pipeline_class
from macapp.models.configuration import INDEX, path_exists, read_config
from macapp.models.embedding_files import embedding_name, find_partner, list_vectors, trigger_words
from macapp.models.families import ROWS
from macapp.models.file_kinds import UNION_CONTROLNET, check_plain_controlnet, detect_file_kind
from macapp.models.safetensors import Entries, read_header
from macapp.models.single_file import Shapes
from macapp.system.paths import at_home
from macapp.system.storage import resolved

SUFFIX = ".safetensors"
MAX_TRIGGER_WORDS = 8
X4_UPSCALER = "StableDiffusionUpscalePipeline"
_PICKLED = {".ckpt", ".pt", ".pth", ".bin"}


def detect_kind(path: Path) -> str:
    """Return the kind of a model: "checkpoint", or the value of an `AuxiliaryKind`.

    Raises `BadRequest` or `MachineError` for other or broken files.
    """
    if path.is_dir() and path_exists(path / INDEX):
        return AuxiliaryKind.UPSCALER.value if pipeline_class(path) == X4_UPSCALER else CHECKPOINT
    if path.is_dir() and path_exists(path / "config.json"):
        return _kind_of_folder(path).value
    if path.is_dir() and any(path.glob(f"*/{INDEX}")):
        return CHECKPOINT
    return detect_file_kind(_file_in(path, "model"))


@dataclass(frozen=True)
class AuxiliaryModel:
    """One file or folder that is added to a checkpoint."""

    id: str
    """its path, which requests use as its name"""
    name: str
    kind: AuxiliaryKind
    path: Path
    """the safetensors file, or the folder of a model with its own configuration"""
    width: int | None = None
    """the width of a token (of a latent for a VAE) in the models that it was made for; None if unknown"""
    words: tuple[str, ...] = ()
    """the trigger words that its file states; of a textual inversion, all"""
    partner: Path | None = None
    """the second file of a textual inversion, for another text encoder"""


def check_bundled_models() -> None:
    """Raise `MachineError` if a model that ships with Easel is missing or damaged."""
    for entry in load_catalog().values():
        try:
            if entry.folder and entry.kind == CHECKPOINT:
                find_checkpoint(entry.id)
            elif entry.folder:
                find_auxiliary(entry.id, AuxiliaryKind(entry.kind))
        except EaselError:
            raise MachineError("copy-damaged", part=f"{entry.name} model") from None


def bundled(kind: AuxiliaryKind) -> list[AuxiliaryModel]:
    """Return the auxiliary models of a kind that ship with Easel and are on disk."""
    found = []
    for entry in load_catalog().values():
        if entry.kind == kind and entry.path is not None:
            with contextlib.suppress(EaselError):  # `check_bundled_models` reports it
                found.append(find_auxiliary(entry.id, kind))
    return found


def find_auxiliary(model: str, kind: AuxiliaryKind) -> AuxiliaryModel:
    """Return the auxiliary model with an id or a path; raises `BadRequest` or `MachineError`."""
    entry = load_catalog().get(model)
    if entry is None or entry.kind != kind:
        return _open_auxiliary(_locate(model, kind), kind)
    if entry.path is None:
        raise MachineError("model-not-fetched", model=entry.name, id=entry.id, size_bytes=entry.download)
    return replace(_open_auxiliary(entry.path, kind), id=model, name=entry.name)


def embedding_widths(checkpoint: Checkpoint, kind: AuxiliaryKind) -> set[int]:
    """Return the widths at which an auxiliary model of a kind can attach to a checkpoint.

    The width is that of a token in the text encoders or the UNet, or of a latent in the VAE.
    """
    parts, field = _WIDTHS[kind]
    there = [name for name in parts if (checkpoint.folder / name).exists()]
    found = (read_config(checkpoint.folder, f"{part}/config.json").get(field) for part in there)
    return {width for width in found if isinstance(width, int)}


def read_tensors(found: AuxiliaryModel) -> Entries:
    """Return the tensors of an auxiliary model; raises `BadRequest` or `MachineError` for a damaged file.

    For a model in several parts, such as a diffusion upscaler, the tensors of all parts.
    """
    if not found.path.is_dir():
        return read_header(found.path)[1]
    if path_exists(found.path / "config.json"):
        return read_header(_file_in(found.path, found.kind.label))[1]
    return {
        f"{file.parent.name}.{name}": entry
        for file in sorted(found.path.glob("*/*.safetensors"))
        for name, entry in read_header(file)[1].items()
    }


def is_diffusion_upscaler(upscaler: AuxiliaryModel) -> bool:
    """Return whether an upscaler is a diffusion model, with a prompt and steps."""
    return path_exists(upscaler.path / INDEX)


def parameter_count(found: AuxiliaryModel) -> int:
    """Return the number of parameters of an auxiliary model."""
    return sum(math.prod(entry["shape"]) for entry in read_tensors(found).values())


_CLASSES = {
    **{row.controlnet: AuxiliaryKind.CONTROLNET for row in ROWS if row.controlnet},
    "AutoencoderKL": AuxiliaryKind.VAE,
    "AutoencoderTiny": AuxiliaryKind.VAE,
}
"""The classes of diffusers whose folders are auxiliary models."""


_WIDTHS = {
    **dict.fromkeys(AuxiliaryKind, (("unet",), "cross_attention_dim")),
    AuxiliaryKind.EMBEDDING: (("text_encoder", "text_encoder_2"), "hidden_size"),
    AuxiliaryKind.VAE: (("vae",), "latent_channels"),
}
"""The parts of a checkpoint to which a model attaches, and the field of their configuration with the width."""


def _locate(model: str, kind: AuxiliaryKind) -> Path:
    path = at_home(Path(model))
    if not model.strip() or not path_exists(path):
        raise MachineError("addon-missing", model=model[:200], kind=kind.label)
    return resolved(path)


def _open_auxiliary(path: Path, kind: AuxiliaryKind) -> AuxiliaryModel:
    if kind == AuxiliaryKind.UPSCALER and path_exists(path / INDEX):
        if pipeline_class(path) != X4_UPSCALER:
            raise BadRequest("addon-other-kind", name=path.name, kind=kind.label)
        check_no_external_links(path)
        check_parts(path, path)
        return AuxiliaryModel(str(path), path.name, kind, path)
    if kind in _CLASSES.values() and path.is_dir() and path_exists(path / "config.json"):
        return _open_diffusers_folder(path, kind)
    return _open_file(_file_in(path, kind.label), kind)


def _open_diffusers_folder(path: Path, kind: AuxiliaryKind) -> AuxiliaryModel:
    """Return the auxiliary model in a folder in the layout of diffusers."""
    if _kind_of_folder(path) != kind:
        raise BadRequest("addon-other-kind", name=path.name, kind=kind.label)
    check_no_external_links(path)
    _metadata, tensors = read_header(_file_in(path, kind.label))
    if not tensors:
        raise BadRequest("weights-none", name=path.name)
    if kind is AuxiliaryKind.CONTROLNET:
        check_plain_controlnet(path.name, tensors)
    width = read_config(path, "config.json").get(_WIDTHS[kind][1])
    return AuxiliaryModel(str(path), path.name, kind, path, width if isinstance(width, int) else None)


def _kind_of_folder(path: Path) -> AuxiliaryKind:
    name = str(read_config(path, "config.json").get("_class_name", ""))[:60]
    if "ControlNetUnion" in name:
        raise BadRequest("model-form-unsupported", name=path.name, form=UNION_CONTROLNET)
    if name not in _CLASSES:
        raise BadRequest("model-part-only", name=path.name, part=name or "something of another program's")
    return _CLASSES[name]


def _file_in(path: Path, kind: str) -> Path:
    """Return the only safetensors file of a path."""
    if path.is_dir():
        files = sorted(path.glob(f"*{SUFFIX}"))
        half = [file for file in files if ".fp16" in file.name]
        if len(half or files) != 1:
            raise BadRequest("addon-not-one-file", path=str(path), kind=kind)
        return (half or files)[0]
    if path.suffix.lower() in _PICKLED:
        raise BadRequest("addon-pickled", name=path.name)
    return path


def _open_file(file: Path, kind: AuxiliaryKind) -> AuxiliaryModel:
    metadata, tensors = read_header(file)
    shapes = _shapes(tensors)
    if detect_file_kind(file) != kind:
        raise BadRequest("addon-other-kind", name=file.name, kind=kind.label)
    if kind == AuxiliaryKind.EMBEDDING:
        words = trigger_words(file, list_vectors(file))
        name, width = embedding_name(file), _width(shapes, kind)
        return AuxiliaryModel(str(file), name, kind, file, width, words, find_partner(file))
    name = file.stem if file.stem != "pytorch_lora_weights" else file.parent.name
    return AuxiliaryModel(str(file), name, kind, file, _width(shapes, kind), _read_trigger_words(metadata))


def _shapes(tensors: Entries) -> dict[str, tuple[int, ...]]:
    return {name: tuple(entry["shape"]) for name, entry in tensors.items()}


def _width(shapes: Shapes, kind: AuxiliaryKind) -> int | None:
    """Return the width of the tokens or latents that an auxiliary model expects, from its tensors."""
    if kind == AuxiliaryKind.EMBEDDING:
        return next(iter(shapes.values()))[-1]
    if kind == AuxiliaryKind.VAE:
        return next((shape[1] for name, shape in shapes.items() if name.endswith("decoder.conv_in.weight")), None)
    if kind == AuxiliaryKind.CONTROLNET:
        return next((shape[1] for name, shape in shapes.items() if name.endswith("attn2.to_k.weight")), None)
    for name, shape in shapes.items():
        down = name.endswith(("lora_down.weight", "lora_A.weight", "lora.down.weight", "to_k_lora.down.weight"))
        if kind == AuxiliaryKind.LORA and down and "attn2" in name and "to_k" in name and len(shape) > 1:
            return shape[1]
    return None


def _read_trigger_words(metadata: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the trigger words of a LoRA, from the metadata of kohya's trainer or the model spec."""
    phrase = metadata.get("modelspec.trigger_phrase") or metadata.get("ss_trigger_words")
    if isinstance(phrase, str) and phrase.strip():
        return tuple(word.strip()[:60] for word in phrase.split(",") if word.strip())[:MAX_TRIGGER_WORDS]
    try:
        counts = json.loads(metadata.get("ss_tag_frequency", "{}"))
        tags: dict[str, int] = {}
        for folder in counts.values():
            for tag, count in folder.items():
                tags[tag.strip()] = tags.get(tag.strip(), 0) + int(count)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ()
    return tuple(tag[:60] for tag in sorted(tags, key=lambda tag: -tags[tag]) if tag)[:MAX_TRIGGER_WORDS]
