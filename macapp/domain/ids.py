"""The ids of jobs and pictures: 16 characters of Crockford's base 32 in lower case. Any thread."""

import secrets
import time

_BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH = 16  # characters, of 5 bits each


def new_id(now: float | None = None) -> str:
    """Return a new id for a job: 16 characters that sort by time and do not repeat across libraries.

    Ten characters encode the milliseconds since 1970, six are random.
    """
    milliseconds = int((time.time() if now is None else now) * 1000)
    return encode_id((milliseconds << 30) | secrets.randbits(30))


def encode_id(value: int) -> str:
    """Return the id of a number of 80 bits."""
    return "".join(_BASE32[(value >> shift) & 31] for shift in range(5 * (ID_LENGTH - 1), -1, -5))


def is_id(text: object) -> bool:
    """Return whether `text` can be the id of a job or a picture. Ids name files, so a path is never an id."""
    return isinstance(text, str) and len(text) == ID_LENGTH and set(text) <= set(_BASE32)
