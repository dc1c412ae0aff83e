"""What the ways of making a picture do to what is seen: with the starter model, read from the pixels."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from macapp.domain.request import Control, Request
from macapp.engine import open_engine
from macapp.imaging import control_maps
from macapp.models import resolve_request
from starter_model import checker

IMAGE, MASK = "0" * 64, "1" * 64


def nothing(*_progress: object) -> None:
    """Hear of progress and do nothing."""


@pytest.fixture(scope="module")
def make(starter_model: Path, tiny_model: Path):
    engine = open_engine("cpu")

    def run(prompt: str, seed: int, images: dict[str, Image.Image] | None = None, **changes: Any) -> Image.Image:
        settings = {"width": 128, "height": 128, "steps": 20, "guidance_scale": 4.0, **changes}
        return engine.generate(
            resolve_request(Request(prompt=prompt, seed=seed, **settings)), images or {}, nothing, nothing
        ).image

    yield run
    engine.release()


def share(image: Image.Image, colour: str) -> float:
    """Return which share of a picture is red or blue: where that channel leads the others by far."""
    array = np.asarray(image, dtype=int)
    lead, others = (0, (1, 2)) if colour == "red" else (2, (0, 1))
    return float(((array[..., lead] - array[..., list(others)].max(axis=2)) > 60).mean())


def test_a_sketch_keeps_its_layout_and_takes_the_prompts_colours(make) -> None:
    sketch = Image.new("RGB", (128, 128), "white")
    ImageDraw.Draw(sketch).ellipse((8, 40, 56, 88), fill=(128, 128, 128))
    inside = np.zeros((128, 128), dtype=bool)
    inside[52:76, 20:44] = True
    for seed in range(3):
        prompt = "a blue circle on a white background"
        made = np.asarray(make(prompt, seed, {IMAGE: sketch}, image=IMAGE, strength=0.6), dtype=int)
        assert (made[inside][:, 2] - made[inside][:, 0]).mean() > 60, "where it was grey it is blue"
        assert made[:, 90:].min(axis=2).mean() > 200, "where it was white it is white"


def test_a_red_heart_is_painted_into_the_mask_and_nowhere_else(make) -> None:
    scene = make("a blue circle on a white background", 3)
    mask = Image.new("L", (128, 128))
    ImageDraw.Draw(mask).rectangle((16, 16, 111, 111), fill=255)
    images = {IMAGE: scene, MASK: mask}
    made = make("a red heart on a white background", 5, images, image=IMAGE, strength=1.0, mask=MASK)
    outside = np.asarray(mask) == 0
    assert np.array_equal(np.asarray(made)[outside], np.asarray(scene)[outside])
    assert share(made, "red") > 0.08
    assert checker.look(made).colour == "red"


def test_a_weight_raises_and_a_negative_prompt_removes(make) -> None:
    words = "a red heart on a blue background"
    plain, raised = (
        [share(make(each, seed), "red") for seed in range(4)]
        for each in (words, "a (red:1.6) (heart:1.6) on a blue background")
    )
    assert sum(raised) > sum(plain) * 1.02
    without = [share(make("a heart", seed, negative_prompt="a red heart"), "red") for seed in range(6)]
    with_it = [share(make("a heart", seed), "red") for seed in range(6)]
    assert sum(without) < sum(with_it)


def test_a_variation_stays_near_its_seed(make) -> None:
    base = np.asarray(make("mountains at night with a moon", 3), dtype=int)
    near, other = (
        np.asarray(make("mountains at night with a moon", 3, variation_seed=9, variation_strength=each), dtype=int)
        for each in (0.15, 1.0)
    )
    assert np.abs(near - base).mean() < np.abs(other - base).mean()


def test_the_edges_say_where_the_figure_is(make) -> None:
    """Without the ControlNet the starter model draws its figures in the middle."""
    prompt, hits = "a blue circle on a white background", 0
    for corner in ((8, 8), (60, 8), (8, 60), (60, 60)):
        drawn = Image.new("RGB", (128, 128), "white")
        box = (*corner, corner[0] + 56, corner[1] + 56)
        ImageDraw.Draw(drawn).ellipse(box, fill="black")
        control = Control(model="starter-edges", image=IMAGE, map="canny")
        made = np.asarray(
            make(prompt, 3, {IMAGE: control_maps.control_map("canny", drawn)}, controls=(control,)), dtype=int
        )
        inside = np.asarray(drawn.convert("L")) < 128
        dark = made.mean(axis=2) < 170
        hits += (dark & inside).sum() / (dark | inside).sum() > 0.6
    assert hits >= 3, "as a union of both, most of figure and edges' inside is shared"


def test_high_resolution_is_sharper_than_enlarging(make) -> None:
    prompt = "a red heart on a white background"
    small = make(prompt, 7).resize((256, 256), Image.Resampling.LANCZOS)
    refined = make(prompt, 7, hires_scale=2.0, hires_strength=0.5)
    assert refined.size == (256, 256)

    def sharpness(image: Image.Image) -> float:
        return float(np.abs(np.diff(np.asarray(image.convert("L"), dtype=int), axis=1)).max())

    assert sharpness(refined) > sharpness(small)
