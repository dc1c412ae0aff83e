"""The related pictures of a picture are shown, and keys go to them."""

from pytestqt.qtbot import QtBot

from macapp.ui.main.window import MainWindow
from tests.support.gallery import show_query
from tests.support.request_factory import request


def test_a_family_is_shown_and_walked(window: MainWindow, made, qtbot: QtBot) -> None:
    parent = made(request("parent", seed=1))
    child = made(request("child", seed=2, image=parent.pixels, strength=0.5, steps=10))
    sibling = made(request("child", seed=3, image=parent.pixels, strength=0.5, steps=10))
    show_query(window, qtbot, "")
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
