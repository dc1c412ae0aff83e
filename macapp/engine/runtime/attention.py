"""Attention in slices of the queries: the same numbers in less memory.

diffusers' own slicing multiplies an uninitialized buffer by zero, which MPS does not ignore before PyTorch 2.14:
recycled NaN makes black pictures (pytorch issue 187521, diffusers issue 11229). Here each slice of the queries is one
call of scaled dot product attention. Every query sees all keys, so the result is the same. A product that fits one
slice is computed in one call. Slices are as small as the smallest of diffusers, which hold one head of one picture.
They span all heads, so they need about as many calls and no loop over heads. They are equally long: the last one
overlaps the one before it where the queries cannot be divided.

PyTorch before 2.0 has no scaled dot product attention. There, all attention of diffusers multiplies that buffer, sliced
or not, and 1.13 produces NaN on a CPU as well, in small products. So this module always computes it there.

PyTorch 2.13 has an attention for MPS that never stores scores, for certain head widths only. Heads of other widths (40
and 160 in Stable Diffusion 1) are padded with zeros, which add nothing to any product; the scale stays the same.
"""

import math
from typing import Any

from diffusers import AutoencoderKL, ControlNetModel, UNet2DConditionModel
from diffusers.models.attention_processor import Attention, AttnProcessor, AttnProcessor2_0
from torch import Tensor, baddbmm, cat
from torch.nn import functional

from macapp.planning.attention import SLICE_BYTES, AttentionShape, slice_length, slice_starts
from macapp.system.machine import parse_release

FUSED_WIDTHS = (32, 64, 72, 80, 96, 128, 256)
"""Widths of heads that the fused attention of MPS supports (pytorch pull request 181575)."""

HAS_SDPA = hasattr(functional, "scaled_dot_product_attention")  # from PyTorch 2.0 on


