"""One conversion for every picture: its visible colours, brightness and orientation, and no other content."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from macapp.imaging.colour import opaque_srgb, to_srgb, upright_size
from tests.support.profiles import DISPLAY_P3, SRGB, grey_profile, rgb_profile

RAMP = np.linspace(0, 1, 256).reshape(16, 16)


def read(image: Image.Image, kind: str = "PNG", **options: Any) -> Image.Image:
    """Return the conversion of a file with this picture."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    with Image.open(buffer) as opened:
        return to_srgb(opened)


def pixel(image: Image.Image, kind: str = "PNG", **options: Any) -> Any:
    return read(image, kind, **options).getpixel((0, 0))


def filled(mode: str, colour: Any) -> Image.Image:
    return Image.new(mode, (16, 16), colour)


def shades(image: Image.Image) -> np.ndarray:
    return np.asarray(image)[..., 0].astype(int)


def png(depth: int, kind: int, row: bytes, **chunks: bytes) -> Image.Image:
    """Return a PNG with one row of two pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    parts = [chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, depth, kind, 0, 0, 0))]
    parts += [chunk(name.encode(), data) for name, data in chunks.items()]
    parts += [chunk(b"IDAT", zlib.compress(b"\0" + row)), chunk(b"IEND", b"")]
    return Image.open(io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"".join(parts)))


def tiff(values: np.ndarray, bits: int, *, white_is_zero: bool = False) -> Image.Image:
    """Return an uncompressed TIFF with one grey channel of 12 bits (packed) or 16 bits."""
    height, width = values.shape
    flat = values.reshape(-1).astype(int)
    if bits == 12:
        pairs = zip(flat[::2], flat[1::2], strict=True)
        data = b"".join(bytes((a >> 4, (a & 15) << 4 | b >> 8, b & 255)) for a, b in pairs)
    else:
        data = flat.astype("<u2").tobytes()
    tags = [
        (256, width),
        (257, height),
        (258, bits),
        (259, 1),
        (262, 0 if white_is_zero else 1),
        (277, 1),
        (278, height),
    ]
    tags += [(273, 8 + 2 + 12 * 9 + 4), (279, len(data))]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in sorted(tags))
    return Image.open(io.BytesIO(b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4) + data))


def test_a_plain_picture_keeps_every_pixel() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    assert np.array_equal(np.asarray(read(Image.fromarray(noise))), noise)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert np.array_equal(np.asarray(read(Image.fromarray(noise), icc_profile=profile)), noise)


def test_nothing_but_pixels_comes_out(tmp_path: Path) -> None:
    image, exif = filled("RGB", (1, 2, 3)), Image.Exif()
    exif[0x010E] = "a secret"
    image.save(
        tmp_path / "a.jpg", comment=b"a secret", icc_profile=rgb_profile(), exif=exif, xmp=b"a secret", dpi=(7, 7)
    )
    with Image.open(tmp_path / "a.jpg") as opened:
        found = to_srgb(opened)
        assert opened.info["comment"] == b"a secret"
    assert type(found) is Image.Image
    assert found.info == {}
    assert not found.getexif()


@pytest.mark.parametrize("mode", ["L", "LA", "I;16"])
def test_grey_follows_its_gamma(mode: str) -> None:
    value = {"L": 64, "LA": (64, 255), "I;16": 64 * 257}[mode]
    assert pixel(filled(mode, value), icc_profile=grey_profile(1.0)) == (137, 137, 137)


def test_display_p3_becomes_srgb_with_alpha_or_a_palette_too() -> None:
    shown = pixel(filled("RGB", (200, 30, 60)), icc_profile=rgb_profile(DISPLAY_P3))
    assert np.abs(np.subtract(shown, (220, 0, 51))).max() <= 1
    assert pixel(filled("RGBA", (200, 30, 60, 255)), icc_profile=rgb_profile()) == shown
    assert pixel(filled("RGB", (200, 30, 60)).quantize(4), icc_profile=rgb_profile()) == shown
    half = pixel(filled("RGBA", (200, 30, 60, 128)), icc_profile=rgb_profile())
    assert np.abs(np.subtract(half, (np.array(shown) + 255) / 2)).max() <= 1


def test_a_profile_of_another_kind_of_picture_is_ignored_or_fitted() -> None:
    assert pixel(filled("RGB", (200, 30, 60)), icc_profile=grey_profile(1.0)) == (200, 30, 60)
    assert pixel(filled("RGB", (200, 30, 60)), icc_profile=b"nonsense") == (200, 30, 60)
    assert pixel(filled("L", 64), icc_profile=rgb_profile(SRGB, gamma=1.0)) == (137, 137, 137)
    assert pixel(filled("1", 1), icc_profile=grey_profile(1.0)) == (255, 255, 255)


def test_a_png_follows_its_gamma_unless_it_is_that_of_srgb() -> None:
    def shown(gamma: float, **chunks: bytes) -> Any:
        return to_srgb(png(8, 0, b"\x40\x80", gAMA=struct.pack(">I", round(gamma * 100_000)), **chunks)).getpixel(
            (0, 0)
        )

    assert shown(1.0) == (136, 136, 136)
    assert shown(0.45455) == (64, 64, 64)
    assert shown(1.0, sRGB=b"\0") == (64, 64, 64)
    assert shown(0.0) == (64, 64, 64)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_of_grey_are_scaled(kind: str) -> None:
    found = shades(read(Image.fromarray((RAMP * 65_535).round().astype(np.uint16)), kind))
    assert np.abs(found.reshape(-1) - np.arange(256)).max() <= 1


def test_twelve_bits_reach_white_and_a_negative_is_turned() -> None:
    for bits in (12, 16):
        values = (RAMP * (2**bits - 1)).round()
        assert np.abs(shades(to_srgb(tiff(values, bits))).reshape(-1) - np.arange(256)).max() <= 1
    negative = to_srgb(tiff(RAMP * 65_535, 16, white_is_zero=True))
    assert np.abs(shades(negative).reshape(-1) - np.arange(256)[::-1]).max() <= 1


@pytest.mark.parametrize("white", [1, 255, 65_535])
def test_numbers_without_a_scale_reach_white(white: int) -> None:
    found = shades(read(Image.fromarray((RAMP * white).astype(np.float32)), "TIFF"))
    assert np.abs(found.reshape(-1) - np.arange(256)).max() <= 1
    if white > 1:
        whole = shades(read(Image.fromarray((RAMP * white).astype(np.int32)), "TIFF"))
        assert np.abs(whole.reshape(-1) - np.arange(256)).max() <= 1


def test_light_above_white_is_clipped_and_what_is_no_number_is_black() -> None:
    values = np.array([[0.0, 0.5, 1.0, 3.0], [np.nan, np.inf, -np.inf, -1.0]], np.float32)
    assert shades(read(Image.fromarray(values), "TIFF")).tolist() == [[0, 128, 255, 255], [0, 255, 0, 0]]
    nothing = shades(read(Image.fromarray(np.full((4, 4), np.nan, np.float32)), "TIFF"))
    assert nothing.max() == 0
    large = shades(read(Image.fromarray(np.array([[0, 2**30, 2**31 - 1]], np.int32)), "TIFF"))
    assert large.tolist() == [[0, 128, 255]]


@pytest.mark.parametrize(
    ("mode", "clear"),
    [("RGBA", (255, 0, 0, 0)), ("LA", (0, 0)), ("P", 0), ("RGBa", (255, 0, 0, 0)), ("La", (90, 0))],
)
def test_hidden_colours_of_transparent_pixels_stay_hidden(mode: str, clear: Any) -> None:
    image = filled(mode, clear)
    if mode == "P":
        image.putpalette([255, 0, 0, 0, 255, 0])
        image.info["transparency"] = 0
    found, transparent = opaque_srgb(image)
    assert found.getpixel((0, 0)) == (255, 255, 255)
    assert transparent


def test_a_transparent_colour_is_found_at_16_bits_too() -> None:
    def row(image: Image.Image) -> list[Any]:
        found = to_srgb(image)
        return [found.getpixel((at, 0)) for at in range(2)]

    grey = png(16, 0, struct.pack(">2H", 40_000, 257), tRNS=struct.pack(">H", 40_000))
    assert row(grey) == [(255, 255, 255), (1, 1, 1)]
    colours = png(16, 2, struct.pack(">6H", 40_000, 1, 2, 257, 257, 257), tRNS=struct.pack(">3H", 40_000, 1, 2))
    assert row(colours) == [(255, 255, 255), (1, 1, 1)]
    assert row(png(8, 2, bytes((9, 8, 7, 1, 2, 3)), tRNS=struct.pack(">3H", 9, 8, 7))) == [(255, 255, 255), (1, 2, 3)]
    assert row(png(8, 0, bytes((9, 7)), tRNS=struct.pack(">H", 9))) == [(255, 255, 255), (7, 7, 7)]


def test_opaque_pictures_with_an_alpha_channel_are_not_called_transparent() -> None:
    found, transparent = opaque_srgb(filled("RGBA", (9, 8, 7, 255)))
    assert (found.getpixel((0, 0)), transparent) == ((9, 8, 7), False)


def test_lab_and_cmyk_and_ycbcr_become_rgb() -> None:
    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    image = ImageCms.profileToProfile(filled("RGB", (200, 30, 60)), srgb, lab, outputMode="LAB")
    assert image is not None
    assert np.abs(np.subtract(pixel(image, "TIFF"), (200, 30, 60))).max() <= 2
    assert pixel(filled("CMYK", (0, 255, 255, 0)), "TIFF") == (255, 0, 0)
    assert np.abs(np.subtract(to_srgb(filled("YCbCr", (128, 128, 128))).getpixel((0, 0)), 128)).max() <= 1  # type: ignore[arg-type]


@pytest.mark.parametrize("orientation", [0, *range(2, 10)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_pictures_are_upright(orientation: int, kind: str) -> None:
    upright = Image.new("RGB", (32, 16), "white")
    upright.paste("red", (0, 0, 8, 8))
    turns = [
        None, None, Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_180, Image.Transpose.FLIP_TOP_BOTTOM,
        Image.Transpose.TRANSPOSE, Image.Transpose.ROTATE_90, Image.Transpose.TRANSVERSE, Image.Transpose.ROTATE_270,
        None,
    ]  # fmt: skip
    turn = turns[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    buffer = io.BytesIO()
    (upright if turn is None else upright.transpose(turn)).save(buffer, kind, exif=exif, quality=95)
    with Image.open(buffer) as opened:
        assert upright_size(opened) == (32, 16)
        found = to_srgb(opened)
    assert found.size == (32, 16)
    assert np.abs(np.subtract(found.getpixel((2, 2)), (255, 0, 0))).max() < 20  # type: ignore[arg-type]


def test_exif_that_cannot_be_read_changes_nothing() -> None:
    for exif in (b"Exif\0\0nonsense", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff", b"Exif\0\0II*\0\xff\xff\xff\xff"):
        assert pixel(filled("RGB", (9, 8, 7)), "PNG", exif=exif) == (9, 8, 7)


def test_the_picture_given_is_left_as_it_was() -> None:
    image = filled("RGBA", (9, 8, 7, 0))
    image.info["comment"] = b"mine"
    to_srgb(image)
    assert (image.mode, image.info, image.getpixel((0, 0))) == ("RGBA", {"comment": b"mine"}, (9, 8, 7, 0))
