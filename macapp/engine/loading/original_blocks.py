"""The names of a UNet's layers in LoRA files that keep the original names. Pure. Any thread.

The original names are those of CompVis/stable-diffusion and Stability-AI/generative-models; the new ones are those of
diffusers, both with "_" for ".".
"""

import re

_OUTER = {
    "time_embed_0": "time_embedding_linear_1",
    "time_embed_2": "time_embedding_linear_2",
    "label_emb_0_0": "add_embedding_linear_1",
    "label_emb_0_2": "add_embedding_linear_2",
    "input_blocks_0_0": "conv_in",
    "out_2": "conv_out",
}
_ENDINGS = (
    ("_in_layers_2", "_conv1"),
    ("_out_layers_3", "_conv2"),
    ("_emb_layers_1", "_time_emb_proj"),
    ("_skip_connection", "_conv_shortcut"),
    ("_downsamplers_0_op", "_downsamplers_0_conv"),
)
"""Layers of residual blocks."""
_BLOCK = re.compile(r"(input_blocks|output_blocks)_(\d+)_(\d+)_(.+)")
_MIDDLE = re.compile(r"middle_block_([012])_(.+)")
_MIDDLE_LAYERS = ("resnets_0", "attentions_0", "resnets_1")


def rename_blocks(name: str, layers_per_block: object) -> str:
    """Return the name of diffusers for a layer of a UNet; a name that is not original is returned unchanged.

    `layers_per_block` is from the configuration of the UNet. A list of numbers has no original names.
    """
    if name in _OUTER:
        return _OUTER[name]
    if middle := _MIDDLE.fullmatch(name):
        name = f"mid_block_{_MIDDLE_LAYERS[int(middle[1])]}_{middle[2]}"
    elif (block := _BLOCK.fullmatch(name)) and isinstance(layers_per_block, int):
        number, inner = int(block[2]), int(block[3])
        down = block[1] == "input_blocks"
        name = _rename_inner(down, *divmod(number - down, layers_per_block + 1), inner, block[4])
    for original, new in _ENDINGS:
        if name.endswith(original):
            return name.removesuffix(original) + new
    return name


def _rename_inner(down: bool, block: int, place: int, inner: int, rest: str) -> str:
    """Return the name of a layer in a block that makes the picture smaller (`down`) or larger.

    `place` is its place among the residual blocks, and `inner` whether it is one, or the attention after it.
    """
    if rest == "op":
        return f"down_blocks_{block}_downsamplers_0_conv"
    if not down and rest == "conv":
        return f"up_blocks_{block}_upsamplers_0_conv"
    return f"{'down' if down else 'up'}_blocks_{block}_{'attentions' if inner else 'resnets'}_{place}_{rest}"
