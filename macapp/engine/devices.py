"""Which device PyTorch really has, and giving memory back to it."""

import gc
from dataclasses import replace

import torch

from macapp.errors import MachineFault
from macapp.hardware import Machine, this_machine


def running_on(device: str) -> Machine:
    """Return this machine with the device to use: the one asked for, else MPS, else CUDA, else the CPU."""
    able = {"mps": torch.backends.mps.is_available(), "cuda": torch.cuda.is_available(), "cpu": True}
    if device == "auto":
        device = next(name for name, can in able.items() if can)
    if not able.get(device, False):
        raise MachineFault("device-missing", device=device)
    return replace(this_machine(), device=device, torch=torch.__version__)


def give_memory_back(device: str) -> None:
    """Return cached blocks to the system once nothing refers to them any more."""
    gc.collect()
    if device == "mps":
        torch.mps.empty_cache()
    elif device == "cuda":
        torch.cuda.empty_cache()
