"""`JobSubmitter`: adds the requests of the form or of a picture to the queue. On the window's thread."""

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
from macapp.ui.widgets.text import error_text, with_time
from macapp.workflow.model_check import check_models


class JobSubmitter(QObject):
    """Adds requests to the queue; `submitted` carries their jobs."""

    submitted = Signal(list)

    def __init__(
        self,
        library: Library,
        form: GenerationForm,
        editing: JobEditor,
        banner: Banner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library, self._form, self._editing = library, form, editing
        self._banner = banner
        self._offered: list[str] = []
        """the prompts of the combinations that the banner offers"""

    @Slot()
    def generate(self) -> None:
        """Add the request of the form to the queue, or save it as the job that is being edited."""
        requests = self._form.build_requests()
        if requests and self._editing.job is not None:
            self._editing.save(requests[0])
        elif requests:
            self.add(requests)

    @Slot()
    def generate_first(self) -> None:
        """Add the request of the form before all waiting jobs."""
        requests = self._form.build_requests()
        if requests:
            self.add(requests, first=True)

    @Slot()
    def generate_combinations(self) -> None:
        """Show how many combinations the prompt has and how long they take; the button, or a second call, adds them."""
        requests = self._form.combinations()
        prompts = [request.prompt for request in requests]
        if len(requests) == 1 or (requests and prompts == self._offered):
            self._add_offered(requests)
        elif requests:
            self._offered = prompts
            button = self.tr("Generate %Ln", "", len(requests))
            self._banner.show_message(self._format_offer(requests), button, partial(self._add_offered, requests))

    def _add_offered(self, requests: Sequence[Request]) -> None:
        self._offered = []
        self._banner.hide()
        self.add(requests)

    def _format_offer(self, requests: Sequence[Request]) -> str:
        words = self.tr("This prompt has %Ln combinations.", "", len(requests))
        return with_time(words, self._library.durations().estimate_all(requests))

    @Slot(list, object)
    def submit_repeat(self, requests: list[Request], repeats: str | None) -> None:
        """Add requests of pictures; `repeats` is the id of a picture to make again.

        If a model of them is not installed, say so and add nothing.
        """
        try:
            check_models(requests)
        except EaselError as error:
            self._show_error(error)
        else:
            self.add(requests, repeats=repeats)

    def add(self, requests: Sequence[Request], first: bool = False, repeats: str | None = None) -> None:
        """Add requests at the start or end of the queue; if another process locks the index, wait in the background."""
        try:
            self.submitted.emit(self._library.queue.add(requests, first, repeats))
        except EaselError as error:
            if error.code != "library-busy":
                self._show_error(error)
                return
            work = partial(_add_when_unlocked, self._library.places, requests, first, repeats)
            self._form.background.run(work, self.submitted.emit, self._show_error)

    def _show_error(self, error: EaselError) -> None:
        self._banner.show_message(error_text(error))


def _add_when_unlocked(
    places: LibraryPaths, requests: Sequence[Request], first: bool, repeats: str | None
) -> list[Job]:
    with Library.open(places) as library:
        return library.queue.add(requests, first, repeats)
