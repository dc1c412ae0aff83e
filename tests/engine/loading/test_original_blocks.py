"""Every layer of a UNet is found by its original name."""

import pytest

from macapp.engine.loading.original_blocks import rename_blocks
from tests.support.original_names import original_layers
from tests.support.original_pipelines import make_pipeline


@pytest.mark.parametrize("family", ["SD 1", "SDXL"])
def test_every_original_name_becomes_the_name_of_diffusers(family: str) -> None:
    unet = make_pipeline(family).unet
    spelled = {original.replace(".", "_"): name.replace(".", "_") for name, original in original_layers(unet).items()}
    assert {name: rename_blocks(name, unet.config["layers_per_block"]) for name in spelled} == spelled


def test_names_of_diffusers_and_unknown_names_stay() -> None:
    for name in ("down_blocks_1_attentions_0_proj_in", "conv_in", "norm_out", "input_blocks_x"):
        assert rename_blocks(name, 2) == name
    assert rename_blocks("input_blocks_4_1_proj_in", [1, 2]) == "input_blocks_4_1_proj_in"
