"""The history of DiffusionBee: its place, and the seeds of a batch."""

import json
from pathlib import Path

import pytest

from macapp.library.metadata.importers import diffusionbee


def write_history(folder: Path, batch: dict) -> None:
    (folder / "history.json").write_text(json.dumps({"history": {"1": batch}}))


@pytest.mark.parametrize(("name", "seed"), [("a.png", 100), ("b.png", 1334), ("c.png", 9)])
def test_each_picture_of_a_batch_has_its_seed(tmp_path: Path, name: str, seed: int) -> None:
    pictures = ["/x/a.png", {"image_url": "/x/b.png"}, {"image_url": "/x/c.png", "seed": 9}]
    write_history(tmp_path, {"params": {"prompt": "a heart", "seed": 100}, "imgs": pictures})
    found = diffusionbee.read(tmp_path / name)
    assert found is not None
    assert found.known == {"prompt": "a heart", "seed": seed}


def test_the_history_can_be_above_the_folder(tmp_path: Path) -> None:
    write_history(tmp_path, {"params": {"prompt": "a heart"}, "imgs": ["a.png"]})
    assert diffusionbee.read(tmp_path / "images" / "a.png") is not None
    assert diffusionbee.read(tmp_path / "images" / "other.png") is None
    assert diffusionbee.read(tmp_path / "images" / "deeper" / "a.png") is None
