"""What the starter model learns from: pictures that show what their captions say, and captions kept apart."""

import random

import numpy as np

from starter_model import checker
from starter_model.captions import HELD_OUT_PAIRS, any_scene, any_shape, caption, is_held_out
from starter_model.pictures import COLOURS, SHAPES, SIZES, TIMES, ShapePicture, draw


def test_the_checker_reads_back_what_was_drawn() -> None:
    rng, random_ = np.random.default_rng(1), random.Random(1)
    for number in range(240):
        shape = SHAPES[number % len(SHAPES)]
        colour, background = random_.sample(sorted(COLOURS), 2)
        asked = ShapePicture(shape, colour, background, sorted(SIZES)[number % 3])
        assert checker.look(draw(asked, rng)) == checker.Seen(background, colour, shape), asked


def test_the_checker_tells_the_time_of_day() -> None:
    rng, random_ = np.random.default_rng(2), random.Random(2)
    for _ in range(120):
        scene = any_scene(random_)
        assert checker.time_of_day(draw(scene, rng)) == scene.time
    assert set(TIMES) == {"day", "sunset", "sunrise", "night"}


def test_an_empty_picture_shows_no_shape() -> None:
    from PIL import Image

    assert checker.look(Image.new("RGB", (128, 128), COLOURS["cyan"])) == checker.Seen("cyan", None, None)


def test_a_tenth_of_the_pairs_and_of_the_captions_is_kept_from_training() -> None:
    random_ = random.Random(3)
    assert len(HELD_OUT_PAIRS) == len(COLOURS) * len(SHAPES) // 10
    shapes = [any_shape(random_) for _ in range(4000)]
    kept = [is_held_out(each, caption(each, random_)) for each in shapes]
    assert all(out for each, out in zip(shapes, kept, strict=True) if (each.colour, each.shape) in HELD_OUT_PAIRS)
    assert 0.15 < sum(kept) / len(kept) < 0.23


def test_the_evaluation_asks_for_nothing_that_was_trained(tiny_model) -> None:
    from starter_model.evaluate import PROMPTS, prompts

    asked = prompts()
    assert len(asked) == PROMPTS
    assert all(is_held_out(what, words) for what, words in asked)


def test_any_text_in_any_script_can_be_encoded(starter_model, tiny_model) -> None:
    from transformers import CLIPTokenizer

    tokenizer = CLIPTokenizer.from_pretrained(starter_model / "tokenizer")
    assert tokenizer.tokenize("A Red heart") == ["a</w>", "red</w>", "heart</w>"]
    for text in ("", "ประเทศไทย", "👩‍👩‍👧", "日本語", "a\u202eb", "x" * 5000):
        tokens = tokenizer(text, truncation=True).input_ids
        assert len(tokens) <= 77
        assert max(tokens) < 1024
