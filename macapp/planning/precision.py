"""The precision of each part of a model, by machine and family: half precision where it is correct. Pure functions.

Half precision takes half the memory and is no faster on Apple's GPUs. Where it overflows or gives wrong results, single
precision is always correct. Each rule stands for one fault or one way of training, and names its source. Any thread.
"""

from dataclasses import dataclass

from macapp.errors import Reason
from macapp.system.machine import Machine

FLOAT32, FLOAT16, BFLOAT16 = "float32", "float16", "bfloat16"
BYTES_PER_NUMBER = {FLOAT32: 4, FLOAT16: 2, BFLOAT16: 2}

MPS_FP16_MIN_TORCH = (2, 1)
"""Half precision crashes or is wrong on MPS before this PyTorch (diffusers issue 2521)."""
MPS_FP16_SCORES_MIN_TORCH = (2, 10)
"""Attention scores overflow in half precision on MPS before this PyTorch (pytorch issue 165961)."""
MPS_BF16_MIN_MACOS = (14, 0)
"""MPS has no bfloat16 before this macOS (pytorch issue 119641)."""

FP16_OVERFLOW_FAMILIES = frozenset({"Stable Diffusion 2"})
"""Families whose attention scores exceed the range of half precision."""
BF16_FAMILIES = frozenset(
    {
        *(
            "FLUX",
            "FLUX Fill",
            "FLUX Kontext",
            "FLUX 2",
            "FLUX 2 klein",
            "Chroma",
            "Stable Diffusion 3",
            "Qwen-Image",
            "Qwen-Image-Edit",
            "Z-Image",
            "Lumina",
            "CogView",
            "Krea 2",
            "ERNIE-Image",
            "Ovis-Image",
            "Ideogram 4",
        ),
        "Sana",
    }
)
"""Families whose numbers may exceed the range of float16: diffusers' guides load them as bfloat16.

NVIDIA GPUs before Ampere compute bfloat16 more slowly; PyTorch supports it there too."""
FP16_SAFE_FAMILIES = frozenset({"Stable Diffusion 3"})
"""Families of `BF16_FAMILIES` that were published in float16 too."""


@dataclass(frozen=True)
class PrecisionPlan:
    """The precision of each part of a model."""

    denoiser: str
    """of the UNet or the transformer"""
    rest: str
    """of text encoders, ControlNets, and the latents between the steps"""
    vae: str


def choose_precision(machine: Machine, family: str = "", vae_single: bool = False) -> tuple[PrecisionPlan, Reason]:
    """Return the precision of each part of a model of `family`, and the reason.

    `vae_single`: its autoencoder overflows in half precision, as that of SDXL does.
    """
    denoiser, rest, reason = _choose(machine, family)
    return PrecisionPlan(denoiser, rest, FLOAT32 if vae_single else rest), reason


def _choose(machine: Machine, family: str) -> tuple[str, str, Reason]:
    """Return the precision of the denoiser, the precision of the rest, and the reason."""
    if machine.device == "cpu":
        return FLOAT32, FLOAT32, Reason("precision-cpu")
    if machine.device == "cuda":
        if family in BF16_FAMILIES:
            return BFLOAT16, BFLOAT16, Reason("precision-brain", {"kind": family})
        return FLOAT16, FLOAT16, Reason("precision-half")
    if machine.torch_release < MPS_FP16_MIN_TORCH:
        return FLOAT32, FLOAT32, Reason("precision-old-torch", {"torch": machine.torch})
    if family in BF16_FAMILIES:
        if (machine.macos_release or (0, 0)) >= MPS_BF16_MIN_MACOS:
            return BFLOAT16, BFLOAT16, Reason("precision-brain", {"kind": family})
        if family not in FP16_SAFE_FAMILIES:
            return FLOAT32, FLOAT32, Reason("precision-no-brain", {"kind": family, "macos": machine.macos})
    if family in FP16_OVERFLOW_FAMILIES and machine.torch_release < MPS_FP16_SCORES_MIN_TORCH:
        return FLOAT32, FLOAT16, Reason("precision-overflow", {"kind": family, "torch": machine.torch})
    return FLOAT16, FLOAT16, Reason("precision-half")
