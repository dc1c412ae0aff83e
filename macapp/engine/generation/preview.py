"""Previews of a picture while it is sampled, estimated from its latents. On the engine's thread.

If a tiny VAE is installed, it decodes the latents, so rarely that this takes less than `MAX_TIME_SHARE` of the time.
Without one, and between its previews, a colour map makes the preview in almost no time.

A latent is nearly a colour: a linear map of its channels gives a small picture (keturn showed this for Stable Diffusion
1, discuss.huggingface.co/t/23204). The map is learned from each finished picture and stored under the checkpoint's
fingerprint, so it fits every autoencoder; the first picture of a checkpoint has none.
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

LATENT_DIMENSIONS = 4  # (1, channels, height, width); FLUX and similar families pack their latents
RIDGE_FACTOR = 1e-3  # times the number of latents; keeps the fit stable if a picture has one colour
MAX_LATENTS_SEEN = 2_000_000  # latents, after which older pictures count less

MAX_TIME_SHARE = 0.015  # of the time of a picture; under 0.02 with the colour map and a slower preview than expected
MIN_GAP_SECONDS = 0.1  # seconds from one decoded preview to the next
ASSUMED_STEP_SHARE = 0.18  # of a step, before the first is timed: 0.141 of 0.803 TFLOP for SD 1 at 512 x 512


@dataclass
class PreviewThrottle:
    """Decides when to decode a preview, so that all of them take less than `MAX_TIME_SHARE` of the time."""

    cost: float | None = None
    """seconds that the last preview took; None before the first"""
    spent: float = 0.0
    """seconds of all previews of this picture"""
    last: float = -MIN_GAP_SECONDS
    """when the last preview ended, in seconds since the start of the picture"""
    cold: bool = False
    """whether the very first preview was of this picture"""

    def is_due(self, elapsed: float, per_step: float) -> bool:
        """Return whether to decode a preview `elapsed` seconds after the start, at `per_step` seconds a step."""
        cost = ASSUMED_STEP_SHARE * per_step if self.cost is None else self.cost
        return elapsed - self.last >= MIN_GAP_SECONDS and self.spent + cost <= MAX_TIME_SHARE * elapsed

    def record_duration(self, elapsed: float, cost: float) -> None:
        """Record that a preview ended after `elapsed` seconds and took `cost` seconds."""
        self.cold |= self.cost is None
        self.cost, self.spent, self.last = cost, self.spent + cost, elapsed

    def next_picture(self, elapsed: float = 0.0) -> "PreviewThrottle":
        """Return the throttle for the picture after one that took `elapsed` seconds.

        The expected cost is halved, so a preview that was slow once, such as the first, is forgotten. Time beyond the
        share of one picture is taken from the next, except after the very first preview.
        """
        excess = 0.0 if self.cold else max(0.0, self.spent - MAX_TIME_SHARE * elapsed)
        return PreviewThrottle(None if self.cost is None else self.cost / 2, excess)


class LatentPreviewer:
    """Makes previews of the picture that is being sampled."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._fingerprint = ""
        self._latents: torch.Tensor | None = None
        self._sums: tuple[np.ndarray, np.ndarray] | None = None
        self._map: np.ndarray | None = None
        self._decoder: Decoder | None = None
        self._throttle = PreviewThrottle()
        self._began, self._elapsed, self._steps = 0.0, 0.0, 0
        self._expected: torch.Tensor | None = None
        self._decoded: Image.Image | None = None

    def begin(self, fingerprint: str, decoder: Decoder | None = None) -> None:
        """Start a picture with a checkpoint; `decoder` decodes its latents, if there is one."""
        self._latents = self._expected = self._decoded = None
        self._decoder, self._throttle = decoder, self._throttle.next_picture(self._elapsed)
        self._began, self._elapsed, self._steps = time.perf_counter(), 0.0, 0
        if fingerprint != self._fingerprint:
            self._fingerprint = fingerprint
            self._sums = self._read()
            self._map = None if self._sums is None else _solve(*self._sums)

    def observe(self, latents: Any, scheduler: Any = None) -> None:
        """Take the latents of the step that was just done, and the final latents that the scheduler expects."""
        usable = isinstance(latents, torch.Tensor) and latents.ndim == LATENT_DIMENSIONS
        self._latents = latents if usable else None
        self._expected = _predict_latents(scheduler, self._latents)
        self._steps += 1
        self._elapsed = time.perf_counter() - self._began

    def current(self) -> Image.Image | None:
        """Return a preview, decoded or with one pixel for each latent; None if there is none yet."""
        if self._decoder is not None and self._expected is not None:
            self._decode_if_due(self._decoder, self._expected)
        return self._decoded or self._apply_map()

    def _decode_if_due(self, decoder: Decoder, latents: torch.Tensor) -> None:
        """Decode the latents if a preview is due; after an error this picture uses the colour map."""
        elapsed = time.perf_counter() - self._began
        if not self._throttle.is_due(elapsed, elapsed / max(1, self._steps)):
            return
        synchronize(latents.device.type)
        start = time.perf_counter()
        try:
            self._decoded = decoder(latents)
        except (RuntimeError, MemoryError):  # too little memory, for example
            self._decoder = self._decoded = None
        ended = time.perf_counter()
        self._throttle.record_duration(ended - self._began, ended - start)

    def _apply_map(self) -> Image.Image | None:
        """Return the latents as colours."""
        if self._latents is None or self._map is None or self._latents.shape[1] + 1 != len(self._map):
            return None
        points, (height, width) = _points(self._latents)
        colours = np.nan_to_num(points @ self._map).clip(0, 1)
        return Image.fromarray((colours.reshape(height, width, 3) * 255).astype(np.uint8))

    def learn(self, picture: Image.Image) -> None:
        """Learn the colours of the last latents from the finished picture, and release the latents."""
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
        self._sums, self._map = sums, _solve(*sums)
        self._save()

    def _read(self) -> tuple[np.ndarray, np.ndarray] | None:
        with suppress(OSError, ValueError, TypeError, LookupError):
            first, second = storage.read_json(self._folder / self._fingerprint)
            sums = np.array(first, np.float64), np.array(second, np.float64)
            if sums[0].shape == (len(sums[1]), len(sums[1])) and sums[1].shape[1] == 3 and np.isfinite(sums[0]).all():
                return sums
        return None

    def _save(self) -> None:
        if self._sums is not None:
            with suppress(OSError):  # a full disk: it is learned again from the next picture
                content = json.dumps([array.tolist() for array in self._sums]).encode()
                storage.write(self._folder / self._fingerprint, content, self._folder)


def _predict_latents(scheduler: Any, latents: torch.Tensor | None) -> torch.Tensor | None:
    """Return the final latents that a scheduler expects, if it has them; otherwise the noisy latents."""
    outputs = getattr(scheduler, "model_outputs", None)
    if not outputs or not getattr(scheduler.config, "algorithm_type", "").startswith("dpmsolver++"):
        return latents
    expected = outputs[-1]
    return expected if isinstance(expected, torch.Tensor) and latents is not None else latents


def _points(latents: torch.Tensor) -> tuple[np.ndarray, tuple[int, int]]:
    """Return latents as rows of channels with a one at the end, and their height and width."""
    values = latents[0].detach().float().cpu().numpy().astype(np.float64)
    channels, height, width = values.shape
    rows = values.reshape(channels, -1).T
    return np.hstack([rows, np.ones((len(rows), 1))]), (height, width)


def _solve(products: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the map with the best fit (least squares with a ridge)."""
    return np.linalg.solve(products + RIDGE_FACTOR * products[-1, -1] * np.eye(len(products)), targets)
