"""Reuse the output of the deep layers of a UNet, which changes little from one step to the next (arXiv 2312.00858).

A step that reuses it computes the outer layers only: the convolution of the latents, the first layer of the down path,
and the last two layers of the up path, which read those two through the skip connections. `forward` of the network
stays that of diffusers; its deep layers return what they returned last. Only the output of the last deep layer counts,
so nothing else is kept: the others return NaN in the shapes of their outputs. If anything read those, the picture would
not be finite, and so it would be refused instead of being wrong. No output of a ControlNet's deep layers counts on such
a step. On the engine's thread.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import torch
from diffusers import UNet2DConditionModel

from macapp.engine.runtime.forward_patch import ForwardPatch


class DeepLayers:
    """The deep layers of one network, and what is kept of their last output for each side of guidance.

    The sides are numbered in the order in which they run at a step, in one batch or in several passes.
    """

    def __init__(self, network: Any) -> None:
        self._network = network
        self._kept: dict[int, torch.Tensor] = {}
        self._side = 0
        self._reuses = False

    @contextmanager
    def patched(self) -> Iterator[None]:
        """Let the layers return what they returned last whenever `begin_step` says so; restore them afterwards."""
        with ExitStack() as patches:
            for layer, forward in [*self._replacements()]:
                patches.enter_context(ForwardPatch(layer, forward))
            yield

    def begin_step(self, reuses: bool) -> None:
        """Begin a step; `reuses`: whether the deep layers return what they returned last."""
        self._side, self._reuses = 0, reuses
        if not reuses:
            self._kept.clear()

    def skip_side(self) -> None:
        """Note that the next side does not run at this step."""
        self._side += 1

    def _replacements(self) -> Iterator[tuple[torch.nn.Module, Callable[..., Any]]]:
        """Yield the layers, each with what runs in place of its `forward`."""
        raise NotImplementedError

    def _next_sides(self, count: int) -> range:
        """Return the numbers of the sides of this pass."""
        sides = range(self._side, self._side + count)
        self._side = sides.stop
        return sides

    def _keep(self, sides: range, output: torch.Tensor) -> None:
        self._kept.update(zip(sides, output.split(1), strict=True))

    def _recall(self, sides: range) -> torch.Tensor:
        return torch.cat([self._kept[side] for side in sides])


class UnetLayers(DeepLayers):
    """The deep layers of a UNet, of whose last one the output is kept, or of a ControlNet, where nothing is."""

    def __init__(self, network: Any) -> None:
        super().__init__(network)
        self._forms: dict[torch.nn.Module, Any] = {}
        self._is_tuple = False

    def _replacements(self) -> Iterator[tuple[torch.nn.Module, Callable[..., Any]]]:
        layers = _deep_layers(self._network)
        last = layers.pop() if isinstance(self._network, UNet2DConditionModel) else None
        for layer in layers:
            yield layer, partial(self._run, layer, layer.forward)
        if last is not None:
            yield last, partial(self._run_last, last.forward)

    def _run(self, layer: torch.nn.Module, forward: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run a layer whose output only other deep layers read."""
        if self._reuses:
            return _fill(self._forms[layer], _batch_size(args, kwargs))
        output = forward(*args, **kwargs)
        self._forms[layer] = _form_of(output)
        return output

    def _run_last(self, forward: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run the layer whose output an outer layer reads; that of an attention is a tuple of one."""
        sides = self._next_sides(_batch_size(args, kwargs))
        if self._reuses:
            kept = self._recall(sides)
            return (kept,) if self._is_tuple else kept
        output = forward(*args, **kwargs)
        self._is_tuple = isinstance(output, tuple)
        self._keep(sides, output[0] if self._is_tuple else output)
        return output


def _deep_layers(network: Any) -> list[torch.nn.Module]:
    """Return the layers and blocks of a UNet or ControlNet that are not outer ones, in the order in which they run."""
    first, *deep = network.down_blocks
    found = [
        *_layers(first)[1:],
        first.downsamplers or (),
        deep,
        () if network.mid_block is None else [network.mid_block],
    ]
    if isinstance(network, UNet2DConditionModel):
        *blocks, last = network.up_blocks
        found += [blocks, *_layers(last)[:-2]]
    return [layer for group in found for layer in group]


def _layers(block: Any) -> list[tuple[torch.nn.Module, ...]]:
    """Return the layers of a block, each with its attention if it has one."""
    attentions = getattr(block, "attentions", None)
    return [*zip(block.resnets)] if attentions is None else [*zip(block.resnets, attentions, strict=True)]


def _batch_size(args: tuple[Any, ...], kwargs: dict[str, Any]) -> int:
    return len(args[0] if args else kwargs["hidden_states"])


def _form_of(output: Any) -> Any:
    """Return an output as NaN that takes no memory: tensors of one number, in the shape of one entry."""
    if isinstance(output, torch.Tensor):
        return output.new_full((1,) * output.ndim, torch.nan).expand(1, *output.shape[1:])
    return tuple(_form_of(each) for each in output)


def _fill(form: Any, count: int) -> Any:
    """Return what `_form_of` made of an output for a batch of `count` entries."""
    if isinstance(form, torch.Tensor):
        return form.expand(count, *form.shape[1:])
    return tuple(_fill(each, count) for each in form)
