"""The steps of a picture, counted over both of its sizes."""

from macapp.engine.generation.progress import Progress


def test_steps_at_the_second_size_follow_those_at_the_first() -> None:
    seen: list[tuple[int, int]] = []
    progress = Progress(6, lambda done, total: seen.append((done, total)))
    for step in (1, 2, 3, 4):
        progress.step(step)
    progress.before = 4
    for step in (1, 2):
        progress.step(step)
    assert seen == [(done, 6) for done in (1, 2, 3, 4, 5, 6)]


def test_a_scheduler_that_evaluates_more_often_never_exceeds_the_total() -> None:
    seen: list[tuple[int, int]] = []
    progress = Progress(2, lambda done, total: seen.append((done, total)))
    progress.step(3)
    progress.again()
    assert seen == [(2, 2), (2, 2)]


def test_stages_add_one_step_at_a_time() -> None:
    seen: list[int] = []
    progress = Progress(3, lambda done, _total: seen.append(done))
    progress.one_more()
    progress.one_more()
    assert seen == [1, 2]
