"""Which precision each part of a model computes in, by machine and family: half where it is right. Pure. Any thread.

Half precision is half the memory and no faster a sum on Apple's GPUs; where it overflows or is computed wrongly, single
precision is always right. Each line of the table is one fault or one way of training, with where it is known from.
"""

from dataclasses import dataclass

from macapp.errors import Reason
from macapp.system.machine import Machine

FLOAT32, FLOAT16, BFLOAT16 = "float32", "float16", "bfloat16"
BYTES = {FLOAT32: 4, FLOAT16: 2, BFLOAT16: 2}

MPS_FP16_MIN_TORCH = (2, 1)  # PyTorch: before, half precision crashes or is wrong on MPS (diffusers issue 2521)
MPS_FP16_SCORES_MIN_TORCH = (
    2,
    10,
)  # PyTorch: before, scores of attention overflow in half precision (pytorch issue 165961)
MPS_BF16_MIN_MACOS = (14, 0)  # macOS: before, MPS has no bfloat16 (pytorch issue 119641)

FP16_OVERFLOW_FAMILIES = frozenset({"Stable Diffusion 2"})
"""Families whose attention has larger scores than half precision holds."""
BF16_FAMILIES = frozenset(
    {
        *("FLUX", "FLUX 2 klein", "Chroma", "Stable Diffusion 3", "Qwen-Image", "Z-Image", "Lumina", "CogView"),
        "Sana",
    }
)
"""Families whose numbers may leave the range of float16: diffusers' guides load them as bfloat16."""
FP16_SAFE_FAMILIES = frozenset({"Stable Diffusion 3"})
"""Those of them that were published in float16 too."""


@dataclass(frozen=True)
class PrecisionPlan:
    """What each part of a model computes in."""

    denoiser: str
    """the UNet or the transformer"""
    rest: str
    """text encoders, ControlNets, and the latents between the steps"""
    vae: str


def choose_precision(machine: Machine, family: str = "", vae_single: bool = False) -> tuple[PrecisionPlan, Reason]:
    """Return what the parts of a model of a family compute in, and why.

    `vae_single` is whether its autoencoder overflows in half precision, as SDXL's does.
    """
    denoiser, rest, why = _chosen(machine, family)
    return PrecisionPlan(denoiser, rest, FLOAT32 if vae_single else rest), why


def _chosen(machine: Machine, family: str) -> tuple[str, str, Reason]:
    """Return the precision of the denoiser, that of the rest, and why."""
    if machine.device == "cpu":
        return FLOAT32, FLOAT32, Reason("precision-cpu")
    if machine.device == "cuda":
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
