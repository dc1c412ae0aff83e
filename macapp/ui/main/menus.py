"""The menu bar: every command of the window with its key. The keys follow the field's habits and the Mac's."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence, QUndoStack
from PySide6.QtWidgets import QMainWindow, QMenu

from macapp.ui.form.actions import FormActions
from macapp.ui.form.job_submitter import JobSubmitter
from macapp.ui.form.panel import GenerationForm
from macapp.ui.gallery.actions import GalleryActions
from macapp.ui.gallery.panel import Gallery
from macapp.ui.main.file_intake import FileIntake
from macapp.ui.main.secondary_windows import SecondaryWindows
from macapp.ui.main.update_check import Updates
from macapp.ui.queue.panel import QueuePanel
from macapp.ui.viewer.actions import PictureActions


@dataclass(frozen=True)
class MenuTargets:
    """What the commands of the menus act on: the controllers of each feature, and a few slots of the window."""

    ordering: JobSubmitter
    incoming: FileIntake
    sides: SecondaryWindows
    form: FormActions
    picture: PictureActions
    pictures: GalleryActions
    gallery: Gallery
    prompt_panel: GenerationForm
    queue_panel: QueuePanel
    updates: Updates
    undo: QUndoStack
    cancel_running: Callable[[], None]
    share_without_prompt: Callable[[bool], None]
    toggle_picture_focus: Callable[[], None]
    toggle_gallery_focus: Callable[[], None]
    toggle_details: Callable[[], None]


class Menus(QObject):
    """Makes the menus of a window and keeps their commands enabled as things stand."""

    def __init__(self, window: QMainWindow, targets: MenuTargets) -> None:
        super().__init__(window)
        self._window, self._targets = window, targets
        self._for_picture: list[QAction] = []
        self._for_file: list[QAction] = []
        self._file()
        self._edit()
        self._picture()
        self._queue()
        self._view()
        self._help()
        self.set_picture_actions_enabled(False)

    def set_picture_actions_enabled(self, chosen: bool) -> None:
        """Enable what needs a picture."""
        for action in (*self._for_picture, *self._for_file):
            action.setEnabled(chosen)

    def set_queue_state(self, busy: bool, paused: bool) -> None:
        """Word and enable the queue's commands."""
        self._generate.setText(self.tr("Add to Queue") if busy else self.tr("Generate"))
        self._pause.setText(self.tr("Resume Queue") if paused else self.tr("Pause Queue"))
        self._cancel.setEnabled(busy)

    def add_picture_actions(self, menu: QMenu) -> None:
        """Put the commands that work on the picture being looked at into another menu too."""
        for action in self._for_picture:
            menu.addAction(action)

    def _file(self) -> None:
        menu, targets = self._menu(self.tr("&File")), self._targets
        self._generate = self._add(menu, self.tr("Generate"), "Ctrl+Return", targets.ordering.generate)
        self._generate.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        self._add(menu, self.tr("Generate Next"), "Ctrl+Shift+Return", targets.ordering.generate_first)
        self._add(
            menu, self.tr("Generate Every Combination"), "Ctrl+Alt+Return", targets.ordering.generate_combinations
        )
        menu.addSeparator()
        self._add(menu, self.tr("Choose Source Image…"), "Ctrl+O", targets.incoming.choose_start_image)
        self._add(menu, self.tr("Import Pictures…"), "Ctrl+Shift+I", targets.incoming.choose_imports)
        self._add(menu, self.tr("Models…"), "Ctrl+Shift+D", targets.sides.show_models)
        self._add(menu, self.tr("Add Model…"), "", targets.incoming.choose_model)
        self._add(menu, self.tr("Add Model Folder…"), "", targets.incoming.choose_model_folder)
        folders = menu.addMenu(self.tr("Folders of Other Programs"))
        folders.aboutToShow.connect(partial(targets.incoming.fill_folders, folders))
        menu.addSeparator()
        self._for_file = [
            self._add(menu, self.tr("Save a Copy…"), "Ctrl+S", targets.picture.save_copy),
            self._add(menu, self.tr("Export Chosen Pictures…"), "Ctrl+Shift+E", targets.pictures.export),
            self._add(menu, self.tr("Show in Folder"), "Ctrl+Shift+O", targets.picture.show_file),
        ]
        self.share = self._add(menu, self.tr("Strip Metadata When Dragging"), "", targets.share_without_prompt)
        self.share.setCheckable(True)
        self.share.toggled.connect(targets.share_without_prompt)
        menu.addSeparator()
        self._add(menu, self.tr("Close Window"), "Ctrl+W", self._window.close)

    def _edit(self) -> None:
        menu, targets = self._menu(self.tr("&Edit")), self._targets
        undo, redo = targets.undo.createUndoAction(self), targets.undo.createRedoAction(self)
        undo.setShortcut(QKeySequence.StandardKey.Undo)
        redo.setShortcut(QKeySequence("Ctrl+Shift+Z"))  # on Linux the standard has Ctrl+Y too, which looks at pictures
        menu.addActions([undo, redo])
        menu.addSeparator()
        self._add(menu, self.tr("Edit Prompt"), "Ctrl+L", targets.prompt_panel.prompt.setFocus)
        self._add(menu, self.tr("Earlier Prompts…"), "Ctrl+Shift+L", targets.form.show_history)
        self._add(menu, self.tr("Search"), "Ctrl+F", targets.gallery.line.setFocus)
        self._add(menu, self.tr("Choose All Pictures"), "Ctrl+Shift+A", targets.gallery.select_all)
        self._add(menu, self.tr("Paint Mask…"), "Ctrl+Shift+M", targets.form.paint_mask)
        self._add(menu, self.tr("Remove Source Image"), "", targets.prompt_panel.start_image.clear)

    def _picture(self) -> None:
        menu, targets = self._menu(self.tr("&Picture")), self._targets
        for text, key, slot in (
            (self.tr("Use Settings"), "Ctrl+R", targets.picture.use_settings),
            (self.tr("Use Settings with Another Seed"), "Ctrl+Shift+R", targets.picture.use_settings_without_seed),
            (self.tr("Start from This Picture"), "Ctrl+E", targets.picture.start_from_picture),
            (self.tr("Make Variations"), "Ctrl+M", targets.picture.make_variations),
            (self.tr("Make Again with the Same Seed"), "", targets.picture.make_again),
            (self.tr("Grid of Variations…"), "Ctrl+Alt+G", targets.picture.show_grid),
            (self.tr("Repeat and Compare"), "Ctrl+Alt+R", targets.picture.repeat),
            (self.tr("Compare Two"), "Ctrl+D", targets.picture.compare),
            (self.tr("Copy Picture"), "Ctrl+Alt+C", targets.picture.copy_picture),
            (self.tr("Copy Picture without Prompt"), "Ctrl+Alt+Shift+C", targets.picture.copy_without_prompt),
            (self.tr("Copy Settings"), "Ctrl+Shift+C", targets.picture.copy_settings),
        ):
            self._for_picture.append(self._add(menu, text, key, slot))
        menu.addSeparator()
        marks = menu.addMenu(self.tr("Mark"))
        self._add(marks, self.tr("Favourite") + "\tF", "", targets.pictures.toggle_favourite)
        for count in range(6):
            words = "★" * count or self.tr("No Stars")
            self._add(marks, f"{words}\t{count}", "", partial(targets.pictures.give_stars, count))
        self._add(marks, self.tr("Tag…"), "Ctrl+T", targets.pictures.tag)
        self._add(marks, self.tr("Reject") + "\tX", "", targets.pictures.toggle_reject)
        family = menu.addMenu(self.tr("Family"))
        for text, key, slot in (
            (self.tr("Made From"), "Alt+Up", targets.picture.go_to_parent),
            (self.tr("Led To"), "Alt+Down", targets.picture.go_to_child),
            (self.tr("Next of Other Seeds"), "Alt+Right", targets.picture.go_to_next_alike),
            (self.tr("Previous of Other Seeds"), "Alt+Left", targets.picture.go_to_previous_alike),
        ):
            self._add(family, text, key, slot)
        menu.addSeparator()
        self._for_file.append(self._add(menu, self.tr("Move to Trash"), "Ctrl+Backspace", targets.pictures.trash))
        self._add(menu, self.tr("Move Rejects to Trash"), "Ctrl+Shift+Backspace", targets.pictures.trash_rejects)

    def _queue(self) -> None:
        menu = self._menu(self.tr("&Queue"))
        self._cancel = self._add(menu, self.tr("Cancel This Picture"), "Ctrl+.", self._targets.cancel_running)
        self._pause = self._add(menu, "", "Ctrl+Alt+P", self._targets.queue_panel.toggle_pause)
        self._add(menu, self.tr("Pause after This Picture"), "", self._targets.queue_panel.pause_after_running)
        self._add(menu, self.tr("Clear Queue"), "", self._targets.queue_panel.clear)

    def _view(self) -> None:
        menu, targets = self._menu(self.tr("&View")), self._targets
        self._for_file.append(self._add(menu, self.tr("View Full Size"), "Ctrl+Y", targets.toggle_picture_focus))
        self._for_file.append(self._add(menu, self.tr("Show Details"), "Ctrl+I", targets.toggle_details))
        menu.addSeparator()
        self._add(menu, self.tr("Go to Gallery"), "Ctrl+G", targets.gallery.setFocus)
        self._add(menu, self.tr("Gallery in the Whole Window"), "Ctrl+Shift+G", targets.toggle_gallery_focus)
        self._add(menu, self.tr("Full Screen"), QKeySequence.StandardKey.FullScreen, self._full_screen)

    def _help(self) -> None:
        menu = self._menu(self.tr("&Help"))
        self._add(menu, self.tr("About This Machine"), "", self._targets.sides.show_machine)
        check = self._add(menu, self.tr("Check for Updates…"), "", self._targets.updates.check)
        check.setMenuRole(QAction.MenuRole.ApplicationSpecificRole)  # on a Mac in the program's own menu
        self._add(menu, self.tr("Benchmark…"), "Ctrl+Alt+B", self._targets.sides.show_benchmark)

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
