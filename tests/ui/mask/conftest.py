"""A mask window over a sketch."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from macapp.library import Library, source_images
from macapp.ui.main.window import MainWindow
from macapp.ui.mask.window import MaskWindow


@pytest.fixture
def painting(window: MainWindow, library: Library, sketch: Path, qtbot: QtBot) -> MaskWindow:
    """The window that opens to paint a mask on the sketch."""
    window.prompt_panel.start_image.set_image(source_images.store_file(library.places, sketch))
    window.form.paint_mask()
    opened = window.form.mask_window
    assert opened is not None
    qtbot.waitExposed(opened)
    return opened
