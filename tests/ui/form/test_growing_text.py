"""The text field of the prompts."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QTextCursor
from pytestqt.qtbot import QtBot

from macapp.ui.form.panel import GenerationForm


def test_the_prompt_field_grows_with_its_text(panel: GenerationForm) -> None:
    before = panel.prompt.sizeHint().height()
    panel.prompt.setPlainText("\n".join("words" for _ in range(6)))
    assert panel.prompt.sizeHint().height() > before


def test_a_megabyte_that_is_pasted_is_refused_in_words_and_what_was_typed_stays(
    panel: GenerationForm, qtbot: QtBot
) -> None:
    panel.prompt.setPlainText("half a thought")
    data = QMimeData()
    data.setText("a word " * 150_000)
    QGuiApplication.clipboard().setMimeData(data)
    panel.prompt.paste()
    assert panel.prompt.toPlainText() == "half a thought"
    assert "1050000 characters" in panel.fault
    data = QMimeData()
    data.setText(" and its end")
    panel.prompt.moveCursor(QTextCursor.MoveOperation.End)
    panel.prompt.insertFromMimeData(data)
    assert panel.prompt.toPlainText() == "half a thought and its end"
