"""Files in the shared cache of the hub: the digests in their names reveal damage."""

import hashlib
import os
from pathlib import Path

import pytest

from macapp.models.blobs import find_damaged, git_sha1_of, matches_name, sha256_of

CONTENT = b"the weights of a model"


def add_to_cache(cache: Path, name: str, content: bytes, digest: str) -> Path:
    """Store content in a repository of the cache under a digest, and return its link in a snapshot."""
    repository = cache / "models--someone--model"
    blob = repository / "blobs" / digest
    link = repository / "snapshots" / ("a" * 40) / name
    for folder in (blob.parent, link.parent):
        folder.mkdir(parents=True, exist_ok=True)
    blob.write_bytes(content)
    link.symlink_to(os.path.relpath(blob, link.parent))
    return link


def git_sha1(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def test_digests_are_those_of_the_hub(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(CONTENT)
    assert sha256_of(file) == hashlib.sha256(CONTENT).hexdigest()
    assert git_sha1_of(file) == git_sha1(CONTENT)
    file.write_bytes(b"")
    assert git_sha1_of(file) == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", "not the id of the empty Git blob"


def test_damaged_files_of_both_kinds_are_named(tmp_path: Path) -> None:
    large = add_to_cache(tmp_path, "unet/weights.safetensors", CONTENT, hashlib.sha256(CONTENT).hexdigest())
    small = add_to_cache(tmp_path, "config.json", b"{}", git_sha1(b"{}"))
    snapshot = small.parent
    assert list(find_damaged(snapshot)) == []
    large.resolve().write_bytes(CONTENT[:-1])
    assert list(find_damaged(snapshot)) == ["unet/weights.safetensors"]
    small.resolve().write_bytes(b"{ }")
    assert sorted(find_damaged(snapshot)) == ["config.json", "unet/weights.safetensors"]
    assert list(find_damaged(small)) == ["config.json"]


@pytest.mark.parametrize("name", ["0" * 64, "0" * 40, "plain.safetensors"])
def test_a_file_outside_the_cache_counts_as_whole(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(CONTENT)
    assert matches_name(file)
    assert list(find_damaged(tmp_path)) == []


def test_a_missing_file_raises(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        sha256_of(tmp_path / "missing")
