"""`Window`: the three panes, the menus, what is dropped on it, and the one handler of the runner's events."""

import contextlib
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
)
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QSplitter, QToolButton, QVBoxLayout, QWidget

from macapp import PRODUCT, doctor, files, settings
from macapp.errors import EaselError
from macapp.hardware import Machine
from macapp.jobs import EventKind, Job, JobEvent, JobState, Picture
from macapp.library import Library, StartImage, start_images
from macapp.plan import slices_attention
from macapp.settings import Settings
from macapp.ui.background import Background
from macapp.ui.banner import Banner
from macapp.ui.gallery import Gallery
from macapp.ui.look import GAP, MARGIN, Look
from macapp.ui.menus import Menus
from macapp.ui.prompt_panel import PromptPanel
from macapp.ui.queue_panel import QueuePanel
from macapp.ui.rules_window import RulesWindow
from macapp.ui.viewer import Viewer, file_data
from macapp.ui.words import one_line, said, settings_text


class Window(QMainWindow):
    """Easel's window. It reads and fills the queue on its own connection; the worker hears of it by `work_added`."""

    work_added = Signal()
    cancel_asked = Signal(str)
    pause_asked = Signal()
    resume_asked = Signal()

    def __init__(self, library: Library, machine: Machine, chosen: Settings) -> None:
        super().__init__()
        application = QApplication.instance()
        self.look = Look(application) if isinstance(application, QApplication) else None
        self._library, self._machine, self._chosen = library, machine, chosen
        self._follows = True  # whether a new picture is looked at when it is done: until the user picks an older one
        self._large = False
        self.background = Background(self)
        self.banner = Banner()
        self.prompt_panel = PromptPanel(machine, library.places, chosen.slice_attention)
        self.viewer = Viewer(self.background)
        self.queue_panel = QueuePanel(library)
        self.gallery = Gallery(library, self.background)
        self._lay_out()
        self.menus = Menus(self)
        self._connect()
        self._restore()
        self.setWindowTitle(PRODUCT)
        self.setAcceptDrops(True)
        self._button_words()
        if self.gallery.pictures.rowCount():
            self.gallery.choose(0)
        self._show_rules_in_short()
        self.prompt_panel.prompt.setFocus()

    # What the user asks for

    @Slot()
    def generate(self) -> None:
        """Put what the form says into the queue."""
        requests = self.prompt_panel.requests()
        if not requests:
            return
        try:
            self._library.queue.add(requests)
        except EaselError as error:
            self.banner.say(said(error))
            return
        self._follows = True
        self.queue_panel.refresh()
        self._button_words()
        self.work_added.emit()

    @Slot()
    def cancel_running(self) -> None:
        """Cancel the picture that is being made."""
        job = self.queue_panel.jobs.job(0)
        if job is not None and job.state is JobState.RUNNING:
            self.cancel_asked.emit(job.id)

    @Slot()
    def use_settings(self) -> None:
        """Put the settings of the picture being looked at back into the form."""
        if self.viewer.picture is not None:
            self.prompt_panel.use(self.viewer.picture.request)

    @Slot()
    def use_settings_without_seed(self) -> None:
        """The same, for another picture like it."""
        if self.viewer.picture is not None:
            self.prompt_panel.use(self.viewer.picture.request, with_seed=False)
            self.prompt_panel.seed.show_seed(None, keep=False)

    @Slot()
    def start_from_picture(self) -> None:
        """Start the next picture from the one being looked at."""
        if self.viewer.picture is not None:
            self._take_image(self.viewer.picture.path, offer=False)

    @Slot()
    def copy_picture(self) -> None:
        """Copy the picture being looked at, as an image and as a file."""
        if self.viewer.picture is not None and not self.viewer.canvas.image().isNull():
            data = file_data(self.viewer.picture.path)
            data.setImageData(self.viewer.canvas.image())
            QGuiApplication.clipboard().setMimeData(data)

    @Slot()
    def copy_settings(self) -> None:
        """Copy prompt and settings as text."""
        if self.viewer.picture is not None:
            QGuiApplication.clipboard().setText(settings_text(self.viewer.picture.request))

    @Slot()
    def show_file(self) -> None:
        """Open the folder of the picture being looked at."""
        if self.viewer.picture is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.viewer.picture.path.parent)))

    @Slot()
    def save_copy(self) -> None:
        """Ask where a copy of the picture being looked at goes."""
        picture = self.viewer.picture
        if picture is None:
            return
        dialog = QFileDialog(self, self.tr("Save a Copy"), picture.path.name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("PNG (*.png)"))
        dialog.setDefaultSuffix("png")
        dialog.fileSelected.connect(partial(self.save_copy_as, picture))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def save_copy_as(self, picture: Picture, path: str) -> None:
        """Write a copy of a picture to `path`, which the user has chosen."""
        target = Path(path)
        work = partial(_copy, picture.path, target)
        self.background.run(work, partial(self._copied, target), self._said)

    @Slot()
    def browse(self) -> None:
        """Ask for a starting image."""
        dialog = QFileDialog(self, self.tr("Choose a Starting Image"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Pictures (*.png *.jpg *.jpeg *.webp *.tif *.tiff *.gif *.bmp)"))
        dialog.fileSelected.connect(self._browsed)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot()
    def look_large(self) -> None:
        """Let the picture being looked at fill the window, or go back to all of it."""
        if self.viewer.picture is None:
            return
        self._large = not self._large
        self.prompt_panel.setHidden(self._large)
        self._right.setHidden(self._large)
        (self.viewer.canvas if self._large else self.gallery).setFocus()

    @Slot()
    def show_rules(self) -> None:
        """Show what this machine is and which rules apply."""
        RulesWindow(doctor.report(self._machine, self._chosen, self._library.places), self).show()

    @Slot(list)
    def take_files(self, paths: list[Path]) -> None:
        """Start from the first of some files, dropped on the window or the Dock, or opened."""
        if paths:
            self._take_image(paths[0], offer=True)

    # What the runner reports

    @Slot(JobEvent)
    def on_event(self, event: JobEvent) -> None:
        """Take one event of the runner; it comes on this thread."""
        self.viewer.progress.follow(event)
        self.queue_panel.follow(event, self.viewer.progress.words)
        if event.kind is EventKind.DONE and event.picture is not None:
            self._add(event.picture)
        elif event.kind is EventKind.STOPPED and event.reason is not None:
            self.banner.say(said(event.reason))
        elif event.kind is EventKind.RECOVERED and event.job is not None:
            self._say_recovered(event.job)
        elif event.kind is EventKind.FAILED and event.reason is not None:
            self.banner.say(said(event.reason), stays=False)
        if event.kind is not EventKind.STEP:
            self._button_words()

    def _add(self, picture: Picture) -> None:
        looked_at = self.gallery.currentIndex().row()
        self.gallery.pictures.add(picture)
        if self._follows or looked_at < 0:
            self.gallery.choose(0)

    def _say_recovered(self, job: Job) -> None:
        """Name the job that the program died in; it goes on when the user says so."""
        if job.reason is not None:  # it is held
            self.banner.say(said(job.reason))
            return
        words = self.tr("Easel ended unexpectedly while it made “{0}”. The queue is paused.")
        self.banner.say(words.format(one_line(job.request.prompt)), self.tr("Resume"), self.queue_panel.toggle_pause)

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
            self._take_image(local[0], offer=True)
        else:
            self.banner.say(self.tr("Only files on this machine can be dropped here: save the picture first."))

    def _take_image(self, path: Path, offer: bool) -> None:
        """Check and keep an image off this thread, then start from it."""
        work = partial(start_images.keep, self._library.places, path)
        self.background.run(work, partial(self._taken, offer), self._said)

    def _taken(self, offer: bool, image: StartImage) -> None:
        self.prompt_panel.start_image.put(image)
        for notice in image.notices:
            self.banner.say(said(notice), stays=False)
        if offer and image.request is not None:
            use = partial(self.prompt_panel.use, image.request)
            self.banner.say(self.tr("This picture was made with Easel."), self.tr("Use Its Prompt and Settings"), use)

    # The rest

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._large:
            self.look_large()
        saved = self._chosen.with_changes(
            form=self.prompt_panel.saved(),
            window=bytes(self.saveGeometry().toBase64().data()).decode()
            + " "
            + bytes(self._panes.saveState().toBase64().data()).decode(),
        )
        with contextlib.suppress(OSError):  # what the form said is worth less than quitting
            settings.save(self._library.places, saved)
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
        self._rules.clicked.connect(self.show_rules)
        self.statusBar().addPermanentWidget(self._rules)
        self.statusBar().setSizeGripEnabled(False)

    def _connect(self) -> None:
        self.prompt_panel.generate_asked.connect(self.generate)
        self.prompt_panel.browse_asked.connect(self.browse)
        self.prompt_panel.size_field.changed.connect(self._show_rules_in_short)
        self.viewer.use_asked.connect(self.use_settings)
        self.viewer.start_asked.connect(self.start_from_picture)
        self.viewer.save_asked.connect(self.save_copy)
        self.queue_panel.cancel_asked.connect(self.cancel_asked)
        self.queue_panel.pause_asked.connect(self.pause_asked)
        self.queue_panel.resume_asked.connect(self.resume_asked)
        self.queue_panel.retried.connect(self.work_added)
        self.gallery.chosen.connect(self._look_at)
        self.gallery.opened.connect(self.look_large)
        self.viewer.canvas.large_asked.connect(self.look_large)
        self.viewer.canvas.stepped.connect(self.gallery.step)

    def _restore(self) -> None:
        if self._chosen.form:
            self.prompt_panel.restore(self._chosen.form)
        geometry, _, panes = self._chosen.window.partition(" ")
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
            self._panes.restoreState(QByteArray.fromBase64(panes.encode()))

    @Slot(Picture)
    def _look_at(self, picture: Picture) -> None:
        self._follows = self.gallery.currentIndex().row() == 0
        self.viewer.show_picture(picture)
        self.menus.picture_chosen(True)

    @Slot(str)
    def _browsed(self, path: str) -> None:
        self._take_image(Path(path), offer=True)

    def _said(self, error: EaselError) -> None:
        self.banner.say(said(error))

    def _copied(self, target: Path, _nothing: object) -> None:
        self.statusBar().showMessage(self.tr("Saved {0}").format(target.name), 5000)

    def _show_rules_in_short(self) -> None:
        sliced, _why = slices_attention(
            self._machine, self.prompt_panel.size_field.size_asked, self._chosen.slice_attention
        )
        device = {"mps": self.tr("Apple GPU"), "cuda": self.tr("NVIDIA GPU")}.get(self._machine.device, self.tr("CPU"))
        slicing = self.tr("attention sliced") if sliced else self.tr("attention not sliced")
        self._rules.setText(self.tr("Runs on the {0}  ·  {1}").format(device, slicing))

    def _button_words(self) -> None:
        busy = self.queue_panel.jobs.count(JobState.RUNNING) + self.queue_panel.jobs.count(JobState.WAITING) > 0
        self.prompt_panel.generate.setText(self.tr("Add to Queue") if busy else self.tr("Generate"))
        self.menus.working(busy, self._library.queue.paused)


def _copy(source: Path, target: Path) -> None:
    files.write(target, source.read_bytes(), target.parent)


def _lies_over(widget: QWidget, point: QPoint, window: QWidget) -> bool:
    return widget.rect().contains(widget.mapFrom(window, point))
