"""What runs at each step: sides of guidance, and layers."""

import pytest

from macapp.domain.step_schedule import StepSchedule


def drawn(schedule: StepSchedule) -> str:
    """Return the steps as letters: capital for all layers, B and b for both sides, C and c for the conditional one."""
    letters = ["C" if work.sides == 1 else "B" for work in schedule.work]
    return "".join(
        letter.lower() if work.reuses_layers else letter for letter, work in zip(letters, schedule.work, strict=True)
    )


@pytest.mark.parametrize(
    ("schedule", "steps"),
    [
        (StepSchedule(6, 6), "BBBBBB"),
        (StepSchedule(6, 0), "CCCCCC"),
        (StepSchedule(6, 4), "BBBBCC"),
        (StepSchedule(6, 6, cache_interval=2), "BbBbBb"),
        (StepSchedule(6, 6, cache_interval=3), "BbbBbb"),
        (StepSchedule(6, 0, cache_interval=3), "CccCcc"),
        (StepSchedule(6, 6, cache_interval=2, cache_start=0.5), "BBBbBb"),
        (StepSchedule(6, 6, cache_interval=2, cache_start=1.0), "BBBBBB"),
        (StepSchedule(6, 6, unconditional_interval=2), "BCBCBC"),
        (StepSchedule(6, 3, unconditional_interval=2), "BCBCCC"),
        (StepSchedule(6, 6, unconditional_interval=2, cache_interval=2), "BcBcBc"),
        (StepSchedule(6, 3, unconditional_interval=1, cache_interval=2), "BbBcCc"),
        (StepSchedule(0, 0, cache_interval=2), ""),
    ],
)
def test_the_first_step_is_whole_and_the_others_reuse_what_it_computed(schedule: StepSchedule, steps: str) -> None:
    assert drawn(schedule) == steps


def test_a_side_that_was_left_out_last_time_is_computed_again() -> None:
    """At step 3 only the conditional side runs, so at step 4 nothing is kept for the unconditional one."""
    assert drawn(StepSchedule(7, 7, unconditional_interval=2, cache_interval=3)) == "BcbCBcB"


def test_a_step_knows_whether_its_result_is_guided() -> None:
    schedule = StepSchedule(4, 2, unconditional_interval=2)
    assert [work.is_guided for work in schedule.work] == [True, True, False, False]


def test_a_step_too_many_is_like_the_last() -> None:
    """PNDM runs one more than it was asked for."""
    schedule = StepSchedule(3, 2)
    assert schedule.at(3) == schedule.at(2)
