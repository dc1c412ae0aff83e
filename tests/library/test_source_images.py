"""Source images: stored as a copy, and found by their pixels."""

from pathlib import Path

import pytest
from PIL import Image

from macapp.errors import BadRequest
from macapp.library import source_images
from macapp.library.metadata import recipe
from macapp.system.paths import LibraryPaths
from tests.support.request_factory import request


def test_a_kept_image_outlives_the_file_it_came_from(tmp_path: Path, places: LibraryPaths) -> None:
    file = tmp_path / "a.png"
    Image.new("RGB", (64, 48), "teal").save(file)
    kept = source_images.store_file(places, file)
    assert source_images.store_file(places, file).name == kept.name
    file.unlink()
    assert source_images.load_image(places, kept.name).size == (64, 48)
    kept.path.unlink()
    with pytest.raises(BadRequest, match="start-image-gone"):
        source_images.load_image(places, kept.name)


def test_a_picture_of_ours_offers_its_request(tmp_path: Path, places: LibraryPaths) -> None:
    asked = request("mine", seed=12)
    content = recipe.encode_png(
        Image.new("RGB", (64, 64)), recipe.PictureMetadata("0" * 16, asked, "2026-11-20T12:00:00.000Z", {})
    )
    (tmp_path / "a.png").write_bytes(content)
    assert source_images.store_file(places, tmp_path / "a.png").request == asked
