"""How long it takes is learned: under 15 % off after ten pictures."""

import random

import pytest

from macapp.jobs import Generated
from macapp.library import Library
from macapp.library.durations import Durations
from macapp.request import Request
from tests.requests_of_all_kinds import request
from tests.scripted_engine import plain_picture


def true_seconds(asked: Request, chance: random.Random) -> float:
    """A machine: a fixed second, then time that grows faster than the pixels, uneven by a tenth."""
    pixels = asked.width * asked.height / 512**2
    return (1.0 + asked.steps_run * 0.3 * pixels**1.15) * chance.uniform(0.92, 1.08)


@pytest.mark.parametrize("seed", range(20))
def test_the_finish_of_a_queue_is_told_within_15_percent_after_ten_pictures(library: Library, seed: int) -> None:
    chance = random.Random(seed)

    def some() -> Request:
        side = chance.choice((512, 768))
        return request(width=side, height=512, steps=chance.choice((20, 25, 30, 50)), seed=chance.randrange(99))

    for _number in range(10):
        [job] = library.queue.add([some()])
        library.queue.claim()
        picture = Generated(image=plain_picture(request()), made_with={})
        library.pictures.save(job, picture, true_seconds(job.request, chance))
    waiting = [some() for _ in range(30)]
    told = library.durations().of_all(waiting)
    true = sum(true_seconds(each, chance) for each in waiting)
    assert told is not None
    assert abs(told.seconds - true) / true < 0.15
    assert told.least < told.seconds < told.most


def test_before_the_first_picture_nothing_is_known() -> None:
    assert Durations([]).estimate(request()) is None
    assert Durations([]).of_all([request()]) is None
    assert Durations([(request(), 2.0)]).of_all([]) is not None


def test_another_size_and_another_model_are_reckoned() -> None:
    durations = Durations([(request(width=512, height=512, steps=20), 10.0)])
    larger = durations.estimate(request(width=1024, height=512, steps=20))
    unguided = durations.estimate(request(width=512, height=512, steps=20, guidance_scale=1.0, model="other"))
    assert larger is not None
    assert unguided is not None
    assert (larger.seconds, unguided.seconds) == (20.0, 5.0)
