"""GGUF files: whole ones by the package `gguf`, which llama.cpp publishes, and others byte by byte."""

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType

ALIGNMENT = 32
REARRANGED = 512
"""Numbers of a tensor from which ComfyUI-GGUF joins the rows of Stable Diffusion to rows of 256."""


def write_gguf(
    file: Path,
    architecture: str,
    tensors: Mapping[str, np.ndarray],
    kind: GGMLQuantizationType = GGMLQuantizationType.Q8_0,
    join_rows: bool = False,
) -> Path:
    """Write tensors like ComfyUI-GGUF does: vectors and what fills no blocks in float32, the rest in blocks.

    With `join_rows` the rows of a tensor that do not fill blocks of 256 are joined, as in files of Stable Diffusion.
    """
    writer = gguf.GGUFWriter(file, architecture)
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    for name, tensor in tensors.items():
        numbers = np.ascontiguousarray(tensor, np.float32)
        can_join = numbers.ndim > 1 and numbers.size >= REARRANGED and not numbers.size % 256
        if join_rows and can_join and numbers.shape[-1] % 256:
            writer.add_array(f"comfy.gguf.orig_shape.{name}", [int(size) for size in numbers.shape])
            numbers = numbers.reshape(-1, 256)
        weights = GGML_QUANT_SIZES[kind][0]
        if numbers.ndim < 2 or numbers.shape[-1] % weights:
            writer.add_tensor(name, numbers)
        else:
            writer.add_tensor(name, quantize(numbers, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return file


def quantize(numbers: np.ndarray, kind: GGMLQuantizationType) -> np.ndarray:
    """Return the bytes of blocks near `numbers`.

    `gguf` quantizes no K types: their blocks get random bits, with scales that make weights of the same size.
    """
    if kind.name.endswith("_K"):
        return random_blocks(numbers, kind)
    return gguf.quantize(numbers, kind)


def random_blocks(numbers: np.ndarray, kind: GGMLQuantizationType) -> np.ndarray:
    """Return blocks of random bits in the shape of `numbers`, whose weights have about the same mean size."""
    weights, size = GGML_QUANT_SIZES[kind]
    shape = (*numbers.shape[:-1], numbers.shape[-1] // weights, size)
    blocks = np.random.default_rng(numbers.size).integers(0, 256, shape, np.uint8)
    scale = np.float16(np.abs(numbers).mean() / 512)
    both = (0, 2) if kind.name in ("Q4_1", "Q5_1", "Q4_K", "Q5_K") else (0,)
    for at in both if kind.name != "Q6_K" else (208,):
        blocks[..., at : at + 2] = np.frombuffer(scale.tobytes(), np.uint8)
    return blocks.reshape(*numbers.shape[:-1], -1)


def text(value: str | bytes) -> bytes:
    """Return a text as a header has it, after its length."""
    content = value.encode() if isinstance(value, str) else value
    return struct.pack("<Q", len(content)) + content


def pair(key: str, kind: int, value: bytes) -> bytes:
    """Return a pair of metadata, with a type of the format and the bytes of a value."""
    return text(key) + struct.pack("<I", kind) + value


def tensor_info(name: str | bytes, sizes: Sequence[int], kind: int = 0, offset: int = 0) -> bytes:
    """Return the description of a tensor, the size of a row first."""
    return text(name) + struct.pack(f"<I{len(sizes)}QIQ", len(sizes), *sizes, kind, offset)


def build_gguf(infos: Sequence[bytes], data: bytes = b"", pairs: Sequence[bytes] = (), **start: Any) -> bytes:
    """Return a file with the descriptions of tensors, their data and metadata.

    `start` replaces the `version` and the counts `tensors` and `pairs_count`.
    """
    counts = {"version": 3, "tensors": len(infos), "pairs_count": len(pairs), **start}
    header = b"GGUF" + struct.pack("<IQQ", *counts.values()) + b"".join((*pairs, *infos))
    return header + bytes(-len(header) % ALIGNMENT) + data
