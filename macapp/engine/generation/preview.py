"""What a picture looks like while it is drawn: a guess from its latents. On the engine's thread.

If a tiny VAE is installed, it decodes them, as often as takes less than `MAX_TIME_SHARE` of the time. Otherwise, and
between its previews, a colour map makes the guess, which costs next to nothing.

A latent is nearly a colour: a linear map of its channels gives a small picture (as keturn showed for Stable Diffusion
1, discuss.huggingface.co/t/23204). The map is learned from each finished picture and kept by the checkpoint's
fingerprint, so that it is right for every autoencoder; the first picture of a checkpoint has none.
"""

import json
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from macapp.engine.generation.tiny_vae import Decoder
from macapp.engine.runtime.devices import synchronize
from macapp.system import storage

LATENT_DIMENSIONS = 4  # (1, channels, height, width); FLUX and its like pack theirs otherwise
EASE = 1e-3  # of the fit: keeps it sane where a picture has one colour
MAX_LATENTS_SEEN = 2_000_000  # latents, after which older pictures count less


MAX_TIME_SHARE = 0.015  # of the time of a picture; with the map between, and a slower look than expected, under 0.02
MIN_GAP_SECONDS = 0.1  # seconds from one look to the next
ASSUMED_COST = 0.18  # of a step, before a look was timed: 0.141 of 0.803 TFLOP for Stable Diffusion 1 at 512 x 512


@dataclass
class PreviewThrottle:
    """Decides when to decode a preview, so that all of them take less than `MAX_TIME_SHARE` of the time."""

    cost: float | None = None
    """seconds of the last look; None before the first"""
    spent: float = 0.0
    """seconds of all looks at this picture"""
    last: float = -MIN_GAP_SECONDS
    """when the last one was over, in seconds since the picture was begun"""
    cold: bool = False
    """whether the first look of all was at this picture"""

    def due(self, elapsed: float, per_step: float) -> bool:
        """Return whether to look, `elapsed` seconds after the picture was begun, at `per_step` seconds a step."""
        cost = ASSUMED_COST * per_step if self.cost is None else self.cost
        return elapsed - self.last >= MIN_GAP_SECONDS and self.spent + cost <= MAX_TIME_SHARE * elapsed

    def record_duration(self, elapsed: float, cost: float) -> None:
        """Hear that a look was over then, and what it took."""
        self.cold |= self.cost is None
        self.cost, self.spent, self.last = cost, self.spent + cost, elapsed

    def next_picture(self, elapsed: float = 0.0) -> "PreviewThrottle":
        """Return the pace of the picture after one that took `elapsed` seconds.

        A look that was slow once, as the first is, is forgotten by halves; what looks took beyond their share of a
        picture is taken off the next, but for that first one.
        """
        beyond = 0.0 if self.cold else max(0.0, self.spent - MAX_TIME_SHARE * elapsed)
        return PreviewThrottle(None if self.cost is None else self.cost / 2, beyond)


