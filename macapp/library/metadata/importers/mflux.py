"""mflux: JSON in EXIF's UserComment. It names files by their full paths; none of these files is opened."""

from pathlib import PurePath

from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.settings_map import read_list, read_mapping
from macapp.library.metadata.importers.texts import EmbeddedTexts, parse_json_object


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read a UserComment or a JSON file with `mflux_version`."""
    for name, text in (("UserComment", texts.user_comment), ("JSON file", texts.json_file)):
        values = parse_json_object(text)
        if values is not None and "mflux_version" in values:
            found = read_mapping("mflux", values, read_later=("lora_paths", "lora_scales"), guidance="guidance")
            found.texts = (name,)
            weights = read_list(values.get("lora_scales"))
            for at, path in enumerate(read_list(values.get("lora_paths"))):
                found.set_lora(PurePath(str(path)).name, weights[at] if at < len(weights) else 1)
            return found
    return None
