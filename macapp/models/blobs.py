"""Check files in the shared cache of the hub against the digests in their names. Any thread.

The cache has the bytes in `models--OWNER--NAME/blobs`, and links to them below `snapshots`. The name of a large file is
its SHA-256. The name of a small file is its Git blob id: the SHA-1 of its length and its bytes.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from macapp.system import storage

CHUNK = 2**20  # bytes per read
SHA256 = re.compile(r"[0-9a-f]{64}")
GIT_SHA1 = re.compile(r"[0-9a-f]{40}")


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a file as hex digits; reads the whole file and raises `OSError`."""
    return _hash_file(file, hashlib.sha256())


def git_sha1_of(file: Path) -> str:
    """Return the Git blob id of a file as hex digits; reads the whole file and raises `OSError`."""
    return _hash_file(file, hashlib.sha1(f"blob {file.stat().st_size}\0".encode(), usedforsecurity=False))


def find_damaged(model: Path) -> Iterator[str]:
    """Yield the names of a model's files in the cache whose bytes differ from what was downloaded.

    Reads every byte. Files outside the cache are skipped, because their digests are unknown.
    """
    inside = [model] if model.is_file() else storage.below(model)
    for file in inside:
        if not matches_name(file):
            yield str(file.relative_to(model)) if file != model else file.name


def matches_name(file: Path) -> bool:
    """Return whether a file matches the digest in its name; True for a file outside the cache."""
    blob = storage.resolved(file)
    digest = _digest_for(blob)
    return digest is None or digest(blob) == blob.name


def _digest_for(blob: Path) -> Callable[[Path], str] | None:
    """Return the digest function for a file of the cache; None for a file outside it."""
    if blob.parent.name != "blobs" or not blob.parents[1].name.startswith("models--"):
        return None
    if SHA256.fullmatch(blob.name):
        return sha256_of
    return git_sha1_of if GIT_SHA1.fullmatch(blob.name) else None


def _hash_file(file: Path, digest: Any) -> str:
    with storage.open_regular(file) as stream:
        while part := stream.read(CHUNK):
            digest.update(part)
    return digest.hexdigest()
