"""A second attempt at a picture that contained invalid numbers or ran out of memory.

Half precision overflows in some models and with some prompts; single precision is correct. There is one second attempt:
its picture is used, or the job fails. On the engine's thread.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import torch
from PIL import Image

from macapp.domain.request import Request
from macapp.engine.runtime.attention import set_attention_slicing
from macapp.engine.runtime.devices import empty_cache
from macapp.engine.runtime.memory_savings import apply_savings
from macapp.errors import MachineError
from macapp.planning.memory import Savings
from macapp.planning.plan import Plan
from macapp.planning.precision import FLOAT32

RETRY_SLICE_BYTES = (
    2**24
)  # bytes of scores at a time: half of what SD 1.5 at 512 x 512 usually has, a sixteenth at 1024
SINGLE_DECODED, LITTLE_MEMORY = "decoded in float32", "little memory"
"""Names of fallbacks in the file of a picture; the third is `FLOAT32`."""


@contextmanager
def in_float32(parts: Iterable[Any]) -> Iterator[None]:
    """Compute in float32, and restore the weights exactly: every number in half precision fits into single."""
    modules = [each for each in parts if isinstance(each, torch.nn.Module)]
    before = [_dtypes_of(each) for each in modules]
    try:
        for each in modules:
            each.to(torch.float32)
        yield
    finally:
        for each, dtypes in zip(modules, before, strict=True):
            _restore_dtypes(each, dtypes)


def _dtypes_of(module: torch.nn.Module) -> list[torch.dtype]:
    """Return the type of each tensor of a module, in the order of PyTorch.

    They differ: the scales of weights in 8 bits, and some layers of T5, are in float32 in any precision.
    """
    found: list[torch.dtype] = []

    def note(tensor: torch.Tensor) -> torch.Tensor:
        found.append(tensor.dtype)
        return tensor

    module._apply(note)  # noqa: SLF001  (what `to` calls: nothing public visits each tensor in its order)
    return found


def _restore_dtypes(module: torch.nn.Module, dtypes: list[torch.dtype]) -> None:
    own = iter(dtypes)
    module._apply(lambda tensor: tensor.to(next(own)))  # noqa: SLF001


@contextmanager
def with_minimum_memory(parts: Iterable[Any], torch_version: str, device: str) -> Iterator[None]:
    """Use smaller slices, guidance in two passes and tiled decoding. Each picture sets its own slices again."""
    empty_cache(device)
    all_of_them = list(parts)
    for each in all_of_them:
        set_attention_slicing(each, torch_version, True, RETRY_SLICE_BYTES)
    with apply_savings(all_of_them, Savings(guidance_in_two=True, vae_tiled=True)):
        yield


Fallback = tuple[str, Callable[[], AbstractContextManager[None]]]
"""The name of a fallback, and the context manager that applies it."""


def fallbacks_for(
    dtype: str, single: Callable[[], AbstractContextManager[None]], little: Callable[[], AbstractContextManager[None]]
) -> dict[str, Fallback]:
    """Return the fallback for each fault that has one, by its code, for a picture in `dtype`."""
    ways: dict[str, Fallback] = {"out-of-memory": (LITTLE_MEMORY, little)}
    ways["gpu-cut-off"] = ways["out-of-memory"]  # smaller slices end sooner, too
    return ways if dtype == FLOAT32 else {**ways, "picture-not-finite": (FLOAT32, single)}


@contextmanager
def report_memory_need(request: Request, plan: Plan) -> Iterator[None]:
    """Add to an error for too little memory how much the picture needs and how much is available."""
    try:
        yield
    except MachineError as fault:
        if fault.code != "out-of-memory":
            raise
        width, height = request.refined_size
        sizes = {"needed": plan.needed, "available": plan.available}
        raise MachineError("out-of-memory-at", width=width, height=height, **sizes) from fault


def with_fallback(
    attempt: Callable[[], Image.Image], ways: dict[str, Fallback], doubts: Sequence[str]
) -> tuple[Image.Image, str | None]:
    """Return the picture of an attempt, and the name of the fallback if the first attempt failed.

    `ways` holds a fallback for each code of a fault. An attempt adds to `doubts` why its picture may be wrong. Raises
    the error of the last attempt.
    """
    try:
        picture = attempt()
    except MachineError as fault:
        if fault.code not in ways:
            raise
        name, way = ways[fault.code]
    else:
        if "picture-not-finite" not in ways or not doubts:
            return picture, None
        name, way = ways["picture-not-finite"]  # if the picture is correct, the second attempt draws the same
    with way():
        again = attempt()
    return again, name
