"""Files given to the window: one becomes the source image, several are imported, folders are shown in place."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, JobEvent, ReproductionResult
from macapp.library import Library
from macapp.ui.main.window import MainWindow
from tests.library.metadata.importers.files import A1111, PROMPT, SEED, STEPS, png
from tests.support.request_factory import request


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "given"
    inside.mkdir()
    return inside


def wait_for_tasks(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until no long task runs: a scan still uses the files after it has added their pictures."""
    qtbot.waitUntil(lambda: window.chores.status_text == "", timeout=10_000)


def test_a_picture_of_another_program_starts_one_and_offers_its_settings(
    window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    window.open_files([png(folder, parameters=A1111)])
    qtbot.waitUntil(lambda: "AUTOMATIC1111" in window.banner.text, timeout=5000)
    assert window.prompt_panel.start_image.image is not None
    window.banner.button.click()
    assert window.prompt_panel.prompt.toPlainText() == PROMPT
    assert window.prompt_panel.steps.value() == STEPS
    assert window.prompt_panel.seed.shown() == SEED
    window.undo.undo()
    assert window.prompt_panel.prompt.toPlainText() != PROMPT


def test_several_files_come_into_the_gallery_with_a_report(
    window: MainWindow, library: Library, folder: Path, qtbot
) -> None:
    good, plain = png(folder, "good.png", parameters=A1111), png(folder, "plain.png", size=(72, 72))
    broken = folder / "broken.png"
    broken.write_bytes(b"not a picture")
    window.open_files([good, plain, broken])
    qtbot.waitUntil(lambda: "imported" in window.banner.text, timeout=10_000)
    assert "2 pictures imported" in window.banner.text
    assert "broken.png" in window.banner.text
    qtbot.waitUntil(lambda: window.gallery.pictures.rowCount() == 2, timeout=5000)
    window.gallery.choose_picture(library.pictures.by_row_numbers(library.pictures.search("from:automatic1111"))[0])
    window.views.toggle_info()
    rows = dict(window.info.details.rows)
    assert rows["Model"] == "v1-5-pruned"
    assert rows["Clip skip"] == "2"
    assert "not supported by Easel" in rows["Lora hashes"]
    assert "not installed" in rows["model"]


def test_a_folder_is_looked_at_in_place_and_looked_at_again(
    window: MainWindow, library: Library, folder: Path, qtbot
) -> None:
    png(folder, "1.png", parameters=A1111)
    window.incoming.watch_folder(folder)
    wait_for_tasks(window, qtbot)
    assert library.pictures.count() == 1
    png(folder, "2.png", parameters=A1111.replace(str(SEED), "7"))
    window.upkeep.run_startup_tasks()
    qtbot.waitUntil(lambda: library.pictures.count() == 2, timeout=5000)
    wait_for_tasks(window, qtbot)
    menu = QMenu(window)
    window.incoming.fill_folders(menu)
    assert [each.text() for each in menu.actions()][-1].endswith("/given")
    menu.actions()[-1].trigger()
    assert library.pictures.count() == 0
    assert len(list(folder.iterdir())) == 2
    window.banner.button.click()
    qtbot.waitUntil(lambda: library.pictures.count() == 2, timeout=5000)
    wait_for_tasks(window, qtbot)


def test_a_folder_whose_disk_is_away_is_asked_about_before_anything_is_hidden(
    window: MainWindow, library: Library, folder: Path, qtbot
) -> None:
    path = png(folder, "1.png", parameters=A1111)
    window.incoming.watch_folder(folder)
    wait_for_tasks(window, qtbot)
    assert library.pictures.count() == 1
    path.rename(folder.parent / "away.png")
    window.upkeep.run_startup_tasks()
    qtbot.waitUntil(lambda: "given is empty now" in window.banner.text, timeout=5000)
    wait_for_tasks(window, qtbot)
    assert library.pictures.count() == 1
    window.banner.button.click()
    qtbot.waitUntil(lambda: library.pictures.count() == 0, timeout=5000)
    qtbot.waitUntil(lambda: window.gallery.pictures.rowCount() == 0, timeout=5000)
    (folder.parent / "away.png").rename(path)
    window.upkeep.run_startup_tasks()
    qtbot.waitUntil(lambda: window.gallery.pictures.rowCount() == 1, timeout=5000)
    wait_for_tasks(window, qtbot)


def test_folders_that_other_programs_use_are_offered(window: MainWindow, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "ComfyUI" / "output").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path))
    menu = QMenu(window)
    window.incoming.fill_folders(menu)
    assert menu.actions()[0].text() == "Show Pictures of ComfyUI"


def test_what_a_repeat_found_is_said(window: MainWindow, library: Library, made) -> None:
    picture = made(request("original"))
    [job] = library.queue.add([picture.request], repeats=picture.id)
    window.on_event(JobEvent(kind=EventKind.DONE, job=job, comparison=ReproductionResult(True)))
    assert window.banner.text == "Identical: every pixel is the same."
    again = made(request("original"))
    differs = ReproductionResult(False, 3, 12, 0.003, ("torch: 2.12.0, now 2.13.0",))
    window.on_event(JobEvent(kind=EventKind.DONE, job=job, picture=again, comparison=differs))
    assert "at most 3 of 255 in 12 pixels" in window.banner.text
    assert "torch: 2.12.0, now 2.13.0" in window.banner.text
    window.banner.button.click()
    assert window.picture.compare_window is not None


def test_repeat_variations_and_again_are_ordered(window: MainWindow, library: Library, made, qtbot: QtBot) -> None:
    picture = made(request("original", seed=5))
    window.show_picture(picture)
    window.picture.repeat()
    window.picture.make_again()
    window.picture.make_variations()
    jobs = library.queue.unfinished()
    assert [each.repeats for each in jobs] == [picture.id, None, None, None, None, None]
    assert [each.request for each in jobs[:2]] == [picture.repeat_request, picture.request]
    assert picture.repeat_request.weights == "full", "a repeat uses the weight format of the original"
    assert all(each.request != picture.request for each in jobs[2:])
    assert {each.request.with_seed(5) for each in jobs[2:]} == {picture.request}


def read_clipboard() -> list[QUrl]:
    data = QGuiApplication.clipboard().mimeData()
    return data.urls() if data is not None else []


def test_a_copy_without_the_prompt_is_put_on_the_clipboard(window: MainWindow, made, qtbot: QtBot) -> None:
    window.show_picture(made(request("a secret heart")))
    window.picture.copy_without_prompt()
    qtbot.waitUntil(lambda: bool(read_clipboard()), timeout=5000)
    [url] = read_clipboard()
    assert b"secret" not in Path(url.toLocalFile()).read_bytes()
    assert "secret" not in url.toLocalFile()
