"""The catalogue: models that ship with Easel and models that can be downloaded. Any thread.

The data is `resources/catalogue.json`, one entry for each model; `make catalogue` updates revisions and sizes from the
hub. Downloads are in the hub's own cache, which other programs use too.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from macapp.errors import MachineError
from macapp.planning.architecture import Architecture
from macapp.system import storage
from macapp.system.paths import hub_cache, resources_dir

CHECKPOINT = "checkpoint"
STAGE = "stage"
"""A model that only enlarges the pictures of a checkpoint."""
PART = "part"
"""A text encoder or a VAE that several checkpoints need."""
HUB = "https://huggingface.co"
_LATENT_SCALE = 8  # of every autoencoder in the catalogue
_VAE_CHANNELS = 256  # of the second level of every autoencoder of Stable Diffusion


@dataclass(frozen=True)
class CatalogEntry:
    """One model of the catalogue."""

    id: str
    name: str
    kind: str = CHECKPOINT
    """checkpoint, lora, controlnet, vae, upscaler, stage or part"""
    folder: str = ""
    """its folder in the resources, if it ships with Easel"""
    repository: str = ""
    """owner/name on the hub, if it can be downloaded"""
    revision: str = ""
    """a commit id, which is immutable; a branch only for a single file with a `sha256`"""
    files: tuple[str, ...] = ()
    """patterns of the files to download; empty: configurations, and weights in half precision where available"""
    sha256: str = ""
    """the digest of its single file of weights"""
    family: str = ""
    licence: str = ""
    accept: bool = False
    """whether the user must accept its licence on its page and sign in with a token"""
    about: str = ""
    """what it is good for, for the user"""
    native_size: int = 0
    """pixels per side"""
    download: int = 0
    """approximate bytes; the hub returns the exact number before a download"""
    memory: int = 0
    """bytes in half precision that are in memory at one time, if that is not the whole model"""
    attention: tuple[tuple[int, int], ...] = ()
    """as in `Architecture`"""
    channels: int = 320
    """channels of the top level of its UNet"""
    text_weights: int = 0
    """bytes of its text encoders in half precision"""
    step_tflop: float = 0.0
    """10**12 operations of one step of a UNet at the native size, with its defaults; others are counted (`flops.py`)"""
    decode_tflop: float = 0.0
    """10**12 operations to decode the latents of a UNet"""
    references: int = 0
    """reference images of a usual picture, for a model that edits them"""
    steps: int | None = None
    guidance_scale: float | None = None
    scheduler: str | None = None
    stages: tuple[str, ...] = ()
    """ids of the models that enlarge its pictures, in order"""
    parts: tuple[str, ...] = ()
    """ids of the text encoders and the VAE that it needs and shares with other models"""
    header: str = ""
    """the name of its tensors in `resources/headers.json`, if it is a transformer in a single file"""
    examples: tuple[str, ...] = ()

    @property
    def path(self) -> Path | None:
        """Its folder or its single file; None if it is not on this disk. It may be incomplete."""
        if self.folder:
            return resources_dir() / self.folder
        snapshots = hub_cache() / f"models--{self.repository.replace('/', '--')}" / "snapshots"
        with suppress(OSError):
            others = sorted(snapshots.iterdir(), key=lambda snapshot: snapshot.stat().st_mtime, reverse=True)
            for snapshot in (snapshots / self.revision, *others):
                path = snapshot / self.files[0] if len(self.files) == 1 else snapshot
                if path.exists():
                    return path
        return None

    @property
    def page(self) -> str:
        """The address of its page with its licence; empty for models that ship with Easel."""
        return f"{HUB}/{self.repository}" if self.repository else ""

    def work(self, steps: int, pixels: int, guided: bool = True) -> float | None:
        """Return the 10**12 operations of a picture, roughly proportional to its pixels; None if unknown."""
        if not self.step_tflop:
            return None
        step = self.step_tflop if guided == (self.guidance_scale != 0) else self.step_tflop * (2 if guided else 0.5)
        return (steps * step + self.decode_tflop) * pixels / self.native_size**2

    @property
    def architecture(self) -> Architecture | None:
        """The architecture, to decide before a download whether the model fits a machine; None if unknown."""
        if not self.attention:
            return None
        return Architecture(
            native_size=self.native_size,
            weights=self.download,
            text_weights=self.text_weights,
            bytes_per_weight=2,
            latent_scale=_LATENT_SCALE,
            attention=self.attention,
            channels=self.channels,
            vae_attention=True,
            vae_channels=_VAE_CHANNELS,
            vae_single="XL" in self.family,
            family=self.family,
        )


def missing_entries(name: str) -> list[CatalogEntry]:
    """Return what to download for a catalogue model: itself and the parts that are not in the hub's cache."""
    entry = load_catalog()[name]
    return [entry, *(part for part in map(load_catalog().__getitem__, entry.parts) if part.path is None)]


@lru_cache(maxsize=1)
def load_catalog() -> Mapping[str, CatalogEntry]:
    """Return all models of the catalogue by id, those that ship first; raises `MachineError` if the file is damaged."""
    try:
        read = storage.read_json(resources_dir() / "catalogue.json")
    except (OSError, ValueError):
        raise MachineError("copy-damaged", part="catalogue of models") from None
    return {name: _build_entry(name, values) for name, values in read.items()}


def _build_entry(name: str, values: Mapping[str, Any]) -> CatalogEntry:
    entry = CatalogEntry(id=name, **values)
    levels = tuple((int(scale), int(heads)) for scale, heads in entry.attention)
    return replace(
        entry,
        attention=levels,
        files=tuple(entry.files),
        stages=tuple(entry.stages),
        parts=tuple(entry.parts),
        examples=tuple(entry.examples),
    )
