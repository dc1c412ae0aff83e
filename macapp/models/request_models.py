"""What a request brings beside its checkpoint, told from headers and configurations: for the price. Any thread.

What is missing or broken is left out here: the engine says so in words. A textual inversion is a few kilobytes, an
IP-Adapter is not taken.
"""

import math
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import Request
from macapp.errors import EaselError
from macapp.models.auxiliary import AuxiliaryModel, find_auxiliary, read_tensors
from macapp.models.checkpoint import INDEX, Checkpoint, find_checkpoint, path_exists, read_architecture
from macapp.models.fingerprints import sample_digest, states_in, weights_among
from macapp.planning.memory import Architecture, ExtraModels
from macapp.planning.tiling import TILE, X4, X4_TILE


def request_architecture(checkpoint: Checkpoint, request: Request) -> Architecture:
    """Return what the rules need to know of a checkpoint and of all that a request uses beside it."""
    beside = [each for each in _found(request) if each.kind is not AuxiliaryKind.EMBEDDING]
    extras = ExtraModels(
        weights=sum(map(parameter_count, beside)), controls=len(request.controls), models=tuple(_refiner(request))
    )
    upscaler = request_upscaler(request)
    return replace(checkpoint.architecture, extras=extras if upscaler is None else _with(extras, upscaler, request))


def additions_named(request: Request) -> str:
    """Return what a request uses beside its checkpoint, each by its kind, its name and what names its weights.

    What cannot be read is left out: the engine refuses it.
    """
    upscaler = request_upscaler(request)
    words = []
    for each in [*_found(request), *([] if upscaler is None else [upscaler])]:
        with suppress(EaselError, OSError):
            digest = sample_digest(weights_among(states_in(each.path)))
            words.append(f"{each.kind.label} {each.name} {digest}")
    if request.refiner is not None:
        with suppress(EaselError):
            refiner = find_checkpoint(request.refiner)
            words.append(f"refiner {refiner.name} {refiner.fingerprint}")
    return ", ".join(words)


def request_upscaler(request: Request) -> AuxiliaryModel | None:
    """Return the model that a picture is enlarged with; None where nothing is, or by Lanczos."""
    if request.upscaler is not None and request.is_enlarged:
        with suppress(EaselError):
            return find_auxiliary(request.upscaler, AuxiliaryKind.UPSCALER)
    return None


def is_diffusion_upscaler(upscaler: AuxiliaryModel) -> bool:
    """Return whether an upscaler is a model that draws, with a prompt and in steps."""
    return path_exists(upscaler.path / INDEX)


def parameter_count(found: AuxiliaryModel) -> int:
    """Return how many numbers the weights of an addon are."""
    return sum(math.prod(entry["shape"]) for entry in read_tensors(found).values())


def _found(request: Request) -> list[AuxiliaryModel]:
    """Return what is added to a checkpoint before it draws, as far as it can be read: all but the upscaler."""
    found = []
    for kind, model in request.auxiliaries():
        if kind is not AuxiliaryKind.UPSCALER:
            with suppress(EaselError):
                found.append(find_auxiliary(model, kind))
    return found


def _refiner(request: Request) -> Iterable[tuple[Architecture, tuple[int, int]]]:
    if request.refiner is not None:
        with suppress(EaselError):
            yield find_checkpoint(request.refiner).architecture, request.size


def _with(extras: ExtraModels, upscaler: AuxiliaryModel, request: Request) -> ExtraModels:
    """Return what an upscaler brings, too: its weights, and what it works on at a time."""
    if not is_diffusion_upscaler(upscaler):
        tile = math.prod(min(each, TILE) for each in request.size)
        return replace(extras, single_weights=parameter_count(upscaler), enlarged=tile * X4**2)
    width, height = (min(each, X4_TILE) * X4 for each in request.size)
    with suppress(EaselError):
        own = replace(read_architecture(upscaler.path), vae_single=True)  # diffusers decodes it so
        return replace(extras, models=(*extras.models, (own, (width, height))))
    return extras
