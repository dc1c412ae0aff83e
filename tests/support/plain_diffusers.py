"""Pictures of plain diffusers for a request, to compare with the engine."""

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from macapp.domain.request import Request
from macapp.models import resolve_request
from macapp.models.families import FAMILIES
from tests.support.request_factory import request

IMAGE, MASK, MAP, MAP_2 = (digit * 64 for digit in "0123")


def noise(seed: int, size: tuple[int, int] = (64, 64)) -> Image.Image:
    return Image.fromarray(np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8))


def mask(box: tuple[int, int, int, int], size: tuple[int, int] = (64, 64)) -> Image.Image:
    drawn = Image.new("L", size)
    ImageDraw.Draw(drawn).rectangle((box[0], box[1], box[2] - 1, box[3] - 1), fill=255)
    return drawn


IMAGES = {IMAGE: noise(0), MASK: mask((16, 16, 48, 40)), MAP: noise(1), MAP_2: noise(2)}


def nothing(*_progress: object) -> None:
    """Ignore progress."""


def asked(model: Path, **changes: Any) -> Request:
    return request("a red heart", seed=11, model=str(model), **{"steps": 4, "guidance_scale": 7.5, **changes})


def needs_of(pipeline: str) -> dict[str, Any]:
    """Return the fields without which a family with this pipeline makes no picture."""
    return {"image": IMAGE, "strength": 1.0, "mask": MASK} if FAMILIES[pipeline].needs_mask else {}


def make(engine, wanted: Request) -> Image.Image:
    return engine.generate(resolve_request(wanted), IMAGES, nothing, nothing).image


def plainly(
    kind: str,
    wanted: Request,
    parts: dict[str, Any] | None = None,
    lora: tuple[Path, float] | None = None,
    scheduler: Any = None,
    **given: Any,
) -> Image.Image:
    """Make the picture as in the documentation of diffusers, with a LoRA of some weight and a scheduler of a class."""
    import diffusers
    import torch

    from macapp.domain.schedulers import SCHEDULERS
    from tests.support.plain_schedulers import plain_scheduler

    if parts or lora is not None:
        pipe = aligned(getattr(diffusers, kind).from_pretrained(wanted.model, use_safetensors=True, **parts or {}))
    else:
        pipe = _loaded(kind, wanted.model)
    entry = SCHEDULERS[wanted.scheduler]
    if scheduler is not None:
        pipe.scheduler = scheduler.from_config(pipe.scheduler.config)
    elif entry.class_name:
        flows = type(pipe.scheduler).__name__.startswith("FlowMatch") and entry.flow_class
        pipe.scheduler = plain_scheduler(flows or entry.class_name, pipe.scheduler.config, entry.options)
    pipe.set_progress_bar_config(disable=True)
    if lora is not None:
        pipe.load_lora_weights(str(lora[0].parent), weight_name=lora[0].name, adapter_name="it")
        pipe.set_adapters(["it"], adapter_weights=[lora[1]])
    torch.manual_seed(wanted.seed)  # what is drawn without a generator
    if "Klein" in kind and (negative := given.pop("negative_prompt", "")):  # its pipelines take no text for it
        given["negative_prompt_embeds"] = pipe.encode_prompt(prompt=negative)[0].detach()
    return pipe(
        **{
            "prompt": wanted.prompt,
            "num_inference_steps": wanted.steps,
            "guidance_scale": wanted.guidance_scale,
            "generator": torch.Generator("cpu").manual_seed(wanted.seed),
            **given,
        }
    ).images[0]


_last: dict[Any, tuple[Any, Any]] = {}
"""the pipeline that was loaded last, with its own scheduler, by its class and files"""


def _loaded(kind: str, model: str) -> Any:
    """Return a pipeline as it is after loading; the same one while the files stay."""
    import diffusers

    files = sorted(each for each in Path(model).rglob("*") if each.is_file())
    key = (kind, *((str(each), each.stat().st_size, each.stat().st_mtime_ns) for each in files))
    if key not in _last:
        _last.clear()
        pipe = aligned(getattr(diffusers, kind).from_pretrained(model, use_safetensors=True))
        _last[key] = pipe, pipe.scheduler
    pipe, own = _last[key]
    pipe.scheduler = type(own).from_config(own.config)
    return pipe


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and np.array_equal(np.asarray(one), np.asarray(other))


def largest_difference(one: Image.Image, other: Image.Image) -> int:
    """Return the largest difference of two pictures in a channel, 0 to 255."""
    return int(np.abs(np.asarray(one, dtype=int) - np.asarray(other, dtype=int)).max())


SAFE = {"safety_checker": None}
SIZE: dict[str, Any] = {"width": 64, "height": 64}


def aligned(pipe: Any) -> Any:
    """Copy text projections into memory: their alignment in a mapped file changes the last bit of a product."""
    for each in pipe.components.values():
        projection = getattr(each, "text_projection", None)
        if projection is not None:
            projection.weight.data = projection.weight.data.clone()
    return pipe
