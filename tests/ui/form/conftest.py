"""A form without a window around it."""

import pytest
from pytestqt.qtbot import QtBot

from macapp.system.machine import detect_machine
from macapp.system.paths import LibraryPaths
from macapp.ui.form.panel import GenerationForm
from tests.support.ui_jobs import open_form


@pytest.fixture
def panel(places: LibraryPaths, qtbot: QtBot) -> GenerationForm:
    made = open_form(places, detect_machine(), qtbot)
    for widget in made.widgets:
        widget.show()
    return made
