"""Transformers in single files with parts from other files: the picture of the same model as a folder.

The libraries map the files of a folder, where tensors may not be aligned, and a product with one row then differs in
its last bit (see `_align_projection`). So one number in a picture may differ by one.
"""

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from macapp import models
from macapp.engine.engine import Engine
from macapp.engine.loading.components import Placement, load_components
from macapp.errors import MachineError
from macapp.messages import message_for
from macapp.models import resolve_request
from macapp.models.configuration import read_config
from tests.support.composed_models import FAMILIES, make_parts, save_all_in_one, save_folder, save_parts
from tests.support.plain_diffusers import IMAGE, IMAGES, nothing
from tests.support.request_factory import request

pytestmark = pytest.mark.usefixtures("composition_caches", "small_references")


def draw(engine: Engine, model: Path, weights: str = "full") -> np.ndarray:
    wanted = request("a cat", model=str(model), steps=2, guidance_scale=3.0, scheduler="own", weights=weights)
    return np.asarray(engine.generate(resolve_request(wanted), {}, nothing, nothing).image)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_picture_is_that_of_the_folder(family: str, engine: Engine, tmp_path: Path) -> None:
    parts = make_parts(family)
    file = save_parts(parts, tmp_path / "comfy", family)
    composed = models.find_checkpoint(str(file))
    folder = save_folder(parts, composed.folder, tmp_path / "folder")
    for name in ("transformer", "vae"):
        found = read_config(composed.folder, f"{name}/config.json")
        wanted = read_config(folder, f"{name}/config.json")
        assert {field: value for field, value in wanted.items() if field in found and field[0] != "_"} == {
            field: value for field, value in found.items() if field[0] != "_"
        }
    difference = np.abs(draw(engine, file).astype(int) - draw(engine, folder))
    assert difference.max() <= 1
    assert (difference > 0).sum() <= 1


def test_an_all_in_one_file_draws_the_same_picture(engine: Engine, tmp_path: Path) -> None:
    parts = make_parts("sd3")
    alone = save_parts(parts, tmp_path / "comfy", "sd3_vae")
    names = {"text_encoder": "clip_l", "text_encoder_2": "clip_g", "text_encoder_3": "t5xxl"}
    together = save_all_in_one(parts, tmp_path / "all.safetensors", names, "first_stage_model.")
    assert np.array_equal(draw(engine, together), draw(engine, alone))


@pytest.mark.parametrize("scale_name", ["scale_weight", "weight_scale"])
def test_scaled_weights_in_eight_bits_are_multiplied_out(scale_name: str, tmp_path: Path) -> None:
    parts = make_parts("schnell")
    save_parts(parts, tmp_path, "schnell")
    file = tmp_path / "text_encoders" / "text_encoder_2_schnell.safetensors"
    state, wanted = {}, {}
    for name, tensor in load_file(file).items():
        if tensor.ndim == 2 and ".layer." in name and "bias" not in name:
            scale = tensor.abs().max() / 448
            state[name] = (tensor / scale).to(torch.float8_e4m3fn)
            state[f"{name.removesuffix('weight')}{scale_name}"] = scale
            wanted[name] = state[name].float() * scale
        else:
            state[name] = wanted[name] = tensor
    save_file({**state, "scaled_fp8": torch.empty(0, dtype=torch.float8_e4m3fn)}, file)
    found = models.find_checkpoint(str(tmp_path / "diffusion_models" / "schnell.safetensors"))
    loaded = load_components(found.folder, Placement("cpu", torch.float32), ("text_encoder_2",), found.file)
    for name, tensor in wanted.items():
        assert torch.equal(loaded["text_encoder_2"].state_dict()[name], tensor), name
    plain = sum(tensor.numel() for tensor in (*wanted.values(), *parts["text_encoder"].state_dict().values()))
    others = sum(each.numel() for part in ("transformer", "vae") for each in parts[part].state_dict().values())
    assert found.architecture.weights == 2 * (plain + others), "weights in 8 bits take 16 in memory"


@pytest.mark.parametrize("family", ["flux", "klein"])
@pytest.mark.parametrize("weights", ["8-bit", "4-bit"])
def test_weights_are_packed_while_they_are_loaded(family: str, weights: str, engine: Engine, tmp_path: Path) -> None:
    parts = make_parts(family)
    file = save_parts(parts, tmp_path / "comfy", family)
    folder = save_folder(parts, models.find_checkpoint(str(file)).folder, tmp_path / "folder")
    difference = np.abs(draw(engine, file, weights).astype(int) - draw(engine, folder, weights))
    assert difference.max() <= 1
    planned = [models.find_checkpoint(str(model)).architecture for model in (file, folder)]
    assert planned[0].formats[1:] == planned[1].formats[1:]


@pytest.mark.parametrize("part", ["transformer", "text_encoder_2", "vae"])
def test_a_missing_tensor_is_named_before_a_picture(part: str, engine: Engine, tmp_path: Path) -> None:
    file = save_parts(make_parts("schnell"), tmp_path, "schnell")
    place = {
        "transformer": (file, "single_blocks.0.linear2.weight"),
        "text_encoder_2": (
            tmp_path / "text_encoders" / "text_encoder_2_schnell.safetensors",
            "encoder.block.1.layer.1.DenseReluDense.wo.weight",
        ),
        "vae": (tmp_path / "vae" / "vae_schnell.safetensors", "decoder.conv_out.weight"),
    }[part]
    state = load_file(place[0])
    state.pop(place[1])
    save_file(state, place[0])
    with pytest.raises(MachineError) as caught:
        draw(engine, file)
    assert part in message_for(caught.value)
    assert "is damaged" in message_for(caught.value)


@pytest.mark.parametrize(
    ("family", "name"),
    [("qwen_image", "qwen_image_edit_2509"), ("flux", "flux1-kontext-dev"), ("klein", "flux-2-klein-4b")],
)
def test_a_single_file_edits_by_instruction_as_the_folder_does(
    family: str, name: str, engine: Engine, tmp_path: Path
) -> None:
    parts = make_parts(family)
    file = save_parts(parts, tmp_path / "comfy", name)
    folder = save_folder(parts, models.find_checkpoint(str(file)).folder, tmp_path / name)
    pictures = []
    for model in (file, folder):
        wanted = request("make it red", model=str(model), steps=2, scheduler="own", references=(IMAGE,))
        pictures.append(np.asarray(engine.generate(resolve_request(wanted), IMAGES, nothing, nothing).image))
    assert np.abs(pictures[0].astype(int) - pictures[1]).max() <= 1
