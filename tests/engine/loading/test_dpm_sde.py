"""DPM++ SDE: what diffusers makes with torchsde, and what any sampler of a diffusion must do."""

from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import HeunDiscreteScheduler

from macapp.domain.schedulers import SCHEDULERS
from macapp.engine.loading.dpm_sde import SdeScheduler
from tests.support.plain_diffusers import IMAGE, IMAGES, MASK, SAFE, SIZE, asked, largest_difference, make, plainly
from tests.support.plain_schedulers import plain_sde

SD15 = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "num_train_timesteps": 1000}
WAYS: dict[str, dict[str, Any]] = {
    "StableDiffusionPipeline": {},
    "StableDiffusionImg2ImgPipeline": {"image": IMAGE, "strength": 0.5},
}
NAMES = [name for name, row in SCHEDULERS.items() if row.class_name == SdeScheduler.__name__]


def test_there_is_a_plain_one_and_one_with_the_levels_of_karras() -> None:
    assert sorted(NAMES) == ["dpm++ sde", "dpm++ sde karras"]


@pytest.mark.parametrize("pipeline", WAYS)
@pytest.mark.parametrize("name", NAMES)
def test_its_picture_is_that_of_diffusers_on_the_same_motion(
    engine, tiny_model: Path, name: str, pipeline: str
) -> None:
    wanted = asked(tiny_model, scheduler=name, steps=6, **WAYS[pipeline])
    given: dict[str, Any] = {key: IMAGES.get(value, value) for key, value in (WAYS[pipeline] or SIZE).items()}
    expected = plainly(pipeline, wanted, SAFE, **given)
    assert largest_difference(make(engine, wanted), expected) <= 1


@pytest.mark.parametrize("prediction", ["epsilon", "v_prediction"])
def test_its_steps_are_those_of_diffusers(prediction: str) -> None:
    config = {**SD15, "prediction_type": prediction, "use_karras_sigmas": True}
    ours: Any = SdeScheduler.from_config(config)
    theirs: Any = plain_sde().from_config(config)
    latents: list[torch.Tensor] = []
    for scheduler in (ours, theirs):
        scheduler.set_timesteps(5)
        generator, draws = torch.Generator().manual_seed(2), torch.Generator().manual_seed(3)
        sample = torch.randn(1, 4, 8, 8, generator=draws) * scheduler.init_noise_sigma
        for timestep in scheduler.timesteps:
            output = torch.tanh(scheduler.scale_model_input(sample, timestep) + timestep / 1000)
            sample = scheduler.step(output, timestep, sample, generator=generator, return_dict=False)[0]
        latents.append(sample)
    assert torch.allclose(ours.timesteps, theirs.timesteps.float(), atol=0.01)
    assert torch.allclose(latents[0], latents[1], atol=1e-4)


def test_what_the_model_knows_for_certain_is_what_it_ends_with() -> None:
    """With a model that always expects the same latents, the noise of every step is gone at the end."""
    clean = torch.linspace(-1, 1, 16).reshape(1, 1, 4, 4)
    scheduler: Any = SdeScheduler.from_config({**SD15, "prediction_type": "sample"})
    scheduler.set_timesteps(4)
    sample = clean + torch.randn(1, 1, 4, 4) * scheduler.sigmas[0]
    for timestep in scheduler.timesteps:
        assert not torch.equal(sample, clean)
        sample = scheduler.step(clean, timestep, sample, generator=torch.Generator().manual_seed(0)).prev_sample
    assert torch.equal(sample, clean)


def test_the_noise_between_its_steps_has_the_level_of_each() -> None:
    scheduler: Any = SdeScheduler.from_config({**SD15, "prediction_type": "sample", "use_karras_sigmas": True})
    scheduler.set_timesteps(6)
    clean, generator = torch.zeros(1, 4, 128, 128), torch.Generator().manual_seed(5)
    sample = torch.randn(clean.shape, generator=generator) * scheduler.sigmas[0]
    for at, timestep in enumerate(scheduler.timesteps[:-1]):
        sample = scheduler.step(clean, timestep, sample, generator=generator).prev_sample
        assert float(sample.std()) == pytest.approx(float(scheduler.sigmas[at + 1]), rel=0.02)


def test_each_step_is_evaluated_at_its_start_and_in_its_middle() -> None:
    ours: Any = SdeScheduler.from_config(SD15)
    heun: Any = HeunDiscreteScheduler.from_config(SD15)
    for each in (ours, heun):
        each.set_timesteps(9)
    assert torch.equal(ours.sigmas[::2], heun.sigmas[::2])
    assert torch.allclose(ours.sigmas[1:-1:2] ** 2, ours.sigmas[:-2:2] * ours.sigmas[2::2], rtol=1e-5)
    assert (ours.sigmas.diff() < 0).all()
    assert (ours.timesteps.diff() < 0).all()
    assert ours.timesteps.dtype == torch.float32


def test_it_can_begin_in_the_middle_of_a_step() -> None:
    """A refiner begins with the first timestep after those of the base model."""
    scheduler: Any = SdeScheduler.from_config({**SD15, "prediction_type": "sample"})
    scheduler.set_timesteps(4)
    scheduler.set_begin_index(1)
    clean, generator = torch.zeros(1, 4, 64, 64), torch.Generator().manual_seed(5)
    sample = torch.randn(clean.shape, generator=generator) * scheduler.sigmas[1]
    moved = scheduler.step(clean, scheduler.timesteps[1], sample, generator=generator).prev_sample
    assert float(moved.std()) == pytest.approx(float(scheduler.sigmas[2]), rel=0.03)


@pytest.mark.parametrize("name", NAMES)
def test_a_masked_part_is_drawn_and_the_rest_stays(engine, tiny_model: Path, name: str) -> None:
    wanted = asked(tiny_model, scheduler=name, image=IMAGE, strength=0.8, mask=MASK)
    drawn, source = make(engine, wanted), IMAGES[IMAGE]
    assert drawn.getpixel((2, 2)) == source.getpixel((2, 2))
    assert drawn.crop((16, 16, 48, 40)).tobytes() != source.crop((16, 16, 48, 40)).tobytes()
