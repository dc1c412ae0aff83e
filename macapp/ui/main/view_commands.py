"""The commands of the View menu: what the centre shows, and which panels are open."""

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from macapp.library.place import Place
from macapp.ui.main.shell import Page, Shell
from macapp.ui.viewer.viewer import Viewer


class ViewCommands(QObject):
    """Changes the layout of the main window; a page without a picture is not shown."""

    def __init__(self, shell: Shell, viewer: Viewer, info: QWidget, prompt: QWidget) -> None:
        """`info` is the panel of the inspector about the current picture."""
        super().__init__(shell)
        self._shell, self._viewer, self._prompt = shell, viewer, prompt
        self.toggle_info = partial(shell.toggle_panel, info)
        self.toggle_sidebar = partial(shell.toggle_side, "sidebar")
        self.toggle_inspector = partial(shell.toggle_side, "inspector")

    @Slot()
    def toggle_picture_alone(self) -> None:
        """Fill the window with the current picture, or show all panels again."""
        if not self._viewer.is_empty:
            self._shell.toggle_alone(Page.PICTURE)

    @Slot()
    def toggle_gallery_alone(self) -> None:
        """Fill the window with the gallery, or show all panels again."""
        self._shell.toggle_alone(Page.GRID)

    @Slot()
    def show_all_panels(self) -> None:
        """Show all panels again, if one page fills the window."""
        self._shell.end_alone()

    @Slot()
    def show_gallery(self) -> None:
        """Show the gallery in the centre; if the picture fills the window, show all panels again instead."""
        if self._shell.alone is Page.PICTURE:
            self._shell.end_alone()
        else:
            self._shell.show_page(Page.GRID)

    @Slot()
    def show_place(self) -> None:
        """Show the gallery in the centre, and leave the keyboard focus in the sidebar."""
        self._shell.show_page(Page.GRID, takes_focus=False)

    @Slot()
    def show_results(self) -> None:
        """Show the gallery with the keyboard focus, also if the picture fills the window."""
        self._shell.end_alone()
        self._shell.show_page(Page.GRID)

    @Slot(Place)
    def open_sidebar(self, _place: Place) -> None:
        """Open the sidebar: the user types the name of a new place there."""
        self._shell.open_side("sidebar")

    @Slot()
    def show_picture(self) -> None:
        """Show the current picture, or the one in progress, in the centre."""
        if not self._viewer.is_empty:
            self._shell.show_page(Page.PICTURE)

    @Slot()
    def toggle_page(self) -> None:
        """Change between the picture and the gallery."""
        (self.show_gallery if self._shell.page is Page.PICTURE else self.show_picture)()

    @Slot()
    def show_prompt(self) -> None:
        """Show the prompt bar with the keyboard focus in the prompt."""
        self._shell.end_alone()
        self._prompt.setFocus()
