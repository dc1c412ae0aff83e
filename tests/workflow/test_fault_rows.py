"""Faults from outside: damaged and read-only indexes, unusual folders, clocks that go back."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from macapp.app.application import ApplicationController, open_or_repair
from macapp.cli import main
from macapp.domain import ids, job
from macapp.domain.job import GeneratedImage, JobState
from macapp.errors import MachineError
from macapp.library import Library, thumbnails
from macapp.library.metadata import recipe
from macapp.library.rebuild import open_or_reset, rebuild
from macapp.library.recovery import acquire_runner
from macapp.library.verify import verify
from macapp.system.paths import LibraryPaths
from macapp.ui.main.recovery import RecoveryDialog
from tests.soak.crashes import run_child
from tests.support import children, index
from tests.support.children import Child
from tests.support.fake_engine import plain_picture
from tests.support.request_factory import request


def make(library: Library, prompt: str = "kept", seed: int = 1) -> job.Picture:
    [job] = library.queue.add([request(prompt, seed=seed)])
    library.queue.claim_next([job.id])
    return library.pictures.save(job, GeneratedImage(image=plain_picture(job.request), made_with={}))


@pytest.fixture
def used(places: LibraryPaths) -> LibraryPaths:
    """A library with forty pictures, a backup and a waiting job."""
    with Library.open(places) as library:
        for number in range(40):
            make(library, f"picture {number} " * 30, number)
        library.queue.add([request("waiting")])
        library.backup()
        index.checkpoint(places)
    return places


def overwrite_pages(database: Path) -> None:
    content = bytearray(database.read_bytes())
    for page in range(3, 60, 4):
        content[page * 4096 : page * 4096 + 4096] = b"\xaa" * 4096
    database.write_bytes(content)


def destroy_header(database: Path) -> None:
    database.write_bytes(b"\0" * 100 + database.read_bytes()[100:])


def cut_in_half(database: Path) -> None:
    content = database.read_bytes()
    database.write_bytes(content[: len(content) // 2])


def empty(database: Path) -> None:
    database.write_bytes(b"")


def when_asked(answer: Callable[[RecoveryDialog], object]) -> None:
    """Answer the dialog as soon as it appears."""

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, RecoveryDialog):
            answer(box)
        else:
            QTimer.singleShot(50, look)

    QTimer.singleShot(0, look)


DAMAGES = [overwrite_pages, destroy_header, cut_in_half, empty]


# B10, B11, B15: the index is damaged, cut, empty or gone


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_kept_and_made_again_from_the_pictures(used: LibraryPaths, damage, capsys) -> None:
    damage(used.database)
    broken = used.database.read_bytes()
    assert main(["--library", str(used.pictures), "rebuild", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["added"] == 40
    assert [each.read_bytes() for each in (used.index / "damaged").glob("*.sqlite3")] == [broken]
    with Library.open(used) as library:
        assert [each.request.seed for each in library.pictures.newest(99)] == list(range(39, -1, -1))
        assert all(check.holds for check in verify(library, lambda _done, _all: None))


@pytest.mark.parametrize("damage", [*DAMAGES, Path.unlink])
def test_a_copy_of_the_index_brings_the_queue_back_too(used: LibraryPaths, damage, capsys) -> None:
    with Library.open(used) as library:
        newer = make(library, "made after the copy")
    damage(used.database)
    assert main(["--library", str(used.pictures), "restore"]) == 0
    with Library.open(used) as library:
        assert [each.request.prompt for each in library.queue.unfinished()] == ["waiting"]
        assert library.pictures.newest(1)[0].id == newer.id
        assert library.pictures.count() == 41


def end(easel: ApplicationController) -> None:
    """Close the window program, and wait for an engine that is still loading PyTorch, which the program does not."""
    if not easel.close():
        easel.worker.wait()


@pytest.mark.parametrize(
    ("damage", "button"),
    [(destroy_header, "rebuild_button"), (cut_in_half, "restore_button"), (empty, "restore_button")],
)
def test_the_window_offers_to_repair_what_it_cannot_open(used: LibraryPaths, damage, button: str, qtbot: QtBot) -> None:
    damage(used.database)
    said: list[str] = []

    def press(box: RecoveryDialog) -> None:
        said.append(box.text())
        chosen = getattr(box, button)
        assert isinstance(chosen, QPushButton)
        chosen.click()

    when_asked(press)
    easel = open_or_repair(used)
    assert easel is not None
    assert "index" in said[0]
    qtbot.addWidget(easel.window)
    easel.start_background_work()
    qtbot.waitUntil(lambda: easel.library.pictures.count() == 40, timeout=10_000)
    qtbot.waitUntil(lambda: not easel.library.index_was_lost, timeout=10_000)
    end(easel)


def test_damage_that_shows_only_in_a_check_is_repaired_at_the_next_start(used: LibraryPaths, qtbot: QtBot) -> None:
    overwrite_pages(used.database)
    used.damage_marker.touch()
    when_asked(lambda box: box.restore_button.click() if box.restore_button else None)
    easel = open_or_repair(used)
    assert easel is not None
    qtbot.addWidget(easel.window)
    assert not used.damage_marker.exists()
    assert easel.library.passes_quick_check()
    end(easel)


def test_one_who_would_rather_quit_loses_nothing(used: LibraryPaths, qapp) -> None:
    destroy_header(used.database)
    before = used.database.read_bytes()
    when_asked(RecoveryDialog.reject)
    assert open_or_repair(used) is None
    assert used.database.read_bytes() == before


def test_a_removed_index_is_noticed_and_a_rebuild_brings_all_of_it_back(used: LibraryPaths) -> None:
    used.database.unlink()
    library, _kept = open_or_reset(used)
    with library:
        assert library.index_was_lost
        assert rebuild(library, lambda _done, _all: None).added == 40


def cut_one(places: LibraryPaths) -> Path:
    """Truncate a picture, like a disk that was removed."""
    path = min(places.pictures.glob("*/*.png"))
    path.write_bytes(path.read_bytes()[:-30])
    return path


def test_a_rebuild_names_what_is_damaged_to_people_and_to_programs(used: LibraryPaths, said) -> None:
    cut = cut_one(used)
    used.database.unlink()
    code, out, _err = said("--library", str(used.pictures), "rebuild", "--json")
    assert code == 0
    found = json.loads(out)
    assert (found["added"], found["damaged"]) == (39, 1)
    assert found["damaged_files"] == [str(used.damaged / cut.name)]
    shutil.move(used.damaged / cut.name, cut)
    assert f"damaged: {used.damaged / cut.name}" in said("--library", str(used.pictures), "rebuild")[1]


def test_a_rebuild_in_the_window_names_what_is_damaged(used: LibraryPaths, qtbot: QtBot) -> None:
    cut = cut_one(used)
    used.database.unlink()
    easel = open_or_repair(used)
    assert easel is not None
    qtbot.addWidget(easel.window)
    easel.start_background_work()
    qtbot.waitUntil(lambda: "found" in easel.window.banner.text, timeout=10_000)
    assert "39 pictures" in easel.window.banner.text
    assert cut.name in easel.window.banner.text
    end(easel)


# B06: a read-only folder

READ_ONLY = """
import sys
from pathlib import Path
from macapp.library import Library
from macapp.system.paths import LibraryPaths
from macapp.errors import MachineError
from tests.support.request_factory import request
with Library.open(LibraryPaths.at(Path(sys.argv[1]))) as library:
    print(library.pictures.count(), len(library.pictures.search("picture 3")))
    try:
        library.queue.add([request()])
    except MachineError as fault:
        print(fault.code)
