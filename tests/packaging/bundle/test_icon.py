"""The icon: eight entries for macOS and one for the window, from one drawing."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from PIL.IcnsImagePlugin import IcnsFile

from bundle import icon
from bundle.build_step import Refused
from macapp.system.paths import resources_dir

ENTRIES = {
    b"ic07": 128,
    b"ic08": 256,
    b"ic09": 512,
    b"ic10": 1024,
    b"ic11": 32,
    b"ic12": 64,
    b"ic13": 256,
    b"ic14": 512,
}


def test_the_bundles_icon_has_every_size(tmp_path: Path) -> None:
    with icon.write_icns(tmp_path / "Easel.icns").open("rb") as file:
        assert file.read(4) == b"icns"
        file.seek(0)
        found = IcnsFile(file)
        assert set(found.dct) - {b"TOC "} == set(ENTRIES)
        for size in found.itersizes():
            image = found.getimage(size)
            assert image.width == size[0] * size[2]
            assert image.mode == "RGBA"
        assert {size[0] * size[2] for size in found.itersizes()} == set(ENTRIES.values())


@pytest.mark.parametrize("side", icon.SIDES)
def test_at_every_size_it_is_a_tile_with_a_red_heart(side: int) -> None:
    image = icon.draw_icon(side)
    assert image.size == (side, side)
    assert all(image.getpixel(corner)[3] == 0 for corner in ((0, 0), (side - 1, 0), (0, side - 1)))  # type: ignore[index]
    red, green, blue, alpha = image.getpixel((side // 2, int(side * 0.45)))  # type: ignore[misc]
    assert (alpha, red > 150, max(green, blue) < red / 2) == (255, True, True)
    box = image.getchannel("A").point([255 * (value > 200) for value in range(256)]).getbbox()
    assert box is not None
    assert abs((box[2] - box[0]) / side - 824 / 1024) < 0.07  # macOS's grid


def test_the_windows_icon_is_the_same_drawing() -> None:
    with Image.open(resources_dir() / "icon.png") as shipped:
        apart = ImageChops.difference(shipped.convert("RGBA"), icon.draw_icon(icon.WINDOW_SIDE))
    assert max(ImageStat.Stat(apart).mean) < 1.0


@pytest.mark.parametrize(("content", "words"), [(None, "is missing"), ("not a drawing", "is no SVG")])
def test_without_a_drawing_there_is_a_sentence(content: str | None, words: str, tmp_path: Path) -> None:
    source = tmp_path / "easel.svg"
    if content is not None:
        source.write_text(content)
    with pytest.raises(Refused, match=words):
        icon.write_icns(tmp_path / "Easel.icns", source)
    assert not (tmp_path / "Easel.icns").exists()
