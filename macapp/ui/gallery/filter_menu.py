"""The menu of the filter button: each entry writes a term into the search line, or removes it. Window's thread."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from macapp.domain.job import utc_now
from macapp.domain.timestamps import local_day
from macapp.library import Library
from macapp.ui.widgets.plain_text import add_named

MAX_TAGS = 40


class FilterMenu(QMenu):
    """Filters that the sidebar does not show: stars, dates, models, sizes, tags."""

    changed = Signal(str)
    """the new text of the search line"""

    def __init__(self, library: Library, line: QLineEdit, parent: QWidget) -> None:
        super().__init__(parent)
        self._library, self._line = library, line
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        for words, token in (
            (self.tr("Three Stars or More"), "stars:>=3"),
            (self.tr("With Source Image"), "has:image"),
            (self.tr("Without Source Image"), "-has:image"),
            (self.tr("Made Today"), "date:today"),
            (self.tr("Made This Month"), f"date:{local_day(utc_now())[:7]}"),
            (self.tr("Made This Year"), f"date:{local_day(utc_now())[:4]}"),
        ):
            self._add(self, words, token)
        for words, column in ((self.tr("Model"), "model"), (self.tr("Made With"), "from"), (self.tr("Size"), "size")):
            submenu = self.addMenu(words)
            for value in self._library.pictures.distinct_values(column):
                self._add(submenu, value, f'{column}:"{value}"' if " " in value else f"{column}:{value}")
        submenu = self.addMenu(self.tr("Tag"))
        for tag in self._library.marks.tags()[:MAX_TAGS]:
            self._add(submenu, tag, f'tag:"{tag}"')

    def _add(self, menu: QMenu, words: str, token: str) -> None:
        action = add_named(menu, words, partial(self._toggle, token))
        action.setCheckable(True)
        action.setChecked(f" {token} " in f" {self._line.text()} ")

    def _toggle(self, token: str) -> None:
        line = self._line.text()
        without = " ".join(f" {line} ".replace(f" {token} ", " ").split())
        self.changed.emit(without if without != " ".join(line.split()) else f"{line} {token}".strip())
