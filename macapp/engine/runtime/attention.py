"""Attention in slices of the queries: the same numbers in less memory.

diffusers' own slicing multiplies an uninitialised buffer by zero, which MPS does not ignore before PyTorch 2.14:
recycled NaN makes black pictures (pytorch issue 187521, diffusers issue 11229). Here each slice of the queries is a
call of scaled dot product attention of its own. Every query sees all keys, so the result is the same, and what fits one
slice is computed in one. Slices are as small as diffusers' least, which hold one head of one picture; of all heads at
once they take about as many calls, and no loop over heads.

PyTorch before 2.0 has no such call, and there all of diffusers' attention multiplies that buffer, sliced or not; 1.13
makes NaN of it on a CPU as well, in small products. So there attention is always computed here.

PyTorch 2.13 has an attention for MPS that never holds scores, for heads of certain widths only. Heads of other widths
(40 and 160 in Stable Diffusion 1) are padded with zeros, which add nothing to any product; the scale stays their own.
"""

import math
from typing import Any

from diffusers import AutoencoderKL, ControlNetModel, UNet2DConditionModel
from diffusers.models.attention_processor import Attention, AttnProcessor, AttnProcessor2_0
from torch import Tensor, baddbmm, cat
from torch.nn import functional

from macapp.planning.attention import SLICE_BYTES, slice_length
from macapp.system.machine import parse_release

FUSED_WIDTHS = (32, 64, 72, 80, 96, 128, 256)
"""Of heads that the fused attention of MPS takes (pytorch pull request 181575)."""

HAS_SDPA = hasattr(functional, "scaled_dot_product_attention")  # from PyTorch 2.0 on


