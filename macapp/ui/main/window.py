"""`MainWindow`: the three panes, the menus, what is dropped on it, and the one handler of the runner's events."""

import contextlib
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QUndoStack,
)
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMenu,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from macapp import PRODUCT, settings
from macapp.domain.job import EventKind, Job, JobEvent, JobState, Picture
from macapp.errors import EaselError
from macapp.library import Library, SourceImage
from macapp.library.metadata import importers
from macapp.planning.attention import should_slice
from macapp.settings import WITH_PROMPT, WITHOUT_PROMPT, Settings
from macapp.system.machine import Machine
from macapp.ui.benchmark.window import BenchmarkWindow
from macapp.ui.form.actions import FormActions
from macapp.ui.form.job_editor import JobEditor
from macapp.ui.form.job_submitter import JobSubmitter
from macapp.ui.form.panel import GenerationForm
from macapp.ui.gallery.actions import GalleryActions
from macapp.ui.gallery.panel import Gallery
from macapp.ui.main.file_intake import FileIntake
from macapp.ui.main.hang_monitor import HangMonitor
from macapp.ui.main.maintenance import Maintenance
from macapp.ui.main.menus import Menus, MenuTargets
from macapp.ui.main.secondary_windows import SecondaryWindows
from macapp.ui.main.update_check import Updates
from macapp.ui.models.window import ModelsWindow
from macapp.ui.queue.panel import QueuePanel
from macapp.ui.viewer.actions import PictureActions
from macapp.ui.viewer.related_pictures import RelatedPictures
from macapp.ui.viewer.viewer import Viewer, file_data
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.plain_text import caption
from macapp.ui.widgets.progress_tasks import ProgressTasks
from macapp.ui.widgets.task_pool import TaskPool, install_gc_timer
from macapp.ui.widgets.text import elide, error_text
from macapp.ui.widgets.theme import GAP, MARGIN, Theme


