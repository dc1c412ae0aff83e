"""Facts about this machine, and about simulated ones."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from macapp.errors import BadRequest
from macapp.system.machine import (
    DEVICE_VARIABLE,
    GIB,
    chosen_device,
    detect_machine,
    memory_pressure,
    parse_release,
    with_overrides,
)


def test_the_facts_of_this_machine_need_no_torch() -> None:
    code = "import sys, macapp.system.machine as h; print(h.detect_machine().ram); assert 'torch' not in sys.modules"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert int(printed) == psutil.virtual_memory().total


def test_a_machine_can_be_pretended() -> None:
    mac = with_overrides("ram=16GB, torch=2.13.0,macos=14.5,device=mps", detect_machine())
    assert (mac.ram, mac.torch, mac.macos, mac.device, mac.arch) == (16 * GIB, "2.13.0", "14.5", "mps", "arm64")
    assert with_overrides("", detect_machine()) == detect_machine()
    assert with_overrides("ram=512MB", detect_machine()).ram == 512 * 2**20


def test_what_metal_recommends_is_of_the_memory_that_it_was_asked_of() -> None:
    mac = replace(detect_machine(), working_set=10 * GIB)
    assert with_overrides("torch=2.8.0", mac).working_set == 10 * GIB
    assert with_overrides("ram=64GB", mac).working_set is None
    assert with_overrides("working_set=48GB,ram=64GB", mac).working_set == 48 * GIB
    with pytest.raises(BadRequest, match="fact-wrong"):
        with_overrides("working_set=most", mac)


def test_the_cores_are_those_of_the_chip_that_was_named() -> None:
    mac = replace(detect_machine(), gpu_cores=10)
    assert with_overrides("ram=64GB", mac).gpu_cores == 10
    assert with_overrides("chip=Apple M9", mac).gpu_cores is None
    assert with_overrides("gpu_cores=24,chip=Apple M9", mac).gpu_cores == 24
    for wrong in ("gpu_cores=many", "gpu_cores=0", "gpu_cores=99999"):
        with pytest.raises(BadRequest, match="fact-wrong"):
            with_overrides(wrong, mac)


@pytest.mark.parametrize("facts", ["ram", "ram=", "ram=much", "colour=red", "device=tpu", "torch=new", "ram=-1GB"])
def test_what_is_no_fact_is_refused(facts: str) -> None:
    with pytest.raises(BadRequest):
        with_overrides(facts, detect_machine())


@pytest.mark.parametrize(("named", "device"), [("cpu", "cpu"), ("mps", "mps"), ("", None), ("tpu", None)])
def test_the_environment_names_the_device_where_nothing_else_does(
    monkeypatch: pytest.MonkeyPatch, named: str, device: str | None
) -> None:
    monkeypatch.delenv(DEVICE_VARIABLE, raising=False)
    detect_machine.cache_clear()
    found = detect_machine().device
    monkeypatch.setenv(DEVICE_VARIABLE, named)
    detect_machine.cache_clear()
    try:
        assert detect_machine().device == (device or found)
        assert chosen_device("cuda") == "cuda"
        assert chosen_device() == (named or "auto"), "the engine says that there is no such device"
    finally:
        monkeypatch.undo()
        detect_machine.cache_clear()


def test_versions_compare_by_their_first_two_numbers() -> None:
    assert parse_release("1.13.0a0") == (1, 13)
    assert parse_release("2.13.0+cpu") == (2, 13)
    assert parse_release("14") == (14, 0)
    assert parse_release("unknown") == (0, 0)


def test_memory_is_as_short_as_the_system_says(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {
        "some avg10=0.00 avg60=0.0 avg300=0.0 total=0\nfull avg10=0.00 avg60=0.0 avg300=0.0 total=0": "normal",
        "some avg10=55.10 avg60=0.0 avg300=0.0 total=0\nfull avg10=3.00 avg60=0.0 avg300=0.0 total=0": "warning",
        "some avg10=90.00 avg60=0.0 avg300=0.0 total=0\nfull avg10=41.00 avg60=0.0 avg300=0.0 total=0": "critical",
    }
    for text, pressure in said.items():
        monkeypatch.setattr(Path, "read_text", lambda _path, text=text: text)
        assert memory_pressure() == pressure
    monkeypatch.undo()
    assert memory_pressure() in ("normal", "warning", "critical")
