"""Tensor.Art: JSON under `generation_data`."""

from typing import Any

from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.settings_map import read_mapping
from macapp.library.metadata.importers.texts import EmbeddedTexts

_KEY = "generation_data"
_NO_SCALE = (None, 0, 1)


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read a file that has a prompt and the model of the site. The graph beside it only names the site's own nodes."""
    values = texts.json(_KEY)
    if values is None or "prompt" not in values:
        return None
    base, models = values.get("baseModel"), values.get("models")
    known = dict(values)
    if isinstance(base, dict):
        known |= {"baseModel": base.get("modelFileName") or base.get("label"), "hash": base.get("hash")}
    if not values.get("samplerName"):  # with the names of ComfyUI alone
        known |= {"samplerName": values.get("ksamplerName")}
    used = ("ksamplerName",) if not values.get("samplerName") else ()
    has_distilled = values.get("cfgScale") in _NO_SCALE
    found = read_mapping(
        "Tensor.Art",
        known,
        more="hash",
        read_later=("models", "clipSkip", *used),
        negative="negativePrompt",
        sampler="samplerName",
        schedule="schedule" if used else "",
        guidance="cfgScale",
        distilled="guidance" if has_distilled else "",
        model="baseModel",
    )
    found.texts = (_KEY,)
    found.set_clip_skip(values.get("clipSkip"))
    if isinstance(base, dict):
        found.report_unused(base, "modelFileName" if base.get("modelFileName") else "label", "hash", of="model")
    for each in models if isinstance(models, list) else ():
        _read_addition(found, each)
    if not isinstance(models, list):
        found.report_unknown("models", models)
    return found


def _read_addition(found: ParsedMetadata, addition: Any) -> None:
    kind = str(addition.get("type", "")) if isinstance(addition, dict) else ""
    if kind in ("LORA", "LOCON", "LYCORIS", "DORA"):
        name = "modelFileName" if addition.get("modelFileName") else "label"
        found.set_lora(addition.get(name), addition.get("weight", 1))
        found.report_unused(addition, name, "weight", of="LoRA")
    else:
        found.report_unknown(kind or "model", addition)
