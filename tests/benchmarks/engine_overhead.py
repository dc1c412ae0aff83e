"""The overhead of Easel over plain diffusers: the time of the engine relative to a snippet, for the same picture.

The two take turns; the figure is the median of the ratios.
"""

from collections.abc import Callable
from typing import Any

from PIL.Image import Image

from macapp import models
from macapp.domain.request import Request
from macapp.engine import open_engine
from macapp.models import resolve_request
from tests.benchmarks.rows import Row
from tests.benchmarks.timing import median_ratio, time_in_turns

BAR = 1.05
STEPS, PAIRS = 20, 10


def rows(model: str) -> list[Row]:
    """Return the ratio, after one pair for warm-up, whose pictures must be equal."""
    request = build_request(model, seed=1)
    engine = open_engine("cpu")

    def ours() -> Image:
        return engine.generate(resolve_request(request), {}, ignore_progress, ignore_progress).image

    plain = build_snippet(request)
    if ours().tobytes() != plain().tobytes():
        raise AssertionError("the two pictures differ")
    taken = time_in_turns({"ours": ours, "plain": plain}, PAIRS)
    engine.release()
    subject = f"a picture, {STEPS} steps, over the time of diffusers' own snippet"
    return [
        Row(subject, median_ratio(taken["ours"], taken["plain"]), "", BAR, f"median of {PAIRS} pairs, equal pixels")
    ]


def build_request(model: str, seed: int, **changes: Any) -> Request:
    """Return the request for a picture at the size of the model."""
    width, height = models.find_checkpoint(model).size
    given = {"width": width, "height": height, "steps": STEPS, "guidance_scale": 4.0, "model": model}
    return Request(**{"prompt": "a red heart on a white background", "seed": seed, **given, **changes})


def load_plain_pipeline(model: str, **given: Any) -> Any:
    """Return the pipeline of diffusers, loaded as in its documentation."""
    import torch
    from diffusers import StableDiffusionPipeline

    checks = {"safety_checker": None, "requires_safety_checker": False}
    pipe: Any = StableDiffusionPipeline.from_pretrained(
        models.find_checkpoint(model).folder, use_safetensors=True, **checks, **given
    ).to(torch.float32)  # otherwise the text encoder keeps the half precision of its file
    pipe.set_progress_bar_config(disable=True)
    return pipe


def build_snippet(request: Request, **loading: Any) -> Callable[[], Any]:
    """Return the snippet from the documentation of diffusers as a function."""
    import torch
    from diffusers import DPMSolverMultistepScheduler

    pipe = load_plain_pipeline(request.model, **loading)

    def run() -> Any:
        pipe.scheduler = DPMSolverMultistepScheduler.from_config(pipe.scheduler.config, use_karras_sigmas=True)
        return pipe(
            request.prompt,
            width=request.width,
            height=request.height,
            num_inference_steps=request.steps,
            guidance_scale=request.guidance_scale,
            generator=torch.Generator("cpu").manual_seed(request.seed),
        ).images[0]

    return run


def ignore_progress(*_progress: object) -> None:
    """Ignore progress."""
