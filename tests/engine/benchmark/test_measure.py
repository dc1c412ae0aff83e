"""The benchmark's rows: measured on a tiny model, and where one cannot be, the reason."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from macapp import models
from macapp.benchmark.results import COMPILED, LATENCY, PLAIN, SPEED, BenchmarkSpec, Measurement
from macapp.engine.benchmark import measure as measuring_module
from macapp.engine.benchmark import subjects
from macapp.engine.benchmark.measure import (
    EFFICIENT,
    HALF,
    LAST,
    RULES,
    SINGLE,
    SLICED,
    TRACED,
    BenchmarkRunner,
    peak_tflops,
)
from macapp.engine.benchmark.subjects import CONTROLNET, IMAGE, INPAINTING, TEXT, XL, BenchmarkModel
from macapp.messages import message_for
from macapp.models.flops import model_flops
from macapp.system.machine import GIB, Machine, detect_machine, with_overrides
from tests.support.libraries import TORCH

pytestmark = pytest.mark.usefixtures("small_products")
SMALL = BenchmarkSpec(size=256, steps=2, pictures=2, iterations=2, compiles=False, batches=(1, 2))
CPU = replace(detect_machine(), device="cpu")


@pytest.fixture
def tiny(tiny_model: Path) -> BenchmarkModel:
    found, work = models.find_checkpoint(str(tiny_model)), model_flops(str(tiny_model))
    assert work is not None
    return BenchmarkModel(
        "tiny",
        "Tiny",
        64,
        lambda device, kind: subjects.open_checkpoint(found, device, kind),
        work.step.full,
        work.decode,
        (TEXT, IMAGE, INPAINTING, CONTROLNET),
    )


@pytest.mark.filterwarnings(r"ignore:\s*The configuration file of this scheduler:FutureWarning")  # of diffusers 0.31
def test_every_row_has_a_figure_or_a_reason(tiny: BenchmarkModel) -> None:
    told: list[tuple[float, str]] = []
    made = list(BenchmarkRunner(CPU, SMALL, lambda *each: told.append(each), [tiny]).rows())
    latency = [each for each in made if each.table == LATENCY]
    failed = [
        message_for(each.skipped) for each in made if each.skipped is not None and each.skipped.code == "bench-failed"
    ]
    assert failed == []
    measured = {each.name for each in latency if each.skipped is None}
    assert measured == {SINGLE, LAST, TRACED, SLICED, RULES} | ({EFFICIENT} if TORCH >= (2, 0) else set())
    assert all(len(each.seconds) == 2 and min(each.seconds) > 0 for each in made if each.skipped is None)
    speed = {(each.name, each.batch, each.way): each for each in made if each.table == SPEED}
    assert all(speed[name, batch, PLAIN].skipped is None for name in tiny.pipelines for batch in (1, 2))
    assert all(message_for(each.skipped) == "Skipped in a quick run." for each in speed.values() if each.skipped)
    one, two = speed[TEXT, 1, PLAIN].tflop or 0, speed[TEXT, 2, PLAIN].tflop or 0
    if TORCH >= (2, 1):  # which has a counter of operations
        assert two == pytest.approx(2 * one)
        assert one == pytest.approx(tiny.work(64, 1, decodes=False), rel=0.15)
        assert (speed[CONTROLNET, 1, PLAIN].tflop or 0) > 1.2 * one
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0, abs=0.01)
    assert "Tiny, ControlNet, batch 2" in told[-1][1]


def test_what_is_tried_leaves_the_model_as_it_was(tiny: BenchmarkModel) -> None:
    opened: list[Any] = []

    def open_once(device: str, kind: torch.dtype) -> Any:
        opened.append(tiny.open(device, kind))
        return opened[-1]

    subject = replace(tiny, open=open_once)
    assert list(BenchmarkRunner(CPU, replace(SMALL, batches=(1,), pictures=1), measured=[subject]).rows())
    [pipeline] = opened
    unet = pipeline.unet
    assert "forward" not in vars(unet)
    assert all(each.is_contiguous() for each in unet.parameters())


def test_one_row_that_fails_does_not_take_the_others_with_it(tiny: BenchmarkModel) -> None:
    def broken(_device: str, _kind: torch.dtype) -> Any:
        raise RuntimeError("Placeholder storage has not been allocated.\nand more")

    spec = replace(SMALL, batches=(1,), pictures=1)
    rows = list(BenchmarkRunner(CPU, spec, measured=[replace(tiny, id="broken", open=broken), tiny]).rows())
    assert rows[0].skipped is not None
    assert message_for(rows[0].skipped) == "Failed: Placeholder storage has not been allocated."
    assert rows[-2].skipped is None


def test_what_cannot_be_here_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    mac = Machine(ram=8 * GIB, torch="2.13.0", device="mps", macos="14.5", arch="arm64", chip="Apple M2")
    xl = next(each for each in subjects.benchmark_models() if each.id == "sdxl")
    measuring = BenchmarkRunner(mac, BenchmarkSpec(), measured=[xl])
    row = Measurement(SPEED, xl.name, XL, size=1024, steps=12)

    def why(changed: Measurement, on: BenchmarkRunner = measuring, subject: BenchmarkModel = xl) -> str:
        found = on.skip_reason(subject, changed)
        return "" if found is None else message_for(found)

    assert "batches are unreliable on Apple's GPU" in why(replace(row, batch=4))
    assert "experimental on Apple's GPU" in why(replace(row, way=COMPILED))
    assert "NVIDIA GPUs" in why(replace(row, name="TF32"))
    assert measuring.peak == 3.6
    on_cpu = BenchmarkRunner(CPU, replace(SMALL, longest=0.5, compiles=True), measured=[xl])
    assert "Half precision is slower on the cpu" in why(replace(row, name=HALF), on_cpu)
    assert xl.architecture is not None
    vast = replace(xl, architecture=replace(xl.architecture, weights=10**15))
    assert "is free" in why(row, on_cpu, vast)
    monkeypatch.setattr(measuring_module, "free_bytes", lambda _device: 100 * GIB)
    assert why(row, on_cpu).startswith("This would take about ")
    old = BenchmarkRunner(with_overrides("torch=1.13.1", CPU), replace(SMALL, compiles=True), measured=[xl])
    assert "PyTorch 2.0 or later" in why(replace(row, way=COMPILED), old)


def test_where_there_is_little_time_fewer_are_timed_and_then_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring_module, "free_bytes", lambda _device: 100 * GIB)
    xl = next(each for each in subjects.benchmark_models() if each.id == "sdxl")
    row = Measurement(SPEED, xl.name, XL, size=1024, steps=12)
    step = xl.work(1024, 1, decodes=False)
    measuring = BenchmarkRunner(CPU, BenchmarkSpec(longest=100.0), measured=[xl])
    found = []
    for iterations in (20, 6, 1):  # that there is time for
        measuring.speed = (iterations + 2) * step / 100 * 1.001
        found.append((measuring.rounds(xl, row), measuring.skip_reason(xl, row) is None))
    assert found == [(12, True), (6, True), (2, False)]


def test_a_processor_shows_what_it_can_do() -> None:
    found = peak_tflops(CPU)
    assert found is not None
    assert found > 0.001
    assert peak_tflops(Machine(GIB, "2.13.0", "mps", "14.0", "arm64", "Apple M9")) is None
