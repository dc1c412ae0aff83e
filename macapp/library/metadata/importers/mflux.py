"""mflux: JSON in EXIF's UserComment. It names files by their full paths; none of these files is opened."""

from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.settings_map import read_mapping
from macapp.library.metadata.importers.texts import EmbeddedTexts, parse_json_object


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read a UserComment with `mflux_version`."""
    values = parse_json_object(texts.user_comment)
    if values is None or "mflux_version" not in values:
        return None
    return read_mapping("mflux", values, guidance="guidance")
