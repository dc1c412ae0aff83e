"""A text field that grows with its text, steps to earlier prompts and greys the words that the model will not see."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPalette, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from macapp.domain.request import PROMPT_CHARACTERS


class GrowingText(QPlainTextEdit):
    """A text field that grows with its text, from `least` to `most` lines. Tab leaves it, Option-Up goes to earlier."""

    step_requested = Signal(int)
    refused = Signal(int)
    """so many characters were pasted, more than can be kept"""

    def __init__(self, invitation: str, least: int, most: int) -> None:
        super().__init__()
        self._least, self._most = least, most
        self.setPlaceholderText(invitation)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._unseen = _Unseen(self.document())
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)

    def grey(self, stretches: Sequence[tuple[int, int]]) -> None:
        """Grey some stretches of the text, from and to."""
        self._unseen.show(stretches, self.palette().color(QPalette.ColorRole.PlaceholderText))

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take pasted text, unless it is more than a prompt can be: laying that out would hold the window up."""
        if source.hasText() and len(source.text()) > PROMPT_CHARACTERS:
            self.refused.emit(len(source.text()))
        else:
            super().insertFromMimeData(source)

    def event(self, event: QEvent) -> bool:
        """Keep Option with Up and Down for earlier prompts: elsewhere in the window they walk through a family."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _step_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if step := _step_of(event):
            self.step_requested.emit(step)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        lines = min(self._most, max(self._least, int(self.document().size().height())))
        around = 2 * (self.frameWidth() + int(self.document().documentMargin()))
        return QSize(200, lines * QFontMetrics(self.font()).lineSpacing() + around + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def _step_of(event: QKeyEvent) -> int:
    """Return 1 for Option-Up (an earlier prompt), -1 for Option-Down, else 0."""
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier != Qt.KeyboardModifier.AltModifier:
        return 0
    return {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)


class _Unseen(QSyntaxHighlighter):
    """Greys and strikes out stretches of a document."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._stretches: list[tuple[int, int]] = []
        self._format = QTextCharFormat()
        self._format.setFontStrikeOut(True)

    def show(self, stretches: Sequence[tuple[int, int]], colour: object) -> None:
        """Grey these stretches and no others."""
        if list(stretches) != self._stretches:
            self._stretches = list(stretches)
            self._format.setForeground(colour)  # type: ignore[arg-type]
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        first = self.currentBlock().position()
        for start, end in self._stretches:
            begin, stop = max(start - first, 0), min(end - first, len(text))
            if stop > begin:
                self.setFormat(begin, stop - begin, self._format)
