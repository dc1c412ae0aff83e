"""The text field of the prompts."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from pytestqt.qtbot import QtBot

from macapp.ui.form import growing_text
from macapp.ui.form.growing_text import GrowingText
from macapp.ui.form.panel import GenerationForm


def test_the_prompt_field_grows_with_its_text(panel: GenerationForm) -> None:
    before = panel.prompt.sizeHint().height()
    panel.prompt.setPlainText("\n".join("words" for _ in range(6)))
    assert panel.prompt.sizeHint().height() > before


def test_a_long_prompt_wraps_and_needs_no_bar_below_it(panel: GenerationForm) -> None:
    panel.prompt.setPlainText("a lighthouse on a cliff at dusk " * 40)
    assert panel.prompt.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    assert panel.prompt.lineWrapMode() is GrowingText.LineWrapMode.WidgetWidth


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


def test_on_a_mac_option_up_stays_in_the_text_until_its_start(
    panel: GenerationForm, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growing_text, "ON_A_MAC", True)
    steps: list[int] = []
    panel.prompt.step_requested.connect(steps.append)
    panel.prompt.setPlainText("above\nbelow")
    end, start = QTextCursor.MoveOperation.End, QTextCursor.MoveOperation.Start
    for place, key, expected in (
        (end, Qt.Key.Key_Up, []),
        (start, Qt.Key.Key_Down, []),
        (start, Qt.Key.Key_Up, [1]),
        (end, Qt.Key.Key_Down, [1, -1]),
    ):
        panel.prompt.moveCursor(place)
        qtbot.keyClick(panel.prompt, key, Qt.KeyboardModifier.AltModifier)
        assert steps == expected
    panel.prompt.moveCursor(start)
    for _press in range(2):
        qtbot.keyClick(panel.prompt, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert steps == [1, -1, 1, 1], "each press goes on to an earlier prompt"
