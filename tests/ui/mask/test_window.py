"""A mask painted in its window: strokes, keys, pen, edges dragged outwards, files."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from macapp.library import Library, source_images
from macapp.ui.main.window import MainWindow
from macapp.ui.mask.window import MaskWindow
from tests.support.masks import white_share
from tests.support.ui_jobs import ordered


def test_a_mask_is_painted_with_the_pointer_and_goes_with_the_next_picture(
    window: MainWindow, library: Library, painting: MaskWindow, qtbot: QtBot
) -> None:
    canvas = painting.canvas
    canvas.set_brush(10)
    canvas.fit()
    inside = [canvas.view.map(QPointF(x, 32)).toPoint() for x in (70, 80)]
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=inside[0])
    qtbot.mouseMove(canvas, inside[1])
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=inside[1])
    assert 0.01 < white_share(canvas) < 0.05
    painting.feather.setValue(4)
    with qtbot.waitSignal(painting.done, timeout=5000):
        painting.accept()
    field = window.prompt_panel.start_image
    assert field.mask_image is not None
    assert window.prompt_panel.size_field.size_asked == (96, 64), "the model supports the size of the image"
    [made] = ordered(window, library)
    assert (made.mask, made.mask_feather, made.mask_only, made.strength) == (field.mask_image.name, 4, False, 1.0)
    with Image.open(field.mask_image.path) as mask:
        assert mask.size == (96, 64)
        assert mask.getpixel((75, 32)) == (255, 255, 255)
        assert mask.getpixel((20, 10)) == (0, 0, 0)


def test_keys_choose_tool_brush_and_zoom(painting: MaskWindow, qtbot: QtBot) -> None:
    canvas = painting.canvas
    qtbot.keyClick(canvas, Qt.Key.Key_E)
    assert painting.eraser.isChecked()
    qtbot.keyClick(canvas, Qt.Key.Key_X)
    assert painting.brush.isChecked()
    before = painting.size_slider.value()
    qtbot.keyClick(canvas, Qt.Key.Key_BracketRight)
    assert painting.size_slider.value() > before
    qtbot.keyClick(canvas, Qt.Key.Key_BracketLeft)
    qtbot.keyClick(canvas, Qt.Key.Key_BracketLeft)
    assert painting.size_slider.value() < before
    fitting = canvas.zoom
    qtbot.keyClick(painting, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert canvas.zoom == 1.0
    qtbot.keyClick(painting, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert canvas.zoom == pytest.approx(fitting)
    canvas.stroke([QPointF(48, 32)])
    painted = white_share(canvas)
    qtbot.keyClick(painting, Qt.Key.Key_V, Qt.KeyboardModifier.ShiftModifier)
    assert white_share(canvas) == pytest.approx(1 - painted)
    qtbot.keyClick(painting, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert white_share(canvas) == pytest.approx(painted)


def test_an_edge_dragged_outwards_gives_room_that_is_drawn(
    window: MainWindow, library: Library, painting: MaskWindow, qtbot: QtBot
) -> None:
    canvas = painting.canvas
    shown = canvas.image_rect()
    start = QPointF(shown.right() + 4, shown.center().y()).toPoint()
    end = canvas.view.map(QPointF(96 + 32, 32)).toPoint()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(canvas, end)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)
    qtbot.waitUntil(lambda: canvas.image.width() == 128, timeout=5000)
    assert canvas.grey().pixelColor(110, 30).red() == 255
    assert canvas.grey().pixelColor(40, 30).red() == 0
    painting.undo.undo()
    assert canvas.image.width() == 96
    painting.undo.redo()
    with qtbot.waitSignal(painting.done, timeout=5000):
        painting.accept()
    [made] = ordered(window, library)
    assert made.size == (128, 64)
    assert made.mask_feather > 0


@pytest.mark.parametrize(
    ("size", "shade", "words"),
    [((96, 64), 0, "is empty"), ((48, 32), 255, "as large as the image"), ((96, 64), 255, "whole")],
)
def test_a_mask_file_that_says_nothing_is_a_sentence(
    painting: MaskWindow, tmp_path: Path, qtbot: QtBot, size, shade: int, words: str
) -> None:
    Image.new("L", size, shade).save(tmp_path / "mask.png")
    drop(painting, tmp_path / "mask.png")
    qtbot.waitUntil(lambda: words in painting.fault.text(), timeout=5000)
    assert white_share(painting.canvas) == 0


def test_a_mask_file_is_opened_and_a_picture_dropped_there_is_none(
    painting: MaskWindow, tmp_path: Path, sketch: Path, qtbot: QtBot
) -> None:
    drop(painting, sketch)
    qtbot.waitUntil(lambda: "is not a mask" in painting.fault.text(), timeout=5000)
    mask = Image.new("L", (96, 64))
    mask.paste(255, (0, 0, 48, 64))
    mask.save(tmp_path / "mask.png")
    drop(painting, tmp_path / "mask.png")
    qtbot.waitUntil(lambda: white_share(painting.canvas) == pytest.approx(0.5), timeout=5000)
    assert painting.fault.isHidden()


def drop(painting: MaskWindow, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    painting.dropEvent(
        QDropEvent(
            QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )


def test_a_mask_needs_an_image(window: MainWindow) -> None:
    window.form.paint_mask()
    assert window.form.mask_window is None
    assert "source image first" in window.banner.text


def test_a_large_image_is_changed_in_its_masked_part_only(window: MainWindow, library: Library, tmp_path: Path) -> None:
    Image.new("RGB", (1600, 1200), "white").save(tmp_path / "large.png")
    image = source_images.store_file(library.places, tmp_path / "large.png")
    mask = Image.new("L", image.size)
    mask.paste(255, (100, 100, 200, 200))
    window.prompt_panel.start_image.set_image(image)
    window.form.use_mask(image, source_images.store_image(library.places, mask), 0)
    [made] = ordered(window, library)
    assert made.mask_only
    assert made.size == (128, 128)


def answer(painting: MaskWindow, text: str) -> None:
    """Press a button of the question that is open."""
    [question] = painting.findChildren(QMessageBox)
    next(button for button in question.buttons() if button.text() == text).click()


def test_a_window_with_strokes_asks_before_it_closes(window: MainWindow, painting: MaskWindow, qtbot: QtBot) -> None:
    painting.canvas.invert()
    assert not painting.close()
    answer(painting, "Cancel")
    assert painting.isVisible(), "nothing was lost"
    qtbot.waitUntil(lambda: not painting.findChildren(QMessageBox))
    assert not painting.close()
    with qtbot.waitSignal(painting.closed):
        answer(painting, "Don’t Use")
    assert window.prompt_panel.start_image.mask_image is None


def test_the_question_can_use_the_mask(window: MainWindow, painting: MaskWindow, qtbot: QtBot) -> None:
    canvas = painting.canvas
    canvas.fit()
    at = canvas.view.map(QPointF(48, 32)).toPoint()
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    assert not painting.close()
    with qtbot.waitSignal(painting.closed, timeout=5000):
        answer(painting, "Use Mask")
    assert window.prompt_panel.start_image.mask_image is not None


def test_a_window_without_changes_closes_at_once(painting: MaskWindow) -> None:
    assert painting.close()
