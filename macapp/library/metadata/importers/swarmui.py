"""SwarmUI: `parameters` is JSON with `sui_image_params`."""

from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.settings_map import read_mapping
from macapp.library.metadata.importers.texts import EmbeddedTexts, parse_json_object


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read the PNG text, or in other formats EXIF's UserComment."""
    for text in (texts.png.get("parameters", ""), texts.user_comment):
        values = parse_json_object(text)
        params = (values or {}).get("sui_image_params")
        if isinstance(params, dict):
            return read_mapping("SwarmUI", params, negative="negativeprompt", guidance="cfgscale")
    return None
