"""Upscalers: Lanczos, the ESRGAN family in tiles, and the x4 upscaler, on tiny networks."""

import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.engine.generation.upscaling import UpscaleTask, load_upscaler, torchvision_stub, upscale_to
from macapp.errors import Canceled, MachineError
from macapp.models import AuxiliaryModel, find_auxiliary
from macapp.planning.tiling import iter_tiles
from tests.support import tiny_models
from tests.support.plain_diffusers import asked, make, noise, nothing


def find_upscaler(path: Path) -> AuxiliaryModel:
    return find_auxiliary(str(path), AuxiliaryKind.UPSCALER)


def test_without_an_upscaler_a_picture_is_resized_with_lanczos() -> None:
    image = noise(7)
    enlarged = upscale_to(image, (128, 96), None, UpscaleTask("", 0, nothing))
    assert enlarged.tobytes() == image.resize((128, 96), Image.Resampling.LANCZOS).tobytes()
    assert upscale_to(image, image.size, None, UpscaleTask("", 0, nothing)) is image


def test_an_upscaler_runs_until_the_picture_is_large_enough(folder: Path) -> None:
    upscaler = load_upscaler(
        find_upscaler(tiny_models.make_esrgan(folder / "double.safetensors", scale=2)), "cpu", torch.float32
    )
    image, steps = noise(7), []
    with torch.inference_mode():
        twice = upscaler.upscale(upscaler.upscale(image, UpscaleTask("", 0, nothing)), UpscaleTask("", 0, nothing))
        enlarged = upscale_to(image, (192, 192), upscaler, UpscaleTask("", 0, lambda: steps.append(1)))
    assert twice.size == (256, 256)
    assert enlarged.tobytes() == twice.resize((192, 192), Image.Resampling.LANCZOS).tobytes()
    assert len(steps) == 2, "one tile each time"


def test_upscaling_can_be_canceled_between_tiles(folder: Path) -> None:
    upscaler = load_upscaler(
        find_upscaler(tiny_models.make_esrgan(folder / "cancel.safetensors")), "cpu", torch.float32
    )

    def cancel() -> None:
        raise Canceled

    with pytest.raises(Canceled), torch.inference_mode():
        upscaler.upscale(noise(7), UpscaleTask("", 0, cancel))


def test_a_file_of_another_architecture_is_not_an_upscaler(tiny_model: Path, folder: Path) -> None:
    lora = tiny_models.make_lora(tiny_model, folder / "lora.safetensors")
    found = AuxiliaryModel(**{**vars(find_auxiliary(str(lora), AuxiliaryKind.LORA)), "kind": AuxiliaryKind.UPSCALER})
    with pytest.raises(MachineError, match="model-load-failed"):
        load_upscaler(found, "cpu", torch.float32)


def test_torchvision_is_replaced_only_while_spandrel_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(sys.modules):
        if name.partition(".")[0] in ("spandrel", "torchvision"):
            monkeypatch.delitem(sys.modules, name)
    with torchvision_stub():
        assert sys.modules["torchvision.transforms.functional"].rotate is None
    assert "torchvision" not in sys.modules
    with pytest.raises(MachineError, match="library-missing"), torchvision_stub():
        raise ModuleNotFoundError(name="einops")
    assert "torchvision" not in sys.modules


def test_an_upscaler_enlarges_in_tiles_what_it_enlarges_whole(folder: Path, monkeypatch) -> None:
    opened = load_upscaler(find_upscaler(tiny_models.make_esrgan(folder / "esrgan.safetensors")), "cpu", torch.float32)
    image = noise(7, (96, 80))
    with torch.inference_mode():
        whole = opened.upscale(image, UpscaleTask("", 0, nothing))
        monkeypatch.setattr(iter_tiles, "__defaults__", (48,))
        tiled = opened.upscale(image, UpscaleTask("", 0, nothing))
    assert whole.size == tiled.size == (384, 320)
    assert np.percentile(np.abs(np.asarray(whole, dtype=int) - np.asarray(tiled, dtype=int)), 99) <= 2


def test_a_finished_picture_is_enlarged_as_often_as_asked(engine, tiny_model: Path, folder: Path) -> None:
    upscaler = tiny_models.make_esrgan(folder / "twice.safetensors", scale=2)
    for factor, model in ((2, None), (4, upscaler), (3, upscaler)):
        wanted = asked(tiny_model, upscale=factor, upscaler=None if model is None else str(model))
        made = make(engine, wanted)
        assert made.size == (64 * factor, 64 * factor) == wanted.final_size


def test_the_x4_upscaler_draws_a_picture_four_times_as_large(engine, tiny_model: Path, folder: Path) -> None:
    x4 = tiny_models.make_x4_upscaler(folder / "x4")
    made = make(engine, asked(tiny_model, upscale=4, upscaler=str(x4)))
    assert made.size == (256, 256)
    assert len(np.unique(np.asarray(made))) > 20
