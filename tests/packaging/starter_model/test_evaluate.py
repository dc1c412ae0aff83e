"""The evaluation uses only prompts that are held out from training."""

from starter_model.captions import is_held_out


def test_the_evaluation_asks_for_nothing_that_was_trained(tiny_model) -> None:
    from starter_model.evaluate import PROMPTS, prompts

    asked = prompts()
    assert len(asked) == PROMPTS
    assert all(is_held_out(what, words) for what, words in asked)
