"""A checkpoint is looked through before its first picture: numbers, parts, tokenizer, links; the old one stays."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from macapp import models
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.engine import open_engine
from macapp.engine.loading.weight_check import is_finite
from macapp.errors import MachineError
from macapp.messages import message_for
from macapp.models import resolve_request
from tests.support import tiny_models
from tests.support.request_factory import request


@pytest.fixture(autouse=True)
def proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("macapp.engine.loading.weight_check.verified_models_dir", lambda: tmp_path / "proved")
    return tmp_path / "proved"


@pytest.fixture
def model(tiny_model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_model, tmp_path / "copy"))


def changed(file: Path, change) -> None:
    weights = load_file(file)
    change(weights)
    save_file(weights, file)


def picture(engine, model: Path) -> np.ndarray:
    return np.asarray(
        engine.generate(resolve_request(request(model=str(model), steps=2)), {}, *[lambda *_: None] * 2).image
    )


@pytest.mark.parametrize("part", ["unet", "vae", "text_encoder"])
@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_weights_that_are_no_numbers_are_found_before_a_picture_is_black(
    model: Path, tiny_model: Path, part: str, number: float
) -> None:
    def spoil(weights: dict[str, torch.Tensor]) -> None:
        next(each for each in weights.values() if each.is_floating_point()).view(-1)[0] = number

    changed(next((model / part).glob("*.safetensors")), spoil)
    engine = open_engine("cpu")
    before = picture(engine, tiny_model)
    with pytest.raises(MachineError) as caught:
        picture(engine, model)
    assert (
        message_for(caught.value)
        == f"The weights of copy are damaged: its {part} contains invalid numbers. Download the model again."
    )
    assert np.array_equal(picture(engine, tiny_model), before), "the old one still works"


def test_a_vae_that_makes_no_numbers_is_found(model: Path) -> None:
    def overflow(weights: dict[str, torch.Tensor]) -> None:
        weights["post_quant_conv.bias"].fill_(3e38)

    changed(model / "vae" / "diffusion_pytorch_model.safetensors", overflow)
    with pytest.raises(MachineError, match="model-not-finite"):
        picture(open_engine("cpu"), model)


@pytest.mark.parametrize("level", [0.0, -1.0, 0.3])
def test_a_vae_that_makes_one_colour_of_everything_is_found(model: Path, level: float) -> None:
    def flatten(weights: dict[str, torch.Tensor]) -> None:
        weights["decoder.conv_out.weight"].zero_()
        weights["decoder.conv_out.bias"].fill_(level)

    changed(model / "vae" / "diffusion_pytorch_model.safetensors", flatten)
    with pytest.raises(MachineError) as caught:
        picture(open_engine("cpu"), model)
    assert (
        message_for(caught.value)
        == "The weights of copy are damaged: its vae makes every picture a single colour. Download the model again."
    )


def test_weights_whose_sum_is_no_number_are_looked_at_one_by_one() -> None:
    assert is_finite(torch.full((3,), 3e38)), "large, not infinite"
    assert is_finite(torch.full((70_000,), 60_000.0, dtype=torch.float16))
    assert not is_finite(torch.tensor([float("inf"), float("-inf"), 1.0]))


def test_a_good_one_is_looked_through_once(model: Path, proved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture(open_engine("cpu"), model)
    [kept] = proved.iterdir()
    assert kept.name.startswith(models.find_checkpoint(str(model)).fingerprint)
    for check in ("is_finite", "is_varied"):
        again = f"macapp.engine.loading.weight_check.{check}"
        monkeypatch.setattr(again, lambda _numbers: pytest.fail("it was looked through again"))
    picture(open_engine("cpu"), model)


@pytest.mark.parametrize("part", ["unet", "vae", "text_encoder"])
def test_weights_that_are_missing_are_not_filled_at_random(model: Path, part: str) -> None:
    def lose(weights: dict[str, torch.Tensor]) -> None:
        weights.pop(sorted(weights)[0])

    changed(next((model / part).glob("*.safetensors")), lose)
    with pytest.raises(MachineError) as caught:
        picture(open_engine("cpu"), model)
    assert f"the weights of its {part} do not match" in message_for(caught.value)


@pytest.mark.parametrize("damage", ["empty", "one is missing", "one is empty"])
def test_a_tokenizer_without_its_words_is_found_at_once(model: Path, damage: str) -> None:
    tokenizer = model / "tokenizer"
    for each in list(tokenizer.iterdir()):
        if damage == "empty" or each.name in ("merges.txt", "tokenizer.json"):
            each.write_bytes(b"") if damage == "one is empty" else each.unlink()
    with pytest.raises(MachineError) as caught:
        models.find_checkpoint(str(model))
    assert "tokenizer/vocab.json is missing or damaged" in message_for(caught.value)


def test_a_link_that_leads_out_of_the_folder_is_not_followed(model: Path, tmp_path: Path) -> None:
    weights = model / "unet" / "diffusion_pytorch_model.safetensors"
    weights.rename(tmp_path / "elsewhere.safetensors")
    weights.symlink_to(tmp_path / "elsewhere.safetensors")
    with pytest.raises(MachineError) as caught:
        models.find_checkpoint(str(model))
    assert "leads out of its folder" in message_for(caught.value)
    weights.unlink()
    (tmp_path / "elsewhere.safetensors").rename(model / "inside.safetensors")
    weights.symlink_to(Path("..") / "inside.safetensors")
    assert models.find_checkpoint(str(model)).name == "copy"


def test_a_link_in_a_controlnets_folder_is_not_followed_either(tiny_model: Path, tmp_path: Path) -> None:
    folder = tiny_models.make_tiny_controlnet(tiny_model, tmp_path / "edges")
    weights = folder / "diffusion_pytorch_model.safetensors"
    weights.rename(tmp_path / "elsewhere.safetensors")
    weights.symlink_to(tmp_path / "elsewhere.safetensors")
    with pytest.raises(MachineError, match="model-part-outside"):
        models.find_auxiliary(str(folder), AuxiliaryKind.CONTROLNET)
