"""Estimates of durations from past pictures: less than 15 % off after ten pictures."""

import random
from dataclasses import replace
from typing import Any

import pytest

from macapp.domain.job import GeneratedImage
from macapp.domain.request import Request
from macapp.library import Library
from macapp.library.durations import FROM_MACHINE, FROM_MODEL, FROM_OTHERS, Durations
from macapp.planning.acceleration import BatchForecast
from tests.support.fake_engine import plain_picture
from tests.support.request_factory import request


def true_seconds(asked: Request, chance: random.Random) -> float:
    """Return the seconds on a simulated machine: one fixed, then more than linear in pixels, with 10 % noise."""
    pixels = asked.width * asked.height / 512**2
    return (1.0 + asked.total_steps * 0.3 * pixels**1.15) * chance.uniform(0.92, 1.08)


@pytest.mark.parametrize("seed", range(20))
def test_the_finish_of_a_queue_is_told_within_15_percent_after_ten_pictures(library: Library, seed: int) -> None:
    chance = random.Random(seed)

    def some() -> Request:
        side = chance.choice((512, 768))
        return request(width=side, height=512, steps=chance.choice((20, 25, 30, 50)), seed=chance.randrange(99))

    for _number in range(10):
        [job] = library.queue.add([some()])
        library.queue.claim_next()
        picture = GeneratedImage(image=plain_picture(request()), made_with={})
        library.pictures.save(job, picture, true_seconds(job.request, chance))
    waiting = [some() for _ in range(30)]
    told = library.durations().estimate_all(waiting)
    true = sum(true_seconds(each, chance) for each in waiting)
    assert told is not None
    assert abs(told.seconds - true) / true < 0.15
    assert told.least < told.seconds < told.most


def test_before_the_first_picture_nothing_is_known() -> None:
    assert Durations([]).estimate(request()) is None
    assert Durations([]).estimate_all([request()]) is None
    assert Durations([(request(), 2.0)]).estimate_all([]) is not None


def test_another_size_and_another_model_are_reckoned() -> None:
    durations = Durations([(request(width=512, height=512, steps=20), 10.0)])
    larger = durations.estimate(request(width=1024, height=512, steps=20))
    unguided = durations.estimate(request(width=512, height=512, steps=20, guidance_scale=1.0, model="other"))
    assert larger is not None
    assert unguided is not None
    assert larger.seconds == pytest.approx(20.0, rel=0.15)
    assert unguided.seconds == 5.0, "an unknown model is not scaled by steps and pixels"
    assert (larger.source, unguided.source) == (FROM_MODEL, FROM_MACHINE)


def classic(**changes: Any) -> Request:
    return request(**{"model": "sd-1.5", "width": 512, "height": 512, "steps": 20, "guidance_scale": 7.5, **changes})


def test_the_work_of_a_larger_picture_grows_faster_than_its_pixels() -> None:
    """Attention grows with the square of the pixels: from 1.61 to 9.35 TFLOP per step at four times the pixels (Stable
    Diffusion 1.5). The configuration shows it, even if the model has pictures of one size only."""
    made = request(model="starter", width=256, height=256, steps=20)
    durations = Durations([(made, 10.0)])
    larger = durations.estimate(replace(made, width=2048, height=2048))
    assert larger is not None
    assert larger.seconds > 11.0 * 64


def test_another_model_is_reckoned_from_those_whose_steps_are_about_as_long() -> None:
    durations = Durations([(request(steps=20), 0.3), (classic(), 34.7)], expected=100.0)
    turbo = durations.estimate(classic(model="sd-turbo", steps=1, guidance_scale=0.0))
    assert turbo is not None
    assert turbo.source == FROM_OTHERS
    assert turbo.seconds == pytest.approx((0.805 + 2.515) / ((20 * 1.607 + 2.515) / 34.7), rel=0.01)


def test_before_anything_alike_was_made_the_machine_is_expected_to_do_what_it_can() -> None:
    large = request(model="sdxl", width=1024, height=1024, steps=25, guidance_scale=5.0)
    told = Durations([(request(steps=20), 0.3)], expected=1.3).estimate(large)
    assert told is not None
    assert told.source == FROM_MACHINE
    assert told.seconds == pytest.approx((25 * 13.52 + 10.47) / 1.3, rel=0.01)
    assert told.least < told.seconds < told.most
    assert Durations([(request(steps=20), 0.3)]).estimate(large) is None, "a large model was estimated from a small one"


def test_a_sum_is_as_sure_as_its_least_sure_part() -> None:
    durations = Durations([(classic(), 34.7)], expected=1.3)
    whole = durations.estimate_all([classic(), request(width=128, height=128)])
    assert whole is not None
    assert whole.source == FROM_MACHINE
    assert durations.estimate_all([classic(), classic()]) == (durations.estimate(classic()) or whole).scaled(2)


def test_what_compiling_takes_and_gains_is_learned_from_the_pictures(library: Library) -> None:
    asked = request(width=512, height=512, steps=20)
    assert Durations([]).forecast(asked, 3) == BatchForecast(count=3)

    def made(seconds: float, **facts: Any) -> None:
        [job] = library.queue.add([asked])
        library.queue.claim_next()
        library.pictures.save(job, GeneratedImage(image=plain_picture(asked), made_with=facts), seconds)

    made(8.0)
    assert library.durations().forecast(asked, 3) == BatchForecast(3, 8.0)
    made(5.0, compiled=True, compile_seconds=30.0)
    made(5.0, compiled=True)
    durations = library.durations()
    assert durations.forecast(asked, 3) == BatchForecast(3, 8.0, 1.6, 30.0)
    longer = durations.forecast(replace(asked, steps=40), 3)
    assert (longer.seconds, longer.speedup) == (16.0, 1.6)
    larger = durations.forecast(replace(asked, width=1024), 3)
    assert (larger.speedup, larger.compile_seconds) == (None, 30.0), "the gain of another size was used"
    estimate = durations.estimate(asked)
    assert estimate is not None
    assert estimate.seconds == 5.0, "the mode of the last pictures was not used"
    made(8.0)
    estimate = library.durations().estimate(asked)
    assert estimate is not None
    assert estimate.seconds == 8.0
