"""Picture files from attackers, cameras and full disks: checked before Pillow opens them, decoded or refused."""

import io
import os
import struct
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

import macapp
from macapp.errors import BadRequest
from macapp.imaging import containers, decode
from macapp.imaging.decode import Limits, decode_image, is_complete, open_picture
from macapp.messages import message_for

MOST_HELD = 4 * 2**20  # bytes of Python memory that a refusal may use


def encoded(kind: str, size: tuple[int, int] = (32, 24), **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, kind, **options)
    return buffer.getvalue()


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_with(*chunks: bytes) -> bytes:
    """Return a PNG with these chunks before its pixels."""
    content = encoded("PNG")
    return content[:33] + b"".join(chunks) + content[33:]


def jpeg_with(extra: bytes) -> bytes:
    content = encoded("JPEG")
    return content[:2] + extra + content[2:]


def webp_with(kind: bytes, data: bytes) -> bytes:
    content = encoded("WEBP", exif=b"Exif\0\0")
    body = content[12:] + kind + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def gif_with(extension: bytes) -> bytes:
    content = encoded("GIF")
    at = 13 + 3 * 2 ** ((content[10] & 7) + 1)
    return content[:at] + extension + content[at:]


def gif_comment(size: int) -> bytes:
    return b"!\xfe" + (b"\xff" + b"x" * 255) * (size // 255) + b"\0"


def tiff_with_a_tag(size: int) -> bytes:
    content = encoded("TIFF")
    at = struct.unpack_from("<I", content, 4)[0]
    count = struct.unpack_from("<H", content, at)[0]
    entries = content[at + 2 : at + 2 + 12 * count]
    directory = struct.pack("<H", count + 1) + entries + struct.pack("<HHII", 65_000, 7, size, 8) + bytes(4)
    content += bytes(len(content) % 2)
    return content[:4] + struct.pack("<I", len(content)) + content[8:] + directory + bytes(size)


def refused(path: Path, limits: Limits | None = None) -> BadRequest:
    with pytest.raises(BadRequest) as error, open_picture(path, limits) as image:
        image.load()
    return error.value


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


@pytest.mark.parametrize("kind", decode.KINDS)
@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a"])
def test_the_kind_is_told_by_content_whatever_the_name_says(tmp_path: Path, kind: str, name: str) -> None:
    (tmp_path / name).write_bytes(encoded(kind))
    with open_picture(tmp_path / name) as image:
        assert (image.format, image.size) == (kind, (32, 24))
    assert decode.kind_of(tmp_path / name) == kind
    assert is_complete(tmp_path / name)


@pytest.mark.parametrize("kind", decode.KINDS)
def test_bytes_after_the_end_do_not_make_a_picture_broken(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a").write_bytes(encoded(kind) + bytes(100_000))
    assert is_complete(tmp_path / "a")


@pytest.mark.parametrize("kind", decode.KINDS)
def test_a_picture_cut_in_its_middle_is_not_whole(tmp_path: Path, kind: str) -> None:
    content = encoded(kind, (64, 64))
    for share in (0.02, 0.3, 0.6, 0.9):
        (tmp_path / "a").write_bytes(content[: int(len(content) * share)])
        assert not is_complete(tmp_path / "a"), share


BOMBS: dict[str, Callable[[], bytes]] = {
    "a PNG with 50 MB of text": lambda: png_with(png_chunk(b"tEXt", b"key\0" + b"x" * 50_000_000)),
    "a PNG with 100,000 texts": lambda: png_with(*[png_chunk(b"tEXt", b"key\0x")] * 100_000),
    "a PNG with 100,000 empty pieces of pixels": lambda: png_with(*[png_chunk(b"IDAT", b"")] * 100_000),
    "a JPEG with 100 MB of segments": lambda: jpeg_with((b"\xff\xe5\xff\xff" + bytes(65_533)) * 1_600),
    "a JPEG with 100,000 comments": lambda: jpeg_with(b"\xff\xfe\0\3x" * 100_000),
    "a JPEG with 1 MB of padding": lambda: jpeg_with(b"\xff" * 1_000_000),
    "a WebP with 50 MB of text": lambda: webp_with(b"XMP ", b"x" * 50_000_000),
    "a GIF with a comment of 50 MB": lambda: gif_with(gif_comment(50_000_000)),
    "a GIF with 100,000 comments": lambda: gif_with(gif_comment(255) * 100_000),
    "a TIFF with a tag of 50 MB": lambda: tiff_with_a_tag(50_000_000),
}


@pytest.mark.parametrize("name", BOMBS)
def test_too_much_besides_the_picture_is_refused_before_it_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "a").write_bytes(BOMBS[name]())
    tracemalloc.start()
    try:
        error = refused(tmp_path / "a")
        held = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert error.code == "image-extras"
    assert held < MOST_HELD


@pytest.mark.parametrize(
    "content",
    [
        png_with(png_chunk(b"iTXt", b"workflow\0\0\0\0\0" + b"x" * 4_000_000)),
        png_with(*[png_chunk(b"tEXt", b"key\0x")] * 500),
        jpeg_with((b"\xff\xe2\xff\xff" + bytes(65_533)) * 40),
        gif_with(gif_comment(1_000_000)),
        tiff_with_a_tag(1_000_000),
    ],
    ids=["workflow", "texts", "profiles", "comment", "tag"],
)
def test_what_real_programs_write_besides_the_picture_is_taken(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)
    assert is_complete(tmp_path / "a")


@pytest.mark.parametrize("kind", [b"VP8X", b"VP8L"])
def test_a_webp_that_claims_too_many_pixels_is_refused_before_room_is_made(tmp_path: Path, kind: bytes) -> None:
    claims = {
        b"VP8X": bytes(4) + (16_382).to_bytes(3, "little") * 2,
        b"VP8L": b"\x2f" + (16_382 | 16_382 << 14).to_bytes(4, "little") + bytes(5),
    }
    body = kind + struct.pack("<I", 10) + claims[kind]
    (tmp_path / "a.webp").write_bytes(b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body)
    assert refused(tmp_path / "a.webp").code == "image-too-large"


def test_a_size_that_is_known_must_be_the_files_own(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(encoded("PNG"))
    assert is_complete(tmp_path / "a", size=(32, 24))
    assert not is_complete(tmp_path / "a", size=(24, 32))


def test_limits_of_the_caller_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(encoded("PNG"))
    assert refused(tmp_path / "a", Limits(pixels=700)).code == "image-too-large"
    assert refused(tmp_path / "a", Limits(file_bytes=20)).code == "image-file-too-large"
    assert refused(tmp_path / "a", Limits(min_side=25)).code == "image-too-thin"
    assert refused(tmp_path / "a", Limits(max_aspect=1.2)).code == "image-too-thin"


def test_what_is_no_regular_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    for path in (tmp_path / "pipe.png", tmp_path, Path("/dev/zero"), tmp_path / "absent", tmp_path / "nul\0"):
        assert refused(path).code in ("file-missing", "file-not-regular")
        assert not is_complete(path)
        assert decode.kind_of(path) is None


def test_a_fault_of_the_disk_is_not_a_broken_picture(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(encoded("PNG"))
    with pytest.raises(OSError, match="No space"), open_picture(tmp_path / "a.png"):
        raise OSError(28, "No space left on device")


def test_every_picture_is_opened_here() -> None:
    root = Path(macapp.__file__).parent
    found = {path.relative_to(root).as_posix() for path in root.rglob("*.py") if "Image.open(" in path.read_text()}
    assert found == {"imaging/decode.py"}


def test_a_file_of_another_kind_is_known_by_its_first_bytes() -> None:
    assert containers.kind_from_header(b"RIFF\0\0\0\0WAVEfmt ") is None
    assert containers.kind_from_header(b"") is None


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
        (b"\0\0\0\x18ftypheic" + bytes(40), "HEIC picture, which Easel cannot open"),
        (b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(40), "JPEG XL"),
        (b"\xff\x0a" + bytes(40), "JPEG XL"),
        (b"\0\0\0\x18ftypisom" + bytes(40), "a video"),
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
    assert max(decode_image(file)[0].size) == decode.MAX_SOURCE_SIDE


def test_a_text_bomb_is_refused_or_harmless(tmp_path: Path) -> None:
    bomb = zlib.compress(bytes(60_000_000))
    chunk = b"zTXtkey\0\0" + bomb
    rest = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    (tmp_path / "a.png").write_bytes(png_header(16, 16) + rest + bytes(50))
    assert refusal(tmp_path / "a.png")
