"""Load the parts of a pipeline from a checkpoint's folder or file. On the engine's thread.

Each part is loaded by a class of diffusers or transformers that we look up: diffusers' own loader imports any module
that `model_index.json` names, and runs a file next to it. Nothing is fetched and nothing is unpickled.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import diffusers
import torch
import transformers
from diffusers import ModelMixin
from diffusers.loaders.single_file_utils import create_diffusers_clip_model_from_ldm
from diffusers.schedulers.scheduling_utils import SchedulerMixin
from safetensors.torch import load_file
from tokenizers.models import BPE
from transformers.models.clip import tokenization_clip

from macapp.domain.weight_format import WeightFormat
from macapp.engine.loading.composed_loading import load_source
from macapp.engine.loading.packed_loading import build_empty, load_packed
from macapp.engine.loading.prompt_processor import PromptProcessor
from macapp.engine.loading.single_file_loading import load_packed_part, missing_tensors, read_part
from macapp.engine.loading.unused_tensors import MAX_NAME
from macapp.engine.runtime.attention import materializes_scores, set_attention_slicing
from macapp.engine.runtime.packed_layers import pack_layers
from macapp.engine.runtime.weight_release import release_weights
from macapp.errors import MachineError
from macapp.models.checkpoint import read_components
from macapp.models.composition import PartSource, read_sources
from macapp.models.families import PROMPT_PROCESSOR, TEXT_PROCESSOR
from macapp.planning.weight_format import PACKED_PARTS
from macapp.prompt.tokens import UNKNOWN, clip_tokenizer
from macapp.system.machine import parse_release

# The parameter for the precision: new versions warn about the old name, old versions do not know the new one.
_DTYPE = {
    "diffusers": "dtype" if parse_release(diffusers.__version__) >= (0, 42) else "torch_dtype",
    "transformers": "dtype" if parse_release(transformers.__version__) >= (4, 56) else "torch_dtype",
}
_IS_OLD = parse_release(transformers.__version__) < (5, 0)  # other file formats and names
CLIP_TEXT = "text_model."
_LIBRARIES = {"diffusers": diffusers, "transformers": transformers}


@dataclass(frozen=True)
class Placement:
    """How the weights of a part are placed in memory."""

    device: str
    """the device that runs the part; it is loaded on the CPU"""
    dtype: torch.dtype
    weight_format: WeightFormat = WeightFormat.FULL
    """of the denoiser and the text encoders"""
    released: bool = False
    """whether networks are built without their weights, which are loaded later"""


def load_components(
    folder: Path, placement: Placement, names: Collection[str] | None = None, file: Path | None = None
) -> dict[str, Any]:
    """Load the parts in a model's index, all or only `names`; from `file` if one file has all weights.

    The largest part is loaded first: while it is loaded, its file is in memory too, and nothing else should be.
    """
    if sources := read_sources(folder):
        parts = load_composed(folder, sources, placement, names)
    elif file is not None:
        parts = load_from_single_file(folder, file, placement, names)
    else:
        wanted = {name: named for name, named in read_components(folder).items() if names is None or name in names}
        largest_first = sorted(wanted, key=lambda name: -_weight_bytes(folder / name))
        parts = {name: _load_part(folder, name, wanted[name], placement) for name in largest_first}
    for part in parts.values():
        prepare_attention(part, placement.device)
    return parts


def prepare_attention(part: Any, device: str) -> None:
    """Set the attention of a loaded part: no slices, and plain in text encoders on MPS, as `_load_text_encoder`."""
    is_text = isinstance(part, transformers.PreTrainedModel)
    if is_text and device == "mps" and getattr(part.config, "_attn_implementation", "eager") != "eager":
        part.set_attn_implementation("eager")
    if materializes_scores(part):
        set_attention_slicing(part, torch.__version__, on=False, budget=0)


def component_class(folder: Path, name: str) -> type:
    """Return the class of a part with weights, by the index of its model."""
    library, class_name = read_components(folder)[name]
    return getattr(_LIBRARIES[library], class_name)


def load_composed(
    folder: Path, sources: Sequence[PartSource], placement: Placement, names: Collection[str] | None = None
) -> dict[str, Any]:
    """Load the parts of a checkpoint whose weights are in several files (`models.composition`)."""
    by_part = {source.part: source for source in sources}
    parts: dict[str, Any] = {}
    for name, named in read_components(folder).items():
        if names is not None and name not in names:
            continue
        if name not in by_part:
            parts[name] = _load_part(folder, name, named, placement)
            continue
        kind = getattr(_LIBRARIES[named[0]], named[1])
        if placement.released:
            parts[name] = _build_released(folder / name, kind, placement)
            continue
        wanted = placement.weight_format if name in PACKED_PARTS else WeightFormat.FULL
        parts[name] = load_source(folder, by_part[name], kind, placement.dtype, wanted)
        if isinstance(parts[name], transformers.PreTrainedModel):
            _align_projection(parts[name])
    return parts


def _weight_bytes(part: Path) -> int:
    return sum(file.stat().st_size for file in part.glob("*.safetensors"))


def load_model(folder: Path, kind: type, dtype: torch.dtype) -> Any:
    """Load one diffusers model whose configuration and weights are in `folder`."""
    return _load_complete(kind, folder, _weight_options(folder, "diffusers", dtype))


def load_control(folder: Path, kind: type, placement: Placement) -> Any:
    """Load a ControlNet of diffusers whose configuration and weights are in `folder`, packed as the placement says."""
    dtype, wanted = placement.dtype, placement.weight_format
    packs = wanted is not WeightFormat.FULL
    found = load_packed(folder, kind, dtype, wanted, weight_files(folder)) if packs else None
    return found if found is not None else pack_layers(load_model(folder, kind, dtype), wanted)


def load_single_model(file: Path, kind: type, configuration: Path, dtype: torch.dtype) -> Any:
    """Load one diffusers model from a file in the original names or in diffusers', configured by a folder."""
    state, own = load_file(file), cast("Any", kind)
    if parse_release(diffusers.__version__) < (0, 42):  # 0.31 finds no weights in a ControlNet with diffusers' names
        made = own.from_config(own.load_config(configuration))
        if state.keys() == made.state_dict().keys():
            made.load_state_dict(state)
            return made.to(dtype).eval()
    options = {"config": str(configuration), "local_files_only": True, _DTYPE["diffusers"]: dtype}
    return own.from_single_file(state, **options)


