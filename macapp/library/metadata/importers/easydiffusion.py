"""Easy Diffusion: one PNG text per setting, or JSON with the same keys in EXIF's UserComment."""

from collections.abc import Mapping
from typing import Any

from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.settings_map import read_mapping
from macapp.library.metadata.importers.texts import EmbeddedTexts, parse_json_object


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read the UserComment, or else the PNG texts."""
    values: Mapping[str, Any] | None = parse_json_object(texts.user_comment)
    if values is None or "num_inference_steps" not in values:
        values = {key.lower(): value for key, value in texts.png.items()}
    if "num_inference_steps" not in values or "prompt" not in values:
        return None
    return read_mapping(
        "Easy Diffusion",
        values,
        steps="num_inference_steps",
        sampler="sampler_name",
        model="use_stable_diffusion_model",
    )
