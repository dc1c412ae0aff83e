"""The row above the grid: place, number of pictures, commands on the selected ones, order, filter, thumbnail size.

On the window's thread. Where the row is too narrow, the commands move into one menu, and then the slider goes.
"""

from functools import partial

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QSlider, QToolButton, QWidget

from macapp.library.index.search import SORT_ORDERS
from macapp.library.place import TRASH, Place
from macapp.ui.gallery.place_text import place_name
from macapp.ui.gallery.thumbnail_grid import PADDING, TILE
from macapp.ui.widgets.controls import ChipButton, Hairline
from macapp.ui.widgets.elided_label import ElidedLabel
from macapp.ui.widgets.theme import TextStyle, scaled_font, secondary_label

TILES = range(64, 257)  # sides in points
SPACE = 8  # points between groups


class GalleryHeader(QWidget):
    """What the grid shows, and the commands for it."""

    sort_chosen = Signal(str)
    """a key of `search.SORT_ORDERS`"""

    def __init__(self, filters: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ElidedLabel()
        self.name.setFont(scaled_font(TextStyle.TITLE, self.name.font()))
        self.count = secondary_label(QLabel())
        self.count.setWordWrap(False)
        self.back = ChipButton(self.tr("‹ Back"))
        self.back.setToolTip(self.tr("Leave the stack"))
        self._create_actions()
        self.sort = _menu_button(self._build_sort_menu())
        self.sort.setToolTip(self.tr("Order of the pictures"))
        self.filters = _menu_button(filters, self.tr("Filter"))
        self.filters.setToolTip(self.tr("Show only some of these pictures"))
        self.tile_size = self._build_slider()
        self._build_layout()
        self.show_sort("newest")
        self.show_count(0, 0)

    # What it shows

    def show_place(self, place: Place) -> None:
        """Show the name of a place, and the commands for its pictures."""
        self.name.setText(place_name(place))
        self._is_trash = place == TRASH
        self._show_commands()

    def show_count(self, count: int, selected: int) -> None:
        """Show the number of pictures, and of the selected ones; enable the commands if there are any."""
        if selected:
            numbers = (QLocale().toString(number) for number in (selected, count))
            self.count.setText(self.tr("{0} of {1} selected").format(*numbers))
        else:
            self.count.setText(self.tr("%Ln pictures", "", count) if count != 1 else self.tr("1 picture"))
        self._has_selection = selected > 0
        self._show_commands()

    def show_sort(self, sort: str) -> None:
        """Show the order of the pictures."""
        self._sorts[sort].setChecked(True)
        self.sort.setText(self._sorts[sort].text())

    # Size

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return the room for what always stays: the beginning of the name, and the menus."""
        always = (self._more, self.sort, self.filters)
        width = self.name.minimumSizeHint().width() + sum(button.sizeHint().width() for button in always)
        return QSize(PADDING + width + 2 * SPACE, super().minimumSizeHint().height())

    def _fit(self) -> None:
        """Show as much as there is room for."""
        for level in range(4):
            is_wide = level < 2
            for button in self._buttons:
                button.setVisible(is_wide and self._is_usable(button.defaultAction()))
            self._more.setVisible(not is_wide and self._has_selection)
            self._line.setVisible(is_wide and self._has_selection)
            self.tile_size.setVisible(level < 1)
            self.count.setVisible(level < 3)
            self._row.activate()
            if super().minimumSizeHint().width() <= self.width():
                return

    def _is_usable(self, action: QAction) -> bool:
        return self._has_selection and (action is self.export or (action is self.put_back) == self._is_trash)

    def _show_commands(self) -> None:
        for action in self._actions:
            action.setVisible(self._is_usable(action))
        self._fit()

    # Parts

    def _create_actions(self) -> None:
        self._is_trash = self._has_selection = False
        self.favourite = QAction(self.tr("Favourite"), self)
        self.tag = QAction(self.tr("Tag…"), self)
        self.put_back = QAction(self.tr("Put Back"), self)
        self.export = QAction(self.tr("Export…"), self)
        self.trash = QAction(self.tr("Delete"), self)
        self.trash.setToolTip(self.tr("Move the selected pictures to the Trash"))
        self._actions = (self.favourite, self.tag, self.put_back, self.export, self.trash)
        self.stacks = QAction(self.tr("Stack Pictures Made Together"), self)
        self.stacks.setCheckable(True)
        for action in (*self._actions, self.stacks):
            action.setMenuRole(QAction.MenuRole.NoRole)  # macOS moves some names into the application menu

    def _build_sort_menu(self) -> QMenu:
        menu, group = QMenu(self), QActionGroup(self)
        names = {
            "newest": self.tr("Newest first"),
            "oldest": self.tr("Oldest first"),
            "stars": self.tr("Most stars first"),
            "prompt": self.tr("By prompt"),
            "size": self.tr("Largest first"),
        }
        self._sorts: dict[str, QAction] = {}
        for sort in SORT_ORDERS:
            action = self._sorts[sort] = menu.addAction(names[sort])
            action.setCheckable(True)
            action.triggered.connect(partial(self.sort_chosen.emit, sort))
            group.addAction(action)
        menu.addSeparator()
        menu.addAction(self.stacks)
        return menu

    def _build_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(TILES[0], TILES[-1])
        slider.setValue(TILE)
        slider.setFixedWidth(96)
        slider.setAccessibleName(self.tr("Thumbnail size"))
        slider.setToolTip(self.tr("Thumbnail size"))
        return slider

    def _build_layout(self) -> None:
        self._buttons = [_action_button(action) for action in self._actions]
        more = QMenu(self)
        more.addActions(self._actions)
        self._more = _menu_button(more, self.tr("Actions"))
        self._line = Hairline()
        self._line.setFixedSize(1, 16)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(PADDING, 0, 0, 0)  # the name begins above the edge of the first tile
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)  # `_fit` decides what there is room for
        row.setSpacing(0)
        row.addWidget(self.back)
        row.addWidget(self.name)
        row.addSpacing(SPACE)
        row.addWidget(self.count)
        row.addStretch(1)
        for widget in (*self._buttons, self._more, self._line, self.sort, self.filters, self.tile_size):
            row.addWidget(widget)
        row.insertSpacing(row.count() - 1, SPACE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.back.hide()


def _action_button(action: QAction) -> ChipButton:
    button = ChipButton(action.text(), is_flat=True)
    button.setDefaultAction(action)
    return button


def _menu_button(menu: QMenu, text: str = "") -> ChipButton:
    button = ChipButton(text, is_flat=True)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setMenu(menu)
    return button
