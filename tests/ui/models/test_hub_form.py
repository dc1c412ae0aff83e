"""The form for a repository of the hub."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from macapp.ui.models.hub_form import HubForm


def test_return_and_the_button_ask_for_the_repository(qtbot: QtBot) -> None:
    form = HubForm()
    qtbot.addWidget(form)
    with qtbot.assertNotEmitted(form.download_requested):
        form.download.click()
    form.repository.setText(" someone/model@main ")
    for press in (lambda: qtbot.keyClick(form.repository, Qt.Key.Key_Return), form.download.click):
        with qtbot.waitSignal(form.download_requested) as asked:
            press()
        assert list(asked.args or ()) == ["someone/model@main"]
