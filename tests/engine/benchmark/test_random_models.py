"""Full-size models with random weights: as large as the published ones, and usable."""

from typing import Any

import pytest
import torch
from accelerate import init_empty_weights
from diffusers import UNet2DConditionModel

from macapp.engine.benchmark import random_models
from macapp.models.catalog import load_catalog


@pytest.mark.parametrize(("build", "name"), [(random_models.sd15, "sd-1.5"), (random_models.sdxl, "sdxl")])
def test_a_full_size_model_is_as_large_as_the_published_one(build: Any, name: str) -> None:
    pipeline = build("meta", torch.float16)
    parts = [part for part in pipeline.components.values() if isinstance(part, torch.nn.Module)]
    weights = sum(2 * weight.numel() for part in parts for weight in part.parameters())
    assert weights == pytest.approx(load_catalog()[name].download, rel=0.01)


def test_random_weights_are_small_and_layers_keep_their_scale(tiny_model: Any) -> None:
    with init_empty_weights(include_buffers=True):
        empty = UNet2DConditionModel.from_config(UNet2DConditionModel.load_config(tiny_model / "unet"))  # type: ignore[arg-type]
    network = random_models.fill_random(empty, "cpu", torch.float32)
    for name, weight in network.named_parameters():
        if "norm" in name and name.endswith("weight"):
            assert (weight == 1).all(), name
        else:
            assert 0 < weight.abs().max() <= random_models.MAX_RANDOM_WEIGHT, name
    with torch.no_grad():
        sample = network(torch.randn(1, 4, 8, 8), torch.tensor(1), torch.randn(1, 77, 32)).sample
    assert torch.isfinite(sample).all()


def test_a_controlnet_for_a_unet_fits_it(tiny_model: Any) -> None:
    unet = UNet2DConditionModel.from_pretrained(tiny_model / "unet")
    controlnet = random_models.controlnet_for(unet)
    latents, embeddings = torch.randn(1, 4, 8, 8), torch.randn(1, 77, 32)
    with torch.no_grad():
        down, middle = controlnet(latents, 1, embeddings, torch.rand(1, 3, 64, 64), return_dict=False)
        sample = unet(
            latents, 1, embeddings, down_block_additional_residuals=down, mid_block_additional_residual=middle
        ).sample
    assert sample.shape == latents.shape
