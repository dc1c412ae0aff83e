"""The menu bar: every command of the window with its id and its shortcut.

The shortcuts follow the conventions of the Mac and of other image generators. The keys of macOS itself are left to it:
Command-M, -H, -Option-H, -comma, -W, -Q, -backquote and Control-Command-F. Every action has an explicit menu role:
otherwise Qt takes any text that begins with “About” or “Setting” for the entry of the application menu.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from macapp import PRODUCT
from macapp.planning.rest import Rest
from macapp.system import updates
from macapp.system.paths import ON_A_MAC
from macapp.ui.form.actions import FormActions
from macapp.ui.form.job_submitter import JobSubmitter
from macapp.ui.form.panel import GenerationForm
from macapp.ui.gallery.actions import GalleryActions
from macapp.ui.gallery.panel import Gallery
from macapp.ui.main.command_palette import CommandPalette
from macapp.ui.main.command_scope import CommandScope
from macapp.ui.main.commands import Command, Commands, Scope
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
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.finder import reveal_label
from macapp.ui.widgets.text_keys import TextKeys

LETTER, PROGRAM = Scope.LETTER, Scope.PROGRAM


@dataclass(frozen=True)
class Submenu:
    """A menu inside another one."""

    title: str
    entries: "Sequence[Entry]"
    prepare: Callable[[QMenu], object] | None = None
    """fills it each time it opens"""


Entry = Command | Submenu | str | None
"""A command, a submenu, the id of a command that exists already, or a separator."""


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
    banner: Banner


class Menus(QObject):
    """The menus of a window; enables and names their commands by the state of the window."""

    def __init__(self, window: QMainWindow, targets: MenuTargets, recent: Sequence[str] = ()) -> None:
        """`recent` are the ids of the commands that were run last from the palette, newest first."""
        super().__init__(window)
        self._window, self._targets = window, targets
        application = cast("QApplication", QApplication.instance())
        self._text_keys = TextKeys(application, self)
        scope = CommandScope(application, window, (targets.gallery.grid, targets.viewer))
        self.commands = Commands(window, scope)
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
        self._register_existing()
        menus: dict[str, QMenu] = {}
        for title, entries in (
            (self.tr("&File"), self._file_entries()),
            (self.tr("&Edit"), self._edit_entries()),
            (self.tr("&Picture"), self._picture_entries()),
            (self.tr("&Queue"), self._queue_entries()),
            (self.tr("&View"), self._view_entries()),
            (self.tr("&Window"), self._window_entries()),
            (self.tr("&Help"), self._help_entries()),
        ):
            menus[title] = window.menuBar().addMenu(title)
            self._fill(menus[title], entries, [title])
        self._windows = WindowList(menus[self.tr("&Window")])
        self.share = self.commands["strip-metadata"]
        self.share.setCheckable(True)
        self.share.toggled.connect(targets.share_without_prompt)
        self.palette = CommandPalette(window.centralWidget(), self.commands, recent)
        self.commands.enable_with_picture(False)

    def set_picture_actions_enabled(self, chosen: bool) -> None:
        """Enable or disable the commands that need a picture."""
        self.commands.enable_with_picture(chosen)

    def set_queue_state(self, busy: bool, paused: bool) -> None:
        """Name and enable the commands of the queue."""
        self.commands["generate"].setText(self.tr("Add to Queue") if busy else self.tr("Generate"))
        self.commands["pause-queue"].setText(self.tr("Resume Queue") if paused else self.tr("Pause Queue"))
        self.commands["cancel-picture"].setEnabled(busy)

    def add_picture_actions(self, menu: QMenu) -> None:
        """Add the commands for the current picture to another menu."""
        menu.addActions([self.commands[command.id] for command in self._current_picture_commands()])

    def _file_entries(self) -> list[Entry]:
        tr, targets = self.tr, self._targets
        ordering, incoming = targets.ordering, targets.incoming
        return [
            Command("generate", tr("Generate"), ("Ctrl+Return", "Ctrl+Enter"), ordering.generate),
            Command("generate-next", tr("Generate Next"), "Ctrl+Shift+Return", ordering.generate_first),
            Command(
                "generate-combinations",
                tr("Generate Every Combination"),
                "Ctrl+Alt+Return",
                ordering.generate_combinations,
            ),
            None,
            Command("choose-source-image", tr("Choose Source Image…"), "Ctrl+O", incoming.choose_start_image),
            Command("import-pictures", tr("Import Pictures…"), "Ctrl+Shift+I", incoming.choose_imports),
            None,
            *self._album_entries(),
            None,
            Command("models", tr("Models…"), "Ctrl+Shift+D", targets.sides.show_models),
            Command("add-model", tr("Add Model…"), "", incoming.choose_model),
            Command("add-model-folder", tr("Add Model Folder…"), "", incoming.choose_model_folder),
            Submenu(tr("Folders of Other Apps"), [], incoming.fill_folders),
            None,
            self._with_picture("save-copy", tr("Save a Copy…"), "Ctrl+S", targets.picture.save_copy),
            self._with_picture("export", tr("Export Selected Pictures…"), "Ctrl+Shift+E", targets.pictures.export),
            self._with_picture("reveal", reveal_label(), "Ctrl+Shift+O", targets.picture.show_file),
            Command("strip-metadata", tr("Strip Metadata When Dragging"), "", targets.share_without_prompt),
            None,
            Command("close-window", tr("Close Window"), "Ctrl+W", close_front_window, PROGRAM),
            Command(
                "quit",
                tr("Quit {0}").format(PRODUCT),
                "Ctrl+Q",
                self._window.close,
                PROGRAM,
                role=QAction.MenuRole.QuitRole,
            ),
        ]

    def _album_entries(self) -> list[Entry]:
        tr, albums = self.tr, self._targets.navigation
        selected = albums.create_album_with_selection
        return [
            Command("new-album", tr("New Album"), "Ctrl+N", albums.create_album),
            Command("new-album-selection", tr("New Album from Selection"), "Ctrl+Shift+N", selected),
            Command("new-smart-album", tr("New Smart Album from Search"), "Ctrl+Alt+N", albums.save_search),
        ]

    def _edit_entries(self) -> list[Entry]:
        tr, targets = self.tr, self._targets
        return [
            *("undo", "redo", None, "cut", "copy", "paste", "delete", "select-all", None),
            Command("edit-prompt", tr("Edit Prompt"), "Ctrl+L", targets.views.show_prompt),
            Command("earlier-prompts", tr("Earlier Prompts…"), "Ctrl+Shift+L", targets.form.show_history),
            Command("search", tr("Search"), "Ctrl+F", targets.gallery.focus_line),
            Command("select-all-pictures", tr("Select All Pictures"), "Ctrl+Shift+A", targets.gallery.select_all),
            Command("paint-mask", tr("Paint Mask…"), "Ctrl+Shift+M", targets.form.paint_mask),
            Command("paste-image", tr("Paste Image"), "Ctrl+Shift+V", targets.incoming.paste_image),
            Command("remove-source-image", tr("Remove Source Image"), "", targets.prompt_panel.start_image.remove),
            Command("remove-references", tr("Remove Reference Images"), "", targets.prompt_panel.references.remove_all),
        ]

    def _current_picture_commands(self) -> list[Command]:
        """Return the commands that the context menu of a picture has as well."""
        tr, picture = self.tr, self._targets.picture
        return [
            self._with_picture("use-settings", tr("Use Settings"), "Ctrl+R", picture.use_settings),
            self._with_picture(
                "use-settings-new-seed",
                tr("Use Settings with New Seed"),
                "Ctrl+Shift+R",
                picture.use_settings_without_seed,
            ),
            self._with_picture("start-from", tr("Start from This Picture"), "Ctrl+E", picture.start_from_picture),
            self._with_picture("variations", tr("Generate Variations"), "Ctrl+J", picture.make_variations),
            self._with_picture("make-again", tr("Generate Again with Same Seed"), "", picture.make_again),
            self._with_picture("grid", tr("Grid of Variations…"), "Ctrl+Alt+G", picture.show_grid),
            self._with_picture("verify", tr("Repeat and Compare"), "Ctrl+Alt+R", picture.repeat),
            self._with_picture("compare", tr("Compare Two Pictures"), "Ctrl+D", picture.compare),
            self._with_picture("copy-picture", tr("Copy Picture"), "Ctrl+Alt+C", picture.copy_picture),
            self._with_picture(
                "copy-without-metadata",
                tr("Copy Picture Without Metadata"),
                "Ctrl+Alt+Shift+C",
                picture.copy_without_prompt,
            ),
            self._with_picture("copy-settings", tr("Copy Settings"), "Ctrl+Shift+C", picture.copy_settings),
        ]

    def _picture_entries(self) -> list[Entry]:
        tr, picture, pictures = self.tr, self._targets.picture, self._targets.pictures
        return [
            *self._current_picture_commands(),
            None,
            Submenu(tr("Mark"), self._mark_entries()),
            Submenu(
                tr("Related Pictures"),
                [
                    Command("go-to-source", tr("Go to Source"), "Alt+Up", picture.go_to_parent),
                    Command("go-to-derived", tr("Go to Derived Picture"), "Alt+Down", picture.go_to_child),
                    Command("next-seed", tr("Next with Other Seed"), "Alt+Right", picture.go_to_next_sibling),
                    Command("last-seed", tr("Previous with Other Seed"), "Alt+Left", picture.go_to_previous_sibling),
                ],
            ),
            None,
            self._with_picture("trash", tr("Move to Trash"), "Ctrl+Backspace", pictures.trash),
            Command("put-back", tr("Put Back from Trash"), "", pictures.put_back),
            Command("trash-rejects", tr("Move Rejects to Trash"), "Ctrl+Shift+Backspace", pictures.trash_rejects),
        ]

    def _mark_entries(self) -> list[Entry]:
        pictures = self._targets.pictures
        stars: list[Entry] = [
            self._with_picture(
                f"stars-{count}",
                "★" * count or self.tr("No Stars"),
                str(count),
                partial(pictures.give_stars, count),
                LETTER,
            )
            for count in range(6)
        ]
        return [
            self._with_picture("favourite", self.tr("Favourite"), "F", pictures.toggle_favourite, LETTER),
            *stars,
            self._with_picture("tag", self.tr("Tag…"), "Ctrl+T", pictures.tag),
            self._with_picture("reject", self.tr("Reject"), "X", pictures.toggle_reject, LETTER),
        ]

    def _queue_entries(self) -> list[Entry]:
        tr, queue = self.tr, self._targets.queue_panel
        return [
            Command("show-queue", tr("Show Queue"), "Ctrl+Shift+J", self._targets.show_queue),
            None,
            Command("cancel-picture", tr("Cancel Current Picture"), "Ctrl+.", self._targets.cancel_running),
            Command("pause-queue", tr("Pause Queue"), "Ctrl+Alt+P", queue.toggle_pause),
            Command("pause-after", tr("Pause After Current Picture"), "", queue.pause_after_running),
            Command("sort-queue", tr("Sort by Model"), "", queue.sort_by_model),
            Command("clear-failed", tr("Clear Failed"), "", queue.clear_failed),
            Command("clear-queue", tr("Clear Queue"), "", queue.clear),
            None,
            Submenu(tr("Wait"), [f"wait-{each.value}" for each in Rest]),
        ]

    def _view_entries(self) -> list[Entry]:
        tr, targets = self.tr, self._targets
        views, canvas = targets.views, targets.viewer.canvas
        entries: list[Entry] = [
            self._with_picture("full-size", tr("View Full Size"), "Ctrl+Y", views.toggle_picture_alone),
            self._with_picture("info", tr("Get Info"), "Ctrl+I", views.toggle_info),
            None,
            Command("zoom-in", tr("Zoom In"), ("Ctrl++", "Ctrl+="), canvas.zoom_in),
            Command("zoom-out", tr("Zoom Out"), "Ctrl+-", canvas.zoom_out),
            Command("actual-size", tr("Actual Size"), "Ctrl+1", canvas.zoom_to_actual_size),
            Command("zoom-to-fit", tr("Zoom to Fit"), "Ctrl+0", canvas.zoom_to_fit),
            Command("toggle-zoom", tr("Toggle Zoom"), "Z", canvas.toggle_zoom, LETTER),
            None,
            Command("go-to-gallery", tr("Go to Gallery"), "Ctrl+G", views.show_gallery),
            Command("switch-page", tr("Switch Between Picture and Gallery"), "G", views.toggle_page, LETTER),
            Command("only-gallery", tr("Show Only Gallery"), "Ctrl+Shift+G", views.toggle_gallery_alone),
            None,
            Command("palette", tr("Command Palette…"), "Ctrl+Shift+P", self._open_palette),
            Command("message", tr("Go to Message"), "Ctrl+Alt+M", targets.banner.take_focus),
            None,
            Command("toggle-sidebar", tr("Show or Hide Sidebar"), "Ctrl+Meta+S", views.toggle_sidebar),
            Command("toggle-inspector", tr("Show or Hide Inspector"), "Ctrl+Alt+I", views.toggle_inspector),
        ]
        if not ON_A_MAC:  # macOS adds its own entry, with Control-Command-F
            key = QKeySequence.StandardKey.FullScreen
            entries.append(Command("full-screen", tr("Enter Full Screen"), key, self._toggle_full_screen))
        return entries

    def _window_entries(self) -> list[Entry]:
        return [
            Command("minimise", self.tr("Minimise"), "Ctrl+M", minimise_front_window, PROGRAM),
            Command("zoom-window", self.tr("Zoom"), "", zoom_front_window, PROGRAM),
            None,
            Command("all-to-front", self.tr("Bring All to Front"), "", bring_all_to_front, PROGRAM),
        ]

    def _help_entries(self) -> list[Entry]:
        tr, sides, roles = self.tr, self._targets.sides, QAction.MenuRole
        about = tr("About {0}").format(PRODUCT)
        entries: list[Entry] = [
            Command("help", tr("Easel Help"), QKeySequence.StandardKey.HelpContents, sides.show_help, PROGRAM),
            None,
            Command("about", about, "", sides.show_about, PROGRAM, role=roles.AboutRole),
            Command("about-machine", tr("About This Machine"), "", sides.show_machine, PROGRAM),
        ]
        if updates.RELEASE_URL:  # its role places it in the application menu on a Mac
            check, role = self._targets.updates.check, roles.ApplicationSpecificRole
            entries.append(Command("check-updates", tr("Check for Updates…"), "", check, PROGRAM, role=role))
        return [*entries, Command("benchmark", tr("Benchmark…"), "Ctrl+Alt+B", sides.show_benchmark)]

    def _open_palette(self) -> None:
        self.palette.open()

    def _toggle_full_screen(self) -> None:
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    def _with_picture(
        self, identifier: str, text: str, keys: str, slot: Callable[..., object], scope: Scope = Scope.WINDOW
    ) -> Command:
        """Return a command that needs a picture."""
        return Command(identifier, text, keys, slot, scope, needs_picture=True)

    def _register_existing(self) -> None:
        edit = self.edit
        for identifier, action in (
            *(("undo", edit.undo), ("redo", edit.redo), ("cut", edit.cut), ("copy", edit.copy)),
            *(("paste", edit.paste), ("delete", edit.delete), ("select-all", edit.select_all)),
        ):
            self.commands.register(identifier, action)
        for each, action in zip(Rest, self._targets.queue_panel.rest.actions, strict=True):
            self.commands.register(f"wait-{each.value}", action, Scope.WINDOW)

    def _fill(self, menu: QMenu, entries: Sequence[Entry], path: list[str]) -> None:
        """Add commands, submenus and separators to a menu; `path` has the titles from the bar to it."""
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            elif isinstance(entry, Submenu):
                submenu = menu.addMenu(entry.title)
                submenu.menuAction().setMenuRole(QAction.MenuRole.NoRole)
                if entry.prepare is not None:
                    submenu.aboutToShow.connect(partial(entry.prepare, submenu))
                self._fill(submenu, entry.entries, [*path, entry.title])
            else:
                action = self.commands[entry] if isinstance(entry, str) else self.commands.create(entry)
                menu.addAction(action)
                self.commands.set_path(action.objectName(), path)
