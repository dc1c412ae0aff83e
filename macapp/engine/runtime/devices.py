"""Which device PyTorch really has, giving memory back to it, and knowing its faults."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import torch

from macapp.errors import MachineError
from macapp.system import garbage
from macapp.system.machine import Machine, detect_machine

# How PyTorch says it. Of memory: MPS and CUDA, the CPU's allocator on Linux and on a Mac, Metal for one array too many.
_FAULTS = {
    "out-of-memory": ("out of memory", "can't allocate memory", "not enough memory", "Invalid buffer size"),
    # Metal ends what keeps the screen waiting for too long, and what a sleep came upon (mlx issue 3267).
    "gpu-cut-off": ("ImpactingInteractivity", "Impacting Interactivity", "kIOGPUCommandBufferCallbackError"),
}


def resolve_device(device: str) -> Machine:
    """Return this machine with the device to use: the one asked for, else MPS, else CUDA, else the CPU."""
    able = {"mps": torch.backends.mps.is_available(), "cuda": torch.cuda.is_available(), "cpu": True}
    if device == "auto":
        device = next(name for name, can in able.items() if can)
    if not able.get(device, False):
        raise MachineError("device-missing", device=device)
    return replace(detect_machine(), device=device, torch=str(torch.__version__))


def empty_cache(device: str) -> None:
    """Return cached blocks to the system once nothing refers to them any more."""
    garbage.collect()
    if device == "mps":
        torch.mps.empty_cache()
    elif device == "cuda":
        torch.cuda.empty_cache()


def driver_bytes(device: str) -> int:
    """Return the bytes that a GPU's driver holds for this process, caches among them; 0 where nobody says."""
    if device == "mps" and hasattr(torch, "mps"):
        return torch.mps.driver_allocated_memory()
    return torch.cuda.memory_reserved() if device == "cuda" else 0


def synchronize(device: str) -> None:
    """Wait until a GPU has done all it was asked: before something on it is timed."""
    if device == "cuda" or (device == "mps" and hasattr(torch, "mps")):  # PyTorch 1.13 has no way to ask
        getattr(torch, device).synchronize()


@contextmanager
def translate_errors() -> Iterator[None]:
    """Raise a `MachineError` for what PyTorch raises as a `RuntimeError` with words in it: too little memory, or work
    that the system took off the GPU. Python's own `MemoryError` is the first of these too."""
    try:
        yield
    except MemoryError as exception:
        raise MachineError("out-of-memory") from exception
    except RuntimeError as exception:
        for code, words in _FAULTS.items():
            if any(each in str(exception) for each in words):
                raise MachineError(code) from exception
        raise
