"""Write the tokenizers of text encoders that come without one: those of CLIP, T5 and Qwen ship with Easel. Any thread.

Sources: OpenAI's CLIP (MIT), Google's T5 (Apache 2.0), and the Qwen team's Qwen 2.5 and 3 (Apache 2.0).
"""

import json
import shutil
from pathlib import Path
from typing import Any

from macapp.models.parts import CLIP, T5
from macapp.models.transformer_files import PartNeed
from macapp.system import storage
from macapp.system.paths import resources_dir

_CHAT = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n"
    "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n\n{% endif %}{% endif %}"
)
"""How Qwen 3 writes a conversation without tools; `enable_thinking` is an option of its own template."""


def write_tokenizer(folder: Path, need: PartNeed) -> None:
    """Write the tokenizer of a text encoder; those of CLIP, T5 and Qwen ship with Easel."""
    folder.mkdir(parents=True, exist_ok=True)
    if need.kind == CLIP:
        files, settings = ("vocab.json", "merges.txt"), _clip_settings(need.pad)
        own = resources_dir() / "clip-tokenizer"
    elif need.kind == T5:
        files, settings, own = ("tokenizer.json",), _T5_SETTINGS, resources_dir() / "t5-tokenizer"
    else:
        files, settings, own = ("merges.txt",), _qwen_settings(), resources_dir() / "qwen-tokenizer"
        vocabulary = _qwen_vocabulary((own / "merges.txt").read_text(encoding="utf-8"))
        storage.write(folder / "vocab.json", json.dumps(vocabulary, ensure_ascii=False).encode(), folder)
    for name in files:
        shutil.copyfile(own / name, folder / name)
    storage.write(folder / "tokenizer_config.json", json.dumps(settings, indent=2).encode(), folder)


def _clip_settings(pad: str) -> dict[str, Any]:
    start, end = "<|startoftext|>", "<|endoftext|>"
    tokens = {"bos_token": start, "eos_token": end, "unk_token": end, "pad_token": pad}
    return {"tokenizer_class": "CLIPTokenizer", "model_max_length": 77, **tokens}


_T5_SETTINGS = {
    "tokenizer_class": "T5Tokenizer",
    "model_max_length": 512,
    "extra_ids": 100,
    "eos_token": "</s>",
    "pad_token": "<pad>",
    "unk_token": "<unk>",
}
_FIRST_ADDED_TOKEN = 151_643
_SPECIAL_TOKENS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>")
_SPECIAL_TOKENS += ("<|box_start|>", "<|box_end|>", "<|quad_start|>", "<|quad_end|>", "<|vision_start|>")
_SPECIAL_TOKENS += ("<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>")
_OTHER_TOKENS = ("<tool_call>", "</tool_call>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|fim_pad|>")
_OTHER_TOKENS += ("<|repo_name|>", "<|file_sep|>", "<tool_response>", "</tool_response>", "<think>", "</think>")


def _qwen_settings() -> dict[str, Any]:
    added = {
        str(_FIRST_ADDED_TOKEN + number): {
            "content": token,
            "lstrip": False,
            "normalized": False,
            "rstrip": False,
            "single_word": False,
            "special": token in _SPECIAL_TOKENS,
        }
        for number, token in enumerate((*_SPECIAL_TOKENS, *_OTHER_TOKENS))
    }
    return {
        "tokenizer_class": "Qwen2Tokenizer",
        "model_max_length": 131_072,
        "added_tokens_decoder": added,
        "additional_special_tokens": list(_SPECIAL_TOKENS[1:]),
        "eos_token": "<|im_end|>",
        "pad_token": "<|endoftext|>",
        "chat_template": _CHAT,
    }


def _qwen_vocabulary(merges: str) -> dict[str, int]:
    """Return the ids of Qwen's tokens: 256 bytes in the order of GPT-2, then one for each merge."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = 256 - len(printable)
    tokens = [*map(chr, printable), *(chr(256 + number) for number in range(others))]
    tokens += [line.replace(" ", "") for line in merges.splitlines() if line]
    return {token: number for number, token in enumerate(tokens)}
