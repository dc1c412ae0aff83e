"""What is added to a checkpoint: LoRA, textual inversions, ControlNets, upscalers. Told by their headers. Any thread.

Only safetensors, and of those only the header is read here: names, types and shapes of the tensors. Nothing is run.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from macapp.checkpoints.checkpoint import (
    INDEX,
    Checkpoint,
    catalogue,
    config_in,
    exists,
    folder_of,
    pipeline_class,
)
from macapp.checkpoints.headers import tensors_of
from macapp.checkpoints.single import family_of
from macapp.errors import BadRequest, MachineFault

SUFFIX = ".safetensors"
SHOWN_WORDS = 8
X4_UPSCALER = "StableDiffusionUpscalePipeline"
_PICKLED = {".ckpt", ".pt", ".pth", ".bin"}


def told(path: Path) -> str:
    """Return what a model given by the user is: checkpoint, lora, embedding, controlnet or upscaler.

    Raises `BadRequest` or `MachineFault` for what is none, or is broken.
    """
    if path.is_dir():
        if exists(path / "config.json") and not exists(path / INDEX):
            return "controlnet"
        return "upscaler" if exists(path / INDEX) and pipeline_class(path) == X4_UPSCALER else "checkpoint"
    file = _file_in(path, "lora")
    shapes = {name: tuple(entry["shape"]) for name, entry in tensors_of(file)[1].items()}
    return (
        "checkpoint" if family_of(shapes) is not None else _kind_of({name: list(each) for name, each in shapes.items()})
    )


@dataclass(frozen=True)
class Addon:
    """One file or folder that is added to a checkpoint."""

    id: str
    """how a request names it: its path"""
    name: str
    kind: str
    """lora, embedding, controlnet or upscaler"""
    path: Path
    """the safetensors file; of a ControlNet or an upscaling pipeline, its folder"""
    width: int | None = None
    """numbers that a token of the prompt has in the models that it was made for; None if nothing tells"""
    words: tuple[str, ...] = ()
    """what to write in the prompt for it, as its file says"""


def shipped(kind: str) -> list[Addon]:
    """Return the addons of a kind that ship with Easel and are on disk."""
    ids = (each for each, entry in catalogue().items() if entry.get("kind") == kind)
    return [addon(each, kind) for each in ids if exists(folder_of(each))]


def addon(model: str, kind: str) -> Addon:
    """Return the addon that a path names; raises `BadRequest` or `MachineFault` in words for the user."""
    entry = catalogue().get(model, {})
    path = folder_of(model) if entry.get("kind") == kind else _at(model, kind)
    if kind == "controlnet":
        found = _controlnet(path)
        return replace(found, id=model, name=entry["name"]) if entry else found
    if kind == "upscaler" and exists(path / INDEX):
        if pipeline_class(path) != X4_UPSCALER:
            raise BadRequest("addon-other-kind", name=path.name, kind=_KINDS[kind])
        return Addon(str(path), path.name, kind, path)
    return _read(_file_in(path, kind), kind)


def check_fits(found: Addon, checkpoint: Checkpoint) -> None:
    """Raise `BadRequest` when an addon was made for models of another family."""
    wanted = prompt_widths(checkpoint, found.kind)
    if found.width is not None and wanted and found.width not in wanted:
        raise BadRequest("addon-other-family", name=found.name, kind=_KINDS[found.kind], model=checkpoint.name)


def prompt_widths(checkpoint: Checkpoint, kind: str) -> set[int]:
    """Return how many numbers a token of the prompt has where an addon of a kind meets it: in the UNet, or before."""
    parts = ("text_encoder", "text_encoder_2") if kind == "embedding" else ("unet",)
    field = "hidden_size" if kind == "embedding" else "cross_attention_dim"
    there = [each for each in parts if (checkpoint.folder / each).exists()]
    found = (config_in(checkpoint.folder, f"{part}/config.json").get(field) for part in there)
    return {each for each in found if isinstance(each, int)}


_KINDS = {
    "lora": "LoRA",
    "embedding": "textual inversion",
    "controlnet": "ControlNet",
    "upscaler": "upscaler",
}


def _at(model: str, kind: str) -> Path:
    try:
        path = Path(model).expanduser()
    except RuntimeError:  # "~nobody"
        path = Path(model)
    if not model.strip() or not exists(path):
        raise MachineFault("addon-missing", model=model[:200], kind=_KINDS[kind])
    return path.resolve()


def _controlnet(path: Path) -> Addon:
    if not path.is_dir():
        raise BadRequest("controlnet-no-folder", name=path.name)
    config = config_in(path, "config.json")
    if config.get("_class_name") != "ControlNetModel":
        raise BadRequest("addon-other-kind", name=path.name, kind=_KINDS["controlnet"])
    _read(_file_in(path, "controlnet"), "controlnet")
    width = config.get("cross_attention_dim")
    return Addon(str(path), path.name, "controlnet", path, width if isinstance(width, int) else None)


def _file_in(path: Path, kind: str) -> Path:
    """Return the one safetensors file that a path means."""
    if path.is_dir():
        files = sorted(path.glob(f"*{SUFFIX}"))
        half = [each for each in files if ".fp16" in each.name]
        if len(half or files) != 1:
            raise BadRequest("addon-not-one-file", path=str(path), kind=_KINDS[kind])
        return (half or files)[0]
    if path.suffix.lower() in _PICKLED:
        raise BadRequest("addon-pickled", name=path.name)
    return path


def _read(file: Path, kind: str) -> Addon:
    metadata, tensors = tensors_of(file)
    shapes = {name: list(entry["shape"]) for name, entry in tensors.items()}
    if kind not in ("controlnet", _kind_of(shapes)):
        raise BadRequest("addon-other-kind", name=file.name, kind=_KINDS[kind])
    name = file.stem if file.stem != "pytorch_lora_weights" else file.parent.name
    return Addon(str(file), name, kind, file, _width(shapes, kind), _words(metadata))


def _kind_of(shapes: Mapping[str, list[int]]) -> str:
    """Return what a file is by the names of its tensors."""
    if any(".lora" in name or name.startswith("lora_") or ".hada_" in name or ".lokr_" in name for name in shapes):
        return "lora"
    if len(shapes) <= 2 and all(len(shape) in (1, 2) for shape in shapes.values()):
        return "embedding"
    return "upscaler"


def _width(shapes: Mapping[str, list[int]], kind: str) -> int | None:
    """Return how wide the tokens are that an addon expects: what a LoRA's keys of cross attention take in."""
    if kind == "embedding":
        return next(iter(shapes.values()))[-1]
    for name, shape in shapes.items():
        down = name.endswith(("lora_down.weight", "lora_A.weight", "lora.down.weight", "to_k_lora.down.weight"))
        if kind == "lora" and down and "attn2" in name and "to_k" in name and len(shape) > 1:
            return shape[1]
    return None


def _words(metadata: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the words that a LoRA was trained to answer to, as kohya's trainer or the model spec wrote them."""
    phrase = metadata.get("modelspec.trigger_phrase") or metadata.get("ss_trigger_words")
    if isinstance(phrase, str) and phrase.strip():
        return tuple(each.strip()[:60] for each in phrase.split(",") if each.strip())[:SHOWN_WORDS]
    try:
        counted = json.loads(metadata.get("ss_tag_frequency", "{}"))
        tags: dict[str, int] = {}
        for folder in counted.values():
            for tag, count in folder.items():
                tags[tag.strip()] = tags.get(tag.strip(), 0) + int(count)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ()
    return tuple(tag[:60] for tag in sorted(tags, key=lambda each: -tags[each]) if tag)[:SHOWN_WORDS]
