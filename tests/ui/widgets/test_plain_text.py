"""Text from outside is plain text everywhere: no window, dialog, menu or tool tip treats it as markup.

Every window opens over a library in which every name and every text looks like markup with the name of a file. Nothing
may open that file, and Qt must recognise no text as markup.
"""

import pkgutil
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QHelpEvent
from PySide6.QtGui import Qt as QtGuiNames
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QMenu,
    QMessageBox,
    QPushButton,
    QTextEdit,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

import macapp.ui
from macapp.domain.job import JobState, Picture
from macapp.domain.request import Request
from macapp.errors import MachineError
from macapp.library import Library, marks, source_images
from macapp.library.grids import Axis, Grid
from macapp.library.prompt_history import Style
from macapp.models import foreign_folders
from macapp.system import updates
from macapp.ui.main import recovery
from macapp.ui.main.help_browser import HelpBrowser
from macapp.ui.main.machine_window import MachineWindow
from macapp.ui.main.window import MainWindow
from macapp.ui.models.download_list import DownloadRow
from macapp.ui.models.downloads import Download, DownloadState
from macapp.ui.viewer.details import Details
from macapp.ui.widgets.plain_text import add_named, caption, file_dialog, tip, write_in
from tests.support import tiny_models
from tests.support.gallery import select_rows
from tests.support.opened_files import Watched
from tests.support.request_factory import request

NAME = "<img src=marker.png> & co <b>&File"  # a valid file name
PROMPT = f"{NAME}\n\t<img src='marker.png'> {{0}} %n &lt;"
TIPS = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.StatusTipRole, Qt.ItemDataRole.WhatsThisRole)


def looks_rich(text: str) -> bool:
    return QtGuiNames.mightBeRichText(text)  # type: ignore[attr-defined]  (PySide's stubs do not have it)


@pytest.fixture
def marker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    """A file that the markup names; nothing may open it during the test."""
    if sys.platform != "linux":
        pytest.skip("only Linux reports every opened file")
    Image.new("RGB", (8, 8), "red").save(tmp_path / "marker.png")
    monkeypatch.chdir(tmp_path)
    watched = Watched(tmp_path / "marker.png")
    yield watched
    assert not watched.opened(), "text from outside opened a file"
    watched.close()


def iter_faults(widget: QWidget) -> Iterator[str]:
    """Yield each text of a widget that Qt would treat as markup or as a command."""
    for text in (widget.toolTip(), widget.statusTip(), widget.whatsThis()):
        if looks_rich(text):
            yield f"a tip {text!r}"
    if isinstance(widget, QLabel):
        yield from iter_label_faults(widget)
    # `HelpBrowser` is exempt: it shows only pages that ship with Easel, and opens no other file. `Details` is too: it
    # is read-only, and inserts text with a cursor, which takes nothing for markup (`tests/ui/viewer/test_details.py`).
    if isinstance(widget, QTextEdit) and not isinstance(widget, HelpBrowser | Details):
        yield "a field that takes markup"
    if isinstance(widget, QAbstractButton):
        yield from iter_caption_faults(widget.text())
    for action in widget.actions():
        yield from iter_action_faults(action)
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from iter_model_faults(widget)


def iter_label_faults(label: QLabel) -> Iterator[str]:
    text = label.text()
    if label.textFormat() != Qt.TextFormat.PlainText and (looks_rich(text) or "<img" in text):
        yield f"a label {text!r}"


def iter_caption_faults(text: str) -> Iterator[str]:
    if "<img" in text and ("&" in text.replace("&&", "") or "\t" in text or "\n" in text):
        yield f"a caption {text!r}"


def iter_action_faults(action: QAction) -> Iterator[str]:
    yield from iter_caption_faults(action.text())
    for text in (action.toolTip(), action.statusTip(), action.whatsThis()):
        if looks_rich(text):
            yield f"the tip of an action {text!r}"
    if "<img" in action.text() and action.menuRole() != QAction.MenuRole.NoRole:
        yield f"an action that macOS may take for one of its own {action.text()!r}"


