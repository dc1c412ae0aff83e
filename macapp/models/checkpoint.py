"""`Checkpoint`: a model folder in the layout of diffusers, as its configuration files describe it. Any thread.

Reading a folder never executes anything in it, and returns a `Checkpoint` or raises `MachineError`.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from macapp.domain.request import SIDE_STEP, Request
from macapp.domain.schedulers import SCHEDULERS, select_schedulers
from macapp.errors import BadRequest, MachineError
from macapp.models.catalog import CHECKPOINT, CatalogEntry, load_catalog
from macapp.models.coherence import check_together
from macapp.models.composed_weights import FULL_BYTES, TRANSFORMER, compose_architecture
from macapp.models.composition import materialize_composition, source_files, weigh
from macapp.models.configuration import INDEX, broken_part, is_number_list, path_exists, read_config
from macapp.models.denoiser_shapes import NATIVE_LATENTS, denoiser_shape, vae_shape
from macapp.models.families import DEEPFLOYD_IF, FAMILIES, STABLE_DIFFUSION, TEXT_PROCESSOR, is_allowed_class
from macapp.models.fingerprints import fingerprint
from macapp.models.foreign_formats import check_not_quantized, check_number_types
from macapp.models.model_family import STABLE_DIFFUSION_2_WIDTH, ModelFamily
from macapp.models.packing import count_kept, text_sizes, weight_formats
from macapp.models.references import check_reference_count
from macapp.models.safetensors import read_header
from macapp.models.single_file import is_single, lacks_vae, materialize_config
from macapp.models.text_shapes import TOKENS_OF_CLIP, TextShape, read_text_shape
from macapp.models.tokenizers import check_tokenizer
from macapp.models.variants import ModelFacts, source_name, suited_settings
from macapp.planning.architecture import Architecture, FormatWeights, PackedPart
from macapp.system.paths import at_home
from macapp.system.storage import State, below, is_regular, resolved, state_of

IGNORED_COMPONENTS = (
    *("safety_checker", "feature_extractor", "image_encoder", "watermarker"),
    *("pe", "pe_tokenizer", "prompt_enhancer_head"),  # language models that rewrite the prompt
)
"""Parts of a pipeline that Easel does not use."""
WITHOUT_WEIGHTS = ("Scheduler", "Tokenizer", "TokenizerFast", "Processor", "FeatureExtractor")
"""The endings of the classes of parts without weights."""
REFINER = "StableDiffusionXLImg2ImgPipeline"
INPAINTING_CHANNELS = 9  # input channels of a UNet: four for latents, four for the masked image, one for the mask
SECOND_STAGE = "IFSuperResolutionPipeline"
ENLARGING = (SECOND_STAGE, "StableDiffusionUpscalePipeline")
CASCADE_CHANNELS = 128  # channels of the widest map at full size, in the autoencoder of the x4 upscaler


@dataclass(frozen=True)
class Checkpoint:
    """A model on disk, with its default settings."""

    id: str
    """its name in requests: a catalogue id, or the path of its folder"""
    name: str
    folder: Path
    """the folder of its configurations, and of its weights unless they are in one file"""
    pipeline: str
    """the class of diffusers that saved it"""
    kind: ModelFamily
    architecture: Architecture
    files: tuple[State, ...] = field(repr=False)
    """the states of its files; an equal state means that the loaded model is still current"""
    steps: int
    guidance_scale: float
    scheduler: str
    stages: tuple[Path, ...] = ()
    """folders of the models that enlarge its pictures, in order: the stages of DeepFloyd IF"""
    file: Path | None = None
    """the single file with all its weights"""
    cross_attention_dim: int = 0
    """the width of a token in its UNet; 0 without a UNet"""
    refines: bool = False
    """whether it is a refiner of SDXL, which needs a source image"""
    is_inpainting: bool = False
    """whether it is an inpainting model, which needs a source image and a mask"""
    has_zero_snr: bool = False
    """whether its noise schedule ends in pure noise, which some schedulers do not support"""
    lacks_vae: bool = False
    """whether its file has no VAE, so that a request must bring one"""
    examples: tuple[str, ...] = ()
    """prompts that suit it"""

    @cached_property
    def fingerprint(self) -> str:
        """The fingerprint of its weights (see `fingerprints`), computed at the first access; raises `MachineError`."""
        weights = source_files(self.folder) or ([self.file] if self.file else _all_weight_files(self.folder))
        states = {each.path: each for each in self.files}
        others = [each for stage in self.stages for each in _all_weight_files(stage)]
        try:
            own, staged = ([states[each] for each in files] for files in (weights, others))
            return fingerprint(own, staged, self.file is not None)
        except (OSError, LookupError, BadRequest):  # deleted or replaced meanwhile
            raise broken_part(self.folder, "weights") from None

    @property
    def schedulers(self) -> tuple[str, ...]:
        """The schedulers that it can be drawn with."""
        is_second = self.cross_attention_dim == STABLE_DIFFUSION_2_WIDTH
        return select_schedulers(self.kind.schedulers, self.has_zero_snr, has_aligned_levels=not is_second)

    @property
    def size(self) -> tuple[int, int]:
        """The size that it was trained on, in pixels."""
        return self.architecture.native_size, self.architecture.native_size

    @property
    def family(self) -> str:
        """The family for compatibility, for the user: the model family, with the generation of Stable Diffusion."""
        return _family(self.kind, self.cross_attention_dim)

    def check_supports(self, request: Request) -> None:
        """Raise `BadRequest` if a request needs something that this checkpoint does not support."""
        kind = self.kind
        if (field := kind.first_unsupported(request)) is not None:
            raise BadRequest("field-unfit", field=field, model=self.name, kind=kind.name)
        if request.scheduler not in self.schedulers:
            names = ", ".join(self.schedulers)
            raise BadRequest("scheduler-unfit", value=request.scheduler, model=self.name, names=names)
        if request.steps > (limit := SCHEDULERS[request.scheduler].max_steps):
            raise BadRequest("steps-over-scheduler", value=request.scheduler, steps=request.steps, limit=limit)
        check_reference_count(kind, self.name, request)
        if self.refines and request.image is None:
            raise BadRequest("model-needs-image", model=self.name)
        if self.refines and request.controls:
            raise BadRequest("field-unfit-here", field="controls")
        if self.is_inpainting and request.mask is None:
            raise BadRequest("model-needs-mask", model=self.name)
        if self.lacks_vae and request.vae is None:
            raise BadRequest("model-needs-vae", model=self.name)
        kind.check_task(request)
        step = self.architecture.latent_scale * SIDE_STEP if self.stages else kind.side_step
        if any(side % step for side in request.size):
            raise BadRequest("size-not-multiple", width=request.width, height=request.height, kind=kind.name, step=step)
        if min(request.size) < min(kind.min_side, *self.size):
            width, height = request.size
            raise BadRequest("size-too-small", width=width, height=height, kind=kind.name, least=kind.min_side)


def _family(kind: ModelFamily, token_width: int) -> str:
    known = {768: " 1", STABLE_DIFFUSION_2_WIDTH: " 2"} if kind is STABLE_DIFFUSION else {}
    return kind.name + known.get(token_width, "")


def installed_checkpoints() -> list[Checkpoint]:
    """Return the checkpoints of the catalogue that are on disk and complete."""
    found = []
    for model_id in _checkpoint_ids():
        with contextlib.suppress(MachineError):
            found.append(find_checkpoint(model_id))
    return found


def find_checkpoint(model: str) -> Checkpoint:
    """Return the checkpoint with a catalogue id or the path of a folder or file.

    Raises `MachineError` if it is missing, if a part is missing or damaged, or if the engine or an installed library
    does not support its family.
    """
    entry = load_catalog().get(model)
    folder = _locate(model, entry)
    source, file = resolved(folder), None
    if is_single(folder):
        folder, file = materialize_composition(folder.absolute()) or materialize_config(source), source
    folder, stages = _find_stages(folder)
    check_no_external_links(folder)
    if entry is not None:
        stages = stages or _installed_stages(entry)
    pipeline = supported_pipeline_class(folder)
    kind = FAMILIES[pipeline]
    if (old := kind.missing_dependency()) is not None:
        raise old
    for stage_folder in (folder, *stages):
        check_parts(stage_folder, source if file is not None else stage_folder)
    unet = read_config(folder, "unet/config.json") if (folder / "unet").exists() else {}
    width = found if isinstance(found := unet.get("cross_attention_dim"), int) else 0
    cascade = kind is DEEPFLOYD_IF
    architecture = read_cascade_architecture(folder, stages) if cascade else read_architecture(folder, file)
    return Checkpoint(
        id=model if entry is not None else str(source),
        name=entry.name if entry is not None else (source.stem if file else source.name),
        folder=folder,
        file=file,
        pipeline=pipeline,
        kind=kind,
        architecture=replace(architecture, family=_family(kind, width)),
        files=_states(folder, stages, file),
        stages=stages,
        **default_settings(
            kind, entry, ModelFacts.read(folder, kind.denoiser_part, entry.name if entry else source_name(source))
        ),
        cross_attention_dim=width,
        refines=pipeline == REFINER and not (folder / "text_encoder" / "config.json").exists(),
        is_inpainting=kind.needs_mask or unet.get("in_channels") == INPAINTING_CHANNELS,
        has_zero_snr=_has_zero_snr(folder),
        lacks_vae=file is not None and not source_files(folder) and lacks_vae(file),
        examples=() if entry is None else entry.examples,
    )


def _has_zero_snr(folder: Path) -> bool:
    """Return whether the noise schedule of a checkpoint ends in pure noise."""
    config = "scheduler/scheduler_config.json"
    return path_exists(folder / config) and read_config(folder, config).get("rescale_betas_zero_snr") is True


def _locate(model: str, entry: CatalogEntry | None) -> Path:
    """Return the folder or file of a model; raises `MachineError` if it is missing or another program packed it."""
    if entry is not None and entry.path is None:
        raise MachineError("model-not-fetched", model=entry.name, id=entry.id, size_bytes=entry.download)
    folder = _resolve_folder(model) if entry is None else entry.path
    if folder is None or not path_exists(folder):
        known = ", ".join(_checkpoint_ids()) or "those you install"
        raise MachineError("model-missing", model=model[:200], known=known)
    if folder.is_dir():
        check_not_quantized(folder)
    return folder


def default_settings(kind: ModelFamily, entry: CatalogEntry | None, facts: ModelFacts) -> dict[str, Any]:
    """Return the settings that suit a checkpoint: of its catalogue entry, else of its variant, else of its family."""
    names = ("steps", "guidance_scale", "scheduler")
    of_variant = suited_settings(kind.variants, facts)
    own = {name: getattr(entry, name, None) for name in names}
    return {name: of_variant.get(name, getattr(kind, name)) if own[name] is None else own[name] for name in names}


def _states(folder: Path, stages: tuple[Path, ...], file: Path | None) -> tuple[State, ...]:
    """Return the states of all files of a model and its stages; raises `MachineError`."""
    found = source_files(folder) or ([] if file is None else [file])
    for root in (folder, *stages):
        found.append(root / INDEX)
        found += [each for part in loaded_parts(root) for each in sorted((root / part).glob("[!.]*"))]
    try:
        return tuple(state_of(each) for each in found)
    except OSError:
        raise broken_part(folder, "one of its files") from None


def read_components(folder: Path) -> dict[str, tuple[str, str]]:
    """Return the parts that a model's index names and that Easel needs, each with its library and class.

    Raises `MachineError` for a class that may not be loaded.
    """
    found = {}
    for name, value in read_config(folder, INDEX).items():
        if name.startswith("_") or name in IGNORED_COMPONENTS or not isinstance(value, list) or value[:1] == [None]:
            continue
        if is_number_list(value):  # a setting of the pipeline
            continue
        if len(value) != 2 or not all(isinstance(each, str) for each in value) or not is_allowed_class(*value):
            raise MachineError("model-part-unknown", path=str(folder), part=str(name)[:60])
        found[name] = (value[0], value[1])
    return found


def loaded_parts(folder: Path) -> dict[str, tuple[str, str]]:
    """Return the parts of a model or stage that are loaded; the second stage of DeepFloyd IF needs no text encoder."""
    unread = ("tokenizer", "text_encoder") if pipeline_class(folder) == SECOND_STAGE else ()
    return {name: each for name, each in read_components(folder).items() if name not in unread}


def read_architecture(folder: Path, file: Path | None = None) -> Architecture:
    """Read the architecture from the configurations of the denoiser and the VAE; raises `MachineError`.

    `file` has the weights, if they are not in the folder.
    """
    parts = read_components(folder)
    name = "unet/config.json" if "unet" in parts else "transformer/config.json"
    vae_name = "movq/config.json" if "movq" in parts else "vae/config.json"
    config, vae = read_config(folder, name), read_config(folder, vae_name)
    weights = source_files(folder) or ([file] if file else _all_weight_files(folder))
    check_number_types(weights)
    try:
        composed, single, together = weigh(folder), len(weights) == 1 and is_single(weights[0]), "unet" in parts
        text = read_text(folder)
        if composed is not None and not together:
            architecture = compose_architecture(config, vae, composed)
            return replace(architecture, text_working=text.working, text_scores=text.scores)
        texts = composed.texts if composed else text_sizes(weights, single)
        return Architecture(
            **denoiser_shape(config, parts["unet" if together else TRANSFORMER][1]),
            **(shape := vae_shape(vae)),
            native_size=int(config.get("sample_size") or NATIVE_LATENTS) * shape["latent_scale"],
            weights=composed.total if composed else sum(each.stat().st_size for each in weights),
            bytes_per_weight=FULL_BYTES if composed else _bytes_per_weight(folder, weights),
            text_weights=sum(texts),
            text_parts=(sum(texts),) if together and texts else texts,
            text_working=text.working,
            text_scores=text.scores,
            vae_single="text_encoder_2" in parts and together and bool(vae.get("force_upcast", True)),
            formats=composed.formats if composed else weight_formats(weights, single, together),
        )
    except (LookupError, TypeError, ValueError, OverflowError):
        raise broken_part(folder, f"{name} or {vae_name}") from None


def read_text(folder: Path, seen: Sequence[int] = ()) -> TextShape:
    """Return what the text encoders of a model hold besides their weights, with images of `seen` pixels in the prompt.

    Raises `MachineError` for a broken model.
    """
    family = FAMILIES.get(pipeline_class(folder))
    limit = (None if family is None else family.token_limit) or TOKENS_OF_CLIP
    return read_text_shape(folder, read_components(folder), limit, seen)


def read_cascade_architecture(folder: Path, stages: tuple[Path, ...]) -> Architecture:
    """Read the architecture of a model with stages; raises `MachineError`.

    Only the text encoder or one stage is in memory at one time: the largest of them counts.
    """
    config = read_config(folder, "unet/config.json")
    weights = [_weight_files(each, "unet") for each in (folder, *stages)] + [_weight_files(folder, "text_encoder")]
    sizes = [sum(each.stat().st_size for each in files) for files in weights]
    scale, kept = 4 ** len(stages), count_kept(weights[-1])
    try:
        return Architecture(
            native_size=int(config["sample_size"]) * scale,
            weights=max(sizes),
            bytes_per_weight=_bytes_per_weight(folder, weights[sizes.index(max(sizes))]),
            latent_scale=scale,
            text_weights=0,  # it is in memory while it encodes, whatever the plan decides
            attention=(),
            channels=0,
            vae_attention=False,
            vae_channels=CASCADE_CHANNELS,
            vae_single=False,
            formats=(FormatWeights(denoiser=kept if sizes[-1] == max(sizes) else PackedPart()),),
        )
    except (LookupError, TypeError, ValueError):
        raise broken_part(folder, "unet/config.json") from None


def check_no_external_links(folder: Path) -> None:
    """Raise `MachineError` for a link out of a model's folder, and for a pipe or a device in it.

    The libraries that load a model open any file of its folder. In the cache of the hub all files are links: there they
    may point anywhere in the folder of their repository.
    """
    root = resolved(folder)
    allowed = root.parents[1] if root.parent.name == "snapshots" else root
    for path in below(folder):
        if path.is_symlink() and not resolved(path).is_relative_to(allowed):
            raise MachineError("model-part-outside", path=str(folder), part=str(path.relative_to(folder)))
        if path_exists(path) and not path.is_dir() and not is_regular(path):
            raise broken_part(folder, str(path.relative_to(folder)))


def check_parts(folder: Path, called: Path) -> None:
    """Raise `MachineError` for parts that do not fit each other, and for tokenizers with unknown tokens.

    `called` is the path that the user knows.
    """
    index, parts = read_config(folder, INDEX), loaded_parts(folder)
    check_together(str(called), pipeline_class(folder), index, parts, lambda name: read_config(folder, name))
    for name, (_, kind) in parts.items():
        if kind.endswith(("Tokenizer", "TokenizerFast", TEXT_PROCESSOR)):
            encoder = name.replace("tokenizer", "text_encoder")
            config = read_config(folder, f"{encoder}/config.json") if encoder in parts else {}
            nested = config.get("text_config")
            known = (nested if isinstance(nested, dict) else config).get("vocab_size")
            check_tokenizer(folder, name, kind, encoder, known if isinstance(known, int) else None)


def _find_stages(folder: Path) -> tuple[Path, tuple[Path, ...]]:
    """Return the folder of the base model, and the folders of the models that enlarge its pictures.

    A folder without an index may contain the stages of DeepFloyd IF; the class in each index identifies the stage.
    """
    if path_exists(folder / INDEX) or not path_exists(folder):
        return folder, ()
    inside = {pipeline_class(each.parent): each.parent for each in sorted(folder.glob(f"*/{INDEX}"))}
    if "IFPipeline" not in inside:
        return folder, ()
    return inside["IFPipeline"], tuple(inside[each] for each in ENLARGING if each in inside)


def _installed_stages(entry: CatalogEntry) -> tuple[Path, ...]:
    """Return the folders of the installed stages of a catalogue entry."""
    found: list[Path] = []
    for stage in entry.stages:
        path = load_catalog()[stage].path
        if path is None:
            break  # a stage needs the one before it
        found.append(path)
    return tuple(found)


def _checkpoint_ids() -> list[str]:
    """Return the ids of the checkpoints of the catalogue that are on disk."""
    return [each.id for each in load_catalog().values() if each.kind == CHECKPOINT and each.path is not None]


def _resolve_folder(model: str) -> Path | None:
    """Return the path of a model with `~` expanded; None for an invalid path or a missing model."""
    path = at_home(Path(model))
    return path if model.strip() and path_exists(path) and (path.is_dir() or is_single(path)) else None


def supported_pipeline_class(folder: Path) -> str:
    """Return the pipeline class of a folder; raises `MachineError` if Easel does not support it."""
    pipeline = pipeline_class(folder)
    if pipeline not in FAMILIES:
        raise MachineError("model-kind-unsupported", path=str(folder), kind=pipeline[:60])
    return pipeline


def pipeline_class(folder: Path) -> str:
    """Return the pipeline class of a folder, supported or not; raises `MachineError`."""
    if not path_exists(folder / INDEX):
        raise MachineError("model-not-diffusers", path=str(folder))
    pipeline = read_config(folder, INDEX).get("_class_name")
    if not isinstance(pipeline, str):
        raise broken_part(folder, INDEX)
    return pipeline


def _all_weight_files(folder: Path) -> list[Path]:
    """Return all weight files that are loaded; raises `MachineError` for a part without weights."""
    with_weights = (name for name, (_, kind) in loaded_parts(folder).items() if not kind.endswith(WITHOUT_WEIGHTS))
    return [each for part in with_weights for each in _weight_files(folder, part)]


def _weight_files(folder: Path, part: str) -> list[Path]:
    """Return the weight files of a part that are loaded: half precision where available."""
    files = sorted((folder / part).glob("*.safetensors"))
    if not files:
        raise broken_part(folder, f"{part}/*.safetensors")
    return [each for each in files if ".fp16" in each.name] or files


def _bytes_per_weight(folder: Path, files: list[Path]) -> int:
    """Return 2 or 4, the size of most weights; raises `MachineError` for a damaged file."""
    half = whole = 0
    for file in files:
        try:
            entries = read_header(file)[1].values()
        except BadRequest:
            raise broken_part(folder, f"{file.parent.name}/{file.name}") from None
        spans = [(entry["dtype"], entry["data_offsets"][1] - entry["data_offsets"][0]) for entry in entries]
        half += sum(length for kind, length in spans if kind in ("F16", "BF16"))
        whole += sum(length for _, length in spans)
    return 2 if 2 * half > whole else 4
