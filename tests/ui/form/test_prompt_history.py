"""Earlier prompts and styles."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from macapp.library import Library
from macapp.library.prompt_history import Style
from macapp.ui.form.prompt_history import Styles
from macapp.ui.main.window import MainWindow
from tests.support.request_factory import request


def styles(window: MainWindow) -> Styles:
    menu = window.prompt_panel.bar.styles.menu()
    assert isinstance(menu, Styles)
    return menu


def test_earlier_prompts_are_searched_and_used(window: MainWindow, made, qtbot: QtBot) -> None:
    for prompt in ("a red heart", "a blue star", "two hearts at night"):
        made(request(prompt, negative_prompt="blurry"))
    window.form.history.open_at(QPoint(0, 0))
    listed = [window.form.history.list.item(row).text() for row in range(window.form.history.list.count())]
    assert listed == ["two hearts at night", "a blue star", "a red heart"]
    qtbot.waitUntil(lambda: not window.form.history.list.item(0).icon().isNull(), timeout=5000)
    qtbot.keyClicks(window.form.history.line, "heart red")
    assert window.form.history.list.count() == 1
    qtbot.keyClick(window.form.history.line, Qt.Key.Key_Return)
    assert window.prompt_panel.prompt.toPlainText() == "a red heart"
    assert window.prompt_panel.negative_prompt.toPlainText() == "blurry"
    assert window.form.history.isHidden()


def test_option_up_steps_back_through_them_and_undo_brings_the_own_words_back(
    window: MainWindow, made, qtbot: QtBot
) -> None:
    made(request("older"))
    made(request("newer"))
    field = window.prompt_panel.prompt
    field.setPlainText("my own")
    for key, text in (
        (Qt.Key.Key_Up, "newer"),
        (Qt.Key.Key_Up, "older"),
        (Qt.Key.Key_Up, "older"),
        (Qt.Key.Key_Down, "newer"),
    ):
        qtbot.keyClick(field, key, Qt.KeyboardModifier.AltModifier)
        assert field.toPlainText() == text
    for _step in range(3):
        field.undo()
    assert field.toPlainText() == "my own"


def test_a_style_is_saved_applied_exported_and_imported(window: MainWindow, library: Library, tmp_path: Path) -> None:
    panel = window.prompt_panel
    panel.prompt.setPlainText("{prompt}, oil painting")
    panel.negative_prompt.setPlainText("photo")
    styles(window).save("Oil")
    assert library.prompts.styles() == [Style("Oil", "{prompt}, oil painting", "photo")]
    panel.prompt.setPlainText("a cat")
    panel.negative_prompt.setPlainText("dog")
    styles(window).apply(library.prompts.styles()[0])
    assert panel.prompt.toPlainText() == "a cat, oil painting"
    assert panel.negative_prompt.toPlainText() == "dog, photo"
    styles(window).export_file(tmp_path / "styles.csv")
    library.prompts.delete_style("Oil")
    styles(window).import_file(tmp_path / "styles.csv")
    assert [each.name for each in library.prompts.styles()] == ["Oil"]
    styles(window).fill()
    assert styles(window).actions()[0].text() == "Oil"
    (tmp_path / "wrong.csv").write_text("nothing of the kind")
    styles(window).import_file(tmp_path / "wrong.csv")
    assert "wrong.csv" in window.banner.text
