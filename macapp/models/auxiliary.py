"""What is added to a checkpoint: LoRA, textual inversions, ControlNets, upscalers. Told by their headers. Any thread.

Only safetensors, and of those only the header is read here: names, types and shapes of the tensors. Nothing is run.
"""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.errors import BadRequest, EaselError, MachineError
from macapp.models.catalog import CHECKPOINT, load_catalog
from macapp.models.checkpoint import (
    INDEX,
    Checkpoint,
    check_no_external_links,
    check_parts,
    find_checkpoint,
    path_exists,
    pipeline_class,
    read_config,
)
from macapp.models.safetensors import Entries, read_header
from macapp.models.single_file import CONTROLNET, UNET, VAE, Shapes, detect_layout
from macapp.system.paths import at_home
from macapp.system.storage import resolved

SUFFIX = ".safetensors"
SHOWN_WORDS = 8
X4_UPSCALER = "StableDiffusionUpscalePipeline"
_PICKLED = {".ckpt", ".pt", ".pth", ".bin"}


def detect_kind(path: Path) -> str:
    """Return what a model given by the user is: "checkpoint", or the value of an `AuxiliaryKind`.

    Raises `BadRequest` or `MachineError` for what is none, or is broken.
    """
    if path.is_dir() and path_exists(path / INDEX):
        return AuxiliaryKind.UPSCALER.value if pipeline_class(path) == X4_UPSCALER else CHECKPOINT
    if path.is_dir() and path_exists(path / "config.json"):
        return _kind_of_folder(path).value
    if path.is_dir() and any(path.glob(f"*/{INDEX}")):
        return CHECKPOINT
    return _told(_file_in(path, "model"))


@dataclass(frozen=True)
class AuxiliaryModel:
    """One file or folder that is added to a checkpoint."""

    id: str
    """how a request names it: its path"""
    name: str
    kind: AuxiliaryKind
    path: Path
    """the safetensors file; of what has a configuration of its own, its folder"""
    width: int | None = None
    """numbers that a token of the prompt has in the models that it was made for, of a VAE those of a latent; None if
    nothing tells"""
    words: tuple[str, ...] = ()
    """what to write in the prompt for it, as its file says"""


def check_bundled_models() -> None:
    """Raise `MachineError` if a model that ships with Easel is missing or damaged: this copy of it is not whole."""
    for each in load_catalog().values():
        try:
            if each.folder and each.kind == CHECKPOINT:
                find_checkpoint(each.id)
            elif each.folder:
                find_auxiliary(each.id, AuxiliaryKind(each.kind))
        except EaselError:
            raise MachineError("copy-damaged", part=f"{each.name} model") from None


def bundled(kind: AuxiliaryKind) -> list[AuxiliaryModel]:
    """Return the addons of a kind that ship with Easel and are on disk."""
    found = []
    for each in load_catalog().values():
        if each.kind == kind and each.path is not None:
            with contextlib.suppress(EaselError):  # `check_bundled_models` tells of it
                found.append(find_auxiliary(each.id, kind))
    return found


def find_auxiliary(model: str, kind: AuxiliaryKind) -> AuxiliaryModel:
    """Return the addon that an id or a path names; raises `BadRequest` or `MachineError` in words for the user."""
    entry = load_catalog().get(model)
    if entry is None or entry.kind != kind:
        return _addon(_at(model, kind), kind)
    if entry.path is None:
        raise MachineError("model-not-fetched", model=entry.name, id=entry.id, size_bytes=entry.download)
    return replace(_addon(entry.path, kind), id=model, name=entry.name)


def embedding_widths(checkpoint: Checkpoint, kind: AuxiliaryKind) -> set[int]:
    """Return how many numbers there are where an addon of a kind meets a checkpoint: of a token in the UNet or before,
    of a latent in the VAE."""
    parts, field = _WIDTHS[kind]
    there = [each for each in parts if (checkpoint.folder / each).exists()]
    found = (read_config(checkpoint.folder, f"{part}/config.json").get(field) for part in there)
    return {each for each in found if isinstance(each, int)}


