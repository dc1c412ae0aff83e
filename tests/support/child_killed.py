"""A process that a job kills: it runs the queue of a library and dies at the given place, as after a GPU fault.

usage: python -m tests.support.child_killed LIBRARY load|step [MODEL]     dies in the first job with "deadly"
in its prompt (with MODEL, in the first job with this model)
"""

import os
import signal
import sys
import threading
from pathlib import Path

from macapp.domain.job import EventKind, JobEvent
from macapp.library import Library
from macapp.library.recovery import acquire_runner
from macapp.models import ResolvedRequest
from macapp.system.paths import LibraryPaths
from macapp.workflow.runner import Runner
from tests.support.fake_engine import ScriptedEngine


class DeadlyEngine(ScriptedEngine):
    """Loads a checkpoint for every job, and dies at the given place."""

    where, model = "step", ""

    def generate(self, resolved: ResolvedRequest, images, on_load, on_step):
        request = resolved.request
        deadly = request.model == self.model if self.model else "deadly" in request.prompt
        on_load()
        if deadly:
            saved.wait(10)  # earlier pictures are saved: the test is about the death, not its moment
        if deadly and self.where == "load":
            os.kill(os.getpid(), signal.SIGKILL)
        on_step(0, request.total_steps)
        if deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().generate(resolved, images, lambda: None, on_step)


saved = threading.Event()
saved.set()


def hear(event: JobEvent) -> None:
    if event.kind is EventKind.SAVING:
        saved.clear()
    elif event.kind is EventKind.DONE:
        saved.set()


if __name__ == "__main__":
    DeadlyEngine.where, DeadlyEngine.model = sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else ""
    with Library.open(LibraryPaths.at(Path(sys.argv[1]))) as opened, acquire_runner(opened):
        Runner(opened, DeadlyEngine, hear).run()
