"""What a picture looks like while it is drawn: a guess from its latents, free beside a step. On the engine's thread.

A latent is nearly a colour: a linear map of its channels gives a small picture (as keturn showed for Stable Diffusion
1, discuss.huggingface.co/t/23204). The map is learned from each finished picture and kept by the checkpoint's
fingerprint, so that it is right for every autoencoder; the first picture of a checkpoint has none.
"""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from macapp import files

LATENT_DIMENSIONS = 4  # (1, channels, height, width); FLUX and its like pack theirs otherwise
EASE = 1e-3  # of the fit: keeps it sane where a picture has one colour
MOST_SEEN = 2_000_000  # latents, after which older pictures count less


class Previews:
    """Guesses the picture that is being drawn."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._fingerprint = ""
        self._latents: torch.Tensor | None = None
        self._sums: tuple[np.ndarray, np.ndarray] | None = None
        self._map: np.ndarray | None = None

    def begin(self, fingerprint: str) -> None:
        """Draw with a checkpoint from now on."""
        self._latents = None
        if fingerprint != self._fingerprint:
            self._fingerprint = fingerprint
            self._sums = self._read()
            self._map = None if self._sums is None else _solved(*self._sums)

    def see(self, latents: Any) -> None:
        """Take the latents of the step that was just done."""
        usable = isinstance(latents, torch.Tensor) and latents.ndim == LATENT_DIMENSIONS
        self._latents = latents if usable else None

    def now(self) -> Image.Image | None:
        """Return a guess, a pixel for each latent; None if nothing can be said yet."""
        if self._latents is None or self._map is None or self._latents.shape[1] + 1 != len(self._map):
            return None
        points, (height, width) = _points(self._latents)
        colours = np.nan_to_num(points @ self._map).clip(0, 1)
        return Image.fromarray((colours.reshape(height, width, 3) * 255).astype(np.uint8))

    def learn(self, picture: Image.Image) -> None:
        """Learn from the finished picture of the latents that were seen last, and let go of them."""
        latents, self._latents = self._latents, None
        if latents is None:
            return
        points, (height, width) = _points(latents)
        colours = np.asarray(picture.resize((width, height), Image.Resampling.BOX), np.float64).reshape(-1, 3) / 255
        if not np.isfinite(points).all():
            return
        sums = points.T @ points, points.T @ colours
        if self._sums is not None and self._sums[0].shape == sums[0].shape:
            share = min(1.0, MOST_SEEN / max(self._sums[0][-1, -1], 1.0))
            sums = sums[0] + share * self._sums[0], sums[1] + share * self._sums[1]
        self._sums, self._map = sums, _solved(*sums)
        self._keep()

    def _read(self) -> tuple[np.ndarray, np.ndarray] | None:
        with suppress(OSError, ValueError, TypeError, LookupError):
            first, second = json.loads((self._folder / self._fingerprint).read_text())
            sums = np.array(first, np.float64), np.array(second, np.float64)
            if sums[0].shape == (len(sums[1]), len(sums[1])) and sums[1].shape[1] == 3 and np.isfinite(sums[0]).all():
                return sums
        return None

    def _keep(self) -> None:
        if self._sums is not None:
            with suppress(OSError):  # a full disk: the next picture teaches it again
                content = json.dumps([each.tolist() for each in self._sums]).encode()
                files.write(self._folder / self._fingerprint, content, self._folder)


def _points(latents: torch.Tensor) -> tuple[np.ndarray, tuple[int, int]]:
    """Return latents as rows of channels with a one at the end, and their height and width."""
    values = latents[0].detach().float().cpu().numpy().astype(np.float64)
    channels, height, width = values.shape
    rows = values.reshape(channels, -1).T
    return np.hstack([rows, np.ones((len(rows), 1))]), (height, width)


def _solved(among: np.ndarray, towards: np.ndarray) -> np.ndarray:
    """Return the map that fits best (least squares, eased)."""
    return np.linalg.solve(among + EASE * among[-1, -1] * np.eye(len(among)), towards)
