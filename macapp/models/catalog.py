"""The models that Easel knows by name: those that ship with it, and those that can be had. Any thread.

All of it is data in `resources/catalogue.json`, one entry a model; `make catalogue` asks the hub for revisions and
sizes. A model that can be had is looked for in the hub's own cache, where other programs leave theirs too.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from macapp.errors import MachineError
from macapp.planning.memory import Architecture
from macapp.system import storage
from macapp.system.paths import hub_cache, resources_dir

CHECKPOINT = "checkpoint"
STAGE = "stage"
"""What enlarges the pictures of a checkpoint and makes none by itself."""
HUB = "https://huggingface.co"
_LATENT_SCALE = 8  # of every autoencoder in the catalogue
_VAE_CHANNELS = 256  # of the second level of every autoencoder of Stable Diffusion


@dataclass(frozen=True)
class CatalogEntry:
    """One model of the catalogue."""

    id: str
    name: str
    kind: str = CHECKPOINT
    """checkpoint, lora, controlnet, vae, upscaler or stage"""
    folder: str = ""
    """where it lies among the resources, if it ships"""
    repository: str = ""
    """owner/name on the hub, if it can be had"""
    revision: str = ""
    """a commit id: what it names never changes. A branch, for a single file whose `sha256` is known"""
    files: tuple[str, ...] = ()
    """patterns of the files to fetch; empty: the configurations, and weights in half precision where there are such"""
    sha256: str = ""
    """of its one file of weights"""
    family: str = ""
    licence: str = ""
    accept: bool = False
    """whether its licence has to be accepted on its page, and a token shown"""
    about: str = ""
    """what it is good for"""
    native_size: int = 0
    """pixels a side"""
    download: int = 0
    """bytes, about; the hub is asked for the very number before anything is fetched"""
    memory: int = 0
    """bytes in half precision of what is in memory at one time, where that is not all of it"""
    attention: tuple[tuple[int, int], ...] = ()
    """as `Architecture` has it"""
    channels: int = 320
    """of the top level of its UNet"""
    text_weights: int = 0
    """bytes of its text encoders in half precision"""
    step_tflop: float = 0.0
    """10**12 operations of one step at the native size, as its defaults run it"""
    decode_tflop: float = 0.0
    """the same of turning latents into pixels"""
    steps: int | None = None
    guidance_scale: float | None = None
    scheduler: str | None = None
    stages: tuple[str, ...] = ()
    """ids of the models that enlarge its pictures, in order"""
    examples: tuple[str, ...] = ()

    @property
    def path(self) -> Path | None:
        """Where it lies, as a folder or as its one file; None if it is not on this disk. It may not be whole."""
        if self.folder:
            return resources_dir() / self.folder
        snapshots = hub_cache() / f"models--{self.repository.replace('/', '--')}" / "snapshots"
        with suppress(OSError):
            others = sorted(snapshots.iterdir(), key=lambda each: each.stat().st_mtime, reverse=True)
            for each in (snapshots / self.revision, *others):
                path = each / self.files[0] if len(self.files) == 1 else each
                if path.exists():
                    return path
        return None

    @property
    def page(self) -> str:
        """The address of its page, with its licence; empty for what ships."""
        return f"{HUB}/{self.repository}" if self.repository else ""

    def work(self, steps: int, pixels: int, guided: bool = True) -> float | None:
        """Return the 10**12 operations of a picture, None if they are not known; they grow with the pixels, roughly."""
        if not self.step_tflop:
            return None
        step = self.step_tflop if guided == (self.guidance_scale != 0) else self.step_tflop * (2 if guided else 0.5)
        return (steps * step + self.decode_tflop) * pixels / self.native_size**2

    @property
    def architecture(self) -> Architecture | None:
        """What the rules need to say whether it fits a machine, before it is here; None where that is not known."""
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


@lru_cache(maxsize=1)
def load_catalog() -> Mapping[str, CatalogEntry]:
    """Return all models of the catalogue by their ids, those that ship first; raises `MachineError` without it."""
    try:
        read = storage.read_json(resources_dir() / "catalogue.json")
    except (OSError, ValueError):
        raise MachineError("copy-damaged", part="catalogue of models") from None
    return {name: _entry(name, values) for name, values in read.items()}


def _entry(name: str, values: Mapping[str, Any]) -> CatalogEntry:
    entry = CatalogEntry(id=name, **values)
    levels = tuple((int(scale), int(heads)) for scale, heads in entry.attention)
    return replace(
        entry,
        attention=levels,
        files=tuple(entry.files),
        stages=tuple(entry.stages),
        examples=tuple(entry.examples),
    )
