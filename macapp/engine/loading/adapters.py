"""LoRA, textual inversions and ControlNets on a loaded checkpoint: put on and taken off without loading that again.

On the engine's thread. What a request does not name is taken off, and then the checkpoint is as it was, to the bit:
LoRA stay beside its weights and are never merged into them.
"""

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderKL, AutoencoderTiny, ControlNetModel
from safetensors.torch import load_file

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import Request
from macapp.engine.loading.components import load_model, load_single_model
from macapp.engine.loading.loaded_model import LoadedModel, load_error
from macapp.engine.runtime.devices import translate_errors
from macapp.errors import BadRequest, EaselError, MachineError
from macapp.models import AuxiliaryModel, ResolvedRequest
from macapp.models.configuration import read_config
from macapp.models.fingerprints import states_in
from macapp.models.single_file import materialize_controlnet_config
from macapp.system.machine import parse_release
from macapp.system.storage import State

Key = tuple[State, ...]
"""The files of an addition as they are now."""


@dataclass
class AdapterSet:
    """What is on one loaded checkpoint."""

    loaded: LoadedModel
    device: str
    dtype: torch.dtype
    _loras: dict[Key, str] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)
    """what tells adapters apart, also from one that failed to load"""
    _embeddings: dict[Key, str] = field(default_factory=dict)
    _taught: set[str] = field(default_factory=set)
    """the endings of the names of the tokenizers that know a word of an embedding"""
    _controlnets: dict[Key, Any] = field(default_factory=dict)
    _vae: tuple[Key, LoadedModel] | None = None

    @property
    def adapter_names(self) -> tuple[str, ...]:
        """The names of the LoRA that lie beside the weights, each new with every file that is read."""
        return tuple(self._loras.values())

    @property
    def words(self) -> tuple[Key, ...]:
        """The files whose words the tokenizer was taught, each another once its content is."""
        return tuple(self._embeddings)

    def apply(self, resolved: ResolvedRequest) -> list[Any]:
        """Bring the checkpoint to what a request names, and return its ControlNets in order.

        Raises `BadRequest` for a LoRA without effect, `MachineError` for a file that does not load.
        """
        weights = [each.weight for each in resolved.request.loras]
        self._bring_loras(resolved.of_kind(AuxiliaryKind.LORA), weights)
        self._bring_embeddings(resolved.of_kind(AuxiliaryKind.EMBEDDING))
        return self._bring_controlnets(resolved.of_kind(AuxiliaryKind.CONTROLNET))

    def _bring_loras(self, wanted: list[AuxiliaryModel], weights: list[float]) -> None:
        if not wanted and not self._loras:
            return
        pipeline = self._plain_pipeline()
        if not wanted:
            pipeline.unload_lora_weights()
            self._loras.clear()
            return
        keys = [key_of(each) for each in wanted]
        gone = [key for key in self._loras if key not in keys]
        if gone:
            pipeline.delete_adapters([self._loras.pop(key) for key in gone])
        for key, each in zip(keys, wanted, strict=True):
            if key not in self._loras:
                name = f"lora{next(self._numbers)}"
                try:
                    _tried(each, lambda each=each, name=name: self._put_on_lora(pipeline, each, name))
                except BaseException:  # what is left of it would be in every picture that follows
                    self._loras.clear()
                    pipeline.unload_lora_weights()
                    raise
                self._loras[key] = name
        pipeline.set_adapters([self._loras[key] for key in keys], adapter_weights=weights)

    def _put_on_lora(self, pipeline: Any, found: AuxiliaryModel, name: str) -> None:
        """Load a LoRA; PyTorch 1.13 cannot give weights to layers that were made without any, as is done to save
        memory. Raises `BadRequest` for one that changes nothing of the checkpoint."""
        able = parse_release(torch.__version__) >= (2, 1)
        pipeline.load_lora_weights(_state(found), adapter_name=name, **({} if able else {"low_cpu_mem_usage": False}))
        if not any(name in each for each in pipeline.get_list_adapters().values()):
            model = self.loaded.checkpoint.name
            raise BadRequest("addon-other-family", name=found.name, kind=AuxiliaryKind.LORA.label, model=model)

    def _bring_embeddings(self, wanted: list[AuxiliaryModel]) -> None:
        keys = [key_of(each) for each in wanted]
        if set(keys) == self._embeddings.keys():
            return
        pipeline = self._plain_pipeline()
        self._forget_embeddings(pipeline)
        try:
            for key, each in zip(keys, wanted, strict=True):
                _tried(each, lambda each=each: self._put_on_embedding(pipeline, each))
                self._embeddings[key] = each.name
        except BaseException:  # what is left of it would be in every picture that follows
            self._forget_embeddings(pipeline)
            raise

    def _put_on_embedding(self, pipeline: Any, found: AuxiliaryModel) -> None:
        """Teach the tokenizers a word for it; a file for SDXL has a part for each text encoder."""
        state = _state(found)
        first = state.get("clip_l", None if "clip_g" in state else next(iter(state.values())))
        for vectors, ending in ((first, ""), (state.get("clip_g"), "_2")):
            if vectors is not None:
                tokenizer, encoder = (getattr(pipeline, f"{each}{ending}") for each in ("tokenizer", "text_encoder"))
                self._taught.add(ending)
                pipeline.load_textual_inversion(
                    {found.name: vectors.to(self.dtype)}, token=found.name, tokenizer=tokenizer, text_encoder=encoder
                )

    def _forget_embeddings(self, pipeline: Any) -> None:
        """Take their words from the tokenizers that were taught any; diffusers alone would take them from the first."""
        for ending in self._taught:
            tokenizer, encoder = (getattr(pipeline, f"{each}{ending}") for each in ("tokenizer", "text_encoder"))
            pipeline.unload_textual_inversion(tokenizer=tokenizer, text_encoder=encoder)
        self._taught.clear()
        self._embeddings.clear()

    def _bring_controlnets(self, wanted: list[AuxiliaryModel]) -> list[Any]:
        keys = [key_of(each) for each in wanted]
        self._controlnets = {key: model for key, model in self._controlnets.items() if key in keys}
        for key, each in zip(keys, wanted, strict=True):
            if key not in self._controlnets:
                _tried(each, lambda key=key, each=each: self._load_controlnet(key, each.path))
        return [self._controlnets[key] for key in keys]

    def _load_controlnet(self, key: Key, path: Path) -> None:
        with translate_errors():
            if path.is_dir():
                found = load_model(path, ControlNetModel, self.dtype)
            else:
                found = load_single_model(path, ControlNetModel, materialize_controlnet_config(path), self.dtype)
            self._controlnets[key] = found.to(self.device).eval()

    def _load_vae(self, key: Key, path: Path) -> None:
        """Load a VAE; one in a single file has the settings of the checkpoint's own, which its shapes do not tell."""
        with translate_errors():
            if path.is_dir():
                tiny = read_config(path, "config.json").get("_class_name") == AutoencoderTiny.__name__
                found = load_model(path, AutoencoderTiny if tiny else AutoencoderKL, self.dtype)
            else:
                found = load_single_model(path, AutoencoderKL, self.loaded.checkpoint.folder / "vae", self.dtype)
            self._vae = key, self.loaded.with_vae(found.to(self.device).eval())

    def model_for(self, resolved: ResolvedRequest) -> LoadedModel:
        """Return the checkpoint with the VAE that a request names, or with its own."""
        found = next(iter(resolved.of_kind(AuxiliaryKind.VAE)), None)
        if found is None:
            self._vae = None
            return self.loaded
        key = key_of(found)
        if self._vae is None or self._vae[0] != key:
            self._vae = None
            _tried(found, lambda: self._load_vae(key, found.path))
        return self._vae[1]  # type: ignore[index]

    def _plain_pipeline(self) -> Any:
        """Return a pipeline on the checkpoint's own parts; which does not matter, they share them."""
        return self.loaded.pipeline(replace(_PLAIN, model=self.loaded.checkpoint.id))


_PLAIN = Request(prompt="", seed=0, width=64, height=64, steps=1, guidance_scale=1.0, scheduler="own")


def _state(found: AuxiliaryModel) -> dict[str, torch.Tensor]:
    return load_file(found.path)


def key_of(found: AuxiliaryModel) -> Key:
    """Return what is another once a file of an addition is; raises `MachineError` for one that is gone."""
    try:
        return states_in(found.path)
    except OSError:
        raise MachineError("addon-missing", model=found.id[:200], kind=found.kind.label) from None


def _tried(found: AuxiliaryModel, load: Callable[[], None]) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # peft, when a second LoRA comes beside the first
            load()
    except (EaselError, MemoryError):
        raise
    except Exception as exception:
        raise load_error(found.name, exception) from exception
