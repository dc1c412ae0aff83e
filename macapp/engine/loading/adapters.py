"""Add LoRA, textual inversions and ControlNets to a loaded checkpoint, and remove them without loading it again.

On the engine's thread. Adapters that a request does not name are removed. Then the checkpoint is bit for bit as before:
LoRA stay separate from its weights and are never merged into them.
"""

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import diffusers
import torch
from diffusers import AutoencoderKL, AutoencoderTiny, ControlNetModel
from safetensors.torch import load_file

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.engine.loading.components import load_control, load_model, load_single_model
from macapp.engine.loading.loaded_model import LoadedModel, load_error
from macapp.engine.loading.lora_layers import LoraLayers
from macapp.engine.loading.transformer_lora import TransformerLora
from macapp.engine.loading.triggers import trigger_tokens
from macapp.engine.loading.unused_tensors import UnusedTensors, format_unused, list_unused_tensors
from macapp.engine.loading.weight_deltas import DeltaShapeError
from macapp.engine.runtime.devices import translate_errors
from macapp.engine.runtime.packed_layers import pack_layers
from macapp.errors import BadRequest, EaselError, MachineError
from macapp.models import AuxiliaryModel, ResolvedRequest
from macapp.models.configuration import read_config
from macapp.models.embedding_files import StoredVectors, list_vectors
from macapp.models.fingerprints import states_in
from macapp.models.single_file import materialize_controlnet_config
from macapp.models.vae_files import materialize_vae_config
from macapp.system.machine import parse_release
from macapp.system.storage import State

Key = tuple[State, ...]
"""The current states of the files of an added model."""


