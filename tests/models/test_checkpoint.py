"""A checkpoint is described without loading it, and a damaged one is refused by the name of its part."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from macapp import models
from macapp.errors import BadRequest, MachineError
from tests.support.request_factory import request


@pytest.fixture
def model(tiny_model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_model, tmp_path / "model"))


def test_a_folder_tells_its_architecture(tiny_model: Path) -> None:
    found = models.find_checkpoint(str(tiny_model))
    assert found.size == (64, 64)
    assert found.architecture.latent_scale == 8
    assert found.architecture.attention == ((1, 4),)
    assert found.architecture.vae_attention
    assert found.architecture.bytes_per_weight == 4
    assert (found.steps, found.guidance_scale) == (25, 7.5)


def test_the_starter_model_is_installed_and_small(starter_model: Path) -> None:
    [starter] = models.installed_checkpoints()
    assert starter.id == "starter"
    assert starter.size == (128, 128)
    assert starter.architecture.bytes_per_weight == 2
    assert sum(each.stat().st_size for each in starter_model.rglob("*") if each.is_file()) < 20_000_000


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda folder: (folder / "model_index.json").unlink(), "model-not-diffusers"),
        (lambda folder: (folder / "unet" / "config.json").write_text("{"), "model-part-broken"),
        (lambda folder: (folder / "vae" / "config.json").unlink(), "model-part-broken"),
        (lambda folder: shutil.rmtree(folder / "text_encoder"), "model-part-broken"),
        (lambda folder: next((folder / "unet").glob("*.safetensors")).unlink(), "model-part-broken"),
        (lambda folder: next((folder / "unet").glob("*.safetensors")).write_bytes(b""), "model-part-broken"),
        (lambda folder: next((folder / "unet").glob("*.safetensors")).write_bytes(b"<html>" * 50), "model-part-broken"),
        (shutil.rmtree, "model-missing"),
    ],
)
def test_a_model_that_is_not_whole_is_told_by_its_part(model: Path, damage, code: str) -> None:
    damage(model)
    with pytest.raises(MachineError, match=code):
        models.find_checkpoint(str(model))


@pytest.mark.parametrize("name", ["", " ", "absent", "a\0b", "../..", "x" * 5000, "\udcff"])
def test_names_that_name_nothing_are_said_to(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here" / "below").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here" / "below")
    with pytest.raises(MachineError):
        models.find_checkpoint(name)


def test_half_precision_files_are_preferred(model: Path) -> None:
    from safetensors.torch import load_file, save_file

    whole = models.find_checkpoint(str(model)).architecture.weights
    for file in list(model.glob("*/*.safetensors")):
        halves = {name: each.half() for name, each in load_file(file).items()}
        save_file(halves, file.with_name(f"{file.stem}.fp16.safetensors"))
    found = models.find_checkpoint(str(model)).architecture
    assert found.bytes_per_weight == 2
    assert found.weights < whole * 0.6


def test_the_catalogue_is_data(starter_model: Path) -> None:
    entries = json.loads((starter_model.parent / "catalogue.json").read_text())
    assert entries["starter"]["folder"] == "starter-model"


@pytest.mark.parametrize(
    "part",
    [
        ["os", "system"],
        ["transformers", "Trainer"],
        ["diffusers", "DiffusionPipeline"],
        ["diffusers", "utils.Scheduler"],
        ["transformers", "AutoModel"],
        ["diffusers_modules.local", "UNet2DConditionModel"],
        [["diffusers"], "UNet2DConditionModel"],
        ["diffusers", None],
        ["diffusers", "UNet2DConditionModel", "more"],
    ],
)
def test_a_part_of_a_class_that_is_not_on_the_list_is_refused_before_anything_is_loaded(
    model: Path, part: list
) -> None:
    index = model / "model_index.json"
    index.write_text(json.dumps({**json.loads(index.read_text()), "unet": part}))
    with pytest.raises(MachineError, match="model-part-unknown"):
        models.find_checkpoint(str(model))


def test_a_model_whose_noise_ends_pure_is_drawn_only_with_schedulers_that_support_it(model: Path) -> None:
    config = model / "scheduler" / "scheduler_config.json"
    plain = models.find_checkpoint(str(model))
    config.write_text(json.dumps({**json.loads(config.read_text()), "rescale_betas_zero_snr": True}))
    found = models.find_checkpoint(str(model))
    assert set(plain.schedulers) - set(found.schedulers) == {
        *("heun", "deis", "dpm++ sde", "dpm++ sde karras"),
        *("dpm++ 2m exponential", "dpm++ 2m sde exponential"),
        *("dpm++ 2m ays", "dpm++ 2m sde ays", "euler ays"),
    }
    found.check_supports(request(scheduler="euler", model=str(model)))
    with pytest.raises(BadRequest, match="scheduler-unfit"):
        found.check_supports(request(scheduler="heun", model=str(model)))


def test_the_levels_of_align_your_steps_are_not_for_stable_diffusion_2(model: Path) -> None:
    first = models.find_checkpoint(str(model))
    second = replace(first, cross_attention_dim=1024)
    assert set(first.schedulers) - set(second.schedulers) == {"dpm++ 2m ays", "dpm++ 2m sde ays", "euler ays"}
