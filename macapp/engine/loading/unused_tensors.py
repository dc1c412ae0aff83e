"""The tensors in a file that the loaded model has no place for, as the file of a picture states them. Any thread."""

from collections.abc import Collection
from dataclasses import dataclass

MAX_NAME = 100
"""characters of an example"""


@dataclass(frozen=True)
class UnusedTensors:
    """What of one file is not used."""

    name: str
    """of the LoRA or the checkpoint"""
    names: tuple[str, ...]
    """of the tensors that are not used"""
    total: int
    """the number of tensors in the file"""

    def describe(self, model: str) -> dict[str, str | int]:
        """Return the facts for the file of a picture, with one tensor as an example; `model` does not use them."""
        example = self.names[0][:MAX_NAME]
        return {"name": self.name, "model": model, "count": len(self.names), "total": self.total, "example": example}


def list_unused_tensors(name: str, unused: Collection[str], total: int) -> UnusedTensors | None:
    """Return what of a file is not used; None if all is."""
    return UnusedTensors(name, tuple(sorted(unused)), total) if unused else None
