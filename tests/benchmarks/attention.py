"""The largest attention of Stable Diffusion 1.5 in four ways: plain, sliced queries, padded heads, diffusers' slices.

Times are measured in turns, and the peak memory of each way in its own process; on the CPU, and on a GPU if there is
one.
"""

from statistics import median
from typing import Any

import torch
from diffusers.models.attention_processor import Attention, AttnProcessor2_0, SlicedAttnProcessor

from macapp.engine.runtime.attention import SlicedAttentionProcessor
from tests.benchmarks.rows import Row
from tests.benchmarks.timing import MB, median_ratio, peak_memory, run_in_process, time_in_turns

BAR = 1.0
SIDES, ROUNDS = (512, 768, 1024), 3
HEADS, WIDTH, PICTURES = 8, 40, 2  # top level of the UNet; both sides of guidance
WAYS: dict[str, Any] = {
    "plain": AttnProcessor2_0,
    "slices of the queries": SlicedAttentionProcessor,
    "padded heads": lambda: SlicedAttentionProcessor(None, pads=True),
    "diffusers' slices": lambda: SlicedAttnProcessor(1),  # as in `enable_attention_slicing("max")`
}


def rows(_model: str) -> list[Row]:
    """Return times relative to plain attention, and our memory relative to slices of diffusers."""
    devices = ["cpu", *(["cuda"] if torch.cuda.is_available() else [])]
    devices += ["mps"] if torch.backends.mps.is_available() else []
    return [row for device in devices for row in _measure_device(device)]


def _measure_device(device: str) -> list[Row]:
    made = []
    measurable = WAYS if device != "mps" else ()  # Metal does not report peaks
    peaks = {way: run_in_process(measure_peaks, way, device) for way in measurable}
    for number, side in enumerate(SIDES):
        subject = f"attention of Stable Diffusion 1.5 at {side} x {side}, {device}"
        ways = {way: _build_layer(way, side, device) for way in WAYS}
        for each in ways.values():
            each()
        taken = time_in_turns(ways, ROUNDS)
        for way in list(WAYS)[1:]:
            text = f"{median(taken[way]):.3f} of {median(taken['plain']):.3f} s"
            made.append(Row(f"{subject}: {way} over plain, time", median_ratio(taken[way], taken["plain"]), more=text))
        if peaks:
            least = peaks["diffusers' slices"][number]
            for way in list(WAYS)[:3]:
                bar = None if way == "plain" else BAR
                text = f"{peaks[way][number]:,.0f} of {least:,.0f} MB"
                name = f"{subject}: {way} over diffusers' slices, peak memory"
                made.append(Row(name, peaks[way][number] / least, "", bar, text))
    return made


def _build_layer(way: str, side: int, device: str) -> Any:
    """Return a function that runs the layer once at a size in pixels."""
    kind = torch.float32 if device == "cpu" else torch.float16
    layer = Attention(HEADS * WIDTH, heads=HEADS, dim_head=WIDTH, processor=WAYS[way]()).to(device, kind).eval()
    given = torch.randn(PICTURES, (side // 8) ** 2, HEADS * WIDTH, device=device, dtype=kind)

    def run() -> None:
        with torch.inference_mode():
            layer(given)
        if device != "cpu":
            getattr(torch, device).synchronize()

    return run


def measure_peaks(way: str, device: str) -> list[float]:
    """Return the peak megabytes of a way at each size, in this process, which does nothing else."""
    found = []
    for side in SIDES:  # in increasing order: the peak of a process only grows
        run = _build_layer(way, side, device)
        if device == "cuda":
            torch.cuda.reset_peak_memory_stats()
        before = torch.cuda.memory_allocated() if device == "cuda" else _current_memory()
        run()
        after = torch.cuda.max_memory_allocated() if device == "cuda" else peak_memory()
        found.append((after - before) / MB)
    return found


def _current_memory() -> int:
    import psutil

    return psutil.Process().memory_info().rss