def load_from_single_file(
    folder: Path, file: Path, placement: Placement, names: Collection[str] | None = None
) -> dict[str, Any]:
    """Load the parts of a checkpoint in one file; diffusers renames the tensors."""
    parts: dict[str, Any] = {}
    for name, (library, class_name) in read_components(folder).items():
        if names is not None and name not in names:
            continue
        kind = getattr(_LIBRARIES[library], class_name)
        if issubclass(kind, (ModelMixin, transformers.PreTrainedModel)):
            parts[name] = _load_from_file(folder / name, file, kind, placement)
        else:
            parts[name] = _load_without_weights(kind, folder / name)
    return parts


def _load_from_file(part: Path, file: Path, kind: Any, placement: Placement) -> Any:
    """Load a network whose weights are in the file of a checkpoint; `part` is the folder of its configuration."""
    if placement.released:
        return _build_released(part, kind, placement)
    dtype, wanted = placement.dtype, placement.weight_format
    packs = wanted is not WeightFormat.FULL and part.name in PACKED_PARTS
    found = load_packed_part(part, file, kind, dtype, wanted) if packs else None
    if found is None:
        try:
            found = _convert_part(part, read_part(file, kind), kind, dtype)
        except (KeyError, NotImplementedError):  # what diffusers raises for a missing tensor: PyTorch cannot copy it
            raise _missing_error(part, file, kind) from None
    if any(tensor.is_meta for tensor in found.state_dict().values()):
        raise _missing_error(part, file, kind)
    if isinstance(found, transformers.PreTrainedModel):
        _align_projection(found)
    return pack_layers(found, wanted) if packs else found


