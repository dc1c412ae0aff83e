"""The situations in which the queue waits: what the user chose, in words and in the settings. On the main thread."""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction

from macapp import settings
from macapp.planning.rest import NIGHT_BEGINS, NIGHT_ENDS, Rest, format_choices, parse_choices
from macapp.system.paths import LibraryPaths


class RestChoices(QObject):
    """What the user chose, kept in the settings at once."""

    changed = Signal()

    def __init__(self, places: LibraryPaths, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places = places
        self.chosen = parse_choices(settings.load(places).rest)
        self.actions = [self._create_action(rest) for rest in Rest]
        """one for each situation, with a tick if it is chosen; every menu shows the same ones"""
        self.changed.connect(self._show_chosen)

    def _create_action(self, rest: Rest) -> QAction:
        action = QAction(self.label(rest), self)
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.setCheckable(True)
        action.setChecked(rest in self.chosen)
        action.triggered.connect(partial(self.toggle, rest))
        return action

    @Slot()
    def _show_chosen(self) -> None:
        for rest, action in zip(Rest, self.actions, strict=True):
            action.setChecked(rest in self.chosen)

    def toggle(self, rest: Rest) -> None:
        """Add or remove a situation; raises `OSError` if the settings cannot be written."""
        self.chosen = self.chosen ^ {rest}
        self.changed.emit()
        settings.save(self._places, settings.load(self._places).with_changes(rest=format_choices(self.chosen)))

    def label(self, rest: Rest) -> str:
        """Return the name of a situation for the menu."""
        return {
            Rest.BATTERY: self.tr("On Battery Power"),
            Rest.LOW_POWER: self.tr("In Low Power Mode"),
            Rest.HEAT: self.tr("While the Machine Is Hot"),
            Rest.DAY: self.tr("By Day, {0} to {1}").format(f"{NIGHT_ENDS:%H:%M}", f"{NIGHT_BEGINS:%H:%M}"),
        }[rest]

    def reason(self, rest: Rest) -> str:
        """Return why the queue waits, after its title; short, because the panel is narrow."""
        return {
            Rest.BATTERY: self.tr("on battery power"),
            Rest.LOW_POWER: self.tr("in Low Power Mode"),
            Rest.HEAT: self.tr("the machine is hot"),
            Rest.DAY: self.tr("until {0}").format(f"{NIGHT_BEGINS:%H:%M}"),
        }[rest]
