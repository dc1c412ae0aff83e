"""Settings that a program stores as one mapping, such as a JSON object: the reader that its importers share."""

from collections.abc import Mapping
from typing import Any

from macapp.library.metadata.importers.report import ParsedMetadata

_USUAL_KEYS = {
    "prompt": "prompt",
    "negative": "negative_prompt",
    "steps": "steps",
    "sampler": "sampler",
    "schedule": "scheduler",
    "guidance": "guidance_scale",
    "distilled": "distilled_guidance",
    "seed": "seed",
    "width": "width",
    "height": "height",
    "model": "model",
}


def read_mapping(
    source: str, values: Mapping[str, Any], more: str = "", read_later: tuple[str, ...] = (), **named: str
) -> ParsedMetadata:
    """Read the settings of the program `source` from a mapping, and report its other keys as unused.

    `named` gives the keys that differ from `_USUAL_KEYS`; `more` is the key of the model's hash, for the report;
    `read_later` are keys that the caller reads and reports.
    """
    keys = {**_USUAL_KEYS, **named}
    value = {name: values.get(key) for name, key in keys.items()}
    found = ParsedMetadata(source)
    found.set_text("prompt", value["prompt"])
    found.set_negative(value["negative"])
    found.set_steps(value["steps"])
    found.set_scheduler(value["sampler"], value["schedule"])
    found.set_distilled_guidance(value["distilled"], value["guidance"])
    found.set_seed(value["seed"])
    found.set_size(value["width"], value["height"])
    found.set_model(value["model"], values.get(more))
    used = (more,) if value["model"] else ()
    found.report_unused(dict(values), *keys.values(), *used, *read_later)
    return found


def read_list(value: object) -> list[Any]:
    """Return the items of a list, or of a text with commas; a single value is a list of one, and None is empty."""
    if isinstance(value, str):
        return [item.strip() for item in value.split(",") if item.strip()]
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]
