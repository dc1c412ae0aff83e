"""Easy Diffusion: one PNG text per setting, JSON with the same keys, or a text file with a label per setting."""

import re
from collections.abc import Mapping
from typing import Any

from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.settings_map import read_list, read_mapping
from macapp.library.metadata.importers.texts import EmbeddedTexts, parse_json_object

# The labels of text files, without case (`TASK_TEXT_MAPPING` in Easy Diffusion's save_utils.py), and their keys.
_LABELS = {
    "prompt": "prompt",
    "negative prompt": "negative_prompt",
    "seed": "seed",
    "steps": "num_inference_steps",
    "guidance scale": "guidance_scale",
    "sampler": "sampler_name",
    "width": "width",
    "height": "height",
    "stable diffusion model": "use_stable_diffusion_model",
    "clip skip": "clip_skip",
    "lora model": "use_lora_model",
    "lora strength": "lora_alpha",
    **{
        label.casefold(): label
        for label in (
            *("Prompt Strength", "Use Face Correction", "Use Upscaling", "Upscale By", "VAE model", "Seamless Tiling"),
            *(
                "Hypernetwork model",
                "Hypernetwork Strength",
                "ControlNet model",
                "Embedding models",
                "ControlNet filter",
            ),
        )
    },
}
_LABEL = re.compile(r"([A-Za-z][A-Za-z ]{1,40}): ?(.*)")
_READ_LATER = ("clip_skip", "use_lora_model", "lora_alpha")


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read the JSON in the UserComment or next to the file, the PNG texts, or the text file."""
    sources: tuple[tuple[str, Mapping[str, Any] | None], ...] = (
        ("UserComment", parse_json_object(texts.user_comment)),
        ("PNG", {key.lower(): value for key, value in texts.png.items()}),
        ("JSON file", parse_json_object(texts.json_file)),
        ("text file", _parse_labels(texts.text_file)),
    )
    for name, values in sources:
        if values is not None and "num_inference_steps" in values and "prompt" in values:
            found = _read_values(values)
            found.texts = tuple(texts.png) if name == "PNG" else (name,)
            return found
    return None


def _read_values(values: Mapping[str, Any]) -> ParsedMetadata:
    found = read_mapping(
        "Easy Diffusion",
        values,
        read_later=_READ_LATER,
        steps="num_inference_steps",
        sampler="sampler_name",
        model="use_stable_diffusion_model",
    )
    skip = values.get("clip_skip")
    if skip is not None:  # a switch; on, it skips one layer
        found.set_clip_skip({"true": 2, "false": 1}.get(str(skip).casefold(), skip))
    weights = read_list(values.get("lora_alpha"))
    names = [name for name in read_list(values.get("use_lora_model")) if str(name) not in ("None", "")]
    for at, name in enumerate(names):
        found.set_lora(name, weights[at] if at < len(weights) else 1)
    if not names:
        for key in ("use_lora_model", "lora_alpha"):
            if key in values:
                found.report_used(key, values[key])
    return found


def _parse_labels(text: str) -> dict[str, str]:
    """Return the settings of a text file by key; a line without a label continues the one before."""
    values: dict[str, str] = {}
    last = ""
    for line in text.splitlines():
        match = _LABEL.fullmatch(line)
        if match and match[1].casefold() in _LABELS:
            last = _LABELS[match[1].casefold()]
            values[last] = match[2]
        elif last:
            values[last] += f"\n{line}"
    return {key: value.strip() for key, value in values.items()}
