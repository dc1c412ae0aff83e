"""The export dialog returns the options that are selected in it."""

import pytest
from pytestqt.qtbot import QtBot

from macapp.errors import BadRequest
from macapp.library.export import PATTERN, PATTERN_WITHOUT_PROMPT, Export
from macapp.ui.gallery.export_dialog import ExportDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> ExportDialog:
    opened = ExportDialog(3)
    qtbot.addWidget(opened)
    return opened


def test_the_first_options_keep_the_prompt(dialog: ExportDialog) -> None:
    assert dialog.options() == Export("png", True, PATTERN)
    assert not dialog.with_sheet


def test_without_prompt_the_pattern_has_no_prompt(dialog: ExportDialog) -> None:
    dialog.with_prompt.setChecked(False)
    dialog.format.setCurrentIndex(dialog.format.findData("webp"))
    dialog.sheet.setChecked(True)
    assert dialog.options() == Export("webp", False, PATTERN_WITHOUT_PROMPT)
    assert dialog.with_sheet


def test_an_invalid_pattern_is_an_error(dialog: ExportDialog) -> None:
    dialog.pattern.setText("{no such name}")
    with pytest.raises(BadRequest):
        dialog.options()
