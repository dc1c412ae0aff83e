"""The menu bar: every command of the window with its shortcut.

The shortcuts follow the conventions of the Mac and of other image generators. The keys of macOS itself are left to it:
Command-M, -H, -Option-H, -comma, -W, -Q, -backquote and Control-Command-F. Every action has an explicit menu role:
otherwise Qt takes any text that begins with “About” or “Setting” for the entry of the application menu.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from macapp import PRODUCT
from macapp.system import updates
from macapp.system.paths import ON_A_MAC
from macapp.ui.form.actions import FormActions
from macapp.ui.form.job_submitter import JobSubmitter
from macapp.ui.form.panel import GenerationForm
from macapp.ui.gallery.actions import GalleryActions
from macapp.ui.gallery.panel import Gallery
from macapp.ui.main.command_scope import CommandScope
from macapp.ui.main.edit_commands import EditCommands
from macapp.ui.main.file_intake import FileIntake
from macapp.ui.main.secondary_windows import SecondaryWindows
from macapp.ui.main.update_check import Updates
from macapp.ui.main.view_commands import ViewCommands
from macapp.ui.main.window_menu import (
    WindowList,
    bring_all_to_front,
    close_front_window,
    minimise_front_window,
    zoom_front_window,
)
from macapp.ui.queue.panel import QueuePanel
from macapp.ui.sidebar.actions import SidebarActions
from macapp.ui.viewer.actions import PictureActions
from macapp.ui.viewer.viewer import Viewer
from macapp.ui.widgets.finder import reveal_label
from macapp.ui.widgets.text_keys import TextKeys

Keys = str | tuple[str, ...] | QKeySequence.StandardKey


@dataclass(frozen=True)
class MenuTargets:
    """The targets of the menu commands: the controller of each feature, and a few slots of the window."""

    ordering: JobSubmitter
    incoming: FileIntake
    sides: SecondaryWindows
    form: FormActions
    picture: PictureActions
    pictures: GalleryActions
    gallery: Gallery
    navigation: SidebarActions
    viewer: Viewer
    prompt_panel: GenerationForm
    queue_panel: QueuePanel
    updates: Updates
    cancel_running: Callable[[], None]
    share_without_prompt: Callable[[bool], None]
    show_queue: Callable[[], None]
    views: ViewCommands


class Menus(QObject):
    """The menus of a window; enables and names their commands by the state of the window."""

    def __init__(self, window: QMainWindow, targets: MenuTargets) -> None:
        super().__init__(window)
        self._window, self._targets = window, targets
        application = cast("QApplication", QApplication.instance())
        self._text_keys = TextKeys(application, self)
        self._scope = CommandScope(application, window, (targets.gallery.grid, targets.viewer))
        keys = QKeySequence.StandardKey
        self.edit = EditCommands(
            application,
            window,
            {
                keys.Copy: targets.picture.copy_picture,
                keys.Paste: targets.incoming.paste_image,
                keys.SelectAll: targets.gallery.select_all,
            },
        )
        self._picture_actions: list[QAction] = []
        self._file_actions: list[QAction] = []
        self._add_file_menu()
        self._add_edit_menu()
        self._add_picture_menu()
        self._add_queue_menu()
        self._add_view_menu()
        self._add_window_menu()
        self._add_help_menu()
        self.set_picture_actions_enabled(False)

    def set_picture_actions_enabled(self, chosen: bool) -> None:
        """Enable or disable the commands that need a picture."""
        for action in (*self._picture_actions, *self._file_actions):
            action.setEnabled(chosen)

    def set_queue_state(self, busy: bool, paused: bool) -> None:
        """Name and enable the commands of the queue."""
        self._generate.setText(self.tr("Add to Queue") if busy else self.tr("Generate"))
        self._pause.setText(self.tr("Resume Queue") if paused else self.tr("Pause Queue"))
        self._cancel.setEnabled(busy)

    def add_picture_actions(self, menu: QMenu) -> None:
        """Add the commands for the current picture to another menu."""
        for action in self._picture_actions:
            menu.addAction(action)

    def _add_file_menu(self) -> None:
        menu, targets = self._add_menu(self.tr("&File")), self._targets
        keys = ("Ctrl+Return", "Ctrl+Enter")
        self._generate = self._add_command(menu, self.tr("Generate"), keys, targets.ordering.generate)
        self._add_command(menu, self.tr("Generate Next"), "Ctrl+Shift+Return", targets.ordering.generate_first)
        self._add_command(
            menu, self.tr("Generate Every Combination"), "Ctrl+Alt+Return", targets.ordering.generate_combinations
        )
        menu.addSeparator()
        self._add_command(menu, self.tr("Choose Source Image…"), "Ctrl+O", targets.incoming.choose_start_image)
        self._add_command(menu, self.tr("Import Pictures…"), "Ctrl+Shift+I", targets.incoming.choose_imports)
        menu.addSeparator()
        self._add_command(menu, self.tr("New Album"), "Ctrl+N", targets.navigation.create_album)
        selected = targets.navigation.create_album_with_selection
        self._add_command(menu, self.tr("New Album from Selection"), "Ctrl+Shift+N", selected)
        self._add_command(menu, self.tr("New Smart Album from Search"), "Ctrl+Alt+N", targets.navigation.save_search)
        menu.addSeparator()
        self._add_command(menu, self.tr("Models…"), "Ctrl+Shift+D", targets.sides.show_models)
        self._add_command(menu, self.tr("Add Model…"), "", targets.incoming.choose_model)
        self._add_command(menu, self.tr("Add Model Folder…"), "", targets.incoming.choose_model_folder)
        folders = self._add_submenu(menu, self.tr("Folders of Other Apps"))
        folders.aboutToShow.connect(partial(targets.incoming.fill_folders, folders))
        menu.addSeparator()
        self._file_actions = [
            self._add_command(menu, self.tr("Save a Copy…"), "Ctrl+S", targets.picture.save_copy),
            self._add_command(menu, self.tr("Export Selected Pictures…"), "Ctrl+Shift+E", targets.pictures.export),
            self._add_command(menu, reveal_label(), "Ctrl+Shift+O", targets.picture.show_file),
        ]
        self.share = self._add_command(menu, self.tr("Strip Metadata When Dragging"), "", targets.share_without_prompt)
        self.share.setCheckable(True)
        self.share.toggled.connect(targets.share_without_prompt)
        menu.addSeparator()
        self._add_shared(menu, self.tr("Close Window"), "Ctrl+W", close_front_window)
        leave = self._add_shared(menu, self.tr("Quit {0}").format(PRODUCT), "Ctrl+Q", self._window.close)
        leave.setMenuRole(QAction.MenuRole.QuitRole)

    def _add_edit_menu(self) -> None:
        menu, targets = self._add_menu(self.tr("&Edit")), self._targets
        edit = self.edit
        menu.addActions([edit.undo, edit.redo])
        menu.addSeparator()
        menu.addActions([edit.cut, edit.copy, edit.paste, edit.delete, edit.select_all])
        menu.addSeparator()
        self._add_command(menu, self.tr("Edit Prompt"), "Ctrl+L", targets.views.show_prompt)
        self._add_command(menu, self.tr("Earlier Prompts…"), "Ctrl+Shift+L", targets.form.show_history)
        self._add_command(menu, self.tr("Search"), "Ctrl+F", targets.gallery.line.setFocus)
        self._add_command(menu, self.tr("Select All Pictures"), "Ctrl+Shift+A", targets.gallery.select_all)
        self._add_command(menu, self.tr("Paint Mask…"), "Ctrl+Shift+M", targets.form.paint_mask)
        self._add_command(menu, self.tr("Paste Image"), "Ctrl+Shift+V", targets.incoming.paste_image)
        self._add_command(menu, self.tr("Remove Source Image"), "", targets.prompt_panel.start_image.remove)
        self._add_command(menu, self.tr("Remove Reference Images"), "", targets.prompt_panel.references.remove_all)

    def _add_picture_menu(self) -> None:
        menu, targets = self._add_menu(self.tr("&Picture")), self._targets
        for text, key, slot in (
            (self.tr("Use Settings"), "Ctrl+R", targets.picture.use_settings),
            (self.tr("Use Settings with New Seed"), "Ctrl+Shift+R", targets.picture.use_settings_without_seed),
            (self.tr("Start from This Picture"), "Ctrl+E", targets.picture.start_from_picture),
            (self.tr("Generate Variations"), "Ctrl+J", targets.picture.make_variations),
            (self.tr("Generate Again with Same Seed"), "", targets.picture.make_again),
            (self.tr("Grid of Variations…"), "Ctrl+Alt+G", targets.picture.show_grid),
            (self.tr("Repeat and Compare"), "Ctrl+Alt+R", targets.picture.repeat),
            (self.tr("Compare Two Pictures"), "Ctrl+D", targets.picture.compare),
            (self.tr("Copy Picture"), "Ctrl+Alt+C", targets.picture.copy_picture),
            (self.tr("Copy Picture Without Metadata"), "Ctrl+Alt+Shift+C", targets.picture.copy_without_prompt),
            (self.tr("Copy Settings"), "Ctrl+Shift+C", targets.picture.copy_settings),
        ):
            self._picture_actions.append(self._add_command(menu, text, key, slot))
        menu.addSeparator()
        marks = self._add_submenu(menu, self.tr("Mark"))
        self._add_letter(marks, self.tr("Favourite"), "F", targets.pictures.toggle_favourite)
        for count in range(6):
            words = "★" * count or self.tr("No Stars")
            self._add_letter(marks, words, str(count), partial(targets.pictures.give_stars, count))
        self._add_command(marks, self.tr("Tag…"), "Ctrl+T", targets.pictures.tag)
        self._add_letter(marks, self.tr("Reject"), "X", targets.pictures.toggle_reject)
        self._file_actions += marks.actions()
        related = self._add_submenu(menu, self.tr("Related Pictures"))
        for text, key, slot in (
            (self.tr("Go to Source"), "Alt+Up", targets.picture.go_to_parent),
            (self.tr("Go to Derived Picture"), "Alt+Down", targets.picture.go_to_child),
            (self.tr("Next with Other Seed"), "Alt+Right", targets.picture.go_to_next_sibling),
            (self.tr("Previous with Other Seed"), "Alt+Left", targets.picture.go_to_previous_sibling),
        ):
            self._add_command(related, text, key, slot)
        menu.addSeparator()
        self._file_actions.append(
            self._add_command(menu, self.tr("Move to Trash"), "Ctrl+Backspace", targets.pictures.trash)
        )
        self._add_command(menu, self.tr("Put Back from Trash"), "", targets.pictures.put_back)
        self._add_command(
            menu, self.tr("Move Rejects to Trash"), "Ctrl+Shift+Backspace", targets.pictures.trash_rejects
        )

    def _add_queue_menu(self) -> None:
        menu = self._add_menu(self.tr("&Queue"))
        self._add_command(menu, self.tr("Show Queue"), "Ctrl+Shift+J", self._targets.show_queue)
        menu.addSeparator()
        self._cancel = self._add_command(
            menu, self.tr("Cancel Current Picture"), "Ctrl+.", self._targets.cancel_running
        )
        self._pause = self._add_command(menu, "", "Ctrl+Alt+P", self._targets.queue_panel.toggle_pause)
        self._add_command(
            menu, self.tr("Pause After Current Picture"), "", self._targets.queue_panel.pause_after_running
        )
        self._add_command(menu, self.tr("Sort by Model"), "", self._targets.queue_panel.sort_by_model)
        self._add_command(menu, self.tr("Clear Failed"), "", self._targets.queue_panel.clear_failed)
        self._add_command(menu, self.tr("Clear Queue"), "", self._targets.queue_panel.clear)
        menu.addSeparator()
        wait = self._add_submenu(menu, self.tr("Wait"))
        for action in self._targets.queue_panel.rest.actions:
            self._scope.add(action)
            wait.addAction(action)

    def _add_view_menu(self) -> None:
        menu, targets = self._add_menu(self.tr("&View")), self._targets
        self._file_actions.append(
            self._add_command(menu, self.tr("View Full Size"), "Ctrl+Y", targets.views.toggle_picture_alone)
        )
        self._file_actions.append(self._add_command(menu, self.tr("Get Info"), "Ctrl+I", targets.views.toggle_info))
        menu.addSeparator()
        canvas = targets.viewer.canvas
        self._add_command(menu, self.tr("Zoom In"), ("Ctrl++", "Ctrl+="), canvas.zoom_in)
        self._add_command(menu, self.tr("Zoom Out"), "Ctrl+-", canvas.zoom_out)
        self._add_command(menu, self.tr("Actual Size"), "Ctrl+1", canvas.zoom_to_actual_size)
        self._add_command(menu, self.tr("Zoom to Fit"), "Ctrl+0", canvas.zoom_to_fit)
        self._add_letter(menu, self.tr("Toggle Zoom"), "Z", canvas.toggle_zoom)
        menu.addSeparator()
        self._add_command(menu, self.tr("Go to Gallery"), "Ctrl+G", targets.views.show_gallery)
        self._add_letter(menu, self.tr("Switch Between Picture and Gallery"), "G", targets.views.toggle_page)
        self._add_command(menu, self.tr("Show Only Gallery"), "Ctrl+Shift+G", targets.views.toggle_gallery_alone)
        menu.addSeparator()
        self._add_command(menu, self.tr("Show or Hide Sidebar"), "Ctrl+Meta+S", targets.views.toggle_sidebar)
        self._add_command(menu, self.tr("Show or Hide Inspector"), "Ctrl+Alt+I", targets.views.toggle_inspector)
        if not ON_A_MAC:  # macOS adds its own entry, with Control-Command-F
            key = QKeySequence.StandardKey.FullScreen
            self._add_command(menu, self.tr("Enter Full Screen"), key, self._toggle_full_screen)

    def _add_window_menu(self) -> None:
        menu = self._add_menu(self.tr("&Window"))
        self._add_shared(menu, self.tr("Minimise"), "Ctrl+M", minimise_front_window)
        self._add_shared(menu, self.tr("Zoom"), "", zoom_front_window)
        menu.addSeparator()
        self._add_shared(menu, self.tr("Bring All to Front"), "", bring_all_to_front)
        self._windows = WindowList(menu)

    def _add_help_menu(self) -> None:
        menu, sides = self._add_menu(self.tr("&Help")), self._targets.sides
        self._add_shared(menu, self.tr("Easel Help"), QKeySequence.StandardKey.HelpContents, sides.show_help)
        menu.addSeparator()
        about = self._add_shared(menu, self.tr("About {0}").format(PRODUCT), "", sides.show_about)
        about.setMenuRole(QAction.MenuRole.AboutRole)
        self._add_shared(menu, self.tr("About This Machine"), "", sides.show_machine)
        if updates.RELEASE_URL:
            check = self._add_shared(menu, self.tr("Check for Updates…"), "", self._targets.updates.check)
            check.setMenuRole(QAction.MenuRole.ApplicationSpecificRole)  # the application menu on a Mac
        self._add_command(menu, self.tr("Benchmark…"), "Ctrl+Alt+B", sides.show_benchmark)

    def _toggle_full_screen(self) -> None:
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    def _add_menu(self, title: str) -> QMenu:
        return self._window.menuBar().addMenu(title)

    def _add_submenu(self, menu: QMenu, title: str) -> QMenu:
        submenu = menu.addMenu(title)
        submenu.menuAction().setMenuRole(QAction.MenuRole.NoRole)
        return submenu

    def _add_command(self, menu: QMenu, text: str, key: Keys, slot: object) -> QAction:
        """Add a command that acts while the main window is in front."""
        action = self._add_action(menu, text, key, slot)
        self._scope.add(action)
        return action

    def _add_letter(self, menu: QMenu, text: str, letter: str, slot: object) -> QAction:
        """Add a command with a key that acts only in the gallery and the viewer."""
        action = self._add_action(menu, text, "", slot)
        self._scope.add_letter(action, letter)
        return action

    def _add_shared(self, menu: QMenu, text: str, key: Keys, slot: object) -> QAction:
        """Add a command that acts whatever window of the program is in front."""
        action = self._add_action(menu, text, key, slot)
        action.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        return action

    def _add_action(self, menu: QMenu, text: str, key: Keys, slot: object) -> QAction:
        action = QAction(text, self._window)
        action.setMenuRole(QAction.MenuRole.NoRole)
        if isinstance(key, tuple):
            action.setShortcuts([QKeySequence(each) for each in key])
        elif key:
            action.setShortcut(QKeySequence(key))
        action.triggered.connect(slot)  # type: ignore[arg-type]
        menu.addAction(action)
        return action
