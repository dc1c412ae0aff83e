"""The names of a transformer's tensors in the original code, and in diffusers. Pure functions. Any thread.

Files for ComfyUI have the names of the original code: black-forest-labs/flux and flux2, Stability-AI/sd3.5,
lodestone-rock/Chroma and Tongyi-MAI/Z-Image. diffusers renames layers, splits joined ones by rows, and swaps the halves
of some. No conversion needs the values, so the rules also hold for packed tensors whose rows can be split.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Rows = tuple[tuple[int, int], ...]
"""Ranges of rows, from and to, that are joined in this order."""
_THIRDS = ((0, 1, 3), (1, 2, 3), (2, 3, 3))
_SWAPPED_HALVES = ((1, 2, 2), (0, 1, 2))


@dataclass(frozen=True)
class Target:
    """A tensor of diffusers that is made of rows of a stored one."""

    name: str
    rows: Rows = ()
    """empty for all rows in their order"""

    def shape_of(self, stored: Sequence[int]) -> tuple[int, ...]:
        """Return the shape of the tensor for the shape of the stored one."""
        count = sum(end - start for start, end in self.rows) if self.rows else None
        return tuple(stored) if count is None else (count, *stored[1:])


def find_targets(transformer: str, name: str, shape: Sequence[int], blocks: int) -> list[Target]:
    """Return what a stored tensor becomes in a transformer of diffusers; empty for a name of no layer.

    `transformer` is the class of diffusers, `name` the stored name without a prefix, and `blocks` the number of blocks
    with two streams. Names that diffusers itself uses are returned unchanged.
    """
    rule = _RULES.get(transformer)
    layer, _, kind = name.rpartition(".")
    found = None if rule is None else rule(layer or kind, blocks)
    if found is None:
        return [] if rule is not None and is_original(transformer, name) else [Target(name)]
    ending = f".{'weight' if kind == 'scale' else kind}" if layer else ""
    return [_target(f"{new}{ending}", spans, shape) for new, spans in found]


def is_original(transformer: str, name: str) -> bool:
    """Return whether only the original code has a layer of this name."""
    return name.startswith(_ORIGINAL_STARTS.get(transformer, ()))


_Found = list[tuple[str, tuple[tuple[int, int, int], ...]]]
"""The new names of a layer, each with the spans of its rows: from, to, of how many equal parts."""


def _target(name: str, spans: tuple[tuple[int, int, int], ...], shape: Sequence[int]) -> Target:
    rows = shape[0] if shape else 0
    return Target(name, tuple((rows * start // parts, rows * end // parts) for start, end, parts in spans))


def _whole(name: str) -> _Found:
    return [(name, ())]


def _split(names: Sequence[str], spans: Sequence[tuple[int, int, int]] = _THIRDS) -> _Found:
    return [(name, (span,)) for name, span in zip(names, spans, strict=True)]


_FLUX = {
    "time_in.in_layer": "time_text_embed.timestep_embedder.linear_1",
    "time_in.out_layer": "time_text_embed.timestep_embedder.linear_2",
    "vector_in.in_layer": "time_text_embed.text_embedder.linear_1",
    "vector_in.out_layer": "time_text_embed.text_embedder.linear_2",
    "guidance_in.in_layer": "time_text_embed.guidance_embedder.linear_1",
    "guidance_in.out_layer": "time_text_embed.guidance_embedder.linear_2",
    "txt_in": "context_embedder",
    "img_in": "x_embedder",
    "final_layer.linear": "proj_out",
    "distilled_guidance_layer.in_proj": "distilled_guidance_layer.in_proj",
    "distilled_guidance_layer.out_proj": "distilled_guidance_layer.out_proj",
}
_FLUX_STREAMS = {
    "img_mod.lin": "norm1.linear",
    "txt_mod.lin": "norm1_context.linear",
    "img_attn.norm.query_norm": "attn.norm_q",
    "img_attn.norm.key_norm": "attn.norm_k",
    "txt_attn.norm.query_norm": "attn.norm_added_q",
    "txt_attn.norm.key_norm": "attn.norm_added_k",
    "img_attn.proj": "attn.to_out.0",
    "txt_attn.proj": "attn.to_add_out",
    "img_mlp.0": "ff.net.0.proj",
    "img_mlp.2": "ff.net.2",
    "txt_mlp.0": "ff_context.net.0.proj",
    "txt_mlp.2": "ff_context.net.2",
}
_FLUX_SINGLE = {
    "modulation.lin": "norm.linear",
    "norm.query_norm": "attn.norm_q",
    "norm.key_norm": "attn.norm_k",
    "linear2": "proj_out",
}
_QKV = {
    "img_attn.qkv": ("attn.to_q", "attn.to_k", "attn.to_v"),
    "txt_attn.qkv": ("attn.add_q_proj", "attn.add_k_proj", "attn.add_v_proj"),
}
_LINEAR_1 = (("attn.to_q", "attn.to_k", "attn.to_v", "proj_mlp"), ((0, 1, 7), (1, 2, 7), (2, 3, 7), (3, 7, 7)))
"""The joined first layer of a single block: three times the width for attention, four times for the rest."""
_FLUX2 = {
    "img_in": "x_embedder",
    "txt_in": "context_embedder",
    "time_in.in_layer": "time_guidance_embed.timestep_embedder.linear_1",
    "time_in.out_layer": "time_guidance_embed.timestep_embedder.linear_2",
    "guidance_in.in_layer": "time_guidance_embed.guidance_embedder.linear_1",
    "guidance_in.out_layer": "time_guidance_embed.guidance_embedder.linear_2",
    "double_stream_modulation_img.lin": "double_stream_modulation_img.linear",
    "double_stream_modulation_txt.lin": "double_stream_modulation_txt.linear",
    "single_stream_modulation.lin": "single_stream_modulation.linear",
    "final_layer.linear": "proj_out",
}
_FLUX2_STREAMS = {
    **{old: new for old, new in _FLUX_STREAMS.items() if "attn" in old},
    "img_mlp.0": "ff.linear_in",
    "img_mlp.2": "ff.linear_out",
    "txt_mlp.0": "ff_context.linear_in",
    "txt_mlp.2": "ff_context.linear_out",
}
_FLUX2_SINGLE = {
    "linear1": "attn.to_qkv_mlp_proj",
    "linear2": "attn.to_out",
    "norm.query_norm": "attn.norm_q",
    "norm.key_norm": "attn.norm_k",
}
_SD3 = {
    "pos_embed": "pos_embed.pos_embed",
    "x_embedder.proj": "pos_embed.proj",
    "t_embedder.mlp.0": "time_text_embed.timestep_embedder.linear_1",
    "t_embedder.mlp.2": "time_text_embed.timestep_embedder.linear_2",
    "y_embedder.mlp.0": "time_text_embed.text_embedder.linear_1",
    "y_embedder.mlp.2": "time_text_embed.text_embedder.linear_2",
    "context_embedder": "context_embedder",
    "final_layer.linear": "proj_out",
}
_SD3_STREAMS = {
    "x_block.attn.ln_q": "attn.norm_q",
    "x_block.attn.ln_k": "attn.norm_k",
    "context_block.attn.ln_q": "attn.norm_added_q",
    "context_block.attn.ln_k": "attn.norm_added_k",
    "x_block.attn.proj": "attn.to_out.0",
    "context_block.attn.proj": "attn.to_add_out",
    "x_block.attn2.ln_q": "attn2.norm_q",
    "x_block.attn2.ln_k": "attn2.norm_k",
    "x_block.attn2.proj": "attn2.to_out.0",
    "x_block.adaLN_modulation.1": "norm1.linear",
    "context_block.adaLN_modulation.1": "norm1_context.linear",
    "x_block.mlp.fc1": "ff.net.0.proj",
    "x_block.mlp.fc2": "ff.net.2",
    "context_block.mlp.fc1": "ff_context.net.0.proj",
    "context_block.mlp.fc2": "ff_context.net.2",
}
_SD3_QKV = {
    "x_block.attn.qkv": ("attn.to_q", "attn.to_k", "attn.to_v"),
    "context_block.attn.qkv": ("attn.add_q_proj", "attn.add_k_proj", "attn.add_v_proj"),
    "x_block.attn2.qkv": ("attn2.to_q", "attn2.to_k", "attn2.to_v"),
}
_Z_IMAGE = {"attention.out": "attention.to_out.0", "attention.q_norm": "attention.norm_q"}
_Z_IMAGE |= {"attention.k_norm": "attention.norm_k"}
_BLOCK = re.compile(r"(double_blocks|single_blocks|joint_blocks|layers|noise_refiner|context_refiner)\.(\d+)\.(.+)")
_APPROXIMATOR = re.compile(r"distilled_guidance_layer\.(layers|norms)\.(\d+)(?:\.(in_layer|out_layer))?")


def _flux(layer: str, _blocks: int) -> _Found | None:
    """Return the new names of a layer of FLUX.1 or Chroma."""
    if layer == "final_layer.adaLN_modulation.1":
        return [("norm_out.linear", _SWAPPED_HALVES)]
    if found := _APPROXIMATOR.fullmatch(layer):
        kind, number, side = found.groups()
        ending = "" if side is None else (".linear_1" if side == "in_layer" else ".linear_2")
        return _whole(f"distilled_guidance_layer.{kind}.{number}{ending}")
    block = _BLOCK.fullmatch(layer)
    if block is None:
        return _whole(_FLUX[layer]) if layer in _FLUX else None
    kind, number, inner = block.groups()
    if kind == "double_blocks" and inner in _QKV:
        return _split([f"transformer_blocks.{number}.{name}" for name in _QKV[inner]])
    if kind == "single_blocks" and inner == "linear1":
        names, spans = _LINEAR_1
        return _split([f"single_transformer_blocks.{number}.{name}" for name in names], spans)
    return _in_block(block, _FLUX_STREAMS, _FLUX_SINGLE)


def _flux2(layer: str, _blocks: int) -> _Found | None:
    if layer == "final_layer.adaLN_modulation.1":
        return [("norm_out.linear", _SWAPPED_HALVES)]
    block = _BLOCK.fullmatch(layer)
    if block is None:
        return _whole(_FLUX2[layer]) if layer in _FLUX2 else None
    kind, number, inner = block.groups()
    if kind == "double_blocks" and inner in _QKV:
        return _split([f"transformer_blocks.{number}.{name}" for name in _QKV[inner]])
    return _in_block(block, _FLUX2_STREAMS, _FLUX2_SINGLE)


def _in_block(block: re.Match[str], double: Mapping[str, str], single: Mapping[str, str]) -> _Found | None:
    """Return the new name of a layer in a block with two streams or with one."""
    kind, number, inner = block.groups()
    names = {"double_blocks": double, "single_blocks": single}.get(kind, {})
    start = "transformer_blocks" if kind == "double_blocks" else "single_transformer_blocks"
    return _whole(f"{start}.{number}.{names[inner]}") if inner in names else None


def _sd3(layer: str, blocks: int) -> _Found | None:
    """Return the new names of a layer of Stable Diffusion 3; the last block has no second stream after attention."""
    if layer == "final_layer.adaLN_modulation.1":
        return [("norm_out.linear", _SWAPPED_HALVES)]
    block = _BLOCK.fullmatch(layer)
    if block is None:
        return _whole(_SD3[layer]) if layer in _SD3 else None
    kind, number, inner = block.groups()
    if kind != "joint_blocks":
        return None
    start = f"transformer_blocks.{number}"
    if inner in _SD3_QKV:
        return _split([f"{start}.{name}" for name in _SD3_QKV[inner]])
    if inner == "context_block.adaLN_modulation.1" and int(number) == blocks - 1:
        return [(f"{start}.norm1_context.linear", _SWAPPED_HALVES)]
    return _whole(f"{start}.{_SD3_STREAMS[inner]}") if inner in _SD3_STREAMS else None


def _z_image(layer: str, _blocks: int) -> _Found | None:
    """Return the new names of a layer of Z-Image; most are unchanged."""
    for old, new in (("final_layer.", "all_final_layer.2-1."), ("x_embedder", "all_x_embedder.2-1")):
        if layer.startswith(old):
            return _whole(new + layer.removeprefix(old))
    block = _BLOCK.fullmatch(layer)
    if block is None:
        return None
    kind, number, inner = block.groups()
    if inner == "attention.qkv":
        return _split([f"{kind}.{number}.attention.to_{part}" for part in "qkv"])
    return _whole(f"{kind}.{number}.{_Z_IMAGE[inner]}") if inner in _Z_IMAGE else None


_RULES: Mapping[str, Callable[[str, int], _Found | None]] = {
    "FluxTransformer2DModel": _flux,
    "ChromaTransformer2DModel": _flux,
    "Flux2Transformer2DModel": _flux2,
    "SD3Transformer2DModel": _sd3,
    "ZImageTransformer2DModel": _z_image,
}
"""The rule of each transformer whose names differ; Qwen-Image has the names of diffusers."""
_ORIGINAL_STARTS = {
    "FluxTransformer2DModel": ("double_blocks.", "single_blocks.", "final_layer."),
    "ChromaTransformer2DModel": ("double_blocks.", "single_blocks.", "final_layer."),
    "Flux2Transformer2DModel": ("double_blocks.", "single_blocks.", "final_layer."),
    "SD3Transformer2DModel": ("joint_blocks.", "final_layer."),
}
