"""The device that PyTorch uses: choose it, return memory to it, and translate its errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import torch

from macapp.errors import MachineError
from macapp.system import garbage
from macapp.system.machine import Machine, chosen_device, detect_machine

# Parts of PyTorch messages. For memory: MPS and CUDA, the CPU allocator on Linux and macOS, Metal for a large array.
_FAULTS = {
    "out-of-memory": ("out of memory", "can't allocate memory", "not enough memory", "Invalid buffer size"),
    # Metal stops work that blocks the screen for too long, and work that was interrupted by sleep (mlx issue 3267).
    "gpu-cut-off": ("ImpactingInteractivity", "Impacting Interactivity", "kIOGPUCommandBufferCallbackError"),
}


def resolve_device(device: str) -> Machine:
    """Return this machine with the device to use: the given one, or for "auto" MPS, else CUDA, else the CPU.

    The environment can name the device for "auto" (`DEVICE_VARIABLE`).
    Raises `MachineError("device-missing")` for a device that PyTorch cannot use.
    """
    able = {"mps": torch.backends.mps.is_available(), "cuda": torch.cuda.is_available(), "cpu": True}
    device = chosen_device(device)
    if device == "auto":
        device = next(name for name, can in able.items() if can)
    if not able.get(device, False):
        raise MachineError("device-missing", device=device)
    return replace(detect_machine(), device=device, torch=str(torch.__version__))


def empty_cache(device: str) -> None:
    """Collect garbage and return cached memory to the system."""
    garbage.collect()
    if device == "mps":
        torch.mps.empty_cache()
    elif device == "cuda":
        torch.cuda.empty_cache()


def driver_bytes(device: str) -> int:
    """Return the bytes that a GPU's driver holds for this process, including caches; 0 where it is not reported."""
    if device == "mps" and hasattr(torch, "mps"):
        return torch.mps.driver_allocated_memory()
    return torch.cuda.memory_reserved() if device == "cuda" else 0


def synchronize(device: str) -> None:
    """Wait until a GPU has finished all its work, before its time is measured."""
    if device == "cuda" or (device == "mps" and hasattr(torch, "mps")):  # PyTorch 1.13 has no way to ask
        getattr(torch, device).synchronize()


@contextmanager
def translate_errors() -> Iterator[None]:
    """Translate errors of PyTorch into a `MachineError`: too little memory, or work that the system stopped.

    PyTorch raises a `RuntimeError` for both. A `MemoryError` of Python counts as too little memory too.
    """
    try:
        yield
    except MemoryError as exception:
        raise MachineError("out-of-memory") from exception
    except RuntimeError as exception:
        for code, words in _FAULTS.items():
            if any(each in str(exception) for each in words):
                raise MachineError(code) from exception
        raise
