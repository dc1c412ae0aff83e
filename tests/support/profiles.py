"""Small ICC profiles to embed in pictures: a gamma, three primaries or none, and a description."""

import struct

Primary = tuple[float, float, float]
D50 = (0.9642, 1.0, 0.8249)
DISPLAY_P3: tuple[Primary, Primary, Primary] = (
    (0.5151, 0.2412, -0.0011),
    (0.2919, 0.6922, 0.0419),
    (0.1571, 0.0666, 0.7841),
)
SRGB: tuple[Primary, Primary, Primary] = (
    (0.4361, 0.2225, 0.0139),
    (0.3851, 0.7169, 0.0971),
    (0.1431, 0.0606, 0.7139),
)


def grey_profile(gamma: float, description: str = "grey") -> bytes:
    """Return a grey profile with a gamma."""
    return _profile(b"GRAY", {b"kTRC": _curve(gamma)}, description)


def rgb_profile(
    primaries: tuple[Primary, Primary, Primary] = DISPLAY_P3, gamma: float = 2.2, description: str = "wide"
) -> bytes:
    """Return an RGB profile with primaries as XYZ under D50, and a gamma."""
    parts = {name: _xyz(each) for name, each in zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries, strict=True)}
    return _profile(b"RGB ", {**parts, **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _curve(gamma))}, description)


def _profile(space: bytes, parts: dict[bytes, bytes], description: str) -> bytes:
    words = description.encode("ascii") + b"\0"
    text = b"desc" + bytes(4) + struct.pack(">I", len(words)) + words + bytes(11 + 67)
    parts = {b"desc": text, b"cprt": b"text" + bytes(4) + words, b"wtpt": _xyz(D50), **parts}
    at, table, body = 128 + 4 + 12 * len(parts), b"", b""
    for name, part in parts.items():
        table += struct.pack(">4sII", name, at + len(body), len(part))
        body += part + bytes(-len(part) % 4)
    head = struct.pack(
        ">I4s4s4s4s4s12s4s4s24s12s48s",
        at + len(body), bytes(4), bytes([2, 16, 0, 0]), b"mntr", space, b"XYZ ",
        struct.pack(">6H", 2026, 1, 1, 0, 0, 0), b"acsp", b"APPL", bytes(24), _xyz(D50)[8:], bytes(48),
    )  # fmt: skip
    return head + struct.pack(">I", len(parts)) + table + body


def _xyz(value: Primary) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(each * 65536) for each in value))


def _curve(gamma: float) -> bytes:
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256))
