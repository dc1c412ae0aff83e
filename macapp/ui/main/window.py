"""`MainWindow`: builds the panels and controllers of the window and connects them."""

import contextlib
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMenu,
    QWidget,
)

from macapp import PRODUCT, settings
from macapp.domain.job import Job, JobEvent, JobState, Picture
from macapp.errors import EaselError
from macapp.library import Library
from macapp.settings import WITH_PROMPT, WITHOUT_PROMPT, Settings
from macapp.system.machine import Machine
from macapp.ui.benchmark.window import BenchmarkWindow
from macapp.ui.form.actions import FormActions
from macapp.ui.form.job_editor import JobEditor
from macapp.ui.form.job_submitter import JobSubmitter
from macapp.ui.form.panel import GenerationForm
from macapp.ui.gallery.actions import GalleryActions
from macapp.ui.gallery.panel import Gallery
from macapp.ui.main.event_router import EventRouter, EventViews
from macapp.ui.main.file_intake import FileIntake
from macapp.ui.main.hang_monitor import HangMonitor
from macapp.ui.main.image_placement import ImagePlacement
from macapp.ui.main.inspector import Inspector
from macapp.ui.main.layout_state import restore_layout, save_layout
from macapp.ui.main.maintenance import Maintenance
from macapp.ui.main.menus import Menus, MenuTargets
from macapp.ui.main.picture_page import PicturePage
from macapp.ui.main.secondary_windows import SecondaryWindows
from macapp.ui.main.shell import Page, Shell
from macapp.ui.main.toolbar import Toolbar
from macapp.ui.main.update_check import Updates
from macapp.ui.main.view_commands import ViewCommands
from macapp.ui.main.window_drops import WindowDrops
from macapp.ui.main.window_menu import show_window
from macapp.ui.models.welcome import Welcome
from macapp.ui.models.window import ModelsWindow
from macapp.ui.queue.panel import QueuePanel
from macapp.ui.queue.popover import QueuePopover
from macapp.ui.queue.ring_button import RingButton
from macapp.ui.sidebar.actions import SidebarActions
from macapp.ui.sidebar.panel import Sidebar
from macapp.ui.viewer.actions import PictureActions, PictureViews
from macapp.ui.viewer.canvas import file_data
from macapp.ui.viewer.info_panel import InfoPanel
from macapp.ui.viewer.related_pictures import RelatedPictures
from macapp.ui.viewer.viewer import Viewer
from macapp.ui.widgets.accessibility import Announcer, describe_choices
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.progress_tasks import ProgressTasks
from macapp.ui.widgets.task_pool import TaskPool, install_gc_timer
from macapp.ui.widgets.text import error_text
from macapp.ui.widgets.theme import Theme
from macapp.ui.widgets.undo import UndoHistory


