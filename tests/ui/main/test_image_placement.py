"""Where an image goes that is dropped, pasted or taken from the gallery: never nowhere without a word."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from macapp.domain.job import Picture
from macapp.library import Library, source_images
from macapp.models.families import FAMILIES
from macapp.ui.main.window import MainWindow
from tests.support.libraries import skip_if_too_old_for
from tests.support.plain_diffusers import noise
from tests.support.request_factory import request
from tests.support.tiny_editors import make_editor
from tests.support.tiny_families import make_other


@pytest.fixture
def file(tmp_path: Path) -> Path:
    noise(3, (192, 96)).save(tmp_path / "dropped.png")
    return tmp_path / "dropped.png"


def choose(window: MainWindow, folder: Path, pipeline: str) -> None:
    skip_if_too_old_for(FAMILIES[pipeline])
    make = make_other if pipeline == "PixArtAlphaPipeline" else make_editor
    window.prompt_panel.choose_model(str(make(pipeline, folder / pipeline)))


def drop(window: MainWindow, widget: QWidget, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    point = QPointF(widget.mapTo(window, widget.rect().center() or QPoint()))
    window.dropEvent(
        QDropEvent(point, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    )


def test_a_model_that_edits_gets_a_reference_of_its_shape(
    window: MainWindow, file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    panel = window.prompt_panel
    choose(window, tmp_path, "QwenImageEditPlusPipeline")
    drop(window, window.viewer, file)
    qtbot.waitUntil(lambda: len(panel.references.images) == 1, timeout=5000)
    assert panel.start_image.image is None
    assert panel.size_field.size_asked == (1440, 720)
    assert window.banner.text == ""
    noise(4, (64, 64)).save(tmp_path / "second.png")
    noise(5, (64, 64)).save(tmp_path / "third.png")
    drop(window, panel.references.wells[0], tmp_path / "second.png", tmp_path / "third.png")
    qtbot.waitUntil(lambda: len(panel.references.images) == 3, timeout=5000)
    assert panel.size_field.size_asked == (1440, 720)


@pytest.mark.parametrize("pipeline", ["FluxKontextPipeline", "Flux2KleinPipeline"])
def test_where_both_are_possible_the_user_chooses(
    window: MainWindow, file: Path, tmp_path: Path, pipeline: str, qtbot: QtBot
) -> None:
    panel = window.prompt_panel
    choose(window, tmp_path, pipeline)
    drop(window, window.viewer, file)
    qtbot.waitUntil(lambda: window.banner.text == "The image was added as a reference.", timeout=5000)
    assert len(panel.references.images) == 1
    window.banner.button.click()
    assert panel.start_image.image is not None
    assert panel.references.images == ()
    panel.start_image.clear()
    drop(window, panel.start_image, file)
    qtbot.waitUntil(lambda: panel.start_image.image is not None, timeout=5000)
    drop(window, panel.references, file)
    qtbot.waitUntil(lambda: len(panel.references.images) == 1, timeout=5000)


def test_a_model_without_images_says_so(window: MainWindow, file: Path, tmp_path: Path, qtbot: QtBot) -> None:
    choose(window, tmp_path, "PixArtAlphaPipeline")
    window.open_files([file])
    qtbot.waitUntil(lambda: "uses no images" in window.banner.text, timeout=5000)
    assert window.banner.text.startswith("PixArtAlphaPipeline uses no images. Choose a model")
    assert window.prompt_panel.start_image.image is None
    assert window.prompt_panel.references.images == ()


def test_an_image_of_no_use_is_refused_with_its_numbers(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    choose(window, tmp_path, "Flux2KleinPipeline")
    noise(1, (64, 640)).save(tmp_path / "narrow.png")
    window.open_files([tmp_path / "narrow.png"])
    qtbot.waitUntil(lambda: "Reference image 1 has 64 x 640 pixels" in window.banner.text, timeout=5000)
    assert window.prompt_panel.references.images == ()


def test_an_image_is_pasted(window: MainWindow, file: Path, library: Library, tmp_path: Path, qtbot: QtBot) -> None:
    panel = window.prompt_panel
    choose(window, tmp_path, "Flux2KleinPipeline")
    QGuiApplication.clipboard().setText("no image")
    window.incoming.paste_image()
    assert window.banner.text == "The clipboard contains no image."
    QGuiApplication.clipboard().setImage(QImage(str(file)))
    window.incoming.paste_image()
    qtbot.waitUntil(lambda: len(panel.references.images) == 1, timeout=5000)
    name = source_images.store_file(library.places, file).name
    assert [image.name for image in panel.references.images] == [name]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    QGuiApplication.clipboard().setMimeData(data)
    window.incoming.paste_image()
    qtbot.waitUntil(lambda: len(panel.references.images) == 2, timeout=5000)
    QGuiApplication.clipboard().setImage(QImage(4, 4, QImage.Format.Format_RGB32))
    window.incoming.paste_image()
    qtbot.waitUntil(lambda: "clipboard" in window.banner.text, timeout=5000)
    assert len(panel.references.images) == 2


def test_a_picture_of_the_gallery_is_edited(
    window: MainWindow, made: Callable[..., Picture], tmp_path: Path, qtbot: QtBot
) -> None:
    picture = made(request(width=128, height=64))
    window.show_picture(picture)
    choose(window, tmp_path, "Flux2KleinPipeline")
    window.picture.start_from_picture()
    qtbot.waitUntil(lambda: len(window.prompt_panel.references.images) == 1, timeout=5000)
    assert window.prompt_panel.request().references == (picture.pixels,)


def test_starting_from_a_picture_is_undone_and_what_is_typed_meanwhile_stays(
    window: MainWindow, made: Callable[..., Picture], qtbot: QtBot
) -> None:
    panel = window.prompt_panel
    first, second = made(request("first")), made(request("second", seed=2))
    for picture in (first, second):
        window.show_picture(picture)
        window.picture.start_from_picture()
        qtbot.waitUntil(
            lambda name=picture.pixels: panel.start_image.image is not None and panel.start_image.image.name == name,
            timeout=5000,
        )
    panel.prompt.setPlainText("typed since")
    assert window.undo.undoText() == "Use Source Image"
    window.undo.undo()
    assert panel.request().image == first.pixels
    window.undo.undo()
    assert panel.start_image.image is None
    window.undo.redo()
    assert panel.request().image == first.pixels
    assert panel.prompt.toPlainText() == "typed since"
    panel.start_image.clear()
    window.undo.prune()
    assert window.undo.undoText() == "", "the image was removed by hand"


def test_a_reference_image_is_undone_with_the_size_that_it_brought(
    window: MainWindow, file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    panel = window.prompt_panel
    choose(window, tmp_path, "QwenImageEditPlusPipeline")
    before = panel.size_field.size_asked
    drop(window, window.viewer, file)
    qtbot.waitUntil(lambda: len(panel.references.images) == 1, timeout=5000)
    assert panel.size_field.size_asked == (1440, 720)
    window.undo.undo()
    assert (panel.references.images, panel.size_field.size_asked) == ((), before)
    window.undo.redo()
    assert panel.size_field.size_asked == (1440, 720)
    panel.size_field.set_size((512, 512))
    window.undo.undo()
    assert panel.size_field.size_asked == (512, 512), "a size that was chosen since stays"
