"""ControlNets, VAEs and the refiner in single files: the picture of the folder that they came from, to the pixel."""

# pyright: reportArgumentType=false, reportCallIssue=false
# (diffusers annotates what it returns more widely than it is)

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import AutoencoderKL, AutoencoderTiny, ControlNetModel, StableDiffusionXLImg2ImgPipeline
from PIL import Image
from safetensors.torch import load_file, save_file

from macapp import models
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import Control
from macapp.errors import BadRequest
from macapp.messages import message_for
from macapp.models import resolve_request
from macapp.models.auxiliary import find_auxiliary
from macapp.models.single_file import materialize_controlnet_config
from tests.support import tiny_models
from tests.support.original_names import controlnet_state, save_single, vae_state
from tests.support.original_pipelines import make_pipeline
from tests.support.plain_diffusers import MAP, SAFE, SIZE, asked, make, plainly, same


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("macapp.models.single_file.config_cache_dir", lambda: tmp_path / "configurations")


@pytest.fixture(scope="module")
def first(tiny_model: Path, folder: Path) -> Path:
    """A model of a few channels in the true layout of Stable Diffusion 1."""
    make_pipeline("SD 1").save_pretrained(folder / "sd1", safe_serialization=True)
    return folder / "sd1"


def saved(state: dict[str, torch.Tensor], file: Path) -> Path:
    save_file({name: each.detach().clone().contiguous() for name, each in state.items()}, file)
    return file


@pytest.mark.parametrize("form", ["", "control_model.", "diffusers"])
def test_a_controlnet_in_one_file_draws_as_its_folder_does(engine, first: Path, tmp_path: Path, form: str) -> None:
    there = tiny_models.make_tiny_controlnet(first, tmp_path / "folder")
    if form == "diffusers":
        state = load_file(there / "diffusion_pytorch_model.safetensors")
    else:
        state = controlnet_state(ControlNetModel.from_pretrained(there), form)
    file = saved(state, tmp_path / "edges.safetensors")
    found = find_auxiliary(str(file), AuxiliaryKind.CONTROLNET)
    assert (found.name, found.width) == ("edges", 64)
    pictures = [
        make(engine, asked(first, controls=(Control(model=str(each), image=MAP, scale=0.8),), width=64, height=64))
        for each in (there, file)
    ]
    assert same(*pictures)


@pytest.mark.parametrize("kind", ["SD 2", "SDXL"])
def test_the_configuration_of_a_controlnet_is_told_by_its_shapes(tiny_model: Path, tmp_path: Path, kind: str) -> None:
    unet = make_pipeline(kind).unet
    config: dict[str, Any] = dict(unet.config)
    if kind == "SDXL":  # what a second encoder of the true width says, and 256 numbers for each of six
        config |= {"projection_class_embeddings_input_dim": 1280 + 6 * 256, "addition_time_embed_dim": 256}
    other: Any = type(unet).from_config(config)
    controlnet = ControlNetModel.from_unet(other)
    for prefix in ("", "control_model."):
        file = saved(controlnet_state(controlnet, prefix), tmp_path / f"{prefix}x.safetensors")
        made: Any = ControlNetModel.from_config(ControlNetModel.load_config(materialize_controlnet_config(file)))
        shapes = {name: each.shape for name, each in made.state_dict().items()}
        assert shapes == {name: each.shape for name, each in controlnet.state_dict().items()}
        heads = ("num_attention_heads", "attention_head_dim", "use_linear_projection", "addition_time_embed_dim")
        assert all(made.config[each] == controlnet.config[each] for each in heads if each != "num_attention_heads")


