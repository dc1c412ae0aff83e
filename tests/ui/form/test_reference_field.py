"""The reference images of the form."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from macapp.errors import BadRequest
from macapp.library import SourceImage, source_images
from macapp.models.families import FAMILIES
from macapp.system.paths import LibraryPaths
from macapp.ui.form.panel import GenerationForm
from tests.support.libraries import skip_if_too_old_for
from tests.support.plain_diffusers import noise
from tests.support.request_factory import request
from tests.support.tiny_editors import make_editor

Store = Callable[..., SourceImage]


@pytest.fixture
def store(places: LibraryPaths) -> Store:
    return lambda seed, size=(96, 64): source_images.store_image(places, noise(seed, size))


@pytest.fixture
def klein(tmp_path: Path) -> str:
    skip_if_too_old_for(FAMILIES["Flux2KleinPipeline"])
    return str(make_editor("Flux2KleinPipeline", tmp_path / "klein"))


@pytest.fixture
def kontext(tmp_path: Path) -> str:
    skip_if_too_old_for(FAMILIES["FluxKontextPipeline"])
    return str(make_editor("FluxKontextPipeline", tmp_path / "kontext"))


def names(panel: GenerationForm) -> list[str]:
    return [image.name for image in panel.references.images]


def test_only_a_model_that_uses_reference_images_shows_them(panel: GenerationForm, store: Store, klein: str) -> None:
    assert panel.references.isHidden()
    panel.choose_model(klein)
    assert not panel.references.isHidden()
    panel.references.add(store(1))
    assert panel.request().references == tuple(names(panel))
    panel.choose_model("starter")
    assert panel.references.isHidden()
    assert panel.request().references == ()
    panel.choose_model(klein)
    assert panel.request().references == tuple(names(panel))


def test_images_are_moved_and_removed_with_keys_and_menus(
    panel: GenerationForm, store: Store, klein: str, qtbot: QtBot
) -> None:
    panel.choose_model(klein)
    field, images = panel.references, [store(seed) for seed in range(3)]
    for image in images:
        field.add(image)
    one, two, three = (image.name for image in images)
    field.wells[0].setFocus()
    qtbot.keyClick(field.wells[0], Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert names(panel) == [two, one, three]
    assert panel.request().references == (two, one, three)
    qtbot.keyClick(field.wells[1], Qt.Key.Key_Delete)
    assert names(panel) == [two, three]
    menu = QMenu(panel.bar)
    field.fill_menu(menu, 0)
    actions = {action.text(): action for action in menu.actions() if action.text()}
    assert list(actions) == ["Move Left", "Move Right", "Use as Source Image", "Remove"]
    assert not actions["Move Left"].isEnabled()
    actions["Move Right"].trigger()
    assert names(panel) == [three, two]
    field.wells[0].remove_button.click()
    assert names(panel) == [two]
    field.clear()
    assert names(panel) == []


def test_a_request_comes_back_with_its_images_and_a_missing_one_is_named(
    panel: GenerationForm, store: Store, klein: str, places: LibraryPaths
) -> None:
    kept, lost = store(1), store(2, (64, 80))
    asked = request(model=klein, scheduler="own", references=(kept.name, lost.name))
    panel.load_request(asked)
    assert panel.request() == asked
    assert panel.references.sizes == ((96, 64), (64, 80))
    text = panel.to_json()
    panel.references.clear()
    assert panel.from_json(text)
    assert names(panel) == [kept.name, lost.name]
    source_images.image_path(places, lost.name).unlink()
    panel.load_request(asked)
    assert panel.fault.startswith("Reference image 2 is no longer in the library.")
    assert panel.request().references == (kept.name,)


def test_too_many_and_unfit_images_are_refused_with_a_sentence(
    panel: GenerationForm, store: Store, klein: str, kontext: str
) -> None:
    panel.choose_model(klein)
    with pytest.raises(BadRequest, match="reference-shape"):
        panel.references.add(store(1, (32, 32)))
    for seed in range(10):
        panel.references.add(store(seed))
    assert panel.references.add_button.isHidden()
    with pytest.raises(BadRequest, match="too-many"):
        panel.references.add(store(11))
    assert panel.build_requests() == []
    assert "uses at most 4 reference images, and there are 10" in panel.fault
    panel.references.clear()
    panel.choose_model(kontext)
    for seed in (1, 2):
        panel.references.add(store(seed))
    assert names(panel) == [store(2).name], "the only reference of the model is replaced"


def test_references_count_in_the_memory(panel: GenerationForm, store: Store, klein: str, qtbot: QtBot) -> None:
    panel.choose_model(klein)
    panel.size_field.set_size((64, 64))
    panel.price.update_now()
    qtbot.waitUntil(lambda: panel.price.words != "", timeout=5000)
    before = panel.price.words
    panel.references.add(store(1, (1024, 1024)))
    panel.price.update_now()
    qtbot.waitUntil(lambda: panel.price.words != before, timeout=5000)


def test_a_thumbnail_fills_its_well(panel: GenerationForm, store: Store, klein: str) -> None:
    panel.choose_model(klein)
    panel.references.add(store(1, (640, 80)))
    [well] = panel.references.wells
    shown = well.icon().pixmap(well.iconSize()).toImage()
    assert shown.size() == well.iconSize()
    assert shown.pixelColor(0, 0).alpha() == 255
