"""Where PyTorch runs, and what is said when it has too little memory."""

import pytest
import torch

from macapp.engine.runtime.devices import empty_cache, resolve_device, translate_errors
from macapp.errors import MachineError


@pytest.mark.parametrize(
    ("able", "asked", "given"),
    [
        ({"mps"}, "auto, EASEL_DEVICE=cpu", "cpu"),  # as on a hosted Mac
        ({"mps", "cuda"}, "auto, EASEL_DEVICE=cuda", "cuda"),
        ({"mps"}, "auto, EASEL_DEVICE=tpu", None),
        ({"mps"}, "mps, EASEL_DEVICE=cpu", "mps"),
        ({"mps", "cuda"}, "auto", "mps"),
        ({"cuda"}, "auto", "cuda"),
        (set(), "auto", "cpu"),
        ({"mps"}, "cpu", "cpu"),
        ({"mps", "cuda"}, "cuda", "cuda"),
        ({"cuda"}, "mps", None),
        ({"mps"}, "cuda", None),
        ({"mps"}, "tpu", None),
    ],
)
def test_the_best_device_or_the_one_asked_for(monkeypatch, able: set[str], asked: str, given: str | None) -> None:
    asked, _, named = asked.partition(", EASEL_DEVICE=")
    monkeypatch.setenv("EASEL_DEVICE", named)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: "mps" in able)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: "cuda" in able)
    if given is None:
        with pytest.raises(MachineError, match="device-missing"):
            resolve_device(asked)
    else:
        machine = resolve_device(asked)
        assert machine.device == given
        assert type(machine.torch) is str  # PyTorch's own is a class, which JSON and pickles would carry


@pytest.mark.parametrize(
    "words",
    [
        "MPS backend out of memory (MPS allocated: 9.06 GB, max allowed: 9.07 GB). Tried to allocate 20.00 MB",
        "Invalid buffer size: 16.00 GB",
        "[enforce fail at alloc_cpu.cpp:114] err == 0. DefaultCPUAllocator: can't allocate memory",
        "[enforce fail at alloc_cpu.cpp:121] data. DefaultCPUAllocator: not enough memory",
    ],
)
def test_too_little_memory_is_called_that(words: str) -> None:
    with pytest.raises(MachineError, match="out-of-memory"), translate_errors():
        raise RuntimeError(words)


@pytest.mark.parametrize(
    "words",
    [
        "Impacting Interactivity (0000000e:kIOGPUCommandBufferCallbackErrorImpactingInteractivity)",
        "Internal Error (00000206:kIOGPUCommandBufferCallbackErrorSubmissionsIgnored)",
    ],
)
def test_work_that_the_system_took_off_the_gpu_is_called_that(words: str) -> None:
    with pytest.raises(MachineError, match="gpu-cut-off"), translate_errors():
        raise RuntimeError(words)


def test_a_real_allocation_that_cannot_be_is_called_that() -> None:
    with pytest.raises(MachineError, match="out-of-memory"), translate_errors():
        torch.empty(2**47, dtype=torch.uint8)


def test_other_faults_stay_what_they_are() -> None:
    with pytest.raises(RuntimeError, match="shapes"), translate_errors():
        raise RuntimeError("shapes cannot be multiplied")


def test_memory_can_be_given_back_where_there_is_none_to_give() -> None:
    empty_cache("cpu")
