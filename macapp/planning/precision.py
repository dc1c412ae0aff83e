"""Which precision each part of a model computes in, by machine and family: half where it is right. Pure. Any thread.

Half precision is half the memory and no faster a sum on Apple's GPUs; where it overflows or is computed wrongly, single
precision is always right. Each line of the table is one fault or one way of training, with where it is known from.
"""

from dataclasses import dataclass

from macapp.errors import Because
from macapp.system.machine import Machine

SINGLE, HALF, BRAIN = "float32", "float16", "bfloat16"
BYTES = {SINGLE: 4, HALF: 2, BRAIN: 2}

RIGHT_FROM = (2, 1)  # PyTorch: before, half precision crashes or is wrong on MPS (diffusers issue 2521)
SCORES_FROM = (2, 10)  # PyTorch: before, scores of attention overflow in half precision (pytorch issue 165961)
BRAIN_FROM = (14, 0)  # macOS: before, MPS has no bfloat16 (pytorch issue 119641)

OVERFLOWING = frozenset({"Stable Diffusion 2"})
"""Families whose attention has larger scores than half precision holds."""
TRAINED_IN_BRAIN = frozenset(
    {
        *("FLUX", "FLUX 2 klein", "Chroma", "Stable Diffusion 3", "Qwen-Image", "Z-Image", "Lumina", "CogView"),
        "Sana",
    }
)
"""Families whose numbers may leave the range of float16: diffusers' guides load them as bfloat16."""
ALSO_IN_HALF = frozenset({"Stable Diffusion 3"})
"""Those of them that were published in float16 too."""


@dataclass(frozen=True)
class Precisions:
    """What each part of a model computes in."""

    denoiser: str
    """the UNet or the transformer"""
    rest: str
    """text encoders, ControlNets, and the latents between the steps"""
    vae: str


def precisions(machine: Machine, family: str = "", vae_single: bool = False) -> tuple[Precisions, Because]:
    """Return what the parts of a model of a family compute in, and why.

    `vae_single` is whether its autoencoder overflows in half precision, as SDXL's does.
    """
    denoiser, rest, why = _chosen(machine, family)
    return Precisions(denoiser, rest, SINGLE if vae_single else rest), why


def _chosen(machine: Machine, family: str) -> tuple[str, str, Because]:
    """Return the precision of the denoiser, that of the rest, and why."""
    if machine.device == "cpu":
        return SINGLE, SINGLE, Because("precision-cpu")
    if machine.device == "cuda":
        return HALF, HALF, Because("precision-half")
    if machine.torch_release < RIGHT_FROM:
        return SINGLE, SINGLE, Because("precision-old-torch", {"torch": machine.torch})
    if family in TRAINED_IN_BRAIN:
        if (machine.macos_release or (0, 0)) >= BRAIN_FROM:
            return BRAIN, BRAIN, Because("precision-brain", {"kind": family})
        if family not in ALSO_IN_HALF:
            return SINGLE, SINGLE, Because("precision-no-brain", {"kind": family, "macos": machine.macos})
    if family in OVERFLOWING and machine.torch_release < SCORES_FROM:
        return SINGLE, HALF, Because("precision-overflow", {"kind": family, "torch": machine.torch})
    return HALF, HALF, Because("precision-half")
