"""The cost of a model on a machine before its download."""

import pytest

from macapp.domain.request import Request
from macapp.library.durations import Durations
from macapp.models.catalog import load_catalog
from macapp.models.cost import estimate_cost, machine_tflops
from macapp.system.machine import Machine, detect_machine, with_overrides


def mac(facts: str, chip: str) -> Machine:
    from dataclasses import replace

    return replace(with_overrides(f"device=mps,torch=2.13.0,{facts}", detect_machine()), chip=chip)


@pytest.mark.parametrize(
    ("model", "ram", "fits"), [("sd-1.5", 8, True), ("sdxl", 8, True), ("sdxl", 16, True), ("sd-turbo", 8, True)]
)
def test_whether_it_fits_is_what_the_rules_say(model: str, ram: int, fits: bool) -> None:
    costs = estimate_cost(load_catalog()[model], mac(f"ram={ram}GB", "Apple M1"))
    assert costs.fits is fits
    assert costs.available == int(ram * 2**30 * 2 // 3 * 0.9)


def test_an_addition_holds_its_weights_and_a_model_of_stages_the_largest_of_them() -> None:
    assert (
        estimate_cost(load_catalog()["sdxl-canny"], mac("ram=16GB", "Apple M1")).needed
        == load_catalog()["sdxl-canny"].download
    )
    whole = estimate_cost(load_catalog()["deepfloyd-if"], mac("ram=16GB", "Apple M1"))
    assert whole.fits
    assert whole.needed < load_catalog()["deepfloyd-if"].download


@pytest.mark.parametrize(("model", "least", "most"), [("sd-1.5", 20, 40), ("sdxl", 200, 320), ("sd-turbo", 1, 4)])
def test_a_known_chip_says_how_long(model: str, least: float, most: float) -> None:
    seconds = estimate_cost(load_catalog()[model], mac("ram=16GB", "Apple M1")).seconds
    assert seconds is not None
    assert least < seconds < most
    faster = estimate_cost(load_catalog()[model], mac("ram=16GB", "Apple M2 Max")).seconds
    assert faster is not None
    assert faster < seconds / 4


def test_a_chip_that_nobody_knows_says_nothing() -> None:
    assert estimate_cost(load_catalog()["sd-1.5"], mac("ram=16GB", "Apple M9")).seconds is None


def test_what_the_machine_has_shown_counts_more_than_what_its_chip_could_do() -> None:
    made = Request(prompt="", seed=1, width=512, height=512, steps=20, guidance_scale=7.5, model="sd-1.5")
    speed = Durations([(made, 60.0)] * 3).tflops(1.607)
    assert speed == pytest.approx((20 * 1.607 + 2.515) / 60, rel=0.01)
    entry = load_catalog()["sd-1.5"]
    expected = estimate_cost(entry, mac("ram=16GB", "Apple M1"), speed).seconds
    assert expected == pytest.approx(60 * (25 * 1.607 + 2.515) / (20 * 1.607 + 2.515), rel=0.01)
    small = Durations([(Request.from_dict({**made.to_dict(), "model": "starter"}), 1.0)])
    assert small.tflops(1.607) is None, "the speed of a small model was used for a large one"


def test_how_quick_a_processor_is_is_measured_once_and_only_if_asked_to() -> None:
    here = with_overrides("device=cpu", detect_machine())
    measured = machine_tflops(here)
    assert measured is not None
    assert 0.001 < measured < 100
    assert machine_tflops(here, measure=False) == measured
    assert machine_tflops(mac("ram=16GB", "Apple M1"), measure=False) == 1.3


def test_work_grows_with_steps_pixels_and_guidance() -> None:
    entry = load_catalog()["sd-1.5"]
    whole = entry.work(20, 512 * 512, True) or 0
    assert whole == pytest.approx(20 * 1.607 + 2.515)
    assert entry.work(20, 256 * 256, True) == pytest.approx(whole / 4)
    assert entry.work(20, 512 * 512, False) == pytest.approx(10 * 1.607 + 2.515)
    assert load_catalog()["sdxl-turbo"].work(1, 512 * 512, False) == pytest.approx(1.589 + 2.515)
