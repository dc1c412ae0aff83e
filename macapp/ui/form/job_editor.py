"""`JobEditor`: edits a waiting job in the form. On the window's thread."""

from PySide6.QtCore import QObject, Signal, Slot

from macapp.domain.job import Job
from macapp.domain.request import Request
from macapp.errors import MachineError
from macapp.ui.form.panel import GenerationForm
from macapp.ui.queue.panel import QueuePanel
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.text import error_text


class JobEditor(QObject):
    """Holds the job that is being edited, and the form from before."""

    finished = Signal()

    def __init__(self, form: GenerationForm, queue: QueuePanel, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._form, self._queue, self._banner = form, queue, banner
        self._before = ""
        form.cancel_editing.clicked.connect(self.stop)
        self.job: Job | None = None

    @Slot(Job)
    def start(self, job: Job) -> None:
        """Show a waiting job in the form, unless it needs a newer version of Easel."""
        if job.newer:
            self._banner.show_message(error_text(MachineError("job-newer")), stays=False)
            return
        if self.job is None:
            self._before = self._form.to_json()
        self.job = job
        self._form.load_request(job.request)
        self._form.set_editing(True)
        self._banner.show_message(self.tr("You are editing a waiting picture of the queue."), stays=False)
        self._form.prompt.setFocus()

    @Slot()
    def stop(self) -> None:
        """Restore the form from before."""
        if self.job is not None:
            self._banner.hide()
            self._end()
            self._form.from_json(self._before)

    def save(self, request: Request) -> None:
        """Save the form as the job; if the job has started meanwhile, say so and keep the form."""
        if self.job is not None and self._queue.replace_request(self.job, request):
            self.stop()
        else:
            self._banner.show_message(self.tr("This picture has already started. It was not changed."))
            self._end()

    def _end(self) -> None:
        self.job = None
        self._form.set_editing(False)
        self.finished.emit()
