"""The rows of the sidebar: headings, places, counts, and what a screen reader says."""

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from PySide6.QtWidgets import QWidget

from macapp.library.place import ALL_PICTURES, FIXED_PLACES, TRASH, Place, PlaceKind
from macapp.library.place_counts import CountedPlace
from macapp.ui.sidebar.model import SidebarModel, format_count

WALL, HEARTS = Place(PlaceKind.ALBUM, "Wall"), Place(PlaceKind.SMART_ALBUM, "Hearts", "heart")
FOLDER = Place(PlaceKind.FOLDER, "/home/me/ComfyUI/output")
ROLES = Qt.ItemDataRole


@pytest.fixture
def model(parent: QWidget) -> SidebarModel:
    made = SidebarModel(parent)
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, parent)
    return made


def counted(*places: Place) -> list[CountedPlace]:
    return [CountedPlace(place, number) for number, place in enumerate((*FIXED_PLACES, *places))]


def names(model: SidebarModel) -> list[str]:
    return [model.data(model.index(row)) for row in range(model.rowCount())]


def test_only_sections_with_places_are_shown_and_always_the_albums(model: SidebarModel) -> None:
    fixed = ["Library", "All Pictures", "Favourites", "Recently Made", "Imported", "Trash", "Albums"]
    assert names(model) == fixed
    model.show(counted(WALL, HEARTS, FOLDER))
    assert names(model) == [*fixed, "Wall", "Smart Albums", "Hearts", "Folders", "ComfyUI / output"]
    assert model.place(0) is None
    assert model.place(model.row_of(WALL)) == WALL
    assert model.row_of(Place(PlaceKind.ALBUM, "Other")) == -1
    assert names(model)[model.albums_row()] == "Albums"


def test_new_counts_leave_the_rows_where_they_are(model: SidebarModel) -> None:
    model.show(counted(WALL))
    resets, changes = QSignalSpy(model.modelReset), QSignalSpy(model.dataChanged)
    model.show([CountedPlace(each.place, 7) for each in counted(WALL)])
    assert (resets.count(), changes.count()) == (0, 1)
    model.show(counted(WALL, HEARTS))
    assert resets.count() == 1


def test_a_screen_reader_says_name_count_and_section(model: SidebarModel) -> None:
    model.show(
        [CountedPlace(ALL_PICTURES, 1), CountedPlace(TRASH, 0), CountedPlace(WALL, 24), CountedPlace(HEARTS, None)]
    )
    said = {
        place: (
            model.data(model.index(model.row_of(place)), ROLES.AccessibleTextRole),
            model.data(model.index(model.row_of(place)), ROLES.AccessibleDescriptionRole),
        )
        for place in (ALL_PICTURES, TRASH, WALL, HEARTS)
    }
    assert said == {
        ALL_PICTURES: ("All Pictures, 1 picture", "Library"),
        TRASH: ("Trash, 0 pictures", "Library"),
        WALL: ("Wall, 24 pictures", "Albums"),
        HEARTS: ("Hearts", "Smart Albums"),
    }


def test_headings_are_skipped_and_only_albums_are_renamed(model: SidebarModel) -> None:
    model.show(counted(WALL, FOLDER))
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    heard = QSignalSpy(model.renamed)
    for place, can_rename in ((ALL_PICTURES, False), (WALL, True), (FOLDER, False)):
        index = model.index(model.row_of(place))
        assert bool(model.flags(index) & Qt.ItemFlag.ItemIsEditable) == can_rename
    index = model.index(model.row_of(WALL))
    assert not model.setData(index, "Wall")
    assert not model.setData(index, "  ")
    assert model.setData(index, "Door")
    assert heard.count() == 1
    assert heard.at(0) == [WALL, "Door"]
    assert model.data(index) == "Wall", "the list shows the new name once the album has it"


def test_counts_are_written_as_the_users_country_does() -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    try:
        assert [format_count(each) for each in (None, 0, 1005)] == ["", "0", "1,005"]
    finally:
        QLocale.setDefault(before)
