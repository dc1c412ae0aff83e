"""Smaller copies of a picture, and the one that is painted at a scale."""

from PySide6.QtGui import QImage, qGray

from macapp.ui.viewer.image_levels import SMALLEST_SIDE, ImageLevels


def stripes(side: int) -> QImage:
    """Return columns that are black and white by turns: grey from far away."""
    image = QImage(side, side, QImage.Format.Format_RGB888)
    for x in range(side):
        for y in range(side):
            image.setPixel(x, y, 0xFFFFFFFF if x % 2 else 0xFF000000)
    return image


def test_the_copy_has_at_least_the_pixels_that_are_painted() -> None:
    levels = ImageLevels(QImage(4096, 2048, QImage.Format.Format_RGB888))
    assert levels.size.width() == 4096
    assert levels.level_for(4096).width() == 4096
    assert levels.level_for(2049).width() == 4096
    assert levels.level_for(2048).width() == 2048
    assert levels.level_for(700).width() == 1024
    assert levels.level_for(1).width() <= 2 * SMALLEST_SIDE
    assert levels.level_for(9000).width() == 4096, "nothing is larger than the picture"


def test_fine_stripes_become_grey_and_do_not_flicker() -> None:
    small = ImageLevels(stripes(1024)).level_for(512)
    assert {qGray(small.pixel(x, 100)) for x in range(512)} <= set(range(120, 136))


def test_a_small_picture_is_its_only_level() -> None:
    levels = ImageLevels(QImage(64, 48, QImage.Format.Format_RGB888))
    assert levels.level_for(10) == levels.image
    assert levels.image.format() == QImage.Format.Format_RGB32
