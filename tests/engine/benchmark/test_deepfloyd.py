"""The stages of DeepFloyd IF that the benchmark measures: as large as they say, and each runs to its end."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from macapp.benchmark.results import PLAIN, PUBLISHED, SPEED, BenchmarkSpec
from macapp.engine.benchmark.deepfloyd import SMALL, STAGES, Stage
from macapp.engine.benchmark.measure import BenchmarkRunner
from macapp.engine.benchmark.subjects import benchmark_models
from macapp.messages import message_for
from macapp.system.machine import GIB, detect_machine
from tests.support import tiny_models
from tests.support.libraries import TORCH, with_the_current_set

CPU = replace(detect_machine(), device="cpu")
SHORT = BenchmarkSpec(iterations=2, compiles=False, batches=(1, 2))


@pytest.mark.parametrize("stage", STAGES, ids=lambda each: each.id)
def test_a_stage_is_as_large_and_does_as_much_as_it_says(stage: Stage) -> None:
    pipeline = stage.open("meta", torch.float32)
    parts = [each for each in pipeline.components.values() if isinstance(each, torch.nn.Module)]
    assert sum(each.numel() for part in parts for each in part.parameters()) == stage.weight_count
    if TORCH < (2, 1):
        pytest.skip("this PyTorch has no counter of operations")
    from torch.utils.flop_counter import FlopCounterMode

    side = SMALL if stage.id == "if-3" else stage.size  # the last draws latents, a quarter of its pixels a side
    labels = None if stage.id == "if-1" else torch.zeros(1, dtype=torch.long, device="meta")
    given = torch.empty(1, pipeline.unet.config.in_channels, side, side, device="meta")
    words = torch.empty(1, *stage.tokens, device="meta")
    with torch.no_grad(), FlopCounterMode(display=False) as counted:
        pipeline.unet(given, torch.tensor(1, device="meta"), words, class_labels=labels)
    assert counted.get_total_flops() / 1e12 == pytest.approx(stage.tflop, rel=0.01)


@pytest.fixture
def tiny(tmp_path: Path) -> list[Stage]:
    import diffusers

    whole = tiny_models.make_tiny_if(tmp_path / "if")
    kinds = ("IFPipeline", "IFSuperResolutionPipeline", "StableDiffusionUpscalePipeline")
    folders = (whole / "stage-1", whole / "stage-2", whole / "upscaler")

    def opener(kind: str, folder: Path) -> Any:
        without = {"text_encoder": None, "tokenizer": None}
        return lambda _device, _dtype: getattr(diffusers, kind).from_pretrained(folder, **without)

    opened = [opener(kind, folder) for kind, folder in zip(kinds, folders, strict=True)]
    return [replace(stage, tokens=(stage.tokens[0], 32), open=each) for stage, each in zip(STAGES, opened, strict=True)]


@with_the_current_set
@pytest.mark.usefixtures("small_products")
@pytest.mark.filterwarnings("ignore:The configuration file of the vae:FutureWarning")  # of the tiny one
def test_each_stage_is_measured_and_what_enlarges_one_picture_at_a_time(tiny: list[Stage]) -> None:
    staged = {each.id: each for each in benchmark_models() if each.stage is not None}
    measured = [replace(staged[each.id], stage=each, open=each.open) for each in tiny]
    told: list[float] = []
    rows = list(BenchmarkRunner(CPU, SHORT, lambda share, _words: told.append(share), measured).rows())
    plain = [each for each in rows if each.way == PLAIN]
    assert [message_for(each.skipped) for each in plain if each.skipped is not None] == []
    assert [(each.name, each.batch, len(each.seconds)) for each in plain] == [
        ("IF stage 1", 1, 2),
        ("IF stage 1", 2, 2),
        ("IF stage 2", 1, 2),
        ("IF stage 3", 1, 2),
    ]
    assert told == sorted(told)
    assert {each.name for each in plain if (SPEED, each.name, PLAIN, 1) in PUBLISHED} == {each.name for each in STAGES}
    if TORCH >= (2, 1):
        assert all(each.tflop and each.limit(1.0) for each in plain)


def test_a_stage_without_room_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from macapp.engine.benchmark import measure

    monkeypatch.setattr(measure, "free_bytes", lambda _device: 2 * GIB)
    stages = [each for each in benchmark_models() if each.stage is not None]
    rows = list(BenchmarkRunner(CPU, replace(SHORT, batches=(1,)), measured=stages).rows())
    said = [message_for(each.skipped) for each in rows if each.way == PLAIN and each.skipped is not None]
    assert len(said) == 3
    assert all("of memory, and 2" in each for each in said)
