"""How weights are stored in memory: in full, in 8 bits or in 4 bits, and which layers allow it. No PyTorch. Any thread.

The engine packs layers by these rules (`engine.runtime.packed_layers`), and the plan counts bytes by them.

8 bits keep a scale for each output channel, 4 bits a scale and a minimum for each group of `GROUP` weights. Only the
weights of linear and convolution layers inside repeated blocks are packed. What suffers stays in full: norms,
embeddings, the first and the last layers, biases, and the whole VAE. Layers that modulate a norm, and convolutions,
use 8 bits at least (issue 19).
"""

import math
from collections.abc import Sequence

from macapp.domain.weight_format import WeightFormat

PACKING_VERSION = 2
"""of the packed numbers and of stored copies: raise it when they change, so that older copies are not used"""
GROUP = 64
"""weights of one output channel that share a scale in 4 bits"""
MIN_WEIGHTS = 1024
"""weights of a layer below which packing saves too little to matter"""
SCALE_BYTES = {8: 4, 4: 2}
"""of a scale or a minimum by bits: float32, of which there are few, or float16"""
PACKED_PARTS = ("transformer", "transformer_2", "unet", "text_encoder", "text_encoder_2", "text_encoder_3")
"""the parts of a pipeline whose layers may be packed; those of ControlNets may, too"""
SINGLE_BYTES = 4
"""of a number in float32"""
_SINGLE_WORDS = ("wo",)
"""Layers of T5 and UMT5 whose results exceed the range of float16: transformers keeps them in float32."""
_FULL_WORDS = ("emb", "relative_attention_bias", "lm_head", "router", "controlnet_", "zero_convs", "hint_block")
"""Words in the names of layers that stay in full: the last ones are the first and last layers of ControlNets."""


def layer_format(name: str, shape: Sequence[int], wanted: WeightFormat) -> WeightFormat:
    """Return the format in which a weight is stored if a model's format is `wanted`.

    `name` is the weight's name in the state of its model, such as `down_blocks.0.attentions.1.proj_in.weight`;
    `shape` has the output channels first.
    """
    path, _, kind = name.rpartition(".")
    if wanted is WeightFormat.FULL or kind != "weight" or len(shape) not in (2, 4) or math.prod(shape) < MIN_WEIGHTS:
        return WeightFormat.FULL
    repeated = any(part.isdecimal() for part in path.split("."))
    if not repeated or any(word in path for word in _FULL_WORDS):
        return WeightFormat.FULL
    if wanted is WeightFormat.INT4 and (len(shape) == 4 or shape[1] % GROUP or "norm" in path):
        return WeightFormat.INT8
    return wanted


def is_kept_single(name: str) -> bool:
    """Return whether a weight of a text encoder is in float32 where the others are in float16, unless it is packed.

    A packed one is unpacked into float32 there. `name` is as for `layer_format`.
    """
    return any(word in name.split(".") for word in _SINGLE_WORDS)


def stored_bytes(name: str, shape: Sequence[int], wanted: WeightFormat, full_bytes: int) -> int:
    """Return the bytes that a tensor takes in memory; `full_bytes` are those of one number in full precision."""
    count = math.prod(shape)
    chosen = layer_format(name, shape, wanted)
    if chosen is WeightFormat.INT8:
        return count + shape[0] * SCALE_BYTES[8]
    if chosen is WeightFormat.INT4:
        return count // 2 + 2 * count // GROUP * SCALE_BYTES[4]
    return count * full_bytes