def _missing_error(part: Path, file: Path, kind: Any) -> MachineError:
    missing = missing_tensors(part, file, kind)
    if not missing:
        return MachineError("model-part-unfit", path=str(file), part=part.name)
    example = missing[0][:MAX_NAME]
    return MachineError("model-tensors-missing", path=str(file), part=part.name, count=len(missing), example=example)


def _convert_part(part: Path, state: dict[str, torch.Tensor], kind: Any, dtype: torch.dtype) -> Any:
    """Return a network from its tensors in the original names; without any, a VAE that a request replaces."""
    options: dict[str, Any] = {"config": str(part.parent), "subfolder": part.name, "local_files_only": True}
    if part.name == "vae" and not state:
        return kind.from_config(kind.load_config(part)).to(dtype).eval()
    if issubclass(kind, ModelMixin):
        return kind.from_single_file(state, **options, **{_DTYPE["diffusers"]: dtype})  # type: ignore[attr-defined]
    return create_diffusers_clip_model_from_ldm(kind, state, torch_dtype=dtype, **options)


def _load_part(folder: Path, name: str, kind_of_part: tuple[str, str], placement: Placement) -> Any:
    part, (library, class_name) = folder / name, kind_of_part
    if class_name.endswith("Tokenizer") and (part / "tokenizer.json").exists() and _IS_OLD:
        class_name += "Fast"  # in these versions only this class reads that file
    if class_name == PROMPT_PROCESSOR:
        tokenizer = _load_part(folder, "tokenizer", read_components(folder)["tokenizer"], placement)
        return PromptProcessor.load(part, tokenizer)
    if class_name == TEXT_PROCESSOR:
        return _load_without_weights(transformers.PreTrainedTokenizerFast, part)
    kind = getattr(_LIBRARIES[library], class_name, None)
    if isinstance(kind, type) and issubclass(kind, (ModelMixin, transformers.PreTrainedModel)):
        return _load_network(part, kind, placement)
    if lacking := getattr(kind, "_backends", None):  # the placeholder of a class whose library is missing
        raise MachineError("library-missing", name=str(lacking[0]))
    if isinstance(kind, type) and issubclass(kind, (SchedulerMixin, transformers.PreTrainedTokenizerBase)):
        return _load_without_weights(kind, part)
    raise MachineError("model-kind-unsupported", path=str(folder), kind=f"model with a {class_name[:40]}")


def _load_network(part: Path, kind: type, placement: Placement) -> Any:
    """Load a network, packed if the placement says so and its part allows it."""
    if placement.released:
        return _build_released(part, kind, placement)
    packs = placement.weight_format is not WeightFormat.FULL and part.name in PACKED_PARTS
    found = load_packed(part, kind, placement.dtype, placement.weight_format, weight_files(part)) if packs else None
    if found is None and issubclass(kind, ModelMixin):
        found = load_model(part, kind, placement.dtype)
    elif found is None:
        found = _load_text_encoder(part, kind, placement.device, placement.dtype)
    return pack_layers(found, placement.weight_format) if packs else found


def _build_released(part: Path, kind: Any, placement: Placement) -> Any:
    """Build a network without its weights: its tensors are empty and have the precision of the placement."""
    found = build_empty(part, kind).eval()
    release_weights(found, dtype=placement.dtype)
    return found


def weight_files(part: Path) -> list[Path]:
    """Return the files of a part's weights: those in half precision if there are any."""
    files = sorted(part.glob("*.safetensors"))
    return [file for file in files if ".fp16" in file.name] or files


