"""Models on disk: found, identified and checked without loading them; and downloads from the hub.

Reads headers and configuration files. Only `hub` uses the network. Any thread. May import `planning`, `imaging`,
`domain`, `system` and `errors`, but never PyTorch.
"""

from macapp.models.auxiliary import (
    AuxiliaryModel,
    bundled,
    check_bundled_models,
    detect_kind,
    find_auxiliary,
)
from macapp.models.checkpoint import Checkpoint, find_checkpoint, installed_checkpoints
from macapp.models.fits import check_fits
from macapp.models.model_family import ModelFamily
from macapp.models.resolved import ResolvedRequest, resolve_available, resolve_request

__all__ = [
    "AuxiliaryModel",
    "Checkpoint",
    "ModelFamily",
    "ResolvedRequest",
    "bundled",
    "check_bundled_models",
    "check_fits",
    "detect_kind",
    "find_auxiliary",
    "find_checkpoint",
    "installed_checkpoints",
    "resolve_available",
    "resolve_request",
]
