"""Fooocus: JSON or AUTOMATIC1111's text, as `fooocus_scheme` says; older versions write JSON under `Comment`."""

import re
from typing import Any

from macapp.library.metadata.importers import a1111
from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.settings_map import read_mapping
from macapp.library.metadata.importers.texts import EmbeddedTexts, parse_json_object

_RUINED = "RuinedFooocus"
_COMBINED = re.compile(r"lora_combined_\d{1,2}")


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read a file with a scheme."""
    scheme = texts.png.get("fooocus_scheme") or texts.maker_note
    if scheme not in ("fooocus", "a1111"):
        return None
    return _read_scheme(texts, scheme)


def read_ruined(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read a file of RuinedFooocus, which has its own names."""
    values = texts.json("parameters")
    if values is None or values.get("software") != _RUINED:
        return None
    names = {"prompt": "Prompt", "negative": "Negative", "sampler": "sampler_name", "guidance": "cfg"}
    later = ("loras", "clip_skip", "software")
    found = read_mapping(_RUINED, values, more="base_model_hash", read_later=later, model="base_model_name", **names)
    found.texts = ("parameters",)
    found.report_used("software", _RUINED)
    found.set_clip_skip(values.get("clip_skip"))
    _read_loras(found, values.get("loras"))
    return found


def _read_scheme(texts: EmbeddedTexts, scheme: str) -> ParsedMetadata | None:
    by_name = texts.by_name()
    for name in ("parameters", "UserComment"):
        values, text = parse_json_object(by_name.get(name, "")), by_name.get(name, "")
        found = _read_values(values) if values is not None else a1111.parse(text)
        if found is not None:
            found.source = "Fooocus"
            found.texts = (name, "fooocus_scheme", "MakerNote")
            found.report_used("scheme", scheme)
            return found
    return None


def read_comment(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read the `Comment` of older versions of Fooocus and of programs derived from it."""
    values = texts.json("Comment")
    if values is None or "prompt" not in values:
        return None
    found = _read_values(values)
    found.texts = ("Comment",)
    return found


def _read_values(values: dict[str, Any]) -> ParsedMetadata:
    """Read the JSON. Its size is text that Fooocus evaluates; here only the two numbers are read."""
    size = re.search(r"(\d{1,6})\D+(\d{1,6})", str(values.get("resolution", "")))
    sides = {"width": size[1], "height": size[2]} if size else {}
    combined = {key: value for key, value in values.items() if _COMBINED.fullmatch(key)}
    later = ("loras", "clip_skip", *combined, *(("resolution",) if size else ()))
    found = read_mapping("Fooocus", {**values, **sides}, more="base_model_hash", read_later=later, model="base_model")
    found.set_clip_skip(values.get("clip_skip"))
    _read_loras(found, values.get("loras"))
    for value in combined.values():
        name, _, weight = str(value).rpartition(" : ")
        found.set_lora(name, weight)
    for name in ("prompt", "negative_prompt"):  # styles add words to both
        if values.get(f"full_{name}") not in (None, [], [values.get(name)], values.get(name)):
            found.mark_in_part(name.replace("_", " "))
    return found


def _read_loras(found: ParsedMetadata, loras: Any) -> None:
    """Read pairs of a name and a weight; a name may be that of an empty place in the form."""
    for lora in loras if isinstance(loras, list) else ():
        if isinstance(lora, list) and len(lora) >= 2 and lora[0] != "None":
            found.set_lora(lora[0], lora[1])
        else:
            found.report_unknown("LoRA", lora)
    if not isinstance(loras, list):
        found.report_unknown("loras", loras)
