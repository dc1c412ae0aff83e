"""The prompt with its token count, and the negative prompt."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from macapp.domain.request import PROMPT_CHARACTERS
from macapp.ui.form.growing_text import GrowingText
from macapp.ui.form.token_count import TokenCounter
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.theme import frameless


class PromptField(QWidget):
    """The prompt, its token count, and the negative prompt."""

    step_requested = Signal(int)
    """1 for the next earlier prompt, -1 for the next later one"""
    refused = Signal(str, int)
    """the field that refused text from another program, and the number of its characters"""

    def __init__(self, background: TaskPool) -> None:
        super().__init__()
        self.prompt = GrowingText(self.tr("What do you want to see?"), 2, 8)
        self.prompt.setAccessibleName(self.tr("Prompt"))
        self.prompt.step_requested.connect(self.step_requested)
        self.prompt.refused.connect(partial(self.refused.emit, "prompt"))
        self.tokens = TokenCounter(self.prompt, background)
        self.negative_prompt = GrowingText(self.tr("What to leave out"), 1, 5)
        self.negative_prompt.refused.connect(partial(self.refused.emit, "negative_prompt"))
        self.negative_prompt.setAccessibleName(self.tr("Negative prompt"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for row in (self.prompt, self.tokens, self.negative_prompt):
            layout.addWidget(row)
        frameless(self.prompt)  # the prompt bar is its frame
        self.prompt.document().setDocumentMargin(0)

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
