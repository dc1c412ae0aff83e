"""The Edit menu acts on the widget with the focus: a text field, a list, the gallery, a mask."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from macapp.domain.job import EventKind, JobEvent
from macapp.library import Library
from macapp.ui.main.window import MainWindow
from macapp.ui.mask.window import MaskWindow
from tests.support.mac_keys import activate
from tests.support.masks import white_share
from tests.support.request_factory import request


def test_text_is_cut_copied_pasted_deleted_selected_and_undone(window: MainWindow, qtbot: QtBot) -> None:
    activate(window, qtbot)
    edit, field = window.menus.edit, window.prompt_panel.prompt
    field.setPlainText("a red heart")
    field.setFocus()
    edit.select_all.trigger()
    edit.cut.trigger()
    assert field.toPlainText() == ""
    edit.paste.trigger()
    edit.paste.trigger()
    assert field.toPlainText() == "a red hearta red heart"
    edit.undo.trigger()
    assert field.toPlainText() == "a red heart"
    edit.redo.trigger()
    assert field.toPlainText() == "a red hearta red heart"
    window.gallery.line.setFocus()
    edit.paste.trigger()
    assert window.gallery.line.text() == "a red heart", "another field"
    window.gallery.line.home(False)
    edit.delete.trigger()
    assert window.gallery.line.text() == "a red heart", "nothing is selected"
    edit.select_all.trigger()
    edit.delete.trigger()
    assert window.gallery.line.text() == ""


def test_pictures_are_copied_deleted_and_brought_back(window: MainWindow, made, qtbot: QtBot) -> None:
    for seed in (1, 2):
        window.on_event(JobEvent(kind=EventKind.DONE, picture=made(request(f"picture {seed}", seed=seed))))
    activate(window, qtbot)
    edit = window.menus.edit
    assert edit.undo.text() == "Undo"
    window.gallery.grid.setFocus()
    qtbot.waitUntil(lambda: not window.viewer.canvas.image().isNull())
    edit.copy.trigger()
    assert QGuiApplication.clipboard().image().size() == window.viewer.canvas.image().size()
    edit.select_all.trigger()
    assert len(window.gallery.selected_numbers()) == 2
    assert not edit.undo.isEnabled()
    edit.delete.trigger()
    assert window.gallery.pictures.rowCount() == 0
    assert edit.undo.text() == "Undo Move to Trash"
    window.prompt_panel.prompt.setFocus()
    assert edit.undo.text() == "Undo", "of the text"
    window.gallery.grid.setFocus()
    edit.undo.trigger()
    qtbot.waitUntil(lambda: window.gallery.pictures.rowCount() == 2, timeout=10_000)


def test_a_text_field_with_the_focus_undoes_only_text(window: MainWindow, made, qtbot: QtBot) -> None:
    window.on_event(JobEvent(kind=EventKind.DONE, picture=made(request("a boat"))))
    activate(window, qtbot)
    prompt, steps, edit = window.prompt_panel.prompt, window.prompt_panel.steps, window.menus.edit
    window.gallery.grid.setFocus()
    qtbot.keyClick(window.gallery.grid, Qt.Key.Key_4)
    for field in (prompt, window.gallery.line, steps):
        field.setFocus()
        if field is not steps:
            field.clear()
            qtbot.keyClicks(field, "sea")
        for _press in range(4):  # more often than there is text to undo
            edit.undo.trigger()
        assert window.undo.undoText() == "Stars", f"the stars stay while {field} has the focus"
        edit.redo.trigger()
        assert window.undo.undoText() == "Stars"
    assert prompt.toPlainText() == "sea", "written again by Redo"
    window.gallery.grid.setFocus()
    assert edit.undo.text() == "Undo Stars"
    edit.undo.trigger()
    assert window.undo.undoText() == ""
    assert prompt.toPlainText() == "sea", "and the other way round"


def test_the_menu_offers_no_undo_of_a_job_that_is_done(window: MainWindow, library: Library, qtbot: QtBot) -> None:
    activate(window, qtbot)
    window.gallery.grid.setFocus()
    window.ordering.add([request("a"), request("b")])
    undo = window.menus.edit.undo
    assert undo.text() == "Undo Add to Queue"
    for still_offered in (True, False):
        job = library.queue.claim_next()
        assert job is not None
        window.on_event(JobEvent(kind=EventKind.STEP, job=job, step=1, steps=3))
        assert (undo.text() == "Undo Add to Queue") == still_offered
    assert not undo.isEnabled()


def test_an_image_is_pasted_where_no_text_is_edited(window: MainWindow, qtbot: QtBot) -> None:
    activate(window, qtbot)
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(0xFF0000)
    QGuiApplication.clipboard().setImage(image)
    window.gallery.grid.setFocus()
    window.menus.edit.paste.trigger()
    qtbot.waitUntil(lambda: window.prompt_panel.start_image.image is not None, timeout=10_000)


def test_the_mask_window_has_its_own_undo(window: MainWindow, painting: MaskWindow, qtbot: QtBot) -> None:
    activate(painting, qtbot)
    painting.canvas.setFocus()
    painting.canvas.stroke([QPointF(48, 32)])
    assert window.menus.edit.undo.text() == "Undo Paint"
    window.menus.edit.undo.trigger()
    assert white_share(painting.canvas) == 0
    activate(window, qtbot)
    window.gallery.grid.setFocus()
    assert not window.menus.edit.redo.isEnabled(), "the main window has nothing to redo"
