"""What an installed library is too old for is refused before anything is loaded, and told by the doctor."""

from pathlib import Path

import pytest

from macapp import models
from macapp.diagnostics import report
from macapp.errors import MachineFault
from macapp.messages import sentence
from macapp.models import families
from macapp.models.families import KINDS
from macapp.planning.acceleration import Tools, accelerated
from macapp.planning.plan import plan
from macapp.system.machine import pretended, this_machine

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
    monkeypatch.setattr(families, "installed", LEGACY.get)
    old = KINDS[pipeline].too_old()
    assert (old is None) is (needs is None)
    assert needs is None or needs in sentence(old)  # type: ignore[arg-type]
    monkeypatch.setattr(families, "installed", CURRENT.get)
    assert KINDS[pipeline].too_old() is None


def test_a_library_that_is_not_there_is_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(families, "installed", {}.get)
    assert KINDS["FluxPipeline"].too_old() is not None


def test_the_doctor_tells_them_in_a_line_for_each_reason(starter_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = pretended("torch=1.13.1,macos=12.6,device=mps", this_machine())
    made = plan(machine, models.find("starter").architecture, (128, 128))
    quicker = accelerated(machine, made.precisions, Tools())

    def lines() -> list[report.Rule]:
        return [each for each in report.rules(machine, made, quicker) if each.name == "libraries"]

    monkeypatch.setattr(families, "installed", CURRENT.get)
    [rule] = lines()
    assert not rule.fired
    monkeypatch.setattr(families, "installed", LEGACY.get)
    of_torch, of_transformers = sorted(lines(), key=lambda each: "transformers" in each.why)
    assert of_torch.fired
    assert "FLUX" in of_torch.why
    assert "torch 2.0" in of_torch.why
    assert of_transformers.why.startswith("DeepFloyd IF, Kandinsky 3: refused")


def test_such_a_model_is_refused_by_its_name_and_not_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny_model: Path, starter_model: Path
) -> None:
    from tests.support.tiny_families import make_other

    folder = make_other("FluxPipeline", tmp_path / "flux")
    monkeypatch.setattr(families, "installed", CURRENT.get)
    assert models.find(str(folder)).kind.name == "FLUX"
    monkeypatch.setattr(families, "installed", LEGACY.get)
    with pytest.raises(MachineFault, match="kind-needs") as caught:
        models.find(str(folder))
    assert "FLUX needs torch 2.0 or later, and here is 1.13.1" in sentence(caught.value)
    assert models.find(str(starter_model)).kind.name == "Stable Diffusion"
