"""The self-test: it passes on a working machine, and names what fails."""

import json
from pathlib import Path

import pytest
from PIL import ImageOps

from macapp.diagnostics import self_test
from macapp.diagnostics.self_test import run_self_test
from macapp.domain.job import GeneratedImage
from macapp.engine.engine import Engine
from macapp.errors import MachineError


def test_all_is_well_here(tmp_path: Path, said) -> None:
    code, out, _ = said("--library", str(tmp_path), "doctor", "--self-test", "--json")
    assert code == 0, out
    report = json.loads(out)
    told = {each["name"]: each for each in report["self_test"]}
    assert all(each["passed"] for each in told.values())
    assert told["device"]["seen"]["device"] in ("cpu", "cuda", "mps")
    assert told["time of a step"]["seen"]["seconds"] > 0
    assert told["same picture as on the CPU"]["seen"]["mean difference of 255"] < 4


def test_progress_is_told_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_test, "PICTURES", 2)
    told: list[tuple[int, int]] = []
    run_self_test("cpu", lambda *progress: told.append(progress))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_gpu_that_draws_something_else_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said) -> None:
    """The second engine inverts the colours, like a broken kernel."""
    monkeypatch.setattr(self_test, "PICTURES", 1)
    whole, engines = Engine.generate, []

    def broken(engine: Engine, *given) -> GeneratedImage:
        if engine not in engines:
            engines.append(engine)
        made = whole(engine, *given)
        image = made.image if engine is engines[0] else ImageOps.invert(made.image)
        return GeneratedImage(image=image, made_with={**made.made_with, "rescued": "float32"})

    monkeypatch.setattr(Engine, "generate", broken)
    code, out, _ = said("--library", str(tmp_path), "doctor", "--self-test")
    assert code == 1
    failed = [line for line in out.splitlines() if line.startswith("FAILED")]
    assert len(failed) == 3
    assert any("same picture as on the CPU" in line for line in failed)
    assert any("no number was lost" in line for line in failed)


def test_a_gpu_that_keeps_memory_of_every_picture_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_test, "PICTURES", 2)
    held = iter([0, 2**24])
    monkeypatch.setattr("macapp.engine.runtime.devices.driver_bytes", lambda _device: next(held))
    assert [each.name for each in run_self_test("cpu") if not each.passed] == ["memory stays"]


def test_a_device_that_is_not_there_is_a_sentence() -> None:
    import torch

    missing = "mps" if not torch.backends.mps.is_available() else "cuda"
    with pytest.raises(MachineError, match="device-missing"):
        run_self_test(missing)


def test_a_report_names_nobody(tmp_path: Path, said, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report is sent to others, and the path of the home folder contains the name of the user."""
    monkeypatch.setenv("HOME", str(tmp_path))
    _, out, _ = said("--library", str(tmp_path / "Pictures" / "Easel"), "doctor", "--json")
    assert str(tmp_path) not in out
    assert json.loads(out)["pictures"] == "~/Pictures/Easel"
