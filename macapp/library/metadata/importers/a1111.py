"""AUTOMATIC1111 and the many programs that write its infotext; `macapp.library.metadata.infotext` has the grammar.

Easel's own infotext is read too, if a file has lost Easel's own chunk.
"""

import re

from macapp import PRODUCT
from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.texts import EmbeddedTexts
from macapp.library.metadata.infotext import split_infotext

_USED_KEYS = (
    *("Steps", "Sampler", "Schedule type", "CFG scale", "Seed", "Size", "Model", "Model hash", "Version"),
    *("Clip skip", "Variation seed", "Variation seed strength", "Hires upscale", "Denoising strength"),
)


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read the text under `parameters`, or in EXIF's UserComment."""
    for text in (texts.png.get("parameters", ""), texts.user_comment, texts.png.get("postprocessing", "")):
        if text and not text.lstrip().startswith("{") and (found := parse(text)) is not None:
            return found
    return None


def read_text_file(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read the text file next to a picture."""
    return parse(texts.text_file) if texts.text_file else None


def parse(text: str) -> ParsedMetadata | None:
    """Parse an infotext; return None if it has no line of settings."""
    parts = split_infotext(text)
    settings = parts.settings
    if not settings:
        return None
    found = ParsedMetadata(_program_name(settings.get("Version", "")))
    found.set_text("prompt", parts.prompt)
    if parts.negative:
        found.set_text("negative_prompt", parts.negative, "negative prompt")
    found.set_steps(settings.get("Steps"))
    found.set_scheduler(settings.get("Sampler"), settings.get("Schedule type"))
    found.set_guidance(settings.get("CFG scale"))
    found.set_seed(settings.get("Seed"))
    if size := re.fullmatch(r"\s*(\d{1,6})\s*x\s*(\d{1,6})\s*", settings.get("Size", "")):
        found.set_size(size[1], size[2])
    found.set_clip_skip(settings.get("Clip skip"))
    found.set_variation(settings.get("Variation seed"), settings.get("Variation seed strength"))
    found.set_hires(settings.get("Hires upscale"), settings.get("Denoising strength"))
    found.set_model(settings.get("Model"), settings.get("Model hash"))
    found.report_unused(settings, *_USED_KEYS)
    return found


def _program_name(version: str) -> str:
    """Return the program of a `Version`; AUTOMATIC1111's own versions look like v1.10.1 or are a commit."""
    for mark, name in (
        ("ComfyUI", "ComfyUI"),
        ("Fooocus", "Fooocus"),
        (PRODUCT, PRODUCT),
        ("neo", "Forge"),
        ("f", "Forge"),
    ):
        if version.startswith(mark):
            return name if name != PRODUCT else f"{PRODUCT} (text only)"
    return "AUTOMATIC1111"
