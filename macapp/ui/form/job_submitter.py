"""`JobSubmitter`: from what the form says, or a picture asks for, to jobs in the queue. On the window's thread."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from macapp.domain.job import Job
from macapp.domain.request import Request
from macapp.errors import EaselError
from macapp.library import Library
from macapp.system.paths import LibraryPaths
from macapp.ui.form.job_editor import JobEditor
from macapp.ui.form.panel import GenerationForm
from macapp.ui.widgets.banner import Banner
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text


class JobSubmitter(QObject):
    """Puts requests into the queue; `ordered` says which jobs they became."""

    submitted = Signal(list)

    def __init__(
        self,
        library: Library,
        form: GenerationForm,
        editing: JobEditor,
        banner: Banner,
        background: TaskPool,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library, self._form, self._editing = library, form, editing
        self._banner, self._background = banner, background

    @Slot()
    def generate(self) -> None:
        """Put what the form says into the queue; while a waiting job is edited, into that job."""
        requests = self._form.build_requests()
        if requests and self._editing.job is not None:
            self._editing.save(requests[0])
        elif requests:
            self.add(requests)

    @Slot()
    def generate_first(self) -> None:
        """Put what the form says in front of all that waits."""
        requests = self._form.build_requests()
        if requests:
            self.add(requests, first=True)

    @Slot()
    def generate_combinations(self) -> None:
        """Order every combination of the alternatives in the prompt."""
        requests = self._form.combinations()
        if requests:
            self.add(requests)

    @Slot(list, object)
    def submit_repeat(self, requests: list[Request], repeats: str | None) -> None:
        """Order what was asked for beside the form; `repeats` is the id of the picture that is made again."""
        self.add(requests, repeats=repeats)

    def add(self, requests: Sequence[Request], first: bool = False, repeats: str | None = None) -> None:
        """Add requests to the queue, in front or at the end; while another program has the index, wait unseen."""
        try:
            self.submitted.emit(self._library.queue.add(requests, first, repeats))
        except EaselError as error:
            if error.code != "library-busy":
                self._say(error)
                return
            work = partial(_ordered_patiently, self._library.places, requests, first, repeats)
            self._background.run(work, self.submitted.emit, self._say)

    def _say(self, error: EaselError) -> None:
        self._banner.show_message(error_text(error))


def _ordered_patiently(
    places: LibraryPaths, requests: Sequence[Request], first: bool, repeats: str | None
) -> list[Job]:
    with Library.open(places) as library:
        return library.queue.add(requests, first, repeats)
