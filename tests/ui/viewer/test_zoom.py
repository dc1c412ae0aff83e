"""Fitted, actual size, and everything between: where the picture is, and which part of it is visible."""

import pytest
from PySide6.QtCore import QPointF, QRectF, QSize

from macapp.ui.viewer.zoom import MAX_PERCENT, Zoom


def zoom_of(picture: tuple[int, int], canvas: tuple[int, int] = (400, 300), ratio: float = 1.0) -> Zoom:
    zoom = Zoom()
    zoom.set_canvas(QSize(*canvas), ratio)
    zoom.set_picture(QSize(*picture))
    return zoom


def test_a_picture_is_fitted_in_the_middle() -> None:
    zoom = zoom_of((800, 800))
    assert zoom.rect() == QRectF(50, 0, 300, 300)
    assert zoom.is_fitted
    assert not zoom.can_pan


def test_a_small_picture_is_enlarged_four_times_at_most() -> None:
    assert zoom_of((16, 16)).rect() == QRectF(168, 118, 64, 64)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_actual_size_is_one_pixel_of_the_screen_for_each_pixel(ratio: float) -> None:
    zoom = zoom_of((1000, 1000), ratio=ratio)
    zoom.show_actual_size()
    assert zoom.percent == pytest.approx(100)
    place = zoom.rect()
    assert place.width() * ratio == pytest.approx(1000)
    assert place.left() * ratio == pytest.approx(round(place.left() * ratio)), "on whole pixels, so that it is sharp"


def test_what_is_under_the_pointer_stays_there() -> None:
    zoom = zoom_of((4000, 3000))
    pointer = QPointF(100, 80)
    zoom.zoom_by(4)
    before = (pointer - zoom.rect().topLeft()) * (1 / zoom.scale)
    zoom.zoom_by(2, pointer)
    after = (pointer - zoom.rect().topLeft()) * (1 / zoom.scale)
    assert after.x() == pytest.approx(before.x(), abs=3)
    assert after.y() == pytest.approx(before.y(), abs=3)


def test_zooming_out_ends_fitted_and_stays_so_in_a_canvas_of_another_size() -> None:
    zoom = zoom_of((4000, 3000))
    zoom.zoom_by(1.1)
    assert not zoom.is_fitted
    zoom.zoom_by(0.5)
    assert zoom.is_fitted
    zoom.set_canvas(QSize(800, 600), 1)
    assert zoom.rect() == QRectF(0, 0, 800, 600)


def test_many_small_pinches_add_up() -> None:
    zoom = zoom_of((4000, 3000))
    for _pinch in range(100):
        zoom.zoom_by(1.005)
    assert zoom.percent == pytest.approx(10 * 1.005**100)


def test_a_small_picture_can_be_shown_smaller_than_fitted_down_to_actual_size() -> None:
    zoom = zoom_of((16, 16))
    zoom.zoom_by(0.6)
    assert zoom.percent == pytest.approx(240)
    zoom.zoom_by(0.01)
    assert zoom.percent == pytest.approx(100)
    zoom.zoom_by(100)
    assert zoom.is_fitted, "it stops at the fitted size on its way"
    zoom.zoom_by(1000)
    assert zoom.percent == pytest.approx(MAX_PERCENT)


def test_a_picture_moves_up_to_its_edges() -> None:
    zoom = zoom_of((1000, 200))
    zoom.show_actual_size()
    assert zoom.can_pan
    zoom.pan_by(QPointF(5000, 5000))
    assert zoom.rect() == QRectF(0, 50, 1000, 200), "the low picture stays in the middle"
    zoom.pan_by(QPointF(-5000, 0))
    assert zoom.rect().right() == 400


def test_scale_and_position_stay_for_a_picture_of_the_same_size_only() -> None:
    zoom = zoom_of((1000, 1000))
    zoom.show_actual_size()
    zoom.pan_by(QPointF(100, 50))
    before = zoom.rect()
    zoom.set_picture(QSize(1000, 1000))
    assert zoom.rect() == before
    zoom.set_picture(QSize(1000, 900))
    assert zoom.is_fitted