class LatentPreviewer:
    """Guesses the picture that is being drawn."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._fingerprint = ""
        self._latents: torch.Tensor | None = None
        self._sums: tuple[np.ndarray, np.ndarray] | None = None
        self._map: np.ndarray | None = None
        self._decoder: Decoder | None = None
        self._pace = PreviewThrottle()
        self._began, self._elapsed, self._steps = 0.0, 0.0, 0
        self._expected: torch.Tensor | None = None
        self._decoded: Image.Image | None = None

    def begin(self, fingerprint: str, decoder: Decoder | None = None) -> None:
        """Draw a picture with a checkpoint, whose latents `decoder` shows if there is one."""
        self._latents = self._expected = self._decoded = None
        self._decoder, self._pace = decoder, self._pace.next_picture(self._elapsed)
        self._began, self._elapsed, self._steps = time.perf_counter(), 0.0, 0
        if fingerprint != self._fingerprint:
            self._fingerprint = fingerprint
            self._sums = self._read()
            self._map = None if self._sums is None else _solved(*self._sums)

    def observe(self, latents: Any, scheduler: Any = None) -> None:
        """Take the latents of the step that was just done, and what the scheduler expects them to become."""
        usable = isinstance(latents, torch.Tensor) and latents.ndim == LATENT_DIMENSIONS
        self._latents = latents if usable else None
        self._expected = _expected(scheduler, self._latents)
        self._steps += 1
        self._elapsed = time.perf_counter() - self._began

    def current(self) -> Image.Image | None:
        """Return a guess: as large as the picture, or a pixel for each latent; None if nothing can be said yet."""
        if self._decoder is not None and self._expected is not None:
            self._look(self._decoder, self._expected)
        return self._decoded or self._mapped()

    def _look(self, decoder: Decoder, latents: torch.Tensor) -> None:
        """Decode the latents if that is due; where it cannot be done, the map of colours does for this picture."""
        elapsed = time.perf_counter() - self._began
        if not self._pace.due(elapsed, elapsed / max(1, self._steps)):
            return
        synchronize(latents.device.type)
        began = time.perf_counter()
        try:
            self._decoded = decoder(latents)
        except (RuntimeError, MemoryError):  # too little memory, for one
            self._decoder = self._decoded = None
        ended = time.perf_counter()
        self._pace.record_duration(ended - self._began, ended - began)

    def _mapped(self) -> Image.Image | None:
        """Return what the map of colours makes of the latents."""
        if self._latents is None or self._map is None or self._latents.shape[1] + 1 != len(self._map):
            return None
        points, (height, width) = _points(self._latents)
        colours = np.nan_to_num(points @ self._map).clip(0, 1)
        return Image.fromarray((colours.reshape(height, width, 3) * 255).astype(np.uint8))

    def learn(self, picture: Image.Image) -> None:
        """Learn from the finished picture of the latents that were seen last, and release them."""
        latents, self._latents, self._expected = self._latents, None, None
        if latents is None:
            return
        points, (height, width) = _points(latents)
        colours = np.asarray(picture.resize((width, height), Image.Resampling.BOX), np.float64).reshape(-1, 3) / 255
        if not np.isfinite(points).all():
            return
        sums = points.T @ points, points.T @ colours
        if self._sums is not None and self._sums[0].shape == sums[0].shape:
            share = min(1.0, MAX_LATENTS_SEEN / max(self._sums[0][-1, -1], 1.0))
            sums = sums[0] + share * self._sums[0], sums[1] + share * self._sums[1]
        self._sums, self._map = sums, _solved(*sums)
        self._keep()

    def _read(self) -> tuple[np.ndarray, np.ndarray] | None:
        with suppress(OSError, ValueError, TypeError, LookupError):
            first, second = storage.read_json(self._folder / self._fingerprint)
            sums = np.array(first, np.float64), np.array(second, np.float64)
            if sums[0].shape == (len(sums[1]), len(sums[1])) and sums[1].shape[1] == 3 and np.isfinite(sums[0]).all():
                return sums
        return None

    def _keep(self) -> None:
        if self._sums is not None:
            with suppress(OSError):  # a full disk: the next picture teaches it again
                content = json.dumps([each.tolist() for each in self._sums]).encode()
                storage.write(self._folder / self._fingerprint, content, self._folder)


def _expected(scheduler: Any, latents: torch.Tensor | None) -> torch.Tensor | None:
    """Return what a scheduler expects the finished latents to be, where it says; else the latents with their noise."""
    kept = getattr(scheduler, "model_outputs", None)
    expected = kept[-1] if kept and getattr(scheduler.config, "algorithm_type", "").startswith("dpmsolver++") else None
    return expected if isinstance(expected, torch.Tensor) and latents is not None else latents


def _points(latents: torch.Tensor) -> tuple[np.ndarray, tuple[int, int]]:
    """Return latents as rows of channels with a one at the end, and their height and width."""
    values = latents[0].detach().float().cpu().numpy().astype(np.float64)
    channels, height, width = values.shape
    rows = values.reshape(channels, -1).T
    return np.hstack([rows, np.ones((len(rows), 1))]), (height, width)


def _solved(among: np.ndarray, towards: np.ndarray) -> np.ndarray:
    """Return the map that fits best (least squares, eased)."""
    return np.linalg.solve(among + EASE * among[-1, -1] * np.eye(len(among)), towards)