@dataclass
class AdapterSet:
    """The adapters on one loaded checkpoint."""

    loaded: LoadedModel
    device: str
    dtype: torch.dtype
    _loras: dict[Key, str] = field(default_factory=dict)
    _unused: dict[Key, UnusedTensors | None] = field(default_factory=dict)
    """what of the file of a LoRA is not used"""
    _numbers: Iterator[int] = field(default_factory=count)
    """numbers for adapter names; an adapter that failed to load uses one up"""
    _embeddings: dict[Key, str] = field(default_factory=dict)
    _taught_suffixes: set[str] = field(default_factory=set)
    """name suffixes of the tokenizers that have the word of an embedding"""
    _controlnets: dict[Key, Any] = field(default_factory=dict)
    _vae: tuple[Key, LoadedModel] | None = None

    @property
    def adapter_names(self) -> tuple[str, ...]:
        """The names of the loaded LoRA; a file that is read again gets a new name."""
        return tuple(self._loras.values())

    def describe_unused(self, resolved: ResolvedRequest, others: Sequence[UnusedTensors] = ()) -> dict[str, Any]:
        """Return what is not used of the checkpoint, of `others` and of the LoRA, in the form that a picture stores."""
        loras = (self._unused.get(key_of(lora)) for lora in resolved.of_kind(AuxiliaryKind.LORA))
        model = self.loaded.checkpoint.name
        described = [each.describe() for each in (*self.loaded.unused, *others)]
        return format_unused([*described, *(each.describe(model) for each in loras if each is not None)])

    @property
    def words(self) -> tuple[Key, ...]:
        """The files whose words the tokenizers have; a key changes with the content of its file."""
        return tuple(self._embeddings)

    def has_all(self, resolved: ResolvedRequest) -> bool:
        """Return whether all LoRA and textual inversions of a request are loaded, and no other textual inversions.

        Raises `MachineError` for a missing file.
        """
        loras = {key_of(model) for model in resolved.of_kind(AuxiliaryKind.LORA)}
        words = {key_of(model) for model in resolved.of_kind(AuxiliaryKind.EMBEDDING)}
        return loras <= self._loras.keys() and words == self._embeddings.keys()

    def apply(self, resolved: ResolvedRequest) -> list[Any]:
        """Add the adapters that a request names, remove all others, and return its ControlNets in order.

        Raises `BadRequest` for a LoRA that fits no layer, `MachineError` for a file that does not load.
        """
        weights = [lora.weight for lora in resolved.request.loras]
        self._apply_loras(resolved.of_kind(AuxiliaryKind.LORA), weights)
        self._apply_embeddings(resolved.of_kind(AuxiliaryKind.EMBEDDING))
        return self._apply_controlnets(resolved.of_kind(AuxiliaryKind.CONTROLNET))

    def _apply_loras(self, wanted: list[AuxiliaryModel], weights: list[float]) -> None:
        if not wanted and not self._loras:
            return
        pipeline = self._plain_pipeline()
        if not wanted:
            pipeline.unload_lora_weights()
            self._loras.clear()
            return
        keys = [key_of(model) for model in wanted]
        unused = [key for key in self._loras if key not in keys]
        if unused:
            pipeline.delete_adapters([self._loras.pop(key) for key in unused])
        for key, lora in zip(keys, wanted, strict=True):
            if key not in self._loras:
                name = f"lora{next(self._numbers)}"
                try:
                    _load_or_raise(lora, lambda lora=lora, name=name: self._load_lora(pipeline, lora, name))
                except BaseException:  # a partly loaded LoRA would change every later picture
                    self._loras.clear()
                    pipeline.unload_lora_weights()
                    raise
                self._loras[key] = name
        pipeline.set_adapters([self._loras[key] for key in keys], adapter_weights=weights)

    def _load_lora(self, pipeline: Any, found: AuxiliaryModel, name: str) -> None:
        """Load a LoRA; raises `BadRequest` if it fits no layer of the checkpoint.

        PyTorch before 2.1 cannot assign weights to layers that were created without any to save memory.
        """
        state = _read_state(found)
        layers = LoraLayers(pipeline) if hasattr(pipeline, "unet") else TransformerLora(pipeline)
        used, unused = layers.select(state)
        can_assign = parse_release(torch.__version__) >= (2, 1)
        try:
            layers.load(used, name, self.dtype, **({} if can_assign else {"low_cpu_mem_usage": False}))
        except DeltaShapeError as exception:
            raise self._other_family(found) from exception
        if not any(name in adapters for adapters in pipeline.get_list_adapters().values()):
            raise self._other_family(found)
        unused = [*unused, *layers.list_missed(used, name)]
        self._unused[key_of(found)] = list_unused_tensors(found.name, unused, layers.total)

    def _other_family(self, found: AuxiliaryModel) -> BadRequest:
        model = self.loaded.checkpoint.name
        return BadRequest("addon-other-family", name=found.name, kind=AuxiliaryKind.LORA.label, model=model)

    def _apply_embeddings(self, wanted: list[AuxiliaryModel]) -> None:
        keys = [key_of(model) for model in wanted]
        if set(keys) == self._embeddings.keys():
            return
        pipeline = self._plain_pipeline()
        self._unload_embeddings(pipeline)
        try:
            for key, embedding in zip(keys, wanted, strict=True):
                _load_or_raise(embedding, lambda embedding=embedding: self._load_embedding(pipeline, embedding))
                self._embeddings[key] = embedding.name
        except BaseException:  # a partly loaded embedding would change every later picture
            self._unload_embeddings(pipeline)
            raise

    def _load_embedding(self, pipeline: Any, found: AuxiliaryModel) -> None:
        """Add its vectors to the text encoders; one for SDXL has some for both.

        The tokenizer gets tokens that no prompt contains: it folds case and splits words, so it would not find many
        triggers, and refuses those that are in its vocabulary. `trigger_tokens` maps the triggers to its numbers. The
        names of the files stand for all vectors, a stated word for its own.
        """
        stored = list_vectors(found.path)
        names = {word.casefold() for word in found.words} - {str(each.trigger).casefold() for each in stored}
        taught: dict[str, list[int]] = {}
        for vectors in stored:
            suffix = _suffix_for(vectors, pipeline)
            tokens = self._teach(pipeline, suffix, load_file(vectors.file)[vectors.tensor])
            taught[suffix] = [*taught.get(suffix, ()), *tokens]
            if vectors.trigger is not None:
                trigger_tokens(getattr(pipeline, f"tokenizer{suffix}"))[vectors.trigger.casefold()] = tokens
        for suffix, tokens in taught.items():
            trigger_tokens(getattr(pipeline, f"tokenizer{suffix}")).update(dict.fromkeys(names, tokens))

    def _teach(self, pipeline: Any, suffix: str, vectors: torch.Tensor) -> list[int]:
        """Add vectors of `(count, width)` or `(width,)` to a text encoder; return their tokens."""
        token = f"<|added-{next(self._numbers)}|>"
        tokenizer, encoder = (getattr(pipeline, f"{name}{suffix}") for name in ("tokenizer", "text_encoder"))
        self._taught_suffixes.add(suffix)
        pipeline.load_textual_inversion(
            {token: vectors.to(self.dtype)}, token=token, tokenizer=tokenizer, text_encoder=encoder
        )
        count = vectors.shape[0] if vectors.ndim > 1 else 1
        return tokenizer.convert_tokens_to_ids([token, *(f"{token}_{n}" for n in range(1, count))])

    def _unload_embeddings(self, pipeline: Any) -> None:
        """Remove the words from all tokenizers that have any; diffusers alone would use only the first."""
        for suffix in self._taught_suffixes:
            tokenizer, encoder = (getattr(pipeline, f"{name}{suffix}") for name in ("tokenizer", "text_encoder"))
            pipeline.unload_textual_inversion(tokenizer=tokenizer, text_encoder=encoder)
            trigger_tokens(tokenizer).clear()
        self._taught_suffixes.clear()
        self._embeddings.clear()

    def _apply_controlnets(self, wanted: list[AuxiliaryModel]) -> list[Any]:
        keys = [key_of(model) for model in wanted]
        self._controlnets = {key: model for key, model in self._controlnets.items() if key in keys}
        for key, found in zip(keys, wanted, strict=True):
            if key not in self._controlnets:
                _load_or_raise(found, lambda key=key, found=found: self._load_controlnet(key, found.path))
        return [self._controlnets[key] for key in keys]

    def _load_controlnet(self, key: Key, path: Path) -> None:
        with translate_errors():
            if path.is_dir():
                kind = getattr(diffusers, self.loaded.checkpoint.kind.controlnet)
                found = load_control(path, kind, self.loaded.placement)
            else:
                found = load_single_model(path, ControlNetModel, materialize_controlnet_config(path), self.dtype)
                pack_layers(found, self.loaded.weight_format)
            self._controlnets[key] = found.to(self.device).eval()

    def _load_vae(self, key: Key, path: Path) -> None:
        """Load a VAE; one in a single file has its own sizes, and other settings of the checkpoint's VAE."""
        with translate_errors():
            if path.is_dir():
                tiny = read_config(path, "config.json").get("_class_name") == AutoencoderTiny.__name__
                found = load_model(path, AutoencoderTiny if tiny else AutoencoderKL, self.dtype)
            else:
                configuration = materialize_vae_config(path, self.loaded.checkpoint.folder / "vae")
                found = load_single_model(path, AutoencoderKL, configuration, self.dtype)
            self._vae = key, self.loaded.with_vae(found.to(self.device).eval())

    def model_for(self, resolved: ResolvedRequest) -> LoadedModel:
        """Return the checkpoint with the VAE that a request names, or with its own VAE."""
        found = next(iter(resolved.of_kind(AuxiliaryKind.VAE)), None)
        if found is None:
            self._vae = None
            return self.loaded
        key = key_of(found)
        if self._vae is None or self._vae[0] != key:
            self._vae = None
            _load_or_raise(found, lambda: self._load_vae(key, found.path))
        return self._vae[1]  # type: ignore[index]

    def _plain_pipeline(self) -> Any:
        """Return any pipeline of the checkpoint; all pipelines share its parts."""
        return self.loaded.any_pipeline()


def _suffix_for(vectors: StoredVectors, pipeline: Any) -> str:
    """Return how the names of the tokenizer and the text encoder of a pipeline end that vectors are for."""
    if vectors.encoder is not None:
        return vectors.encoder.removeprefix("text_encoder")
    first: Any = pipeline.text_encoder
    fits_first = first is not None and first.config.hidden_size == vectors.shape[-1]
    return "" if fits_first or getattr(pipeline, "text_encoder_2", None) is None else "_2"


def _read_state(found: AuxiliaryModel) -> dict[str, torch.Tensor]:
    return load_file(found.path)


def key_of(found: AuxiliaryModel) -> Key:
    """Return a key that changes with the files of an added model; raises `MachineError` if they are missing."""
    try:
        return (*states_in(found.path), *(states_in(found.partner) if found.partner else ()))
    except OSError:
        raise MachineError("addon-missing", model=found.id[:200], kind=found.kind.label) from None


def _load_or_raise(found: AuxiliaryModel, load: Callable[[], None]) -> None:
    """Call `load`; raise its errors as `MachineError("model-load-failed")`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # from peft, for a second LoRA
            load()
    except (EaselError, MemoryError):
        raise
    except Exception as exception:
        raise load_error(found.name, exception) from exception
