"""What commands share: the library and the device of the options, and one line for a job or a picture."""

import argparse
from dataclasses import replace
from pathlib import Path

from macapp import settings
from macapp.cli.context import (
    engine_settings,
    format_line,
    library_paths,
    load_durations,
    selected_machine,
    short_prompt,
)
from macapp.domain.job import GeneratedImage, Job
from macapp.library import Library
from macapp.system.machine import detect_machine
from macapp.system.paths import LibraryPaths
from tests.support.fake_engine import plain_picture
from tests.support.request_factory import request


def test_the_library_is_the_named_one_or_that_of_the_user(tmp_path: Path) -> None:
    assert library_paths(argparse.Namespace(library=tmp_path)) == LibraryPaths.at(tmp_path)
    assert library_paths(argparse.Namespace(library=None)) == LibraryPaths.default()


def test_options_win_over_settings(places: LibraryPaths) -> None:
    settings.save(places, settings.Settings(device="cpu", slice_attention="on", compile="off"))
    options = argparse.Namespace(device="auto", slice_attention="auto", compile="auto")
    assert engine_settings(options, places) == ("cpu", "on", "off")
    options = argparse.Namespace(device="mps", slice_attention="off", compile="auto")
    assert engine_settings(options, places) == ("mps", "off", "off")


def test_the_machine_has_the_device_of_the_options() -> None:
    assert selected_machine(argparse.Namespace()) == detect_machine()
    assert selected_machine(argparse.Namespace(device="auto")) == detect_machine()
    assert selected_machine(argparse.Namespace(device="mps")) == replace(detect_machine(), device="mps")


def test_times_are_learned_from_the_library_if_there_is_one(places: LibraryPaths) -> None:
    options = argparse.Namespace(library=places.pictures)
    assert load_durations(options).estimate(request()) is None
    assert not places.database.exists(), "nothing is created"
    with Library.open(places) as library:
        [job] = library.queue.add([request()])
        library.queue.claim_next()
        library.pictures.save(job, GeneratedImage(image=plain_picture(job.request), made_with={}), 100.0)
    estimate = load_durations(options).estimate(request())
    assert estimate is not None
    assert estimate.seconds == 100.0


def test_a_job_is_one_line_with_a_short_prompt() -> None:
    job = Job(id="ABC", request=request("a heart\n" + "very " * 20 + "red"), created="", newer=True)
    line = format_line(job)
    assert line.startswith("ABC  waiting     a heart very very")
    assert line.endswith("…  (made by a newer Easel)")
    assert len(short_prompt(job)) == 70
