"""Ways to compute that the benchmark tries and that leave no trace: tracing, compiling. On the engine's thread."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch

from macapp.engine.benchmark.subjects import SIDES_OF_GUIDANCE


@contextmanager
def traced(net: Any, size: int) -> Iterator[None]:
    """Let a UNet run as PyTorch traced it."""
    given = {"device": net.device, "dtype": net.dtype}
    latents = torch.randn(SIDES_OF_GUIDANCE, net.config.in_channels, size // 8, size // 8, **given)
    words = torch.randn(SIDES_OF_GUIDANCE, 77, net.config.cross_attention_dim, **given)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # it warns of each size that it writes down
        inner = _TensorOnly(net)
        recorded: Any = torch.jit.trace(inner, (latents, torch.tensor(1, device=net.device), words), check_trace=False)

    def forward(sample: Any, timestep: Any, encoder_hidden_states: Any, **_more: Any) -> tuple[Any]:
        return (recorded(sample, timestep, encoder_hidden_states),)

    with _running_as(net, forward):
        yield


class _TensorOnly(torch.nn.Module):
    """A UNet that takes and gives tensors alone, as tracing wants it."""

    def __init__(self, net: Any) -> None:
        super().__init__()
        self.net = net

    def forward(self, sample: Any, timestep: Any, words: Any) -> Any:
        return self.net(sample, timestep, encoder_hidden_states=words, return_dict=False)[0]


@contextmanager
def compiled(net: Any) -> Iterator[None]:
    """Let a network run compiled, whole; the first steps compile it."""
    if net is None:
        yield
        return
    with _running_as(net, torch.compile(net.forward)):
        yield
    torch.compiler.reset()


@contextmanager
def _running_as(net: Any, forward: Callable[..., Any]) -> Iterator[None]:
    net.forward = forward
    try:
        yield
    finally:
        del net.forward