def _load_without_weights(kind: Any, part: Path) -> Any:
    """Return a part that has no weights: a scheduler or a tokenizer."""
    if kind is not transformers.CLIPTokenizer or _IS_OLD:  # the old one is pure Python
        return kind.from_pretrained(part, local_files_only=True)
    tokenization_clip.BPE = _clip_model  # type: ignore[assignment, misc]
    try:
        return kind.from_pretrained(part, local_files_only=True)
    finally:
        tokenization_clip.BPE = BPE


def _clip_model(vocab: Any, merges: Any, **given: Any) -> BPE:
    """Return the model of CLIP's tokenizer; for CLIP's two files the cached one, which the window uses too."""
    if isinstance(vocab, str) and given["unk_token"] == UNKNOWN:
        return clip_tokenizer(Path(vocab).parent)
    return BPE(vocab, merges, **given)


def _weight_options(part: Path, library: str, dtype: torch.dtype) -> dict[str, Any]:
    """Return the options that load the weights of a part: from safetensors, in half precision if it is on disk."""
    half = any(".fp16" in file.name for file in weight_files(part))
    return {
        _DTYPE[library]: dtype,
        "variant": "fp16" if half else None,
        "use_safetensors": True,
        "local_files_only": True,
    }


def _load_complete(kind: Any, part: Path, options: dict[str, Any], renamed: dict[str, Any] | None = None) -> Any:
    """Load a part whose weights are all present: the libraries would fill missing ones with random numbers.

    `renamed` holds the weights of a part whose files do not use the names of the library.
    """
    where: Any = part if renamed is None else None
    if renamed is not None:
        config = options.get("config") or kind.config_class.from_pretrained(part)
        options = {**options, "config": config, "state_dict": renamed}
    try:
        found, about = kind.from_pretrained(where, output_loading_info=True, **options)
    except ValueError as exception:
        if "keys are missing" not in str(exception):  # the message of diffusers 0.31
            raise
        raise MachineError("model-part-unfit", path=str(part.parent), part=part.name) from exception
    if about["missing_keys"] or about["mismatched_keys"]:
        raise MachineError("model-part-unfit", path=str(part.parent), part=part.name)
    return found


def _load_text_encoder(part: Path, kind: type, device: str, dtype: torch.dtype) -> Any:
    """Load a text encoder; CLIP on MPS uses plain attention.

    CLIP masks later tokens by a flag, which scaled dot product attention in half precision can ignore on MPS (pytorch
    issue 195910). Text is a thousandth of the work, so plain attention costs nothing.
    """
    options = _weight_options(part, "transformers", dtype)
    if _IS_OLD:  # transformers 4.49 builds CLIP inside its projection in the precision of the configuration
        options["config"] = kind.config_class.from_pretrained(part, torch_dtype=dtype)
    if device == "mps":
        options["attn_implementation"] = "eager"
    found = _load_complete(kind, part, options, _rename_text_weights(part, kind, options["variant"]))
    _align_projection(found)
    return found


def _rename_text_weights(part: Path, kind: type, variant: str | None) -> dict[str, torch.Tensor] | None:
    """Return the weights of CLIP with the names of transformers before 5, if a later version wrote them."""
    if not _IS_OLD or kind is not transformers.CLIPTextModel:
        return None
    file = part / ("model.fp16.safetensors" if variant else "model.safetensors")
    state = load_file(file) if file.exists() else {}
    if not state or any(name.startswith(CLIP_TEXT) for name in state):
        return None
    return {f"{CLIP_TEXT}{name}": each for name, each in state.items()}


def _align_projection(encoder: Any) -> None:
    """Copy the one weight that is multiplied by a single row to memory that PyTorch aligns.

    The last bit of such a product depends on the weight's alignment, which is random in a mapped file: a folder and a
    file with the same weights made pictures that differed by one (x86-64, two cores).
    """
    projection = getattr(encoder, "text_projection", None)
    if projection is not None:
        projection.weight.data = projection.weight.data.clone(memory_format=torch.contiguous_format)
