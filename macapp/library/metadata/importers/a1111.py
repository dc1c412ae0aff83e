"""AUTOMATIC1111's infotext, which many programs write: prompt, negative prompt, and a last line of settings.

The grammar is that of modules/infotext_utils.py in AUTOMATIC1111. Easel's own infotext is read too, if a file has lost
Easel's own chunk.
"""

import contextlib
import json
import re

from macapp import PRODUCT
from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.texts import EmbeddedTexts

NEGATIVE = "Negative prompt:"
MIN_ITEMS = 3
MAX_CHARACTERS = 1_000_000
# A key has at most 100 characters: without a limit, a long line without commas takes quadratic time.
_ITEM = re.compile(r'\s*(\w[\w \-/]{1,100}?)(?::\s*("(?:\\.|[^\\"])*"|[^,]*))?(?:,|$)')
_CERTAIN_KEYS = {"Steps", "Seed", "Size"}  # at least one is required: the last line of a prompt may look like settings
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
    lines = [line.strip() for line in text[:MAX_CHARACTERS].removeprefix("\ufeff").strip().splitlines()]
    if not lines:
        return None
    settings = parse_settings(lines[-1])
    if len(settings) < MIN_ITEMS or not _CERTAIN_KEYS & settings.keys():
        return None
    prompt, negative = _split_prompts(lines[:-1])
    found = ParsedMetadata(_program_name(settings.get("Version", "")))
    found.set_text("prompt", prompt)
    if negative:
        found.set_text("negative_prompt", negative, "negative prompt")
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


def parse_settings(line: str) -> dict[str, str]:
    """Return the items of a line of settings; the value of a bare key is the key."""
    braces, line = _extract_braces(line)
    items: dict[str, str] = {}
    for match in _ITEM.finditer(line):
        key, value = match[1].strip(), match[2]
        items[key] = key if value is None else _unquote(value.strip())
    return {**items, **braces}


def _extract_braces(line: str) -> tuple[dict[str, str], str]:
    """Extract an unquoted `Hashes: {...}`, whose commas would split it; return it and the rest of the line."""
    start = re.search(r"(?:^|, )(\w[\w ]+): (\{)", line)
    if start is None:
        return {}, line
    depth = 0
    for at in range(start.start(2), len(line)):
        depth += {"{": 1, "}": -1}.get(line[at], 0)
        if depth == 0:
            return {start[1]: line[start.start(2) : at + 1]}, line[: start.start()] + line[at + 1 :]
    return {}, line


def _unquote(value: str) -> str:
    if value.startswith('"') and value.endswith('"'):
        with contextlib.suppress(ValueError):
            return str(json.loads(value))
    return value


def _split_prompts(lines: list[str]) -> tuple[str, str]:
    prompt: list[str] = []
    negative: list[str] = []
    into = prompt
    for line in lines:
        if into is prompt and line.startswith(NEGATIVE):
            into = negative
            into.append(line[len(NEGATIVE) :].strip())
        else:
            into.append(line)
    return "\n".join(prompt).strip(), "\n".join(negative).strip()


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
