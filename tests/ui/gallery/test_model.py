"""Pictures and thumbnails load when they are visible; dragged pictures are files."""

from array import array
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, JobEvent
from macapp.library import Library
from macapp.settings import Settings
from macapp.system.machine import detect_machine
from macapp.ui.main.window import MainWindow
from tests.support.request_factory import request


def test_what_is_dragged_out_says_nothing_if_that_is_the_setting(filled: MainWindow) -> None:
    rows = filled.gallery.pictures

    def dragged() -> bytes:
        [url] = rows.mimeData([rows.index(0)]).urls()
        return Path(url.toLocalFile()).read_bytes()

    assert b"picture 9" in dragged()
    filled.menus.share.setChecked(True)
    assert b"picture 9" not in dragged()
    assert b"trainedAlgorithmicMedia" in dragged()
    filled.menus.share.setChecked(False)
    assert b"picture 9" in dragged()


def test_more_pictures_than_a_page_are_read_as_they_are_wanted(
    library: Library, made, qtbot: QtBot, monkeypatch
) -> None:
    monkeypatch.setattr("macapp.ui.gallery.model.PAGE", 10)
    for number in range(25):
        made(request(seed=number))
    window = MainWindow(library, detect_machine(), Settings())
    qtbot.addWidget(window)
    rows = window.gallery.pictures
    assert rows.rowCount() == 25
    read = [row for row in range(25) if rows.tile(row)[1] is not None]
    assert read == list(range(10)), "the window shows the first picture, so the model has read one page"
    seeds = [each.request.seed for n in range(rows.rowCount()) if (each := rows.picture(n))]
    assert seeds == list(range(25))[::-1]
    window.close()


def test_thumbnails_come_from_another_thread(window: MainWindow, made, qtbot: QtBot) -> None:
    window.on_event(JobEvent(kind=EventKind.DONE, picture=made(request())))
    index = window.gallery.pictures.index(0)
    qtbot.waitUntil(lambda: index.data(Qt.ItemDataRole.DecorationRole) is not None, timeout=5000)


def test_dragging_a_picture_out_carries_its_file(window: MainWindow, made) -> None:
    picture = made(request())
    window.on_event(JobEvent(kind=EventKind.DONE, picture=picture))
    data = window.gallery.pictures.mimeData([window.gallery.pictures.index(0)])
    assert [each.toLocalFile() for each in data.urls()] == [str(picture.path)]


def test_an_item_says_its_place_among_all(filled: MainWindow) -> None:
    role = Qt.ItemDataRole.AccessibleDescriptionRole
    assert filled.gallery.pictures.index(2).data(role) == "3 of 10"
    filled.gallery.pictures.show_numbers(array("q", [1] * 1005))
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    try:
        assert filled.gallery.pictures.index(2).data(role) == "3 of 1,005"
    finally:
        QLocale.setDefault(before)
