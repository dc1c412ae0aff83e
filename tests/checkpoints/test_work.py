"""The arithmetic of a picture, counted from configurations, is what PyTorch's counter counts."""

# pyright: reportArgumentType=false
# (diffusers annotates its constructors more narrowly than it calls them)

import json
import shutil
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import AutoencoderKL, FluxTransformer2DModel, UNet2DConditionModel
from torch.utils.flop_counter import FlopCounterMode

from macapp.checkpoints.work import autoencoder, transformer, unet, work_in, work_of
from macapp.paths import resources
from macapp.request import Control
from tests.checkpoints.test_catalogue import UNETS, placed
from tests.requests_of_all_kinds import request

DEFAULTS = {each.name: each.default for each in signature(UNet2DConditionModel.__init__).parameters.values()}


def unet_counted(config: dict[str, Any], side: int) -> float:
    """Return the 10**12 operations that PyTorch counts for one pass on latents without data."""
    with torch.device("meta"):
        made = UNet2DConditionModel(sample_size=side, **config)
        numbers = 5 if config["cross_attention_dim"] == 1280 else 6
        sizes = {"text_embeds": torch.empty(1, 1280), "time_ids": torch.empty(1, numbers)}
        prompt = torch.empty(1, 77, config["cross_attention_dim"])
        with FlopCounterMode(display=False) as counter:
            made(torch.empty(1, made.config["in_channels"], side, side), 1, prompt, added_cond_kwargs=sizes)
    return counter.get_total_flops() / 1e12


@pytest.mark.parametrize("side", [32, 128])
@pytest.mark.parametrize("name", UNETS)
def test_a_pass_of_a_unet(name: str, side: int) -> None:
    down, up = unet({**DEFAULTS, **UNETS[name]})
    assert (down + up).at(side**2) == pytest.approx(unet_counted(UNETS[name], side), rel=0.001)
    assert down.at(side**2) < up.at(side**2), "a ControlNet is the smaller half"


def test_a_picture_decoded_and_encoded() -> None:
    with torch.device("meta"):
        vae = AutoencoderKL(
            block_out_channels=(128, 256, 512, 512),
            down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4,
            layers_per_block=2,
        )
        with FlopCounterMode(display=False) as decoding:
            vae.decode(torch.empty(1, 4, 64, 64))
        with FlopCounterMode(display=False) as encoding:
            vae.encode(torch.empty(1, 3, 512, 512))
    decode, encode = autoencoder(vae.config)
    assert decode.at(64**2) == pytest.approx(decoding.get_total_flops() / 1e12, rel=0.001)
    assert encode.at(64**2) == pytest.approx(encoding.get_total_flops() / 1e12, rel=0.001)


def test_a_pass_of_flux_within_a_sixth() -> None:
    with torch.device("meta"):
        flux = FluxTransformer2DModel(guidance_embeds=True)
        given = {"hidden_states": torch.empty(1, 4096, 64), "encoder_hidden_states": torch.empty(1, 512, 4096)}
        given |= {"pooled_projections": torch.empty(1, 768), "timestep": torch.empty(1), "guidance": torch.empty(1)}
        with FlopCounterMode(display=False) as counter:
            flux(**given, img_ids=torch.empty(4096, 3), txt_ids=torch.empty(512, 3))
    shapes = {name: tuple(each.shape) for name, each in flux.state_dict().items()}
    found = transformer(flux.config, shapes).at(128**2)
    assert found == pytest.approx(counter.get_total_flops() / 1e12, rel=1 / 6)


def test_a_picture_of_a_model_of_the_users_own(tmp_path: Path) -> None:
    own = str(shutil.copytree(resources() / "starter-model", tmp_path / "own"))
    asked = request(model=own, width=128, height=128, steps=20, guidance_scale=4.0)
    whole = work_of(asked)
    assert whole == work_of(request(width=128, height=128, steps=20, guidance_scale=4.0)), "as of the one that ships"
    config = json.loads((resources() / "starter-model" / "unet" / "config.json").read_text())
    plain = {name: value for name, value in config.items() if not name.startswith("_")}
    vae = autoencoder(json.loads((resources() / "starter-model" / "vae" / "config.json").read_text()))[0]
    with torch.device("meta"):
        made = UNet2DConditionModel(**plain)
        with FlopCounterMode(display=False) as counter:
            made(torch.empty(2, 4, 16, 16), 1, torch.empty(2, 77, 128))
    assert whole == pytest.approx(20 * counter.get_total_flops() / 1e12 + vae.at(256), rel=0.02)


def test_what_a_request_asks_for_counts() -> None:
    plain = {"width": 128, "height": 128, "steps": 20, "guidance_scale": 4.0}
    whole = work_of(request(**plain)) or 0
    image, control = "a" * 64, Control(model="starter-edges", image="a" * 64)
    assert (work_of(request(**{**plain, "guidance_scale": 1.0})) or 0) < 0.6 * whole
    assert (work_of(request(**plain, image=image, strength=0.5)) or 0) < 0.7 * whole
    assert 1.1 * whole < (work_of(request(**plain, controls=(control,))) or 0) < 1.5 * whole
    assert (work_of(request(**plain, hires_scale=2.0)) or 0) > 2 * whole
    assert 3.5 * whole < (work_of(request(**{**plain, "width": 256, "height": 256})) or 0) < 5 * whole


def test_a_model_that_is_not_here_is_known_by_the_catalogue_or_not_at_all(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub-cache"))
    asked = request(model="sd-2-inpainting", width=512, height=512, steps=20)
    assert work_in("sd-2-inpainting") is None
    assert work_of(asked) == pytest.approx(20 * 1.609 + 2.515)
    assert work_of(request(model="/some/folder")) is None
    from macapp.checkpoints.catalogue import catalogue

    placed(catalogue()["sd-2-inpainting"], tiny_model)
    assert work_in("sd-2-inpainting") is not None, "it came meanwhile"
