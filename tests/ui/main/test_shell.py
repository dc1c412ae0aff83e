"""The layout of the main window."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from macapp.ui.main.inspector import Inspector
from macapp.ui.main.shell import Page, Shell


def open_shell(qtbot: QtBot, width: int = 1280) -> Shell:
    shell = Shell(
        QWidget(), {Page.PICTURE: QWidget(), Page.GRID: QWidget()}, QWidget(), Inspector({"Settings": QWidget()})
    )
    qtbot.addWidget(shell)
    shell.resize(width, 700)
    shell.show()
    QApplication.processEvents()
    return shell


def open_sides(shell: Shell) -> set[str]:
    return {side for side in ("sidebar", "inspector") if shell.is_open(side)}


def test_the_sides_fold_in_a_narrow_window_and_come_back_in_a_wide_one(qtbot: QtBot) -> None:
    shell = open_shell(qtbot)
    for width, expected in (
        (1280, {"sidebar", "inspector"}),
        (1099, {"sidebar"}),
        (899, set()),
        (1100, {"sidebar", "inspector"}),
    ):
        shell.resize(width, 700)
        assert open_sides(shell) == expected, width


def test_a_side_that_is_opened_in_a_narrow_window_stays_open(qtbot: QtBot) -> None:
    shell = open_shell(qtbot, 1000)
    assert open_sides(shell) == {"sidebar"}
    shell.toggle_side("inspector")
    shell.resize(1010, 700)
    assert open_sides(shell) == {"sidebar", "inspector"}
    shell.resize(1200, 700)
    shell.resize(1000, 700)
    assert open_sides(shell) == {"sidebar"}, "it had room in between, so the rule applies again"


@pytest.mark.parametrize("before", [800, 1000])
def test_the_smallest_window_has_room_for_one_side_only(qtbot: QtBot, before: int) -> None:
    shell = open_shell(qtbot, before)
    shell.open_side("sidebar")
    shell.open_side("inspector")
    shell.resize(800, 560)
    assert open_sides(shell) == {"inspector"}
    shell.open_side("sidebar")
    assert open_sides(shell) == {"sidebar"}
    shell.open_side("inspector")
    assert open_sides(shell) == {"inspector"}
    shell.resize(1280, 800)
    assert open_sides(shell) == {"sidebar", "inspector"}


def test_what_the_user_folds_stays_folded(qtbot: QtBot) -> None:
    shell = open_shell(qtbot)
    shell.toggle_side("sidebar")
    shell.resize(1400, 700)
    assert open_sides(shell) == {"inspector"}


def test_one_page_fills_the_window_and_everything_comes_back(qtbot: QtBot) -> None:
    shell = open_shell(qtbot)
    shell.toggle_side("sidebar")
    shell.toggle_alone(Page.GRID)
    assert (shell.page, shell.alone, open_sides(shell)) == (Page.GRID, Page.GRID, set())
    shell.toggle_alone(Page.PICTURE)
    assert (shell.page, shell.alone) == (Page.PICTURE, Page.PICTURE)
    shell.toggle_alone(Page.PICTURE)
    assert (shell.alone, open_sides(shell)) == (None, {"inspector"})


def test_folds_and_page_are_restored_and_damaged_ones_ignored(qtbot: QtBot) -> None:
    shell = open_shell(qtbot)
    shell.toggle_side("inspector")
    shell.show_page(Page.GRID)
    again = open_shell(qtbot)
    again.from_json(shell.to_json())
    assert (again.page, open_sides(again)) == (Page.GRID, {"sidebar"})
    again.from_json({"page": 5, "panes": "no base64", "sidebar": None})
    assert open_sides(again) == {"sidebar", "inspector"}
