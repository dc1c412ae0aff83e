"""A tenth of the pairs and of the captions is held out from training."""

import random

from starter_model.captions import HELD_OUT_PAIRS, any_shape, caption, is_held_out
from starter_model.pictures import COLOURS, SHAPES


def test_a_tenth_of_the_pairs_and_of_the_captions_is_kept_from_training() -> None:
    random_ = random.Random(3)
    assert len(HELD_OUT_PAIRS) == len(COLOURS) * len(SHAPES) // 10
    shapes = [any_shape(random_) for _ in range(4000)]
    kept = [is_held_out(each, caption(each, random_)) for each in shapes]
    assert all(out for each, out in zip(shapes, kept, strict=True) if (each.colour, each.shape) in HELD_OUT_PAIRS)
    assert 0.15 < sum(kept) / len(kept) < 0.23
