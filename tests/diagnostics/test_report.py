"""The report of `macapp doctor`: all facts, but no name, prompt or secret of the user."""

import json
from pathlib import Path

import pytest

from macapp.diagnostics import report
from macapp.library import Library
from macapp.settings import Settings
from macapp.system import metal
from macapp.system.machine import detect_machine, with_overrides
from macapp.system.paths import LibraryPaths
from tests.support.request_factory import request

SAID = """Fatal Python error: Aborted

Thread 0x00007f1a (most recent call first):
  File "{home}/site/torch/nn/modules/conv.py", line 549 in _conv_forward
  File "{home}/site/diffusers/pipeline.py", line 12 in __call__
"""


def told(places: LibraryPaths) -> dict:
    return report.build_report(detect_machine(), Settings(), places)


def test_a_library_that_is_not_there_is_not_made(places: LibraryPaths) -> None:
    assert told(places)["library"] == "not made yet"
    assert not places.database.exists()


def test_what_is_in_the_library_is_counted_and_checked(library: Library) -> None:
    library.queue.add([request("a secret wish"), request("another")])
    fields = told(library.places)
    assert fields["library"] == {"pictures": 0, "waiting": 2, "failed": 0, "whole": True, "connected": True}
    assert "secret wish" not in json.dumps(fields)
    assert "waiting 2, failed 0, whole yes" in report.format_report(fields)


def test_the_last_crash_is_told_by_what_ended_it_and_where(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    assert told(library.places)["last_crash"] is None
    library.places.crash_report.write_text(SAID.format(home="/home/somebody"))
    crash = told(library.places)["last_crash"]
    assert crash["by"] == "Fatal Python error: Aborted"
    assert crash["in"] == 'File "~/site/torch/nn/modules/conv.py", line 549 in _conv_forward'


def test_only_variables_that_matter_are_told_and_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/somebody")
    given = {
        "PYTORCH_ENABLE_MPS_FALLBACK": "1",
        "HF_HOME": "/home/somebody/models",
        "HF_TOKEN": "hf_abc",
        "HUGGINGFACE_API_KEY": "hf_def",
        "AWS_SECRET": "x",
        "EDITOR": "vi",
        "PATH": "/home/somebody/bin",
    }
    assert report.relevant_environment(given) == {"HF_HOME": "~/models", "PYTORCH_ENABLE_MPS_FALLBACK": "1"}


def test_every_rule_says_why(places: LibraryPaths) -> None:
    names = [each["name"] for each in told(places)["rules"]]
    of_memory = {"drop text encoders", "guidance in two passes", "decode in tiles", "bound memory", "refuse the size"}
    assert {"slice attention", "warm up", "pad heads", "libraries", "one after another", *of_memory} <= set(names)
    assert {"channels last", "TF32", "compile"} <= set(names)


def test_what_metal_says_is_asked_on_a_mac_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert (metal.recommended_working_set(), metal.gpu_core_count()) == (None, None)
    monkeypatch.setattr(metal, "ON_A_MAC", True)
    assert metal.recommended_working_set() is None, "there is no Metal here, and that is no fault"
    listing = tmp_path / "ioreg"
    listing.write_text(
        "#!/bin/sh\necho '+-o AGXAcceleratorG14X  <class AGXAccelerator>'\necho '  \"gpu-core-count\" = 19'\n"
    )
    listing.chmod(0o755)
    monkeypatch.setattr(metal, "IOREG", listing)
    assert metal.gpu_core_count() == 19
    monkeypatch.setattr(metal, "IOREG", tmp_path / "nothing")
    assert metal.gpu_core_count() is None


def test_what_is_known_of_a_mac_is_in_the_report(places: LibraryPaths) -> None:
    facts = "ram=16GB,macos=14.5,device=mps,working_set=12GB,gpu_cores=10"
    mac = with_overrides(facts, detect_machine())
    text = report.format_report(report.build_report(mac, Settings(), places))
    assert "A picture may use 10.8 GB: Metal recommends at most 12 GB" in text
    assert "working set  12 GB" in text
    assert "gpu cores    10" in text
