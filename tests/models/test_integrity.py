"""Weights with NaN or infinity are counted by file, in every type of number."""

import json
from pathlib import Path

import numpy as np
import pytest
from gguf import GGMLQuantizationType
from safetensors.numpy import save_file

from macapp.errors import BadRequest
from macapp.models import integrity
from macapp.models.gguf import BLOCKS, SCALE_OFFSETS, read_gguf_header
from macapp.models.integrity import count_invalid_tensors
from macapp.models.scan_cache import InstalledModel
from tests.support.gguf_files import write_gguf


def installed(path: Path) -> InstalledModel:
    return InstalledModel(str(path), path.stem, "lora", path)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("invalid", [np.nan, np.inf, -np.inf])
def test_invalid_numbers_are_found_in_every_float_type(tmp_path: Path, dtype: type, invalid: float) -> None:
    file = tmp_path / "model.safetensors"
    faulty = np.zeros((3, 4), dtype)
    faulty[2, 3] = invalid
    save_file({"good": np.full(5, 7, dtype), "faulty": faulty}, file)
    assert list(count_invalid_tensors(installed(file))) == [(file.name, 1)]


@pytest.mark.parametrize(("number", "count"), [(0x3F80, 0), (0x7F7F, 0), (0x7F80, 1), (0xFF80, 1), (0x7FC0, 1)])
def test_bfloat16_is_read_without_a_library_for_it(tmp_path: Path, number: int, count: int) -> None:
    file = tmp_path / "model.safetensors"
    header = json.dumps({"a": {"dtype": "BF16", "shape": [2], "data_offsets": [0, 4]}}).encode()
    file.write_bytes(len(header).to_bytes(8, "little") + header + np.array([0, number], "<u2").tobytes())
    assert list(count_invalid_tensors(installed(file))) == [(file.name, count)]


@pytest.mark.parametrize("kind", SCALE_OFFSETS)
def test_blocks_of_a_gguf_are_invalid_by_their_scales(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(integrity, "CHUNK_BYTES", 500)
    weights = np.ones((4, 512), np.float32)
    tensors = {"a.weight": weights, "b.weight": weights, "b.bias": weights[0, :4]}
    file = write_gguf(tmp_path / "model.gguf", "flux", tensors, GGMLQuantizationType[kind])
    assert list(count_invalid_tensors(installed(file))) == [(file.name, 0)]
    tensor = read_gguf_header(file).tensors["b.weight"]
    for at in SCALE_OFFSETS[kind]:
        content = bytearray(file.read_bytes())
        last = tensor.start + tensor.size - BLOCKS[kind][1]
        content[last + at : last + at + 2] = b"\xff\x7f"
        spoiled = tmp_path / f"spoiled-{at}.gguf"
        spoiled.write_bytes(content)
        assert list(count_invalid_tensors(installed(spoiled))) == [(spoiled.name, 1)]


def test_integers_and_every_file_of_a_folder_count(tmp_path: Path) -> None:
    for name, value in (("a", 1.0), ("b", np.nan)):
        save_file({"x": np.array([value], np.float32), "ids": np.arange(3)}, tmp_path / f"{name}.safetensors")
    assert list(count_invalid_tensors(installed(tmp_path))) == [("a.safetensors", 0), ("b.safetensors", 1)]


def test_a_number_in_the_last_part_of_a_large_tensor_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(integrity, "CHUNK_BYTES", 64)
    file = tmp_path / "model.safetensors"
    save_file({"x": np.array([0.0] * 99 + [np.nan], np.float32)}, file)
    assert list(count_invalid_tensors(installed(file))) == [(file.name, 1)]


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "model.safetensors"
    save_file({"x": np.zeros(9, np.float32)}, file)
    file.write_bytes(file.read_bytes()[:-4])
    with pytest.raises(BadRequest, match="weights-cut"):
        list(count_invalid_tensors(installed(file)))
