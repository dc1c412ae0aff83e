"""What is under the pointer during a drag: the picture, and how many there are."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QPixmap
from PySide6.QtWidgets import QWidget

from macapp.ui.gallery.drag_ghost import GHOST_SIDE, draw_ghost


def red(width: int, height: int) -> QPixmap:
    pixmap = QPixmap(width, height)
    pixmap.fill(Qt.GlobalColor.red)
    return pixmap


def test_one_picture_is_shown_whole_and_without_a_number(parent: QWidget) -> None:
    ghost = draw_ghost(parent, red(400, 200), 1).toImage()
    assert ghost.width() == round(GHOST_SIDE * parent.devicePixelRatioF())
    assert ghost.pixelColor(48, 48).red() > 200
    assert ghost.pixelColor(48, 10).alpha() == 0, "a wide picture leaves room above"
    assert ghost.pixelColor(86, 12).alpha() == 0


def test_several_pictures_carry_their_number(parent: QWidget) -> None:
    accent = parent.palette().color(QPalette.ColorRole.Highlight)
    few, many = (draw_ghost(parent, red(96, 96), count).toImage() for count in (2, 57))
    for ghost in (few, many):
        assert ghost.pixelColor(84, 4) == accent
    assert few != many


def test_a_picture_that_is_not_loaded_yet_is_a_grey_square(parent: QWidget) -> None:
    ghost = draw_ghost(parent, None, 3).toImage()
    assert ghost.pixelColor(20, 60).alpha() > 200
