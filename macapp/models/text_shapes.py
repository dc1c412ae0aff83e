"""What text encoders hold while they encode a prompt, from their configurations and classes. Any thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macapp.models.composed_weights import TRANSFORMER
from macapp.models.configuration import read_config
from macapp.models.denoiser_shapes import text_tokens

TEXT_ENCODER = "text_encoder"
"""How the names of all text encoders start."""
TOKENS_OF_CLIP = 77
PIXELS_PER_TOKEN = 28 * 28
"""of an image that a text encoder sees: Qwen2.5-VL merges 2 x 2 patches of 14 x 14 pixels"""
_MERGED = 4  # patches of a token
_LAYER_MAPS = 4
"""maps of the width of its feed-forward network that a layer holds at its peak"""
_SCORE_MAPS = 4
"""maps of the attention scores that a layer holds at its peak where attention is not fused: products, with the mask,
and the softmax in float32"""
_VISION_SCORE_MAPS = 5  # the same of the part that sees images, with their copy in the precision of the rest


@dataclass(frozen=True)
class TextShape:
    """What a text encoder holds besides its weights."""

    working: int = 0
    """numbers that do not depend on the kind of attention"""
    scores: int = 0
    """numbers by which attention scores exceed the rest of a layer, where attention is not fused"""

    def __or__(self, other: "TextShape") -> "TextShape":
        """Return what is enough for either."""
        return TextShape(max(self.working, other.working), max(self.scores, other.scores))


def read_text_shape(folder: Path, parts: Mapping[str, tuple[str, str]], limit: int, seen: Sequence[int]) -> TextShape:
    """Return what the text encoders of a checkpoint hold for the longest prompt; one of them runs at a time.

    `parts` are those of its index, `limit` the tokens of the longest prompt without a transformer, and `seen` the
    pixels of each image that the text encoder sees. Raises `MachineError` for a missing configuration.
    """
    tokens, found = text_tokens(parts[TRANSFORMER][1]) if TRANSFORMER in parts else limit, TextShape()
    for name, (_, kind) in parts.items():
        if name.startswith(TEXT_ENCODER):
            found |= text_shape(read_config(folder, f"{name}/config.json"), kind, tokens, seen)
    return found


def text_shape(config: Mapping[str, Any], class_name: str, tokens: int, seen: Sequence[int] = ()) -> TextShape:
    """Return what a text encoder holds for a prompt of `tokens` and images of `seen` pixels each.

    These are the hidden states of all layers (T5's pipelines take the last only), and a layer or, of a language model,
    the scores of all words. Images are patches first, and then tokens. A field that is missing counts as zero.
    """
    nested = config.get("text_config")
    fields = nested if isinstance(nested, dict) else config
    words = _field(fields, "vocab_size") if "For" in class_name else 0
    states = _field(fields, "num_hidden_layers") * _field(fields, "hidden_size")  # T5 calls its own by other names
    tokens += image_tokens(seen)
    layer = tokens * max(words, _LAYER_MAPS * _field(fields, "intermediate_size", "d_ff"))
    scores = _SCORE_MAPS * _field(fields, "num_attention_heads", "num_heads") * tokens**2
    own = TextShape(tokens * states + layer, max(scores - layer, 0))
    return own | _vision_shape(config.get("vision_config"), seen)


def image_tokens(seen: Sequence[int]) -> int:
    """Return the tokens of images of `seen` pixels each in a prompt."""
    return sum(pixels // PIXELS_PER_TOKEN for pixels in seen)


def _vision_shape(config: Any, seen: Sequence[int]) -> TextShape:
    """Return what the part that sees images holds; the patches of one image attend to each other."""
    if not isinstance(config, dict) or not seen:
        return TextShape()
    patches = [_MERGED * pixels // PIXELS_PER_TOKEN for pixels in seen]
    heads, width = _field(config, "num_heads", "num_attention_heads"), _field(config, "intermediate_size")
    layer, scores = _LAYER_MAPS * width * sum(patches), _VISION_SCORE_MAPS * heads * max(patches) ** 2
    return TextShape(layer, max(scores - layer, 0))


def _field(fields: Mapping[str, Any], *names: str) -> int:
    return next((fields[name] for name in names if isinstance(fields.get(name), int)), 0)
