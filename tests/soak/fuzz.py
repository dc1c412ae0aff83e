"""Files and texts with any content are read or refused with a message: no crash, no hang, and bounded memory."""

import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
from gguf import GGMLQuantizationType
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from safetensors.numpy import save

from macapp.errors import BadRequest, EaselError
from macapp.imaging import png
from macapp.imaging.decode import decode_image
from macapp.library import imports, marks
from macapp.library.metadata import importers, recipe
from macapp.library.metadata.importers import a1111
from macapp.library.metadata.recipe import PictureMetadata
from macapp.models.gguf import read_gguf_header
from macapp.models.integrity import count_invalid_tensors
from macapp.models.scan_cache import inspect_model
from macapp.models.single_file import CLIP, UNET, VAE
from tests.library.metadata.importers import files
from tests.support.fake_engine import plain_picture
from tests.support.gguf_files import write_gguf
from tests.support.request_factory import request

HANG = 2.0  # seconds
_UNHEEDED = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


@dataclass
class Fuzzed:
    """The result of fuzzing."""

    examples: int = 0
    slowest: float = 0.0
    """seconds"""
    grown: int = 0
    """bytes of memory"""


def _tried(examples: int) -> settings:
    """Return settings for a number of examples: each runs once, is not stored and not shrunk."""
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=_UNHEEDED,
    )


def pictures(examples: int, seeded: int = 1) -> Fuzzed:
    """Read mutated pictures with every reader of files from outside; raises unexpected exceptions."""
    result, process = Fuzzed(), psutil.Process()
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        (folder / "seeds").mkdir()
        sources = [each.read_bytes() for each in files.all_programs(folder / "seeds").values()]
        asked = request("a red heart, schön", negative_prompt="blurry")
        sources.append(
            recipe.encode_png(plain_picture(asked), PictureMetadata("0" * 16, asked, "2026-11-20T12:00:00.000Z", {}))
        )
        path = folder / "mutated.png"
        before = 0

        @seed(seeded)
        @_tried(examples)
        @given(st.sampled_from(sources), st.lists(MUTATIONS, min_size=1, max_size=6))
        def one(content: bytes, mutations: list[tuple[str, float, bytes]]) -> None:
            nonlocal before
            path.write_bytes(_mutated(content, mutations))
            began = time.monotonic()
            _read(path)
            result.slowest = max(result.slowest, time.monotonic() - began)
            result.examples += 1
            if result.examples == examples // 10:
                before = process.memory_info().rss

        one()
    result.grown = process.memory_info().rss - before
    return result


def headers(examples: int, seeded: int = 1) -> Fuzzed:
    """Inspect mutated models like added ones; only errors with a message may be raised."""
    with tempfile.TemporaryDirectory() as held:
        file = Path(held) / "mutated.safetensors"
        return _fuzz_headers(file, [_weights(shapes) for shapes in KINDS_OF_FILES], _inspect, examples, seeded)


def gguf_headers(examples: int, seeded: int = 1) -> Fuzzed:
    """Read mutated GGUF files; only errors with a message may be raised."""
    with tempfile.TemporaryDirectory() as held:
        file = Path(held) / "mutated.gguf"
        sources = []
        for kind in (GGMLQuantizationType.Q8_0, GGMLQuantizationType.Q4_K):
            tensors = {"a.weight": np.ones((2, 512), np.float32), "conv.weight": np.ones((64, 4, 3, 3), np.float32)}
            sources.append(write_gguf(file, "sdxl", tensors, kind, join_rows=True).read_bytes())
        return _fuzz_headers(file, sources, _read_gguf, examples, seeded)


def _inspect(file: Path) -> None:
    for _name, broken in count_invalid_tensors(inspect_model(str(file))):
        assert broken >= 0


def _read_gguf(file: Path) -> None:
    for tensor in read_gguf_header(file).tensors.values():
        assert 0 <= tensor.start <= tensor.start + tensor.size <= file.stat().st_size
    _inspect(file)


