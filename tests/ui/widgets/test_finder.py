"""Show in Finder, with a stand-in for `/usr/bin/open` that writes down its arguments."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from macapp.ui.main.window import MainWindow
from macapp.ui.widgets import finder
from tests.support.request_factory import request


def test_the_finder_selects_the_file(
    window: MainWindow, made, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments, program = tmp_path / "arguments", tmp_path / "open"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >"{arguments}.part"\nmv "{arguments}.part" "{arguments}"\n')
    program.chmod(0o755)
    monkeypatch.setattr(finder, "ON_A_MAC", True)
    monkeypatch.setattr(finder, "OPEN", str(program))
    picture = made(request("a heart"))
    window.show_picture(picture)
    window.picture.show_file()
    qtbot.waitUntil(arguments.exists, timeout=10_000)
    assert arguments.read_text().splitlines() == ["-R", str(picture.path)]
    assert finder.reveal_label() == "Show in Finder"


@pytest.mark.parametrize("on_a_mac", [False, True])
def test_the_folder_is_opened_where_there_is_no_finder_or_no_file(
    tmp_path: Path, qapp, monkeypatch: pytest.MonkeyPatch, on_a_mac: bool
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    monkeypatch.setattr(finder, "ON_A_MAC", on_a_mac)
    gone = tmp_path / "gone.png"
    finder.reveal(gone)
    assert [Path(url.toLocalFile()) for url in opened] == [tmp_path]
