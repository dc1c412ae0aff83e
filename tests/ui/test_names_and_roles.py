"""Every window in Qt's accessibility tree: each stop of the keyboard has a name, a role and a visible focus."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, JobEvent
from macapp.library import Library, source_images
from macapp.ui.main.machine_window import MachineWindow
from macapp.ui.main.window import MainWindow
from macapp.ui.main.window_menu import open_windows
from macapp.ui.widgets.fields import Section
from tests.support.mac_keys import activate
from tests.support.request_factory import request


@pytest.fixture
def windows(window: MainWindow, made, library: Library, sketch: Path, qtbot: QtBot) -> list[QWidget]:
    """Every window of the program, with two pictures, a source image, all sections open and a message."""
    for seed in (1, 2):
        window.on_event(JobEvent(kind=EventKind.DONE, picture=made(request(f"picture {seed}", seed=seed))))
    window.prompt_panel.start_image.set_image(source_images.store_file(library.places, sketch))
    window.form.paint_mask()
    for show in (window.sides.show_models, window.sides.show_benchmark, window.sides.show_help):
        show()
    window.gallery.select_all()
    window.picture.compare()
    window.picture.show_grid()
    window.sides.show_machine()
    qtbot.waitUntil(lambda: window.findChild(MachineWindow) is not None, timeout=20_000)
    for section in window.findChildren(Section):
        section.expand()
    window.banner.show_message("Moved a picture to the Trash", "Undo", lambda: None)
    window.menus.palette.open()
    return open_windows()


def stops(window: QWidget) -> Iterator[QWidget]:
    """Yield the widgets that the Tab key reaches; a part of another field counts as that field."""
    for widget in window.findChildren(QWidget):
        is_part = isinstance(widget.parent(), QAbstractSpinBox | QComboBox) and isinstance(widget, QLineEdit)
        takes_tab = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
        if takes_tab and not is_part and widget.isVisible() and widget.isEnabled() and widget.window() is window:
            yield widget


def describe(widget: QWidget, window: QWidget) -> str:
    return f"{window.windowTitle()}: {type(widget).__name__} in {type(widget.parent()).__name__}"


def test_every_stop_has_a_name_and_a_role(windows: list[QWidget]) -> None:
    unnamed = []
    reached = 0
    for window in windows:
        for widget in stops(window):
            heard = QAccessible.queryAccessibleInterface(widget)
            name = heard.text(QAccessible.Text.Name)
            reached += 1
            if not name.strip() or heard.role() == QAccessible.Role.NoRole:
                unnamed.append(f"{describe(widget, window)}: “{name}”, {heard.role()}")
    assert len(windows) == 8
    assert reached > 60
    assert not unnamed, "\n".join(unnamed)


def test_a_combo_box_is_described_by_its_label(windows: list[QWidget]) -> None:
    """Its name is its value on Linux and macOS, where VoiceOver reads the description as the label."""
    wrong = []
    for window in windows:
        for box in window.findChildren(QComboBox):
            heard = QAccessible.queryAccessibleInterface(box)
            if not box.accessibleName() or heard.text(QAccessible.Text.Description) != box.accessibleName():
                wrong.append(f"{describe(box, window)}: {box.currentText()}")
    assert not wrong, "\n".join(wrong)


def test_a_section_says_whether_it_is_open(windows: list[QWidget]) -> None:
    [main] = [window for window in windows if isinstance(window, MainWindow)]
    for section in main.findChildren(Section):
        [heading, *_others] = section.findChildren(QToolButton)
        for is_open in (True, False):
            section.expand(is_open)
            said = QAccessible.queryAccessibleInterface(heading).text(QAccessible.Text.Description)
            assert said.startswith("open" if is_open else "closed")


def test_the_focus_is_seen_at_every_stop(windows: list[QWidget], qtbot: QtBot) -> None:
    """Areas that scroll, of which some windows consist, and the button that Return presses show no other state."""
    unseen = []
    for window in windows:
        activate(window, qtbot)
        for widget in stops(window):
            before = picture_of(widget, None)
            after = picture_of(widget, widget)
            is_known = isinstance(widget, QAbstractScrollArea) or getattr(widget, "isDefault", bool)()
            if QApplication.focusWidget() is widget and before == after and not is_known:
                unseen.append(describe(widget, window))
    assert not unseen, "\n".join(unseen)


def picture_of(widget: QWidget, focus: QWidget | None) -> QImage:
    """Return what is drawn around a widget while `focus`, or nothing, has the keyboard focus."""
    widget.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # as the Tab key does
    current = QApplication.focusWidget()
    if focus is None and current is not None:
        current.clearFocus()
    elif focus is not None:
        focus.setFocus(Qt.FocusReason.TabFocusReason)
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is not None:
        area.ensureWidgetVisible(widget)
    QApplication.processEvents()
    top = widget.window()
    corner = widget.mapTo(top, widget.rect().topLeft())
    return top.grab(widget.rect().translated(corner).adjusted(-4, -4, 4, 4)).toImage()
