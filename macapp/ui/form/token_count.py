"""The token count of a prompt, updated during typing; text that the model will not see is struck out."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel

from macapp.errors import EaselError
from macapp.models import Checkpoint
from macapp.prompt.tokens import MAX_PARTS, PART, TokenCount, count_tokens, tokenizer_file
from macapp.ui.form.growing_text import GrowingText
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.theme import secondary_label

SHOWN_SHARE = 0.7  # of the tokens that have room; a shorter prompt needs no count
WAIT_MS = 150  # after the last key, so that the number does not flicker during typing


class TokenCounter(QLabel):
    """The token count below a prompt that is long; it says what the model will not see."""

    def __init__(self, text: GrowingText, background: TaskPool) -> None:
        super().__init__()
        secondary_label(self, smaller=0.85)
        self.setWordWrap(False)
        self._field, self._background = text, background
        self._checkpoint: Checkpoint | None = None
        self.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.count)
        text.textChanged.connect(self._timer.start)

    def set_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Use the tokenizer of a checkpoint."""
        if self._checkpoint is None or checkpoint.id != self._checkpoint.id:
            self._checkpoint = checkpoint
            self._timer.start()

    def count(self) -> None:
        """Count the tokens now, in the background."""
        if self._checkpoint is not None:
            prompt = self._field.toPlainText()
            work = partial(_count_tokens, self._checkpoint, prompt)
            self._background.run(work, partial(self._show, prompt), self._show_nothing, newest_first=True)

    def _show(self, prompt: str, found: TokenCount | None) -> None:
        if prompt != self._field.toPlainText():
            return  # the prompt has changed: another count is running
        if found is None or not prompt.strip():
            self._show_nothing()
            return
        self._field.grey_out(found.unseen)
        words = self.tr("{0} of {1} tokens").format(found.tokens, found.room)
        parts = -(-found.room // PART)
        if found.unseen:
            words = self.tr("Too long: the crossed-out words are ignored ({0} of {1} tokens)").format(
                found.tokens, found.most
            )
        elif found.most == PART * MAX_PARTS and parts > 1:
            words = self.tr("{0} of {1} tokens, in {2} parts").format(found.tokens, found.room, parts)
        self.setText(words)
        self.setVisible(found.tokens > SHOWN_SHARE * found.room or parts > 1)

    def _show_nothing(self, _error: EaselError | None = None) -> None:
        """Show no count: the prompt is empty, its brackets do not match, or the tokenizer of the model is unknown."""
        self._field.grey_out(())
        self.clear()
        self.hide()


def _count_tokens(checkpoint: Checkpoint, prompt: str) -> TokenCount | None:
    tokenizer = tokenizer_file(checkpoint.folder / checkpoint.kind.tokenizer)
    return None if tokenizer is None else count_tokens(prompt, tokenizer, checkpoint.kind.token_limit)
