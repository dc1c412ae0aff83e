"""Measure the rows of the benchmark one after another, after a warm-up. In a separate process, on the engine's thread.

A row that cannot run on this machine has the reason instead of a figure.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import pairwise
from typing import Any

import diffusers
import psutil
import torch
from diffusers.models.attention_processor import AttnProcessor, AttnProcessor2_0
from PIL import Image

from macapp.benchmark.results import COMPILED, FULL, LATENCY, PLAIN, PROMPT, SPEED, BenchmarkSpec, Measurement
from macapp.engine.benchmark import random_models
from macapp.engine.benchmark.deepfloyd import STAGES
from macapp.engine.benchmark.flop_counter import count_flops
from macapp.engine.benchmark.subjects import CONTROLNET, IMAGE, INPAINTING, TEXT, BenchmarkModel, benchmark_models
from macapp.engine.benchmark.variants import compiled, traced
from macapp.engine.loading.loaded_model import build_pipeline
from macapp.engine.runtime.attention import set_attention_slicing
from macapp.engine.runtime.devices import empty_cache
from macapp.engine.runtime.tensor_formats import channels_last, tf32_enabled
from macapp.errors import EaselError, Reason
from macapp.models.catalog import load_catalog
from macapp.planning.acceleration import compile_blocker, detect_toolchain
from macapp.planning.attention import SLICE_BYTES
from macapp.planning.chips import chip_tflops
from macapp.planning.memory import peak_bytes
from macapp.planning.plan import make_plan
from macapp.planning.precision import choose_precision
from macapp.system.machine import Machine

OnProgress = Callable[[float, str], None]
"""Called with the share that is done, 0 to 1, and the row that runs; an exception ends the run."""
MATRIX_PRODUCTS = {"cpu": (2048, torch.float32), "cuda": (8192, torch.float16)}
"""Side and precision of the square matrices whose product shows the peak of a device."""
EXPECTED_SHARE_OF_PEAK = 0.5  # throughput that is assumed before the first measurement
MIN_TORCH_FOR_COMPILING = (2, 0)  # the first release that compiles a whole network
MAX_SHARE_OF_FREE_MEMORY = 0.9
MIN_ITERATIONS = 2  # so that a spread can be reported

# The ways to compute a picture, in the order of the published table. LAST, TRACED and EFFICIENT use channels last.
SINGLE, TF32, HALF, LAST, TRACED, EFFICIENT, SLICED, RULES = (
    "single precision",
    "TF32",
    "half precision",
    "channels last",
    "traced UNet",
    "memory-efficient attention",
    "sliced attention",
    "Easel's rules",
)
STAGE_NAMES = {stage.name for stage in STAGES}
WAYS = (SINGLE, TF32, HALF, LAST, TRACED, EFFICIENT, SLICED, RULES)


class BenchmarkRunner:
    """Runs one benchmark spec on one machine."""

    def __init__(
        self,
        machine: Machine,
        spec: BenchmarkSpec,
        on_progress: OnProgress = lambda _share, _words: None,
        measured: Sequence[BenchmarkModel] | None = None,
    ) -> None:
        self._machine, self._spec, self._on_progress = machine, spec, on_progress
        self._subjects = benchmark_models() if measured is None else list(measured)
        self._open: tuple[tuple[str, torch.dtype], Any] | None = None
        self._tflop_of_shape: dict[tuple[str, str, int, int], float | None] = {}
        self._half = getattr(torch, choose_precision(machine)[0].rest)
        self.peak = peak_tflops(machine)
        """peak of this machine in 10**12 operations a second; None if unknown"""
        self.speed = None if self.peak is None else self.peak * EXPECTED_SHARE_OF_PEAK
        self._done, self._all, self._weight = 0.0, 1.0, 1.0

    def rows(self) -> Iterator[Measurement]:
        """Measure and yield one row after another; release the models at the end."""
        items = [item for subject in self._subjects for item in self._items(subject)]
        self._all = sum(self._cost(*item) for item in items) or 1.0
        try:
            for subject, row in items:
                self._weight = self._cost(subject, row)
                self._report(0.0, row)
                yield self._measure(subject, row)
                self._done += self._weight
        finally:
            self._open = None
            empty_cache(self._machine.device)

    def _items(self, subject: BenchmarkModel) -> Iterator[tuple[BenchmarkModel, Measurement]]:
        spec, size = self._spec, subject.size(self._spec)
        if subject.has_latency:
            whole = subject.work(subject.size(FULL), FULL.steps, decodes=True)
            scale = whole / subject.work(size, spec.steps, decodes=True)
            for name in WAYS:
                yield subject, Measurement(LATENCY, subject.name, name, size=size, steps=spec.steps, scale=scale)
        scale = subject.work(subject.size(FULL), 1, decodes=False) / subject.work(size, 1, decodes=False)
        for name in subject.pipelines:
            for batch in subject.batches(spec):
                for way in (PLAIN, COMPILED):
                    yield (
                        subject,
                        Measurement(SPEED, subject.name, name, way, batch, size, spec.iterations, scale=scale),
                    )

    def _cost(self, subject: BenchmarkModel, row: Measurement, rounds: int | None = None) -> float:
        """Return about how many 10**12 operations a row takes; 0 if it is skipped."""
        if self._inapplicable_reason(row) is not None:
            return 0.0
        if row.table == LATENCY:
            rounds = self._spec.pictures if rounds is None else rounds
            return (rounds + 0.5) * subject.work(row.size, row.steps, decodes=True)
        rounds = self._spec.iterations if rounds is None else rounds
        return (rounds + 2) * row.batch * subject.work(row.size, 1, decodes=False)

    def rounds(self, subject: BenchmarkModel, row: Measurement) -> int:
        """Return how many pictures or iterations to time: as in the spec, fewer if that would take too long."""
        wanted, least = (self._spec.pictures, 1) if row.table == LATENCY else (self._spec.iterations, MIN_ITERATIONS)
        least = min(least, wanted)
        if self.speed is None:
            return wanted
        most = self._spec.longest * self.speed
        return next((count for count in range(wanted, least, -1) if self._cost(subject, row, count) <= most), least)

    def _inapplicable_reason(self, row: Measurement) -> Reason | None:
        """Return why a row does not apply to this machine, independent of the model."""
        device = self._machine.device
        if row.name == HALF and self._half is torch.float32:
            return Reason("bench-half", {"device": device})
        if row.name == TF32 and device != "cuda":
            return Reason("bench-tf32", {"device": device})
        if row.name == EFFICIENT and self._machine.torch_release < (2, 0):
            return Reason("bench-torch", {"torch": self._machine.torch})
        if row.batch > 1 and device == "mps":
            return Reason("iterate")
        return self._compile_blocker() if row.way == COMPILED else None

    def _compile_blocker(self) -> Reason | None:
        """Return why compiled rows are skipped; None if they are not."""
        if not self._spec.compiles:
            return Reason("bench-quick")
        return compile_blocker(self._machine, detect_toolchain(), MIN_TORCH_FOR_COMPILING)

    def skip_reason(self, subject: BenchmarkModel, row: Measurement) -> Reason | None:
        """Return why a row is skipped: it does not apply, or takes too much memory or time."""
        if (why := self._inapplicable_reason(row)) is not None:
            return why
        needed, free = self._needed_bytes(subject, row), free_bytes(self._machine.device)
        if self._open is not None and self._open[0] == (subject.id, self._dtype(row)):
            needed = 0  # it is in memory already
        if needed > free * MAX_SHARE_OF_FREE_MEMORY:
            return Reason("bench-no-room", {"needed": needed, "available": free})
        cost = self._cost(subject, row, self.rounds(subject, row))
        seconds = 0.0 if self.speed is None else cost / self.speed
        return Reason("bench-too-long", {"time": round(seconds)}) if seconds > self._spec.longest else None

    def _needed_bytes(self, subject: BenchmarkModel, row: Measurement) -> int:
        if subject.stage is not None:  # half as much again for the activations of a step
            return subject.stage.weight_count * (torch.finfo(self._dtype(row)).bits // 8) * 3 // 2
        if subject.architecture is None:
            return 0
        size = row.size, row.size
        factor = 2 if self._dtype(row) is torch.float32 and self._half is torch.float16 else 1
        return peak_bytes(self._machine, subject.architecture, size) * factor

    def _dtype(self, row: Measurement) -> torch.dtype:
        return torch.float32 if row.name in (SINGLE, TF32) else self._half

    def _measure(self, subject: BenchmarkModel, row: Measurement) -> Measurement:
        if (why := self.skip_reason(subject, row)) is not None:
            return replace(row, skipped=why)
        rounds = self.rounds(subject, row)
        try:
            pipeline = self._pipeline(subject, row)
            call = self._call(subject, pipeline, row)
            with torch.inference_mode(), self._configured(pipeline, row):
                tflop = self._count_operations(pipeline, call, subject, row)
                timed = self._time_pictures if row.table == LATENCY else self._time_iterations
                seconds = timed(call, row, rounds)
        except Exception as exception:
            if isinstance(exception, EaselError) and exception.code == "canceled":
                raise
            why = (str(exception).strip() or type(exception).__name__).splitlines()[0][:160]
            return replace(row, skipped=Reason("bench-failed", {"why": why.rstrip(".")}))
        if subject.is_full_size:
            mean = sum(seconds) / len(seconds)
            work = subject.work(row.size, row.steps if row.table == LATENCY else 1, row.table == LATENCY)
            self.speed = work * row.batch / mean
        return replace(row, seconds=tuple(seconds), tflop=tflop)

    # One row

    def _pipeline(self, subject: BenchmarkModel, row: Measurement) -> Any:
        """Return the pipeline for a row; open its model if it is not in memory."""
        key = subject.id, self._dtype(row)
        if self._open is None or self._open[0] != key:
            self._open = None
            empty_cache(self._machine.device)
            self._open = key, subject.open(self._machine.device, self._dtype(row))
        base = self._open[1]
        if row.name not in (IMAGE, INPAINTING, CONTROLNET):
            return base
        ending = {IMAGE: "Img2Img", INPAINTING: "Inpaint", CONTROLNET: "ControlNet"}[row.name]
        kind = getattr(diffusers, f"StableDiffusion{ending}Pipeline")
        parts = dict(base.components)
        if row.name == CONTROLNET:
            parts["controlnet"] = random_models.controlnet_for(base.unet)
        return build_pipeline(kind, {}, parts)

    def _call(self, subject: BenchmarkModel, pipeline: Any, row: Measurement) -> Callable[..., Any]:
        """Return a function that runs `steps` steps of a row and calls `on_step` after each."""
        given = {**self._arguments(subject, pipeline, row), "num_images_per_prompt": row.batch}

        def call(steps: int, on_step: Callable[[], None]) -> None:
            def on_step_end(*step: Any) -> Any:
                self._wait()
                on_step()
                return step[-1]

            generator = torch.Generator("cpu").manual_seed(0)
            callback = {"callback_on_step_end" if subject.stage is None else "callback": on_step_end}
            pipeline(**given, **callback, num_inference_steps=steps, generator=generator)
            self._wait()

        return call

    def _arguments(self, subject: BenchmarkModel, pipeline: Any, row: Measurement) -> dict[str, Any]:
        """Return the arguments for the pipeline of a row, without the batch size and the number of steps."""
        if subject.stage is not None:
            return {**subject.stage.arguments(pipeline), "output_type": "pt"}
        given: dict[str, Any] = {"prompt": PROMPT, "output_type": "latent" if row.table == SPEED else "pil"}
        image = Image.effect_noise((row.size, row.size), 64).convert("RGB")
        if row.name in (IMAGE, INPAINTING):
            given |= {"image": [image] * row.batch if row.name == IMAGE else image, "strength": 1.0}
        if row.name == INPAINTING:
            given["mask_image"] = Image.new("L", image.size, 255)
        if row.name == CONTROLNET:
            given["image"] = image
        if row.name != IMAGE:
            given |= {"width": row.size, "height": row.size}
        return given

    def _time_pictures(self, call: Callable[..., Any], row: Measurement, pictures: int) -> list[float]:
        seconds, steps = [], 0

        def on_step() -> None:
            nonlocal steps
            steps += 1
            self._report(steps / (row.steps * pictures), row)

        for _ in range(pictures):
            start = time.perf_counter()
            call(row.steps, on_step)
            seconds.append(time.perf_counter() - start)
        return seconds

    def _time_iterations(self, call: Callable[..., Any], row: Measurement, iterations: int) -> list[float]:
        times: list[float] = []

        def on_step() -> None:
            times.append(time.perf_counter())
            self._report(len(times) / (iterations + 1), row)

        call(iterations + 1, on_step)  # a time is from the end of one step to the end of the next
        return [end - start for start, end in pairwise(times)]

    def _count_operations(
        self, pipeline: Any, call: Callable[..., Any], subject: BenchmarkModel, row: Measurement
    ) -> float | None:
        """Warm up, and return the 10**12 operations of a step; they are counted once for each shape."""
        key = subject.id, row.name if row.table == SPEED else TEXT, row.batch, row.size
        nets = [getattr(pipeline, name) for name in ("unet", "controlnet") if getattr(pipeline, name, None) is not None]
        if key in self._tflop_of_shape or row.way == COMPILED or row.name == TRACED:
            call(1 if row.table == LATENCY else 2, lambda: None)
        else:
            self._tflop_of_shape[key] = count_flops(nets, lambda: call(1, lambda: None))
        return self._tflop_of_shape.get(key)

    @contextmanager
    def _configured(self, pipeline: Any, row: Measurement) -> Iterator[None]:
        """Configure a pipeline for a row, and restore it afterwards."""
        parts = [getattr(pipeline, name, None) for name in ("unet", "vae", "controlnet")]
        with ExitStack() as stack:
            if row.name in STAGE_NAMES:
                pass  # the engine does not change their attention either
            elif row.table == SPEED or row.name == RULES:
                self._apply_plan(parts, (row.size, row.size))
            elif row.name == SLICED:
                for part in parts:
                    set_attention_slicing(part, self._machine.torch, True, SLICE_BYTES)
            else:
                kind = AttnProcessor2_0 if row.name == EFFICIENT else AttnProcessor
                pipeline.unet.set_attn_processor(kind())
            if row.name in (LAST, TRACED, EFFICIENT):
                stack.enter_context(channels_last(pipeline.unet))
            if row.name == TF32:
                stack.enter_context(tf32_enabled())
            if row.name == TRACED:
                stack.enter_context(traced(pipeline.unet, row.size))
            if row.way == COMPILED:
                for network in (pipeline.unet, parts[2]):
                    stack.enter_context(compiled(network))
            yield

    def _apply_plan(self, parts: Sequence[Any], size: tuple[int, int]) -> None:
        architecture = load_catalog()["sd-1.5"].architecture
        if architecture is None:
            return
        plan = make_plan(self._machine, architecture, size)
        for part in parts:
            set_attention_slicing(part, self._machine.torch, plan.slice_attention, SLICE_BYTES, plan.pad_heads)

    def _wait(self) -> None:
        _synchronize(self._machine.device)

    def _report(self, share: float, row: Measurement) -> None:
        words = [row.model, row.name, *([f"batch {row.batch}"] if row.batch > 1 else [])]
        words += [row.way] if row.way == COMPILED else []
        self._on_progress(min(1.0, (self._done + share * self._weight) / self._all), ", ".join(words))


def peak_tflops(machine: Machine) -> float | None:
    """Return the peak of a machine in 10**12 operations a second; None for an unknown chip.

    For Apple's chips it comes from a table, for other devices from the fastest of five matrix products.
    """
    if machine.device not in MATRIX_PRODUCTS:
        return chip_tflops(machine)
    side, dtype = MATRIX_PRODUCTS[machine.device]
    matrix, best = torch.ones(side, side, dtype=dtype, device=machine.device), float("inf")
    for _ in range(5):
        start = time.perf_counter()
        torch.mm(matrix, matrix)
        _synchronize(machine.device)
        best = min(best, time.perf_counter() - start)
    return 2 * side**3 / best / 1e12


def library_versions() -> Mapping[str, str]:
    """Return the versions of the libraries that the benchmark uses, apart from macOS and Easel."""
    return {"PyTorch": str(torch.__version__), "diffusers": diffusers.__version__}


def _synchronize(device: str) -> None:
    if device == "mps":
        torch.mps.synchronize()
    elif device == "cuda":
        torch.cuda.synchronize()


def free_bytes(device: str) -> int:
    """Return the free memory of a device."""
    return torch.cuda.mem_get_info()[0] if device == "cuda" else psutil.virtual_memory().available
