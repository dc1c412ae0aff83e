"""Changes of the images of the form are undone and done again."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from macapp.library import Library, SourceImage, source_images
from macapp.ui.form.form_images import FormImages, ImageHistory
from macapp.ui.form.panel import GenerationForm
from macapp.ui.main.window import MainWindow
from macapp.ui.widgets.undo import UndoHistory


@pytest.fixture
def source(library: Library, sketch: Path) -> SourceImage:
    return source_images.store_file(library.places, sketch)


@pytest.fixture
def mask(library: Library, source: SourceImage, tmp_path: Path) -> SourceImage:
    shape = Image.new("L", source.size)
    shape.paste(255, (0, 0, 32, 32))
    shape.save(tmp_path / "mask.png")
    return source_images.store_mask(library.places, tmp_path / "mask.png")


def test_a_source_image_comes_back_with_its_strength_and_its_mask(
    panel: GenerationForm, source: SourceImage, mask: SourceImage
) -> None:
    undo, field = UndoHistory(), panel.start_image
    images = ImageHistory(panel, undo)
    images.change("Use Source Image", lambda: field.set_image(source, 0.35))
    images.change("Use Mask", lambda: field.set_mask(mask, 12))
    chosen = FormImages.read_from(panel)
    assert (chosen.mask, chosen.feather) == (mask, 12)
    field.remove()
    assert (field.image, undo.undoText()) == (None, "Remove Source Image")
    undo.undo()
    assert FormImages.read_from(panel) == chosen
    undo.undo()
    assert (field.image, field.mask_image, field.strength) == (source, None, 0.35)
    undo.redo()
    assert FormImages.read_from(panel) == chosen


def test_a_change_that_changes_nothing_is_not_offered(panel: GenerationForm) -> None:
    undo = UndoHistory()
    ImageHistory(panel, undo)
    panel.start_image.remove()
    panel.references.remove_all()
    assert undo.count() == 0


def test_a_mask_of_the_mask_window_is_undone(window: MainWindow, source: SourceImage, mask: SourceImage) -> None:
    window.prompt_panel.start_image.set_image(source)
    window.form.use_mask(source, mask, 4)
    assert window.prompt_panel.request().mask == mask.name
    assert window.undo.undoText() == "Use Mask"
    window.undo.undo()
    assert window.prompt_panel.request().mask is None


def test_reference_images_that_are_removed_or_moved_come_back(
    window: MainWindow, library: Library, tmp_path: Path, qtbot: QtBot
) -> None:
    field = window.prompt_panel.references
    for number in range(3):
        Image.new("RGB", (64, 64), (number * 40, 0, 0)).save(tmp_path / f"{number}.png")
        field.add(source_images.store_file(library.places, tmp_path / f"{number}.png"))
    first, second, third = field.images
    qtbot.keyClick(field.wells[0], Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert field.images == (second, first, third)
    field.wells[0].remove_button.click()
    assert field.images == (first, third)
    find_command(window, "Remove Reference Images").trigger()
    assert field.images == ()
    for images in ((first, third), (second, first, third), (first, second, third)):
        window.undo.undo()
        assert field.images == images
    assert not window.undo.canUndo()
    window.undo.redo()
    assert field.images == (second, first, third)


def test_a_removed_mask_comes_back_and_so_does_the_image(
    window: MainWindow, source: SourceImage, mask: SourceImage, qtbot: QtBot
) -> None:
    panel = window.prompt_panel
    panel.start_image.set_image(source, 0.4)
    panel.start_image.set_mask(mask, 3)
    qtbot.keyClick(panel.bar.well, Qt.Key.Key_Delete)
    assert panel.start_image.image is None
    window.undo.undo()
    assert (panel.start_image.image, panel.start_image.mask_image) == (source, mask)
    assert (panel.start_image.strength, panel.start_image.feather) == (0.4, 3)
    [button] = [
        each for each in panel.start_image.findChildren(QAbstractButton) if each.accessibleName() == "Remove mask"
    ]
    button.click()
    assert panel.start_image.mask_image is None
    assert window.undo.undoText() == "Remove Mask"
    window.undo.undo()
    assert panel.start_image.mask_image == mask


def find_command(window: MainWindow, text: str) -> QAction:
    return next(action for action in window.findChildren(QAction) if action.text() == text)
