"""The viewed picture has the colours and the orientation of its thumbnail and exports."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from macapp.errors import BadRequest
from macapp.library import Library, imports
from macapp.ui.main.window import MainWindow
from macapp.ui.widgets.pixels import decode, to_qimage
from tests.support.profiles import rgb_profile
from tests.support.request_factory import request


def test_a_photograph_is_looked_at_upright_and_in_its_colours(
    window: MainWindow, library: Library, tmp_path: Path, qtbot: QtBot
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (50, 70), (200, 30, 60)).save(tmp_path / "a.png", exif=exif, icc_profile=rgb_profile())
    [picture_id] = imports.import_pictures(library, [tmp_path / "a.png"]).added
    window.viewer.show_picture(library.pictures.find(picture_id))
    qtbot.waitUntil(lambda: not window.viewer.canvas.image().isNull(), timeout=5000)
    image = window.viewer.canvas.image()
    assert (image.width(), image.height()) == (70, 50)
    colour = image.pixelColor(35, 25)
    assert np.abs(np.subtract((colour.red(), colour.green(), colour.blue()), (220, 0, 51))).max() <= 1


def test_every_pixel_of_one_of_ours_is_as_its_file_has_it(library: Library, made) -> None:
    picture = made(request(width=72, height=64))
    image = decode(picture)
    with Image.open(picture.path) as file:
        wanted = [file.getpixel((x, 40)) for x in range(72)]
    colours = [image.pixelColor(x, 40) for x in range(72)]
    assert [(each.red(), each.green(), each.blue()) for each in colours] == wanted
    picture.path.write_bytes(picture.path.read_bytes()[:200])
    with pytest.raises(BadRequest, match="image-broken"):
        decode(picture)
    picture.path.unlink()
    with pytest.raises(BadRequest, match="file-missing"):
        decode(picture)


def test_a_picture_of_pillow_keeps_every_pixel_also_in_an_odd_width() -> None:
    picture = Image.fromarray(np.arange(5 * 3 * 3, dtype=np.uint8).reshape(3, 5, 3))
    image = to_qimage(picture)
    for x in range(5):
        for y in range(3):
            assert image.pixelColor(x, y).getRgb()[:3] == picture.getpixel((x, y))  # type: ignore[index]
    assert to_qimage(Image.new("L", (7, 1), 9)).pixelColor(6, 0).name() == "#090909"
