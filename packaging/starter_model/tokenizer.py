"""The tokenizer: CLIP's byte-pair encoding with a small vocabulary, learned from the captions.

Every byte is a token, so any text in any script can be encoded; each word of the captions is one token.
"""

import json
import random
from pathlib import Path

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers
from transformers import CLIPTokenizer

from starter_model.captions import any_scene, any_shape, caption

TOKENS = 1024  # the size of the embedding table; the vocabulary is smaller, and training decides its size
START, END = 0, 1
_START_WORD, _END_WORD = "<|startoftext|>", "<|endoftext|>"


def make(folder: Path, seed: int = 0) -> CLIPTokenizer:
    """Learn the vocabulary from captions, write it to `folder` in CLIP's files, and return the tokenizer."""
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary, merges = _learn(seed)
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    lines = ["#version: 0.2", *(" ".join(pair) for pair in merges)]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return CLIPTokenizer.from_pretrained(folder, model_max_length=77)


def _learn(seed: int) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Return the vocabulary and the merges; each letter is once inside and once at the end of a word."""
    random_ = random.Random(seed)
    captions = [caption((any_shape if n % 2 else any_scene)(random_), random_) for n in range(20_000)]
    tokenizer = Tokenizer(models.BPE(end_of_word_suffix="</w>"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Whitespace(), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.train_from_iterator(
        captions, trainers.BpeTrainer(vocab_size=800, end_of_word_suffix="</w>", show_progress=False)
    )
    merges = [(first, second) for first, second in json.loads(tokenizer.to_str())["model"]["merges"]]
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    pieces = [*letters, *(f"{letter}</w>" for letter in letters), *("".join(pair) for pair in merges)]
    words = [_START_WORD, _END_WORD, *dict.fromkeys(pieces)]
    if len(words) > TOKENS:
        raise ValueError(f"{len(words)} tokens do not fit the embedding table of {TOKENS}")
    return {word: number for number, word in enumerate(words)}, merges
