"""Configurations of VAEs from the shapes of their tensors: in a checkpoint file or in their own file. Any thread."""

import hashlib
import itertools
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from macapp.models.configuration import read_config
from macapp.models.safetensors import read_header
from macapp.system import storage
from macapp.system.paths import config_cache_dir

VAE_PREFIX = "first_stage_model."
_LATENT = "decoder.conv_in.weight"
_LEVELS = ("encoder.down.{}.block.{}.conv1.weight", "encoder.down_blocks.{}.resnets.{}.conv1.weight")
"""The first convolution of a block by level and place, in the original names and in those of diffusers."""

Shapes = Mapping[str, tuple[int, ...]]


def measure_vae(shapes: Shapes) -> dict[str, Any]:
    """Return the sizes of a VAE, as in its configuration; `shapes` has names with or without the usual prefix.

    Raises `LookupError` for tensors that are not of a VAE of Stable Diffusion.
    """
    starts = [prefix + level for prefix in (VAE_PREFIX, "") for level in _LEVELS]
    pattern = next((start for start in starts if start.format(0, 0) in shapes), None)
    if pattern is None:
        raise LookupError(_LEVELS[0])
    levels = _count(shapes, lambda level: pattern.format(level, 0))
    channels = [shapes[pattern.format(level, 0)][0] for level in range(levels)]
    return {
        "block_out_channels": channels,
        "down_block_types": ["DownEncoderBlock2D"] * len(channels),
        "up_block_types": ["UpDecoderBlock2D"] * len(channels),
        "layers_per_block": _count(shapes, lambda block: pattern.format(0, block)),
        "latent_channels": shapes[pattern.partition("encoder.")[0] + _LATENT][1],
    }


def _count(shapes: Shapes, name_of: Callable[[int], str]) -> int:
    """Return the number of tensors whose names count up from zero."""
    return next(number for number in itertools.count() if name_of(number) not in shapes)


def materialize_vae_config(file: Path, base: Path) -> Path:
    """Return the folder with the configuration of a VAE in a single file: its sizes, the other settings from `base`.

    `base` is the folder of the checkpoint's VAE: no tensor shows the scaling factor. It is returned for a file that is
    not a VAE of Stable Diffusion. Raises `BadRequest` for a damaged file, and `MachineError` for a damaged `base`.
    """
    try:
        sizes = measure_vae({name: tuple(entry["shape"]) for name, entry in read_header(file)[1].items()})
    except (LookupError, TypeError):
        return base
    config = json.dumps(read_config(base, "config.json") | sizes, indent=2, sort_keys=True).encode()
    folder = config_cache_dir() / hashlib.sha256(config).hexdigest()[:24]
    if not (folder / "config.json").exists():
        storage.write(folder / "config.json", config, folder)
    return folder
