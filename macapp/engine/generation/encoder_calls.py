"""Run text encoders of which one at a time is in memory, each loaded as rarely as possible. On the engine's thread.

Pipelines encode one side of guidance after the other, each with all text encoders: the largest one, such as T5 of
Stable Diffusion 3 with 10 GB, would be loaded twice. So a call of an encoder that is no longer in memory is put off,
and gets zeros in the shape of the earlier result. At the end the calls that were put off are made, and the pipeline
encodes again with the results of all calls.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import torch
from torch import nn
from torch.utils._pytree import tree_flatten, tree_map

from macapp.engine.runtime.forward_patch import ForwardPatch
from macapp.engine.runtime.weight_release import is_released

_Call = tuple[str, int]
"""The name of a text encoder, and the number of a call of it."""


class EncoderCalls:
    """The calls of text encoders while one prompt is encoded."""

    def __init__(self, encoders: Mapping[str, nn.Module], load: Callable[[str], None]) -> None:
        """`load` lets one of the encoders be in memory, and no other."""
        self._encoders, self._load = encoders, load
        self._results: dict[_Call, Any] = {}
        self._put_off: dict[_Call, Callable[[], Any]] = {}
        self._shapes: dict[tuple[str, Any], Any] = {}
        """results by encoder and shapes of arguments"""
        self._made: dict[str, int] = {}

    def run(self, encode: Callable[[], Any]) -> Any:
        """Return what `encode` returns; it is called a second time if calls were put off."""
        with self._calling(self._make):
            found = encode()
        if not self._put_off:
            return found
        for name, number in sorted(self._put_off, key=lambda call: (is_released(self._encoders[call[0]]), call)):
            self._load(name)
            self._results[name, number] = self._put_off[name, number]()
        with self._calling(lambda name, number, _forward: self._results[name, number]):
            return encode()

    @contextmanager
    def _calling(self, answer: Callable[[str, int, Callable[[], Any]], Any]) -> Iterator[None]:
        """Let `answer` return the results of the encoders: from name, number of the call, and the call itself."""
        self._made = dict.fromkeys(self._encoders, 0)
        with ExitStack() as patches:
            for name, encoder in self._encoders.items():
                patches.enter_context(ForwardPatch(encoder, partial(self._count, answer, name, encoder.forward)))
            yield

    def _count(self, answer: Callable[..., Any], name: str, forward: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        self._made[name] += 1
        return answer(name, self._made[name], partial(forward, *args, **kw))

    def _make(self, name: str, number: int, forward: Any) -> Any:
        """Make a call, or put it off if its encoder would have to be loaded again and the shapes of it are known."""
        shapes = name, tuple(_shape_of(leaf) for leaf in tree_flatten((forward.args, forward.keywords))[0])
        if is_released(self._encoders[name]) and shapes in self._shapes:
            self._put_off[name, number] = forward
            return tree_map(_zeros, self._shapes[shapes])
        self._load(name)
        self._results[name, number] = self._shapes[shapes] = forward()
        return self._results[name, number]


def _shape_of(value: Any) -> Any:
    return (value.shape, value.dtype) if isinstance(value, torch.Tensor) else repr(value)


def _zeros(value: Any) -> Any:
    return torch.zeros_like(value) if isinstance(value, torch.Tensor) else value