class SlicedAttentionProcessor:
    """An attention processor for diffusers' UNet and VAE that holds at most `budget` bytes of scores at a time.

    A `budget` of None means no slices. Scores are counted in float32, as MPS computes them; `slice_length` computes how
    many fit a slice. With `pads`, heads are padded to a width that has a fused kernel. That kernel stores no scores, so
    its only slice has all queries.
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
        """Return the result of `AttnProcessor2_0`, computed in slices if the scores are too many for one.

        With a mask, which Stable Diffusion 1 and 2 never use, it is computed whole.
        """
        queries = _count_positions(hidden_states)
        keys = queries if encoder_hidden_states is None else _count_positions(encoder_hidden_states)
        rows = queries
        if self._budget is not None:
            heads = hidden_states.shape[0] * attn.heads
            shape = AttentionShape(queries, keys, heads, hidden_states.element_size())
            rows = slice_length(shape, self._budget, self._pads and _padding(attn.inner_dim // attn.heads) is not None)
        if (rows == queries and not self._pads and HAS_SDPA) or attention_mask is not None:
            return self._plain(attn, hidden_states, encoder_hidden_states, attention_mask, temb)
        return self._process(attn, hidden_states, encoder_hidden_states, temb, rows)

    def _process(self, attn: Any, hidden: Tensor, context: Tensor | None, temb: Tensor | None, rows: int) -> Tensor:
        """Follow `AttnProcessor2_0` step by step, but attend `rows` queries at a time."""
        residual, shape = hidden, hidden.shape
        if attn.spatial_norm is not None:
            hidden = attn.spatial_norm(hidden, temb)
        if len(shape) == 4:
            hidden = hidden.flatten(2).transpose(1, 2)
        if attn.group_norm is not None:
            hidden = attn.group_norm(hidden.transpose(1, 2)).transpose(1, 2)
        query, key, value = _project(attn, hidden, context)
        hidden = _attend(query, key, value, rows, self._pads).transpose(1, 2).flatten(2).to(query.dtype)
        hidden = attn.to_out[1](attn.to_out[0](hidden))
        if len(shape) == 4:
            hidden = hidden.transpose(-1, -2).reshape(shape)
        if attn.residual_connection:
            hidden = hidden + residual
        return hidden / attn.rescale_output_factor


REPLACEABLE = (AttnProcessor, AttnProcessor2_0, SlicedAttentionProcessor)
"""Processors that `SlicedAttentionProcessor` can replace; others compute something else."""


def set_attention_slicing(part: Any, torch_version: str, on: bool, budget: int, pads: bool = False) -> None:
    """Turn slicing on or off in a UNet, a VAE or a ControlNet, as this PyTorch needs it.

    A slice holds at most `budget` bytes of scores. With `pads`, heads are padded to widths that have a fused kernel,
    sliced or not. Other attention stays unchanged: that of transformers, and the extra attention of an IP-Adapter or of
    a model family.
    """
    if not isinstance(part, (UNet2DConditionModel, AutoencoderKL, ControlNetModel)):
        return
    is_ours = on or pads or parse_release(torch_version) < (2, 0)
    new: Any = SlicedAttentionProcessor(budget if on else None, pads) if is_ours else AttnProcessor2_0()
    before = part.attn_processors
    part.set_attn_processor({name: new if type(old) in REPLACEABLE else old for name, old in before.items()})


def materializes_scores(part: Any) -> bool:
    """Return whether a part uses the attention of diffusers for a PyTorch without scaled dot product attention."""
    processors = getattr(part, "attn_processors", {}).values()
    return any(type(processor) is AttnProcessor for processor in processors)


def _count_positions(states: Tensor) -> int:
    """Count the positions (pixels or tokens) of (batch, positions, width) or (batch, channels, height, width)."""
    return math.prod(states.shape[2:]) if states.ndim == 4 else states.shape[1]


def _project(attn: Any, hidden: Tensor, context: Tensor | None) -> tuple[Tensor, Tensor, Tensor]:
    """Return queries, keys and values, each (batch, heads, positions, width of a head)."""
    if context is None:
        context = hidden
    elif attn.norm_cross:
        context = attn.norm_encoder_hidden_states(context)
    query, key, value = (
        _split_heads(attn, states) for states in (attn.to_q(hidden), attn.to_k(context), attn.to_v(context))
    )
    if attn.norm_q is not None:
        query = attn.norm_q(query)
    if attn.norm_k is not None:
        key = attn.norm_k(key)
    return query, key, value


def _attend(query: Tensor, key: Tensor, value: Tensor, rows: int, pads: bool) -> Tensor:
    """Compute attention (batch, heads, positions, width), `rows` queries at a time.

    What is passed on is contiguous: other slices miss the fast path on macOS 14 (pytorch issue 139791).
    """
    width = query.shape[-1]
    padding = _padding(width) if pads else None
    if padding:
        query, key, value = (functional.pad(states, (0, padding)) for states in (query, key, value))
    key, value = key.contiguous(), value.contiguous()  # once, not for each slice
    scale = width**-0.5
    attention = functional.scaled_dot_product_attention if HAS_SDPA else _attend_with_scores
    parts = []
    for start, new in slice_starts(query.shape[2], rows):
        part = attention(query[:, :, start : start + rows].contiguous(), key, value, scale=scale)
        parts.append(part[:, :, new - start :])
    return cat(parts, dim=2)[..., :width]


def _padding(width: int) -> int | None:
    """Return the padding of a head of `width` for the fused kernel; None if the head is too wide for it."""
    return next((fused - width for fused in FUSED_WIDTHS if fused >= width), None)


def _attend_with_scores(query: Tensor, key: Tensor, value: Tensor, *, scale: float) -> Tensor:
    """Replace scaled dot product attention where PyTorch lacks it; bit for bit the result of diffusers."""
    flat = [states.flatten(0, 1) for states in (query, key, value)]
    scores = baddbmm(query.new_zeros(1, 1, 1), flat[0], flat[1].transpose(1, 2), alpha=scale)
    return scores.softmax(-1).bmm(flat[2]).unflatten(0, query.shape[:2])


def _split_heads(attn: Attention, states: Tensor) -> Tensor:
    """Reshape (batch, positions, width) to (batch, heads, positions, width of a head)."""
    return states.unflatten(-1, (attn.heads, -1)).transpose(1, 2)
