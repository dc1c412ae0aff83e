"""The header of a GGUF file: what the package `gguf` writes is read, and every fault has its own error code."""

import struct
from pathlib import Path

import numpy as np
import pytest
from gguf import GGMLQuantizationType, GGUFReader

from macapp.errors import BadRequest
from macapp.messages import message_for
from macapp.models.checkpoint import find_checkpoint
from macapp.models.gguf import (
    BLOCKS,
    MAX_DIMENSIONS,
    MAX_GGUF_HEADER_BYTES,
    MAX_TENSORS,
    is_gguf,
    read_gguf_header,
)
from macapp.models.safetensors import read_header
from macapp.models.scan_cache import inspect_model
from tests.support.gguf_files import build_gguf, pair, tensor_info, text, write_gguf

PLAIN = tensor_info("a", (2,))
"""A tensor of two float32."""
HUGE = 2**63
UINT32, TEXT, ARRAY = 4, 8, 9


@pytest.mark.parametrize("kind", BLOCKS)
def test_tensors_are_described_as_the_package_gguf_reads_them(tmp_path: Path, kind: str) -> None:
    tensors = {"a.weight": np.ones((3, 512), np.float32), "a.bias": np.ones(3, np.float32)}
    file = write_gguf(tmp_path / "whole.gguf", "flux", tensors, GGMLQuantizationType[kind])
    header = read_gguf_header(file)
    assert header.architecture == "flux"
    assert header.metadata["general.quantization_version"] == 2
    reader = GGUFReader(file)
    assert [found.name for found in reader.tensors] == list(header.tensors)
    for found in reader.tensors:
        tensor = header.tensors[found.name]
        assert (tensor.kind, tensor.start, tensor.size) == (found.tensor_type.name, found.data_offset, found.n_bytes)
        assert tensor.shape == tensors[found.name].shape
    assert header.tensors["a.weight"].kind == kind
    metadata, entries = read_header(file)
    assert metadata == header.metadata
    tensor = header.tensors["a.weight"]
    assert entries["a.weight"] == {
        "dtype": kind,
        "shape": [3, 512],
        "data_offsets": [tensor.start, tensor.start + tensor.size],
    }


def test_a_tensor_whose_rows_were_joined_has_its_own_shape(tmp_path: Path) -> None:
    tensors = {"conv.weight": np.ones((64, 16, 3, 3), np.float32), "out.weight": np.ones((64, 64), np.float32)}
    header = read_gguf_header(write_gguf(tmp_path / "joined.gguf", "sdxl", tensors, join_rows=True))
    assert {name: tensor.shape for name, tensor in header.tensors.items()} == {
        "conv.weight": (64, 16, 3, 3),
        "out.weight": (64, 64),
    }
    assert header.tensors["conv.weight"].kind == "Q8_0"


def test_long_metadata_is_skipped_and_short_metadata_is_kept(tmp_path: Path) -> None:
    pairs = (
        pair("numbers", ARRAY, struct.pack("<IQ3i", 5, 3, 1, 2, 3)),
        pair("many numbers", ARRAY, struct.pack("<IQ", UINT32, 1000) + bytes(4000)),
        pair("words", ARRAY, struct.pack("<IQ", TEXT, 2) + text("a") + text("bc")),
        pair("essay", TEXT, text("x" * 100_000)),
        pair("yes", 7, b"\1"),
    )
    file = tmp_path / "talkative.gguf"
    file.write_bytes(build_gguf([PLAIN], bytes(8), pairs))
    header = read_gguf_header(file)
    assert header.metadata == {"numbers": (1, 2, 3), "yes": True}
    assert list(header.tensors) == ["a"]


def test_version_2_is_read_too(tmp_path: Path) -> None:
    file = tmp_path / "old.gguf"
    file.write_bytes(build_gguf([PLAIN], bytes(8), version=2))
    assert read_gguf_header(file).tensors["a"].shape == (2,)


def test_a_file_is_read_again_after_a_change(tmp_path: Path) -> None:
    file = write_gguf(tmp_path / "changed.gguf", "flux", {"first": np.ones(2, np.float32)})
    read_gguf_header(file)
    write_gguf(file, "flux", {"second": np.ones(200, np.float32)})
    assert list(read_gguf_header(file).tensors) == ["second"]


