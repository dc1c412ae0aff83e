"""Auxiliary models that do not fit the checkpoint of a request are refused by their headers, each with its reason."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import Lora
from macapp.errors import BadRequest, MachineError
from macapp.models.auxiliary import find_auxiliary
from macapp.models.checkpoint import Checkpoint, find_checkpoint
from macapp.models.fits import check_fits, find_refiner
from macapp.models.resolved import resolve_request
from tests.support.request_factory import request
from tests.support.tiny_families import make_other

Shapes = dict[str, tuple[int, ...]]
DOWN, UP = "lora_down.weight", "lora_up.weight"
QUERY = "lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn1_to_q."
KEY = "lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k."
WIDTH = 128  # width of a token of the starter model, and of its widest level


@pytest.fixture
def starter() -> Checkpoint:
    return find_checkpoint("starter")


def save(folder: Path, shapes: Shapes) -> Path:
    file = folder / "given.safetensors"
    save_file({name: np.zeros(shape, np.float16) for name, shape in shapes.items()}, file)
    return file


def pair(name: str, width: int, rank: int = 4) -> Shapes:
    return {name + DOWN: (rank, width), name + UP: (96, rank)}


def loha(layer: str) -> Shapes:
    return {f"{layer}.hada_{matrix}": (4, WIDTH) for matrix in ("w1_a", "w1_b", "w2_a", "w2_b")}


@pytest.mark.parametrize(
    "shapes",
    [
        pair(KEY, WIDTH),
        pair(QUERY, 96),
        pair("unet.mid_block.attentions.0.proj_in.", 7),
        loha("lora_unet_mid_block_attentions_0_proj_in"),
        {"lora_unet_mid_block_attentions_0_proj_in.lokr_w1": (4, 4)},
        {
            "base_model.model.mid_block.attentions.0.proj_in.lora_A.weight": (4, 7),
            "base_model.model.mid_block.attentions.0.proj_in.lora_B.weight": (96, 4),
        },
        {**pair(KEY, WIDTH), **pair("lora_te_text_model_encoder_layers_0_self_attn_q_proj.", WIDTH)},
    ],
)
def test_a_lora_of_the_family_fits(tmp_path: Path, starter: Checkpoint, shapes: Shapes) -> None:
    check_fits(find_auxiliary(str(save(tmp_path, shapes)), AuxiliaryKind.LORA), starter)


@pytest.mark.parametrize(
    ("shapes", "code"),
    [
        (pair(KEY, 768), "addon-other-family"),
        (pair(QUERY, 320), "addon-other-family"),
        (pair("lora_unet_double_blocks_0_img_attn_qkv.", WIDTH), "addon-other-family"),
        (pair("lora_unet_joint_blocks_0_x_block_attn_qkv.", WIDTH), "addon-other-family"),
        (pair("lora_unet_something_else.", WIDTH), "addon-other-family"),
        (pair("lora_te2_text_model_encoder_layers_0_mlp_fc1.", WIDTH), "addon-other-family"),
        (pair("lora_te_text_model_encoder_layers_0_self_attn_q_proj.", 768), "addon-other-family"),
        ({KEY + DOWN: (4, WIDTH)}, "lora-halved"),
        (loha("lora_unet_double_blocks_0_img_attn_qkv"), "addon-other-family"),
        ({"lora_unet_mid_block_attentions_0_proj_in.hada_w1_a": (4, WIDTH)}, "lora-halved"),
        ({"lora_unet_layers_0_attention_to_q.lokr_w1": (4, 4)}, "addon-other-family"),
    ],
)
def test_another_lora_is_refused(tmp_path: Path, starter: Checkpoint, shapes: Shapes, code: str) -> None:
    found = find_auxiliary(str(save(tmp_path, shapes)), AuxiliaryKind.LORA)
    with pytest.raises(BadRequest) as caught:
        check_fits(found, starter)
    assert caught.value.code == code
    assert caught.value.data["name"] == "given"


@pytest.mark.parametrize("sign", ["oft_blocks", "boft_blocks", "glora_a", "on_input"])
def test_a_form_that_is_not_supported_is_named(tmp_path: Path, sign: str) -> None:
    file = save(tmp_path, {f"lora_unet_mid_block_attentions_0_proj_in.{sign}": (2, 4, 4, 4)})
    with pytest.raises(BadRequest, match="model-form-unsupported") as caught:
        find_auxiliary(str(file), AuxiliaryKind.LORA)
    assert "BOFT" in str(caught.value.data["form"])


@pytest.mark.parametrize("sign", ["hada_w1_a", "lokr_w1", "dora_scale", "diff", "lora_mid.weight", "oft_blocks"])
def test_other_forms_than_plain_lora_need_a_unet(tmp_path: Path, sign: str) -> None:
    found = find_auxiliary(
        str(save(tmp_path, {f"lora_unet_double_blocks_0_img_attn_qkv.{sign}": (4, 4)})), AuxiliaryKind.LORA
    )
    model = find_checkpoint(str(make_other("FluxPipeline", tmp_path / "flux")))
    with pytest.raises(BadRequest, match="lora-other-form") as caught:
        check_fits(found, model)
    assert "without a UNet" in str(caught.value.data["form"])


@pytest.mark.parametrize(
    ("shapes", "code"),
    [
        ({"emb_params": (2, WIDTH)}, None),
        ({"clip_l": (2, WIDTH)}, None),
        ({"emb_params": (2, 768)}, "addon-other-family"),
        ({"clip_l": (2, WIDTH), "clip_g": (2, WIDTH)}, "addon-other-family"),
        ({"emb_params": (0, WIDTH)}, "weights-none"),
    ],
)
def test_a_textual_inversion_needs_the_width_of_the_text_encoder(
    tmp_path: Path, starter: Checkpoint, shapes: Shapes, code: str | None
) -> None:
    found = find_auxiliary(str(save(tmp_path, shapes)), AuxiliaryKind.EMBEDDING)
    if code is None:
        check_fits(found, starter)
        return
    with pytest.raises(BadRequest) as caught:
        check_fits(found, starter)
    assert caught.value.code == code


def test_all_additions_of_a_request_are_checked(tmp_path: Path) -> None:
    fits, other = save(tmp_path, pair(KEY, WIDTH)), tmp_path / "other.safetensors"
    [found] = resolve_request(request(model="starter", loras=(Lora(model=str(fits)),))).auxiliaries
    assert found.path == fits
    save_file({name: np.zeros(shape, np.float16) for name, shape in pair(KEY, 768).items()}, other)
    with pytest.raises(BadRequest, match="addon-other-family"):
        resolve_request(request(model="starter", loras=(Lora(model=str(fits)), Lora(model=str(other)))))
    with pytest.raises(MachineError, match="addon-missing"):
        resolve_request(request(model="starter", vae=str(tmp_path / "missing")))


def test_another_checkpoint_is_not_a_refiner() -> None:
    with pytest.raises(BadRequest, match="refiner-unfit"):
        find_refiner("starter")
