"""NovelAI: `Description` is the prompt, `Comment` JSON with the settings; version 4 has a prompt for each character."""

import re
from typing import Any

from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.settings_map import read_mapping
from macapp.library.metadata.importers.texts import EmbeddedTexts

_NOTATION = re.compile(r"[{\[]|::")  # {stronger}, [weaker] and 1.5::weight::, with other factors than here
_CAPTIONS = {"v4_prompt": "character", "v4_negative_prompt": "negative prompt of character"}


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read a file whose `Software` is NovelAI."""
    if texts.png.get("Software") != "NovelAI":
        return None
    values = {"prompt": texts.png.get("Description"), **(texts.json("Comment") or {})}
    captions = {key: _read_caption(values, key) for key in _CAPTIONS}
    values.setdefault("uc", captions["v4_negative_prompt"].get("base_caption"))
    found = read_mapping(
        "NovelAI", values, read_later=tuple(_CAPTIONS), negative="uc", guidance="scale", schedule="noise_schedule"
    )
    found.texts = ("Software", "Description", *(("Comment",) if texts.json("Comment") else ()))
    found.report_used("Software", "NovelAI")
    found.mark_notation(_NOTATION)
    for key, label in _CAPTIONS.items():
        _report_characters(found, captions[key], label)
        base = captions[key].get("base_caption")
        if base not in (None, values.get("prompt"), values.get("uc")):
            found.report_unknown(key, base)
    return found


def _read_caption(values: dict[str, Any], key: str) -> dict[str, Any]:
    outer = values.get(key)
    caption = outer.get("caption") if isinstance(outer, dict) else None
    return caption if isinstance(caption, dict) else {}


def _report_characters(found: ParsedMetadata, caption: dict[str, Any], label: str) -> None:
    """Report the characters: their prompts act on places of the picture, which no request can state."""
    characters = caption.get("char_captions")
    for number, character in enumerate(characters if isinstance(characters, list) else (), start=1):
        if isinstance(character, dict):
            value = f"{character.get('char_caption', '')} {character.get('centers', '')}".strip()
            found.report_unknown(f"{label} {number}", value)
            found.mark_in_part("prompt" if label == "character" else "negative prompt")
