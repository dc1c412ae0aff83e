"""The models that can be used: found on disk, read without loading them. No torch, no network. Any thread."""

from macapp.checkpoints.checkpoint import Checkpoint, find, installed

__all__ = ["Checkpoint", "find", "installed"]