class MainWindow(QMainWindow):
    """The main window. It reads and fills the queue on its own connection; `work_added` wakes the worker."""

    work_added = Signal()
    cancel_requested = Signal(str)
    pause_requested = Signal()
    resume_requested = Signal()
    relaunch_requested = Signal()
    closing = Signal()
    """the window is about to close, so slow work can begin to stop"""

    def __init__(self, library: Library, machine: Machine, chosen: Settings) -> None:
        super().__init__()
        application = QApplication.instance()
        self.look = Theme(application) if isinstance(application, QApplication) else None
        self._library, self._machine, self._chosen = library, machine, chosen
        self._was_emptied = False
        """whether the last picture of the gallery was deleted"""
        self._build_panels()
        self._build_controllers()
        self._build_layout()
        self.menus = Menus(self, self._menu_targets(), self._chosen.commands.split())
        self._connect_events()
        self._connect_form()
        self._connect_pictures()
        self._connect_sidebar()
        self._connect_queue()
        self._restore_state()
        self.setWindowTitle(PRODUCT)
        self.setAcceptDrops(True)
        self._update_queue_state()
        if self.gallery.pictures.rowCount():
            self.gallery.choose(0)
        self.prompt_panel.prompt.setFocus()
        describe_choices(self)

    def _build_panels(self) -> None:
        library, chosen = self._library, self._chosen
        self.background = TaskPool(self)
        install_gc_timer(self)
        self.watch = HangMonitor(self)
        self.undo = UndoHistory(self)
        self.chores = ProgressTasks()
        self.banner = Banner()
        self.prompt_panel = GenerationForm(
            self._machine, library.places, chosen.slice_attention, self.background, chosen.compile
        )
        self.gallery = Gallery(library, self.background)
        self.viewer = Viewer(self.background, self.gallery.filmstrip)
        self.relatives = RelatedPictures(library, self.background)
        self.welcome = Welcome(self._machine, self.background)
        self.picture_page = PicturePage(self.viewer, self.welcome, is_empty=not library.pictures.count())
        self.queue_panel = QueuePanel(library, self.undo, self.background)
        self.sidebar = Sidebar(library, self._machine, self.background, self.chores)

    def _build_controllers(self) -> None:
        library, banner, form = self._library, self.banner, self.prompt_panel
        self.updates = Updates(banner, self.background, self)
        self.pictures = GalleryActions(library, self.gallery, banner, self.undo, self.chores)
        self.albums = self.pictures.albums
        self.navigation = SidebarActions(self.sidebar, self.gallery, self.pictures)
        self.editing = JobEditor(form, self.queue_panel, banner, self)
        self.ordering = JobSubmitter(library, form, self.editing, banner, self)
        self.form = FormActions(library, form, banner, self.undo, self)
        self.incoming = FileIntake(library.places, banner, self.background, self.chores, self)
        self.placing = ImagePlacement(form, banner, self.form.images, self)
        self.drops = WindowDrops(self, form, self.gallery, self.incoming)
        picture_views = PictureViews(self.viewer, self.gallery, self.relatives)
        self.picture = PictureActions(library, picture_views, banner, self.background, form.request)
        self.info = InfoPanel(library, self.picture, self.relatives)
        self.upkeep = Maintenance(library, banner, self.background, self.chores, self.incoming)
        tasks = (self.background, self.chores)
        self.sides = SecondaryWindows(self, library, self._machine, self._chosen, tasks)
        views = EventViews(banner, self.gallery, self.viewer, self.queue_panel, self.picture, self.upkeep, self.watch)
        self.events = EventRouter(views, self)
        self.announcer = Announcer(self)
        self.viewer.canvas.drag_data = self._build_drag_data

    def _menu_targets(self) -> MenuTargets:
        return MenuTargets(
            ordering=self.ordering,
            incoming=self.incoming,
            sides=self.sides,
            form=self.form,
            picture=self.picture,
            pictures=self.pictures,
            gallery=self.gallery,
            navigation=self.navigation,
            prompt_panel=self.prompt_panel,
            queue_panel=self.queue_panel,
            updates=self.updates,
            viewer=self.viewer,
            cancel_running=self.cancel_running,
            share_without_prompt=self.share_without_prompt,
            views=self.views,
            show_queue=self.queue_popover.toggle,
            banner=self.banner,
        )

    # Commands

    @Slot()
    def cancel_running(self) -> None:
        """Cancel the running job."""
        job = self.queue_panel.jobs.job(0)
        if job is not None and job.state is JobState.RUNNING:
            self.cancel_requested.emit(job.id)

    @Slot(bool)
    def share_without_prompt(self, without: bool) -> None:
        """Choose whether pictures that are dragged out omit their metadata; the Option key does the opposite."""
        self._chosen = self._chosen.with_changes(share=WITHOUT_PROMPT if without else WITH_PROMPT)
        self.gallery.pictures.shares_without_prompt = without

    @Slot(list)
    def activate(self, paths: list[Path]) -> None:
        """Come to the front and open files: Easel was started again."""
        show_window(self)
        self.open_files(paths)

    @Slot(list)
    def open_files(self, paths: list[Path]) -> None:
        """Open files from a drop on the window or the Dock, or from the Finder."""
        self.incoming.handle(paths)

    @Slot(ModelsWindow)
    def attach_models(self, models: ModelsWindow) -> None:
        """Connect a new Models window with the form and with incoming files."""
        describe_choices(models)
        models.selected.connect(self.prompt_panel.add_model)
        models.changed.connect(self.prompt_panel.refresh_models)
        models.download_finished.connect(self._on_model_downloaded)
        self.prompt_panel.source_added.connect(models.fill)
        models.file_requested.connect(self.incoming.choose_model)
        models.folder_requested.connect(self.incoming.choose_model_folder)
        self.incoming.model_given.connect(models.fill)

    @Slot(str)
    def _on_model_downloaded(self, name: str) -> None:
        self.banner.show_message(self.tr("{0} was downloaded.").format(name), stays=False)

    @Slot(BenchmarkWindow)
    def attach_benchmark(self, opened: BenchmarkWindow) -> None:
        """Connect a new Benchmark window: the queue pauses during a measurement."""
        describe_choices(opened)
        process = opened.process
        process.pause_requested.connect(self.pause_requested)
        process.resume_requested.connect(self.resume_requested)
        process.changed.connect(self.queue_panel.refresh)
        process.changed.connect(self._update_queue_state)

    # Events of the runner

    @Slot(JobEvent)
    def on_event(self, event: JobEvent) -> None:
        """Show one event of the runner."""
        self.events.on_event(event)

    @Slot(list)
    def _on_submitted(self, jobs: list[Job]) -> None:
        self.events.follow_newest()
        self.picture_page.show_viewer()
        if not self._is_busy:
            self.shell.show_page(Page.PICTURE, takes_focus=False)  # the caret stays in the prompt
        self.queue_panel.register_jobs(jobs)
        self._update_queue_state()
        self.work_added.emit()

    @Slot()
    def _on_state_changed(self) -> None:
        self._update_queue_state()
        self.prompt_panel.price.schedule_update()

    # Drag and drop

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.drops.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.drops.move(event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.drops.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drops.drop(event)

    # Closing, layout and connections

    def closeEvent(self, event: QCloseEvent) -> None:
        self.events.close()
        self.closing.emit()
        saved = settings.load(self._library.places).with_changes(
            share=self._chosen.share,
            form=self.prompt_panel.to_json(),
            window=save_layout(self, self.shell),
            gallery=self.gallery.to_json(),
            commands=" ".join(self.menus.palette.recent),
        )
        with contextlib.suppress(OSError):  # a form that cannot be saved must not prevent quitting
            settings.save(self._library.places, saved)
        self.form.close()
        self.sides.close()
        self.picture.close()
        self.pictures.close()
        self.chores.shut_down()
        self.background.close()
        super().closeEvent(event)

    def _build_layout(self) -> None:
        self.inspector = Inspector({self.tr("Settings"): self.prompt_panel.settings, self.tr("Info"): self.info})
        pages: dict[Page, QWidget] = {Page.PICTURE: self.picture_page, Page.GRID: self.gallery}
        self.shell = Shell(self.sidebar, pages, self.prompt_panel.bar, self.inspector)
        self.queue_button = RingButton()
        self.toolbar = Toolbar(self.prompt_panel.model, self.gallery.line, self.queue_button)
        self.views = ViewCommands(self.shell, self.viewer, self.info, self.prompt_panel.prompt)
        self.toolbar.sidebar.clicked.connect(self.views.toggle_sidebar)
        self.toolbar.inspector.clicked.connect(self.views.toggle_inspector)
        self.addToolBar(self.toolbar)
        self.setUnifiedTitleAndToolBarOnMac(True)
        self.setCentralWidget(self.shell)
        self.banner.lie_over(self.shell, self.prompt_panel.bar)
        self.queue_popover = QueuePopover(self.queue_panel, self.queue_button, self)
        self.setMinimumSize(800, 560)
        self.resize(1280, 800)

    def _connect_events(self) -> None:
        self.banner.shown.connect(self.announcer.announce)
        self.events.announced.connect(self.announcer.announce)
        self.watch.hang_detected.connect(self.events.show_hang_warning)
        self.events.relaunch_requested.connect(self.relaunch_requested)
        self.events.picture_requested.connect(self.show_picture)
        self.events.state_changed.connect(self._on_state_changed)
        self.upkeep.found.connect(self.gallery.search)
        self.upkeep.marks_due.connect(self.pictures.write_marks)
        self.upkeep.storage_connected.connect(self.work_added)
        self.sides.models_opened.connect(self.attach_models)
        self.sides.benchmark_opened.connect(self.attach_benchmark)
        self.sides.error_occurred.connect(self.show_error)

    def _connect_form(self) -> None:
        form = self.prompt_panel
        form.bar.error_shown.connect(self.views.show_all_panels)
        form.models_listed.connect(self.picture_page.follow_models)
        form.model.more_requested.connect(self.sides.show_available_models)
        self.welcome.model_chosen.connect(self.sides.show_available_model)
        self.welcome.demo_chosen.connect(self.ordering.generate)
        form.generate_requested.connect(self.ordering.generate)
        form.mode.download_requested.connect(self.sides.show_available_model)
        form.browse_requested.connect(self.incoming.choose_start_image)
        form.price.durations = lambda: self.queue_panel.jobs.durations
        form.price.measured.connect(self.queue_panel.reload_durations)
        self.ordering.submitted.connect(self._on_submitted)
        form.references.browse_requested.connect(self.incoming.choose_references)
        form.references.source_requested.connect(self.placing.make_source)
        self.incoming.image_given.connect(self.placing.place)
        self.incoming.use_requested.connect(self.form.load_request)
        self.incoming.model_given.connect(form.add_model)
        self.incoming.imported.connect(self.gallery.search)

    def _connect_pictures(self) -> None:
        self.gallery.menu_requested.connect(self._show_picture_menu)
        self.gallery.selected.connect(self.show_picture)
        self.gallery.opened.connect(self.views.show_picture)
        self.gallery.results_requested.connect(self.views.show_results)
        self.gallery.large_requested.connect(self.views.toggle_picture_alone)
        self.gallery.chosen_again.connect(self.viewer.show_viewed)
        self.gallery.newest_passed.connect(self.events.follow_newest)
        self.pictures.changed.connect(self._refresh_marks)
        self.gallery.results_shown.connect(self._fill_viewer)
        self.relatives.selected.connect(self._reveal_picture)
        self.viewer.canvas.large_requested.connect(self.views.toggle_picture_alone)
        self.viewer.canvas.gallery_requested.connect(self.views.show_gallery)
        self.viewer.canvas.step_requested.connect(self.gallery.move_selection)
        self.viewer.canvas.running_shown.connect(self._update_picture_commands)
        self.picture.submitted.connect(self.ordering.submit_repeat)
        self.picture.use_requested.connect(self.form.load_request)
        self.picture.start_requested.connect(partial(self.incoming.use_in_form, offer=False))
        self.picture.view_requested.connect(self._reveal_picture)

    def _connect_sidebar(self) -> None:
        self.sidebar.machine_requested.connect(self.sides.show_machine)
        self.navigation.place_opened.connect(self.views.show_place)
        self.albums.created.connect(self.views.open_sidebar)
        self.navigation.import_requested.connect(self.incoming.import_pictures)
        self.navigation.folder_removed.connect(self.incoming.unwatch_folder)
        self.incoming.album_filled.connect(self.albums.add)
        self.incoming.imported.connect(self.sidebar.refresh)
        self.upkeep.found.connect(self.sidebar.refresh)
        self.events.state_changed.connect(self.sidebar.refresh)

    def _connect_queue(self) -> None:
        self.queue_panel.cancel_requested.connect(self.cancel_requested)
        self.queue_panel.pause_requested.connect(self.pause_requested)
        self.queue_panel.resume_requested.connect(self.resume_requested)
        self.queue_panel.work_added.connect(self.work_added)
        self.queue_panel.edit_requested.connect(self.editing.start)
        self.editing.finished.connect(self._update_queue_state)

    def _restore_state(self) -> None:
        self.menus.share.setChecked(self._chosen.share == WITHOUT_PROMPT)
        if self._chosen.form:
            self.prompt_panel.from_json(self._chosen.form)
        restore_layout(self, self.shell, self._chosen.window)
        if self._chosen.gallery:
            self.gallery.from_json(self._chosen.gallery)

    @Slot(Picture)
    def show_picture(self, picture: Picture) -> None:
        """Show a picture and the facts about it, and follow new pictures if it is the newest."""
        self.events.follows_newest = self.gallery.follow(picture)
        self.picture_page.show_viewer()
        self.viewer.show_picture(picture)
        self.info.show_picture(picture)
        self._update_picture_commands()

    @Slot()
    def _update_picture_commands(self) -> None:
        """Enable the commands that need a picture while one is in sight: not while the one in progress covers it."""
        is_in_sight = self.viewer.picture is not None and not self.viewer.canvas.shows_running
        self.menus.set_picture_actions_enabled(is_in_sight)

    @Slot(Picture)
    def _reveal_picture(self, picture: Picture | None) -> None:
        """Select a picture in the gallery, or show it alone if the gallery does not list it."""
        if picture is not None and not self.gallery.choose_picture(picture):
            self.show_picture(picture)

    @Slot()
    def _refresh_marks(self) -> None:
        """Show the current marks of the current picture."""
        picture = self.viewer.picture
        if picture is not None and self._library.pictures.has(picture.id):
            picture = self._library.pictures.find(picture.id)
            self.viewer.set_marks_of(picture)
            self.info.show_picture(picture)
        elif self.gallery.current() is None:
            self._was_emptied = True
            self.viewer.clear()
            self.info.clear()
            self._update_picture_commands()

    @Slot()
    def _fill_viewer(self) -> None:
        """Show the first picture of the gallery again after the deletion of all was undone."""
        if self._was_emptied and self.gallery.pictures.rowCount():
            self._was_emptied = False
            self.gallery.choose(0)

    def _build_drag_data(self, path: Path) -> QMimeData:
        """Return the current picture as drag data, like a drag from the gallery."""
        picture = self.viewer.picture
        return file_data(path) if picture is None else self.gallery.pictures.drag_data([picture])

    @Slot(QPoint)
    def _show_picture_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        self.menus.add_picture_actions(menu)
        menu.addSeparator()
        self.pictures.fill_menu(menu)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def show_error(self, error: EaselError) -> None:
        """Show the sentence of an error in the banner."""
        self.banner.show_message(error_text(error))

    def _update_queue_state(self) -> None:
        if self.editing.job is None:
            self.prompt_panel.generate.setText(self.tr("Add to Queue") if self._is_busy else self.tr("Generate"))
        self.menus.set_queue_state(self._is_busy, self._library.queue.is_paused)

    @property
    def _is_busy(self) -> bool:
        jobs = self.queue_panel.jobs
        return jobs.count(JobState.RUNNING) + jobs.count(JobState.WAITING) > 0
