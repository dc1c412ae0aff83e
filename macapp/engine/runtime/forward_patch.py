"""Replace the `forward` of a module and restore it. On the engine's thread."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import torch

_MISSING = object()


class ForwardPatch(AbstractContextManager["ForwardPatch"]):
    """A replacement for the `forward` of one module, active inside a `with` block or from `apply` to `restore`.

    A module usually takes `forward` from its class. If it already has its own, as inside another patch, `restore`
    brings that one back. Restore nested patches of one module in reverse order.
    """

    def __init__(self, module: torch.nn.Module, forward: Callable[..., Any]) -> None:
        self._module = module
        self._forward = forward
        self._before: Any = _MISSING
        self.is_applied = False

    def apply(self) -> None:
        """Replace `forward`."""
        self._before = vars(self._module).get("forward", _MISSING)
        self._module.forward = self._forward
        self.is_applied = True

    def restore(self) -> None:
        """Restore the earlier `forward`; does nothing if the patch is not applied."""
        if not self.is_applied:
            return
        if self._before is _MISSING:
            del self._module.forward
        else:
            self._module.forward = self._before
        self._before, self.is_applied = _MISSING, False

    def __enter__(self) -> "ForwardPatch":
        self.apply()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.restore()
