"""ControlNets in the form, and their control maps."""

from pathlib import Path

from PIL import Image
from pytestqt.qtbot import QtBot

from macapp.library import Library, source_images
from macapp.ui.main.window import MainWindow
from tests.support import tiny_models
from tests.support.ui_jobs import ordered


def test_a_controlnet_shows_its_map_before_anything_is_ordered(
    window: MainWindow, library: Library, starter_model: Path, sketch: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    controls = window.prompt_panel.controls
    row = controls.add(str(tiny_models.make_tiny_controlnet(starter_model, tmp_path / "edges")))
    assert row is not None
    window.ordering.generate()
    assert "needs a control image" in window.prompt_panel.fault
    row.map.setCurrentIndex(row.map.findData("canny"))
    controls.use_image(row, sketch)
    qtbot.waitUntil(lambda: row.image is not None, timeout=5000)
    row.scale.setValue(0.8)
    [made] = ordered(window, library)
    [control] = made.controls
    assert (control.map, control.scale) == ("canny", 0.8)
    with Image.open(source_images.image_path(library.places, control.image)) as drawn:
        assert drawn.size == made.size
        assert drawn.convert("L").getextrema() == (0, 255)
    first = row.image
    window.prompt_panel.size_field.set_size((160, 128))
    qtbot.waitUntil(lambda: row.image != first, timeout=5000)  # computed again for the new size


def test_a_map_of_depth_is_drawn_by_the_model_that_was_chosen(
    window: MainWindow, starter_model: Path, sketch: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    controls = window.prompt_panel.controls
    row = controls.add(str(tiny_models.make_tiny_controlnet(starter_model, tmp_path / "near")))
    assert row is not None
    controls.depth_model = tiny_models.make_tiny_depth(tmp_path / "depth")
    row.map.setCurrentIndex(row.map.findData("depth"))
    controls.use_image(row, sketch)
    qtbot.waitUntil(lambda: row.image is not None, timeout=60_000)
    assert row.control().map == "depth"
