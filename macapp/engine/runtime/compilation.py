"""Compile the repeated blocks of a network; the picture stays the same, and compilation can end at any time.

The blocks of a UNet and its ControlNets are the transformer blocks; those of other networks are the ones that diffusers
lists as repeated. Blocks of one shape share their compiled code: a network of sixteen blocks compiles four. The network
itself and any patch around it stay as they are. If a block does not compile, it runs uncompiled and nothing is compiled
from then on; the picture is not lost. On the engine's thread.
"""

import logging
import time
import warnings
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import torch

from macapp.engine.runtime.forward_patch import ForwardPatch
from macapp.engine.runtime.torch_import import yielding_gil

BLOCK_CLASSES = ("BasicTransformerBlock",)
"""Classes of repeated blocks where diffusers does not list them (before 0.34)."""
MAX_SHAPES = 64  # of one class of block: two sizes, with and without guidance, of a UNet and four ControlNets
MAX_FAULT_CHARACTERS = 160
_log = logging.getLogger(__name__)


class BlockCompiler:
    """The compiled blocks of one checkpoint, and the kinds of picture that they are compiled for."""

    def __init__(self, backend: str = "inductor") -> None:
        self._backend = backend
        self._kinds: set[Hashable] = set()
        self._shapes: set[Hashable] = set()
        self._calls: set[Hashable] = set()
        self._functions: dict[type, Callable[..., Any]] = {}
        self._blocks: list[torch.nn.Module] = []
        self._patches = ExitStack()
        self.seconds = 0.0
        """time spent compiling for the last picture"""
        self.fault: str | None = None
        """why compilation failed; None if it did not"""

    def __contains__(self, kind: Hashable) -> bool:
        """Return whether pictures of this kind need no more compilation."""
        return kind in self._kinds

    @property
    def is_on(self) -> bool:
        """Whether compiled blocks run now."""
        return bool(self._blocks) and self.fault is None

    @contextmanager
    def compiled(self, networks: Iterable[Any], kind: Hashable, on_compile: Callable[[], None]) -> Iterator[None]:
        """Run the blocks of the networks compiled; `on_compile` is called before a compilation and may raise to stop.

        Once a picture of this kind is finished, a shape that is new to the kind, such as that of a longer prompt, runs
        uncompiled.
        """
        self.seconds = 0.0
        self._blocks = [block for network in networks for block in repeated_blocks(network)]
        for block in self._blocks:
            forward = partial(self._run, block, kind, None if kind in self._kinds else on_compile)
            self._patches.enter_context(ForwardPatch(block, forward))
        try:
            with _room_for_shapes():
                yield
            if self._blocks and self.fault is None:
                self._kinds.add(kind)
        finally:
            self.restore()

    def restore(self) -> None:
        """Run all blocks uncompiled; compiled code is kept for the next picture."""
        self._patches.close()
        self._blocks = []

    def reset(self) -> None:
        """Discard all compiled code."""
        if self._functions:
            torch.compiler.reset()
        for known in (self._kinds, self._shapes, self._calls, self._functions):
            known.clear()

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
        if (id(block), shape) in self._calls:
            return self._run_or_fall_back(block, plain, *args, **kwargs)
        if on_compile is not None and shape not in self._shapes:
            on_compile()
        self._shapes.add(shape)
        self._calls.add((id(block), shape))
        start = time.monotonic()
        with yielding_gil(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # advice on how to compile
            output = self._run_or_fall_back(block, plain, *args, **kwargs)
        self.seconds += time.monotonic() - start
        return output

    def _run_or_fall_back(self, block: torch.nn.Module, plain: Callable[[], Any], *args: Any, **kwargs: Any) -> Any:
        """Run a block compiled; if only the compiled one fails, record the fault and run it uncompiled."""
        try:
            return self._function(type(block))(block, *args, **kwargs)
        except Exception as exception:  # noqa: BLE001  (compilers raise any class)
            output = plain()
            text = str(exception).strip() or type(exception).__name__
            # The first two lines name the compiler and the cause.
            self.fault = " ".join(text.splitlines()[:2])[:MAX_FAULT_CHARACTERS].rstrip(".")
            _log.warning("compilation failed and is off from now on", exc_info=exception)
            return output

    def _function(self, kind: type) -> Callable[..., Any]:
        if kind not in self._functions:
            self._functions[kind] = torch.compile(kind.forward, backend=self._backend, dynamic=False)  # type: ignore[attr-defined]
        return self._functions[kind]


def repeated_blocks(network: Any) -> list[torch.nn.Module]:
    """Return the repeated blocks of a network, without those whose `forward` is already replaced."""
    if not isinstance(network, torch.nn.Module):
        return []
    names = getattr(network, "_repeated_blocks", None) or BLOCK_CLASSES
    return [block for block in network.modules() if type(block).__name__ in names and "forward" not in vars(block)]


@contextmanager
def _room_for_shapes() -> Iterator[None]:
    """Let PyTorch keep more shapes of a block than its default of eight."""
    from torch import _dynamo

    config: Any = _dynamo.config
    name = "recompile_limit" if hasattr(config, "recompile_limit") else "cache_size_limit"  # until PyTorch 2.6
    with config.patch(**{name: MAX_SHAPES}):
        yield


def _shape_of(value: Any) -> Hashable:
    """Return the properties of an argument that compiled code depends on: shape and precision of a tensor, or type."""
    if isinstance(value, torch.Tensor):
        return tuple(value.shape), value.dtype
    return type(value)
