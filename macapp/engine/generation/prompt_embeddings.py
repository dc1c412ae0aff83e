"""Encode prompts of any length, with weights, as embeddings. On the engine's thread.

CLIP reads 75 tokens at a time. A longer prompt is encoded in parts whose embeddings are joined, as in Automatic1111 and
its successors. A weight multiplies the embeddings of its tokens; then the mean of the part is restored, so that the
picture keeps its brightness.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

from macapp.domain.request import Request
from macapp.engine.loading.triggers import tokenize
from macapp.prompt import weighting
from macapp.prompt.tokens import MAX_PARTS, PART

Part = list[tuple[int, float]]
"""Tokens with their weights, at most `PART` of them."""

MIN_RELATIVE_MEAN = 1e-5  # of the mean of the absolute values: a smaller mean is a rounding error in single precision


@dataclass(frozen=True)
class _Encoder:
    """A text encoder with its tokenizer."""

    tokenizer: Any
    model: Any

    def parts(self, prompt: str) -> list[Part]:
        """Return the tokens of a prompt in parts; tokens beyond the last part are ignored."""
        found: list[Part] = []
        for pieces in weighting.parse_weights(prompt):
            tokens: Part = []
            for piece in pieces:
                tokens += [(token, piece.weight) for token in tokenize(piece.text, self.tokenizer)]
            found += [tokens[start : start + PART] for start in range(0, max(1, len(tokens)), PART)]
        return found[:MAX_PARTS]

    def encode(self, part: Part, layer: int | None, with_norm: bool = False) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the embeddings of a part (1, 77, width), and the encoder's first output, pooled for SDXL.

        `layer` counts the hidden states from the end; None is the output of the encoder. `with_norm` applies the final
        norm to a hidden state, before the weights.
        """
        ends = [self.tokenizer.bos_token_id], [self.tokenizer.eos_token_id]
        padding = [self.tokenizer.pad_token_id] * (PART - len(part))
        ids = [*ends[0], *(token for token, _ in part), *ends[1], *padding]
        found = self.model(torch.tensor([ids], device=self.model.device), output_hidden_states=layer is not None)
        whole = found[0]
        states = whole if layer is None else found.hidden_states[layer]
        if layer is not None and with_norm:
            states = getattr(self.model, "text_model", self.model).final_layer_norm(states)
        weights = torch.ones(len(ids), dtype=torch.float32)
        weights[1 : 1 + len(part)] = torch.tensor([weight for _, weight in part])
        if (weights != 1).any():
            states = _apply_weights(states, weights.to(states.device, states.dtype)[None, :, None])
        return states, whole


def embed_prompts(pipeline: Any, request: Request) -> dict[str, Any]:
    """Return the embeddings of a request's prompts as arguments of `pipeline`: each (1, 77 * parts, width)."""
    first = _Encoder(pipeline.tokenizer, pipeline.text_encoder)
    second = getattr(pipeline, "text_encoder_2", None)
    if second is not None:  # the refiner of SDXL has no first
        both = [first, _Encoder(pipeline.tokenizer_2, second)]
        return _embed_for_xl(pipeline, request, both if first.model is not None else both[1:])
    wanted, unwanted = (first.parts(prompt) for prompt in (request.prompt, request.negative_prompt))
    count = max(len(wanted), len(unwanted))
    layer = None if request.clip_skip == 1 else -request.clip_skip
    # As in Automatic1111, layers are skipped for both prompts; diffusers skips none for the negative prompt.
    embeddings = [
        torch.cat([first.encode(part, layer, with_norm=True)[0] for part in _pad(parts, count)], dim=1)
        for parts in (wanted, unwanted)
    ]
    return {"prompt_embeds": embeddings[0], "negative_prompt_embeds": embeddings[1]}


def _embed_for_xl(pipeline: Any, request: Request, encoders: Sequence[_Encoder]) -> dict[str, Any]:
    """Embed for SDXL: the penultimate layers of both encoders, concatenated, and the pooled output of the second.

    The penultimate layer is a clip skip of 1, the default, and of 2, which people state for it.
    """
    prompts = (request.prompt, request.prompt_2 or request.prompt)[-len(encoders) :]
    negative_prompts = (request.negative_prompt, request.negative_prompt_2 or request.negative_prompt)[-len(encoders) :]
    sides = [
        [encoder.parts(text) for encoder, text in zip(encoders, texts, strict=True)]
        for texts in (prompts, negative_prompts)
    ]
    count = max(len(parts) for side in sides for parts in side)
    found = []
    layer = -max(2, request.clip_skip)
    for side in sides:
        states, pooled = [], None
        for encoder, parts in zip(encoders, side, strict=True):
            encoded = [encoder.encode(part, layer) for part in _pad(parts, count)]
            states.append(torch.cat([state for state, _ in encoded], dim=1))
            pooled = encoded[0][1]
        found.append((torch.cat(states, dim=-1), pooled))
    [(embeddings, pooled), (negative, negative_pooled)] = found
    if not any(negative_prompts) and pipeline.config.force_zeros_for_empty_prompt:
        negative, negative_pooled = torch.zeros_like(negative), torch.zeros_like(pooled)  # type: ignore[arg-type]
    return {
        "prompt_embeds": embeddings,
        "negative_prompt_embeds": negative,
        "pooled_prompt_embeds": pooled,
        "negative_pooled_prompt_embeds": negative_pooled,
    }


def _apply_weights(states: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Weight the tokens of states and restore their mean, unless the mean is only a rounding error."""
    changed = states * weights
    mean = changed.mean()
    return changed if mean.abs() < MIN_RELATIVE_MEAN * changed.abs().mean() else changed * (states.mean() / mean)


def _pad(parts: list[Part], count: int) -> list[Part]:
    return [*parts, *([[]] * (count - len(parts)))]
