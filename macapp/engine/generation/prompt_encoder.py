"""Encode the prompts of a request, cache the results, and hold no more in memory than the plan allows meanwhile.

For CLIP, `prompt_embeddings` makes the embeddings. The pipelines of other families encode their prompts themselves:
here their `encode_prompt` is wrapped, so that its results are cached and its text encoders loaded when it needs them.
On the engine's thread.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import torch
from PIL import Image
from torch.utils._pytree import tree_flatten, tree_map

from macapp.domain.request import Request
from macapp.engine.generation.encoder_calls import EncoderCalls
from macapp.engine.generation.prompt_embeddings import embed_prompts
from macapp.engine.loading.loaded_model import LoadedModel
from macapp.engine.loading.residency import other_names, release_parts, restore_parts, text_encoder_names
from macapp.engine.runtime.tensor_formats import floating_dtype
from macapp.models import ModelFamily
from macapp.prompt.tags import replace_tags

_PROMPTS = ("prompt", "negative_prompt", "prompt_2", "negative_prompt_2")
MAX_CACHED_PROMPTS = 16  # the embeddings take 0.1 MB a prompt for Stable Diffusion 1, 0.6 MB for XL
MAX_CACHED_BYTES = 2**26  # of all embeddings; those of FLUX 2 take 8 MB a prompt


@dataclass
class PromptEncoder:
    """Encodes prompts for a pipeline and caches the embeddings of one checkpoint's text encoders."""

    loaded: LoadedModel
    free_after_use: bool = False
    """whether the text encoders are released once they have encoded a prompt"""
    alone: bool = False
    """whether nothing else of the checkpoint, and one text encoder at a time, is in memory while a prompt is encoded"""
    added: tuple[Any, ...] = ()
    """the adapters and embeddings on the text encoders; differs once a file of them changes"""
    has_words: bool = False
    """whether the text encoders have words of textual inversions, which are not in their files"""
    on_restore: Callable[[list[Any]], None] = lambda _parts: None
    """called with the parts that draw, once they are in memory"""
    _cache: dict[Hashable, Any] = field(default_factory=dict)

    def pipeline_kwargs(self, pipeline: Any, request: Request, kind: ModelFamily) -> dict[str, Any]:
        """Return the arguments for the prompts: embeddings, or text for a pipeline that encodes its prompts itself."""
        texts = [replace_tags(getattr(request, name)) for name in _PROMPTS]  # an import may leave some
        if kind.token_limit is not None:
            prompt, negative, prompt_2, negative_2 = texts
            if request.guidance_scale > 1:
                negative = negative or kind.blank_negative
            others = {"negative_prompt": negative, "prompt_2": prompt_2, "negative_prompt_2": negative_2}
            return {"prompt": prompt, **{name: text for name, text in others.items() if text}}
        key = (*texts, request.clip_skip, *self._state_key(request))
        if key not in self._cache:
            self._begin_encoding()
            self._restore_text_encoders()
            with torch.no_grad():
                self._store(key, embed_prompts(pipeline, replace(request, **dict(zip(_PROMPTS, texts, strict=True)))))
        self._begin_drawing()
        return self._cache[key]

    def negative_kwargs(self, pipeline: Any, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the embeddings of a negative prompt for a pipeline that takes no text for it, such as FLUX.2 klein.

        `given` has the other arguments; empty if the pipeline would guide without them. Call it within `wrapping`.
        """
        negative = given.get("negative_prompt")
        if not negative or given["guidance_scale"] <= 1 or pipeline.config.is_distilled:
            return {}
        with torch.no_grad():
            return {"negative_prompt_embeds": pipeline.encode_prompt(prompt=negative)[0]}

    @contextmanager
    def wrapping(self, pipeline: Any, request: Request, kind: ModelFamily) -> Iterator[None]:
        """Cache what the `encode_prompt` of a pipeline returns, and hold the parts in memory that each stage needs.

        The stage of the text ends when the pipeline prepares its latents, encodes an image or draws.
        """
        if kind.token_limit is None:
            yield
            return
        encode = pipeline.encode_prompt
        with ExitStack() as patches:
            patches.enter_context(_replaced(pipeline, "encode_prompt", partial(self._encode, encode, request)))
            drawing = [(pipeline, "prepare_latents"), (getattr(pipeline, "vae", None), "encode")]
            if not hasattr(pipeline, "prepare_latents"):  # ERNIE-Image
                drawing.append((pipeline.transformer, "forward"))
            for owner, name in drawing:
                if hasattr(owner, name):
                    patches.enter_context(_preceded(owner, name, self._begin_drawing))
            yield

    def hold_for_adapters(self, has_words: bool) -> None:
        """Load what the adapters of a request are added to, `has_words`: textual inversions among them.

        Libraries compare the shapes of a LoRA with those of the denoiser, and extend the embedding tables. Text
        encoders that are to be alone take a LoRA without their weights.
        """
        restore_parts(self.loaded, other_names(self.loaded))
        if has_words or not self.alone:
            self._restore_text_encoders()

    def _encode(self, encode: Callable[..., Any], request: Request, *args: Any, **kwargs: Any) -> Any:
        """Call `encode`, or return what it returned for the same arguments."""
        key = (_as_key(args), _as_key(kwargs), *self._state_key(request))
        if key not in self._cache:
            self._begin_encoding()
            self._store(key, self._run(partial(encode, *args, **kwargs)))
        return tree_map(lambda leaf: leaf.clone() if isinstance(leaf, torch.Tensor) else leaf, self._cache[key])

    def _state_key(self, request: Request) -> tuple[Hashable, ...]:
        """Return what the embeddings of a prompt depend on besides its text."""
        encoder = self.loaded.parts[text_encoder_names(self.loaded)[0]]
        return request.loras, request.embeddings, self.added, floating_dtype(encoder), self.loaded.placement.device

    def _store(self, key: Hashable, found: Any) -> None:
        """Cache the embeddings of a prompt in place of the oldest ones."""
        cache = self._cache
        cache[key] = found
        while len(cache) > 1 and (len(cache) > MAX_CACHED_PROMPTS or _bytes_of([*cache.values()]) > MAX_CACHED_BYTES):
            cache.pop(next(iter(cache)))

    def _begin_encoding(self) -> None:
        if self.alone:
            release_parts(self.loaded, other_names(self.loaded))

    def _begin_drawing(self) -> None:
        if self.free_after_use:
            release_parts(self.loaded, text_encoder_names(self.loaded), self.has_words)
        restore_parts(self.loaded, names := other_names(self.loaded))
        self.on_restore([self.loaded.parts[name] for name in names])

    def _restore_text_encoders(self) -> None:
        restore_parts(self.loaded, text_encoder_names(self.loaded))

    def _run(self, encode: Callable[[], Any]) -> Any:
        """Call `encode` with all text encoders in memory, or with `alone` one at a time."""
        names = text_encoder_names(self.loaded)
        if not self.alone or len(names) == 1:
            self._restore_text_encoders()
            return encode()
        return EncoderCalls({name: self.loaded.parts[name] for name in names}, self._change_text_encoder).run(encode)

    def _change_text_encoder(self, name: str) -> None:
        others = (other for other in text_encoder_names(self.loaded) if other != name)
        release_parts(self.loaded, others, self.has_words)
        restore_parts(self.loaded, [name])


@contextmanager
def _replaced(owner: Any, name: str, function: Callable[..., Any]) -> Iterator[None]:
    """Replace a method of one object."""
    before = vars(owner).get(name)
    setattr(owner, name, function)
    try:
        yield
    finally:
        vars(owner).pop(name, None)
        if before is not None:
            setattr(owner, name, before)


def _preceded(owner: Any, name: str, first: Callable[[], None]) -> Any:
    """Replace a method of one object by `first` and the method."""
    method = getattr(owner, name)

    def call(*args: Any, **kwargs: Any) -> Any:
        first()
        return method(*args, **kwargs)

    return _replaced(owner, name, call)


def _bytes_of(tree: Any) -> int:
    return sum(leaf.numel() * leaf.element_size() for leaf in tree_flatten(tree)[0] if isinstance(leaf, torch.Tensor))


def _as_key(value: Any) -> Hashable:
    """Return a value of the arguments of `encode_prompt` in a form that can be a key; an image by its pixels."""
    if isinstance(value, Mapping):
        return tuple((name, _as_key(each)) for name, each in sorted(value.items()))
    if isinstance(value, (list, tuple)):
        return tuple(map(_as_key, value))
    if isinstance(value, Image.Image):
        return value.mode, value.size, value.tobytes()
    if isinstance(value, torch.Tensor):
        return str(value.dtype), tuple(value.shape), value.cpu().float().numpy().tobytes()
    return value
