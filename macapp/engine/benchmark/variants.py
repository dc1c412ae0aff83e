"""Ways to run a network that only the benchmark uses: traced, and compiled whole. On the engine's thread."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch

from macapp.engine.benchmark.subjects import SIDES_OF_GUIDANCE
from macapp.engine.runtime.forward_patch import ForwardPatch


@contextmanager
def traced(net: Any, size: int) -> Iterator[None]:
    """Run a UNet as PyTorch traced it for pictures of `size` pixels a side; restore it afterwards."""
    options = {"device": net.device, "dtype": net.dtype}
    latents = torch.randn(SIDES_OF_GUIDANCE, net.config.in_channels, size // 8, size // 8, **options)
    embeddings = torch.randn(SIDES_OF_GUIDANCE, 77, net.config.cross_attention_dim, **options)
    inputs = (latents, torch.tensor(1, device=net.device), embeddings)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # tracing warns of each size that it fixes
        trace: Any = torch.jit.trace(_TensorOnly(net), inputs, check_trace=False)

    def forward(sample: Any, timestep: Any, encoder_hidden_states: Any, **_ignored: Any) -> tuple[Any]:
        return (trace(sample, timestep, encoder_hidden_states),)

    with ForwardPatch(net, forward):
        yield


class _TensorOnly(torch.nn.Module):
    """A UNet that takes and returns only tensors, as tracing requires."""

    def __init__(self, net: Any) -> None:
        super().__init__()
        self.net = net

    def forward(self, sample: Any, timestep: Any, embeddings: Any) -> Any:
        return self.net(sample, timestep, encoder_hidden_states=embeddings, return_dict=False)[0]


@contextmanager
def compiled(net: Any) -> Iterator[None]:
    """Run a whole network compiled; its first steps compile it. Does nothing for None."""
    if net is None:
        yield
        return
    with ForwardPatch(net, torch.compile(net.forward)):
        yield
    torch.compiler.reset()
