"""The models that can be used: found on disk, read without loading them. No torch, no network. Any thread."""

from macapp.checkpoints.addons import ADDONS, Addon, addon, check_whole, shipped, told
from macapp.checkpoints.checkpoint import Checkpoint, find, installed
from macapp.checkpoints.fits import check_additions, check_fits
from macapp.checkpoints.kinds import Kind

__all__ = [
    "ADDONS",
    "Addon",
    "Checkpoint",
    "Kind",
    "addon",
    "check_additions",
    "check_fits",
    "check_whole",
    "find",
    "installed",
    "shipped",
    "told",
]
