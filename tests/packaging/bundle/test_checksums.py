"""The checksums are those of the published files."""

import hashlib
from pathlib import Path

import pytest

from bundle import checksums
from bundle.build_step import Skipped


def test_checksums_are_those_of_the_files(tmp_path: Path) -> None:
    with pytest.raises(Skipped):
        checksums.write(tmp_path)
    (tmp_path / "Easel.dmg").write_bytes(b"image")
    (tmp_path / "other.txt").write_bytes(b"not published")
    checksums.write(tmp_path)
    assert (tmp_path / checksums.NAME).read_text() == f"{hashlib.sha256(b'image').hexdigest()}  Easel.dmg\n"
