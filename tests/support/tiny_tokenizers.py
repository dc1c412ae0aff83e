"""Tokenizers of tiny models that know the letters and no more."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from transformers import CLIPTokenizer

from tests.support.tiny_models import clip_tokenizer, t5_tokenizer


def chat_tokenizer() -> Any:
    """Return a tokenizer whose chat template joins the messages, which are texts or lists of texts."""
    tokenizer = t5_tokenizer()
    text = "{% if m['content'] is string %}{{ m['content'] }}{% else %}{{ m['content'][0]['text'] }}{% endif %}"
    tokenizer.chat_template = f"{{% for m in messages %}}{text} {{% endfor %}}"
    return tokenizer


def temporary_clip_tokenizer() -> CLIPTokenizer:
    with TemporaryDirectory() as folder:
        return clip_tokenizer(Path(folder) / "files")
