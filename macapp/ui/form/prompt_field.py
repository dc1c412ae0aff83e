"""The prompt with its token count and menus, and the negative prompt."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from macapp.domain.request import PROMPT_CHARACTERS
from macapp.ui.form.growing_text import GrowingText
from macapp.ui.form.token_count import TokenCounter
from macapp.ui.widgets.fields import labelled_field
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.theme import GAP, secondary_label


class PromptField(QWidget):
    """Prompt, negative prompt, token count, and the buttons for earlier prompts, styles and presets."""

    history_requested = Signal()
    step_requested = Signal(int)
    """1 for the next earlier prompt, -1 for the next later one"""
    refused = Signal(str, int)
    """the field that refused text from another program, and the number of its characters"""

    def __init__(self, background: TaskPool) -> None:
        super().__init__()
        self.prompt = GrowingText(self.tr("What do you want to see?"), 3, 9)
        self.prompt.setAccessibleName(self.tr("Prompt"))
        self.prompt.step_requested.connect(self.step_requested)
        self.prompt.refused.connect(partial(self.refused.emit, "prompt"))
        self.tokens = TokenCounter(self.prompt, background)
        self._history = QToolButton()
        self._history.setText(self.tr("Earlier"))
        self._history.setToolTip(self.tr("Search earlier prompts (Option-Up browses them)"))
        self._history.clicked.connect(self.history_requested)
        self.styles, self.presets = QToolButton(), QToolButton()
        for button, words in ((self.styles, self.tr("Styles")), (self.presets, self.tr("Presets"))):
            button.setText(words)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.negative_prompt = GrowingText(self.tr("What should not be in the picture?"), 1, 5)
        self.negative_prompt.refused.connect(partial(self.refused.emit, "negative_prompt"))
        self.negative_prompt.setAccessibleName(self.tr("Negative prompt"))
        self.negative = labelled_field(self.tr("Negative prompt"), self.negative_prompt)
        self._build_layout()

    def set_texts(self, prompt: str, negative_prompt: str) -> None:
        """Replace both texts as if typed: the undo of the text fields restores them."""
        for field, text in ((self.prompt, prompt), (self.negative_prompt, negative_prompt)):
            if field.toPlainText() != text:
                cursor = field.textCursor()
                cursor.select(QTextCursor.SelectionType.Document)
                cursor.insertText(text)

    def use_text(self, text: str) -> None:
        """Replace the prompt by text from another program, unless it is longer than a prompt may be."""
        if len(text) > PROMPT_CHARACTERS:
            self.refused.emit("prompt", len(text))
        else:
            self.set_texts(text, self.negative_prompt.toPlainText())

    def insert_word(self, word: str) -> None:
        """Add a word to the end of the prompt, unless the prompt contains it."""
        text = self.prompt.toPlainText()
        if word not in text:
            longer = f"{text.rstrip().rstrip(',')}, {word}" if text.strip() else word
            self.set_texts(longer, self.negative_prompt.toPlainText())

    def _build_layout(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2)
        label = secondary_label(QLabel(self.tr("Prompt")))
        label.setBuddy(self.prompt)
        head.addWidget(label, 1)
        for button in (self._history, self.styles, self.presets):
            button.setAutoRaise(True)
            head.addWidget(button)
        positive = QVBoxLayout()
        positive.setSpacing(2)
        positive.addLayout(head)
        positive.addWidget(self.prompt)
        positive.addWidget(self.tokens)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(positive)
        layout.addWidget(self.negative)