class SlicedAttentionProcessor:
    """An attention processor for diffusers' UNet and VAE that holds few scores at a time, at most `budget` bytes.

    None is no slices. Scores are counted in float32, as MPS computes them; how many fit a slice is for
    `macapp.planning.attention` to say. With `pads`, heads are padded to a width that has a fused kernel: that holds no
    scores, so there `budget` alone counts.
    """

    def __init__(self, budget: int | None = SLICE_BYTES, pads: bool = False) -> None:
        self._budget = budget
        self._pads = pads
        self._plain = AttnProcessor2_0() if HAS_SDPA else AttnProcessor()

    def __call__(
        self,
        attn: Attention,
        hidden_states: Tensor,
        encoder_hidden_states: Tensor | None = None,
        attention_mask: Tensor | None = None,
        temb: Tensor | None = None,
    ) -> Tensor:
        """Return what `AttnProcessor2_0` returns, computed in slices if one would be too large.

        With a mask, which Stable Diffusion 1 and 2 never use, it is computed whole.
        """
        queries = _positions(hidden_states)
        keys = queries if encoder_hidden_states is None else _positions(encoder_hidden_states)
        rows = queries
        if self._budget is not None:
            heads, width = hidden_states.shape[0] * attn.heads, hidden_states.element_size()
            fused = self._pads and _more(attn.inner_dim // attn.heads) is not None
            rows = slice_length(queries, keys, heads, width, self._budget, fused)
        if (rows == queries and not self._pads and HAS_SDPA) or attention_mask is not None:
            return self._plain(attn, hidden_states, encoder_hidden_states, attention_mask, temb)
        return _sliced(attn, hidden_states, encoder_hidden_states, temb, rows, self._pads)


PLAIN = (AttnProcessor, AttnProcessor2_0, SlicedAttentionProcessor)
"""What ours stands in for: any other computes something else."""


def set_attention_slicing(part: Any, torch_version: str, on: bool, budget: int, pads: bool = False) -> None:
    """Turn slicing on or off in a UNet, a VAE or a ControlNet, in the way that is right for this PyTorch.

    With `pads`, heads are padded to widths that have a fused kernel, sliced or not.

    Attention of another kind is left as it is: transformers, and what an IP-Adapter or a family puts beside the text's.
    """
    if not isinstance(part, (UNet2DConditionModel, AutoencoderKL, ControlNetModel)):
        return
    ours = on or pads or parse_release(torch_version) < (2, 0)
    processor: Any = SlicedAttentionProcessor(budget if on else None, pads) if ours else AttnProcessor2_0()
    before = part.attn_processors
    part.set_attn_processor({name: processor if type(each) in PLAIN else each for name, each in before.items()})


def materializes_scores(part: Any) -> bool:
    """Return whether a part's attention is what diffusers does for want of scaled dot product attention."""
    return any(type(each) is AttnProcessor for each in getattr(part, "attn_processors", {}).values())


def _positions(states: Tensor) -> int:
    """Return how many positions (pixels or tokens) hidden states have, as (batch, positions, width) or as a map."""
    return math.prod(states.shape[2:]) if states.ndim == 4 else states.shape[1]


def _sliced(attn: Any, hidden: Tensor, context: Tensor | None, temb: Tensor | None, rows: int, pads: bool) -> Tensor:
    """Follow `AttnProcessor2_0` step by step, with the attention itself computed `rows` queries at a time."""
    residual, shape = hidden, hidden.shape
    if attn.spatial_norm is not None:
        hidden = attn.spatial_norm(hidden, temb)
    if len(shape) == 4:
        hidden = hidden.flatten(2).transpose(1, 2)
    if attn.group_norm is not None:
        hidden = attn.group_norm(hidden.transpose(1, 2)).transpose(1, 2)
    if context is None:
        context = hidden
    elif attn.norm_cross:
        context = attn.norm_encoder_hidden_states(context)
    query, key, value = (_heads(attn, each) for each in (attn.to_q(hidden), attn.to_k(context), attn.to_v(context)))
    if attn.norm_q is not None:
        query = attn.norm_q(query)
    if attn.norm_k is not None:
        key = attn.norm_k(key)
    hidden = _attended(query, key, value, rows, pads).transpose(1, 2).flatten(2).to(query.dtype)
    hidden = attn.to_out[1](attn.to_out[0](hidden))
    if len(shape) == 4:
        hidden = hidden.transpose(-1, -2).reshape(shape)
    if attn.residual_connection:
        hidden = hidden + residual
    return hidden / attn.rescale_output_factor


def _attended(query: Tensor, key: Tensor, value: Tensor, rows: int, pads: bool) -> Tensor:
    """Return attention as (batch, heads, positions, width), `rows` queries at a time."""
    width = query.shape[-1]
    more = _more(width) if pads else None
    if more:
        query, key, value = (functional.pad(each, (0, more)) for each in (query, key, value))
    elif rows < query.shape[2]:
        key, value = key.contiguous(), value.contiguous()  # once, not for each slice
    scale = width**-0.5
    attention = functional.scaled_dot_product_attention if HAS_SDPA else _with_scores
    parts = [attention(part, key, value, scale=scale) for part in query.split(rows, 2)]
    return cat(parts, dim=2)[..., :width]


def _more(width: int) -> int | None:
    """Return by how much a head of a width is padded for the fused kernel; None if that takes none so wide."""
    return next((each - width for each in FUSED_WIDTHS if each >= width), None)


def _with_scores(query: Tensor, key: Tensor, value: Tensor, *, scale: float) -> Tensor:
    """Return what scaled dot product attention does, where PyTorch has none: to the bit what diffusers computes."""
    flat = [each.flatten(0, 1) for each in (query, key, value)]
    scores = baddbmm(query.new_zeros(1, 1, 1), flat[0], flat[1].transpose(1, 2), alpha=scale)
    return scores.softmax(-1).bmm(flat[2]).unflatten(0, query.shape[:2])


def _heads(attn: Attention, states: Tensor) -> Tensor:
    """Return (batch, positions, width) as (batch, heads, positions, width of a head)."""
    return states.unflatten(-1, (attn.heads, -1)).transpose(1, 2)
