"""A distilled model starts with the settings that its authors recommend; other models keep those of their family."""

import json
from pathlib import Path
from typing import Any

import pytest

from macapp import models
from macapp.models.families import FAMILIES
from macapp.models.variants import ModelFacts, source_name, split_words, suited_settings
from tests.support.libraries import skip_if_too_old_for
from tests.support.tiny_families import make_other

INDEX, NOISE, DENOISER = "model_index.json", "scheduler/scheduler_config.json", "transformer/config.json"


def suited(folder: Path) -> tuple[int, float, str]:
    found = models.find_checkpoint(str(folder))
    return found.steps, found.guidance_scale, found.scheduler


def write(file: Path, **values: Any) -> None:
    file.write_text(json.dumps({**json.loads(file.read_text()), **values}))


@pytest.mark.parametrize(
    ("pipeline", "file", "values", "steps", "guidance_scale"),
    [
        ("FluxPipeline", DENOISER, {"guidance_embeds": False}, 4, 0.0),
        ("FluxPipeline", DENOISER, {"guidance_embeds": True}, 28, 3.5),
        ("Flux2KleinPipeline", INDEX, {"is_distilled": True}, 4, 1.0),
        ("Flux2KleinPipeline", INDEX, {"is_distilled": False}, 50, 4.0),
        ("ZImagePipeline", INDEX, {"_name_or_path": "Tongyi-MAI/Z-Image-Turbo"}, 8, 0.0),
        ("StableDiffusion3Pipeline", DENOISER, {"qk_norm": "rms_norm", "num_layers": 24}, 40, 4.5),
        ("StableDiffusion3Pipeline", DENOISER, {"qk_norm": "rms_norm", "num_layers": 38}, 28, 3.5),
    ],
)
def test_a_variant_is_recognised_by_its_configuration(
    tmp_path: Path, pipeline: str, file: str, values: dict[str, Any], steps: int, guidance_scale: float
) -> None:
    skip_if_too_old_for(FAMILIES[pipeline])
    folder = make_other(pipeline, tmp_path / "model")
    write(folder / file, **values)
    assert suited(folder) == (steps, guidance_scale, "own")


@pytest.mark.parametrize(
    ("pipeline", "name", "steps", "guidance_scale"),
    [
        ("ZImagePipeline", "Z-Image-Turbo", 8, 0.0),
        ("ZImagePipeline", "Z-Image", 50, 4.0),
        ("FluxPipeline", "FLUX.1-Krea-dev", 28, 4.5),
        ("QwenImagePipeline", "Qwen-Image-Lightning-4steps-V1.0", 4, 1.0),
        ("QwenImagePipeline", "Qwen-Image", 50, 4.0),
        ("StableDiffusion3Pipeline", "stable-diffusion-3.5-large-turbo", 4, 0.0),
        ("HunyuanDiTPipeline", "HunyuanDiT-v1.2-Diffusers-Distilled", 25, 5.0),
    ],
)
def test_a_variant_is_recognised_by_its_name(
    tmp_path: Path, pipeline: str, name: str, steps: int, guidance_scale: float
) -> None:
    skip_if_too_old_for(FAMILIES[pipeline])
    assert suited(make_other(pipeline, tmp_path / name)) == (steps, guidance_scale, "own")


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("DreamShaperXL_Lightning", (6, 2.0, "dpm++ sde karras")),
        ("dreamshaperXL_turboDpmppSDE", (6, 2.0, "dpm++ sde karras")),
        ("Juggernaut-XL-Lightning", (6, 2.0, "dpm++ sde karras")),
        ("sd_xl_turbo_1.0_fp16", (4, 0.0, "euler trailing")),
        ("sdxl-lightning-8step", (8, 0.0, "euler trailing")),
        ("sdxlTurbo_v1", (4, 0.0, "euler trailing")),
        ("my-LCM-merge", (4, 1.0, "lcm")),
        ("Hyper-SDXL-1step", (1, 0.0, "tcd")),
        ("HyperRealism_v3", None),
        ("Turboprop aircraft", None),
        ("a model of 40 steps", None),
    ],
)
def test_models_of_stable_diffusion_start_in_the_mode_of_their_name(name: str, settings: tuple | None) -> None:
    family = FAMILIES["StableDiffusionXLPipeline"]
    found = suited_settings(family.variants, ModelFacts(split_words(name), {}, {}, {}))
    names = ("steps", "guidance_scale", "scheduler")
    assert found == ({} if settings is None else dict(zip(names, settings, strict=True)))
    assert found.get("scheduler", family.scheduler) in family.schedulers


def test_a_pixart_model_with_the_scheduler_of_lcm_takes_four_steps() -> None:
    for name in ("PixArtAlphaPipeline", "PixArtSigmaPipeline"):
        facts = ModelFacts("", {}, {}, {"_class_name": "LCMScheduler"})
        assert suited_settings(FAMILIES[name].variants, facts) == {"steps": 4, "guidance_scale": 0.0}


def test_a_folder_of_the_hub_has_the_name_of_its_repository(tmp_path: Path) -> None:
    snapshot = tmp_path / "models--Tongyi-MAI--Z-Image-Turbo" / "snapshots" / ("0" * 40)
    assert split_words(source_name(snapshot)).endswith("z image turbo")
    assert source_name(Path("/models/Z-Image")) == "Z-Image"
