"""Count the operations of a transformer from the names and shapes of its tensors. Pure functions. Any thread.

A weight counts once for each token that it applies to: those of the picture, those of the prompt, or both. Which ones
these are, the names of diffusers show. The prompt counts as the longest one that the model reads. Left out are the
layers that see only the time or a summary of the prompt.
"""

import math
import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from macapp.models.denoiser_shapes import OTHER_TRANSFORMER, TRANSFORMERS
from macapp.models.layer_flops import FlopPolynomial

TensorShapes = Mapping[str, Sequence[int]]
_BLOCK = re.compile(r"(.*?(?:blocks|layers|refiner)\.\d+)\.")
_PER_PICTURE = re.compile(
    r"norm|adaln|modulation|_mod\.|time|guidance|t_embedd|condition_embed|pooler|padding|indicator"
)
_FOR_PROMPT = re.compile(r"context|txt_|cap_embed|caption|text_|to_add_out|add_[qkv]_proj|llm_cond")


def transformer_flops(shapes: TensorShapes, class_name: str) -> FlopPolynomial:
    """Return the operations of one pass of a transformer with this class in diffusers, by the number of latents."""
    shape = TRANSFORMERS.get(class_name, OTHER_TRANSFORMER)
    prompt = shape.prompt + shape.clip_tokens
    counted = {name: each for name, each in shapes.items() if len(each) in (2, 4) and name.endswith(".weight")}
    total = FlopPolynomial()
    for block, names in groupby(sorted(counted, key=_block_of), _block_of):
        own = {name.removeprefix(f"{block}."): counted[name] for name in names}
        total += _block_flops(block, own, prompt, shape.has_scores) if block else _outer_flops(own, prompt)
    return total.shared(shape.patch**2)


def _block_of(name: str) -> str:
    """Return the name of the block that a tensor belongs to; empty for one outside the blocks."""
    found = _BLOCK.match(name)
    return "" if found is None or _PER_PICTURE.search(found[1]) else found[1]


def _outer_flops(own: TensorShapes, prompt: int) -> FlopPolynomial:
    """Return the operations of the layers around the blocks."""
    applied = {name: shape for name, shape in own.items() if not _PER_PICTURE.search(name.lower())}
    of_prompt = {name: shape for name, shape in applied.items() if _FOR_PROMPT.search(name)}
    return _weights(applied.keys() - of_prompt.keys(), own, 0, 1) + _weights(of_prompt, own, prompt, 0)


def _block_flops(block: str, own: TensorShapes, prompt: int, has_scores: bool) -> FlopPolynomial:
    """Return the operations of one block, by the tokens that its weights and its attention apply to."""
    applied = {name for name in own if not _PER_PICTURE.search(name.lower())}
    width = next((shape[0] for name, shape in own.items() if name.endswith("to_q.weight")), 0)
    width = width or next((shape[1] for name, shape in own.items() if "to_qkv" in name), 0)
    if _FOR_PROMPT.search(block):  # refines the prompt alone
        return _weights(applied, own, prompt, 0) + _attention(width, prompt, 0)
    if "noise_refiner" in block:
        return _weights(applied, own, 0, 1) + _attention(width, 0, 1)
    of_prompt = {name for name in applied if _FOR_PROMPT.search(name)}
    if any(name.startswith("attn1.") for name in own) and any(name.startswith("attn2.") for name in own):
        of_prompt = {"attn2.to_k.weight", "attn2.to_v.weight"}
        to_prompt = FlopPolynomial(each=4 * width * prompt)
        to_itself = _attention(width, 0, 1) if has_scores else FlopPolynomial()
        return _weights(applied - of_prompt, own, 0, 1) + _weights(of_prompt, own, prompt, 0) + to_itself + to_prompt
    attention = _attention(width, prompt, 1)
    if not of_prompt:  # picture and prompt are one sequence
        return _weights(applied, own, prompt, 1) + attention
    if any(name.startswith("attn2.") for name in own):  # a second attention of the picture alone
        attention += _attention(width, 0, 1)
    return _weights(applied - of_prompt, own, 0, 1) + _weights(of_prompt, own, prompt, 0) + attention


def _weights(names: "set[str] | Mapping[str, object]", own: TensorShapes, prompt: int, picture: int) -> FlopPolynomial:
    """Return the operations of weights for `prompt` tokens, and for each token of the picture if `picture` is 1."""
    operations = 2 * sum(math.prod(own[name]) for name in names)
    return FlopPolynomial(once=operations * prompt, each=operations * picture)


def _attention(width: int, prompt: int, picture: int) -> FlopPolynomial:
    """Return the operations of the scores of a sequence of `prompt` tokens, and those of the picture."""
    once, each, pairs = prompt**2, 2 * prompt * picture, picture
    return FlopPolynomial(4 * width * once, 4 * width * each, 4 * width * pairs)
