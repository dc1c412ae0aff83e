"""Marks for tests that the oldest libraries (`make legacy`) cannot run, with the reason."""

import diffusers
import pytest
import torch

from macapp.messages import message_for
from macapp.models.model_family import ModelFamily
from macapp.system.machine import parse_release

TORCH = parse_release(torch.__version__)

with_fused_attention = pytest.mark.skipif(TORCH < (2, 0), reason="PyTorch 1.13 has no scaled dot product attention")
with_half_on_the_cpu = pytest.mark.skipif(TORCH < (2, 0), reason="PyTorch 1.13 has no half precision on a CPU")
with_the_current_set = pytest.mark.skipif(
    TORCH < (2, 0) or parse_release(diffusers.__version__) < (0, 42), reason="it is about diffusers 0.42 on PyTorch 2"
)


def skip_on_an_old_set() -> None:
    """Skip a test that needs diffusers 0.42 and PyTorch 2."""
    if TORCH < (2, 0) or parse_release(diffusers.__version__) < (0, 42):
        pytest.skip("it is about diffusers 0.42 on PyTorch 2")


BEFORE_ASSIGNING = {} if TORCH >= (2, 1) else {"low_cpu_mem_usage": False}
"""How plain diffusers needs its LoRA arguments before PyTorch 2.1."""


def skip_if_too_old_for(kind: ModelFamily) -> None:
    """Skip a model family that the installed libraries do not support, with the message as the reason."""
    if (old := kind.missing_dependency()) is not None:
        pytest.skip(message_for(old))
