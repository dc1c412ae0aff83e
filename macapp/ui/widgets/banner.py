"""A strip at the top of the window for errors and notices. It is never a dialog; a new message replaces the old one."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from macapp.ui.widgets.plain_text import caption
from macapp.ui.widgets.theme import MARGIN, plain_text

NOTICE_MILLISECONDS = 8000


class Banner(QWidget):
    """A sentence, an optional button, and a close button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self._action: Callable[[], object] | None = None
        self._text = plain_text(QLabel())
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = QPushButton()
        self.button.clicked.connect(self._run_action)
        close = QToolButton()
        close.setText("✕")
        close.setAutoRaise(True)
        close.setToolTip(self.tr("Close"))
        close.setAccessibleName(self.tr("Close this message"))
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(MARGIN, 8, 8, 8)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.button)
        layout.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        """The message; empty while the banner is hidden."""
        return self._text.text() if not self.isHidden() else ""

    def show_message(
        self, text: str, button: str = "", action: Callable[[], object] | None = None, stays: bool = True
    ) -> None:
        """Show a sentence.

        `button` is the caption of a button that calls `action`; without a caption there is no button. A message with
        `stays=False` hides after `NOTICE_MILLISECONDS`.
        """
        self._action = action
        self._text.setText(text)
        self.button.setText(caption(button))
        self.button.setVisible(bool(button))
        self.show()
        self._timer.stop()
        if not stays:
            self._timer.start(NOTICE_MILLISECONDS)

    def withdraw(self, action: Callable[[], object]) -> None:
        """Hide the message if its button would run this action, which no longer does what the message says."""
        if self._action is action:
            self.hide()

    def _run_action(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()
