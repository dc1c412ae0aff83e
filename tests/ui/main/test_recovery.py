"""The dialog for a damaged index."""

import pytest
from pytestqt.qtbot import QtBot

from macapp.errors import MachineError
from macapp.library import Library
from macapp.system.paths import LibraryPaths
from macapp.ui.main.recovery import RecoveryDialog
from tests.support.request_factory import request


@pytest.fixture
def dialog(places: LibraryPaths, qtbot: QtBot) -> RecoveryDialog:
    with Library.open(places) as library:
        library.queue.add([request()])
    opened = RecoveryDialog(MachineError("library-damaged", path=str(places.database)), places)
    qtbot.addWidget(opened)
    opened.open()
    return opened


def test_without_a_backup_the_index_can_be_rebuilt(dialog: RecoveryDialog, places: LibraryPaths) -> None:
    assert dialog.restore_button is None
    dialog.rebuild_button.click()
    assert dialog.repair()
    with Library.open(places) as library:
        assert library.index_was_lost


def test_quit_repairs_nothing(dialog: RecoveryDialog, places: LibraryPaths) -> None:
    before = places.database.read_bytes()
    dialog.reject()
    assert not dialog.repair()
    assert places.database.read_bytes() == before
