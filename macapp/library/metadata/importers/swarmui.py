"""SwarmUI: `parameters` is JSON with `sui_image_params`."""

import re
from typing import Any

from macapp.library.metadata.importers.report import BRACKETS, ParsedMetadata
from macapp.library.metadata.importers.settings_map import read_list, read_mapping
from macapp.library.metadata.importers.texts import EmbeddedTexts, parse_json_object

_NOTATION = re.compile(rf"{BRACKETS.pattern}|<(?!lora:)\w+[:\[]")  # such as <segment:face>, which no model reads
_PARAMS = "sui_image_params"
_READ_LATER = ("loras", "loraweights", "variationseed", "variationseedstrength", "clipstopatlayer")


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read the PNG text, or in other formats EXIF's UserComment or a JSON file."""
    by_name = texts.by_name()
    for name in ("parameters", "UserComment", "JSON file"):
        values = parse_json_object(by_name.get(name, ""))
        params = (values or {}).get(_PARAMS)
        if values is not None and isinstance(params, dict):
            found = _read_params(params)
            found.texts = (name,)
            found.report_unused(values, _PARAMS)
            return found
    return None


def _read_params(params: dict[str, Any]) -> ParsedMetadata:
    found = read_mapping(
        "SwarmUI",
        params,
        read_later=_READ_LATER,
        negative="negativeprompt",
        guidance="cfgscale",
        distilled="fluxguidancescale",
    )
    found.mark_notation(_NOTATION)
    weights = read_list(params.get("loraweights"))
    for at, name in enumerate(read_list(params.get("loras"))):
        found.set_lora(name, weights[at] if at < len(weights) else 1)
    found.set_variation(params.get("variationseed"), params.get("variationseedstrength"))
    layer = params.get("clipstopatlayer")  # -1 is the last one
    found.set_clip_skip(str(layer).removeprefix("-") if layer is not None else None)
    return found
