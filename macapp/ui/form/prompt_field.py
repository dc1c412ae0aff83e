"""The two prompts: what is wanted, with how much of it the model sees and what is at hand for it, and what is not."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from macapp.ui.form.growing_text import GrowingText
from macapp.ui.form.token_count import TokenCounter
from macapp.ui.widgets.fields import labelled_field
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.theme import GAP, secondary_label


class PromptField(QWidget):
    """Both prompts, the count of tokens, and the buttons for earlier prompts, styles and presets."""

    history_requested = Signal()
    step_requested = Signal(int)
    """to the prompt before or after, by key"""
    refused = Signal(str, int)
    """which of the two would have become too long, and by how many characters it would have been so"""

    def __init__(self, background: TaskPool) -> None:
        super().__init__()
        self.prompt = GrowingText(self.tr("What do you want to see?"), 3, 9)
        self.prompt.setAccessibleName(self.tr("Prompt"))
        self.prompt.step_requested.connect(self.step_requested)
        self.prompt.refused.connect(partial(self.refused.emit, "prompt"))
        self.tokens = TokenCounter(self.prompt, background)
        self._history = QToolButton()
        self._history.setText(self.tr("Earlier"))
        self._history.setToolTip(self.tr("Every prompt used before, to search (Option-Up steps through them)"))
        self._history.clicked.connect(self.history_requested)
        self.styles, self.presets = QToolButton(), QToolButton()
        for button, words in ((self.styles, self.tr("Styles")), (self.presets, self.tr("Presets"))):
            button.setText(words)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.negative_prompt = GrowingText(self.tr("What should not be in it?"), 1, 5)
        self.negative_prompt.refused.connect(partial(self.refused.emit, "negative_prompt"))
        self.negative_prompt.setAccessibleName(self.tr("Negative prompt"))
        self.negative = labelled_field(self.tr("Negative prompt"), self.negative_prompt)
        self._lay_out()

    def set_texts(self, prompt: str, negative_prompt: str) -> None:
        """Put text into both as if it were typed: their own undo takes it back."""
        for field, text in ((self.prompt, prompt), (self.negative_prompt, negative_prompt)):
            if field.toPlainText() != text:
                cursor = field.textCursor()
                cursor.select(QTextCursor.SelectionType.Document)
                cursor.insertText(text)

    def insert_word(self, word: str) -> None:
        """Add a word to the end of the prompt, unless it is there."""
        text = self.prompt.toPlainText()
        if word not in text:
            longer = f"{text.rstrip().rstrip(',')}, {word}" if text.strip() else word
            self.set_texts(longer, self.negative_prompt.toPlainText())

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2)
        label = secondary_label(QLabel(self.tr("Prompt")))
        label.setBuddy(self.prompt)
        head.addWidget(label, 1)
        for button in (self._history, self.styles, self.presets):
            button.setAutoRaise(True)
            head.addWidget(button)
        wanted = QVBoxLayout()
        wanted.setSpacing(2)
        wanted.addLayout(head)
        wanted.addWidget(self.prompt)
        wanted.addWidget(self.tokens)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(wanted)
        layout.addWidget(self.negative)
