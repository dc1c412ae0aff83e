"""Every scheduler: built from the schedule of any checkpoint, finite at every number of steps."""

import inspect

import diffusers
import numpy as np
import pytest
import torch
from diffusers.schedulers import AysSchedules

from macapp.domain.schedulers import (
    DEFAULT_SCHEDULER,
    OWN_SCHEDULER,
    SCHEDULERS,
    match_scheduler,
    select_schedulers,
)
from macapp.engine.loading.beta_euler import SHAPE, beta_quantiles
from macapp.engine.loading.loaded_model import make_scheduler
from tests.support.libraries import skip_on_an_old_set, with_the_current_set

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
    if not hasattr(diffusers, entry.class_name):
        return
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
        skip_on_an_old_set()
        made.set_timesteps(10)
        has_option = "rescale_betas_zero_snr" in inspect.signature(type(made).__init__).parameters
        assert not has_option or round(float(made.timesteps[0])) != 999
        return
    assert made.alphas_cumprod[-1] < 1e-6
    made.set_timesteps(10)
    assert round(float(made.timesteps[0])) == 999
    assert torch.isfinite(getattr(made, "sigmas", made.timesteps)).all()


@pytest.mark.parametrize(
    ("name", "schedule", "expected"),
    [
        ("DPM++ 2M SDE", "Karras", ("dpm++ 2m sde karras", True)),
        ("DPM++ 2M SDE", "Exponential", ("dpm++ 2m sde exponential", True)),
        ("dpmpp_2m_sde", "normal", ("dpm++ 2m sde", True)),
        ("dpmpp_2m_sde_gpu", "exponential", ("dpm++ 2m sde exponential", False)),
        ("dpmpp_2m", "exponential", ("dpm++ 2m exponential", True)),
        ("euler", "sgm_uniform", ("euler trailing", True)),
        ("Euler", "Beta", ("euler beta", True)),
        ("euler", "beta timesteps", ("euler beta", False)),
        ("euler", "beta57", ("euler beta", False)),
        ("euler_a", "karras", ("euler a", False)),
        ("DPM++ SDE", "Karras", ("dpm++ sde karras", True)),
        ("DPM++ SDE", "", ("dpm++ sde", True)),
        ("DPM++ SDE", "Exponential", ("dpm++ sde", False)),
        ("dpmpp_sde", "karras", ("dpm++ sde karras", True)),
        ("dpmpp_sde_k", "", ("dpm++ sde karras", True)),
        ("dpmpp_sde_gpu", "karras", ("dpm++ sde karras", False)),
        ("DPMSolverSDEScheduler", "", ("dpm++ sde", True)),
        ("DPM++ 3M SDE", "", ("dpm++ 2m sde", False)),
        ("DPM++ 2M SDE Heun", "Exponential", ("dpm++ 2m sde exponential", False)),
        ("Euler", "Align Your Steps", ("euler ays", True)),
        ("DPM++ 2M", "Align Your Steps", ("dpm++ 2m ays", True)),
        ("dpmpp_2m_sde_gpu", "align_your_steps", ("dpm++ 2m sde ays", False)),
        ("DPM++ 2M", "Align Your Steps GITS", ("dpm++ 2m ays", False)),
        ("DPM++ 2M", "Align Your Steps 32", ("dpm++ 2m ays", False)),
        ("Euler a", "Align Your Steps", ("euler a", False)),
    ],
)
def test_no_name_becomes_another_scheduler_silently(
    name: str, schedule: str, expected: tuple[str | None, bool]
) -> None:
    assert match_scheduler(name, schedule) == expected


@pytest.mark.parametrize("is_xl", [False, True])
@pytest.mark.parametrize("name", [name for name, row in SCHEDULERS.items() if row.xl_class])
def test_aligned_levels_are_those_of_diffusers_and_between_them_for_other_steps(name: str, is_xl: bool) -> None:
    made = make_scheduler(name, SD15, is_xl=is_xl)
    key = "StableDiffusionXL" if is_xl else "StableDiffusion"
    made.set_timesteps(10)
    assert np.allclose(made.sigmas, AysSchedules[f"{key}Sigmas"])
    assert np.abs(np.asarray(made.timesteps, float) - AysSchedules[f"{key}Timesteps"]).max() <= 1
    ten = made.sigmas[:-1]
    made.set_timesteps(20)
    assert torch.allclose(made.sigmas[:-1:2], ten)
    assert (made.sigmas.diff() < 0).all()


def test_aligned_levels_are_only_offered_where_they_are_known() -> None:
    names = ("euler", "euler ays", "heun")
    assert select_schedulers(names, has_zero_snr=False, has_aligned_levels=True) == names
    assert select_schedulers(names, has_zero_snr=False, has_aligned_levels=False) == ("euler", "heun")
    assert select_schedulers(names, has_zero_snr=True, has_aligned_levels=True) == ("euler",)


def test_beta_quantiles_invert_the_integral_of_the_density() -> None:
    angles = (np.arange(2_000_000) + 0.5) / 2_000_000 * np.pi / 2  # x = sin(angle)^2 removes the poles at both ends
    density = (np.sin(angles) * np.cos(angles)) ** (2 * SHAPE - 1)
    integral = np.cumsum(density) / density.sum()
    wanted = np.linspace(0, 1, 41)
    expected = np.sin(np.interp(wanted, integral, angles)) ** 2
    assert np.abs(beta_quantiles(wanted) - expected).max() < 1e-6
    assert beta_quantiles(np.array([0.0, 0.5, 1.0])) == pytest.approx([0, 0.5, 1], abs=1e-15)


def test_euler_beta_spans_the_levels_of_euler() -> None:
    plain, beta = make_scheduler("euler", SD15), make_scheduler("euler beta", SD15)
    for scheduler in (plain, beta):
        scheduler.set_timesteps(7)
    expected = plain.sigmas[-2] + (plain.sigmas[0] - plain.sigmas[-2]) * torch.tensor(
        beta_quantiles(1 - np.linspace(0, 1, 7))
    )
    assert torch.allclose(beta.sigmas[:-1].double(), expected)
    assert beta.sigmas[-1] == 0


@with_the_current_set
@pytest.mark.parametrize("name", ["euler karras", "euler exponential", "euler beta"])
def test_flow_matching_keeps_its_first_and_its_last_noise_level(name: str) -> None:
    config = {"shift": 3.0, "num_train_timesteps": 1000}
    plain, spaced = make_scheduler("euler", config, is_flow=True), make_scheduler(name, config, is_flow=True)
    for scheduler in (plain, spaced):
        scheduler.set_timesteps(8)
    assert torch.allclose(spaced.timesteps, spaced.sigmas[:-1] * 1000)
    assert spaced.sigmas[0] == pytest.approx(float(plain.sigmas[0]))
    assert not torch.allclose(spaced.sigmas, plain.sigmas, atol=1e-3)
    assert bool((spaced.sigmas.diff() < 0).all())
