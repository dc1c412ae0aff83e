"""A second try for a picture that came out of the GPU as no numbers, or for which there was too little memory.

Half precision overflows in some models and with some prompts: the same in single precision is right. A picture is tried
again once; what comes then counts, or its job fails. On the engine's thread.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

import torch
from diffusers import UNet2DConditionModel
from PIL import Image

from macapp.engine.attention import slice_attention
from macapp.engine.devices import give_memory_back
from macapp.engine.guidance import run_in_halves
from macapp.engine.savings import decoded_in_tiles
from macapp.errors import MachineFault

LEAST_SLICE = 2**26  # bytes of scores at a time: a quarter of the usual
SINGLE, SINGLE_DECODED, LITTLE_MEMORY = "float32", "decoded in float32", "little memory"
"""What a picture's file says it was rescued by."""


@contextmanager
def in_single_precision(parts: Iterable[Any]) -> Iterator[None]:
    """Compute in float32; afterwards every weight is as it was, as half precision fits into single."""
    modules = [each for each in parts if isinstance(each, torch.nn.Module)]
    before = [next(each.parameters()).dtype for each in modules]
    try:
        for each in modules:
            each.to(torch.float32)
        yield
    finally:
        for each, dtype in zip(modules, before, strict=True):
            each.to(dtype)


@contextmanager
def with_little_memory(parts: Iterable[Any], torch_version: str, device: str) -> Iterator[None]:
    """Compute in smaller slices, guidance in two passes, the VAE in tiles; slices are set anew for each picture."""
    give_memory_back(device)
    with ExitStack() as saving:
        for each in parts:
            slice_attention(each, torch_version, True, LEAST_SLICE)
            saving.enter_context(decoded_in_tiles(each, True))
            saving.enter_context(run_in_halves(each, isinstance(each, UNet2DConditionModel)))
        yield


Way = tuple[str, Callable[[], AbstractContextManager[None]]]
"""What a rescue is called, and what brings it about."""


def rescued(attempt: Callable[[], Image.Image], ways: dict[str, Way]) -> tuple[Image.Image, str | None]:
    """Return the picture of an attempt, and by what it was rescued if the first one failed.

    `ways` holds a second way by the code of the fault that it helps against. Raises what the last attempt raised.
    """
    try:
        picture = attempt()
    except MachineFault as fault:
        if fault.code not in ways:
            raise
        name, way = ways[fault.code]
    else:
        if "picture-not-finite" not in ways or not _is_one_colour(picture):
            return picture, None
        name, way = ways["picture-not-finite"]  # it may be right; then it comes again
    with way():
        again = attempt()
    return again, name


def _is_one_colour(picture: Image.Image) -> bool:
    return all(least == most for least, most in picture.getextrema())  # pyright: ignore[reportGeneralTypeIssues]
