"""Files of a model that change while it is loaded: the next picture is drawn from the new ones, a repeat says so."""

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from macapp.domain.job import Picture
from macapp.domain.request import Control, Lora, Request
from macapp.engine import open_engine
from macapp.errors import MachineError
from macapp.library.comparison import compare_pictures
from macapp.models import resolve_request
from tests.support import tiny_models
from tests.support.request_factory import request

MAP = "0" * 64


@pytest.fixture
def model(tiny_model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_model, tmp_path / "model"))


def change(file: Path, by: float = 0.5) -> None:
    """Put another file in the place of one, with other numbers, and the size and the time as they were."""
    at = file.stat()
    torch.manual_seed(9)
    numbers = load_file(file).items()
    weights = {name: each + by * torch.randn_like(each) if each.ndim else each for name, each in numbers}
    with safe_open(file, "pt") as opened:
        metadata = opened.metadata()
    other = file.with_suffix(".made")
    save_file(weights, other, metadata)
    other.replace(file)
    os.utime(file, ns=(at.st_atime_ns, at.st_mtime_ns))
    assert file.stat().st_size == at.st_size


def made(engine, asked: Request):
    from PIL import Image

    return engine.generate(resolve_request(asked), {MAP: Image.new("RGB", (64, 64), "gray")}, *[lambda *_: None] * 2)


def picture_of(asked: Request, done, folder: Path) -> Picture:
    """Return a finished picture as the library has it."""
    file = folder / "made.png"
    done.image.save(file)
    values = {"id": "one", "request": asked, "created": "2026-11-28T12:00:00Z", "path": file, "size": done.image.size}
    return Picture(**values, made_with=done.made_with)


@pytest.mark.parametrize("part", ["unet", "vae", "text_encoder"])
def test_a_checkpoint_that_changes_is_loaded_again_and_named(model: Path, tmp_path: Path, part: str) -> None:
    engine, asked = open_engine("cpu"), request(model=str(model), steps=2)
    before = made(engine, asked)
    [file] = (model / part).glob("*.safetensors")
    change(file)
    after = made(engine, asked)
    assert np.asarray(after.image).tobytes() != np.asarray(before.image).tobytes()
    changed = compare_pictures(picture_of(asked, before, tmp_path), after.image, after.made_with).changed
    assert changed[-1].startswith("weights: ")


def test_a_picture_of_an_earlier_version_is_compared_by_what_it_kept(model: Path, tmp_path: Path) -> None:
    asked = request(model=str(model), steps=2)
    done = made(open_engine("cpu"), asked)
    kept = {name: value for name, value in done.made_with.items() if name not in ("weights", "additions")}
    before = picture_of(asked, done, tmp_path)
    old = Picture(**{**vars(before), "made_with": kept})
    assert compare_pictures(old, done.image, done.made_with).changed == ()
    other = Picture(**{**vars(before), "made_with": {**kept, "checkpoint": "0" * 16}})
    assert len(compare_pictures(other, done.image, done.made_with).changed) == 1


def test_a_setting_of_the_scheduler_that_changes_counts(model: Path) -> None:
    engine, asked = open_engine("cpu"), request(model=str(model), steps=2)
    before = made(engine, asked)
    config = model / "scheduler" / "scheduler_config.json"
    config.write_text(config.read_text().replace('"epsilon"', '"v_prediction"'))
    assert np.asarray(made(engine, asked).image).tobytes() != np.asarray(before.image).tobytes()


def test_a_damaged_twin_is_looked_through(model: Path, tmp_path: Path) -> None:
    made(open_engine("cpu"), request(model=str(model), steps=2))
    twin = Path(shutil.copytree(model, tmp_path / "twin"))
    [file] = (twin / "unet").glob("*.safetensors")
    weights = load_file(file)
    next(each for name, each in sorted(weights.items()) if "mid" in name).view(-1)[3] = float("nan")
    save_file(weights, file)
    with pytest.raises(MachineError, match="model-not-finite"):
        made(open_engine("cpu"), request(model=str(twin), steps=2))


@pytest.mark.parametrize("kind", ["lora", "embedding", "controlnet", "vae", "upscaler"])
def test_an_addition_that_changes_is_read_again_and_named(tiny_model: Path, tmp_path: Path, kind: str) -> None:
    if kind == "lora":
        file = tiny_models.make_lora(tiny_model, tmp_path / "ink.safetensors")
        asked = request(model=str(tiny_model), steps=2, loras=(Lora(model=str(file)),))
    elif kind == "embedding":
        file = tiny_models.make_embedding(tmp_path / "ink.safetensors")
        asked = request("ink", model=str(tiny_model), steps=2, embeddings=(str(file),))
    elif kind == "controlnet":
        folder = tiny_models.make_tiny_controlnet(tiny_model, tmp_path / "edges")
        file = folder / "diffusion_pytorch_model.safetensors"
        asked = request(model=str(tiny_model), steps=2, controls=(Control(model=str(folder), image=MAP),))
    elif kind == "vae":
        folder = Path(shutil.copytree(tiny_model / "vae", tmp_path / "vae"))
        file = folder / "diffusion_pytorch_model.safetensors"
        asked = request(model=str(tiny_model), steps=2, vae=str(folder))
    else:
        file = tiny_models.make_esrgan(tmp_path / "ink.safetensors")
        asked = request(model=str(tiny_model), steps=2, upscale=2, upscaler=str(file))
    engine = open_engine("cpu")
    before = made(engine, asked)
    change(file, by=0.1)
    after = made(engine, asked)
    assert np.asarray(after.image).tobytes() != np.asarray(before.image).tobytes()
    [said] = compare_pictures(picture_of(asked, before, tmp_path), after.image, after.made_with).changed
    assert said.startswith("additions: ")


def test_a_picture_without_additions_names_none(model: Path) -> None:
    assert "additions" not in made(open_engine("cpu"), request(model=str(model), steps=2)).made_with
