"""The token count below the prompt."""

from pytestqt.qtbot import QtBot

from macapp.ui.main.window import MainWindow


def test_tokens_are_counted_and_the_unseen_struck_out(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.prompt_panel
    panel.prompt.setPlainText("a red heart")
    qtbot.waitUntil(lambda: panel.prompts.tokens.text() == "3 of 75 tokens", timeout=5000)
    assert panel.prompts.tokens.isHidden(), "a short prompt needs no count"
    panel.prompt.setPlainText("red " * 100)
    qtbot.waitUntil(lambda: panel.prompts.tokens.text() == "100 of 150 tokens, in 2 parts", timeout=5000)
    assert panel.prompts.tokens.isVisible()
    panel.prompt.setPlainText("red " * 750 + "unseen")
    qtbot.waitUntil(lambda: "the crossed-out words are ignored" in panel.prompts.tokens.text(), timeout=5000)
    last = panel.prompt.document().lastBlock().layout().formats()[-1]
    assert last.format.fontStrikeOut()  # type: ignore[attr-defined]
    panel.prompt.setPlainText("a (red heart")
    qtbot.waitUntil(lambda: panel.prompts.tokens.text() == "", timeout=5000)
