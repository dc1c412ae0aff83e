"""Changes of the images of the form are undone and done again."""

from pathlib import Path

import pytest
from PIL import Image

from macapp.library import Library, SourceImage, source_images
from macapp.ui.form.form_images import FormImages, change_images
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
    change_images(panel, undo, "Use Source Image", lambda: field.set_image(source, 0.35))
    change_images(panel, undo, "Use Mask", lambda: field.set_mask(mask, 12))
    chosen = FormImages.read_from(panel)
    assert (chosen.mask, chosen.feather) == (mask, 12)
    change_images(panel, undo, "Remove", field.clear)
    assert field.image is None
    undo.undo()
    assert FormImages.read_from(panel) == chosen
    undo.undo()
    assert (field.image, field.mask_image, field.strength) == (source, None, 0.35)
    undo.redo()
    assert FormImages.read_from(panel) == chosen


def test_a_change_that_changes_nothing_is_not_offered(panel: GenerationForm) -> None:
    undo = UndoHistory()
    change_images(panel, undo, "Remove", panel.start_image.clear)
    assert undo.count() == 0


def test_a_mask_of_the_mask_window_is_undone(window: MainWindow, source: SourceImage, mask: SourceImage) -> None:
    window.prompt_panel.start_image.set_image(source)
    window.form.use_mask(source, mask, 4)
    assert window.prompt_panel.request().mask == mask.name
    assert window.undo.undoText() == "Use Mask"
    window.undo.undo()
    assert window.prompt_panel.request().mask is None
