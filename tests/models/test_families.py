"""A family that needs newer libraries is refused before anything is loaded, and reported by the doctor."""

from pathlib import Path

import pytest

from macapp import models
from macapp.diagnostics import report
from macapp.errors import MachineError
from macapp.messages import message_for
from macapp.models import model_family
from macapp.models.families import FAMILIES
from macapp.planning.acceleration import Toolchain, choose_acceleration
from macapp.planning.plan import make_plan
from macapp.system.machine import detect_machine, with_overrides

LEGACY = {"torch": "1.13.1", "diffusers": "0.31.0", "transformers": "4.49.0"}
CURRENT = {"torch": "2.13.0+cpu", "diffusers": "0.42.1", "transformers": "5.23.0"}


@pytest.mark.parametrize(
    ("pipeline", "needs"),
    [
        ("StableDiffusionPipeline", None),
        ("StableDiffusionXLPipeline", None),
        ("LatentConsistencyModelPipeline", None),
        ("StableDiffusion3Pipeline", "torch 2.0"),
        ("FluxPipeline", "torch 2.0"),
        ("QwenImagePipeline", "torch 2.0"),
        ("IFPipeline", "transformers 5.0"),
        ("Kandinsky3Pipeline", "transformers 5.0"),
    ],
)
def test_what_the_oldest_set_cannot_do_is_known(
    pipeline: str, needs: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_family, "package_version", LEGACY.get)
    old = FAMILIES[pipeline].missing_dependency()
    assert (old is None) is (needs is None)
    assert needs is None or needs in message_for(old)  # type: ignore[arg-type]
    monkeypatch.setattr(model_family, "package_version", CURRENT.get)
    assert FAMILIES[pipeline].missing_dependency() is None


def test_a_library_that_is_not_there_is_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_family, "package_version", {}.get)
    assert FAMILIES["FluxPipeline"].missing_dependency() is not None


def test_the_doctor_tells_them_in_a_line_for_each_reason(starter_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = with_overrides("torch=1.13.1,macos=12.6,device=mps", detect_machine())
    made = make_plan(machine, models.find_checkpoint("starter").architecture, (128, 128))
    quicker = choose_acceleration(machine, made.precisions, Toolchain())

    def lines() -> list[report.Rule]:
        return [each for each in report.evaluate_rules(machine, made, quicker) if each.name == "libraries"]

    monkeypatch.setattr(model_family, "package_version", CURRENT.get)
    [rule] = lines()
    assert not rule.fired
    monkeypatch.setattr(model_family, "package_version", LEGACY.get)
    of_torch, of_transformers = sorted(lines(), key=lambda each: "transformers" in each.why)
    assert of_torch.fired
    assert "FLUX" in of_torch.why
    assert "torch 2.0" in of_torch.why
    assert of_transformers.why.startswith("Not supported: DeepFloyd IF, Kandinsky 3.")


def test_such_a_model_is_refused_by_its_name_and_not_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny_model: Path, starter_model: Path
) -> None:
    from tests.support.tiny_families import make_other

    folder = make_other("FluxPipeline", tmp_path / "flux")
    monkeypatch.setattr(model_family, "package_version", CURRENT.get)
    assert models.find_checkpoint(str(folder)).kind.name == "FLUX"
    monkeypatch.setattr(model_family, "package_version", LEGACY.get)
    with pytest.raises(MachineError, match="kind-needs") as caught:
        models.find_checkpoint(str(folder))
    assert "FLUX needs torch 2.0 or later, and 1.13.1 is installed" in message_for(caught.value)
    assert models.find_checkpoint(str(starter_model)).kind.name == "Stable Diffusion"
