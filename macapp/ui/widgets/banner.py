"""A strip at the top of the window for what went wrong or needs saying. Never a dialog; the next takes its place."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from macapp.ui.widgets.plain_text import caption
from macapp.ui.widgets.theme import MARGIN, plain_text

NOTICE_MILLISECONDS = 8000


class Banner(QWidget):
    """One sentence, perhaps one button, and a way to close it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self._act: Callable[[], object] | None = None
        self._text = plain_text(QLabel())
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._button = QPushButton()
        self._button.clicked.connect(self._acted)
        close = QToolButton()
        close.setText("✕")
        close.setAutoRaise(True)
        close.setToolTip(self.tr("Close"))
        close.setAccessibleName(self.tr("Close this message"))
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(MARGIN, 8, 8, 8)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        layout.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty when it is not shown."""
        return self._text.text() if not self.isHidden() else ""

    def show_message(
        self, text: str, button: str = "", act: Callable[[], object] | None = None, stays: bool = True
    ) -> None:
        """Show a sentence, with a button that does `act` if it has a name; one that does not stay leaves by itself."""
        self._act = act
        self._text.setText(text)
        self._button.setText(caption(button))
        self._button.setVisible(bool(button))
        self.show()
        self._timer.stop()
        if not stays:
            self._timer.start(NOTICE_MILLISECONDS)

    def _acted(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()
