"""Draw Things: JSON inside XMP."""

import json
from pathlib import Path

from macapp.library.metadata.importers import drawthings, extract_texts
from macapp.library.metadata.importers.report import Outcome
from tests.library.metadata.importers.files import DRAW_THINGS, with_xmp


def test_a_size_without_an_x_is_left_out(tmp_path: Path) -> None:
    said = json.dumps(DRAW_THINGS | {"size": "large"})
    found = drawthings.read(extract_texts(with_xmp(tmp_path, f"<exif:UserComment>{said}</exif:UserComment>")))
    assert found is not None
    assert "width" not in found.known


def test_a_comment_of_another_program_is_not_read(tmp_path: Path) -> None:
    said = json.dumps({"c": "a heart"})
    path = with_xmp(tmp_path, f"<exif:UserComment>{said}</exif:UserComment>")
    assert drawthings.read(extract_texts(path)) is None


def test_loras_and_the_strength_are_read(tmp_path: Path) -> None:
    values = DRAW_THINGS | {"lora": [{"model": "detail.ckpt", "weight": 0.6}], "strength": 0.7, "shift": 3}
    path = with_xmp(tmp_path, f"<exif:UserComment>{json.dumps(values)}</exif:UserComment>")
    found = drawthings.read(extract_texts(path))
    assert found is not None
    assert found.known["loras"] == [{"model": "detail.ckpt", "weight": 0.6}]
    outcomes = {line.name: line.outcome for line in found.lines}
    assert outcomes["strength"] is outcomes["shift"] is Outcome.UNKNOWN
