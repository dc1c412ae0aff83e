"""Count the tokens of a prompt and find the part that a model does not see, without loading the model. Any thread.

The `tokenizers` library reads the tokenizer's files; it needs no PyTorch. Stable Diffusion reads a prompt in parts of
75 tokens, at most ten of them; other models have one fixed limit.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from macapp.prompt.tags import blank_tags
from macapp.prompt.weighting import WeightedText, parse_weights
from macapp.system import storage

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from tokenizers.models import BPE

MAX_FILE_BYTES = 128 * 2**20  # of a file of a tokenizer
PART = 75  # tokens: CLIP was trained on 77, and the first and last mark the beginning and the end
MAX_PARTS = 10  # the cost of attention to the prompt grows with each part
UNKNOWN = "<|endoftext|>"  # what CLIP reads in place of an unknown word
_bpe_lock = Lock()


@dataclass(frozen=True)
class TokenCount:
    """How much of a prompt the model sees."""

    tokens: int
    room: int
    """the capacity of the parts that the prompt takes, in tokens"""
    most: int
    """the largest number of tokens that the model can see"""
    unseen: tuple[tuple[int, int], ...] = ()
    """the ranges of the prompt, from and to, that the model does not see"""


def count_tokens(prompt: str, tokenizer: "Tokenizer", limit: int | None = None) -> TokenCount:
    """Return how much of a prompt a model sees: in parts with weights, or up to `limit` tokens without either.

    Raises `BadRequest` if brackets do not match.
    """
    most = PART * MAX_PARTS if limit is None else limit
    counted, used, dropped = 0, 0, []
    text = blank_tags(prompt)
    for part in parse_weights(text) if limit is None else [[WeightedText(text, 1.0, tuple(range(len(text))))]]:
        places: list[tuple[int, int]] = []
        for piece in part:
            for start, end in tokenizer.encode(piece.text, add_special_tokens=False).offsets:
                has_characters = end > start  # an empty token stands for no character of its own
                places.append((piece.places[start], piece.places[end - 1] + 1) if has_characters else (0, 0))
        counted += len(places)
        dropped += places[max(0, most - used) :]
        used += len(places) if limit is not None else max(1, -(-len(places) // PART)) * PART
    room = most if limit is not None else min(used, most)
    return TokenCount(counted, room, most, _join_ranges(dropped, prompt))


def tokenizer_file(folder: Path) -> "Tokenizer | None":
    """Return the tokenizer in a folder; None if it has no readable one."""
    try:
        states = tuple(storage.state_of(file) for file in sorted(folder.iterdir()))
    except OSError:
        return None
    return _load_tokenizer(folder, states)


@lru_cache(maxsize=8)
def _load_tokenizer(folder: Path, _states: tuple[storage.State, ...]) -> "Tokenizer | None":
    from tokenizers import Tokenizer

    whole = folder / "tokenizer.json"
    try:
        own = whole.exists() and not _is_clip(folder)
        found = Tokenizer.from_str(storage.read_text(whole, MAX_FILE_BYTES)) if own else _build_clip_tokenizer(folder)
    except Exception:  # noqa: BLE001  (the library raises Exception itself)
        return None
    found.no_truncation()
    found.no_padding()
    return found


def _build_clip_tokenizer(folder: Path) -> "Tokenizer":
    """Return CLIP's tokenizer from the two files of most checkpoints; older ones have no `tokenizer.json`.

    The normalisation and the splitting follow CLIP's own code (openai/CLIP, clip/simple_tokenizer.py).
    """
    from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers

    found = Tokenizer(clip_tokenizer(folder))
    found.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()]
    )
    words = Regex(r"""'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+""")
    found.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(words, "removed", invert=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    found.decoder = decoders.ByteLevel()
    return found


def _is_clip(folder: Path) -> bool:
    """Return whether a folder has the two files of CLIP's tokenizer; other tokenizers use the same file names."""
    if not all((folder / name).exists() for name in ("vocab.json", "merges.txt", "tokenizer_config.json")):
        return False
    return "CLIPTokenizer" in storage.read_text(folder / "tokenizer_config.json", storage.MAX_TEXT_FILE_BYTES)


def clip_tokenizer(folder: Path) -> "BPE":
    """Return CLIP's vocabulary and merges, built once for equal files and shared.

    The library can read these files itself, but blocks every other thread meanwhile: the window froze for 44 ms, for 68
    ms with `tokenizer.json`, and both again when the model was loaded. Now it freezes for 25 ms, once. Raises `OSError`
    and `ValueError` for files that cannot be read.
    """
    contents = [storage.read_regular(folder / name, MAX_FILE_BYTES) for name in ("vocab.json", "merges.txt")]
    with _bpe_lock:  # a second thread waits for the first result
        return _build_bpe(*contents)


@lru_cache(maxsize=4)
def _build_bpe(vocabulary: bytes, merges: bytes) -> "BPE":
    from tokenizers.models import BPE

    pairs = [line.partition(" ") for line in merges.decode().splitlines()]
    return BPE(
        json.loads(vocabulary),
        [(first, second) for first, _, second in pairs if first and first != "#version:"],
        continuing_subword_prefix="",
        end_of_word_suffix="</w>",
        unk_token=UNKNOWN,
    )


def _join_ranges(ranges: list[tuple[int, int]], prompt: str) -> tuple[tuple[int, int], ...]:
    """Return ranges, joined where only spaces are between them."""
    found: list[tuple[int, int]] = []
    for start, end in ranges:
        if end <= start:
            continue
        if found and not prompt[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)
