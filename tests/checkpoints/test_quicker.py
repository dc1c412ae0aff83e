"""How much quicker a way of making a picture is, reckoned from what the model does in it."""

from dataclasses import replace
from pathlib import Path

import pytest

from macapp import checkpoints
from macapp.checkpoints.quicker import share_of_time
from tests import models
from tests.requests_of_all_kinds import request

FULL = request(steps=25, guidance_scale=7.5)


@pytest.mark.parametrize(
    ("changes", "passes"),
    [
        ({}, 50),
        ({"guidance_scale": 1.0}, 25),
        ({"guidance_end": 0.6}, 40),
        ({"guidance_end": 0.0}, 25),
        ({"guidance_end": 0.6, "image": "0" * 64, "strength": 0.4}, 16),
        ({"guidance_end": 0.5, "hires_scale": 2.0, "hires_strength": 0.4}, 35 + 12 + 5),
        ({"steps": 4, "guidance_scale": 0.0}, 4),
    ],
)
def test_passes_of_the_model_are_counted(changes: dict, passes: int) -> None:
    made = replace(FULL, **changes)
    expected = passes if changes.get("hires_scale") is None else made.steps_run + made.steps_guided + 5
    assert made.passes == expected


@pytest.mark.parametrize(
    ("model", "changes", "share"),
    [
        ("starter", {}, 1.0),
        ("starter", {"guidance_end": 0.6}, (40 * 0.8035 + 2.515) / (50 * 0.8035 + 2.515)),
        ("starter", {"steps": 4, "guidance_scale": 1.0}, (4 * 0.8035 + 2.515) / (50 * 0.8035 + 2.515)),
        ("xl", {"steps": 4, "guidance_scale": 1.0}, (4 * 6.76 + 10.47) / (50 * 6.76 + 10.47)),
    ],
)
def test_a_share_of_the_time_is_steps_and_decoding(
    model: str, changes: dict, share: float, tmp_path: Path, starter_model
) -> None:
    found = checkpoints.find(model if model != "xl" else str(models.make_tiny_xl(tmp_path / "xl")))
    assert share_of_time(replace(FULL, **changes), FULL, found) == pytest.approx(share)
