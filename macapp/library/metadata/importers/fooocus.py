"""Fooocus: JSON or AUTOMATIC1111's text, as `fooocus_scheme` says; older versions write JSON under `Comment`."""

import re

from macapp.library.metadata.importers import a1111
from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.settings_map import read_mapping
from macapp.library.metadata.importers.texts import EmbeddedTexts, parse_json_object


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read a file with a scheme. Its size is text that Fooocus evaluates; here only the two numbers are read."""
    scheme = texts.png.get("fooocus_scheme") or texts.maker_note
    if scheme not in ("fooocus", "a1111"):
        return None
    for text in (texts.png.get("parameters", ""), texts.user_comment):
        if (values := parse_json_object(text)) is not None:
            size = re.search(r"(\d{1,6})\D+(\d{1,6})", str(values.get("resolution", "")))
            sides = {"width": size[1], "height": size[2]} if size else {}
            return read_mapping("Fooocus", {**values, **sides}, model="base_model", more="base_model_hash")
        if text and (found := a1111.parse(text)) is not None:
            found.source = "Fooocus"
            return found
    return None


def read_comment(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read the `Comment` of older versions of Fooocus and of programs derived from it."""
    values = texts.json("Comment")
    if values is None or "prompt" not in values:
        return None
    return read_mapping("Fooocus", values, model="base_model")
