"""The operation count of a step, from PyTorch's counter on tensors without data. On the engine's thread."""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch.utils._pytree import tree_map


def count_flops(nets: Sequence[Any], run: Callable[[], object]) -> float | None:
    """Call `run` and return the 10**12 operations of the first call of each net in it.

    The arguments of each call are recorded; then a copy of the net without data is called the same way, which takes no
    time. Return None where PyTorch has no counter (before 2.1).
    """
    try:
        from torch.utils.flop_counter import FlopCounterMode
    except ImportError:
        run()
        return None
    calls: dict[int, tuple[tuple[Any, ...], dict[str, Any]]] = {}

    def record(net: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> None:
        calls.setdefault(id(net), tree_map(_without_data, (arguments, named)))

    hooks = [net.register_forward_pre_hook(record, with_kwargs=True) for net in nets]
    try:
        run()
    finally:
        for hook in hooks:
            hook.remove()
    total = 0
    for net in nets:
        arguments, named = calls[id(net)]
        with torch.device("meta"):
            copy = type(net).from_config(net.config).to(net.dtype).eval()
            with torch.no_grad(), FlopCounterMode(display=False) as counter:
                copy(*arguments, **named)
        total += counter.get_total_flops()
    return total / 1e12


def _without_data(value: Any) -> Any:
    return torch.empty_like(value, device="meta") if isinstance(value, torch.Tensor) else value
