"""Name files that are not weights by their first bytes. Pure functions. Any thread."""

_OTHER_FORMATS = (
    (b"version https://git-lfs", "weights-pointer"),
    (b"<", "weights-web-page"),
    (b"PK\x03\x04", "weights-pickled"),
    (b"\x80", "weights-pickled"),
    (b"GGUF", "weights-gguf"),
    (b"{", "weights-json"),
)
"""The first bytes of a format, and the error code for a file of weights that begins with them."""


def detect_other_format(start: bytes) -> str | None:
    """Return the error code for a file that is not weights but begins like another format; None for other bytes."""
    return next((code for magic, code in _OTHER_FORMATS if start.lstrip().startswith(magic)), None)
