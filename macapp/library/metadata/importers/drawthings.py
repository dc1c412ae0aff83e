"""Draw Things: JSON in XMP's `exif:UserComment`."""

from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.texts import EmbeddedTexts, json_object
from macapp.library.metadata.xmp import Packet

_TAKEN = ("c", "uc", "steps", "sampler", "scale", "seed", "size", "model", "v2")


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read the first item of the comment."""
    if not texts.packet:
        return None
    packet = Packet(texts.packet)
    values = json_object(packet.get("exif:UserComment") or "")
    if values is None or "c" not in values or not {"sampler", "scale"} & values.keys():
        return None
    found = ParsedMetadata("Draw Things")
    found.text("prompt", values.get("c"))
    if values.get("uc"):
        found.text("negative_prompt", values["uc"], "negative prompt")
    found.steps(values.get("steps"))
    found.scheduler(values.get("sampler"))
    found.guidance(values.get("scale"))
    found.seed(values.get("seed"))
    width, _, height = str(values.get("size", "")).partition("x")
    if height:
        found.size(width, height)
    found.model(values.get("model"))
    found.report_unused(values, *_TAKEN)
    return found
