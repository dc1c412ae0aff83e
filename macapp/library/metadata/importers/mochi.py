"""Mochi Diffusion: `Key: value; Key: value; ...` in the caption. Values are not escaped: read from the right."""

import re

from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.texts import EmbeddedTexts
from macapp.library.metadata.xmp import Packet

_KEYS = (
    "Include in Image",
    "Exclude from Image",
    "Model",
    "Steps",
    "Guidance Scale",
    "Seed",
    "Size",
    "Quality",
    "Source Image",
    "ControlNet Image",
    "Input Images",
    "Scheduler",
    "ML Compute Unit",
    "Generator",
)
MAX_CHARACTERS = 500_000
_GENERATOR = "Generator: Mochi Diffusion"


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read the caption, as IPTC or as XMP's description."""
    captions = {"caption": texts.caption, "Description": texts.png.get("Description", "")}
    if texts.packet:
        captions["XMP"] = Packet(texts.packet).get("dc:description") or ""
    name = next((name for name, caption in captions.items() if _GENERATOR in caption), None)
    if name is None:
        return None
    values = parse_items(captions[name][:MAX_CHARACTERS])
    found = ParsedMetadata("Mochi Diffusion", texts=(name,))
    found.set_text("prompt", values.get("Include in Image"))
    found.set_negative(values.get("Exclude from Image"))
    found.set_steps(values.get("Steps"))
    found.set_scheduler(values.get("Scheduler"))
    found.set_guidance(values.get("Guidance Scale"))
    found.set_seed(values.get("Seed"))
    if size := re.fullmatch(r"(\d{1,6})x(\d{1,6})", values.get("Size", "")):
        found.set_size(size[1], size[2])
    else:
        found.report_unknown("size", values.get("Size"))
    found.set_model(values.get("Model"))
    taken = ("Include in Image", "Exclude from Image", "Steps", "Scheduler", "Guidance Scale", "Seed", "Size", "Model")
    found.report_used("Generator", values.get("Generator", ""))
    found.report_unused(dict(values), *taken, "Generator")
    return found


def parse_items(text: str) -> dict[str, str]:
    """Return the items of a caption: from the right, the last occurrence of each key before the keys that follow it."""
    values, end = {}, len(text)
    for key in reversed(_KEYS):
        mark = f"{key}: "
        at = text.rfind(mark, 0, end)
        # A key is at the start or after "; "; anywhere else it is part of a value.
        while at > 0 and text[at - 2 : at] != "; ":
            at = text.rfind(mark, 0, at)
        if at >= 0:
            values[key] = text[at + len(mark) : end].strip().removesuffix(";")
            end = max(0, at - 2) if at else 0
    return values