def iter_model_faults(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    for row in range(min(model.rowCount(QModelIndex()), 20)):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
        for column in range(columns):
            for role in TIPS:
                text = model.index(row, column).data(role)
                if isinstance(text, str) and looks_rich(text):
                    yield f"the tip of an item {text!r}"
    for side in (Qt.Orientation.Horizontal, Qt.Orientation.Vertical):
        text = model.headerData(0, side, Qt.ItemDataRole.ToolTipRole)
        if isinstance(text, str) and looks_rich(text):
            yield f"the tip of a heading {text!r}"


def hover(widget: QWidget) -> None:
    """Show the tool tips of a widget and of its first items."""
    places = [QPoint(2, 2)]
    target = widget
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        target = widget.viewport()
        indexes = [widget.model().index(row, 0) for row in range(min(widget.model().rowCount(QModelIndex()), 5))]
        places = [widget.visualRect(each).center() for each in indexes]
    for place in places:
        QApplication.sendEvent(target, QHelpEvent(QEvent.Type.ToolTip, place, target.mapToGlobal(place)))
        for each in QApplication.topLevelWidgets():
            if isinstance(each, QLabel) and each.metaObject().className() == "QTipLabel":
                assert not looks_rich(each.text())
    QToolTip.hideText()


@dataclass
class Checker:
    """Checks all widgets, and records their classes."""

    qtbot: QtBot
    seen: set[type]

    def check_all(self) -> None:
        QApplication.processEvents()
        faults = []
        for each in QApplication.allWidgets():
            if isValid(each):
                self.seen.add(type(each))
                faults += [f"{type(each).__name__}: {fault}" for fault in iter_faults(each)]
        assert not faults
        for each in QApplication.allWidgets():
            if isValid(each) and each.isVisible():
                hover(each)

    def check(self, opened: Callable[[], object]) -> None:
        """Open something, check all widgets, and close the dialogs and menus."""
        opened()
        try:
            self.check_all()
        finally:
            self._close_dialogs()

    def _close_dialogs(self) -> None:
        for each in QApplication.topLevelWidgets():
            if isValid(each) and isinstance(each, QMenu | QDialog):
                each.close()


@pytest.fixture
def checker(qtbot: QtBot, marker: Watched) -> Checker:
    return Checker(qtbot, set())


@pytest.fixture
def crowded(
    library: Library, made: Callable[[Request], Picture], marker: Watched, tiny_model: Path, tmp_path: Path
) -> Library:
    """A library in which every name and every text is hostile."""
    model = shutil.copytree(tiny_model, tmp_path / NAME)
    first = made(request(PROMPT, model=str(model), negative_prompt=PROMPT))
    second = made(request(PROMPT, seed=2, model=str(model), negative_prompt=PROMPT, steps=4))
    for seed in (3, 4):
        made(request(PROMPT * 40, seed=seed, model=str(model)))
    album = library.albums.add(NAME)
    library.albums.add(f"{NAME} too", "heart")
    for change in (marks.set_tag(NAME), marks.add_to_collection(album.name)):
        library.marks.change([first, second], change)
    library.prompts.save_style(Style(NAME, PROMPT, PROMPT))
    library.presets.save(NAME, first.request)
    library.grids.save(NAME, Grid(first.request, Axis("steps", (3, 4)), Axis("prompt", (PROMPT, "a heart"))))
    folder = tmp_path / "pictures of others" / NAME
    folder.mkdir(parents=True)
    library.folders.add(folder)
    jobs = library.queue.add([request(PROMPT, seed=seed, model=str(model)) for seed in (7, 8, 9)])
    library.queue.claim_next([jobs[0].id])
    library.queue.end(jobs[0].id, JobState.FAILED, MachineError("model-missing", model=NAME, known=PROMPT))
    return library


@pytest.fixture
def window_over_it(crowded: Library, window: MainWindow, tiny_model: Path, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    """A window with a value in every field of its form."""
    panel = window.prompt_panel
    panel.add_model(tmp_path / NAME)
    panel.additions.add(
        str(tiny_models.make_lora(tiny_model, tmp_path / f"{NAME}.safetensors", trigger=f"{NAME}, red"))
    )
    panel.controls.add(str(tiny_models.make_tiny_controlnet(tiny_model, tmp_path / "edges" / NAME)))
    panel.upscaling.add_upscaler(str(tiny_models.make_esrgan(tmp_path / f"{NAME} 4x.safetensors")))
    panel.prompt.setPlainText(PROMPT)
    window.views.toggle_info()
    window.queue_panel.refresh()
    window.gallery.grid.selectAll()
    qtbot.waitUntil(lambda: bool(window.relatives.family.members), timeout=10_000)
    return window


def find_widget_classes() -> set[type]:
    """Return every widget class that is defined in a package of `macapp.ui`."""
    modules = [found.name for found in pkgutil.walk_packages(macapp.ui.__path__, "macapp.ui.")]
    return {
        value
        for module in modules
        for value in vars(import_module(module)).values()
        if isinstance(value, type) and issubclass(value, QWidget) and value.__module__ == module
    }


def test_the_watch_sees_what_markup_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    """Check the test itself: by default, Qt opens the file."""
    if sys.platform != "linux":
        pytest.skip("only Linux reports every opened file")
    Image.new("RGB", (8, 8), "red").save(tmp_path / "marker.png")
    monkeypatch.chdir(tmp_path)
    watched = Watched(tmp_path / "marker.png")
    label = QLabel("a heart <img src=marker.png>")
    qtbot.addWidget(label)
    label.show()
    label.sizeHint()
    assert watched.opened()
    QToolTip.showText(QPoint(0, 0), PROMPT)
    assert watched.opened()
    QToolTip.hideText()
    watched.close()


def test_no_window_takes_text_from_outside_for_markup_or_a_command(
    window_over_it: MainWindow, crowded: Library, checker: Checker, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    window, release = window_over_it, threading.Event()

    def ignore(_result: object) -> None:
        pass

    opened: list[Callable[[], object]] = [
        lambda: window.show_error(MachineError("model-missing", model=NAME, known=PROMPT)),
        lambda: window.banner.show_message(PROMPT, NAME),
        lambda: window.chores.start(PROMPT, lambda *_: release.wait(60), ignore, ignore),
        window.form.presets.fill,
        window.prompt_panel.bar.styles.menu().fill,  # type: ignore[attr-defined]
        window.form.show_history,
        lambda: window.gallery.header.filters.menu().popup(QPoint(0, 0)),
        lambda: window.sidebar.list.menu_requested.emit(QPoint(0, 0), crowded.albums.all()[0].place),
        lambda: window.gallery.menu_requested.emit(QPoint(0, 0)),
        lambda: window.queue_panel.list.menu_requested.emit(crowded.queue.failed()[0], QPoint(0, 0)),
        lambda: window.incoming.fill_folders(QMenu(window)),
        window.prompt_panel.controls.show_menu,
        window.pictures.tag,
        window.pictures.create_album,
        window.pictures.save_search,
        window.form.presets.ask_name,
        window.pictures.export,
        window.picture.show_grid,
        lambda: (select_rows(window, 0, 1), window.picture.compare()),
        window.picture.save_copy,
        window.sides.show_benchmark,
        window.sides.show_help,
    ]
    for each in opened:
        checker.check(each)
    checker.check(window.queue_popover.open)
    release.set()
    assert window.picture.grid_window is not None
    window.picture.grid_window.open_grid(crowded.grids.all()[NAME])
    checker.check_all()
    image = source_images.store_file(crowded.places, crowded.pictures.newest(1)[0].path)
    window.prompt_panel.start_image.set_image(image)
    checker.check(window.form.paint_mask)
    checker.check(lambda: window.prompt_panel.references.add(image))
    report = {"rules": [{"fired": True, "why": PROMPT}], "packages": {"torch": NAME, NAME: PROMPT}}
    facts = ("easel chip gpu_cores ram working_set macos python arch device start pictures library free models model"
             " last_crash logs environment")  # fmt: skip
    checker.check(MachineWindow({**dict.fromkeys(facts.split(), PROMPT), **report}, window).show)
    monkeypatch.setattr(updates, "RELEASE_URL", "https://example.invalid/newest")
    checker.check(window.updates.check)
    damaged = recovery.RecoveryDialog(MachineError("library-damaged", path=NAME), crowded.places)
    qtbot.addWidget(damaged)
    checker.check(damaged.open)
    QTimer.singleShot(0, lambda: checker.check(lambda: None))
    recovery.show_fatal_error(MachineError("library-damaged", path=NAME))
    monkeypatch.setattr(foreign_folders, "KNOWN", {NAME: (NAME,)})
    monkeypatch.setenv("HOME", str(Path.cwd()))
    open_models(window, checker, crowded, qtbot)
    ours = find_widget_classes()
    assert len(ours) > 40
    unseen = {each for each in ours if not any(issubclass(seen, each) for seen in checker.seen)}
    assert unseen == set(), "the test does not open these"


def open_models(window: MainWindow, checker: Checker, library: Library, qtbot: QtBot) -> None:
    """Check the Models window, its dialogs, and a failed download."""
    window.sides.show_models()
    shown = window.sides.models
    assert shown is not None
    qtbot.waitUntil(lambda: shown.table.rowCount() == 3, timeout=10_000)
    shown.table.select(str(Path.cwd() / NAME))
    assert shown.use_foreign_button.text() == caption(f"Use the Models of {NAME}")
    checker.check(lambda: shown.show_error(MachineError("model-missing", model=NAME, known=PROMPT)))
    checker.check(lambda: shown.table.customContextMenuRequested.emit(QPoint(0, 0)))
    checker.check(shown.ask_to_discard)
    checker.check(shown.hub.sign_in.click)
    failed = Download(NAME, DownloadState.FAILED, why=PROMPT)
    row = DownloadRow(failed, shown.downloads)
    row.show_state(failed)
    row.show_progress(failed, PROMPT)
    checker.check(row.show)
    row.close()


def test_a_file_dialog_asks_in_plain_text_whether_to_replace_a_file(marker: Watched, tmp_path: Path, qtbot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    name = "<img src=marker.png>.txt"
    (tmp_path / name).write_text("")
    dialog = file_dialog(parent, "Save", name)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    asked: list[tuple[str, Any]] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.append((box.text(), [label.textFormat() for label in box.findChildren(QLabel)]))
            box.button(QMessageBox.StandardButton.No).click()

    dialog.open()
    QTimer.singleShot(0, look)
    next(each for each in dialog.findChildren(QPushButton) if "Save" in each.text()).click()
    [(text, formats)] = asked
    assert text.startswith(name)
    assert set(formats) == {Qt.TextFormat.PlainText}
    dialog.close()


@pytest.mark.parametrize(
    "text", [PROMPT, NAME, "a < b > c", "&lt;b", "<?xml version='1.0'?>", "<!-- x -->", "  <b>x", "<html>", "plain"]
)
def test_a_tip_says_what_was_given_and_is_no_markup(text: str) -> None:
    assert not looks_rich(tip(text))
    assert tip(text).replace("\u2060", "").split() == text.split()


def test_a_tip_can_be_read_however_long_the_text() -> None:
    lines = tip("word " * 100_000).splitlines()
    assert max(map(len, lines)) <= 90
    assert len(lines) <= 40
    assert len(tip("x\n" * 1000).splitlines()) == 40
    assert tip("x" * 500).count("\n") == 5


def test_a_caption_shows_every_letter_on_one_line(qtbot: QtBot) -> None:
    button = QPushButton(caption("Tom & &Jerry\tCtrl+Q\n-"))
    qtbot.addWidget(button)
    assert button.shortcut().isEmpty()
    assert button.text() == "Tom && &&Jerry Ctrl+Q -"


def test_an_entry_that_is_named_from_outside_stays_in_its_menu(qtbot: QtBot) -> None:
    menu, chosen = QMenu(), []
    qtbot.addWidget(menu)
    action = add_named(menu, "About <b>me</b>", lambda: chosen.append(1), "")
    assert action.menuRole() == QAction.MenuRole.NoRole
    assert not looks_rich(action.toolTip())
    action.trigger()
    assert chosen == [1]


def test_a_message_box_is_plain_in_all_its_parts(qtbot: QtBot) -> None:
    box = QMessageBox()
    qtbot.addWidget(box)
    write_in(box, NAME, PROMPT)
    assert (box.text(), box.informativeText()) == (NAME, PROMPT)
    assert list(iter_faults(box)) == []


# Rules for the source
