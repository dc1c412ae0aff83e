"""The parts of picture files."""

import io

import pytest
from PIL import Image

from macapp.errors import BadRequest
from macapp.imaging import containers


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 24), "teal").save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "TIFF", "AVIF"])
def test_a_complete_file_passes_and_has_its_kind(kind: str) -> None:
    content = picture(kind)
    assert containers.kind_from_header(content[: containers.HEADER_BYTES]) == kind
    containers.check_container(kind, io.BytesIO(content), "a picture")


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_the_size_is_read_from_the_header(kind: str) -> None:
    assert containers.read_canvas_size(kind, picture(kind)[:64]) == (40, 24)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_a_truncated_file_is_refused(kind: str) -> None:
    with pytest.raises(BadRequest, match="image-broken"):
        containers.check_container(kind, io.BytesIO(picture(kind)[:-20]), "a picture")
