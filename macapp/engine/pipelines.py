"""From a checkpoint's folder to pipelines on the device: one set of weights, text-to-image and image-to-image.

Nothing is fetched and nothing is unpickled: local files, safetensors only, and only pipelines of an allow list.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from diffusers import StableDiffusionImg2ImgPipeline, StableDiffusionPipeline
from transformers import CLIPTextModel

from macapp.checkpoints import Checkpoint
from macapp.engine.opening import without_stalls
from macapp.errors import MachineFault
from macapp.hardware import release
from macapp.schedulers import SCHEDULERS

PIPELINES = {"StableDiffusionPipeline", "StableDiffusionImg2ImgPipeline", "StableDiffusionInpaintPipeline"}

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

    def pipeline(self, from_image: bool) -> "StableDiffusionPipeline | StableDiffusionImg2ImgPipeline":
        """Return the pipeline for a request without or with a starting image."""
        return self.image_to_image if from_image else self.text_to_image


def load(checkpoint: Checkpoint, device: str, dtype: str) -> Loaded:
    """Load a checkpoint whole and move it to `device`; raises `MachineFault` and leaves nothing behind."""
    _check_kind(checkpoint.folder)
    try:
        with without_stalls():
            first = _from_folder(checkpoint.folder, device, getattr(torch, dtype)).to(device)
    except MemoryError:
        raise
    except Exception as exception:
        why = (str(exception).strip() or type(exception).__name__).splitlines()[0][:200].rstrip(".")
        raise MachineFault("model-load-failed", model=checkpoint.name, why=why) from exception
    first.set_progress_bar_config(disable=True)
    # The same modules in a second pipeline: it costs no memory and no time.
    second = StableDiffusionImg2ImgPipeline(**first.components, requires_safety_checker=False)
    second.set_progress_bar_config(disable=True)
    return Loaded(checkpoint, first, second, dict(first.scheduler.config))


def scheduler(name: str, config: Mapping[str, Any]) -> Any:
    """Return a new scheduler by the name people know, on the checkpoint's own noise schedule and prediction type."""
    entry = SCHEDULERS[name]
    return getattr(diffusers, entry.class_name).from_config(config, **entry.options)


def _from_folder(folder: Path, device: str, dtype: torch.dtype) -> StableDiffusionPipeline:
    """Load with diffusers; on MPS with a text encoder whose attention is plain.

    CLIP's text encoder masks the future by a flag, and on MPS scaled dot product attention in half precision can let it
    leak (pytorch issue 195910). Text is a thousandth of the work, so plain attention costs nothing.
    """
    options: dict[str, Any] = {
        _DTYPE[diffusers]: dtype,
        "use_safetensors": True,
        "local_files_only": True,
        "safety_checker": None,
        "requires_safety_checker": False,
    }
    if (folder / "unet" / "diffusion_pytorch_model.fp16.safetensors").exists():
        options["variant"] = "fp16"
    if device == "mps":
        part = folder / "text_encoder"
        plain: dict[str, Any] = {"attn_implementation": "eager", _DTYPE[transformers]: dtype}
        options["text_encoder"] = CLIPTextModel.from_pretrained(
            part, use_safetensors=True, local_files_only=True, **plain
        )
    return StableDiffusionPipeline.from_pretrained(folder, **options)


def _check_kind(folder: Path) -> None:
    try:
        kind = json.loads((folder / "model_index.json").read_text(encoding="utf-8"))["_class_name"]
    except (OSError, ValueError, KeyError, TypeError):
        raise MachineFault("model-part-broken", path=str(folder), part="model_index.json") from None
    if kind not in PIPELINES:
        raise MachineFault("model-kind-unsupported", path=str(folder), kind=str(kind)[:60])