def test_another_vae_decodes_and_taking_it_off_gives_back_the_pixels(engine, first: Path, tmp_path: Path) -> None:
    before = make(engine, asked(first, **SIZE))
    torch.manual_seed(9)
    vae: Any = AutoencoderKL.from_config(AutoencoderKL.load_config(first / "vae"))
    vae.save_pretrained(tmp_path / "vae", safe_serialization=True)
    wanted = asked(first, vae=str(tmp_path / "vae"), **SIZE)
    other = make(engine, wanted)
    assert not same(other, before)
    plain = AutoencoderKL.from_pretrained(tmp_path / "vae")
    assert same(other, plainly("StableDiffusionPipeline", wanted, {**SAFE, "vae": plain}, **SIZE))
    for prefix in ("", "first_stage_model."):  # in one file, with the settings of the checkpoint's own
        state = {prefix + name.removeprefix("first_stage_model."): each for name, each in vae_state(vae).items()}
        file = saved(state, tmp_path / "one.safetensors")
        assert find_auxiliary(str(file), AuxiliaryKind.VAE).width == 4
        assert same(make(engine, replace(wanted, vae=str(file))), other)
        engine.generate(resolve_request(asked(first, **SIZE)), {}, lambda: None, lambda *_: None)  # releases it
    assert same(make(engine, asked(first, **SIZE)), before)


def test_a_tiny_vae_decodes_and_encodes(engine, first: Path, tmp_path: Path) -> None:
    torch.manual_seed(1)
    tiny: Any = AutoencoderTiny(
        encoder_block_out_channels=(8, 8, 8, 8),
        decoder_block_out_channels=(8, 8, 8, 8),
        num_encoder_blocks=(1, 1, 1, 1),
        num_decoder_blocks=(1, 1, 1, 1),
    )
    tiny.save_pretrained(tmp_path / "taesd", safe_serialization=True)
    wanted = asked(first, vae=str(tmp_path / "taesd"), **SIZE)
    parts = {**SAFE, "vae": AutoencoderTiny.from_pretrained(tmp_path / "taesd")}
    assert same(make(engine, wanted), plainly("StableDiffusionPipeline", wanted, parts, **SIZE))
    changed = replace(wanted, image=MAP, strength=0.5)
    assert make(engine, changed).size == (64, 64)


def test_a_vae_of_another_family_is_refused(engine, first: Path, tmp_path: Path) -> None:
    sixteen: Any = tiny_models.vae(True, channels=16)
    sixteen.save_pretrained(tmp_path / "vae", safe_serialization=True)
    with pytest.raises(BadRequest) as caught:
        make(engine, asked(first, vae=str(tmp_path / "vae"), **SIZE))
    assert "This VAE was made for another model family" in message_for(caught.value)


@pytest.mark.parametrize("last", ["CrossAttnDownBlock2D", "DownBlock2D"])
def test_the_refiner_in_one_file_refines_as_its_folder_does(
    engine, tiny_model: Path, tmp_path: Path, last: str
) -> None:
    """Of the real one the last level does not attend, and the middle does, in as many layers as the level before."""
    base = make_pipeline("SDXL")
    base.save_pretrained(tmp_path / "base", safe_serialization=True)
    unet_config = {**base.unet.config, "cross_attention_dim": 128, "projection_class_embeddings_input_dim": 5 * 8 + 128}
    if last == "DownBlock2D":
        down = ("DownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D")
        unet_config |= {"block_out_channels": (64, 128, 128), "attention_head_dim": [1, 2, 2]}
        unet_config |= {"down_block_types": down, "transformer_layers_per_block": 2}
        unet_config |= {"up_block_types": tuple(each.replace("Down", "Up") for each in reversed(down))}
    torch.manual_seed(3)
    refiner = StableDiffusionXLImg2ImgPipeline(
        base.vae,
        None,  # type: ignore[arg-type]
        base.text_encoder_2,
        None,  # type: ignore[arg-type]
        base.tokenizer_2,
        type(base.unet).from_config(unet_config),
        base.scheduler,
        requires_aesthetics_score=True,
        force_zeros_for_empty_prompt=False,
        add_watermarker=False,
    )
    refiner.save_pretrained(tmp_path / "refiner", safe_serialization=True)
    file = save_single(refiner, tmp_path / "refiner.safetensors")
    assert models.find_checkpoint(str(file)).pipeline == "StableDiffusionXLImg2ImgPipeline"
    pictures: list[Image.Image] = [
        make(engine, asked(tmp_path / "base", refiner=str(each), refiner_start=0.5, width=256, height=256))
        for each in (tmp_path / "refiner", file)
    ]
    assert same(*pictures)
