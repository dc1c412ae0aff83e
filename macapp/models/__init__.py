"""The models that can be used: found on disk, read without loading them. No torch, no network. Any thread."""

from macapp.models.auxiliary import ADDONS, Addon, addon, check_whole, shipped, told
from macapp.models.checkpoint import Checkpoint, find, installed
from macapp.models.families import Kind
from macapp.models.fits import check_additions, check_fits

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
