"""The source image of the form."""

from dataclasses import replace

from PIL import Image

from macapp.library import source_images
from macapp.system.paths import LibraryPaths
from macapp.ui.form.panel import GenerationForm
from macapp.ui.main.inspector import WIDTH_POINTS
from macapp.ui.widgets.theme import MARGIN
from tests.support.request_factory import request


def test_a_starting_image_and_its_strength_come_back_too(panel: GenerationForm, places: LibraryPaths, tmp_path) -> None:
    Image.new("RGB", (64, 64), "teal").save(tmp_path / "a.png")
    kept = source_images.store_file(places, tmp_path / "a.png")
    asked = request(image=kept.name, strength=0.35, steps=20)
    panel.load_request(asked)
    assert panel.request() == asked
    panel.load_request(replace(asked, image=None, strength=None))
    assert panel.request().image is None


def test_the_controls_of_an_image_have_room_in_the_inspector(
    panel: GenerationForm, places: LibraryPaths, tmp_path
) -> None:
    Image.new("RGB", (64, 64), "teal").save(tmp_path / "a.png")
    panel.start_image.set_image(source_images.store_file(places, tmp_path / "a.png"))
    panel.start_image.show()
    assert panel.start_image.minimumSizeHint().width() <= WIDTH_POINTS - 2 * MARGIN
