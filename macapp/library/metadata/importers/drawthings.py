"""Draw Things: JSON in XMP's `exif:UserComment`."""

from typing import Any

from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.texts import EmbeddedTexts, parse_json_object
from macapp.library.metadata.xmp import Packet

_USED_KEYS = ("c", "uc", "steps", "sampler", "scale", "seed", "size", "model", "lora", "strength", "clip_skip")


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read the JSON in the first item of the comment."""
    if not texts.packet:
        return None
    packet = Packet(texts.packet)
    values = parse_json_object(packet.get("exif:UserComment") or "")
    if values is None or "c" not in values or not {"sampler", "scale"} & values.keys():
        return None
    found = ParsedMetadata("Draw Things", texts=("XMP",))
    found.set_text("prompt", values.get("c"))
    found.set_negative(values.get("uc"))
    found.set_steps(values.get("steps"))
    found.set_scheduler(values.get("sampler"))
    found.set_guidance(values.get("scale"))
    found.set_seed(values.get("seed"))
    width, _, height = str(values.get("size", "")).partition("x")
    if height:
        found.set_size(width, height)
    else:
        found.report_unknown("size", values.get("size"))
    found.set_model(values.get("model"))
    found.set_clip_skip(values.get("clip_skip"))
    _read_additions(found, values)
    found.report_unused(values, *_USED_KEYS)
    for name, value in packet.properties().items():
        if name != "exif:UserComment":
            found.report_unknown(name, value)
    return found


def _read_additions(found: ParsedMetadata, values: dict[str, Any]) -> None:
    """Read the LoRAs, and the strength: below 1, the picture started from an image that the file does not contain."""
    loras = values.get("lora")
    for lora in loras if isinstance(loras, list) else ():
        if isinstance(lora, dict):
            found.set_lora(lora.get("model"), lora.get("weight", 1))
    if not isinstance(loras, list):
        found.report_unknown("LoRA", loras)
    if values.get("strength") == 1:
        found.report_used("strength", values["strength"])
    else:
        found.report_unknown("strength", values.get("strength"))