"""


@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("setpriv") is None, reason="another user is needed to be refused")
def test_a_folder_that_can_only_be_read_is_a_gallery_to_look_at(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = Path("/tmp") / f"easel-read-only-{os.getpid()}"
    try:
        with Library.open(LibraryPaths.at(folder)) as library:
            for number in range(5):
                make(library, f"picture {number}", number)
        command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", sys.executable, "-c", READ_ONLY]
        done = subprocess.run([*command, str(folder)], capture_output=True, text=True, cwd=Path.cwd())
        if "python" in done.stderr and ("Permission denied" in done.stderr or "shared libraries" in done.stderr):
            pytest.skip("the other user may not run this Python")
        assert done.stdout.split() == ["5", "1", "disk-read-only"], done.stderr
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# B22, B23, B25: clocks, names, caches


def test_a_clock_that_goes_back_a_year_leaves_the_order_of_arrival(library: Library, monkeypatch) -> None:
    first = make(library, "first")
    monkeypatch.setattr(ids.time, "time", lambda: time.time_ns() / 1e9 - 365 * 86400)
    monkeypatch.setattr("macapp.library.pictures.utc_now", lambda: "2025-01-01T00:00:00.000Z")
    second = make(library, "second")
    assert [each.id for each in library.pictures.newest(9)] == [second.id, first.id]
    monkeypatch.setattr("macapp.library.pictures.utc_now", lambda: "2040-06-30T23:59:59.999Z")
    make(library, "third")
    assert [each.request.prompt for each in library.pictures.newest(9)] == ["third", "second", "first"]
    assert [each.request.prompt for each in library.pictures.by_row_numbers(library.pictures.search("date:2040"))] == [
        "third"
    ]


@pytest.mark.parametrize(
    "name",
    ["🎨 pictures", "Scho\u0308ne Bilder", " a  b ", "-leading", "x" * 240, "quote'\"%?#&", "[1]*"],
    ids=["emoji", "NFD", "spaces", "dash", "long", "signs", "glob"],
)
def test_a_library_lives_in_a_folder_of_any_name(tmp_path: Path, name: str, capsys) -> None:
    places = LibraryPaths.at(tmp_path / name)
    with Library.open(places) as library:
        picture = make(library)
        library.marks.change([picture], lambda marks: job.Marks(stars=2))
        library.marks.write_pending()
        copy = library.backup()
        assert copy is not None
    assert main(["--library", str(tmp_path / name), "verify"]) == 0
    assert main(["--library", str(tmp_path / name), "restore", str(copy)]) == 0
    with Library.open(places) as library, acquire_runner(library):
        assert library.pictures.find(picture.id).path.exists()


def test_thumbnails_that_vanish_are_made_again(library: Library) -> None:
    picture = make(library)
    first = thumbnails.ensure_thumbnail(library.places, picture)
    shutil.rmtree(library.places.thumbnails)
    assert thumbnails.ensure_thumbnail(library.places, picture) == first
    assert first.exists()


# A05, A13, A14: a crash at the start, a request to end, a process that is stopped for a while


def test_a_death_while_the_first_library_is_made_leaves_a_clean_start(tmp_path: Path) -> None:
    for nth in range(1, 12):
        places = LibraryPaths.at(tmp_path / str(nth))
        run_child(places.pictures, 0, nth=nth)
        with Library.open(places) as library, acquire_runner(library):
            assert library.find_integrity_faults() == []
            assert not library.index_was_lost
            assert library.picture_storage.is_connected


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_process_that_is_told_to_end_puts_its_job_back(tmp_path: Path, sent: signal.Signals) -> None:
    places = LibraryPaths.at(tmp_path / "library")
    with Library.open(places) as library:
        library.queue.add([request(f"picture {number}", steps=400) for number in range(50)])
    code = (
        "import sys, threading\nfrom pathlib import Path\nfrom macapp.app.application import main\n"
        "import macapp.app.application as app\nfrom tests.support.fake_engine import ScriptedEngine\nimport time\n"
        "app.EngineOpener = lambda *given: (lambda: ScriptedEngine(at_step=lambda asked, step: time.sleep(0.002)))\n"
        "sys.exit(main(['--library', sys.argv[1]]))"
    )
    process = Child(["-c", code, str(places.pictures)], stderr=subprocess.PIPE, text=True)
    with Library.open(places) as library:
        end = time.monotonic() + 20
        while not any(each.state is JobState.RUNNING for each in library.queue.unfinished()) and time.monotonic() < end:
            time.sleep(0.05)
        process.send_signal(sent)
        began = time.monotonic()
        _out, err = process.communicate(timeout=20)
        assert time.monotonic() - began < 5
        assert process.returncode == 0, err
        states = {each.state for each in library.queue.unfinished()}
        assert states == {JobState.WAITING}
        assert library.queue.crashed_job is None
        assert not library.queue.is_paused


def test_a_process_that_is_told_to_end_while_it_starts_ends_too(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\nfrom macapp.app.application import ApplicationController, main\n"
        "ApplicationController.start_background_work = lambda easel: os.kill(os.getpid(), signal.SIGTERM)\n"
        "sys.exit(main(['--library', sys.argv[1]]))"
    )
    done = children.run(["-c", code, str(tmp_path / "library")], capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr


def test_a_process_that_was_stopped_for_a_while_goes_on_where_it_was(places: LibraryPaths) -> None:
    command = ["-m", "tests.support.child_crashed", str(places.pictures), "40"]
    process = Child(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGSTOP)
    time.sleep(1.5)
    with Library.open(places) as library, pytest.raises(MachineError, match="library-in-use"), acquire_runner(library):
        pass
    process.send_signal(signal.SIGCONT)
    process.communicate(timeout=60)
    with Library.open(places) as library:
        assert library.pictures.count() == 40
        assert len({recipe.pixels_hash(plain_picture(each.request)) for each in library.pictures.newest(99)}) == 40
