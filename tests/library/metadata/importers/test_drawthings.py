"""Draw Things: JSON inside XMP."""

import json
from pathlib import Path

from macapp.library.metadata.importers import drawthings, extract_texts
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
