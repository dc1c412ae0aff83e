"""Packed copies in the Models window: labelled, with their size, and moved to the Trash after a question."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from macapp.domain.units import format_bytes
from macapp.domain.weight_format import WeightFormat
from macapp.engine import store_packed_copy
from macapp.library import Library
from macapp.models.packed_copies import list_copies
from macapp.models.registry import ModelRegistry
from macapp.ui.models.packed_copies import ListedCopy
from macapp.ui.models.window import ModelsWindow
from tests.support.model_tables import cell_text, row_names, select_row
from tests.support.plain_diffusers import nothing


@pytest.fixture
def packed(opened: ModelsWindow, library: Library, tiny_model: Path, tmp_path: Path, qtbot: QtBot, monkeypatch) -> str:
    """The name of a model that is listed with a copy in 8 bits, and a damaged one in 4 bits."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr("macapp.models.packed_copies.packed_models_dir", lambda: tmp_path / "packed-models")
    ModelRegistry(library.places).add(tiny_model)
    for weight_format in (WeightFormat.INT8, WeightFormat.INT4):
        files = store_packed_copy(str(tiny_model), weight_format, "cpu", nothing)
    files[0].write_bytes(b"{}")
    opened.fill()
    qtbot.waitUntil(lambda: len(row_names(opened.table)) == 5, timeout=5000)
    return tiny_model.name


def press(opened: ModelsWindow, words: str) -> QMessageBox:
    """Ask to move the selected row to the Trash, and press a button of the question."""
    opened.table.setFocus()
    before = opened.findChildren(QMessageBox)
    opened.trash.click()
    [question] = [box for box in opened.findChildren(QMessageBox) if box not in before]
    next(button for button in question.findChildren(QPushButton) if words in button.text()).click()
    return question


def test_a_copy_is_listed_below_its_model_with_its_format_and_size(opened: ModelsWindow, packed: str) -> None:
    names = row_names(opened.table)
    first = names.index(packed)
    assert names[first + 1 : first + 3] == [f"{packed}, 8-bit copy", f"{packed}, 4-bit copy"]
    [copy, _damaged] = list_copies()
    size = sum(file.stat().st_size for file in copy.files)
    assert cell_text(opened.table, names[first + 1], 1) == "Packed copy"
    assert cell_text(opened.table, names[first + 1], 3) == format_bytes(size)
    select_row(opened.table, names[first + 1])
    assert opened.about.text() == f"Packed copy in 8-bit, {format_bytes(size)}."
    assert opened.where.text() == str(copy.files[0].parent)
    assert opened.show_file.isEnabled()
    assert not opened.use_button.isEnabled(), "a picture uses the model, and the model its copy"
    assert not opened.remove.isEnabled()
    select_row(opened.table, names[first + 2])
    assert "is not used: it is damaged" in opened.about.text()
    select_row(opened.table, packed)
    assert "Packed copy" not in opened.about.text()
    assert opened.use_button.isEnabled()


def test_a_copy_goes_to_the_trash_after_a_yes_and_its_model_stays(
    opened: ModelsWindow, packed: str, tiny_model: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    names = [f"{packed}, {weight_format} copy" for weight_format in ("8-bit", "4-bit")]
    select_row(opened.table, names[0])
    question = press(opened, "Cancel")
    assert names[0] in question.text()
    assert "The model is kept" in question.informativeText()
    assert len(list_copies()) == 2
    files = list_copies()[0].files
    for name in names:
        select_row(opened.table, name)
        press(opened, "Trash")
        qtbot.waitUntil(lambda name=name: name not in row_names(opened.table), timeout=5000)
    assert packed in row_names(opened.table)
    assert "4-bit copy to the Trash" in opened.status.text()
    assert list(Path(tmp_path / "packed-models").iterdir()) == []
    trashed = {path.name for path in (tmp_path / "data" / "Trash" / "files").iterdir()}
    assert trashed >= {file.name for file in files}, "the user can put them back"
    assert tiny_model.exists()


def test_a_copy_that_cannot_be_moved_stays_and_the_window_says_so(
    opened: ModelsWindow, packed: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> Path:
        raise OSError(1, "not permitted", str(path))

    monkeypatch.setattr("macapp.ui.models.model_trash.move_to_trash", refuse)
    select_row(opened.table, f"{packed}, 8-bit copy")
    opened.table.setFocus()
    qtbot.keyClick(opened.table, Qt.Key.Key_Delete)
    [question] = opened.findChildren(QMessageBox)
    next(button for button in question.findChildren(QPushButton) if "Trash" in button.text()).click()
    qtbot.waitUntil(lambda: "could not be moved to the Trash" in opened.fault.text(), timeout=5000)
    assert isinstance(opened.table.selected(), ListedCopy)
    assert len(list_copies()) == 2
