"""NovelAI: `Description` is the prompt, `Comment` JSON with the settings."""

from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.settings_map import read_mapping
from macapp.library.metadata.importers.texts import EmbeddedTexts


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read a file whose `Software` is NovelAI."""
    if texts.png.get("Software") != "NovelAI":
        return None
    values = {"prompt": texts.png.get("Description"), **(texts.json("Comment") or {})}
    return read_mapping("NovelAI", values, negative="uc", guidance="scale")
