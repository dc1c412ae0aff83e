"""Depth maps of a tiny model: the size and range of the picture, and errors."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from macapp.engine.generation.depth import depth_map
from macapp.errors import MachineError
from tests.support import tiny_models
from tests.support.libraries import with_the_current_set
from tests.support.plain_diffusers import noise


@pytest.fixture(scope="module")
def depth(folder: Path) -> Path:
    return tiny_models.make_tiny_depth(folder / "depth")


@pytest.mark.parametrize("size", [(96, 64), (50, 121)])
def test_a_depth_map_has_the_size_of_the_picture_and_the_full_range(depth: Path, size: tuple[int, int]) -> None:
    made = depth_map(noise(3, size), depth)
    assert (made.size, made.mode) == (size, "RGB")
    shades = np.asarray(made)
    assert (shades.min(), shades.max()) == (0, 255)
    assert (shades[..., 0] == shades[..., 1]).all()


@with_the_current_set  # transformers 4.49 imports its pipelines only with PyTorch 2
def test_a_depth_map_is_the_prediction_of_transformers(depth: Path) -> None:
    import torch
    from transformers import pipeline

    picture = noise(3)
    predicted = pipeline("depth-estimation", model=str(depth), device="cpu")(picture)["predicted_depth"]
    predicted = torch.nn.functional.interpolate(
        predicted.reshape(1, 1, *predicted.shape[-2:]), size=(64, 64), mode="bicubic"
    )[0, 0]
    expected = (predicted - predicted.min()) / (predicted.max() - predicted.min()) * 255
    made = np.asarray(depth_map(picture, depth))[..., 0].astype(int)
    assert np.abs(made - expected.numpy()).max() <= 1


def test_a_folder_without_a_depth_model_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match="model-load-failed"):
        depth_map(Image.new("RGB", (64, 64)), tmp_path)
