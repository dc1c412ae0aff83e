"""How many tokens a prompt has, counted as it is typed; what the model will not see is greyed in the prompt itself."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel

from macapp.errors import EaselError
from macapp.models import Checkpoint
from macapp.prompt.tokens import MAX_PARTS, PART, TokenCount, count_tokens, tokenizer_file
from macapp.ui.form.growing_text import GrowingText
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.theme import secondary_label

WAIT_MS = 150  # after the last key: nobody reads a number while typing


class TokenCounter(QLabel):
    """The number below a prompt."""

    def __init__(self, text: GrowingText, background: TaskPool) -> None:
        super().__init__()
        secondary_label(self, smaller=0.85)
        self.setWordWrap(False)
        self._field, self._background = text, background
        self._checkpoint: Checkpoint | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.count)
        text.textChanged.connect(self._timer.start)

    def set_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Count as this checkpoint does."""
        if self._checkpoint is None or checkpoint.id != self._checkpoint.id:
            self._checkpoint = checkpoint
            self._timer.start()

    def count(self) -> None:
        """Count now, off this thread."""
        if self._checkpoint is not None:
            prompt = self._field.toPlainText()
            work = partial(_counted, self._checkpoint, prompt)
            self._background.run(work, partial(self._show, prompt), self._unknown, newest_first=True)

    def _show(self, prompt: str, found: TokenCount | None) -> None:
        if prompt != self._field.toPlainText():
            return  # typed on meanwhile: another count is under way
        if found is None or not prompt.strip():
            self._unknown()
            return
        self._field.grey(found.unseen)
        words = self.tr("{0} of {1} tokens").format(found.tokens, found.room)
        parts = -(-found.room // PART)
        if found.unseen:
            words = self.tr("{0} tokens: the model sees {1}, the rest is struck out").format(found.tokens, found.most)
        elif found.most == PART * MAX_PARTS and parts > 1:
            words = self.tr("{0} of {1} tokens, read in {2} parts").format(found.tokens, found.room, parts)
        self.setText(words)

    def _unknown(self, _error: EaselError | None = None) -> None:
        """Say nothing: there is no text, its brackets do not match yet, or the model has no tokenizer that is known."""
        self._field.grey(())
        self.clear()


def _counted(checkpoint: Checkpoint, prompt: str) -> TokenCount | None:
    tokenizer = tokenizer_file(checkpoint.folder / checkpoint.kind.tokenizer)
    return None if tokenizer is None else count_tokens(prompt, tokenizer, checkpoint.kind.token_limit)
