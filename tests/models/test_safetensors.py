"""The header of a safetensors file: an intact file is read, and every fault has its own error code."""

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from macapp.errors import BadRequest
from macapp.models.gguf import MAX_DIMENSIONS
from macapp.models.safetensors import read_header


def build_file(header: Any, data: bytes = b"", length: int | None = None) -> bytes:
    """Return the bytes of a file with a header (JSON or raw bytes) and data."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def describe(start: int, end: int, shape: tuple[int, ...] = (2,), dtype: str = "F16") -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [start, end]}


def test_a_file_lists_its_tensors_and_its_metadata(tmp_path: Path) -> None:
    file = tmp_path / "whole.safetensors"
    save_file({"a": np.zeros((2, 3), np.float16), "b": np.zeros(4, np.float32)}, file, metadata={"format": "pt"})
    metadata, tensors = read_header(file)
    assert metadata == {"format": "pt"}
    assert {name: (entry["dtype"], tuple(entry["shape"])) for name, entry in tensors.items()} == {
        "a": ("F16", (2, 3)),
        "b": ("F32", (4,)),
    }


def test_a_file_is_read_again_after_a_change(tmp_path: Path) -> None:
    file = tmp_path / "changed.safetensors"
    save_file({"first": np.zeros(2, np.float16)}, file)
    read_header(file)
    save_file({"second": np.zeros(200, np.float16)}, file)
    assert list(read_header(file)[1]) == ["second"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "weights-empty"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "weights-pointer"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "weights-web-page"),
        (b"PK\x03\x04 a zip of PyTorch", "weights-pickled"),
        (b"\x80\x02 a pickle of Python", "weights-pickled"),
        (b"GGUF quantized weights", "weights-gguf"),
        (b'{"a": "configuration of something"}', "weights-json"),
        (build_file({"a": describe(0, 4)}, length=2**40), "weights-cut"),
        (build_file(b"{not JSON}"), "weights-header"),
        (build_file([1, 2]), "weights-header"),
        (build_file({}), "weights-none"),
        (build_file({"a": {"dtype": "F16"}}), "weights-header"),
        (build_file(b'{"a": {}, "a": {}}'), "weights-header"),
        (build_file({"a": describe(0, 4, dtype="F4")}, bytes(4)), "weights-kind"),
        (build_file({"a": describe(0, 2, (1,) * (MAX_DIMENSIONS + 1))}, bytes(2)), "weights-kind"),
        (build_file({"a": describe(0, 4, (-2,))}, bytes(4)), "weights-kind"),
        (build_file({"a": describe(0, 6)}, bytes(6)), "weights-shape"),
        (build_file({"a": describe(0, 4), "b": describe(2, 6)}, bytes(6)), "weights-overlap"),
        (build_file({"a": describe(0, 4), "b": describe(6, 10)}, bytes(10)), "weights-gap"),
        (build_file({"a": describe(0, 4)}, bytes(2)), "weights-cut"),
        (build_file({"a": describe(0, 4)}, bytes(9)), "weights-trailing"),
    ],
)
def test_each_fault_has_its_own_code(tmp_path: Path, content: bytes, code: str) -> None:
    file = tmp_path / "faulty.safetensors"
    file.write_bytes(content)
    with pytest.raises(BadRequest) as caught:
        read_header(file)
    assert caught.value.code == code
    assert caught.value.data["name"] == file.name


@pytest.mark.parametrize("name", ["missing.safetensors", "nul\0.safetensors", "x" * 300])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadRequest) as caught:
        read_header(tmp_path / name)
    assert caught.value.code == "file-missing"