def _fuzz_headers(file: Path, sources: list[bytes], read: Callable[[Path], None], examples: int, seeded: int) -> Fuzzed:
    """Pass mutated files to `read`, which may only raise errors with a message."""
    result, process = Fuzzed(), psutil.Process()
    before = process.memory_info().rss

    @seed(seeded)
    @_tried(examples)
    @given(st.sampled_from(sources), st.lists(MUTATIONS, min_size=1, max_size=6))
    def one(content: bytes, mutations: list[tuple[str, float, bytes]]) -> None:
        file.write_bytes(_mutated(content, mutations))
        began = time.monotonic()
        with suppress(EaselError):
            read(file)
        result.slowest = max(result.slowest, time.monotonic() - began)
        result.examples += 1

    one()
    result.grown = process.memory_info().rss - before
    return result


KINDS_OF_FILES: tuple[dict[str, tuple[int, ...]], ...] = (
    {"emb_params": (2, 8)},
    {"lora_unet_a_attn2_to_k.lora_down.weight": (2, 8), "lora_unet_a_attn2_to_k.alpha": ()},
    {"input_hint_block.0.weight": (4, 3, 3, 3), "zero_convs.0.0.weight": (4, 4, 1, 1)},
    {"encoder.conv_in.weight": (4, 3, 3, 3), "decoder.conv_in.weight": (4, 4, 3, 3), "quant_conv.bias": (8,)},
    {f"{UNET}input_blocks.0.0.weight": (4, 4, 3, 3), f"{VAE}decoder.conv_in.weight": (4, 4, 3, 3), f"{CLIP}x": (4,)},
)
"""Names and shapes of small files of each kind."""


def _weights(shapes: dict[str, tuple[int, ...]]) -> bytes:
    return save({name: np.ones(shape, np.float16) for name, shape in shapes.items()}, {"ss_tag_frequency": "{}"})


def texts(examples: int, seeded: int = 1) -> Fuzzed:
    """Read texts that look like settings; raises unexpected exceptions."""
    result = Fuzzed()

    @seed(seeded)
    @_tried(examples)
    @given(PARAMETERS)
    def one(text: str) -> None:
        began = time.monotonic()
        found = a1111.parse(text)
        if found is not None:
            found.finalize((64, 64))
            assert found.known.get("seed", 0) in range(2**63)
        result.slowest = max(result.slowest, time.monotonic() - began)
        result.examples += 1

    one()
    return result


def _read(path: Path) -> None:
    """Pass a file to every reader; only errors with a message may be raised."""
    recipe.read(path)
    recipe.is_intact(path)
    marks.read_packet(path)
    imports.content_id(path)
    for reader in (decode_image, importers.read_metadata):
        try:
            reader(path)
        except BadRequest:
            continue
    try:
        png.replace_text(path.read_bytes(), "easel", "x")
    except BadRequest:
        return


def _mutated(content: bytes, mutations: list[tuple[str, float, bytes]]) -> bytes:
    """Return content truncated, changed, or with inserted bytes, at places given as shares of its length."""
    data = bytearray(content)
    for kind, where, what in mutations:
        at = int(where * len(data))
        if kind == "cut":
            del data[at:]
        elif kind == "insert":
            data[at:at] = what
        elif kind == "drop":
            del data[at : at + len(what)]
        else:
            data[at : at + len(what)] = what
    return bytes(data)


MUTATIONS = st.tuples(
    st.sampled_from(("change", "change", "change", "insert", "drop", "cut")),
    st.floats(0, 1) | st.floats(0, 0.05),
    st.binary(min_size=1, max_size=12)
    | st.sampled_from((b"\xff\xff\xff\xff", b"\0\0\0\0", b"IEND", b"iTXt", b"{" * 200)),
)
_KEYS = st.sampled_from(
    ("Steps", "Seed", "Size", "Sampler", "CFG scale", "Model", "Hashes", "Lora hashes", "Version", "x y")
)
_VALUES = (
    st.text(max_size=30)
    | st.integers().map(str)
    | st.floats().map(str)
    | st.sampled_from(('"', "{", '{"a": "b, c"}', "512x512", "0x0", "-1", "nan", "9" * 50, ", ", ": ", '"\\"'))
)
_SETTINGS = st.lists(st.tuples(_KEYS, _VALUES), max_size=12).map(lambda items: ", ".join(f"{k}: {v}" for k, v in items))
PARAMETERS = st.lists(
    st.text(max_size=80) | _SETTINGS | st.sampled_from(("Negative prompt: ", "\ufeff", "\r", "")), max_size=6
).map("\n".join)
