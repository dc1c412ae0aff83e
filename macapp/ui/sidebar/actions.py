"""What the user does in the sidebar: choose a place, drop pictures, change albums. On the window's thread."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from macapp.library.albums import Album
from macapp.library.place import ALL_PICTURES, Place, PlaceKind
from macapp.ui.gallery.actions import GalleryActions
from macapp.ui.gallery.panel import Gallery
from macapp.ui.sidebar.panel import Sidebar
from macapp.ui.widgets.finder import reveal, reveal_label


class SidebarActions(QObject):
    """Connects a sidebar with the gallery whose place it shows."""

    import_requested = Signal(list, str)
    """files and folders to import, and the album that gets their pictures"""
    place_opened = Signal()
    """the user chose a place, so its pictures should be visible"""
    folder_removed = Signal(Path)
    """a watched folder that the gallery should no longer show"""

    def __init__(self, sidebar: Sidebar, gallery: Gallery, pictures: GalleryActions) -> None:
        super().__init__(sidebar)
        self._sidebar, self._gallery, self._pictures = sidebar, gallery, pictures
        self._albums = pictures.albums
        self._connect_list()
        gallery.place_changed.connect(sidebar.show_place)
        pictures.changed.connect(sidebar.refresh)
        self._albums.changed.connect(sidebar.refresh)
        self._albums.created.connect(sidebar.name_place)
        self._albums.renamed.connect(self._follow_renamed)
        sidebar.refreshed.connect(self._leave_removed)
        QGuiApplication.instance().applicationStateChanged.connect(self._look_again)  # type: ignore[union-attr]

    def _connect_list(self) -> None:
        places = self._sidebar.list
        places.place_chosen.connect(self._gallery.show_place)
        places.place_chosen.connect(self.place_opened)
        places.left.connect(self._gallery.setFocus)
        places.remove_requested.connect(self.remove)
        places.add_requested.connect(self.create_album)
        places.menu_requested.connect(self._show_menu)
        places.pictures_dropped.connect(self._pictures.add_to_place)
        places.files_dropped.connect(self._import)
        self._sidebar.rows.renamed.connect(self._rename)

    @Slot()
    def create_album(self) -> None:
        """Create an empty album and let the user type its name."""
        self._albums.create()

    @Slot()
    def create_album_with_selection(self) -> None:
        """Create an album with the selected pictures and let the user type its name."""
        self._pictures.create_album()

    @Slot()
    def save_search(self) -> None:
        """Save the search line as a smart album and let the user type its name."""
        self._pictures.save_search()

    @Slot(Place)
    def remove(self, place: Place) -> None:
        """Remove an album, or stop showing a folder; nothing for the other places."""
        if place.kind is PlaceKind.FOLDER:
            self.folder_removed.emit(Path(place.name))
        elif (album := _album_of(place)) is not None:
            self._albums.remove(album)

    def fill_menu(self, menu: QMenu, place: Place | None) -> None:
        """Add the commands for a place, or for the list if it is None."""
        if place is not None and _album_of(place) is not None:
            menu.addAction(self.tr("Rename"), partial(self._sidebar.list.edit_place, place))
            menu.addAction(self.tr("Delete Album"), partial(self.remove, place))
            menu.addSeparator()
        elif place is not None and place.kind is PlaceKind.FOLDER:
            menu.addAction(reveal_label(), partial(reveal, Path(place.name)))
            menu.addAction(self.tr("Stop Showing This Folder"), partial(self.remove, place))
            menu.addSeparator()
        self._add_creation(menu, place)

    def _add_creation(self, menu: QMenu, place: Place | None) -> None:
        has_selection = bool(self._gallery.selected_tiles()) and not self._gallery.is_trash_selected
        if place is not None and place.kind is PlaceKind.ALBUM:
            add = menu.addAction(self.tr("Add Selected Pictures"), partial(self._add_selected, place))
            add.setEnabled(has_selection)
        menu.addAction(self.tr("New Album"), self.create_album)
        chosen = menu.addAction(self.tr("New Album from Selection"), self.create_album_with_selection)
        chosen.setEnabled(has_selection)
        search = menu.addAction(self.tr("New Smart Album from Search"), self.save_search)
        search.setEnabled(bool(self._gallery.query.strip()))

    @Slot(QPoint, object)
    def _show_menu(self, at: QPoint, place: Place | None) -> None:
        menu = QMenu(self._sidebar)
        self.fill_menu(menu, place)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    @Slot(Place, str)
    def _rename(self, place: Place, name: str) -> None:
        album = _album_of(place)
        if album is not None:
            self._albums.rename(album, name)

    def _add_selected(self, place: Place) -> None:
        self._pictures.add_to_place(place, self._gallery.selected_numbers())

    @Slot(Place, list)
    def _import(self, place: Place, files: list[Path]) -> None:
        self.import_requested.emit(files, place.name)

    @Slot(Place, Place)
    def _follow_renamed(self, before: Place, after: Place) -> None:
        if self._gallery.place == before:
            self._gallery.show_place(after)

    @Slot(list)
    def _leave_removed(self, places: list[Place]) -> None:
        """Show all pictures when the shown album or folder no longer exists."""
        if self._gallery.place not in places:
            self._gallery.show_place(ALL_PICTURES)

    @Slot(Qt.ApplicationState)
    def _look_again(self, state: Qt.ApplicationState) -> None:
        """Count again when the user returns: meanwhile the Trash may have been emptied, or a day has begun."""
        if state == Qt.ApplicationState.ApplicationActive:
            self._sidebar.refresh()
            if self._gallery.shows_trash:
                self._gallery.search()


def _album_of(place: Place) -> Album | None:
    if place.kind is PlaceKind.SMART_ALBUM:
        return Album(place.name, place.query)
    return Album(place.name) if place.kind is PlaceKind.ALBUM else None
