"""Apply the tags of a prompt, such as `<lora:name:0.8>`: find the models, and remove the tags. Any thread."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from macapp import models
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import Lora, Request
from macapp.errors import EaselError, Reason
from macapp.models.catalog import load_catalog
from macapp.models.configuration import path_exists
from macapp.models.model_names import ModelNames
from macapp.prompt.tags import Tag, TagKind, combines_prompts, find_tags, model_name, replace_tags
from macapp.system.paths import at_home

_KINDS = {TagKind.LORA: AuxiliaryKind.LORA, TagKind.EMBEDDING: AuxiliaryKind.EMBEDDING}
_TEMPLATES = {"prompt": "template", "negative_prompt": "negative_template"}
_PROMPTS = (*_TEMPLATES, "prompt_2", "negative_prompt_2")


def apply_tags(request: Request, names: ModelNames) -> Request:
    """Return a request with the models that its prompts name by tags, and without the tags.

    The template keeps what was typed. A tag whose model is not installed is only removed; `describe_tags` reports it.
    A LoRA of the request that is stated by name, as imports have it, gets the id of the installed one.
    Raises `BadRequest` for a weight that is out of range or for too many models.
    """
    loras = {_installed_id(lora.model, names): lora.weight for lora in request.loras}
    embeddings = dict.fromkeys(request.embeddings)
    values: dict[str, Any] = {}
    for field in _PROMPTS:
        text = getattr(request, field)
        tags = find_tags(text)
        for tag in tags:
            found = _find(tag, names)
            if found is not None and tag.kind is TagKind.LORA:
                loras[found] = 1.0 if tag.weight is None else tag.weight
            elif found is not None:
                embeddings[found] = None
        if tags:
            values[field] = replace_tags(text, lambda tag: _visible_text(tag, names))
            if field in _TEMPLATES and getattr(request, _TEMPLATES[field]) is None:
                values[_TEMPLATES[field]] = text
    added = tuple(Lora(model=model, weight=weight) for model, weight in loras.items())
    if not values and added == request.loras:
        return request
    return replace(request, **values, loras=added, embeddings=tuple(embeddings))


def drop_tagged(request: Request, prompt: str, names: ModelNames) -> Request:
    """Return a request without the models that the tags of a prompt named; another alternative may name others."""
    tagged = {_find(tag, names) for tag in find_tags(prompt)}
    if not tagged:
        return request
    loras = tuple(lora for lora in request.loras if lora.model not in tagged)
    return replace(request, loras=loras, embeddings=tuple(name for name in request.embeddings if name not in tagged))


def has_tags(request: Request) -> bool:
    """Return whether `describe_tags` may have something to report, without reading the installed models."""
    return any(find_tags(text) or combines_prompts(text) for text in _typed_prompts(request))


def describe_tags(request: Request, names: ModelNames) -> list[Reason]:
    """Return what of the typed prompts is not used: tags without a model or a number, second weights, AND."""
    reasons: dict[tuple[str, str], Reason] = {}
    for text in _typed_prompts(request):
        for tag in find_tags(text):
            if (reason := _describe_tag(tag, names)) is not None:
                reasons[reason.code, tag.text] = reason
        if combines_prompts(text) and _has_weights(request.model):
            reasons["prompt-and", ""] = Reason("prompt-and", {})
    return list(reasons.values())


def _describe_tag(tag: Tag, names: ModelNames) -> Reason | None:
    """Return what of a tag is not used; None if all is."""
    kind, shown = _KINDS.get(tag.kind), tag.text[:80]
    if kind is None:
        return Reason("tag-unsupported", {"tag": shown})
    if tag.weight is None:
        return Reason("tag-weight", {"tag": shown})
    if _find(tag, names) is None:
        return Reason("tag-missing", {"tag": shown, "kind": kind.label, "name": tag.name[:80]})
    return None if tag.is_whole else Reason("tag-weights", {"tag": shown, "weight": tag.weight})


def _typed_prompts(request: Request) -> list[str]:
    return [getattr(request, _TEMPLATES.get(field, ""), None) or getattr(request, field) for field in _PROMPTS]


def _has_weights(model: str) -> bool:
    """Return whether the prompts of a model follow the grammar of AUTOMATIC1111, in which AND has a meaning."""
    with suppress(EaselError):
        return models.find_checkpoint(model).kind.token_limit is None
    return False


def _find(tag: Tag, names: ModelNames) -> str | None:
    kind = _KINDS.get(tag.kind)
    return None if kind is None or tag.weight is None else names.find(kind.value, tag.name)


def _visible_text(tag: Tag, names: ModelNames) -> str:
    """Return what the text encoder reads in place of a tag: the name of a textual inversion is its trigger."""
    found = _find(tag, names) if tag.kind is TagKind.EMBEDDING else None
    return "" if found is None else model_name(found)


def _installed_id(model: str, names: ModelNames) -> str:
    if model in load_catalog() or path_exists(at_home(Path(model))):
        return model
    return names.find(AuxiliaryKind.LORA.value, model) or model
