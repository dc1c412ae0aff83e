"""Easel Help: a window that shows the pages of `resources/help`.

The browser shows only these pages. It loads no other files, and opens links to web pages in the user's web browser.
"""

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QAction,
    QDesktopServices,
    QKeySequence,
    QPalette,
)
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from macapp.ui.main.help_browser import HelpBrowser
from macapp.ui.main.help_page import PAGES, read_page
from macapp.ui.widgets.accessibility import describe_choices
from macapp.ui.widgets.theme import GAP


class HelpWindow(QWidget):
    """The pages with a list of them, back and forward, and a search in the page."""

    page_shown = Signal(str)
    """the file name of the page"""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Easel Help"))
        self.browser = HelpBrowser()
        self.browser.anchorClicked.connect(self.open_link)
        self.back, self.forward = self._build_button("‹", self.tr("Back")), self._build_button("›", self.tr("Forward"))
        self.back.clicked.connect(self.go_back)
        self.forward.clicked.connect(self.go_forward)
        self.pages = QComboBox()
        self.pages.setAccessibleName(self.tr("Page"))
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Find in page"))
        self.line.setAccessibleName(self.tr("Find in page"))
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self._find_typed)
        self.line.returnPressed.connect(self.find_next)
        self._history: list[tuple[str, str]] = []  # page and anchor
        self._position = -1
        self._fill_pages()
        self.pages.activated.connect(lambda index: self.open_page(self.pages.itemData(index)))
        self._build_layout()
        self._add_actions()
        self.resize(860, 760)
        describe_choices(self)
        self.open_page(PAGES[0])

    @property
    def page(self) -> str:
        """The file name of the current page."""
        return self._history[self._position][0]

    def open_page(self, name: str, anchor: str = "") -> None:
        """Open a page at its top or at a heading, and add it to the history."""
        del self._history[self._position + 1 :]
        self._history.append((name, anchor))
        self._position = len(self._history) - 1
        self._show_current()

    def open_link(self, url: QUrl) -> None:
        """Open a link: another page, a heading of this one, or a web page in the web browser."""
        name = url.path() or self.page
        if url.scheme() in ("http", "https"):
            QDesktopServices.openUrl(url)
        elif not url.scheme() and name in PAGES:
            self.open_page(name, url.fragment())

    def go_back(self) -> None:
        """Show the page before."""
        self._move(-1)

    def go_forward(self) -> None:
        """Show the page after."""
        self._move(1)

    def find_next(self) -> None:
        """Select the next occurrence of the text in the search field."""
        if self.line.text():
            self._mark_found(self.browser.find_text(self.line.text()))

    def find_previous(self) -> None:
        """Select the occurrence before."""
        if self.line.text():
            self._mark_found(self.browser.find_text(self.line.text(), backwards=True))

    def _move(self, by: int) -> None:
        if 0 <= self._position + by < len(self._history):
            self._position += by
            self._show_current()

    def _show_current(self) -> None:
        name, anchor = self._history[self._position]
        self.browser.show_markdown(self._read(name))
        if anchor:
            self.browser.scroll_to(anchor)
        self.pages.setCurrentIndex(self.pages.findData(name))
        self.back.setEnabled(self._position > 0)
        self.forward.setEnabled(self._position < len(self._history) - 1)
        self.page_shown.emit(name)

    def _read(self, name: str) -> str:
        try:
            return read_page(name).markdown
        except OSError:
            return self.tr("This page is missing. Replace this copy of Easel with a new one.")

    def _fill_pages(self) -> None:
        for name in PAGES:
            try:
                self.pages.addItem(read_page(name).title, name)
            except OSError:
                self.pages.addItem(name, name)

    def _find_typed(self) -> None:
        """Search from the start of the selection, so that a longer text can match at the same place."""
        cursor = self.browser.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self.browser.setTextCursor(cursor)
        self._mark_found(not self.line.text() or self.browser.find_text(self.line.text()))

    def _mark_found(self, is_found: bool) -> None:
        colours = QPalette() if is_found else self.line.palette()
        if not is_found:
            colours.setColor(QPalette.ColorRole.Text, colours.color(QPalette.ColorRole.PlaceholderText))
        self.line.setPalette(colours)
        self.line.setToolTip("" if is_found else self.tr("Not found on this page"))

    def _focus_search(self) -> None:
        self.line.setFocus()
        self.line.selectAll()

    def _build_button(self, text: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setAutoRaise(True)
        button.setAccessibleName(name)
        return button

    def _build_layout(self) -> None:
        self.back.setToolTip(self.tr("Back"))
        self.forward.setToolTip(self.tr("Forward"))
        bar = QHBoxLayout()
        bar.setContentsMargins(GAP, GAP // 2, GAP, GAP // 2)
        bar.addWidget(self.back)
        bar.addWidget(self.forward)
        bar.addWidget(self.pages)
        bar.addStretch(1)
        bar.addWidget(self.line)
        self.line.setFixedWidth(220)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.browser, 1)
        self.browser.setFocus()

    def _add_actions(self) -> None:
        keys = QKeySequence.StandardKey
        for text, key, slot in (
            (self.tr("Find"), keys.Find, self._focus_search),
            (self.tr("Find Next"), keys.FindNext, self.find_next),
            (self.tr("Find Previous"), keys.FindPrevious, self.find_previous),
            (self.tr("Back"), keys.Back, self.go_back),
            (self.tr("Forward"), keys.Forward, self.go_forward),
        ):
            action = QAction(text, self)
            action.setShortcuts(key)
            action.triggered.connect(slot)
            self.addAction(action)
