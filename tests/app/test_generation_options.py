"""Every way of making a picture as a user meets it: chosen in the real window, made by the real worker and engine."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from macapp.app.application import ApplicationController
from macapp.domain.job import Picture
from macapp.library import source_images
from macapp.system.paths import LibraryPaths
from macapp.ui.form.panel import GenerationForm
from tests.support import tiny_models
from tests.support.tiny_families import make_other

Start = Callable[[], ApplicationController]


def make(easel: ApplicationController, qtbot: QtBot) -> Picture:
    """Press Generate and wait for the picture."""
    window = easel.window
    window.prompt_panel.steps.setValue(4)
    before = window.gallery.pictures.rowCount()
    qtbot.mouseClick(window.prompt_panel.generate, Qt.MouseButton.LeftButton)
    assert window.prompt_panel.fault == ""
    qtbot.waitUntil(
        lambda: window.gallery.pictures.rowCount() == before + 1 or window.banner.isVisible(), timeout=60_000
    )
    assert not window.banner.isVisible(), window.banner.text
    picture = window.gallery.pictures.picture(0)
    assert picture is not None
    return picture


def pixels(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


@pytest.fixture
def sketch(tmp_path: Path) -> Path:
    drawn = Image.new("RGB", (128, 128), "white")
    ImageDraw.Draw(drawn).ellipse((30, 20, 80, 70), fill="navy")
    drawn.save(tmp_path / "sketch.png")
    return tmp_path / "sketch.png"


def test_a_mask_is_painted_and_only_that_part_is_new(
    start: Start, places: LibraryPaths, sketch: Path, qtbot: QtBot
) -> None:
    easel = start()
    window = easel.window
    window.prompt_panel.start_image.set_image(source_images.store_file(places, sketch))
    window.form.paint_mask()
    painting = window.form.mask_window
    assert painting is not None
    painting.canvas.set_brush(30)
    painting.canvas.stroke([QPointF(90, 90), QPointF(110, 110)])
    with qtbot.waitSignal(painting.done, timeout=5000):
        painting.accept()
    picture = make(easel, qtbot)
    assert picture.request.mask is not None
    outside = pixels(source_images.image_path(places, picture.request.mask)).max(axis=2) == 0
    assert np.array_equal(pixels(picture.path)[outside], pixels(sketch)[outside])
    assert not np.array_equal(pixels(picture.path)[~outside], pixels(sketch)[~outside])


def test_a_controlnet_is_followed_and_a_lora_is_put_on(
    start: Start, starter_model: Path, sketch: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    easel = start()
    panel = easel.window.prompt_panel
    panel.seed.show_seed(3, keep=True)
    plain = pixels(make(easel, qtbot).path)
    panel.additions.add(str(tiny_models.make_lora(starter_model, tmp_path / "ink.safetensors")), 0.3)
    with_lora = make(easel, qtbot)
    row = panel.controls.add(str(tiny_models.make_tiny_controlnet(starter_model, tmp_path / "edges")))
    assert row is not None
    row.map.setCurrentIndex(row.map.findData("scribble"))
    panel.controls.use_image(row, sketch)
    qtbot.waitUntil(lambda: row.image is not None, timeout=5000)
    with_both = make(easel, qtbot)
    assert (len(with_both.request.loras), len(with_both.request.controls)) == (1, 1)
    panel.additions.clear()
    panel.controls.remove(row)
    again = make(easel, qtbot)
    assert np.array_equal(pixels(again.path), plain)
    assert not np.array_equal(pixels(with_lora.path), plain)
    assert not np.array_equal(pixels(with_both.path), pixels(with_lora.path))


def prepared_xl(panel: GenerationForm, folder: Path) -> Path:
    panel.finer.add_refiner(str(tiny_models.make_tiny_refiner(folder / "refiner")))
    panel.finer.prompt_2.setPlainText("a boat")
    return tiny_models.make_tiny_xl(folder / "xl")


@pytest.mark.parametrize(
    ("prepared", "side"),
    [
        (prepared_xl, 64),
        (lambda _panel, folder: tiny_models.make_tiny_if(folder / "if"), 256),
        (lambda _panel, folder: make_other("PixArtAlphaPipeline", folder / "pixart"), 64),
        (lambda _panel, folder: make_other("StableDiffusion3Pipeline", folder / "sd3"), 64),
    ],
    ids=["SDXL with refiner", "DeepFloyd IF", "PixArt", "Stable Diffusion 3"],
)
@pytest.mark.usefixtures("few_steps")
def test_models_of_every_family(
    start: Start, tiny_model: Path, tmp_path: Path, qtbot: QtBot, prepared, side: int
) -> None:
    easel = start()
    panel = easel.window.prompt_panel
    folder = prepared(panel, tmp_path)
    panel.choose_model(str(folder))
    panel.start_with_model()
    picture = make(easel, qtbot)
    assert picture.size == (side, side)
    assert picture.request.model == str(folder)
    assert len(np.unique(pixels(picture.path))) > 20


def test_high_resolution_and_enlarging(start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    easel = start()
    finer = easel.window.prompt_panel.finer
    finer.hires_scale.setCurrentIndex(finer.hires_scale.findData(1.5))
    finer.add_upscaler(str(tiny_models.make_esrgan(tmp_path / "esrgan.safetensors", scale=2)))
    picture = make(easel, qtbot)
    assert picture.size == picture.request.final_size == (384, 384)
    assert Path(picture.request.upscaler or "").stem == "esrgan"
