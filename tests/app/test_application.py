"""The whole program as a user sees it: the real window, worker and files, driven by keys and drops."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from macapp.app import application
from macapp.app.application import ApplicationController, report_uncaught
from macapp.diagnostics import launch, report
from macapp.domain.job import JobState
from macapp.errors import MachineError
from macapp.library.metadata import recipe
from macapp.settings import Settings
from macapp.system.machine import detect_machine, with_overrides
from macapp.system.paths import LibraryPaths, resources_dir
from starter_model import checker
from tests.support.fake_engine import ScriptedEngine

Start = Callable[..., ApplicationController]


def type_prompt(qtbot: QtBot, easel: ApplicationController, prompt: str) -> None:
    field = easel.window.prompt_panel.prompt
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, prompt)


def press(
    qtbot: QtBot,
    easel: ApplicationController,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier,
) -> None:
    qtbot.waitUntil(lambda: QApplication.activeWindow() is easel.window, timeout=2000)
    qtbot.keyClick(QApplication.focusWidget() or easel.window, key, modifier)


def drop(easel: ApplicationController, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(each)) for each in paths])
    event = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    easel.window.dropEvent(event)


def test_a_typed_prompt_becomes_a_picture_with_a_red_heart_in_it(
    start: Start, places: LibraryPaths, qtbot: QtBot
) -> None:
    """Type a prompt, press the key, and check the pixels, with the real engine and the starter model."""
    easel = start()
    window = easel.window
    type_prompt(qtbot, easel, "a red heart on a white background")
    window.prompt_panel.seed.show_seed(7, keep=True)
    press(qtbot, easel, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.gallery.pictures.rowCount() == 1, timeout=120_000)
    [file] = places.pictures.glob("*/*.png")
    with Image.open(file) as image:
        assert checker.look(image) == checker.Seen("white", "red", "heart")
    found = recipe.read(file)
    assert found is not None
    assert (found.request.prompt, found.request.seed) == ("a red heart on a white background", 7)
    qtbot.waitUntil(lambda: not window.viewer.canvas.image().isNull(), timeout=5000)
    assert "a red heart on a white background" in window.info.words
    assert window.gallery.current() is not None


def test_the_first_start_needs_one_key_press(start: Start, qtbot: QtBot) -> None:
    engine = ScriptedEngine()
    easel = start(engine)
    assert easel.window.prompt_panel.prompt.toPlainText()
    assert easel.window.prompt_panel.model.currentText() == "Starter"
    press(qtbot, easel, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: easel.window.gallery.pictures.rowCount() == 1, timeout=5000)
    assert engine.made[0].prompt == "a red heart on a white background"


def test_a_dropped_image_is_started_from(start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    engine = ScriptedEngine()
    easel = start(engine)
    field = easel.window.prompt_panel.start_image
    Image.new("RGB", (200, 100), "teal").save(tmp_path / "sketch.jpg", quality=100)
    drop(easel, tmp_path / "sketch.jpg")
    qtbot.waitUntil(lambda: field.image is not None, timeout=5000)
    assert field.isVisible()
    press(qtbot, easel, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(engine.made) == 1, timeout=5000)
    assert engine.made[0].strength == 0.6
    assert engine.start_images[0] is not None
    assert engine.start_images[0].size == (200, 100)
    field.clear()
    press(qtbot, easel, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(engine.made) == 2, timeout=5000)
    assert engine.made[1].image is None


def test_a_wrong_file_is_a_sentence_and_changes_nothing(start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    easel = start(ScriptedEngine())
    type_prompt(qtbot, easel, "my words")
    (tmp_path / "notes.png").write_text("not a picture")
    drop(easel, tmp_path / "notes.png")
    qtbot.waitUntil(lambda: "looks like text" in easel.window.banner.text, timeout=5000)
    assert easel.window.prompt_panel.prompt.toPlainText() == "my words"
    assert easel.window.prompt_panel.start_image.image is None
    assert QApplication.activeModalWidget() is None


def test_a_picture_from_elsewhere_on_the_network_is_not_fetched(start: Start, qtbot: QtBot) -> None:
    easel = start(ScriptedEngine())
    data = QMimeData()
    data.setUrls([QUrl("https://example.invalid/picture.png"), QUrl("file://otherhost/share/picture.png")])
    event = QDropEvent(
        QPointF(1, 1), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    easel.window.dropEvent(event)
    assert "Only files on this computer" in easel.window.banner.text


def test_a_picture_of_ours_dropped_back_offers_its_settings(start: Start, places: LibraryPaths, qtbot: QtBot) -> None:
    engine = ScriptedEngine()
    easel = start(engine)
    window = easel.window
    type_prompt(qtbot, easel, "the first one")
    window.prompt_panel.seed.show_seed(99, keep=True)
    press(qtbot, easel, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.gallery.pictures.rowCount() == 1, timeout=5000)
    type_prompt(qtbot, easel, "something else")
    drop(easel, next(places.pictures.glob("*/*.png")))
    qtbot.waitUntil(lambda: "made with Easel" in window.banner.text, timeout=5000)
    window.banner.button.click()
    assert window.prompt_panel.prompt.toPlainText() == "the first one"
    assert window.prompt_panel.seed.seed() == 99


def test_quitting_in_the_middle_loses_nothing_and_the_next_start_goes_on(start: Start, qtbot: QtBot) -> None:
    import time

    slow = ScriptedEngine(at_step=lambda asked, step: time.sleep(0.02))
    easel = start(slow)
    type_prompt(qtbot, easel, "to be continued")
    easel.window.prompt_panel.count.setValue(3)
    press(qtbot, easel, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Step" in easel.window.viewer.progress.words, timeout=5000)
    easel.close()
    again = start(ScriptedEngine())
    assert again.window.prompt_panel.prompt.toPlainText() == "to be continued"
    qtbot.waitUntil(lambda: again.window.gallery.pictures.rowCount() == 3, timeout=5000)
    assert again.library.queue.unfinished() == []


def test_the_queue_can_be_paused_cleared_and_cancelled_by_hand(start: Start, qtbot: QtBot) -> None:
    import time

    easel = start(ScriptedEngine(at_step=lambda asked, step: time.sleep(0.02)))
    window = easel.window
    window.prompt_panel.count.setValue(5)
    press(qtbot, easel, Qt.Key.Key_Return)
    assert window.prompt_panel.generate.text() == "Add to Queue"
    qtbot.waitUntil(lambda: window.queue_panel.jobs.count(JobState.RUNNING) == 1, timeout=5000)
    press(qtbot, easel, Qt.Key.Key_Period)  # cancels the running job
    window.queue_panel.toggle_pause()
    qtbot.waitUntil(lambda: window.queue_panel.jobs.count(JobState.RUNNING) == 0, timeout=5000)
    assert easel.library.queue.is_paused
    waiting = window.queue_panel.jobs.count(JobState.WAITING)
    assert waiting >= 3
    window.queue_panel.remove(easel.library.queue.unfinished()[:1])
    assert window.queue_panel.jobs.count(JobState.WAITING) == waiting - 1
    window.queue_panel.clear()
    assert easel.library.queue.unfinished() == []
    window.queue_panel.toggle_pause()
    assert not easel.library.queue.is_paused
    assert window.prompt_panel.generate.isEnabled()


def test_a_job_that_fails_is_shown_with_its_reason_and_can_be_tried_again(start: Start, qtbot: QtBot) -> None:
    engine = ScriptedEngine(faults={"bad luck": MemoryError()})
    easel = start(engine)
    type_prompt(qtbot, easel, "bad luck")
    press(qtbot, easel, Qt.Key.Key_Return)
    jobs = easel.window.queue_panel.jobs
    qtbot.waitUntil(lambda: jobs.count(JobState.FAILED) == 1, timeout=5000)
    assert "not enough memory" in jobs.format_state(easel.library.queue.failed()[0])
    engine.faults.clear()
    easel.window.queue_panel.retry(easel.library.queue.failed()[0])
    qtbot.waitUntil(lambda: easel.window.gallery.pictures.rowCount() == 1, timeout=5000)


@pytest.mark.parametrize(
    ("error", "words"),
    [(MachineError("library-busy"), "Another program is using"), (OSError(28, "full"), "disk is full"),
     (ZeroDivisionError("ours"), "inside Easel (ZeroDivisionError")],
)  # fmt: skip
def test_what_nobody_caught_is_a_sentence_in_the_window(start: Start, error: Exception, words: str) -> None:
    easel = start(ScriptedEngine())
    easel.window.prompt_panel.prompt.setPlainText("half a thought")
    report_uncaught(easel.window, type(error), error, None)
    assert words in easel.window.banner.text
    assert easel.window.prompt_panel.prompt.toPlainText() == "half a thought"


def test_while_another_program_holds_the_index_a_prompt_waits_unnoticed(
    start: Start, places: LibraryPaths, qtbot: QtBot
) -> None:
    engine = ScriptedEngine()
    easel = start(engine)
    other = sqlite3.connect(places.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    type_prompt(qtbot, easel, "in spite of it")
    press(qtbot, easel, Qt.Key.Key_Return)
    qtbot.wait(800)
    assert easel.window.banner.text == ""
    other.execute("ROLLBACK")
    other.close()
    qtbot.waitUntil(lambda: [each.prompt for each in engine.made] == ["in spite of it"], timeout=10_000)


def test_a_start_after_a_crash_says_so_and_shows_the_log(start: Start, places: LibraryPaths, monkeypatch) -> None:
    from PySide6.QtGui import QDesktopServices

    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    places.index.mkdir(parents=True)
    places.crash_log.write_text("Fatal Python error: Aborted\n")
    easel = start(ScriptedEngine())
    easel.start_background_work()
    assert easel.window.banner.text == "Easel ended unexpectedly last time."
    easel.window.banner.button.click()
    assert shown == [QUrl.fromLocalFile(str(places.crash_report))]


@pytest.mark.parametrize(
    ("facts", "bundle", "read_only", "words"),
    [
        ({}, "/private/var/x/AppTranslocation/9F3B/d/Easel.app", True, "drag it into Applications"),
        ({}, "/Volumes/Easel 0.1.0/Easel.app", True, "disk image Easel 0.1.0"),
        ({}, "/Library/Shared/Easel.app", True, "read-only disk"),
        ({"arch": "x86_64", "device": "cpu", "translated": True}, "/Applications/Easel.app", False, "under Rosetta"),
        ({"arch": "x86_64", "device": "cpu"}, "/Applications/Easel.app", False, "no Apple silicon"),
        ({"macos": "13.6"}, "/Applications/Easel.app", False, "Update macOS"),
        ({"macos": "12.1"}, "/Applications/Easel.app", False, "needs macOS 12.6"),
    ],
)
def test_what_is_wrong_with_a_start_is_said_in_the_window_and_by_the_doctor(
    start: Start, places: LibraryPaths, monkeypatch, facts: dict, bundle: str, read_only: bool, words: str
) -> None:
    mac = replace(with_overrides("ram=16GB,torch=2.13.0,macos=14.5,device=mps", detect_machine()), **facts)
    monkeypatch.setattr(application, "detect_machine", lambda: mac)
    for each in (application, report):
        monkeypatch.setattr(each, "detect_launch", lambda machine: launch.Launch(machine, Path(bundle), read_only))
    easel = start(ScriptedEngine())
    easel.start_background_work()
    assert words in easel.window.banner.text
    assert report.build_report(mac, Settings(), places)["start"] == easel.window.banner.text


def test_a_copy_of_easel_that_is_not_whole_says_so_in_its_window(
    start: Start, monkeypatch, tmp_path: Path, qtbot: QtBot
) -> None:
    copy = Path(shutil.copytree(resources_dir(), tmp_path / "resources"))
    (copy / "starter-model" / "vae" / "diffusion_pytorch_model.safetensors").unlink()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    easel = start(ScriptedEngine())
    easel.start_background_work()
    qtbot.waitUntil(lambda: "This copy of Easel is incomplete" in easel.window.banner.text, timeout=5000)
    type_prompt(qtbot, easel, "a heart")
    easel.window.ordering.generate()
    assert "There is no model yet" in easel.window.prompt_panel.fault
    assert not easel.window.prompt_panel.mode.get.isVisible()


def test_a_copied_picture_does_not_crash_the_end(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom PySide6.QtCore import QMimeData, QTimer\nfrom PySide6.QtGui import QGuiApplication, QImage\n"
        "import macapp.app.application as app\nbegin = app.ApplicationController.start_background_work\n"
        "def begun(easel):\n    begin(easel)\n    data = QMimeData()\n"
        "    data.setImageData(QImage(8, 8, QImage.Format.Format_RGB32))\n"
        "    QGuiApplication.clipboard().setMimeData(data)\n    QTimer.singleShot(200, easel.window.close)\n"
        "app.ApplicationController.start_background_work = begun\nsys.exit(app.main(['--library', sys.argv[1]]))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "library")], capture_output=True, timeout=60)
    assert done.returncode == 0
