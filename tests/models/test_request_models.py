"""What a request uses beside its checkpoint counts in the price: weights by their headers, and what they work on."""

from dataclasses import replace
from pathlib import Path

import pytest

from macapp import models
from macapp.domain.request import Control, Lora
from macapp.messages import sentence
from macapp.models.auxiliary import addon, tensors_in
from macapp.models.catalog import catalogue
from macapp.models.request_models import asked_of, numbers_of
from macapp.planning.memory import Extras
from macapp.planning.plan import plan
from macapp.system.machine import GIB, Machine, pretended, this_machine
from tests.support import tiny_models
from tests.support.request_factory import request

MAC = Machine(ram=16 * GIB, torch="2.13.0", device="mps", macos="14.5", arch="arm64", chip="Apple M2")
IMAGE = "a" * 64


def weighed(folder: Path) -> int:
    """Return how many numbers lie in a file, or in the files of a folder."""
    from safetensors.torch import load_file

    files = [folder] if folder.is_file() else sorted(folder.rglob("*.safetensors"))
    return sum(each.numel() for file in files for each in load_file(file).values())


def test_controlnets_and_loras_are_counted_by_their_headers(tiny_model: Path, tmp_path: Path) -> None:
    own = models.find(str(tiny_model))
    net = tiny_models.make_tiny_controlnet(tiny_model, tmp_path / "net")
    lora = tiny_models.make_lora(tiny_model, tmp_path / "lora.safetensors")
    asked = request(
        model=own.id,
        controls=(Control(model=str(net), image=IMAGE), Control(model=str(net), image=IMAGE)),
        loras=(Lora(model=str(lora)),),
    )
    extras = asked_of(own, asked).extras
    assert extras == Extras(weights=2 * weighed(net) + weighed(lora), controls=2)
    here = replace(pretended("device=cpu", this_machine()), ram=16 * GIB)
    alone, with_all = plan(here, own.architecture, (64, 64)), plan(here, asked_of(own, asked), (64, 64))
    assert with_all.weights - alone.weights == 4 * extras.weights
    assert with_all.needed - alone.needed >= 4 * extras.weights
    assert asked_of(own, request(model=own.id)) == own.architecture


def test_a_refiner_a_vae_and_upscalers_are_counted_while_they_are_used(tiny_model: Path, tmp_path: Path) -> None:
    own = models.find(str(tiny_model))
    refiner = tiny_models.make_tiny_refiner(tmp_path / "refiner")
    asked = request(model=own.id, refiner=str(refiner), width=128)
    assert asked_of(own, asked).extras.models == ((models.find(str(refiner)).architecture, (128, 64)),)
    esrgan = tiny_models.make_esrgan(tmp_path / "esrgan.safetensors")
    unused = request(model=own.id, upscaler=str(esrgan))
    assert asked_of(own, unused).extras == Extras(), "nothing is enlarged"
    found = asked_of(own, replace(unused, upscale=4, width=512)).extras
    assert found == Extras(single_weights=weighed(esrgan), enlarged=256 * 64 * 16)
    x4 = tiny_models.make_x4_upscaler(tmp_path / "x4")
    ((drawn, size),) = asked_of(own, request(model=own.id, upscaler=str(x4), hires_scale=2.0, width=512)).extras.models
    assert size == (512, 256)
    assert drawn.vae_single
    assert drawn.latent_scale == 4
    vae = asked_of(own, request(model=own.id, vae=str(tiny_model / "vae"))).extras
    assert vae == Extras(weights=weighed(tiny_model / "vae"))
    assert numbers_of(addon(str(x4), "upscaler")) == weighed(x4)
    assert len(tensors_in(addon(str(esrgan), "upscaler"))) > 4


def test_what_is_missing_is_left_out_and_the_engine_says_so(tiny_model: Path, tmp_path: Path) -> None:
    own, gone = models.find(str(tiny_model)), str(tmp_path / "gone.safetensors")
    asked = request(
        model=own.id, controls=(Control(model=gone, image=IMAGE),), refiner=gone, upscaler=gone, upscale=2, vae=gone
    )
    assert asked_of(own, asked).extras == Extras(controls=1)


@pytest.mark.parametrize(
    ("facts", "extras", "dropped", "fits"),
    [
        ("ram=20GB", Extras(), False, True),
        ("ram=20GB", Extras(weights=1_251_000_000, controls=1), True, True),
        ("ram=12GB", Extras(), True, True),
        ("ram=12GB", Extras(weights=1_251_000_000, controls=1), True, False),
    ],
)
def test_what_is_beside_counts_in_what_is_done_and_refused(facts, extras, dropped: bool, fits: bool) -> None:
    """SDXL at its own size, with and without a ControlNet of its own."""
    xl = catalogue()["sdxl"].architecture
    assert xl is not None
    made = plan(pretended(facts, MAC), replace(xl, extras=extras), (1024, 1024))
    assert (made.savings.text_encoder_dropped, made.fits) == (dropped, fits)
    if made.refused is not None:
        assert made.largest_size is None or f"{made.largest_size[0]}x" in sentence(made.refused)
