"""The models that a request uses besides its checkpoint, from headers and configurations. Any thread.

Missing and damaged models are left out here: the engine reports them. Textual inversions are a few kilobytes and do not
count for memory.
"""

import math
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import Request
from macapp.errors import EaselError
from macapp.models.auxiliary import AuxiliaryModel, find_auxiliary, read_tensors
from macapp.models.checkpoint import Checkpoint, find_checkpoint, read_architecture
from macapp.models.configuration import INDEX, path_exists
from macapp.models.fingerprints import sample_digest, states_in, weights_among
from macapp.planning.memory import Architecture, ExtraModels
from macapp.planning.tiling import TILE_PIXELS, X4_SCALE, X4_TILE_PIXELS


def request_architecture(checkpoint: Checkpoint, request: Request) -> Architecture:
    """Return the architecture of a checkpoint with all auxiliary models of a request."""
    found = [each for each in _find_additions(request) if each.kind is not AuxiliaryKind.EMBEDDING]
    extras = ExtraModels(
        weights=sum(map(parameter_count, found)), controls=len(request.controls), models=tuple(_refiner(request))
    )
    upscaler = request_upscaler(request)
    return replace(
        checkpoint.architecture, extras=extras if upscaler is None else _add_upscaler(extras, upscaler, request)
    )


def describe_additions(request: Request) -> str:
    """Return the auxiliary models of a request as text: kind, name and digest of each.

    Models that cannot be read are left out: the engine refuses them.
    """
    upscaler = request_upscaler(request)
    words = []
    for addition in [*_find_additions(request), *([] if upscaler is None else [upscaler])]:
        with suppress(EaselError, OSError):
            digest = sample_digest(weights_among(states_in(addition.path)))
            words.append(f"{addition.kind.label} {addition.name} {digest}")
    if request.refiner is not None:
        with suppress(EaselError):
            refiner = find_checkpoint(request.refiner)
            words.append(f"refiner {refiner.name} {refiner.fingerprint}")
    return ", ".join(words)


def request_upscaler(request: Request) -> AuxiliaryModel | None:
    """Return the upscaler of a request; None if nothing is enlarged, or by Lanczos."""
    if request.upscaler is not None and request.is_enlarged:
        with suppress(EaselError):
            return find_auxiliary(request.upscaler, AuxiliaryKind.UPSCALER)
    return None


def is_diffusion_upscaler(upscaler: AuxiliaryModel) -> bool:
    """Return whether an upscaler is a diffusion model, with a prompt and steps."""
    return path_exists(upscaler.path / INDEX)


def parameter_count(found: AuxiliaryModel) -> int:
    """Return the number of parameters of an auxiliary model."""
    return sum(math.prod(entry["shape"]) for entry in read_tensors(found).values())


def _find_additions(request: Request) -> list[AuxiliaryModel]:
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


def _add_upscaler(extras: ExtraModels, upscaler: AuxiliaryModel, request: Request) -> ExtraModels:
    """Return `extras` with the weights of an upscaler and the area on which it works at a time."""
    if not is_diffusion_upscaler(upscaler):
        tile = math.prod(min(each, TILE_PIXELS) for each in request.size)
        return replace(extras, single_weights=parameter_count(upscaler), enlarged=tile * X4_SCALE**2)
    width, height = (min(each, X4_TILE_PIXELS) * X4_SCALE for each in request.size)
    with suppress(EaselError):
        own = replace(read_architecture(upscaler.path), vae_single=True)  # as diffusers decodes it
        return replace(extras, models=(*extras.models, (own, (width, height))))
    return extras
