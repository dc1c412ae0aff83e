"""The repeated blocks of a network, compiled: whoever asks for it gets the same picture, and can take it off at once.

Of a UNet and its ControlNets those are the transformer blocks; elsewhere what diffusers names as repeated. Blocks of
one shape share what is compiled, so that a network of sixteen compiles four. The network itself and what is wrapped
round it stay as they are. A block that cannot be compiled is run as it is, and nothing is compiled from then on: no
picture is lost by it. On the engine's thread.
"""

import logging
import time
import warnings
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import torch

from macapp.engine.runtime.torch_import import yielding_gil

BLOCKS = ("BasicTransformerBlock",)
"""What is repeated where diffusers does not say (before 0.34)."""
MOST_SHAPES = 64  # of one kind of block: two sizes, with guidance and without, of a UNet and four ControlNets
_log = logging.getLogger(__name__)


class BlockCompiler:
    """What is compiled for the networks of one checkpoint, and for which pictures."""

    def __init__(self, backend: str = "inductor") -> None:
        self._backend = backend
        self._done: set[Hashable] = set()
        self._shapes: set[Hashable] = set()
        self._met: set[Hashable] = set()
        self._functions: dict[type, Callable[..., Any]] = {}
        self._on: list[torch.nn.Module] = []
        self.seconds = 0.0
        """that compiling took for the last picture"""
        self.fault: str | None = None
        """why it failed"""

    def __contains__(self, kind: Hashable) -> bool:
        """Whether nothing need be compiled for pictures of a kind."""
        return kind in self._done

    @property
    def is_on(self) -> bool:
        """Whether blocks are run compiled now."""
        return bool(self._on) and self.fault is None

    @contextmanager
    def compiled(self, networks: Iterable[Any], kind: Hashable, on_compile: Callable[[], None]) -> Iterator[None]:
        """Run the blocks of some networks compiled; `on_compile` is called before one is, and may raise to end it.

        Of a kind of picture that was drawn before, shapes that it had not then, such as of a longer prompt, are run as
        they are.
        """
        self.seconds = 0.0
        self._on = [each for network in networks for each in repeated_blocks(network)]
        for each in self._on:
            each.forward = partial(self._run, each, kind, None if kind in self._done else on_compile)
        try:
            with _room_for_shapes():
                yield
            if self._on and self.fault is None:
                self._done.add(kind)
        finally:
            self.restore()

    def restore(self) -> None:
        """Run everything as it is; what was compiled is kept for the next time."""
        for each in self._on:
            del each.forward
        self._on = []

    def reset(self) -> None:
        """Let go of all that was compiled."""
        if self._functions:
            torch.compiler.reset()
        for each in (self._done, self._shapes, self._met, self._functions):
            each.clear()

    def _run(
        self,
        block: torch.nn.Module,
        kind: Hashable,
        on_compile: Callable[[], None] | None,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        shape = (kind, type(block), *map(_shape_of, (*args, *kwargs.values())))
        plain = partial(type(block).forward, block, *args, **kwargs)
        if self.fault is not None or (on_compile is None and shape not in self._shapes):
            return plain()
        if (id(block), shape) in self._met:
            return self._tried(block, plain, *args, **kwargs)
        if on_compile is not None and shape not in self._shapes:
            on_compile()
        self._shapes.add(shape)
        self._met.add((id(block), shape))
        began = time.monotonic()
        with yielding_gil(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # advice on how to compile
            made = self._tried(block, plain, *args, **kwargs)
        self.seconds += time.monotonic() - began
        return made

    def _tried(self, block: torch.nn.Module, plain: Callable[[], Any], *args: Any, **kwargs: Any) -> Any:
        """Return what a block makes, compiled; where that fails and the block itself does not, as it is."""
        try:
            return self._function(type(block))(block, *args, **kwargs)
        except Exception as exception:  # noqa: BLE001  (compilers raise what they like)
            made = plain()
            said = str(exception).strip() or type(exception).__name__
            self.fault = " ".join(said.splitlines()[:2])[:160].rstrip(".")  # which compiler, and why
            _log.warning("nothing is compiled any more, as it failed", exc_info=exception)
            return made

    def _function(self, kind: type) -> Callable[..., Any]:
        if kind not in self._functions:
            self._functions[kind] = torch.compile(kind.forward, backend=self._backend, dynamic=False)  # type: ignore[attr-defined]
        return self._functions[kind]


def repeated_blocks(network: Any) -> list[torch.nn.Module]:
    """Return the blocks that a network repeats; those that something else is wrapped round are left out."""
    if not isinstance(network, torch.nn.Module):
        return []
    names = getattr(network, "_repeated_blocks", None) or BLOCKS
    return [each for each in network.modules() if type(each).__name__ in names and "forward" not in vars(each)]


@contextmanager
def _room_for_shapes() -> Iterator[None]:
    """Let PyTorch keep a block in more shapes than the eight that it keeps by itself."""
    from torch import _dynamo

    config: Any = _dynamo.config
    name = "recompile_limit" if hasattr(config, "recompile_limit") else "cache_size_limit"  # until PyTorch 2.6
    with config.patch(**{name: MOST_SHAPES}):
        yield


def _shape_of(value: Any) -> Hashable:
    """Return what a compiled block depends on of an argument: the shape and precision of a tensor."""
    if isinstance(value, torch.Tensor):
        return tuple(value.shape), value.dtype
    return type(value)
