"""How a row of the sidebar looks, in both appearances."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from macapp.library import Library
from macapp.library.place import ALL_PICTURES, FIXED_PLACES, Place, PlaceKind
from macapp.library.place_counts import CountedPlace
from macapp.ui.sidebar.list_view import PlaceList
from macapp.ui.sidebar.model import SidebarModel
from macapp.ui.widgets.colours import Colour, contrast, scheme_colour
from macapp.ui.widgets.theme import fill_background, palette

LONG = Place(PlaceKind.ALBUM, "An album whose name is much longer than a row of the sidebar is wide")


@pytest.fixture(params=[Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
def scheme(request: pytest.FixtureRequest) -> Qt.ColorScheme:
    return request.param


@pytest.fixture
def shown(library: Library, parent: QWidget, scheme: Qt.ColorScheme, qtbot: QtBot) -> PlaceList:
    rows = SidebarModel(parent)
    rows.show([CountedPlace(place, 1005) for place in (*FIXED_PLACES, LONG)])
    shown = PlaceList(rows, library.places)
    shown.setParent(parent)
    parent.setPalette(palette(scheme))
    fill_background(parent)
    parent.resize(200, 400)
    shown.resize(200, 400)
    parent.show()
    qtbot.waitExposed(parent)
    shown.show_place(ALL_PICTURES)
    return shown


def look(shown: PlaceList, place: Place) -> QImage:
    model = shown.model()
    assert isinstance(model, SidebarModel)
    return shown.window().grab(shown.visualRect(model.index(model.row_of(place)))).toImage()


def colours(image: QImage, area: QRect) -> set[str]:
    return {
        QColor(image.pixel(x, y)).name()
        for x in range(area.left(), area.right() + 1)
        for y in range(area.top(), area.bottom() + 1)
    }


def test_the_selected_row_has_a_mark_and_the_focus_a_colour(shown: PlaceList, scheme: Qt.ColorScheme) -> None:
    shown.clearFocus()
    row = look(shown, ALL_PICTURES)
    mark, fill = scheme_colour(Colour.SELECTION, scheme), scheme_colour(Colour.SELECTION_FILL, scheme)
    inside = row.rect().adjusted(9, 5, -9, -5)
    assert {mark.name(), fill.name()} <= colours(row, inside)
    assert contrast(mark, scheme_colour(Colour.SIDEBAR, scheme)) >= 3
    shown.setFocus()
    focused = colours(look(shown, ALL_PICTURES), inside)
    assert scheme_colour(Colour.ACCENT, scheme).name() in focused
    other = colours(look(shown, FIXED_PLACES[1]), inside)
    assert not {mark.name(), fill.name(), scheme_colour(Colour.ACCENT, scheme).name()} & other


def test_a_long_name_ends_before_the_count(shown: PlaceList, scheme: Qt.ColorScheme) -> None:
    background = scheme_colour(Colour.SIDEBAR, scheme).name()
    row = look(shown, LONG)
    numbers = shown.fontMetrics().horizontalAdvance("1005") + 22
    gap = QRect(row.width() - numbers - 6, 2, 4, row.height() - 4)
    assert colours(row, gap) == {background}, "the name runs into the count"