WHOLE = build_gguf([PLAIN], bytes(8))
FAULTS = {
    "nothing": (b"", "weights-empty"),
    "a pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "weights-pointer"),
    "a web page": (b"<!DOCTYPE html><html><body>Sign in</body></html>", "weights-web-page"),
    "a pickle": (b"PK\x03\x04 a zip of PyTorch", "weights-pickled"),
    "another format": (b"something else, and long enough", "weights-gguf-not"),
    "the magic alone": (b"GGUF", "weights-cut"),
    "version 1": (build_gguf([PLAIN], bytes(8), version=1), "weights-gguf-version"),
    "a version to come": (build_gguf([PLAIN], bytes(8), version=4), "weights-gguf-version"),
    "big-endian": (build_gguf([PLAIN], bytes(8), version=3 << 24), "weights-gguf-big-endian"),
    "no tensors": (build_gguf([]), "weights-none"),
    "too many tensors": (build_gguf([PLAIN], bytes(8), tensors=MAX_TENSORS + 1), "weights-header"),
    "tensors without end": (build_gguf([PLAIN], bytes(8), tensors=HUGE), "weights-header"),
    "pairs without end": (build_gguf([PLAIN], bytes(8), pairs_count=HUGE), "weights-header"),
    "fewer tensors than counted": (build_gguf([PLAIN], tensors=2), "weights-cut"),
    "an endless key": (build_gguf([PLAIN], bytes(8), [struct.pack("<Q", HUGE)]), "weights-cut"),
    "a long key": (build_gguf([PLAIN], bytes(8), [pair("x" * 70_000, 7, b"\1")]), "weights-header"),
    "a key in no encoding": (build_gguf([tensor_info(b"\xff\xfe", (2,))], bytes(8)), "weights-header"),
    "one key twice": (build_gguf([PLAIN], bytes(8), [pair("a", 7, b"\1")] * 2), "weights-header"),
    "one tensor twice": (build_gguf([PLAIN, PLAIN], bytes(8)), "weights-header"),
    "a value of no type": (build_gguf([PLAIN], bytes(8), [pair("a", 13, bytes(8))]), "weights-header"),
    "an endless text": (build_gguf([PLAIN], bytes(8), [pair("a", TEXT, struct.pack("<Q", HUGE))]), "weights-cut"),
    "endless numbers": (
        build_gguf([PLAIN], bytes(8), [pair("a", ARRAY, struct.pack("<IQ", UINT32, HUGE))]),
        "weights-cut",
    ),
    "endless words": (build_gguf([PLAIN], bytes(8), [pair("a", ARRAY, struct.pack("<IQ", TEXT, HUGE))]), "weights-cut"),
    "lists of lists": (
        build_gguf([PLAIN], bytes(8), [pair("a", ARRAY, struct.pack("<IQ", ARRAY, 1) + bytes(12))]),
        "weights-header",
    ),
    "an alignment of 0": (
        build_gguf([PLAIN], bytes(8), [pair("general.alignment", UINT32, struct.pack("<I", 0))]),
        "weights-header",
    ),
    "an alignment of 24": (
        build_gguf([PLAIN], bytes(8), [pair("general.alignment", UINT32, struct.pack("<I", 24))]),
        "weights-header",
    ),
    "a vast alignment": (
        build_gguf([PLAIN], bytes(8), [pair("general.alignment", UINT32, struct.pack("<I", 2**31))]),
        "weights-header",
    ),
    "an alignment in words": (
        build_gguf([PLAIN], bytes(8), [pair("general.alignment", TEXT, text("32"))]),
        "weights-header",
    ),
    "five dimensions": (build_gguf([tensor_info("a", (1,) * 5)], bytes(4)), "weights-kind"),
    "dimensions without end": (
        build_gguf([text("a") + struct.pack("<I", 2**32 - 1)], bytes(100)),
        "weights-kind",
    ),
    "an unknown type": (build_gguf([tensor_info("a", (2,), kind=99)], bytes(8)), "weights-kind"),
    "an unsupported type": (build_gguf([tensor_info("a", (256,), kind=23)], bytes(136)), "weights-gguf-kind"),
    "half a block": (build_gguf([tensor_info("a", (16, 2), kind=8)], bytes(34)), "weights-shape"),
    "sizes without end": (build_gguf([tensor_info("a", (HUGE, HUGE, HUGE, HUGE))], bytes(8)), "weights-cut"),
    "an offset that is not aligned": (build_gguf([tensor_info("a", (2,), offset=8)], bytes(16)), "weights-header"),
    "an offset without end": (build_gguf([tensor_info("a", (2,), offset=HUGE)], bytes(8)), "weights-gap"),
    "tensors that overlap": (build_gguf([PLAIN, tensor_info("b", (2,))], bytes(8)), "weights-overlap"),
    "a gap": (build_gguf([PLAIN, tensor_info("b", (2,), offset=64)], bytes(72)), "weights-gap"),
    "data that ends early": (WHOLE[:-1], "weights-cut"),
    "a header that ends early": (WHOLE[:40], "weights-cut"),
    "data after the last tensor": (WHOLE + bytes(32), "weights-trailing"),
    "a shape of another size": (
        build_gguf([PLAIN], bytes(8), [pair("comfy.gguf.orig_shape.a", ARRAY, struct.pack("<IQ2i", 5, 2, 2, 2))]),
        "weights-shape",
    ),
    "a negative shape": (
        build_gguf([PLAIN], bytes(8), [pair("comfy.gguf.orig_shape.a", ARRAY, struct.pack("<IQ2i", 5, 2, -1, -2))]),
        "weights-shape",
    ),
    "a shape in words": (
        build_gguf([PLAIN], bytes(8), [pair("comfy.gguf.orig_shape.a", TEXT, text("2"))]),
        "weights-shape",
    ),
    "a language model": (
        build_gguf(
            [tensor_info("token_embd.weight", (256,), kind=23)],
            bytes(136),
            [pair("general.architecture", TEXT, text("llama"))],
        ),
        "weights-gguf-language",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_has_its_own_code_and_a_sentence(tmp_path: Path, fault: str) -> None:
    content, code = FAULTS[fault]
    file = tmp_path / "faulty.gguf"
    file.write_bytes(content)
    with pytest.raises(BadRequest) as caught:
        read_gguf_header(file)
    assert caught.value.code == code
    assert file.name in message_for(caught.value)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_file_is_refused_in_the_same_words_as_a_model(tmp_path: Path, fault: str) -> None:
    content, code = FAULTS[fault]
    file = tmp_path / "faulty.gguf"
    file.write_bytes(content)
    for use in (find_checkpoint, inspect_model):
        with pytest.raises(BadRequest) as caught:
            use(str(file))
        assert caught.value.code == code


def test_a_language_model_and_an_unsupported_type_are_named(tmp_path: Path) -> None:
    for fault, word in (("a language model", "llama"), ("an unsupported type", "IQ4_XS"), ("a version to come", "4")):
        file = tmp_path / f"{fault}.gguf"
        file.write_bytes(FAULTS[fault][0])
        with pytest.raises(BadRequest) as caught:
            read_gguf_header(file)
        assert word in message_for(caught.value)


def test_a_header_over_the_limit_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "vast.gguf"
    with file.open("wb") as stream:
        stream.write(build_gguf([], pairs=[pair("a", ARRAY, struct.pack("<IQ", 0, MAX_GGUF_HEADER_BYTES))], tensors=1))
        stream.truncate(2 * MAX_GGUF_HEADER_BYTES)
    with pytest.raises(BadRequest) as caught:
        read_gguf_header(file)
    assert caught.value.code == "weights-header"


@pytest.mark.parametrize("name", ["missing.gguf", "nul\0.gguf", "x" * 300])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadRequest) as caught:
        read_gguf_header(tmp_path / name)
    assert caught.value.code == "file-missing"


def test_only_a_file_with_the_suffix_is_called_a_gguf(tmp_path: Path) -> None:
    (tmp_path / "folder.gguf").mkdir()
    (tmp_path / "file.GGUF").touch()
    assert is_gguf(tmp_path / "file.GGUF")
    assert not is_gguf(tmp_path / "folder.gguf")
    assert not is_gguf(tmp_path / "file.safetensors")


def test_the_longest_shape_is_kept(tmp_path: Path) -> None:
    sizes = (1,) * (MAX_DIMENSIONS - 1) + (2,)
    shape = struct.pack(f"<IQ{len(sizes)}i", 5, len(sizes), *sizes)
    file = tmp_path / "deep.gguf"
    file.write_bytes(build_gguf([PLAIN], bytes(8), [pair("comfy.gguf.orig_shape.a", ARRAY, shape)]))
    assert read_gguf_header(file).tensors["a"].shape == sizes
