"""The engine: the only room that imports torch, diffusers and transformers.

Importing this package imports none of them: `open_engine` does, on the thread that calls it.
"""

from typing import TYPE_CHECKING

from macapp.plan import SliceChoice

if TYPE_CHECKING:
    from macapp.engine.engine import Engine


def open_engine(device: str = "auto", slice_choice: SliceChoice = "auto") -> "Engine":
    """Load PyTorch without stalling other threads and return an engine on `device` (auto, mps, cuda or cpu).

    Raises `MachineFault("device-missing")` when a device is forced that PyTorch cannot use here.
    """
    from macapp.engine.opening import import_quietly

    import_quietly()
    from macapp.engine.devices import running_on
    from macapp.engine.engine import Engine

    return Engine(running_on(device), slice_choice)
