"""The situations in which the queue waits are chosen in a menu and kept."""

from PySide6.QtWidgets import QMenu

from macapp import settings
from macapp.planning.rest import Rest
from macapp.ui.main.window import MainWindow
from macapp.ui.queue.rest_choices import RestChoices


def wait_menu(window: MainWindow) -> QMenu:
    return next(menu for menu in window.menuBar().findChildren(QMenu) if menu.title() == "Wait")


def test_a_choice_in_the_menu_is_in_the_settings_and_ticked_at_the_next_start(start) -> None:
    easel = start()
    action = wait_menu(easel.window).actions()[0]
    assert (action.text(), action.isChecked()) == ("On Battery Power", False)
    action.trigger()
    assert easel.window.queue_panel.rest.chosen == {Rest.BATTERY}
    assert RestChoices(easel.places).chosen == {Rest.BATTERY}
    action.trigger()
    assert RestChoices(easel.places).chosen == frozenset()


def test_a_choice_survives_the_end_of_the_window_which_keeps_settings_too(start) -> None:
    easel = start()
    easel.window.queue_panel.rest.toggle(Rest.HEAT)
    easel.window.close()
    assert settings.load(easel.places).rest == "heat"
    assert settings.load(easel.places).form


def test_every_situation_has_a_name_and_a_reason(window: MainWindow) -> None:
    rest = window.queue_panel.rest
    assert [rest.label(each) for each in Rest] == [action.text() for action in wait_menu(window).actions()]
    assert len({rest.reason(each) for each in Rest}) == len(Rest)


def test_both_menus_of_the_queue_show_the_same_choices(window: MainWindow) -> None:
    more = window.queue_panel.header.more_button.menu()
    more.aboutToShow.emit()
    [entry] = [action for action in more.actions() if action.text() == "Wait…"]
    inside = entry.menu()
    assert isinstance(inside, QMenu)
    inside.actions()[0].trigger()
    assert wait_menu(window).actions()[0].isChecked()
    window.queue_panel.rest.toggle(Rest.BATTERY)
    assert not inside.actions()[0].isChecked()
    assert [each.text() for each in inside.actions()] == [each.text() for each in wait_menu(window).actions()]
