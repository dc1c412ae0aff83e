"""AUTOMATIC1111 and the many programs that write its infotext; `macapp.library.metadata.infotext` has the grammar.

Easel's own infotext is read too, if a file has lost Easel's own chunk.
"""

import json
import re
from typing import Any

from macapp import PRODUCT
from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.texts import EmbeddedTexts
from macapp.library.metadata.infotext import Infotext, split_infotext

_USED_KEYS = (
    *("Steps", "Sampler", "Schedule type", "CFG scale", "Distilled CFG Scale", "Seed", "Size", "Model", "Model hash"),
    *("Clip skip", "Variation seed", "Variation seed strength", "Hires upscale", "Denoising strength", "Version"),
    "Civitai resources",
)
_LORA_TAG = re.compile(r"<(?:lora|lyco):([^:<>]{1,200})(?::([^:<>]{1,20}))?[^<>]{0,200}>")
# AUTOMATIC1111's own schedule of a sampler (modules/sd_samplers_kdiffusion.py); of the others it is the plain one.
_AUTOMATIC = {
    **dict.fromkeys(("DPM++ 2M", "DPM++ SDE", "DPM++ 2S a", "DPM2", "DPM2 a", "Restart"), "Karras"),
    **dict.fromkeys(("DPM++ 2M SDE", "DPM++ 2M SDE Heun", "DPM++ 3M SDE"), "Exponential"),
}


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read the text under `parameters`, or in EXIF's UserComment. A text without settings is a prompt."""
    by_name = texts.by_name()
    for name in ("parameters", "UserComment", "postprocessing"):
        text = by_name.get(name, "")
        if text and not text.lstrip().startswith("{") and (found := parse(text)) is not None:
            found.texts = (name,)
            return found
    text = texts.png.get("parameters", "").strip()
    if not text or text.startswith("{"):
        return None
    found = _read_parts("AUTOMATIC1111", split_infotext(text))
    found.texts = ("parameters",)
    return found


def read_text_file(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read the text file next to a picture."""
    found = parse(texts.text_file)
    if found is not None:
        found.texts = ("text file",)
    return found


def parse(text: str) -> ParsedMetadata | None:
    """Parse an infotext; return None if it has neither a line of settings nor a negative prompt."""
    parts = split_infotext(text)
    if not parts.settings and not parts.negative:
        return None
    return _read_parts(_find_program(parts.settings), parts)


def _read_parts(program: str, parts: Infotext) -> ParsedMetadata:
    settings, found = parts.settings, ParsedMetadata(program)
    found.set_text("prompt", parts.prompt)
    if parts.negative:
        found.set_text("negative_prompt", parts.negative)
    for name, weight in _LORA_TAG.findall(parts.prompt):
        found.report_missing("LoRA", f"{name} ({weight or 1})")
    found.set_steps(settings.get("Steps"))
    _read_sampler(found, settings)
    found.set_distilled_guidance(settings.get("Distilled CFG Scale"), settings.get("CFG scale"))
    found.set_seed(settings.get("Seed"))
    if size := re.fullmatch(r"\s*(\d{1,6})\s*x\s*(\d{1,6})\s*", settings.get("Size", "")):
        found.set_size(size[1], size[2])
    else:
        found.report_unknown("size", settings.get("Size"))
    found.set_clip_skip(settings.get("Clip skip"))
    found.set_variation(settings.get("Variation seed"), settings.get("Variation seed strength"))
    found.set_hires(settings.get("Hires upscale"), settings.get("Denoising strength"))
    _read_models(found, settings)
    if settings.get("Version"):
        found.report_used("Version", settings["Version"])
    found.report_unused(settings, *_USED_KEYS)
    for key, value in (*parts.repeated, *parts.more.items()):
        found.report_unknown(key, value)
    return found


def _read_sampler(found: ParsedMetadata, settings: dict[str, str]) -> None:
    """Set the scheduler. Version 1.9 and later name the noise schedule apart from the sampler."""
    sampler, schedule = settings.get("Sampler", ""), settings.get("Schedule type")
    meant = _AUTOMATIC.get(sampler, "") if schedule == "Automatic" else schedule
    found.set_scheduler(sampler, meant)
    if not sampler:
        found.report_unknown("Schedule type", schedule)


def _read_models(found: ParsedMetadata, settings: dict[str, str]) -> None:
    resources = _parse_resources(settings.get("Civitai resources", ""))
    if not resources:
        found.report_unknown("Civitai resources", settings.get("Civitai resources"))
    checkpoint = next((each for each in resources if _kind_of(each) in ("checkpoint", "model")), None)
    if settings.get("Model") or checkpoint is None:
        found.set_model(settings.get("Model"), settings.get("Model hash"))
        if not settings.get("Model"):
            found.report_unknown("Model hash", settings.get("Model hash"))
    else:
        resources.remove(checkpoint)
        found.set_model(checkpoint.get("modelName"), checkpoint.get("modelVersionName"))
        found.report_unknown("Model hash", settings.get("Model hash"))
    for each in resources:
        value = f"{each.get('modelName') or each.get('modelVersionId')} ({each.get('weight', 1)})"
        if _kind_of(each) in ("lora", "locon", "lycoris", "dora"):
            found.report_missing("LoRA", value)
        else:
            found.report_unknown(f"Civitai {_kind_of(each) or 'resource'}", value)


def _kind_of(resource: dict[str, Any]) -> str:
    return str(resource.get("type", "")).lower()


def _parse_resources(text: str) -> list[dict[str, Any]]:
    """Return Civitai's list of the models that were used."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _find_program(settings: dict[str, str]) -> str:
    """Return the program; AUTOMATIC1111's own versions look like v1.10.1 or are a commit."""
    if settings.get("App", "").startswith("SD.Next"):
        return "SD.Next"
    version = settings.get("Version", "")
    for mark, name in (
        ("ComfyUI", "ComfyUI"),
        ("Fooocus", "Fooocus"),
        (PRODUCT, f"{PRODUCT} (text only)"),
        (r"neo|f\d+\.", "Forge"),
    ):
        if re.match(mark, version):
            return name
    return "Civitai" if "Civitai resources" in settings and not version else "AUTOMATIC1111"
