"""The bar below the picture."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from macapp.ui.form.panel import GenerationForm
from macapp.ui.main.window import MainWindow


def press_tab(qtbot: QtBot) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, Qt.Key.Key_Tab)


def test_the_keyboard_goes_from_the_prompt_to_generate_in_three_stops(window: MainWindow, qtbot: QtBot) -> None:
    bar = window.prompt_panel.bar
    window.activateWindow()
    window.prompt_panel.prompt.setFocus()
    qtbot.waitUntil(window.prompt_panel.prompt.hasFocus)
    stops = 0
    while QApplication.focusWidget() is not bar.generate:
        press_tab(qtbot)
        stops += 1
        assert stops <= 3


def test_the_chips_say_what_is_set(panel: GenerationForm) -> None:
    bar = panel.bar
    panel.size_field.set_size((256, 128))
    panel.count.setValue(3)
    panel.negative_prompt.setPlainText("blurry, text, watermark, frame")
    assert (bar.size_chip.text(), bar.count_chip.text()) == ("▭ 256 × 128", "× 3")
    assert bar.leave_out.text().startswith("Leave out: blurry")


def test_what_to_leave_out_opens_below_the_prompt_and_stays_while_it_has_text(panel: GenerationForm) -> None:
    field = panel.negative_prompt
    assert field.isHidden()
    panel.bar.leave_out.click()
    assert not field.isHidden()
    panel.bar.leave_out.click()
    assert field.isHidden()
    panel.prompts.set_texts("a heart", "blue")
    assert not field.isHidden(), "text is never out of sight"
    panel.prompts.set_texts("a heart", "")
    assert field.isHidden()


def test_an_error_goes_away_with_the_next_change(panel: GenerationForm) -> None:
    panel.show_error("That does not work.")
    assert panel.fault == "That does not work."
    panel.prompt.setPlainText("another prompt")
    assert panel.fault == ""


def test_a_prompt_of_500_words_stays_inside_the_window(window: MainWindow, qtbot: QtBot) -> None:
    window.prompt_panel.prompt.setPlainText("word " * 500)
    QApplication.processEvents()
    assert window.prompt_panel.bar.width() <= window.width()
    assert window.prompt_panel.bar.height() < window.height() / 2
    assert window.width() <= 1280
