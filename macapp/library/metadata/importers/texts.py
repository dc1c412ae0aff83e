"""Extract the texts of a picture file: PNG chunks, EXIF, XMP, IPTC, and files next to it. All are untrusted."""

import contextlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image, IptcImagePlugin

from macapp.errors import EaselError
from macapp.imaging.colour import upright_size
from macapp.imaging.decode import UNREADABLE_TEXTS, Limits, open_picture
from macapp.imaging.hidden_text import read_hidden_text
from macapp.library.metadata import xmp
from macapp.library.metadata.exif import read_exif_texts
from macapp.system import storage

LIMITS = Limits(pixels=2**30)  # no pixels are decoded here, so huge scans in watched folders are allowed
MAX_CHARACTERS = 8 * 2**20  # of one text after inflation
MAX_DEPTH = 64  # of JSON
JSON_ENDINGS = (".json", ".metadata.json", ".swarm.json")  # of Easy Diffusion, mflux, SwarmUI
_IPTC_CAPTION = (2, 120)


@dataclass(frozen=True)
class EmbeddedTexts:
    """The texts of a file, by where they are stored. Missing texts are empty."""

    size: tuple[int, int]
    png: dict[str, str] = field(default_factory=dict)
    """keyword to text; for WebP and JPEG, EXIF fields of the form `keyword:text`"""
    user_comment: str = ""
    maker_note: str = ""
    caption: str = ""
    """IPTC's caption"""
    own_packet: str = ""
    """XMP inside the file"""
    sidecar_packets: tuple[str, ...] = ()
    """XMP files next to it"""
    text_file: str = ""
    """the content of the file with the same name and the ending `.txt`"""
    json_file: str = ""
    """the content of the file with the same name and one of the endings in `JSON_ENDINGS`"""
    exif: dict[str, str] = field(default_factory=dict)
    """the other texts of EXIF, by the names of their tags"""
    unreadable: tuple[str, ...] = ()
    """the keywords of damaged PNG texts"""

    @property
    def packet(self) -> str:
        """The XMP packet of the file, or else of its first sidecar."""
        return self.own_packet or next(iter(self.sidecar_packets), "")

    def by_name(self) -> dict[str, str]:
        """Return all texts except XMP by the names that an import report has for them."""
        png = {key: text for key, text in self.png.items() if key not in (xmp.KEY, "xmp")}
        others = {
            "UserComment": self.user_comment,
            "MakerNote": self.maker_note,
            "caption": self.caption,
            "text file": self.text_file,
            "JSON file": self.json_file,
        }
        return {**self.exif, **png, **others}

    def json(self, key: str) -> dict[str, Any] | None:
        """Return the JSON object under a PNG keyword, or None."""
        return parse_json_object(self.png.get(key, ""))


def parse_json_object(text: str) -> dict[str, Any] | None:
    """Parse text as a JSON object; return None if it is not one or nested too deeply. It may contain NaN."""
    text = text.strip(" \t\r\n\0")
    if not text.startswith("{") or _nesting_depth(text) > MAX_DEPTH:
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def extract_texts(path: Path) -> EmbeddedTexts:
    """Read the texts of a picture without decoding its pixels; raises the errors of `open_picture`."""
    with open_picture(path, LIMITS) as image:
        exif = read_exif_texts(image)
        return EmbeddedTexts(
            size=upright_size(image),
            png={**_select_labelled(exif.fields), **_select_texts(image)},
            user_comment=exif.user_comment or _decode_text(image.info.get("comment")),
            maker_note=exif.maker_note,
            caption=_read_caption(image),
            own_packet=_decode_text(image.info.get(xmp.KEY) or image.info.get("xmp") or b""),
            sidecar_packets=read_sidecar_packets(path),
            text_file=_read_text_file(path.with_suffix(".txt")),
            json_file=next(filter(None, (_read_text_file(path.with_suffix(ending)) for ending in JSON_ENDINGS)), ""),
            exif={tag: text for tag, text in exif.fields.items() if _split_label(text) is None},
            unreadable=image.info.get(UNREADABLE_TEXTS, ()),
        )


def extract_hidden_texts(path: Path) -> dict[str, str]:
    """Return the texts that are hidden in the alpha channel, by PNG keyword; decodes a picture that has one.

    Services that remove the texts of a picture leave these. A text that is not JSON is an infotext.
    """
    with contextlib.suppress(EaselError, OSError), open_picture(path, kinds=("PNG", "WEBP")) as image:
        if image.mode != "RGBA":  # without decoding
            return {}
        text = read_hidden_text(image)
        values = parse_json_object(text or "")
        if values is not None:
            return {key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}
        return {"parameters": text} if text else {}
    return {}


def _select_texts(image: Image.Image) -> dict[str, str]:
    if image.format != "PNG":  # of other formats, Pillow's `info` is about the encoding
        return {}
    return {
        key: value.removeprefix("\ufeff")
        for key, value in image.info.items()
        if isinstance(key, str) and isinstance(value, str) and len(value) <= MAX_CHARACTERS
    }


def _select_labelled(fields: dict[str, str]) -> dict[str, str]:
    return dict(filter(None, map(_split_label, fields.values())))


def _split_label(text: str) -> tuple[str, str] | None:
    """Return the parts of an EXIF text `keyword:{...}`, which ComfyUI writes into WebP files; None for another text."""
    key, colon, value = text.partition(":")
    return (key.strip().lower(), value) if colon and value.lstrip().startswith("{") else None


def _read_caption(image: Image.Image) -> str:
    with contextlib.suppress(Exception):
        fields = IptcImagePlugin.getiptcinfo(image) or {}  # type: ignore[arg-type]
        found = fields.get(_IPTC_CAPTION, b"")
        return _decode_text(found[0] if isinstance(found, list) else found)
    return ""


def _decode_text(raw: object) -> str:
    """Return text unchanged and bytes decoded from UTF-8; return "" for anything else, such as a list of numbers."""
    if isinstance(raw, bytes):
        return raw.decode("utf-8", "replace").rstrip("\0")
    return raw if isinstance(raw, str) else ""


def read_sidecar_packets(path: Path) -> tuple[str, ...]:
    """Return the XMP files next to a picture: `NAME.png.xmp` and `NAME.xmp`."""
    found = []
    for sidecar in (path.with_name(path.name + ".xmp"), path.with_suffix(".xmp")):
        with contextlib.suppress(OSError, ValueError):
            found.append(storage.read_text(sidecar, xmp.MAX_BYTES))
    return tuple(found)


def _read_text_file(path: Path) -> str:
    with contextlib.suppress(OSError, ValueError):
        return storage.read_text(path, MAX_CHARACTERS, "utf-8-sig")
    return ""


def _nesting_depth(text: str) -> int:
    """Return the maximum nesting depth of braces and brackets, including those inside strings."""
    depth = deepest = 0
    for character in text:
        if character in "{[":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "}]":
            depth -= 1
    return deepest
