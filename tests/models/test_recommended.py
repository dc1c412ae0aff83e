"""Three models for a machine: those that a beginner can enjoy there."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from macapp.domain.weight_format import WeightFormat
from macapp.messages import message_for
from macapp.models.catalog import load_catalog
from macapp.models.recommended import MAX_DOWNLOAD, MAX_SECONDS, PURPOSES, Recommendation, recommend_models
from macapp.system.machine import Machine, detect_machine, with_overrides
from macapp.system.paths import hub_cache

FULL, INT8, INT4 = WeightFormat.FULL, WeightFormat.INT8, WeightFormat.INT4


@pytest.fixture(autouse=True)
def _empty_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub-cache"))


def mac(ram: str, chip: str = "") -> Machine:
    facts = with_overrides(f"device=mps,torch=2.13.0,macos=15.0,ram={ram}", detect_machine())
    return replace(facts, chip=chip) if chip else facts


@pytest.fixture
def slow_cpu(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A processor on which Stable Diffusion 1.5 takes a little less than five minutes."""
    monkeypatch.setattr("macapp.models.cost.measure_cpu_tflops", lambda: 0.15)
    return with_overrides("device=cpu,ram=16GB", detect_machine())


TABLE = {
    ("8GB", "Apple M1"): [("sdxl", INT8), ("flux-2-klein-4b", INT4), ("sdxl-turbo", INT8)],
    ("16GB", "Apple M2"): [("z-image-turbo", INT8), ("flux-2-klein-4b", FULL), ("sdxl-turbo", FULL)],
    ("24GB", "Apple M3"): [("z-image-turbo", FULL), ("flux-2-klein-4b", FULL), ("sdxl-turbo", FULL)],
    ("64GB", "Apple M4 Max"): [("z-image-turbo", FULL), ("flux-2-klein-4b", FULL), ("sdxl-turbo", FULL)],
}


def chosen(machine: Machine) -> list[tuple[str, WeightFormat]]:
    return [(found.entry.id, found.weight_format) for found in recommend_models(machine)]


@pytest.mark.parametrize(("ram", "chip"), TABLE)
def test_what_a_beginner_is_told(ram: str, chip: str) -> None:
    machine = mac(ram, chip)
    assert chosen(machine) == TABLE[ram, chip]
    for found in recommend_models(machine):
        assert found.plan.fits
        assert found.seconds is not None
        assert found.seconds <= MAX_SECONDS
        assert found.size <= MAX_DOWNLOAD


def test_a_machine_without_a_gpu_gets_what_it_can_finish(slow_cpu: Machine) -> None:
    pictures, editing, quick = recommend_models(slow_cpu)
    assert (pictures.entry.id, editing.entry.id) == ("sd-1.5", "flux-2-klein-4b")
    assert quick.entry.id in ("sd-turbo", "sdxl-turbo")
    assert not editing.is_enjoyable, "no model edits in five minutes there: the quickest one is named"


@pytest.mark.parametrize("ram", ["8GB", "16GB", "24GB", "64GB"])
def test_a_chip_of_unknown_speed_is_judged_by_memory_and_download(ram: str) -> None:
    found = recommend_models(mac(ram))
    assert len({recommendation.entry.id for recommendation in found}) == 3
    for recommendation, ids in zip(found, PURPOSES.values(), strict=True):
        assert recommendation.plan.needed <= recommendation.plan.available
        assert recommendation.entry.id in ids
        sentence = message_for(recommendation.reason)
        assert sentence.startswith(f"{recommendation.entry.name}: {recommendation.entry.about}; needs ")
        assert sentence.count(".\n") == 0


def test_the_sentence_has_the_time_the_memory_and_the_download() -> None:
    sentence = message_for(recommend_models(mac("24GB", "Apple M3"))[0].reason)
    assert "; 4 min 52 s per picture, estimated; needs" in sentence
    assert "in full precision" in sentence
    assert sentence.endswith("; a download of 19.3 GB.")


def test_a_large_model_that_is_on_disk_is_no_download(place: Callable[[str], None]) -> None:
    machine = mac("64GB", "Apple M4 Max")
    for name in ("flux-1-dev", *load_catalog()["flux-1-dev"].parts):
        place(name)
    assert recommend_models(machine)[0].entry.id == "flux-1-dev", "it takes less than five minutes there"


@pytest.fixture
def place() -> Callable[[str], None]:
    """Put the file of a catalogue model into the hub's cache; only its place matters."""

    def write(name: str) -> None:
        entry = load_catalog()[name]
        folder = hub_cache() / f"models--{entry.repository.replace('/', '--')}" / "snapshots" / entry.revision
        (folder / entry.files[0]).parent.mkdir(parents=True, exist_ok=True)
        (folder / entry.files[0]).write_bytes(b"x")

    return write


def test_a_slower_machine_gets_no_slower_model() -> None:
    def seconds(found: list[Recommendation]) -> list[float]:
        return [each.seconds or 0 for each in found]

    small, large = (seconds(recommend_models(mac("64GB", chip))) for chip in ("Apple M1", "Apple M4 Max"))
    assert all(time <= MAX_SECONDS for time in (*small, *large))


def test_nothing_is_recommended_where_nothing_fits() -> None:
    assert recommend_models(mac("1GB")) == []


def test_every_purpose_names_models_of_the_catalogue() -> None:
    assert {name for ids in PURPOSES.values() for name in ids} <= load_catalog().keys()