class MainWindow(QMainWindow):
    """Easel's window. It reads and fills the queue on its own connection; the worker hears of it by `work_added`."""

    work_added = Signal()
    cancel_requested = Signal(str)
    pause_requested = Signal()
    resume_requested = Signal()
    relaunch_requested = Signal()
    closing = Signal()
    """it is about to close: what takes long to stop may begin to"""

    def __init__(self, library: Library, machine: Machine, chosen: Settings) -> None:
        super().__init__()
        application = QApplication.instance()
        self.look = Theme(application) if isinstance(application, QApplication) else None
        self._library, self._machine, self._chosen = library, machine, chosen
        self._follows = True  # whether a new picture is looked at when it is done: until the user picks an older one
        self._made: Job | None = None  # what the engine works on, or did last
        self._large = False
        self._closed = False
        self.background = TaskPool(self)
        install_gc_timer(self)
        self.watch = HangMonitor(self)
        self.banner = Banner()
        self.prompt_panel = GenerationForm(
            machine, library.places, chosen.slice_attention, self.background, chosen.compile
        )
        self.viewer = Viewer(self.background)
        self.relatives = RelatedPictures(library, self.background)
        self.undo = QUndoStack(self)
        self.queue_panel = QueuePanel(library, self.undo)
        self.gallery = Gallery(library, self.background)
        self.chores = ProgressTasks()
        self.updates = Updates(self.banner, self.background, self)
        self.pictures = GalleryActions(library, self.gallery, self.banner, self.undo, self.chores)
        self.editing = JobEditor(self.prompt_panel, self.queue_panel, self.banner, self)
        self.ordering = JobSubmitter(library, self.prompt_panel, self.editing, self.banner, self.background, self)
        self.form = FormActions(library, self.prompt_panel, self.banner, self.background, self.undo, self)
        self.incoming = FileIntake(library.places, self.banner, self.background, self.chores, self)
        self.picture = PictureActions(
            library,
            self.viewer,
            self.gallery,
            self.relatives,
            self.banner,
            self.background,
            self.prompt_panel.request,
        )
        self.upkeep = Maintenance(
            library, self.banner, self.background, self.chores, self.incoming, self.pictures.write_marks
        )
        self.sides = SecondaryWindows(self, library, machine, chosen, (self.background, self.chores))
        self.viewer.canvas.to_drag = self._to_drag
        self._lay_out()
        self.menus = Menus(
            self,
            MenuTargets(
                ordering=self.ordering,
                incoming=self.incoming,
                sides=self.sides,
                form=self.form,
                picture=self.picture,
                pictures=self.pictures,
                gallery=self.gallery,
                prompt_panel=self.prompt_panel,
                queue_panel=self.queue_panel,
                updates=self.updates,
                undo=self.undo,
                cancel_running=self.cancel_running,
                share_without_prompt=self.share_without_prompt,
                toggle_picture_focus=self.toggle_picture_focus,
                toggle_gallery_focus=self.toggle_gallery_focus,
                toggle_details=self.toggle_details,
            ),
        )
        self._connect()
        self._restore()
        self.menus.share.setChecked(chosen.share == WITHOUT_PROMPT)
        self.setWindowTitle(PRODUCT)
        self.setAcceptDrops(True)
        self._button_words()
        self.viewer.add_below(self.relatives)
        if self.gallery.pictures.rowCount():
            self.gallery.choose(0)
        self._show_rules_in_short()
        self.prompt_panel.prompt.setFocus()

    # What the user asks for

    @Slot()
    def cancel_running(self) -> None:
        """Cancel the picture that is being made."""
        job = self.queue_panel.jobs.job(0)
        if job is not None and job.state is JobState.RUNNING:
            self.cancel_requested.emit(job.id)

    @Slot()
    def toggle_picture_focus(self) -> None:
        """Let the picture being looked at fill the window, or go back to all of it."""
        if self.viewer.picture is None:
            return
        self._large = not self._large
        self.prompt_panel.setHidden(self._large)
        self._right.setHidden(self._large)
        (self.viewer.canvas if self._large else self.gallery).setFocus()

    @Slot(bool)
    def share_without_prompt(self, without: bool) -> None:
        """Decide whether pictures that are dragged out say how they were made; Option does the other."""
        self._chosen = self._chosen.with_changes(share=WITHOUT_PROMPT if without else WITH_PROMPT)
        self.gallery.pictures.shares_without_prompt = without

    @Slot(list)
    def activate(self, paths: list[Path]) -> None:
        """Be seen: Easel was started once more, perhaps with files."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self.open_files(paths)

    @Slot(list)
    def open_files(self, paths: list[Path]) -> None:
        """Start from the first of some files, dropped on the window or the Dock, or opened."""
        self.incoming.handle(paths)

    @Slot(ModelsWindow)
    def attach_models(self, models: ModelsWindow) -> None:
        """Connect the Models window with the form and with files that come in."""
        models.selected.connect(self.prompt_panel.add_model)
        models.changed.connect(self.prompt_panel.refresh_models)
        models.download_finished.connect(self._model_arrived)
        self.prompt_panel.source_added.connect(models.fill)
        models.file_requested.connect(self.incoming.choose_model)
        models.folder_requested.connect(self.incoming.choose_model_folder)
        self.incoming.model_given.connect(models.fill)

    @Slot(str)
    def _model_arrived(self, name: str) -> None:
        self.banner.show_message(self.tr("{0} is on this Mac now.").format(name), stays=False)

    @Slot(BenchmarkWindow)
    def attach_benchmark(self, opened: BenchmarkWindow) -> None:
        """Let the queue rest while this machine is measured."""
        benchmarking = opened.benchmarking
        benchmarking.pause_requested.connect(self.pause_requested)
        benchmarking.resume_requested.connect(self.resume_requested)
        benchmarking.changed.connect(self.queue_panel.refresh)
        benchmarking.changed.connect(self._button_words)

    # What the runner reports

    @Slot(JobEvent)
    def on_event(self, event: JobEvent) -> None:
        """Take one event of the runner; it comes on this thread, the last ones perhaps after the window was closed."""
        if self._closed:
            return
        self._follow(event)
        if event.comparison is not None and event.job is not None and event.job.repeats is not None:
            self.picture.say_compared(event)
        if event.kind is EventKind.DONE and event.picture is not None:
            self._add(event.picture)
            self.picture.picture_added()
        elif event.kind is EventKind.STOPPED and event.reason is not None:
            if event.reason.code == "not-connected":
                self.upkeep.show_disconnected()
            else:
                self.banner.show_message(error_text(event.reason))
        elif event.kind is EventKind.RECOVERED and event.job is not None:
            self._say_recovered(event.job)
        elif event.kind in (EventKind.FAILED, EventKind.MEMORY_REDUCED) and event.reason is not None:
            self.banner.show_message(error_text(event.reason), stays=False)
        if event.kind is not EventKind.STEP:
            self._button_words()
            self.prompt_panel.price.schedule_update()

    @Slot(list)
    def _ordered(self, jobs: list[Job]) -> None:
        self._follows = True
        self.queue_panel.jobs_added(jobs)
        self._button_words()
        self.work_added.emit()

    def _follow(self, event: JobEvent) -> None:
        """Show how far the job is that the engine works on; one that was saved beside it ends unnoticed."""
        if event.is_progress:
            self._made = event.job
        if event.is_progress or event.job == self._made or event.kind in (EventKind.IDLE, EventKind.STOPPED):
            self.watch.follow(event)
            self.viewer.progress.follow(event)
        self.queue_panel.on_event(event, self.viewer.progress.words)

    def _add(self, picture: Picture) -> None:
        looked_at = self.gallery.current()
        shown = self.gallery.add(picture)
        if self._follows or looked_at is None:
            if shown:
                self.gallery.choose(0)
            else:
                self._look_at(picture)
                self._follows = True

    @Slot(float)
    def _show_hang_warning(self, seconds: float) -> None:
        """Say that nothing moves, and offer the only way on: the picture waits then, and nothing is lost."""
        words = self.tr("No progress for {0} minutes. The GPU may have stopped responding. Restart Easel to continue.")
        self.banner.show_message(
            words.format(round(seconds / 60)), self.tr("Start Again"), self.relaunch_requested.emit
        )

    def _say_recovered(self, job: Job) -> None:
        """Name the job that the program died in; it goes on when the user says so."""
        if job.reason is not None:  # it is held
            self.banner.show_message(error_text(job.reason))
            return
        words = self.tr("Easel ended unexpectedly while it made “{0}”. The queue is paused.")
        self.banner.show_message(
            words.format(elide(job.request.prompt)), self.tr("Resume"), self.queue_panel.toggle_pause
        )

    # Dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Say no where the drag began: a picture let go in the gallery was not meant to start anything."""
        source = event.source()
        event.setAccepted(not (isinstance(source, QWidget) and _lies_over(source, event.position().toPoint(), self)))

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        urls = event.mimeData().urls()
        local = [Path(each.toLocalFile()) for each in urls if each.isLocalFile() and not each.host()]
        if local:
            over = self.childAt(event.position().toPoint())
            self.incoming.handle(local, into_gallery=over is not None and self.gallery.isAncestorOf(over))
        else:
            self.banner.show_message(self.tr("Only files on this machine can be dropped here: save the picture first."))

    # The rest

    def closeEvent(self, event: QCloseEvent) -> None:
        self._closed = True
        self.closing.emit()
        if self._large:
            self.toggle_picture_focus()
        saved = self._chosen.with_changes(
            form=self.prompt_panel.to_json(),
            window=bytes(self.saveGeometry().toBase64().data()).decode()
            + " "
            + bytes(self._panes.saveState().toBase64().data()).decode(),
        )
        with contextlib.suppress(OSError):  # what the form said is worth less than quitting
            settings.save(self._library.places, saved)
        self.form.close()
        self.sides.close()
        self.picture.close()
        self.pictures.close()
        self.chores.shut_down()
        self.background.close()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        side = QSplitter(Qt.Orientation.Vertical)
        side.addWidget(self.queue_panel)
        side.addWidget(self.gallery)
        side.setSizes([180, 520])
        side.setChildrenCollapsible(False)
        self._right = QWidget()
        column = QVBoxLayout(self._right)
        column.setContentsMargins(GAP, MARGIN, GAP, GAP)
        column.addWidget(side)
        self._panes = QSplitter(Qt.Orientation.Horizontal)
        for pane, stretch in ((self.prompt_panel, 0), (self.viewer, 1), (self._right, 0)):
            self._panes.addWidget(pane)
            self._panes.setStretchFactor(self._panes.count() - 1, stretch)
        self._panes.setHandleWidth(1)
        self._panes.setChildrenCollapsible(False)
        self._panes.setSizes([300, 620, 360])
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self._panes, 1)
        self.setCentralWidget(middle)
        self.setMinimumSize(940, 600)
        self.resize(1280, 800)
        self._rules = QToolButton()
        self._rules.setAutoRaise(True)
        self._rules.setToolTip(self.tr("What this machine is, and which rules apply"))
        self._rules.clicked.connect(self.sides.show_machine)
        self.statusBar().addWidget(self.chores)
        self.statusBar().addPermanentWidget(self._rules)
        self.statusBar().setSizeGripEnabled(False)

    def _connect(self) -> None:
        self.sides.models_opened.connect(self.attach_models)
        self.sides.benchmark_opened.connect(self.attach_benchmark)
        self.sides.error_occurred.connect(self.show_error)
        self.watch.hang_detected.connect(self._show_hang_warning)
        self.prompt_panel.generate_requested.connect(self.ordering.generate)
        self.ordering.submitted.connect(self._ordered)
        self.prompt_panel.mode.download_requested.connect(self.sides.show_available_model)
        self.prompt_panel.browse_requested.connect(self.incoming.choose_start_image)
        self.incoming.start_image.connect(self._start_with)
        self.incoming.use_requested.connect(self.form.load_request)
        self.incoming.model_given.connect(self.prompt_panel.add_model)
        self.incoming.imported.connect(self.gallery.search)
        self.gallery.menu_requested.connect(self._show_menu)
        self.pictures.changed.connect(self._marks_changed)
        self.relatives.selected.connect(self._go_to)
        self.prompt_panel.size_field.changed.connect(self._show_rules_in_short)
        self.prompt_panel.price.durations = lambda: self.queue_panel.jobs.durations
        self.prompt_panel.price.measured.connect(self.queue_panel.reload_durations)
        self.viewer.use_requested.connect(self.picture.use_settings)
        self.viewer.start_requested.connect(self.picture.start_from_picture)
        self.viewer.save_requested.connect(self.picture.save_copy)
        self.picture.submitted.connect(self.ordering.submit_repeat)
        self.picture.use_requested.connect(self.form.load_request)
        self.picture.start_requested.connect(partial(self.incoming.use_as_source, offer=False))
        self.picture.look_requested.connect(self._go_to)
        self.upkeep.found.connect(self.gallery.search)
        self.upkeep.storage_connected.connect(self.work_added)
        self.queue_panel.cancel_requested.connect(self.cancel_requested)
        self.queue_panel.pause_requested.connect(self.pause_requested)
        self.queue_panel.resume_requested.connect(self.resume_requested)
        self.queue_panel.work_added.connect(self.work_added)
        self.queue_panel.edit_requested.connect(self.editing.start)
        self.editing.finished.connect(self._button_words)
        self.gallery.selected.connect(self._look_at)
        self.gallery.opened.connect(self.toggle_picture_focus)
        self.viewer.canvas.large_requested.connect(self.toggle_picture_focus)
        self.viewer.canvas.step_requested.connect(self.gallery.move_selection)

    def _restore(self) -> None:
        if self._chosen.form:
            self.prompt_panel.from_json(self._chosen.form)
        geometry, _, panes = self._chosen.window.partition(" ")
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
            self._panes.restoreState(QByteArray.fromBase64(panes.encode()))

    @Slot(Picture)
    def _look_at(self, picture: Picture) -> None:
        self._follows = self.gallery.pictures.row_of(picture.row_number) == 0
        self.viewer.show_picture(picture)
        self.relatives.show_for(picture)
        self._show_details()
        self.menus.set_picture_actions_enabled(True)

    @Slot(Picture)
    def _go_to(self, picture: Picture | None) -> None:
        """Look at a picture, in the gallery if that shows it."""
        if picture is not None and not self.gallery.choose_picture(picture):
            self._look_at(picture)

    @Slot()
    def toggle_details(self) -> None:
        """Show everything known about the picture being looked at, or hide it."""
        self.viewer.details.setVisible(self.viewer.details.isHidden())
        self._show_details()

    def _show_details(self) -> None:
        picture = self.viewer.picture
        if picture is not None and not self.viewer.details.isHidden():
            report = importers.load_report(self._library.pictures.report(picture))
            self.viewer.details.show_picture(picture, report)

    @Slot()
    def _marks_changed(self) -> None:
        """Show the marks of the picture being looked at as they are now."""
        picture = self.viewer.picture
        if picture is not None and self._library.pictures.has(picture.id):
            self.viewer.show_marks(self._library.pictures.find(picture.id))
            self._show_details()

    @Slot(SourceImage)
    def _start_with(self, image: SourceImage) -> None:
        self.prompt_panel.start_image.set_image(image)

    def _to_drag(self, path: Path) -> QMimeData:
        """Return the picture being looked at as the gallery would drag it out."""
        picture = self.viewer.picture
        return file_data(path) if picture is None else self.gallery.pictures.to_drag([picture])

    @Slot(QPoint)
    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        self.menus.add_picture_actions(menu)
        menu.addSeparator()
        self.pictures.fill_menu(menu)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    @Slot()
    def toggle_gallery_focus(self) -> None:
        """Give the gallery the whole window, or all panes their places."""
        large = not self.viewer.isHidden()
        self.viewer.setHidden(large)
        self.prompt_panel.setHidden(large)
        self.queue_panel.setHidden(large)
        self.gallery.setFocus()

    def show_error(self, error: EaselError) -> None:
        """Say what went wrong with something that was asked for."""
        self.banner.show_message(error_text(error))

    def _show_rules_in_short(self) -> None:
        sliced, _why = should_slice(
            self._machine, self.prompt_panel.size_field.size_asked, self._chosen.slice_attention
        )
        device = {"mps": self.tr("Apple GPU"), "cuda": self.tr("NVIDIA GPU")}.get(self._machine.device, self.tr("CPU"))
        slicing = self.tr("attention sliced") if sliced else self.tr("attention not sliced")
        self._rules.setText(caption(self.tr("Runs on the {0}  ·  {1}").format(device, slicing)))

    def _button_words(self) -> None:
        busy = self.queue_panel.jobs.count(JobState.RUNNING) + self.queue_panel.jobs.count(JobState.WAITING) > 0
        if self.editing.job is None:
            self.prompt_panel.generate.setText(self.tr("Add to Queue") if busy else self.tr("Generate"))
        self.menus.set_queue_state(busy, self._library.queue.paused)


def _lies_over(widget: QWidget, point: QPoint, window: QWidget) -> bool:
    return widget.rect().contains(widget.mapFrom(window, point))
