"""Reuse what the blocks of a transformer after the first one add, which changes little from one step to the next.

This is the first-block cache of ParaAttention and diffusers, with an interval of steps in place of a threshold: a
threshold may fall differently on another machine, and the picture with it. The first block always runs. On a step that
reuses the others, the last one returns the image tokens of the first block and what all others added at the last full
step. What a ControlNet adds between them belongs to that.

The blocks take and return text and image tokens, apart or joined with the text first: FLUX, FLUX 2, Chroma, Stable
Diffusion 3 and Qwen-Image. On the engine's thread.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import torch

from macapp.engine.runtime.deep_layers import DeepLayers

SUPPORTED = (
    "ChromaTransformer2DModel",
    "Flux2Transformer2DModel",
    "FluxTransformer2DModel",
    "QwenImageTransformer2DModel",
    "SD3Transformer2DModel",
)
"""The classes of transformers with such blocks."""


class TransformerBlocks(DeepLayers):
    """The blocks of one transformer, and what all but the first added last for each side of guidance."""

    def __init__(self, network: Any) -> None:
        super().__init__(network)
        self._first: torch.Tensor
        self._pairs: set[torch.nn.Module] = set()

    def _replacements(self) -> Iterator[tuple[torch.nn.Module, Callable[..., Any]]]:
        first, *others = [*self._network.transformer_blocks, *getattr(self._network, "single_transformer_blocks", ())]
        if others:
            yield first, partial(self._run_first, first.forward)
            for block in others[:-1]:
                yield block, partial(self._run_between, block, block.forward)
            yield others[-1], partial(self._run_last, others[-1], others[-1].forward)

    def _run_first(self, forward: Callable[..., Any], **given: Any) -> Any:
        output = forward(**given)
        self._first = output[1]
        return output

    def _run_between(self, block: torch.nn.Module, forward: Callable[..., Any], **given: Any) -> Any:
        """Run a block, or return its tokens as they are: the last block does not read them."""
        if self._reuses:
            return self._joined(block, given, given["hidden_states"])
        return self._noted(block, forward(**given))

    def _run_last(self, block: torch.nn.Module, forward: Callable[..., Any], **given: Any) -> Any:
        """Run the last block and keep what was added since the first one, or add that to the tokens of the first."""
        sides, positions = self._next_sides(len(self._first)), self._first.shape[1]
        if self._reuses:
            image, given_tokens = self._first + self._recall(sides), given["hidden_states"]
            text = given_tokens[:, :-positions]  # without any where text and image are apart
            return self._joined(block, given, torch.cat([text, image], dim=1) if text.shape[1] else image)
        output = self._noted(block, forward(**given))
        self._keep(sides, (output[1] if block in self._pairs else output[:, -positions:]) - self._first)
        return output

    def _noted(self, block: torch.nn.Module, output: Any) -> Any:
        """Return an output, and note whether text and image are apart in it."""
        if isinstance(output, tuple):
            self._pairs.add(block)
        return output

    def _joined(self, block: torch.nn.Module, given: Any, tokens: torch.Tensor) -> Any:
        """Return tokens in the form in which a block returns them."""
        return (given["encoder_hidden_states"], tokens) if block in self._pairs else tokens
