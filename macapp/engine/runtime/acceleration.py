"""Apply the rules of `macapp/planning/acceleration.py` to a picture: channels last, TF32, compiled blocks.

Weights with their channels last stay so until the checkpoint is released; everything else is restored after the
picture. On the engine's thread.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

import torch

from macapp.domain.request import Request
from macapp.engine.runtime.compilation import BlockCompiler
from macapp.engine.runtime.tensor_formats import tf32_enabled
from macapp.errors import Reason
from macapp.planning.acceleration import (
    Acceleration,
    BatchForecast,
    CompileChoice,
    Toolchain,
    choose_acceleration,
    compile_key,
)
from macapp.planning.precision import PrecisionPlan
from macapp.system.machine import Machine

OnCompile = Callable[[Reason], None]
Rules = Callable[[Machine, PrecisionPlan, Toolchain, CompileChoice, Callable[[], BatchForecast]], Acceleration]


class Accelerator:
    """Makes the pictures of one engine faster.

    `rules` choose the measures. Tests pass others, to see on a CPU what happens on an NVIDIA GPU, and a faster
    `backend` of PyTorch's compiler.
    """

    def __init__(
        self,
        machine: Machine,
        tools: Toolchain,
        choice: CompileChoice = "auto",
        *,
        rules: Rules = choose_acceleration,
        backend: str = "inductor",
    ) -> None:
        self._machine, self._tools, self._rules = machine, tools, rules
        self._choice: CompileChoice = choice
        self.compiler = BlockCompiler(backend)
        self._ahead: Callable[[], BatchForecast] = BatchForecast
        self._on_compile: OnCompile = lambda _why: None
        self._lays = False
        self.facts: Mapping[str, Any] = {}
        """the measures used for the last picture, for its file"""

    def expect(self, ahead: Callable[[], BatchForecast], on_compile: OnCompile) -> None:
        """Set the source of the forecast, and the function that is called with the reason before a compilation."""
        self._ahead, self._on_compile = ahead, on_compile

    @contextmanager
    def applied(
        self, request: Request, precisions: PrecisionPlan, networks: Sequence[Any], adapters: Hashable, spares: bool
    ) -> Iterator[None]:
        """Apply the rules while a picture is drawn; nothing is compiled while memory is short (`spares`).

        `networks` are the networks whose blocks may be compiled: those that draw the first size, not those that
        enlarge or refine it in a few steps. `adapters` are the names of the loaded LoRA: other LoRA need another
        compilation.
        """
        kind = (compile_key(request), adapters)

        def ahead() -> BatchForecast:
            return replace(self._ahead(), compiled=kind in self.compiler, fault=self.compiler.fault)

        done = self._rules(self._machine, precisions, self._tools, self._choice, ahead)
        if spares or not networks:
            done = replace(done, compile=False)
        self.facts = {}
        self._lays = done.channels_last
        with ExitStack() as around:
            if done.tf32:
                around.enter_context(tf32_enabled())
            if done.compile:
                blocks = self.compiler.compiled(networks, kind, lambda: self._on_compile(done.compile_reason))
                around.enter_context(blocks)
            yield
            self.facts = self._done(done)

    def convert_layout(self, parts: Iterable[Any]) -> None:
        """Convert the weights of some parts to the layout of the picture that is being drawn."""
        if self._lays:
            for each in parts:
                _lay_channels_last(each)

    def suspend(self) -> None:
        """Run all blocks uncompiled for the rest of this picture, which is being drawn again by a fallback."""
        self.compiler.restore()

    def reset(self) -> None:
        """Discard all compiled code, because its checkpoint is released."""
        self.compiler.reset()
        self.facts = {}

    def _done(self, done: Acceleration) -> dict[str, Any]:
        facts: dict[str, Any] = {name: True for name in ("channels_last", "tf32") if getattr(done, name)}
        if done.compile and self.compiler.is_on:
            facts["compiled"] = True
        if done.compile and self.compiler.seconds:
            facts["compile_seconds"] = round(self.compiler.seconds, 3)
        return facts


def _lay_channels_last(part: Any) -> None:
    """Store the weights of a network's convolutions with their channels last; costs nothing where they already are."""
    for each in part.modules() if isinstance(part, torch.nn.Module) else ():
        if isinstance(each, torch.nn.Conv2d):
            each.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
