"""From a checkpoint's folder to pipelines on the device: one set of weights, text-to-image and image-to-image.

Each part is loaded by the class that we name: diffusers' own loader would import whatever module `model_index.json`
names, and run a file that lies beside it. Nothing is fetched and nothing is unpickled: local files, safetensors only.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from diffusers import AutoencoderKL, StableDiffusionImg2ImgPipeline, StableDiffusionPipeline, UNet2DConditionModel
from diffusers.schedulers.scheduling_utils import SchedulerMixin
from transformers import CLIPTextModel, CLIPTokenizer

from macapp.checkpoints import Checkpoint
from macapp.engine.devices import memory_faults_named
from macapp.engine.opening import without_stalls
from macapp.errors import MachineFault
from macapp.hardware import release
from macapp.schedulers import SCHEDULERS

# What each library calls the precision to load in: new versions warn of the old word, old ones do not know the new.
_DTYPE = {
    diffusers: "dtype" if release(diffusers.__version__) >= (0, 42) else "torch_dtype",
    transformers: "dtype" if release(transformers.__version__) >= (4, 56) else "torch_dtype",
}


@dataclass(frozen=True)
class Loaded:
    """A checkpoint in memory, ready on its device."""

    checkpoint: Checkpoint
    text_to_image: StableDiffusionPipeline
    image_to_image: StableDiffusionImg2ImgPipeline
    scheduler_config: Mapping[str, Any]
    """of the checkpoint's own scheduler, before any other took its place"""

    def pipeline(self, from_image: bool) -> StableDiffusionPipeline | StableDiffusionImg2ImgPipeline:
        """Return the pipeline for a request without or with a starting image."""
        return self.image_to_image if from_image else self.text_to_image


def load(checkpoint: Checkpoint, device: str, dtype: str) -> Loaded:
    """Load a checkpoint whole and move it to `device`; raises `MachineFault` and leaves nothing behind."""
    try:
        with without_stalls(), memory_faults_named():
            parts = _parts(checkpoint.folder, device, getattr(torch, dtype))
            first = StableDiffusionPipeline(**parts, requires_safety_checker=False).to(device)
    except (MachineFault, MemoryError):
        raise
    except Exception as exception:
        why = (str(exception).strip() or type(exception).__name__).splitlines()[0][:200].rstrip(".")
        raise MachineFault("model-load-failed", model=checkpoint.name, why=why) from exception
    # The same modules in a second pipeline: it costs no memory and no time.
    second = StableDiffusionImg2ImgPipeline(**first.components, requires_safety_checker=False)
    for each in (first, second):
        each.set_progress_bar_config(disable=True)
    return Loaded(checkpoint, first, second, first.scheduler.config)


def scheduler(name: str, config: Mapping[str, Any]) -> Any:
    """Return a new scheduler by the name people know, on the checkpoint's own noise schedule and prediction type."""
    entry = SCHEDULERS[name]
    return getattr(diffusers, entry.class_name).from_config(config, **entry.options)


def _parts(folder: Path, device: str, dtype: torch.dtype) -> dict[str, Any]:
    """Load what `StableDiffusionPipeline` is made of; no safety checker, which nothing here would call."""
    unet = UNet2DConditionModel.from_pretrained(folder / "unet", **_weights(folder / "unet", diffusers, dtype))
    vae = AutoencoderKL.from_pretrained(folder / "vae", **_weights(folder / "vae", diffusers, dtype))
    if unet.config["in_channels"] != vae.config["latent_channels"]:  # an inpainting UNet also takes a mask
        raise MachineFault("model-kind-unsupported", path=str(folder), kind="model for inpainting")
    return {
        "vae": vae,
        "text_encoder": _text_encoder(folder / "text_encoder", device, dtype),
        "tokenizer": CLIPTokenizer.from_pretrained(folder / "tokenizer", local_files_only=True),
        "unet": unet,
        "scheduler": _own_scheduler(folder),
        "safety_checker": None,
        "feature_extractor": None,
    }


def _weights(part: Path, library: Any, dtype: torch.dtype) -> dict[str, Any]:
    """Return how to load the weights of a part: safetensors, half precision if it is on disk."""
    half = any(part.glob("*.fp16*.safetensors"))
    return {
        _DTYPE[library]: dtype,
        "variant": "fp16" if half else None,
        "use_safetensors": True,
        "local_files_only": True,
    }


def _text_encoder(part: Path, device: str, dtype: torch.dtype) -> CLIPTextModel:
    """Load the text encoder; on MPS with attention computed plainly.

    CLIP masks the future by a flag, and on MPS scaled dot product attention in half precision can let it leak (pytorch
    issue 195910). Text is a thousandth of the work, so plain attention costs nothing.
    """
    options = _weights(part, transformers, dtype)
    if device == "mps":
        options["attn_implementation"] = "eager"
    return CLIPTextModel.from_pretrained(part, **options)


def _own_scheduler(folder: Path) -> Any:
    """Return the checkpoint's own scheduler: the noise schedule that it was trained with."""
    index = json.loads((folder / "model_index.json").read_text(encoding="utf-8"))
    name = str(index["scheduler"][1])
    kind = getattr(diffusers, name, None) if name.endswith("Scheduler") else None
    if not (isinstance(kind, type) and issubclass(kind, SchedulerMixin)):
        raise MachineFault("model-kind-unsupported", path=str(folder), kind=f"model with a {name[:40]}")
    return kind.from_pretrained(folder / "scheduler", local_files_only=True)