def read_tensors(found: AuxiliaryModel) -> Entries:
    """Return the tensors that an addon's files list; raises `BadRequest` or `MachineError` for one that is not whole.

    Of a model in parts, as an upscaler that draws, those of all parts.
    """
    if not found.path.is_dir():
        return read_header(found.path)[1]
    if path_exists(found.path / "config.json"):
        return read_header(_file_in(found.path, found.kind.label))[1]
    return {
        f"{each.parent.name}.{name}": entry
        for each in sorted(found.path.glob("*/*.safetensors"))
        for name, entry in read_header(each)[1].items()
    }


_CLASSES = {
    "ControlNetModel": AuxiliaryKind.CONTROLNET,
    "AutoencoderKL": AuxiliaryKind.VAE,
    "AutoencoderTiny": AuxiliaryKind.VAE,
}
"""The classes of diffusers whose folders can be added."""


_WIDTHS = {
    **dict.fromkeys(AuxiliaryKind, (("unet",), "cross_attention_dim")),
    AuxiliaryKind.EMBEDDING: (("text_encoder", "text_encoder_2"), "hidden_size"),
    AuxiliaryKind.VAE: (("vae",), "latent_channels"),
}
"""Where a checkpoint meets an auxiliary model: its parts, and the field of their configuration that gives the width."""


def _at(model: str, kind: AuxiliaryKind) -> Path:
    path = at_home(Path(model))
    if not model.strip() or not path_exists(path):
        raise MachineError("addon-missing", model=model[:200], kind=kind.label)
    return resolved(path)


def _addon(path: Path, kind: AuxiliaryKind) -> AuxiliaryModel:
    if kind == AuxiliaryKind.UPSCALER and path_exists(path / INDEX):
        if pipeline_class(path) != X4_UPSCALER:
            raise BadRequest("addon-other-kind", name=path.name, kind=kind.label)
        check_no_external_links(path)
        check_parts(path, path)
        return AuxiliaryModel(str(path), path.name, kind, path)
    if kind in _CLASSES.values() and path.is_dir() and path_exists(path / "config.json"):
        return _with_configuration(path, kind)
    return _read(_file_in(path, kind.label), kind)


def _with_configuration(path: Path, kind: AuxiliaryKind) -> AuxiliaryModel:
    """Return the addon in a folder of diffusers' own layout."""
    if _kind_of_folder(path) != kind:
        raise BadRequest("addon-other-kind", name=path.name, kind=kind.label)
    check_no_external_links(path)
    _metadata, tensors = read_header(_file_in(path, kind.label))
    if not tensors:
        raise BadRequest("weights-none", name=path.name)
    width = read_config(path, "config.json").get(_WIDTHS[kind][1])
    return AuxiliaryModel(str(path), path.name, kind, path, width if isinstance(width, int) else None)


def _kind_of_folder(path: Path) -> AuxiliaryKind:
    name = str(read_config(path, "config.json").get("_class_name", ""))[:60]
    if name not in _CLASSES:
        raise BadRequest("model-part-only", name=path.name, part=name or "something of another program's")
    return _CLASSES[name]


def _file_in(path: Path, kind: str) -> Path:
    """Return the one safetensors file that a path means; `kind` is what the error calls it."""
    if path.is_dir():
        files = sorted(path.glob(f"*{SUFFIX}"))
        half = [each for each in files if ".fp16" in each.name]
        if len(half or files) != 1:
            raise BadRequest("addon-not-one-file", path=str(path), kind=kind)
        return (half or files)[0]
    if path.suffix.lower() in _PICKLED:
        raise BadRequest("addon-pickled", name=path.name)
    return path


