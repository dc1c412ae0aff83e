"""Every scheduler: built from the schedule of any checkpoint, finite at every number of steps."""

import inspect

import pytest
import torch

from macapp.domain.schedulers import DEFAULT_SCHEDULER, OWN_SCHEDULER, SCHEDULERS, match_scheduler
from macapp.engine.loading.loaded_model import make_scheduler

SD15 = {
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "num_train_timesteps": 1000,
    "steps_offset": 1,
    "skip_prk_steps": True,
}
NAMED = [each for each in SCHEDULERS if each != OWN_SCHEDULER]
STEPS = (1, 2, 3, 4, 10, 25, 49, 50, 51, 100, 333, 500, 999, 1000)


def test_the_default_is_one_of_them() -> None:
    assert DEFAULT_SCHEDULER in SCHEDULERS


@pytest.mark.parametrize("name", NAMED)
def test_the_names_in_other_programs_and_in_diffusers_are_known(name: str) -> None:
    entry = SCHEDULERS[name]
    assert match_scheduler(entry.infotext) == (name, True)
    found, _exact = match_scheduler(entry.class_name)
    assert found is not None
    assert SCHEDULERS[found].class_name == entry.class_name


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("prediction", ["epsilon", "v_prediction"])
def test_what_the_checkpoint_predicts_is_kept(name: str, prediction: str) -> None:
    assert make_scheduler(name, {**SD15, "prediction_type": prediction}).config.prediction_type == prediction


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("choice", ["use_karras_sigmas", "use_exponential_sigmas"])
def test_the_name_decides_the_sigmas_whatever_the_checkpoint_chose(name: str, choice: str) -> None:
    plain, made = make_scheduler(name, SD15), make_scheduler(name, {**SD15, choice: True})
    for each in (plain, made):
        each.set_timesteps(10)
    for numbers in ("timesteps", "sigmas"):
        assert torch.equal(getattr(plain, numbers, plain.timesteps), getattr(made, numbers, made.timesteps))


@pytest.mark.parametrize("name", NAMED)
def test_every_number_of_steps_is_finite_or_refused(name: str) -> None:
    for steps in STEPS:
        if steps > SCHEDULERS[name].max_steps:
            continue
        made = make_scheduler(name, SD15)
        made.set_timesteps(steps)
        assert len(made.timesteps) == steps * made.order - (made.order - 1), steps
        for numbers in (made.timesteps, getattr(made, "sigmas", made.timesteps)):
            assert torch.isfinite(numbers).all(), steps


@pytest.mark.parametrize("name", [name for name, each in SCHEDULERS.items() if each.max_steps < 1000])
def test_the_limit_of_a_scheduler_is_that_of_diffusers(name: str) -> None:
    with pytest.raises(ValueError, match="steps"):
        make_scheduler(name, SD15).set_timesteps(SCHEDULERS[name].max_steps + 1)


@pytest.mark.parametrize("name", NAMED)
def test_a_noise_schedule_that_ends_in_pure_noise_starts_at_its_end_or_is_refused(name: str) -> None:
    made = make_scheduler(name, {**SD15, "prediction_type": "v_prediction", "rescale_betas_zero_snr": True})
    if not SCHEDULERS[name].supports_zero_snr:
        assert "rescale_betas_zero_snr" not in inspect.signature(type(made).__init__).parameters
        return
    assert made.alphas_cumprod[-1] < 1e-6
    made.set_timesteps(10)
    assert round(float(made.timesteps[0])) == 999
    assert torch.isfinite(getattr(made, "sigmas", made.timesteps)).all()
