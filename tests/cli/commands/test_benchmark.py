"""The command `benchmark`: it measures, saves each row, shows the last run, and ends with Control-C."""

import json
import signal
import subprocess
from typing import Any

import pytest
import torch

from macapp.benchmark.results import BenchmarkSpec, Measurement, load_runs
from macapp.cli import main
from macapp.cli.commands import benchmark
from macapp.system.paths import LibraryPaths
from tests.support.children import Child


@pytest.mark.usefixtures("small_products")
def test_the_command_measures_keeps_and_tells(
    places: LibraryPaths, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small = BenchmarkSpec(size=512, steps=1, pictures=1, iterations=1, compiles=False, batches=(1, 4))
    monkeypatch.setattr(benchmark, "QUICK", small)
    order = ["--library", str(places.pictures), "benchmark"]
    assert main([*order, "--last"]) == 2
    assert main([*order, "--models", "no-such"]) == 2
    assert "starter, sd-1.5, sdxl" in capsys.readouterr().err
    assert main([*order, "--quick", "--models", "starter", "--batches", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {each["batch"] for each in told["rows"]} == {1}
    assert told["change"] is None
    assert told["software"]["PyTorch"] == torch.__version__
    assert any(each["seconds"] for each in told["rows"])
    [run] = load_runs(LibraryPaths.at(places.pictures))
    assert [each.key for each in run.rows if each.seconds] == [
        Measurement(**{**each, "seconds": (1.0,)}).key for each in told["rows"] if each["seconds"]
    ]
    assert main([*order, "--last", "--markdown"]) == 0
    assert "| Starter | single precision |" in capsys.readouterr().out


def test_control_c_ends_it_with_130_and_what_was_measured_is_kept(places: LibraryPaths) -> None:
    command = ["-m", "macapp", "--library", str(places.pictures), "benchmark", "--quick", "--progress"]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process = Child([*command, "--models", "starter"], engine=True, **pipes)
    assert process.stdout is not None
    told = (json.loads(line) for line in process.stdout)
    first = next(each for each in told if "row" in each and each["row"]["seconds"])
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said == "macapp: Canceled.\n"
    [run] = load_runs(LibraryPaths.at(places.pictures))
    assert run.rows[0].name == first["row"]["name"]
