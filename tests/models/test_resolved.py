"""The cost of a request includes its auxiliary models: their weights from the headers, and their activations."""

from dataclasses import replace
from pathlib import Path

import pytest

from macapp import models
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import Control, Lora
from macapp.domain.weight_format import WeightFormat
from macapp.errors import MachineError
from macapp.messages import message_for
from macapp.models.auxiliary import find_auxiliary, parameter_count, read_tensors
from macapp.models.catalog import load_catalog
from macapp.models.resolved import resolve_available, resolve_request
from macapp.planning.architecture import ExtraModels
from macapp.planning.plan import make_plan
from macapp.system.machine import GIB, Machine, detect_machine, with_overrides
from tests.support import tiny_models
from tests.support.request_factory import request

MAC = Machine(ram=16 * GIB, torch="2.13.0", device="mps", macos="14.5", arch="arm64", chip="Apple M2")
IMAGE = "a" * 64


def weighed(folder: Path) -> int:
    """Return the number of parameters in a file, or in the files of a folder."""
    from safetensors.torch import load_file

    files = [folder] if folder.is_file() else sorted(folder.rglob("*.safetensors"))
    return sum(each.numel() for file in files for each in load_file(file).values())


def test_controlnets_and_loras_are_counted_by_their_headers(tiny_model: Path, tmp_path: Path) -> None:
    own = models.find_checkpoint(str(tiny_model))
    net = tiny_models.make_tiny_controlnet(tiny_model, tmp_path / "net")
    lora = tiny_models.make_lora(tiny_model, tmp_path / "lora.safetensors")
    asked = request(
        model=own.id,
        controls=(Control(model=str(net), image=IMAGE), Control(model=str(net), image=IMAGE)),
        loras=(Lora(model=str(lora)),),
    )
    extras = resolve_available(asked, own).architecture.extras
    assert replace(extras, packed=()) == ExtraModels(weights=2 * weighed(net) + weighed(lora), controls=2)
    packed = dict(extras.packed)
    assert packed[WeightFormat.FULL].weights == 0
    assert 0 < packed[WeightFormat.INT4].stored < packed[WeightFormat.INT8].stored < 2 * 2 * weighed(net)
    here = replace(with_overrides("device=cpu", detect_machine()), ram=16 * GIB)
    alone, with_all = (
        make_plan(here, own.architecture, (64, 64)),
        make_plan(here, resolve_available(asked, own).architecture, (64, 64)),
    )
    assert with_all.weights - alone.weights == 4 * extras.weights
    assert with_all.needed - alone.needed >= 4 * extras.weights
    assert resolve_available(request(model=own.id), own).architecture == own.architecture


def test_an_empty_name_is_a_missing_model_not_the_default(tmp_path: Path) -> None:
    xl = str(tiny_models.make_tiny_xl(tmp_path / "xl"))
    for name, code in (("vae", "addon-missing"), ("upscaler", "addon-missing"), ("refiner", "model-missing")):
        with pytest.raises(MachineError) as error:
            resolve_request(replace(request(model=xl, upscale=2), **{name: ""}))
        assert error.value.code == code


def test_a_refiner_a_vae_and_upscalers_are_counted_while_they_are_used(tiny_model: Path, tmp_path: Path) -> None:
    own = models.find_checkpoint(str(tiny_model))
    refiner = tiny_models.make_tiny_refiner(tmp_path / "refiner")
    asked = request(model=own.id, refiner=str(refiner), width=128)
    assert resolve_available(asked, own).architecture.extras.models == (
        (models.find_checkpoint(str(refiner)).architecture, (128, 64)),
    )
    esrgan = tiny_models.make_esrgan(tmp_path / "esrgan.safetensors")
    unused = request(model=own.id, upscaler=str(esrgan))
    assert resolve_available(unused, own).architecture.extras == ExtraModels(), (
        "the upscaler was counted without upscaling"
    )
    found = resolve_available(replace(unused, upscale=4, width=512), own).architecture.extras
    assert found == ExtraModels(single_weights=weighed(esrgan), enlarged=256 * 64 * 16)
    x4 = tiny_models.make_x4_upscaler(tmp_path / "x4")
    ((drawn, size),) = resolve_available(
        request(model=own.id, upscaler=str(x4), hires_scale=2.0, width=512), own
    ).architecture.extras.models
    assert size == (512, 256)
    assert drawn.vae_single
    assert drawn.latent_scale == 4
    vae = resolve_available(request(model=own.id, vae=str(tiny_model / "vae")), own).architecture.extras
    assert vae == ExtraModels(weights=weighed(tiny_model / "vae"))
    assert parameter_count(find_auxiliary(str(x4), AuxiliaryKind.UPSCALER)) == weighed(x4)
    assert len(read_tensors(find_auxiliary(str(esrgan), AuxiliaryKind.UPSCALER))) > 4


def test_what_is_missing_is_left_out_and_the_engine_says_so(tiny_model: Path, tmp_path: Path) -> None:
    own, gone = models.find_checkpoint(str(tiny_model)), str(tmp_path / "gone.safetensors")
    asked = request(
        model=own.id, controls=(Control(model=gone, image=IMAGE),), refiner=gone, upscaler=gone, upscale=2, vae=gone
    )
    assert resolve_available(asked, own).architecture.extras == ExtraModels(controls=1)


@pytest.mark.parametrize(
    ("facts", "extras", "dropped", "fits"),
    [
        ("ram=20GB", ExtraModels(), False, True),
        ("ram=20GB", ExtraModels(weights=1_251_000_000, controls=1), True, True),
        ("ram=12GB", ExtraModels(), True, True),
        ("ram=12GB", ExtraModels(weights=1_251_000_000, controls=1), True, False),
    ],
)
def test_what_is_beside_counts_in_what_is_done_and_refused(facts, extras, dropped: bool, fits: bool) -> None:
    """SDXL at its native size, with and without its ControlNet."""
    xl = load_catalog()["sdxl"].architecture
    assert xl is not None
    made = make_plan(with_overrides(facts, MAC), replace(xl, extras=extras), (1024, 1024))
    assert (made.savings.text_encoder_dropped, made.fits) == (dropped, fits)
    if made.refused is not None:
        assert made.largest_size is None or f"{made.largest_size[0]}x" in message_for(made.refused)