def _read(file: Path, kind: AuxiliaryKind) -> AuxiliaryModel:
    metadata, tensors = read_header(file)
    shapes = _shapes(tensors)
    if _told(file) != kind:
        raise BadRequest("addon-other-kind", name=file.name, kind=kind.label)
    name = file.stem if file.stem != "pytorch_lora_weights" else file.parent.name
    return AuxiliaryModel(str(file), name, kind, file, _width(shapes, kind), _words(metadata))


def _told(file: Path) -> str:
    """Return what a file is by the names and shapes of its tensors; raises `BadRequest` for what Easel has no use for.

    The names are those that the trainers and programs of each kind write.
    """
    shapes = _shapes(read_header(file)[1])
    if detect_layout(shapes) is not None:
        return CHECKPOINT
    for kind, is_one in _SIGNS:
        if is_one(shapes):
            return kind.value
    if use := next((words for words, is_one in _OTHER_USES if is_one(shapes)), None):
        raise BadRequest("model-other-use", name=file.name, use=use)
    if part := next((words for start, words in _PARTS if any(each.startswith(start) for each in shapes)), None):
        raise BadRequest("model-part-only", name=file.name, part=part)
    if not any(len(each) == CONVOLUTION for each in shapes.values()):
        raise BadRequest("model-unknown", name=file.name)
    return AuxiliaryKind.UPSCALER.value  # of many architectures, which spandrel tells apart when it loads one


CONVOLUTION, CONVOLUTION_OF_VIDEO = 4, 5
"""How many dimensions the weights of a convolution have: over a picture, and over one that moves."""


def _is_lora(shapes: Shapes) -> bool:
    return any(
        any(sign in name for sign in (".lora", "_lora.", ".hada_", ".lokr_")) or name.startswith("lora_")
        for name in shapes
    )


def _is_embedding(shapes: Shapes) -> bool:
    return len(shapes) <= 2 and all(len(shape) in (1, 2) for shape in shapes.values())


def _is_controlnet(shapes: Shapes) -> bool:
    return "controlnet_cond_embedding.conv_in.weight" in shapes or any(
        f"{each}input_hint_block.0.weight" in shapes for each in CONTROLNET
    )


def _is_vae(shapes: Shapes) -> bool:
    if _is_of_video(shapes):
        return False
    bare = {name.removeprefix(VAE) for name in shapes}
    return {"encoder.conv_in.weight", "decoder.conv_in.weight"} <= bare or {
        "encoder.layers.0.weight",
        "decoder.layers.1.weight",
    } <= bare


def _is_of_video(shapes: Shapes) -> bool:
    return any(
        len(shape) == CONVOLUTION_OF_VIDEO or "motion_modules." in name or ".time_stack." in name
        for name, shape in shapes.items()
    )


def _is_of_sound(shapes: Shapes) -> bool:
    return any("vocoder" in name or name.startswith(("audio", "conditioner.conditioners.seconds")) for name in shapes)


_SIGNS = (
    (AuxiliaryKind.LORA, _is_lora),
    (AuxiliaryKind.EMBEDDING, _is_embedding),
    (AuxiliaryKind.CONTROLNET, _is_controlnet),
    (AuxiliaryKind.VAE, _is_vae),
)
_OTHER_USES = (("video", _is_of_video), ("sound", _is_of_sound))
_PARTS = (
    (UNET, "the UNet without text encoder and VAE"),
    ("down_blocks.", "the UNet without text encoder and VAE"),
    ("double_blocks.", "FLUX's transformer without text encoders and VAE"),
    ("joint_blocks.", "the transformer of Stable Diffusion 3 without text encoders and VAE"),
    ("text_model.", "a text encoder"),
    ("encoder.block.", "a text encoder"),
    ("model.layers.", "a language model"),
)
"""How the tensors of files begin that hold a part of a model, and what that is."""


def _shapes(tensors: Entries) -> dict[str, tuple[int, ...]]:
    return {name: tuple(entry["shape"]) for name, entry in tensors.items()}


def _width(shapes: Shapes, kind: AuxiliaryKind) -> int | None:
    """Return how wide the tokens or latents are that an addon expects, as its tensors tell."""
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
