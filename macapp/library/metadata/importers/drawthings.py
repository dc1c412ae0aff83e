"""Draw Things: JSON in XMP's `exif:UserComment`."""

from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.texts import EmbeddedTexts, parse_json_object
from macapp.library.metadata.xmp import Packet

_USED_KEYS = ("c", "uc", "steps", "sampler", "scale", "seed", "size", "model", "v2")


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read the JSON in the first item of the comment."""
    if not texts.packet:
        return None
    packet = Packet(texts.packet)
    values = parse_json_object(packet.get("exif:UserComment") or "")
    if values is None or "c" not in values or not {"sampler", "scale"} & values.keys():
        return None
    found = ParsedMetadata("Draw Things")
    found.set_text("prompt", values.get("c"))
    if values.get("uc"):
        found.set_text("negative_prompt", values["uc"], "negative prompt")
    found.set_steps(values.get("steps"))
    found.set_scheduler(values.get("sampler"))
    found.set_guidance(values.get("scale"))
    found.set_seed(values.get("seed"))
    width, _, height = str(values.get("size", "")).partition("x")
    if height:
        found.set_size(width, height)
    found.set_model(values.get("model"))
    found.report_unused(values, *_USED_KEYS)
    return found
