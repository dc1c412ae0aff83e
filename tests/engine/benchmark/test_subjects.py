"""The models that the benchmark measures: their sizes, batches and operations."""

import pytest

from macapp.benchmark.results import FULL, BenchmarkSpec
from macapp.domain.request import STARTER_MODEL
from macapp.engine.benchmark.subjects import SIDES_OF_GUIDANCE, BenchmarkModel, benchmark_models
from macapp.models.catalog import load_catalog


@pytest.fixture(scope="module")
def measured() -> dict[str, BenchmarkModel]:
    return {model.id: model for model in benchmark_models()}


def test_the_models_have_rows_of_their_own(measured: dict[str, BenchmarkModel]) -> None:
    assert {"sd-1.5", "sdxl", "if-1", "if-2", "if-3"} <= set(measured) <= {
        STARTER_MODEL, "sd-1.5", "sdxl", "if-1", "if-2", "if-3",
    }  # fmt: skip
    names = [name for model in measured.values() for name in model.pipelines if model.is_full_size]
    assert len(names) == len(set(names))


def test_the_size_follows_the_spec_but_small_models_keep_theirs(measured: dict[str, BenchmarkModel]) -> None:
    quick = BenchmarkSpec(size=FULL.size // 2)
    sizes = {name: (model.size(FULL), model.size(quick)) for name, model in measured.items()}
    assert sizes["sd-1.5"] == (512, 256)
    assert sizes["sdxl"] == (1024, 512)
    assert sizes["if-1"] == (64, 64)


def test_stages_that_enlarge_make_one_picture_at_a_time(measured: dict[str, BenchmarkModel]) -> None:
    spec = BenchmarkSpec(batches=(1, 4))
    batches = {name: model.batches(spec) for name, model in measured.items()}
    assert batches["sd-1.5"] == batches["if-1"] == (1, 4)
    assert batches["if-2"] == batches["if-3"] == (1,)


def test_the_operations_are_those_of_the_architecture(measured: dict[str, BenchmarkModel]) -> None:
    """diffusers' UNet of Stable Diffusion 1.5 takes 0.803 TFLOP a pass at 512 x 512."""
    model = measured["sd-1.5"]
    step = model.work(512, 1, decodes=False)
    assert step == pytest.approx(SIDES_OF_GUIDANCE * 0.803, rel=0.02)
    assert model.work(512, 20, decodes=False) == pytest.approx(20 * step)
    assert model.work(512, 20, decodes=True) > 20 * step
    stage = measured["if-2"]
    assert stage.stage is not None
    assert stage.work(stage.native, 1, decodes=True) == pytest.approx(SIDES_OF_GUIDANCE * stage.stage.tflop)


def test_only_full_size_models_need_a_look_at_memory(measured: dict[str, BenchmarkModel]) -> None:
    assert measured["sdxl"].architecture == load_catalog()["sdxl"].architecture
    assert all(measured[name].is_full_size for name in ("sd-1.5", "sdxl", "if-1", "if-2", "if-3"))
    if STARTER_MODEL in measured:
        assert not measured[STARTER_MODEL].is_full_size
