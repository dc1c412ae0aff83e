"""How fast Apple's chips are: from the table, or from the number of their cores."""

import pytest

from macapp.models.catalog import load_catalog
from macapp.models.cost import estimate_cost
from macapp.planning.chips import CHIP_TFLOPS, chip_tflops
from macapp.planning.plan import expected_tflops
from macapp.system.machine import Machine, detect_machine, with_overrides


def mac(facts: str) -> Machine:
    return with_overrides(f"ram=32GB,device=mps,{facts}", detect_machine())


@pytest.mark.parametrize("generation", range(1, 6))
@pytest.mark.parametrize("size", ["", " Pro", " Max"])
def test_every_chip_from_m1_to_m5_is_in_the_table(generation: int, size: str) -> None:
    name = f"Apple M{generation}{size}"
    assert chip_tflops(mac(f"chip={name}")) == CHIP_TFLOPS[name]
    assert expected_tflops(mac(f"chip={name}")) == CHIP_TFLOPS[name] / 2


@pytest.mark.parametrize(
    ("facts", "peak"),
    [
        ("chip=Apple M6,gpu_cores=10", 3.8),
        ("chip=Apple M6 Max,gpu_cores=40", 15.2),
        ("chip=Apple M6", None),
        ("chip=Apple M1,gpu_cores=7", 2.6),
        ("device=cpu,chip=AMD EPYC,gpu_cores=10", None),
    ],
)
def test_an_unknown_chip_is_estimated_by_its_cores(facts: str, peak: float | None) -> None:
    found = chip_tflops(mac(facts))
    assert found == (None if peak is None else pytest.approx(peak))


def test_the_time_of_a_picture_is_known_on_a_chip_of_tomorrow() -> None:
    entry = load_catalog()["sd-1.5"]
    assert estimate_cost(entry, mac("chip=Apple M6")).seconds is None
    tomorrow = estimate_cost(entry, mac("chip=Apple M6,gpu_cores=10")).seconds
    assert tomorrow == pytest.approx(estimate_cost(entry, mac("chip=Apple M4")).seconds)
