"""What a picture looks like while it is drawn: learned from finished pictures, right for the model, kept."""

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from macapp.engine.engine import Engine
from macapp.engine.generation.preview import LatentPreviewer
from macapp.models import resolve_request
from macapp.system.machine import detect_machine
from tests.support import tiny_models
from tests.support.request_factory import request


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("macapp.engine.engine.preview_cache_dir", lambda: tmp_path / "previews")
    return tmp_path / "previews"


def looked(engine: Engine, asked) -> tuple[list[Image.Image], Image.Image]:
    """Make a picture; return what was seen of it after each step, and the picture."""
    seen: list[Image.Image] = []

    def on_step(_step: int, _steps: int) -> None:
        look = engine.preview()
        if look is not None:
            seen.append(look)

    return seen, engine.generate(resolve_request(asked), {}, lambda: None, on_step).image


def far(look: Image.Image, picture: Image.Image) -> float:
    """Return by how much a look differs from the picture at its size, of 255."""
    small = picture.resize(look.size, Image.Resampling.BOX)
    return float(np.abs(np.asarray(look, float) - np.asarray(small, float)).mean())


def test_the_second_picture_is_seen_while_it_is_drawn_and_comes_nearer(starter_model: Path, kept: Path) -> None:
    engine = Engine(detect_machine())
    asked = request("a red heart on a white background", seed=1, model="starter", width=128, height=128, steps=12)
    seen, _ = looked(engine, asked)
    assert seen == [], "nothing is known of the model yet"
    seen, picture = looked(engine, asked.with_seed(7))
    assert len(seen) == 12
    assert {each.size for each in seen} == {(16, 16)}
    distances = [far(each, picture) for each in seen]
    assert distances[-1] < 30
    assert distances[-1] < distances[0] / 2
    assert len(list(kept.iterdir())) == 1
    again = Engine(detect_machine())  # the next start
    seen, picture = looked(again, asked.with_seed(8))
    assert far(seen[-1], picture) < 30


def test_each_model_is_learned_by_itself(tiny_model: Path, starter_model: Path) -> None:
    engine = Engine(detect_machine())
    looked(engine, request(model="starter", width=128, height=128, steps=2))
    assert looked(engine, request(model=str(tiny_model), steps=2))[0] == []
    assert len(looked(engine, request(model=str(tiny_model), steps=2))[0]) == 2


def test_a_family_that_decodes_by_itself_is_seen_too(tmp_path: Path) -> None:
    engine = Engine(detect_machine())
    asked = request(model=str(tiny_models.make_tiny_xl(tmp_path / "xl")), width=256, height=256, steps=3)
    looked(engine, asked)
    assert len(looked(engine, asked)[0]) == 3


def test_a_picture_is_the_same_whether_it_is_looked_at_or_not(tiny_model: Path) -> None:
    engine, asked = Engine(detect_machine()), request(model=str(tiny_model), steps=4)
    plain = engine.generate(resolve_request(asked), {}, lambda: None, lambda *_: None).image
    assert looked(engine, asked)[1].tobytes() == plain.tobytes()


@pytest.mark.parametrize("content", ["", "{", "[1, 2]", "[[[1]], [[1, 2]]]", '[[["a"]], [[1, 2, 3]]]'])
def test_what_was_kept_and_is_damaged_is_learned_anew(kept: Path, content: str) -> None:
    kept.mkdir()
    (kept / "someone").write_text(content)
    previews = LatentPreviewer(kept)
    previews.begin("someone")
    latents = torch.randn(1, 4, 8, 8)
    previews.observe(latents)
    assert previews.current() is None
    colours = (latents[0, :3].permute(1, 2, 0).numpy() * 40 + 128).clip(0, 255).astype(np.uint8)
    previews.learn(Image.fromarray(colours))
    previews.observe(latents)
    look = previews.current()
    assert look is not None
    assert far(look, Image.fromarray(colours)) < 3


@pytest.mark.parametrize("latents", [None, torch.randn(1, 64, 16), torch.full((1, 4, 8, 8), torch.nan)])
def test_latents_that_tell_nothing_are_left(kept: Path, latents: torch.Tensor | None) -> None:
    previews = LatentPreviewer(kept)
    previews.begin("someone")
    previews.observe(latents)
    previews.learn(Image.new("RGB", (64, 64)))
    previews.observe(latents)
    assert previews.current() is None
    assert not kept.exists()
