"""A saved benchmark to show: one measured row, one skipped row."""

from dataclasses import replace

from macapp.benchmark.results import FULL, SPEED, BenchmarkRun, Measurement
from macapp.errors import Reason

OLD = {"macOS": "15.1", "PyTorch": "2.12.0"}
TEXT = Measurement(SPEED, "Stable Diffusion 1.5", "text to image", size=512, steps=12, seconds=(0.5, 0.52), tflop=1.6)
SKIPPED = replace(TEXT, batch=4, skipped=Reason("iterate"), seconds=())
RUN = BenchmarkRun("2026-11-01T10:00:00+00:00", "Apple M2", "mps", OLD, FULL, 3.6, (TEXT, SKIPPED))
