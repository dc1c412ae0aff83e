"""The header of the gallery: what it says, and how it fits."""

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from macapp.library.place import ALL_PICTURES, TRASH, Place, PlaceKind
from macapp.ui.gallery.header import GalleryHeader


@pytest.fixture
def header(qtbot: QtBot) -> GalleryHeader:
    shown = GalleryHeader(QMenu())
    qtbot.addWidget(shown)
    shown.show_place(ALL_PICTURES)
    shown.resize(900, 40)
    shown.show()
    return shown


def commands(header: GalleryHeader) -> list[str]:
    """Return the texts of the visible buttons for commands."""
    actions = (header.favourite, header.tag, header.put_back, header.export, header.trash)
    return [each.text() for each in actions if each.isVisible()]


def test_it_counts_the_pictures_or_the_selected_ones(header: GalleryHeader) -> None:
    header.show_count(1, 0)
    assert header.count.text() == "1 picture"
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    try:
        header.show_count(1005, 0)
        assert header.count.text() == "1,005 pictures"
        header.show_count(1005, 2)
        assert header.count.text() == "2 of 1,005 selected"
    finally:
        QLocale.setDefault(before)


def test_commands_appear_with_a_selection(header: GalleryHeader) -> None:
    header.show_count(9, 0)
    assert commands(header) == []
    header.show_count(9, 1)
    assert commands(header) == ["Favourite", "Tag…", "Export…", "Delete"]
    header.show_place(TRASH)
    assert commands(header) == ["Put Back", "Export…"]


def test_it_fits_a_narrow_gallery(header: GalleryHeader) -> None:
    header.show_place(Place(PlaceKind.ALBUM, "An album whose name is much longer than there is room for"))
    header.show_count(100_000, 99_999)
    tags = [each for each in header.findChildren(type(header.sort)) if each.defaultAction() is header.tag]
    shown = {}
    narrowest = header.minimumSizeHint().width()
    for width in (1100, 700, 560, narrowest):
        header.resize(width, header.height())
        shown[width] = (tags[0].isVisible(), header.tile_size.isVisible(), header.count.isVisible())
        right = max(
            each.geometry().right() for each in (header.sort, header.filters, header.tile_size) if each.isVisible()
        )
        assert right < width
        assert header.sort.width() >= header.sort.sizeHint().width()
    assert shown[1100] == (True, True, True)
    assert shown[560] == (False, False, True), "the commands are in one menu"
    assert shown[narrowest] == (False, False, False)
    header.resize(1100, header.height())
    assert tags[0].isVisible()


def test_the_order_is_announced_and_shown(header: GalleryHeader, qtbot: QtBot) -> None:
    assert header.sort.text() == "Newest first"
    stars = next(each for each in header.sort.menu().actions() if each.text() == "Most stars first")
    with qtbot.waitSignal(header.sort_chosen) as chosen:
        stars.trigger()
    assert chosen.args == ["stars"]
    header.show_sort("stars")
    assert header.sort.text() == "Most stars first"
    assert stars.isChecked()
