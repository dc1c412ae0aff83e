"""The menu bar: every command of the window with its key. The keys follow the field's habits and the Mac's."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from macapp.ui.window import Window


class Menus(QObject):
    """Makes the menus of a window and keeps their commands enabled as things stand."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self._for_picture: list[QAction] = []
        self._file()
        self._edit()
        self._picture()
        self._queue()
        self._view()
        self._help()
        self.picture_chosen(False)

    def picture_chosen(self, chosen: bool) -> None:
        """Enable what needs a picture."""
        for action in self._for_picture:
            action.setEnabled(chosen)

    def working(self, busy: bool, paused: bool) -> None:
        """Word and enable the queue's commands."""
        self._generate.setText(self.tr("Add to Queue") if busy else self.tr("Generate"))
        self._pause.setText(self.tr("Resume Queue") if paused else self.tr("Pause Queue"))
        self._cancel.setEnabled(busy)

    def _file(self) -> None:
        menu = self._menu(self.tr("&File"))
        self._generate = self._add(menu, self.tr("Generate"), "Ctrl+Return", self._window.generate)
        self._generate.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        menu.addSeparator()
        self._add(menu, self.tr("Choose Starting Image…"), "Ctrl+O", self._window.browse)
        self._for_picture.append(self._add(menu, self.tr("Save a Copy…"), "Ctrl+S", self._window.save_copy))
        self._for_picture.append(self._add(menu, self.tr("Show in Folder"), "Ctrl+Shift+O", self._window.show_file))
        menu.addSeparator()
        self._add(menu, self.tr("Close Window"), "Ctrl+W", self._window.close)

    def _edit(self) -> None:
        menu = self._menu(self.tr("&Edit"))
        self._add(menu, self.tr("Edit Prompt"), "Ctrl+L", self._window.prompt_panel.prompt.setFocus)
        self._add(menu, self.tr("Start without Image"), "", self._window.prompt_panel.start_image.take_off)

    def _picture(self) -> None:
        menu = self._menu(self.tr("&Picture"))
        for text, key, slot in (
            (self.tr("Use Settings"), "Ctrl+R", self._window.use_settings),
            (self.tr("Use Settings with Another Seed"), "Ctrl+Shift+R", self._window.use_settings_without_seed),
            (self.tr("Start from This Picture"), "Ctrl+E", self._window.start_from_picture),
            (self.tr("Copy Picture"), "Ctrl+Alt+C", self._window.copy_picture),
            (self.tr("Copy Settings"), "Ctrl+Shift+C", self._window.copy_settings),
        ):
            self._for_picture.append(self._add(menu, text, key, slot))

    def _queue(self) -> None:
        menu = self._menu(self.tr("&Queue"))
        self._cancel = self._add(menu, self.tr("Cancel This Picture"), "Ctrl+.", self._window.cancel_running)
        self._pause = self._add(menu, "", "Ctrl+Alt+P", self._window.queue_panel.toggle_pause)
        self._add(menu, self.tr("Clear Queue"), "", self._window.queue_panel.clear)

    def _view(self) -> None:
        menu = self._menu(self.tr("&View"))
        self._for_picture.append(self._add(menu, self.tr("Look at It Large"), "Ctrl+Y", self._window.look_large))
        self._add(menu, self.tr("Go to Gallery"), "Ctrl+G", self._window.gallery.setFocus)
        self._add(menu, self.tr("Full Screen"), QKeySequence.StandardKey.FullScreen, self._full_screen)

    def _help(self) -> None:
        menu = self._menu(self.tr("&Help"))
        self._add(menu, self.tr("About This Machine"), "Ctrl+I", self._window.show_rules)

    def _full_screen(self) -> None:
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    def _menu(self, title: str) -> QMenu:
        return self._window.menuBar().addMenu(title)

    def _add(self, menu: QMenu, text: str, key: str | QKeySequence.StandardKey, slot: object) -> QAction:
        action = QAction(text, self._window)
        if key:
            action.setShortcut(QKeySequence(key))
        action.triggered.connect(slot)  # type: ignore[arg-type]
        menu.addAction(action)
        return action
