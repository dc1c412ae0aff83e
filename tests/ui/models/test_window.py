"""The Models window: list, use, add, delete and download models."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QMessageBox, QPushButton, QToolButton
from pytestqt.qtbot import QtBot
from safetensors.torch import save_file

from macapp.domain.job import Picture
from macapp.domain.request import Lora, Request
from macapp.library import Library
from macapp.models.catalog import load_catalog
from macapp.models.recommended import recommend_models
from macapp.models.registry import ModelRegistry
from macapp.system.machine import detect_machine
from macapp.ui.main.window import MainWindow
from macapp.ui.models import sign_in as signing
from macapp.ui.models.window import AVAILABLE, INSTALLED, ModelsWindow
from tests.support import tiny_models
from tests.support.composed_models import make_parts, save_parts
from tests.support.fake_hub import Hub
from tests.support.model_tables import cell_text, row_names, select_row
from tests.support.request_factory import request


def test_it_shows_what_there_is_and_how_large(opened: ModelsWindow) -> None:
    table = opened.table
    assert row_names(table) == ["Starter", "Starter Edges"]
    assert [cell_text(table, each, 1) for each in row_names(table)] == ["Checkpoint", "ControlNet"]
    assert "MB" in cell_text(table, "Starter", 3)
    opened.line.setText("edges")
    assert row_names(table) == ["Starter Edges"]
    opened.line.clear()
    select_row(table, "Starter")
    assert "starter-model" in opened.where.text()
    assert not opened.remove.isEnabled(), "a model that ships with Easel stays on the list"
    assert not opened.trash.isEnabled()


def test_it_shows_how_many_pictures_each_made_and_when_the_last(
    opened: ModelsWindow,
    library: Library,
    made: Callable[[Request], Picture],
    tiny_model: Path,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    lora = tiny_models.make_lora(tiny_model, tmp_path / "ink.safetensors")
    ModelRegistry(library.places).add(lora)
    made(request(model="starter"))
    made(request(model="starter", seed=2, loras=(Lora(model=str(lora)),)))
    opened.fill()
    qtbot.waitUntil(lambda: len(row_names(opened.table)) == 3, timeout=5000)
    assert cell_text(opened.table, "Starter", 4) == "2"
    assert cell_text(opened.table, "ink", 4) == "1"
    assert cell_text(opened.table, "Starter", 5)
    assert cell_text(opened.table, "Starter Edges", 4) == ""
    opened.table.sortItems(4, Qt.SortOrder.DescendingOrder)
    assert row_names(opened.table) == ["Starter", "ink", "Starter Edges"]


def test_a_model_that_was_brought_is_used_and_taken_off(
    window: MainWindow, opened: ModelsWindow, tiny_model: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window.prompt_panel.add_model(tiny_models.make_lora(tiny_model, tmp_path / "ink.safetensors"))
    window.prompt_panel.add_model(tiny_model)
    opened.fill()
    qtbot.waitUntil(lambda: len(row_names(opened.table)) == 4, timeout=5000)
    select_row(opened.table, tiny_model.name)
    window.prompt_panel.choose_model("starter")
    opened.use_button.click()
    assert window.prompt_panel.checkpoint is not None
    assert window.prompt_panel.checkpoint.id == str(tiny_model)
    window.prompt_panel.choose_model("starter")
    opened.remove.click()
    qtbot.waitUntil(lambda: len(row_names(opened.table)) == 3, timeout=5000)
    assert tiny_model.exists()
    qtbot.waitUntil(lambda: window.prompt_panel.model.models() == ["starter"], timeout=5000)


def test_the_trigger_of_a_textual_inversion_is_shown_and_goes_into_the_prompt(
    window: MainWindow, opened: ModelsWindow, starter_model: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    width = json.loads((starter_model / "text_encoder" / "config.json").read_text("utf-8"))["hidden_size"]
    file = tmp_path / "learned_embeds.safetensors"
    save_file({"<cat-toy>": torch.ones(2, width)}, file)
    window.prompt_panel.add_model(file)
    opened.fill()
    qtbot.waitUntil(lambda: len(row_names(opened.table)) == 3, timeout=5000)
    select_row(opened.table, "learned_embeds")
    assert opened.where.text().endswith("Trigger words: <cat-toy>, learned_embeds")
    assert opened.where.textFormat() == Qt.TextFormat.PlainText
    opened.use_button.click()
    field = window.prompt_panel.additions
    [button] = [each for each in field.findChildren(QToolButton) if each.text() == "<cat-toy>"]
    button.click()
    assert window.prompt_panel.prompt.toPlainText().endswith("<cat-toy>")


def test_a_model_goes_to_the_trash_when_that_was_confirmed(
    opened: ModelsWindow,
    library: Library,
    tiny_model: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    lora = tiny_models.make_lora(tiny_model, tmp_path / "ink.safetensors")
    ModelRegistry(library.places).add(lora)
    opened.fill()
    qtbot.waitUntil(lambda: len(row_names(opened.table)) == 3, timeout=5000)
    select_row(opened.table, "ink")
    opened.table.setFocus()
    qtbot.keyClick(opened.table, Qt.Key.Key_Delete)
    question = opened.findChild(QMessageBox)
    assert question is not None
    assert "ink" in question.text()
    next(each for each in question.findChildren(QPushButton) if "Trash" in each.text()).click()
    qtbot.waitUntil(lambda: len(row_names(opened.table)) == 2, timeout=5000)
    assert not lora.exists()
    assert "to the Trash" in opened.status.text()


def test_a_model_is_copied_into_easels_own_folder(
    opened: ModelsWindow, library: Library, tiny_model: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    lora = tiny_models.make_lora(tiny_model, tmp_path / "ink.safetensors")
    ModelRegistry(library.places).add(lora)
    opened.fill()
    qtbot.waitUntil(lambda: len(row_names(opened.table)) == 3, timeout=5000)
    select_row(opened.table, "ink")
    row = opened.table.currentIndex()
    opened.table.customContextMenuRequested.emit(opened.table.visualRect(row).center())
    menu = opened.findChild(QMenu)
    assert menu is not None
    next(each for each in menu.actions() if "Copy" in each.text()).trigger()
    menu.close()
    copied = library.places.models / "ink.safetensors"
    qtbot.waitUntil(copied.exists, timeout=5000)
    lora.unlink()
    opened.fill()
    qtbot.waitUntil(lambda: "model folder" in opened.status.text(), timeout=5000)
    qtbot.waitUntil(lambda: row_names(opened.table) == ["Starter", "Starter Edges", "ink"], timeout=5000)


def test_what_can_be_had_says_what_it_takes_and_where_its_licence_is(opened: ModelsWindow) -> None:
    opened.pages.setCurrentIndex(AVAILABLE)
    table = opened.available
    assert len(row_names(table)) == len([each for each in load_catalog().values() if each.repository])
    assert cell_text(table, "Stable Diffusion XL", 3) == "6.5 GB"
    assert "GB" in cell_text(table, "Stable Diffusion XL", 4)
    assert cell_text(table, "Stable Diffusion XL", 5)
    select_row(table, "Stable Diffusion XL")
    assert "1,024 pixels" in opened.about.text()
    assert "Open RAIL" in opened.where.text()
    assert opened.fetch_button.isVisible()
    assert not opened.use_button.isVisible()
    opened.line.setText("controlnet xl")
    assert set(row_names(table)) == {f"ControlNet {each} for XL" for each in ("Canny", "Depth", "Pose", "Scribble")}
    assert opened.about.text() == "", "the selected row is hidden"


def test_a_model_is_fetched_with_progress_and_offered_at_once(
    window: MainWindow, opened: ModelsWindow, hub: Hub, library: Library, qtbot: QtBot
) -> None:
    opened.hub.repository.setText("no repository")
    opened.hub.download.click()
    assert "no repository" in opened.fault.text()
    opened.hub.repository.setText("someone/absent")
    opened.hub.download.click()
    row = opened.rows.rows["someone/absent"]
    qtbot.waitUntil(lambda: "no repository someone/absent" in row.fault.text(), timeout=30_000)
    assert row.pause.text() == "Try Again"
    row.cancel.click()
    assert not opened.rows.isVisible()
    opened.hub.repository.setText("someone/model")
    opened.hub.download.click()
    assert opened.hub.repository.text() == ""
    qtbot.waitUntil(lambda: "was downloaded" in opened.status.text(), timeout=30_000)
    qtbot.waitUntil(lambda: len(row_names(opened.table)) == 3, timeout=5000)
    assert len(ModelRegistry(library.places).checkpoints()) == 2
    qtbot.waitUntil(lambda: len(window.prompt_panel.model.models()) == 2, timeout=5000)
    assert "was downloaded" in window.banner.text


def test_a_model_of_the_catalogue_is_fetched_and_leaves_the_list_of_what_can_be_had(
    window: MainWindow, opened: ModelsWindow, hub: Hub, qtbot: QtBot
) -> None:
    entry = load_catalog()["sd-turbo"]
    hub.repository, hub.commit = entry.repository, entry.revision
    opened.pages.setCurrentIndex(AVAILABLE)
    select_row(opened.available, "SD Turbo")
    opened.fetch_button.click()
    assert [each.name for each in opened.downloads.all()] == ["SD Turbo"]
    qtbot.waitUntil(lambda: "SD Turbo" in row_names(opened.table), timeout=30_000)
    assert "SD Turbo" not in row_names(opened.available)
    window.prompt_panel.choose_model("sd-turbo")
    window.prompt_panel.start_with_model()
    assert window.prompt_panel.steps.value() == 1


def test_a_token_goes_into_the_keychain(
    opened: ModelsWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keyring

    from tests.support.keychain import Kept

    monkeypatch.setenv("TEST_KEYCHAIN", str(tmp_path / "keychain.json"))
    before = keyring.get_keyring()
    keyring.set_keyring(Kept())
    try:
        opened.sign_in("no token")
        qtbot.waitUntil(lambda: "not a hub token" in opened.fault.text(), timeout=5000)
        opened.sign_in("hf_" + "x" * 30)
        qtbot.waitUntil(lambda: "in the Keychain" in opened.status.text(), timeout=5000)
        assert opened.fault.isHidden()
        assert "Always Allow" not in opened.status.text()
        monkeypatch.setattr(signing, "ON_A_MAC", True)
        opened.sign_in("hf_" + "x" * 30)
        qtbot.waitUntil(lambda: "click Always Allow" in opened.status.text(), timeout=5000)
    finally:
        keyring.set_keyring(before)
    assert "hf_xxx" in (tmp_path / "keychain.json").read_text()


def test_another_programs_folder_is_looked_through_and_left_again(
    window: MainWindow, opened: ModelsWindow, tiny_model: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    comfy = tmp_path / "ComfyUI" / "models"
    (comfy / "loras").mkdir(parents=True)
    tiny_models.make_lora(tiny_model, comfy / "loras" / "ink.safetensors")
    shutil.copytree(tiny_model, comfy / "diffusers" / "theirs")
    window.prompt_panel.add_model(comfy)
    qtbot.waitUntil(lambda: {"ink", "theirs"} <= set(row_names(opened.table)), timeout=5000)
    qtbot.waitUntil(lambda: len(window.prompt_panel.model.models()) == 2, timeout=5000)
    select_row(opened.table, "ink")
    assert not opened.trash.isEnabled(), "files of another program are not moved"
    opened.remove.click()
    assert "no longer searches" in opened.status.text()
    qtbot.waitUntil(lambda: row_names(opened.table) == ["Starter", "Starter Edges"], timeout=5000)
    (tmp_path / "empty").mkdir()
    window.prompt_panel.add_model(tmp_path / "empty")
    assert window.prompt_panel.fault


def test_a_model_that_lacks_parts_names_them_and_offers_them(
    window: MainWindow, opened: ModelsWindow, library: Library, tmp_path: Path, qtbot: QtBot
) -> None:
    parts = make_parts("schnell")
    file = save_parts({"transformer": parts["transformer"]}, tmp_path / "comfy", "schnell")
    ModelRegistry(library.places).add(file)
    opened.fill()
    qtbot.waitUntil(lambda: "schnell" in row_names(opened.table), timeout=5000)
    select_row(opened.table, "schnell")
    assert (
        "without its CLIP-L text encoder (clip_l), T5 text encoder (t5xxl), VAE of FLUX.1 (ae)." in opened.about.text()
    )
    assert not opened.use_button.isEnabled()
    assert opened.fetch_parts.isVisible()
    opened.fetch_parts.click()
    assert [download.model for download in opened.downloads.all()] == ["clip-l", "t5-xxl", "flux-vae"]
    opened.downloads.close()
    window.prompt_panel.refresh_models()
    qtbot.wait(200)
    assert str(file) not in window.prompt_panel.model.models()
    select_row(opened.table, "Starter")
    assert not opened.fetch_parts.isVisible()


def test_it_recommends_models_that_fit_until_they_are_searched(opened: ModelsWindow) -> None:
    opened.pages.setCurrentIndex(AVAILABLE)
    cards = opened.offers.cards
    assert [card.offer.recommendation.entry.id for card in cards] == [
        found.entry.id for found in recommend_models(detect_machine())
    ]
    assert opened.recommended.isVisible() == bool(cards)
    if cards:
        cards[0].click()
        entry = opened.entry()
        assert entry is not None
        assert entry.id == cards[0].offer.recommendation.entry.id, "a card selects its row, with the Download button"
    opened.line.setText("vae")
    assert not opened.recommended.isVisible()
    opened.line.clear()
    opened.pages.setCurrentIndex(INSTALLED)
    assert not opened.recommended.isVisible()


def test_there_is_one_download_button_and_the_row_says_how_far_it_is(opened: ModelsWindow, hub: Hub) -> None:
    opened.show_entry("sd-1.5")
    assert not opened.hub.isVisible(), "a repository of the hub is asked for in a popover"
    opened.fetch_button.click()
    first, *_rest = opened.downloads.all()
    opened.downloads.pause(first.model)
    assert cell_text(opened.available, load_catalog()[first.model].name, 3) == "paused"
    for download in opened.downloads.all():
        opened.downloads.cancel(download.model)


def test_the_parts_of_a_model_are_downloaded_with_it(opened: ModelsWindow, hub: Hub) -> None:
    opened.show_entry("z-image-turbo")
    opened.fetch_button.click()
    assert [download.model for download in opened.downloads.all()] == ["z-image-turbo", "qwen-3-4b", "flux-vae"]
    for name in ("flux-vae", "qwen-3-4b", "z-image-turbo"):
        opened.downloads.cancel(name)
