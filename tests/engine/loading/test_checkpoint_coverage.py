"""The tensors of a checkpoint that are not used are stated with its picture, whatever its files look like."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from macapp.domain.job import Picture
from macapp.domain.request import Request
from macapp.engine.engine import Engine
from macapp.engine.loading.checkpoint_coverage import find_unused_tensors
from macapp.engine.loading.components import Placement
from macapp.engine.loading.loaded_model import load
from macapp.errors import MachineError
from macapp.messages import message_for
from macapp.models import find_checkpoint, resolve_request
from macapp.models.families import DEEPFLOYD_IF, FAMILIES
from tests.support import composed_models, tiny_models
from tests.support.composed_models import make_parts, save_all_in_one, save_parts
from tests.support.libraries import skip_if_too_old_for
from tests.support.plain_diffusers import IMAGES, asked, needs_of, nothing, same
from tests.support.tiny_families import TINY_FAMILIES, make_other

OF_SD3 = {"text_encoder": "clip_l", "text_encoder_2": "clip_g", "text_encoder_3": "t5xxl"}


def draw(engine: Engine, wanted: Request) -> tuple[Any, list[str]]:
    """Return a picture and the sentences about it."""
    made = engine.generate(resolve_request(wanted), IMAGES, nothing, nothing)
    size = made.image.size
    picture = Picture(id="a", request=wanted, created="", path=Path(), made_with=made.made_with, size=size)
    return made.image, [message_for(doubt) for doubt in picture.doubts]


def change(file: Path, changes: Callable[[dict[str, torch.Tensor]], dict[str, torch.Tensor]]) -> Path:
    state = changes(load_file(file))
    save_file({name: tensor.contiguous() for name, tensor in state.items()}, file, {"format": "pt"})
    return file


def with_one(name: str) -> Callable[[dict[str, torch.Tensor]], dict[str, torch.Tensor]]:
    return lambda state: {**state, name: torch.ones(2, 2)}


# Folders


@pytest.mark.parametrize("name", TINY_FAMILIES)
def test_a_folder_of_any_family_uses_all_that_it_has_or_names_the_rest(tmp_path: Path, name: str) -> None:
    skip_if_too_old_for(FAMILIES[name])
    folder = make_other(name, tmp_path / "model")
    checkpoint = find_checkpoint(str(folder))
    loaded = load(checkpoint, Placement("cpu", torch.float32))
    assert loaded.unused == []
    denoiser = next(part for part in loaded.parts if part in ("transformer", "unet", "prior"))
    change(next((folder / denoiser).glob("*.safetensors")), with_one("extra.weight"))
    [unused] = find_unused_tensors(checkpoint, loaded.parts)
    assert unused.names == (f"{denoiser}/extra.weight",)


@pytest.mark.parametrize("weights", ["full", "8-bit"])
def test_a_picture_of_a_folder_names_what_is_not_used(engine, tmp_path: Path, weights: str) -> None:
    folder = make_other("FluxPipeline", tmp_path / "model")
    wanted = asked(folder, scheduler="own", guidance_scale=3.0, steps=1, weights=weights, **needs_of("FluxPipeline"))
    expected, quiet = draw(engine, wanted)
    change(folder / "text_encoder_2" / "model.safetensors", with_one("encoder.block.9.extra.weight"))
    found, [sentence] = draw(engine, wanted)
    assert quiet == []
    assert same(found, expected)
    assert sentence.startswith("model has tensors that Easel does not use: 1 of ")
    assert sentence.endswith("such as text_encoder_2/encoder.block.9.extra.weight.")


def test_old_names_and_what_no_picture_needs_are_not_reported(engine, tiny_model: Path, tmp_path: Path) -> None:
    """The VAE of Stable Diffusion 1.5 has the names of its attention from before diffusers 0.18."""
    import shutil

    folder = shutil.copytree(tiny_model, tmp_path / "model")
    old = {"to_q": "query", "to_k": "key", "to_v": "value", "to_out.0": "proj_attn"}

    def rename(name: str) -> str:
        if "mid_block.attentions" not in name:
            return name
        return next((name.replace(f".{new}.", f".{before}.") for new, before in old.items() if new in name), name)

    file = next((folder / "vae").glob("*.safetensors"))
    change(file, lambda state: {rename(name): tensor for name, tensor in state.items()})
    assert any(".proj_attn." in name for name in load_file(file))
    text = folder / "text_encoder" / "model.safetensors"
    change(text, lambda state: {**state, "text_model.embeddings.position_ids": torch.arange(77).unsqueeze(0)})
    assert draw(engine, asked(folder, steps=1))[1] == []


# Transformers in single files


@pytest.mark.usefixtures("composition_caches", "small_references")
@pytest.mark.parametrize("family", composed_models.FAMILIES)
def test_a_transformer_in_one_file_names_what_it_and_its_parts_do_not_use(engine, tmp_path: Path, family: str) -> None:
    file = save_parts(make_parts(family), tmp_path / "comfy", family)
    wanted = asked(file, scheduler="own", guidance_scale=3.0, steps=2)
    expected, quiet = draw(engine, wanted)
    assert quiet == []
    change(file, with_one("extra.weight"))
    text = next((tmp_path / "comfy" / "text_encoders").glob("text_encoder_[!2-9]*"))
    change(text, lambda state: {**with_one("extra.bias")(state), "logit_scale": torch.ones(1)})
    change(next((tmp_path / "comfy" / "vae").iterdir()), with_one("decoder.extra.weight"))
    found, sentences = draw(engine, wanted)
    assert same(found, expected)
    assert sorted(sentence.split(" has ")[0] for sentence in sentences) == sorted([family, text.stem, f"vae_{family}"])
    assert {sentence.split("such as ")[1] for sentence in sentences} == {
        *("extra.weight.", "extra.bias.", "decoder.extra.weight."),
    }
    assert all("does not use: 1 of " in sentence for sentence in sentences)


@pytest.mark.usefixtures("composition_caches", "small_references")
def test_a_file_with_all_parts_names_what_belongs_to_none(engine, tmp_path: Path) -> None:
    file = save_all_in_one(make_parts("sd3"), tmp_path / "all.safetensors", OF_SD3, "first_stage_model.")
    usual = {"text_encoders.t5xxl.logit_scale", "text_encoders.t5xxl.spiece_model", "model_ema.decay"}
    change(file, lambda state: {**state, **{name: torch.ones(1) for name in usual}})
    wanted = asked(file, scheduler="own", guidance_scale=3.0, steps=1)
    expected, quiet = draw(engine, wanted)
    assert quiet == []
    change(file, with_one("text_encoders.fourth.transformer.extra.weight"))
    change(file, with_one("model.diffusion_model.joint_blocks.9.extra.weight"))
    found, [sentence] = draw(engine, wanted)
    assert same(found, expected)
    assert sentence.startswith("all has tensors that Easel does not use: 2 of ")
    assert draw(engine, replace(wanted, weights="8-bit"))[1] == [sentence]


@pytest.mark.usefixtures("composition_caches", "small_references")
@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("transformer", "single_transformer_blocks.0.proj_out.weight"),
        ("text_encoder_2", "encoder.block.1.layer.1.DenseReluDense.wo.weight"),
        ("vae", "decoder.conv_out.weight"),
    ],
)
def test_a_missing_tensor_of_a_part_is_named(engine, tmp_path: Path, part: str, name: str) -> None:
    file = save_parts(make_parts("schnell"), tmp_path, "schnell")
    files = {
        "transformer": (file, "single_blocks.0.linear2.weight"),
        "text_encoder_2": (tmp_path / "text_encoders" / "text_encoder_2_schnell.safetensors", name),
        "vae": (tmp_path / "vae" / "vae_schnell.safetensors", name),
    }
    place, stored = files[part]
    change(place, lambda state: {other: tensor for other, tensor in state.items() if other != stored})
    with pytest.raises(MachineError, match="model-tensors-missing") as caught:
        draw(engine, asked(file, scheduler="own", steps=1))
    assert f"its {part} lacks tensors (1), such as {name}." in message_for(caught.value)


# Refiners and stages


def test_a_refiner_names_what_it_does_not_use(engine, xl: Path, tmp_path: Path) -> None:
    refiner = tiny_models.make_tiny_refiner(tmp_path / "refiner")
    change(next((refiner / "unet").glob("*.safetensors")), with_one("extra.weight"))
    wanted = asked(xl, steps=2, width=128, height=128, refiner=str(refiner), refiner_start=0.5)
    [sentence] = draw(engine, wanted)[1]
    assert sentence.startswith("refiner has tensors that Easel does not use: 1 of ")
    assert draw(engine, asked(xl, steps=2, width=128, height=128))[1] == []


def test_each_stage_of_deepfloyd_if_names_what_it_does_not_use(
    engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    skip_if_too_old_for(DEEPFLOYD_IF)
    for steps in ("cascade.SECOND_STEPS", "upscaling.X4_STEPS"):
        monkeypatch.setattr(f"macapp.engine.generation.{steps}", 3)
    folder = tiny_models.make_tiny_if(tmp_path / "if")
    wanted = asked(folder, scheduler="own", width=256, height=256, steps=2)
    assert draw(engine, wanted)[1] == []
    for stage in ("stage-1", "stage-2"):
        change(next((folder / stage / "unet").glob("*.safetensors")), with_one("extra.weight"))
    sentences = draw(engine, wanted)[1]
    assert [sentence.split(" has ")[0] for sentence in sentences] == ["stage-1", "stage-2"]
