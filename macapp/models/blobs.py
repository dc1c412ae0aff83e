"""Files in the hub's shared cache, where a file is called by a digest of its bytes: do they still match? Any thread.

The cache keeps the bytes in `models--OWNER--NAME/blobs`, and links to them below `snapshots`. A large file is called by
its SHA-256, a small one by what Git calls it: the SHA-1 of its length and its bytes.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from macapp.system import storage

CHUNK = 2**20  # bytes read at a time
SHA256 = re.compile(r"[0-9a-f]{64}")
GIT_SHA1 = re.compile(r"[0-9a-f]{40}")


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a file as hex digits; reads all of it and raises `OSError`."""
    return _digest(file, hashlib.sha256())


def git_sha1_of(file: Path) -> str:
    """Return what Git calls a file as hex digits; reads all of it and raises `OSError`."""
    return _digest(file, hashlib.sha1(f"blob {file.stat().st_size}\0".encode(), usedforsecurity=False))


def damaged(model: Path) -> Iterator[str]:
    """Yield the names of a model's files in the hub's cache whose bytes are not those that were fetched.

    Reads every byte of them; files that lie elsewhere are left out, as nothing says what they were.
    """
    inside = [model] if model.is_file() else storage.below(model)
    for each in inside:
        if not is_as_named(each):
            yield str(each.relative_to(model)) if each != model else each.name


def is_as_named(file: Path) -> bool:
    """Return whether a file holds the bytes that its name in the hub's cache says; True for one that is not in it."""
    blob = storage.resolved(file)
    digest = _digest_for(blob)
    return digest is None or digest(blob) == blob.name


def _digest_for(blob: Path) -> Callable[[Path], str] | None:
    """Return how the name of a file in the cache is made; None for a file that is not in it."""
    if blob.parent.name != "blobs" or not blob.parents[1].name.startswith("models--"):
        return None
    if SHA256.fullmatch(blob.name):
        return sha256_of
    return git_sha1_of if GIT_SHA1.fullmatch(blob.name) else None


def _digest(file: Path, digest: Any) -> str:
    with storage.open_regular(file) as stream:
        while part := stream.read(CHUNK):
            digest.update(part)
    return digest.hexdigest()
