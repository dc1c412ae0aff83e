"""Read and write XMP, the metadata that file managers and photo programs read: marks, description, made by AI.

All other properties in the packet of another program are preserved. Namespaces follow Adobe's XMP specification
(part 1); the values of DigitalSourceType are those of the IPTC (cv.iptc.org/newscodes/digitalsourcetype). Any thread.
"""

import contextlib
import xml.etree.ElementTree as ET

from macapp import PRODUCT, __version__
from macapp.domain.field_values import normalize_text
from macapp.domain.job import Marks, Picture
from macapp.domain.request import Request

KEY = "XML:com.adobe.xmp"  # of the PNG's text chunk
MAX_BYTES = 8 * 2**20
MAX_LABELS, LABEL_CHARACTERS = 200, 200
MAX_DEPTH = 100  # of nested elements; serializing a packet is recursive
MAX_STARS = 5
MAX_PROPERTIES = 200
_MADE_BY_AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_MADE_BY_AI_FROM_IMAGE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
_ORIGIN = "Iptc4xmpExt:DigitalSourceType"
MARKS = ("xmp:Rating", "easel:Favourite", "dc:subject", "easel:Collections")
"""the properties that are marks"""
_NAMES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "easel": "https://easel.invalid/xmp/1.0/",
}
for _prefix, _name in _NAMES.items():
    ET.register_namespace(_prefix, _name)


class Packet:
    """One packet. Properties have names like `xmp:Rating`; they are written as elements, and read as either form."""

    def __init__(self, text: str | None = None) -> None:
        self._root = _parse_root(text)

    def text(self) -> str:
        """Return the packet in the form that is stored in a file."""
        body = ET.tostring(self._root, encoding="unicode")
        return f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>{body}<?xpacket end="w"?>'

    @property
    def is_empty(self) -> bool:
        """Whether no property is set."""
        return not any(len(description) for description in self._descriptions())

    def get(self, name: str) -> str | None:
        """Return a simple property, or the first item of a list; None if there is none."""
        return next(iter(self.items(name)), None)

    def items(self, name: str) -> list[str]:
        """Return the items of a list; a simple property is a list of one."""
        tag = _qualify_name(name)
        for description in self._descriptions():
            if tag in description.attrib:
                return [description.attrib[tag]]
            element = description.find(tag)
            if element is not None:
                items = [item.text or "" for item in element.iter(_qualify_name("rdf:li"))]
                return items or ([element.text] if element.text else [])
        return []

    def properties(self) -> dict[str, str]:
        """Return all properties as text, at most `MAX_PROPERTIES`; names outside of our namespaces have no prefix."""
        found: dict[str, str] = {}
        for description in self._descriptions():
            for tag, value in description.attrib.items():
                found.setdefault(_shorten_name(tag), value)
            for element in description:
                found.setdefault(
                    _shorten_name(element.tag), "; ".join(filter(None, map(str.strip, element.itertext())))
                )
        found.pop("rdf:about", None)
        return dict(list(found.items())[:MAX_PROPERTIES])

    def set(self, name: str, value: str | None) -> None:
        """Set a simple property; None removes it."""
        self._remove(name)
        if value is not None:
            ET.SubElement(self._main_description(), _qualify_name(name)).text = value

    def set_items(self, name: str, values: tuple[str, ...], kind: str = "rdf:Bag") -> None:
        """Set a list property; an empty list removes it."""
        self._remove(name)
        if values:
            held = ET.SubElement(ET.SubElement(self._main_description(), _qualify_name(name)), _qualify_name(kind))
            for value in values:
                item = ET.SubElement(held, _qualify_name("rdf:li"))
                item.text = value
                if kind == "rdf:Alt":
                    item.set("{http://www.w3.org/XML/1998/namespace}lang", "x-default")

    def _remove(self, name: str) -> None:
        tag = _qualify_name(name)
        for description in self._descriptions():
            description.attrib.pop(tag, None)
            for element in description.findall(tag):
                description.remove(element)

    def _descriptions(self) -> list[ET.Element]:
        return list(self._root.iter(_qualify_name("rdf:Description")))

    def _main_description(self) -> ET.Element:
        found = self._descriptions()
        if found:
            return found[0]
        rdf = self._root if self._root.tag == _qualify_name("rdf:RDF") else self._root.find(_qualify_name("rdf:RDF"))
        if rdf is None:
            rdf = ET.SubElement(self._root, _qualify_name("rdf:RDF"))
        return ET.SubElement(rdf, _qualify_name("rdf:Description"), {_qualify_name("rdf:about"): ""})


