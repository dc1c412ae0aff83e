"""`Checkpoint`: one model folder in diffusers' layout, and what its configuration files say about it. Any thread."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from macapp.errors import MachineFault
from macapp.paths import resources
from macapp.plan import Architecture
from macapp.schedulers import DEFAULT_SCHEDULER

WEIGHTS_PARTS = ("unet", "vae", "text_encoder")


@dataclass(frozen=True)
class Checkpoint:
    """A model on disk, with the settings that suit it."""

    id: str
    """how a request names it: a catalogue id, or the folder's path"""
    name: str
    folder: Path
    architecture: Architecture
    steps: int = 25
    guidance_scale: float = 7.5
    scheduler: str = DEFAULT_SCHEDULER
    examples: tuple[str, ...] = ()
    """prompts that it does well"""

    @property
    def size(self) -> tuple[int, int]:
        """The size it was trained on, in pixels."""
        return self.architecture.native_size, self.architecture.native_size


def installed() -> list[Checkpoint]:
    """Return the checkpoints of the catalogue that are on disk and whole."""
    return [find(each) for each in _catalogue() if _is_model(_folder_of(each))]


def find(model: str) -> Checkpoint:
    """Return the checkpoint that `model` names: a catalogue id, or the path of a folder.

    Raises `MachineFault` when there is none, or when a part of it is missing or cannot be read.
    """
    entry = _catalogue().get(model, {})
    folder = _folder_of(model) if entry else Path(model).expanduser()
    if not model.strip() or "\0" in model or not folder.is_dir():
        known_ids = ", ".join(each for each in _catalogue() if _is_model(_folder_of(each))) or "those you install"
        raise MachineFault("model-missing", model=model[:200], known=known_ids)
    if not _is_model(folder):
        raise MachineFault("model-not-diffusers", path=str(folder))
    known = {key: entry[key] for key in ("steps", "guidance_scale", "scheduler") if key in entry}
    return Checkpoint(
        id=model if entry else str(folder.resolve()),
        name=entry.get("name", folder.name),
        folder=folder,
        architecture=read_architecture(folder),
        examples=tuple(entry.get("examples", ())),
        **known,
    )


def read_architecture(folder: Path) -> Architecture:
    """Read what the rules need from the configurations of the UNet and the VAE; raises `MachineFault`."""
    unet, vae = _config(folder / "unet"), _config(folder / "vae")
    scale = 2 ** (len(_list(vae, "block_out_channels", [128, 256, 512, 512])) - 1)
    weights = _weights(folder)
    channels = _list(vae, "block_out_channels", [128, 256, 512, 512])
    sample = unet.get("sample_size")
    return Architecture(
        native_size=(sample if isinstance(sample, int) else 64) * scale,
        weights=sum(each.stat().st_size for each in weights),
        bytes_per_weight=_bytes_per_weight(weights[0]),
        latent_scale=scale,
        attention=_attention_levels(unet),
        vae_attention=bool(vae.get("mid_block_add_attention", True)),
        vae_channels=channels[min(1, len(channels) - 1)],
    )


@lru_cache(maxsize=1)
def _catalogue() -> Mapping[str, Mapping[str, Any]]:
    return json.loads((resources() / "catalogue.json").read_text(encoding="utf-8"))


def _folder_of(catalogue_id: str) -> Path:
    return resources() / _catalogue()[catalogue_id]["folder"]


def _is_model(folder: Path) -> bool:
    return (folder / "model_index.json").is_file()


def _config(part: Path) -> dict[str, Any]:
    try:
        config = json.loads((part / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise MachineFault("model-part-broken", path=str(part.parent), part=f"{part.name}/config.json") from None
    return config if isinstance(config, dict) else {}


def _weights(folder: Path) -> list[Path]:
    """Return the weight files that would be loaded: one kind a part, half precision if it is there."""
    found: list[Path] = []
    for part in WEIGHTS_PARTS:
        files = sorted((folder / part).glob("*.safetensors"))
        half = [each for each in files if ".fp16" in each.suffixes]
        if not files:
            raise MachineFault("model-part-broken", path=str(folder), part=f"{part}/*.safetensors")
        found += half or files
    return found


def _bytes_per_weight(file: Path) -> int:
    """Return 2 or 4, read from the header of a safetensors file (eight bytes of length, then JSON)."""
    try:
        with file.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            header = json.loads(stream.read(min(length, 10_000_000)))
        kinds = {entry["dtype"] for name, entry in header.items() if name != "__metadata__"}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise MachineFault("model-part-broken", path=str(file.parent.parent), part=file.name) from None
    return 2 if kinds <= {"F16", "BF16"} else 4


def _attention_levels(unet: Mapping[str, Any]) -> tuple[tuple[int, int], ...]:
    """Return (latents a position spans a side, heads) of each level of a UNet that has attention."""
    blocks = _list(unet, "down_block_types", [])
    heads = unet.get("num_attention_heads") or unet.get("attention_head_dim") or 8
    each = list(heads) if isinstance(heads, Sequence) else [heads] * len(blocks)
    return tuple((2**level, each[level]) for level, kind in enumerate(blocks) if "Attn" in str(kind))


def _list(config: Mapping[str, Any], key: str, default: list[Any]) -> list[Any]:
    value = config.get(key)
    return value if isinstance(value, list) and value else default
