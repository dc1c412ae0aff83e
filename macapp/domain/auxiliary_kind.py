"""`AuxiliaryKind`: what can be added to a checkpoint. Any thread."""

from enum import Enum


class AuxiliaryKind(str, Enum):
    """A kind of model that is added to a checkpoint. Its value is the word in lists, in options and in the index."""

    LORA = "lora"
    EMBEDDING = "embedding"
    CONTROLNET = "controlnet"
    VAE = "vae"
    UPSCALER = "upscaler"

    __str__ = str.__str__

    @property
    def label(self) -> str:
        """The name of the kind in sentences."""
        return _LABELS[self]


_LABELS = {
    AuxiliaryKind.LORA: "LoRA",
    AuxiliaryKind.EMBEDDING: "textual inversion",
    AuxiliaryKind.CONTROLNET: "ControlNet",
    AuxiliaryKind.VAE: "VAE",
    AuxiliaryKind.UPSCALER: "upscaler",
}
