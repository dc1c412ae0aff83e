"""What a model sees of a prompt: its tokens, counted without loading the model. Any thread.

The tokenizer's own files are read by the `tokenizers` library, which needs no torch. Stable Diffusion reads a prompt in
parts of 75 tokens, of which we give it up to ten; other models read so many tokens and no more.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from macapp.prompt.weighting import parse_weights
from macapp.system import storage

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from tokenizers.models import BPE

MOST_BYTES = 128 * 2**20  # of a file of a tokenizer
PART = 75  # tokens: 77 that CLIP was trained on, less the first and the last, which say where it begins and ends
MOST_PARTS = 10  # of them; attention to the words grows with each
UNKNOWN = "<|endoftext|>"  # what CLIP reads for what it has no word for
_making = Lock()


@dataclass(frozen=True)
class TokenCount:
    """How much of a prompt the model sees."""

    tokens: int
    room: int
    """how many would fit in as many parts as it takes"""
    most: int
    """how many it can see at all"""
    unseen: tuple[tuple[int, int], ...] = ()
    """the stretches of the prompt, from and to, that it will not see"""


def count_tokens(prompt: str, tokenizer: "Tokenizer", limit: int | None = None) -> TokenCount:
    """Return what is seen of a prompt: in parts, or of a model without parts up to `limit` tokens.

    Raises `BadRequest` for brackets that do not match.
    """
    most = PART * MOST_PARTS if limit is None else limit
    counted, used, dropped = 0, 0, []
    for part in parse_weights(prompt):
        places: list[tuple[int, int]] = []
        for piece in part:
            for start, end in tokenizer.encode(piece.text, add_special_tokens=False).offsets:
                inside = end > start  # a token that stands for no character of its own
                places.append((piece.places[start], piece.places[end - 1] + 1) if inside else (0, 0))
        counted += len(places)
        dropped += places[max(0, most - used) :]
        used += len(places) if limit is not None else max(1, -(-len(places) // PART)) * PART
    room = most if limit is not None else min(used, most)
    return TokenCount(counted, room, most, _joined(dropped, prompt))


def tokenizer_file(folder: Path) -> "Tokenizer | None":
    """Return the tokenizer whose files lie in a folder; None if there is none that can be read."""
    try:
        states = tuple(storage.state_of(each) for each in sorted(folder.iterdir()))
    except OSError:
        return None
    return _tokenizer_in(folder, states)


@lru_cache(maxsize=8)
def _tokenizer_in(folder: Path, _states: tuple[storage.State, ...]) -> "Tokenizer | None":
    from tokenizers import Tokenizer

    whole = folder / "tokenizer.json"
    try:
        own = whole.exists() and not _is_clip(folder)
        found = Tokenizer.from_str(storage.read_text(whole, MOST_BYTES)) if own else _clip(folder)
    except Exception:  # noqa: BLE001  (the library raises Exception itself)
        return None
    found.no_truncation()
    found.no_padding()
    return found


def _clip(folder: Path) -> "Tokenizer":
    """Return CLIP's tokenizer from the two files that most checkpoints bring, older ones without `tokenizer.json`.

    What is done to the text before and after is CLIP's own (openai/CLIP, clip/simple_tokenizer.py).
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
    """Return whether a folder holds the two files, and they are CLIP's: other tokenizers have files of these names."""
    if not all((folder / each).exists() for each in ("vocab.json", "merges.txt", "tokenizer_config.json")):
        return False
    return "CLIPTokenizer" in storage.read_text(folder / "tokenizer_config.json", storage.SMALL)


def clip_tokenizer(folder: Path) -> "BPE":
    """Return CLIP's words and how they are put together, made once of files that are equal, for whoever asks.

    The library reads these files too, but lets no other thread run meanwhile: the window stood 44 ms for them, 68 for
    `tokenizer.json`, and both again when the model was loaded; it stands 25 now, once. Raises `OSError` and
    `ValueError` for files that cannot be read.
    """
    contents = [storage.read_regular(folder / name, MOST_BYTES) for name in ("vocab.json", "merges.txt")]
    with _making:  # who asks meanwhile waits, and does not do it again
        return _made(*contents)


@lru_cache(maxsize=4)
def _made(vocabulary: bytes, merges: bytes) -> "BPE":
    from tokenizers.models import BPE

    pairs = [each.partition(" ") for each in merges.decode().splitlines()]
    return BPE(
        json.loads(vocabulary),
        [(first, second) for first, _, second in pairs if first and first != "#version:"],
        continuing_subword_prefix="",
        end_of_word_suffix="</w>",
        unk_token=UNKNOWN,
    )


def _joined(stretches: list[tuple[int, int]], prompt: str) -> tuple[tuple[int, int], ...]:
    """Return stretches as few: those with only spaces between them are one."""
    found: list[tuple[int, int]] = []
    for start, end in stretches:
        if end <= start:
            continue
        if found and not prompt[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)
