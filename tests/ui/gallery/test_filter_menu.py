"""Each entry of the filter menu writes a term into the search line, and takes it out again."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from macapp.library import Library, marks
from macapp.ui.gallery.filter_menu import FilterMenu
from tests.support.request_factory import request


def test_a_filter_is_added_to_the_line_and_removed(library: Library, parent: QWidget) -> None:
    line = QLineEdit("heart", parent)
    menu = FilterMenu(library, line, parent)
    menu.changed.connect(line.setText)
    choose(menu, "Three Stars or More")
    assert line.text() == "heart stars:>=3"
    choose(menu, "Made Today")
    assert line.text() == "heart stars:>=3 date:today"
    assert entry(menu, "Three Stars or More").isChecked()
    choose(menu, "Three Stars or More")
    assert line.text() == "heart date:today"


def test_models_sizes_and_tags_of_the_library_are_filters(library: Library, made, parent: QWidget) -> None:
    picture = made(request(model="/models/my dream", width=128))
    library.marks.change([picture], marks.set_tag("für Anna"))
    line = QLineEdit(parent)
    menu = FilterMenu(library, line, parent)
    menu.changed.connect(line.setText)
    for group, name, expected in (
        ("Model", "my dream", 'model:"my dream"'),
        ("Size", "128x64", "size:128x64"),
        ("Made With", "Easel", "from:Easel"),
        ("Tag", "für Anna", 'tag:"für Anna"'),
    ):
        line.clear()
        menu.aboutToShow.emit()
        submenu = next(each for each in menu.findChildren(QMenu) if each.title() == group)
        next(each for each in submenu.actions() if each.text() == name).trigger()
        assert line.text() == expected
        assert library.pictures.search(line.text()).tolist() == [picture.row_number]


def entry(menu: QMenu, name: str) -> QAction:
    menu.aboutToShow.emit()
    return next(each for each in menu.actions() if each.text() == name)


def choose(menu: QMenu, name: str) -> None:
    entry(menu, name).trigger()