def build_packet(request: Request, with_prompt: bool = True) -> str:
    """Return the packet of our own picture: the program, that AI made it, and, unless excluded, the prompt."""
    packet = Packet()
    packet.set("xmp:CreatorTool", f"{PRODUCT} {__version__}")
    packet.set(_ORIGIN, _MADE_BY_AI_FROM_IMAGE if request.image or request.references else _MADE_BY_AI)
    if with_prompt and request.prompt:
        packet.set_items("dc:description", (_strip_invalid(request.prompt),), "rdf:Alt")
    return packet.text()


def build_export_packet(picture: Picture, original: str | None, with_prompt: bool) -> str | None:
    """Return the packet of a picture that leaves the library; None if there is nothing to say.

    `original` is the packet in its file. A picture of another program is marked as made by AI only if its file says
    so, or if its metadata comes from a known AI program.
    """
    if picture.is_ours:
        packet = Packet(build_packet(picture.request, with_prompt))
    else:
        packet = Packet()
        origin = Packet(original).get(_ORIGIN) if original else None
        made_by_ai = _MADE_BY_AI if picture.is_recognised else None
        packet.set(_ORIGIN, origin if origin in (_MADE_BY_AI, _MADE_BY_AI_FROM_IMAGE) else made_by_ai)
        if with_prompt and "prompt" not in picture.inferred_fields and picture.request.prompt:
            packet.set_items("dc:description", (_strip_invalid(picture.request.prompt),), "rdf:Alt")
    text = write_marks(packet.text(), picture.marks) if with_prompt else packet.text()
    return None if Packet(text).is_empty else text


def write_marks(text: str | None, marks: Marks) -> str:
    """Return a packet, new if `text` is None, with these marks; its other properties stay."""
    packet = Packet(text)
    packet.set("xmp:Rating", str(marks.stars) if marks.stars else None)
    packet.set("easel:Favourite", "True" if marks.favourite else None)
    packet.set_items("dc:subject", tuple(map(_strip_invalid, marks.tags)))
    packet.set_items("easel:Collections", tuple(map(_strip_invalid, marks.collections)))
    return packet.text()


def read_marks(text: str | None) -> Marks:
    """Return the marks in a packet; none if it cannot be read."""
    if not text or not any(name.partition(":")[2] in text for name in MARKS):
        return Marks()  # most packets have none; this takes a hundredth of the time of parsing
    packet, stars = Packet(text), 0
    with contextlib.suppress(ValueError, OverflowError):
        stars = max(0, min(MAX_STARS, int(float(packet.get("xmp:Rating") or 0))))
    return Marks(
        favourite=packet.get("easel:Favourite") == "True",
        stars=stars,
        tags=_clean_labels(packet.items("dc:subject")),
        collections=_clean_labels(packet.items("easel:Collections")),
    )


def collection_label(text: str) -> str:
    """Return the stored form of the name of a tag or collection: one line, at most 200 characters; may be empty."""
    return _strip_invalid(" ".join(normalize_text(text).split()))[:LABEL_CHARACTERS].strip()


def _clean_labels(items: list[str]) -> tuple[str, ...]:
    return tuple(sorted({name for item in items[:MAX_LABELS] if (name := collection_label(item))}))


def _parse_root(text: str | None) -> ET.Element:
    """Return the root of a packet, or a new root if it is missing or unreadable. Entities are not expanded."""
    if text and len(text) <= MAX_BYTES and "<!DOCTYPE" not in text and "<!ENTITY" not in text:
        begin, end = text.find("<x:xmpmeta"), text.rfind("</x:xmpmeta>")
        inner = text[begin : end + len("</x:xmpmeta>")] if 0 <= begin < end else _find_rdf(text)
        with contextlib.suppress(ET.ParseError, ValueError, RecursionError):
            root = ET.fromstring(inner)  # noqa: S314  (no document type, so no entities)
            if _is_shallow(root):
                return root
    return ET.Element(_qualify_name("x:xmpmeta"))


def _is_shallow(root: ET.Element) -> bool:
    """Return whether elements are nested at most `MAX_DEPTH` deep."""
    level = [root]
    for _depth in range(MAX_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return True
    return False


def _find_rdf(text: str) -> str:
    begin, end = text.find("<rdf:RDF"), text.rfind("</rdf:RDF>")
    return text[begin : end + len("</rdf:RDF>")] if 0 <= begin < end else ""


def _qualify_name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_NAMES[prefix]}}}{local}"


def _shorten_name(tag: str) -> str:
    """Return a name like `xmp:Rating`."""
    namespace, _, local = tag.rpartition("}")
    prefix = next((prefix for prefix, name in _NAMES.items() if f"{{{name}" == namespace), None)
    return local if prefix is None else f"{prefix}:{local}"


def _strip_invalid(text: str) -> str:
    """Return text without the characters that XML does not allow."""
    return "".join(
        character
        for character in text
        if character in "\t\n\r"
        or " " <= character <= "\ud7ff"
        or "\ue000" <= character <= "\ufffd"
        or character > "\uffff"
    )
