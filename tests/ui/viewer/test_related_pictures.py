"""The related pictures of a picture are shown, and keys go to them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from macapp.ui.main.window import MainWindow
from tests.support.gallery import show_query
from tests.support.request_factory import request


def test_a_family_is_shown_and_walked(window: MainWindow, made, qtbot: QtBot) -> None:
    parent = made(request("parent", seed=1))
    child = made(request("child", seed=2, image=parent.pixels, strength=0.5, steps=10))
    sibling = made(request("child", seed=3, image=parent.pixels, strength=0.5, steps=10))
    show_query(window, qtbot, "")
    window.views.toggle_info()
    with qtbot.waitSignal(window.relatives.shown, timeout=5000):
        assert window.gallery.choose_picture(child)
    assert window.relatives.family.parent == parent
    assert window.relatives.family.siblings == [sibling]
    assert {parent.id, sibling.id} == window.relatives.family.images.keys()
    window.picture.go_to_next_sibling()
    assert window.viewer.picture == sibling
    with qtbot.waitSignal(window.relatives.shown, timeout=5000):
        window.picture.go_to_parent()
    assert window.viewer.picture == parent
    assert window.relatives.family.children == [child, sibling]
    window.picture.go_to_child()
    assert window.viewer.picture == child
    window.picture.go_to_child()
    assert window.viewer.picture == child


def test_an_edit_comes_from_its_first_reference_image_in_the_library(window: MainWindow, library, made) -> None:
    parent = made(request("parent", seed=1))
    edit = made(request("edit", seed=2, references=("0" * 64, parent.pixels)))
    assert library.pictures.parent_of(edit) == parent
    assert library.pictures.parent_of(parent) is None


def shown_strips(window: MainWindow) -> dict[str, QListWidget]:
    return {each.accessibleName(): each for each in window.relatives.findChildren(QListWidget) if not each.isHidden()}


def test_each_relation_has_one_stop_for_the_tab_key_and_its_pictures_are_reached_by_arrows(
    window: MainWindow, made, qtbot: QtBot
) -> None:
    parent = made(request("parent", seed=1))
    children = [made(request("child", seed=seed, image=parent.pixels, strength=0.5, steps=10)) for seed in (2, 3, 4)]
    show_query(window, qtbot, "")
    window.views.toggle_info()
    with qtbot.waitSignal(window.relatives.shown, timeout=5000):
        window.gallery.choose_picture(parent)
    strips = shown_strips(window)
    assert list(strips) == ["Derived"]
    strip = strips["Derived"]
    assert [strip.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(strip.count())] == ["child"] * 3
    strip.setFocus()
    strip.setCurrentRow(0)
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert window.viewer.picture == children[1]
    qtbot.waitUntil(lambda: list(shown_strips(window)) == ["Source", "Other seeds"], timeout=5000)
