"""A job reads its models once, and the next job reads them again."""

import inspect
import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from macapp.domain.job import EventKind, JobEvent
from macapp.engine import open_engine
from macapp.library import Library
from macapp.models.checkpoint import find_checkpoint
from macapp.workflow.runner import Runner
from tests.support.request_factory import request

_opened: list[str] = []


def _note_open(event: str, arguments: tuple[Any, ...]) -> None:
    """Record a file that is opened by name; `os.open`, which has no mode, repeats the same file."""
    if event == "open" and isinstance(arguments[0], (str, Path)) and arguments[1] is not None:
        frame = inspect.currentframe()
        caller = frame.f_back if frame is not None else None
        if caller is not None and "macapp" in Path(caller.f_code.co_filename).parts:
            _opened.append(str(arguments[0]))


@contextmanager
def counted_finds() -> Iterator[Callable[[], int]]:
    """Return a counter of the calls of `find_checkpoint` on this thread."""
    calls: list[object] = []

    def note(frame, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code is find_checkpoint.__code__:
            calls.append(frame)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield lambda: len(calls)
    finally:
        sys.setprofile(before)


@pytest.fixture(scope="module", autouse=True)
def hook() -> None:
    sys.addaudithook(_note_open)  # the hook stays until the process ends, and costs almost nothing


@pytest.fixture
def model(tiny_model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_model, tmp_path / "model"))


def test_a_job_finds_its_checkpoint_once_and_opens_each_configuration_once(model: Path, library: Library) -> None:
    said: list[JobEvent] = []
    runner = Runner(library, lambda: open_engine("cpu"), said.append)
    for _ in range(2):
        library.queue.add([request(model=str(model), steps=1)])
        _opened.clear()
        with counted_finds() as finds:
            runner.run()
        assert finds() == 1
        configurations = Counter(name for name in _opened if name.startswith(str(model)) and name.endswith(".json"))
        assert set(configurations.values()) <= {1}
    runner.close()
    assert [each.kind for each in said].count(EventKind.DONE) == 2


def test_a_configuration_that_is_replaced_between_two_jobs_is_noticed(model: Path, library: Library) -> None:
    said: list[JobEvent] = []
    runner = Runner(library, lambda: open_engine("cpu"), said.append)
    library.queue.add([request(model=str(model), steps=1)])
    runner.run()
    index = json.loads((model / "model_index.json").read_text())
    (model / "model_index.json").write_text(json.dumps({**index, "_class_name": "AnotherPipeline"}))
    library.queue.add([request(model=str(model), steps=1)])
    runner.run()
    runner.close()
    [failed] = [each for each in said if each.kind is EventKind.FAILED]
    assert failed.reason is not None
    assert failed.reason.code == "model-kind-unsupported"
