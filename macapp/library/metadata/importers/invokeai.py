"""InvokeAI: `invokeai_metadata` (3 and later), `sd-metadata` and `Dream` (2)."""

import re
import shlex
from typing import Any

from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.texts import EmbeddedTexts

_USED_KEYS = ("positive_prompt", "negative_prompt", "width", "height", "seed", "cfg_scale", "steps", "scheduler",
              "model", "app_version")  # fmt: skip
_DREAM_OPTIONS = {"-s": "steps", "-S": "seed", "-W": "width", "-H": "height", "-C": "guidance", "-A": "sampler",
          "-f": "strength"}  # fmt: skip


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read version 3 and later."""
    values = texts.json("invokeai_metadata")
    if values is None:
        return None
    found = ParsedMetadata("InvokeAI")
    found.set_text("prompt", values.get("positive_prompt"))
    if values.get("negative_prompt"):
        found.set_text("negative_prompt", values["negative_prompt"], "negative prompt")
    found.set_steps(values.get("steps"))
    scheduler = str(values.get("scheduler") or "")
    found.set_scheduler(scheduler.removesuffix("_k"), "Karras" if scheduler.endswith("_k") else None)
    found.set_guidance(values.get("cfg_scale"))
    found.set_seed(values.get("seed"))
    found.set_size(values.get("width"), values.get("height"))
    model = values.get("model")
    if isinstance(model, dict):
        found.set_model(model.get("name") or model.get("model_name"), model.get("hash"))
    elif isinstance(model, str):
        found.set_model(model)
    found.report_unused(values, *_USED_KEYS)
    return found


def read_version_2(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read version 2: JSON, or a command line."""
    if (values := texts.json("sd-metadata")) is not None:
        return _parse_sd_metadata(values)
    return _parse_dream(texts.png["Dream"]) if texts.png.get("Dream") else None


def _parse_sd_metadata(values: dict[str, Any]) -> ParsedMetadata:
    image = values.get("image") or {}
    prompt = image.get("prompt")
    if isinstance(prompt, list):
        prompt = ", ".join(str(part.get("prompt", "")) for part in prompt if isinstance(part, dict))
    found = ParsedMetadata("InvokeAI")
    _split_prompt(found, str(prompt or ""))
    found.set_steps(image.get("steps"))
    found.set_scheduler(image.get("sampler"))
    found.set_guidance(image.get("cfg_scale"))
    found.set_seed(image.get("seed"))
    found.set_size(image.get("width"), image.get("height"))
    found.set_model(values.get("model_weights"), values.get("model_hash"))
    found.report_unused(image, "prompt", "steps", "sampler", "cfg_scale", "seed", "width", "height")
    return found


def _parse_dream(line: str) -> ParsedMetadata | None:
    try:
        words = shlex.split(line[:100_000])
    except ValueError:
        return None
    if not words:
        return None
    options: dict[str, str] = {}
    for at, word in enumerate(words[1:], start=1):
        if match := re.fullmatch(r"(-[a-zA-Z])(.*)", word):
            value = match[2] or (words[at + 1] if at + 1 < len(words) else "")
            options[_DREAM_OPTIONS.get(match[1], match[1])] = value
    found = ParsedMetadata("InvokeAI")
    _split_prompt(found, words[0])
    found.set_steps(options.get("steps"))
    found.set_scheduler(options.get("sampler"))
    found.set_guidance(options.get("guidance"))
    found.set_seed(options.get("seed"))
    found.set_size(options.get("width"), options.get("height"))
    found.report_unused(dict(options), "steps", "sampler", "guidance", "seed", "width", "height")
    return found


def _split_prompt(found: ParsedMetadata, prompt: str) -> None:
    """Split a prompt; its negative parts are in square brackets."""
    negative = re.findall(r"\[([^\[\]]*)\]", prompt)
    found.set_text("prompt", re.sub(r"(?<!\s)\s*\[[^\[\]]*\]", "", prompt).strip())
    if negative:
        found.set_text("negative_prompt", ", ".join(negative), "negative prompt")
