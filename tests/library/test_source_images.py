"""Whatever picture file is given: done right, or refused in a sentence; never a traceback."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from macapp.errors import BadRequest
from macapp.library import source_images
from macapp.library.source_images import decode_image
from macapp.messages import message_for
from macapp.system.paths import LibraryPaths


def saved(folder: Path, image: Image.Image, name: str = "a.png", **options: Any) -> Path:
    image.save(folder / name, **options)
    return folder / name


def refusal(file: Path) -> str:
    with pytest.raises(BadRequest) as error:
        decode_image(file)
    said = message_for(error.value)
    assert "\n" not in said
    assert len(said) < 300
    return said


def pixel(file: Path, x: int = 0, y: int = 0) -> tuple[int, int, int]:
    value = decode_image(file)[0].getpixel((x, y))
    assert isinstance(value, tuple)
    return value  # type: ignore[return-value]


def png_header(width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def test_a_plain_picture_is_itself(tmp_path: Path) -> None:
    image, notices = decode_image(saved(tmp_path, Image.new("RGB", (64, 48), (10, 20, 30))))
    assert (image.mode, image.size, image.getpixel((0, 0)), notices) == ("RGB", (64, 48), (10, 20, 30), ())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"just some text", "looks like text"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><body>404</body></html>", "web page"),
        (b"<svg xmlns='x'/>", "SVG"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "HEIC"),
        (b"PK\x03\x04" + bytes(40), "ZIP"),
        (bytes(range(128, 256)) * 4, "something else"),
    ],
)
def test_what_is_no_picture_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "a.png").write_bytes(content)
    assert words in refusal(tmp_path / "a.png")


def test_a_file_that_is_not_there_or_no_file_is_said(tmp_path: Path) -> None:
    assert "no file" in refusal(tmp_path / "absent.png")
    assert "a folder, not a file" in refusal(tmp_path)
    assert "no file" in refusal(tmp_path / "nul\0.png")
    assert "no file" in refusal(tmp_path / ("long" * 100))


def test_a_truncated_picture_is_refused_wherever_it_was_cut(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    for kind in ("PNG", "JPEG"):
        buffer = io.BytesIO()
        Image.fromarray(noise).save(buffer, kind)
        whole = buffer.getvalue()
        for percent in range(1, 100, 7):
            cut = tmp_path / f"cut.{kind.lower()}"
            cut.write_bytes(whole[: len(whole) * percent // 100])
            assert refusal(cut)
    file = saved(tmp_path, Image.fromarray(noise), "end.png")
    file.write_bytes(file.read_bytes()[:-12])
    assert "is incomplete" in refusal(file)


@pytest.mark.parametrize("size", [(20_000, 20_000), (12_000, 12_000)])
def test_a_header_that_claims_too_much_is_refused_before_decoding(tmp_path: Path, size: tuple[int, int]) -> None:
    (tmp_path / "a.png").write_bytes(png_header(*size) + struct.pack(">I", 100) + b"IDAT" + bytes(100))
    assert "megapixels" in refusal(tmp_path / "a.png")


@pytest.mark.parametrize("size", [(5000, 9), (1, 1), (7, 7), (7, 700)])
def test_a_sliver_is_refused(tmp_path: Path, size: tuple[int, int]) -> None:
    assert "too narrow" in refusal(saved(tmp_path, Image.new("RGB", size)))


def test_transparency_is_laid_on_white_and_said(tmp_path: Path) -> None:
    layer = Image.new("RGBA", (16, 16), (255, 0, 0, 0))
    layer.putpixel((3, 3), (0, 0, 255, 255))
    file = saved(tmp_path, layer)
    assert pixel(file) == (255, 255, 255)
    assert pixel(file, 3, 3) == (0, 0, 255)
    assert [each.code for each in decode_image(file)[1]] == ["notice-alpha"]
    assert decode_image(saved(tmp_path, Image.new("RGBA", (16, 16), (9, 9, 9, 255))))[1] == ()
    grey = Image.new("LA", (16, 16), (0, 128))
    assert pixel(saved(tmp_path, grey)) == (127, 127, 127)
    palette = Image.new("P", (16, 16), 0)
    palette.putpalette([255, 0, 0, 0, 255, 0])
    assert pixel(saved(tmp_path, palette, transparency=0)) == (255, 255, 255)


def test_sixteen_bits_are_scaled_not_clipped(tmp_path: Path) -> None:
    ramp = Image.fromarray(np.linspace(0, 65535, 256).astype(np.uint16).reshape(16, 16))
    image, _ = decode_image(saved(tmp_path, ramp))
    values = np.asarray(image)[..., 0].reshape(-1)
    assert values[0] == 0
    assert values[-1] == 255
    assert np.abs(values.astype(int) - np.arange(256)).max() <= 1


def test_cmyk_becomes_rgb(tmp_path: Path) -> None:
    red, green, blue = pixel(saved(tmp_path, Image.new("CMYK", (16, 16), (0, 255, 255, 0)), "a.jpg"))
    assert red > 200
    assert green < 60
    assert blue < 60


def test_an_embedded_profile_is_followed(tmp_path: Path) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert pixel(saved(tmp_path, Image.new("RGB", (16, 16), (10, 200, 30)), icc_profile=lab)) == (10, 200, 30)
    assert pixel(saved(tmp_path, Image.new("RGB", (16, 16), (10, 200, 30)), icc_profile=b"nonsense")) == (10, 200, 30)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_are_turned_upright(tmp_path: Path, orientation: int) -> None:
    upright = Image.new("RGB", (32, 16), "white")
    upright.paste("red", (0, 0, 8, 8))
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = upright.transpose(turns[orientation]) if orientation in turns else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    image, _ = decode_image(saved(tmp_path, stored, exif=exif))
    assert image.size == (32, 16)
    assert image.getpixel((2, 2)) == (255, 0, 0)


def test_of_many_frames_the_first_is_used_and_that_is_said(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (16, 16), each) for each in ("red", "green", "blue")]
    for name in ("a.gif", "a.png", "a.tiff", "a.webp"):
        file = saved(tmp_path, frames[0], name, save_all=True, append_images=frames[1:], lossless=True)
        assert pixel(file) == (255, 0, 0) or pixel(file)[0] > 250
        assert [each.code for each in decode_image(file)[1]] == ["notice-first-frame"]


def test_a_large_photograph_is_kept_smaller(tmp_path: Path) -> None:
    file = saved(tmp_path, Image.new("RGB", (6000, 4000), "teal"), "a.jpg")
    assert max(decode_image(file)[0].size) == source_images.MAX_SIDE_PIXELS


def test_a_text_bomb_is_refused_or_harmless(tmp_path: Path) -> None:
    bomb = zlib.compress(bytes(60_000_000))
    chunk = b"zTXtkey\0\0" + bomb
    rest = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    (tmp_path / "a.png").write_bytes(png_header(16, 16) + rest + bytes(50))
    assert refusal(tmp_path / "a.png")


def test_a_kept_image_outlives_the_file_it_came_from(tmp_path: Path, places: LibraryPaths) -> None:
    file = saved(tmp_path, Image.new("RGB", (64, 48), "teal"))
    kept = source_images.store_file(places, file)
    assert source_images.store_file(places, file).name == kept.name
    file.unlink()
    assert source_images.load_image(places, kept.name).size == (64, 48)
    kept.path.unlink()
    with pytest.raises(BadRequest, match="start-image-gone"):
        source_images.load_image(places, kept.name)


def test_a_picture_of_ours_offers_its_request(tmp_path: Path, places: LibraryPaths) -> None:
    from macapp.library.metadata import recipe
    from tests.support.request_factory import request

    asked = request("mine", seed=12)
    content = recipe.encode_png(
        Image.new("RGB", (64, 64)), recipe.PictureMetadata("0" * 16, asked, "2026-11-20T12:00:00.000Z", {})
    )
    (tmp_path / "a.png").write_bytes(content)
    assert source_images.store_file(places, tmp_path / "a.png").request == asked
