"""A text field that grows with its text, browses earlier prompts and greys out text beyond the token limit."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QPalette,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from macapp.domain.request import PROMPT_CHARACTERS
from macapp.system.paths import ON_A_MAC


class GrowingText(QPlainTextEdit):
    """A text field from `least` to `most` lines high. Tab moves to the next field, Option-Up to an earlier prompt.

    On a Mac, Option with an arrow moves by paragraphs in every text field. There Option-Up asks for an earlier prompt
    only at the start of the text, and Option-Down for a later one only at its end.
    """

    step_requested = Signal(int)
    refused = Signal(int)
    """the number of pasted characters, which is over the limit"""

    def __init__(self, placeholder: str, least: int, most: int) -> None:
        super().__init__()
        self._least, self._most = least, most
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # lines wrap
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._unseen = _UnseenHighlighter(self.document())
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    def grey_out(self, ranges: Sequence[tuple[int, int]]) -> None:
        """Grey out some ranges of the text, each with its start and end."""
        self._unseen.show(ranges, self.palette().color(QPalette.ColorRole.PlaceholderText))

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert pasted text, unless it is longer than a prompt may be: its layout would block the window."""
        if source.hasText() and len(source.text()) > PROMPT_CHARACTERS:
            self.refused.emit(len(source.text()))
        else:
            super().insertFromMimeData(source)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _history_step(event)
        if not step or (ON_A_MAC and not self._is_at_edge(step)):
            super().keyPressEvent(event)
            return
        self.step_requested.emit(step)
        if ON_A_MAC:  # the next press goes on
            self.moveCursor(QTextCursor.MoveOperation.Start if step == 1 else QTextCursor.MoveOperation.End)

    def _is_at_edge(self, step: int) -> bool:
        cursor = self.textCursor()
        return cursor.atStart() if step == 1 else cursor.atEnd()

    def sizeHint(self) -> QSize:
        lines = min(self._most, max(self._least, int(self.document().size().height())))
        around = 2 * (self.frameWidth() + int(self.document().documentMargin()))
        return QSize(200, lines * QFontMetrics(self.font()).lineSpacing() + around + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def _history_step(event: QKeyEvent) -> int:
    """Return 1 for Option-Up (an earlier prompt), -1 for Option-Down, else 0."""
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier != Qt.KeyboardModifier.AltModifier:
        return 0
    return {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)


class _UnseenHighlighter(QSyntaxHighlighter):
    """Greys and strikes out ranges of a document."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._ranges: list[tuple[int, int]] = []
        self._format = QTextCharFormat()
        self._format.setFontStrikeOut(True)

    def show(self, ranges: Sequence[tuple[int, int]], colour: object) -> None:
        """Grey out these ranges and no others."""
        if list(ranges) != self._ranges:
            self._ranges = list(ranges)
            self._format.setForeground(colour)  # type: ignore[arg-type]
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        first = self.currentBlock().position()
        for start, end in self._ranges:
            begin, stop = max(start - first, 0), min(end - first, len(text))
            if stop > begin:
                self.setFormat(begin, stop - begin, self._format)
