"""A waiting job in the form."""

import pytest

from macapp.domain.job import Job
from macapp.library import Library
from macapp.ui.main.window import MainWindow
from tests.support.request_factory import request


@pytest.fixture
def jobs(window: MainWindow, library: Library) -> list[Job]:
    window.ordering.add([request(each) for each in "abcde"])
    return library.queue.unfinished()


def list_waiting(library: Library) -> str:
    return "".join(each.request.prompt for each in library.queue.unfinished())


def test_a_waiting_job_is_edited_in_the_form(window: MainWindow, library: Library, jobs: list[Job]) -> None:
    window.prompt_panel.prompt.setPlainText("half a thought")
    window.editing.start(jobs[2])
    assert window.prompt_panel.prompt.toPlainText() == "c"
    assert window.prompt_panel.generate.text() == "Save Changes"
    window.prompt_panel.prompt.setPlainText("C")
    window.prompt_panel.steps.setValue(9)
    window.ordering.generate()
    assert list_waiting(library) == "abCde"
    edited = library.queue.find(jobs[2].id)
    assert edited is not None
    assert edited.request.steps == 9
    assert window.prompt_panel.prompt.toPlainText() == "half a thought"
    assert window.prompt_panel.generate.text() == "Add to Queue"
    window.undo.undo()
    assert list_waiting(library) == "abcde"


def test_a_job_that_began_meanwhile_is_not_changed(window: MainWindow, library: Library, jobs: list[Job]) -> None:
    window.editing.start(jobs[0])
    library.queue.claim_next()
    window.prompt_panel.prompt.setPlainText("too late")
    window.ordering.generate()
    assert "already started" in window.banner.text
    assert list_waiting(library) == "abcde"
    assert window.prompt_panel.prompt.toPlainText() == "too late", "the typed text is kept"


def test_editing_can_be_cancelled_after_the_banner_is_gone(window: MainWindow, jobs: list[Job]) -> None:
    window.prompt_panel.prompt.setPlainText("half a thought")
    assert window.prompt_panel.cancel_editing.isHidden()
    window.editing.start(jobs[2])
    window.banner.hide()
    window.prompt_panel.cancel_editing.click()
    assert window.prompt_panel.prompt.toPlainText() == "half a thought"
    assert window.prompt_panel.generate.text() == "Add to Queue"
    assert window.prompt_panel.cancel_editing.isHidden()
