"""`ResolvedRequest`: a request with every model that it uses, read from disk once per job. Any thread."""

import math
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import Request
from macapp.domain.weight_format import AUTO, WeightFormat
from macapp.errors import EaselError
from macapp.models.auxiliary import AuxiliaryModel, find_auxiliary, is_diffusion_upscaler, parameter_count, read_tensors
from macapp.models.checkpoint import Checkpoint, find_checkpoint, read_architecture, read_text
from macapp.models.fingerprints import sample_digest, states_in, weights_among
from macapp.models.fits import check_fits, check_map_kind, find_refiner
from macapp.models.packing import NamedTensor, count_packed
from macapp.models.references import encoded_pixels
from macapp.models.text_shapes import image_tokens
from macapp.planning.architecture import Architecture, ExtraModels, FormatWeights, PackedPart
from macapp.planning.tiling import TILE_PIXELS, X4_SCALE, X4_TILE_PIXELS


@dataclass(frozen=True)
class ResolvedRequest:
    """A request and the models that it uses. A job has one; the next job reads its models again."""

    request: Request
    checkpoint: Checkpoint
    auxiliaries: tuple[AuxiliaryModel, ...] = ()
    """LoRA, textual inversions, ControlNets and the VAE, in the order of the request"""
    upscaler: AuxiliaryModel | None = None
    """None if nothing is enlarged, or by Lanczos"""
    refiner: Checkpoint | None = None
    reference_sizes: tuple[tuple[int, int], ...] | None = None
    """width and height of each reference image; None if unknown, which plans for large ones"""

    def of_kind(self, kind: AuxiliaryKind) -> list[AuxiliaryModel]:
        """Return the auxiliary models of one kind, in the order of the request."""
        return [found for found in self.auxiliaries if found.kind is kind]

    @cached_property
    def architecture(self) -> Architecture:
        """What the planning rules need: the checkpoint, the weights of all other models, and the reference images.

        A textual inversion is left out: it has a few kilobytes.
        """
        weights = sum(parameter_count(found) for found in self.auxiliaries if found.kind is not AuxiliaryKind.EMBEDDING)
        references = encoded_pixels(self.checkpoint.kind, self.request, self.reference_sizes)
        extras = ExtraModels(
            weights=weights,
            packed=self._packed_controls(),
            controls=len(self.request.controls),
            reference_pixels=references,
            keeps_layers=self.request.cache_interval > 1,
        )
        if self.refiner is not None:
            own = replace(self.refiner.architecture, extras=ExtraModels(keeps_layers=extras.keeps_layers))
            extras = replace(extras, models=((own, self.request.size),))
        if self.upscaler is not None:
            extras = _add_upscaler(extras, self.upscaler, self.request)
        return replace(self._with_prompt(), extras=extras, formats=self._formats())

    def _with_prompt(self) -> Architecture:
        """Return the architecture of the checkpoint, with the images that its text encoder sees in the prompt."""
        own, use = self.checkpoint.architecture, self.checkpoint.kind.references
        seen = (0 if use is None else use.prompt_pixels,) * len(self.request.references)
        if not any(seen):
            return own
        text, tokens = read_text(self.checkpoint.folder, seen), own.text_tokens + image_tokens(seen)
        return replace(own, text_tokens=tokens, text_working=text.working, text_scores=text.scores)

    def _packed_controls(self) -> tuple[tuple[WeightFormat, PackedPart], ...]:
        """Return what each weight format packs of the ControlNets."""
        entries = [item for found in self.of_kind(AuxiliaryKind.CONTROLNET) for item in read_tensors(found).items()]
        tensors = [NamedTensor(name, entry["shape"], entry["dtype"]) for name, entry in entries]
        return tuple((wanted, count_packed(tensors, wanted)) for wanted in WeightFormat) if tensors else ()

    def _formats(self) -> tuple[FormatWeights, ...]:
        """Return the weight format that the request names, or all that the checkpoint can have."""
        formats, chosen = self.checkpoint.architecture.formats, self.request.weights
        return formats if chosen == AUTO else tuple(each for each in formats if each.weight_format.value == chosen)

    def describe_additions(self) -> str:
        """Return the kind, name and digest of each model besides the checkpoint, if it can be read."""
        words = []
        for found in (*self.auxiliaries, *filter(None, [self.upscaler])):
            with suppress(EaselError, OSError):
                digest = sample_digest(weights_among(states_in(found.path)))
                words.append(f"{found.kind.label} {found.name} {digest}")
        if self.refiner is not None:
            with suppress(EaselError):
                words.append(f"refiner {self.refiner.name} {self.refiner.fingerprint}")
        return ", ".join(words)


def resolve_request(request: Request, checkpoint: Checkpoint | None = None) -> ResolvedRequest:
    """Find every model of a request, and check that they exist and fit; nothing is loaded.

    `checkpoint` is the one that was read already. Raises `BadRequest` or `MachineError`.
    """
    checkpoint = checkpoint or find_checkpoint(request.model)
    checkpoint.check_supports(request)
    auxiliaries = []
    for kind, model in _auxiliaries(request):
        auxiliaries.append(find_auxiliary(model, kind))
        check_fits(auxiliaries[-1], checkpoint)
    nets = (found for found in auxiliaries if found.kind is AuxiliaryKind.CONTROLNET)
    for found, control in zip(nets, request.controls, strict=True):
        check_map_kind(found, checkpoint, control)
    refiner = None if request.refiner is None else find_refiner(request.refiner)
    return ResolvedRequest(request, checkpoint, tuple(auxiliaries), _find_upscaler(request), refiner)


def resolve_available(request: Request, checkpoint: Checkpoint) -> ResolvedRequest:
    """Find those models of a request that can be read, for an estimate; the others are left out."""
    auxiliaries, upscaler, refiner = [], None, None
    for kind, model in _auxiliaries(request):
        with suppress(EaselError):
            auxiliaries.append(find_auxiliary(model, kind))
    with suppress(EaselError):
        upscaler = _find_upscaler(request)
    with suppress(EaselError):
        refiner = None if request.refiner is None else find_checkpoint(request.refiner)
    return ResolvedRequest(request, checkpoint, tuple(auxiliaries), upscaler, refiner)


def _auxiliaries(request: Request) -> Iterator[tuple[AuxiliaryKind, str]]:
    """Yield what is added to the checkpoint; an upscaler works on pixels, and fits every checkpoint."""
    return ((kind, model) for kind, model in request.auxiliaries() if kind is not AuxiliaryKind.UPSCALER)


def _find_upscaler(request: Request) -> AuxiliaryModel | None:
    if request.upscaler is None or not request.is_enlarged:
        return None
    return find_auxiliary(request.upscaler, AuxiliaryKind.UPSCALER)


def _add_upscaler(extras: ExtraModels, upscaler: AuxiliaryModel, request: Request) -> ExtraModels:
    """Return `extras` with the weights of an upscaler and the size of its tiles."""
    if not is_diffusion_upscaler(upscaler):
        tile = math.prod(min(side, TILE_PIXELS) for side in request.size)
        return replace(extras, single_weights=parameter_count(upscaler), enlarged=tile * X4_SCALE**2)
    width, height = (min(side, X4_TILE_PIXELS) * X4_SCALE for side in request.size)
    with suppress(EaselError):
        own = replace(read_architecture(upscaler.path), vae_single=True)  # diffusers decodes it in float32
        return replace(extras, models=(*extras.models, (own, (width, height))))
    return extras
