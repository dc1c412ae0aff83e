"""What is being fetched, one row each: how far it is, and buttons to pause it, go on and give it up."""

from functools import partial

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from macapp.domain.units import format_bytes
from macapp.ui.models.downloads import Download, Downloads, DownloadState
from macapp.ui.widgets.fields import remove_button
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.text import elide
from macapp.ui.widgets.theme import mark_error, plain_text, secondary_label

PARTS = 1000  # of a progress bar


class DownloadRows(QWidget):
    """Shows downloads; hidden while there are none."""

    def __init__(self, shown: Downloads) -> None:
        super().__init__()
        self._downloads = shown
        self.rows: dict[str, _Row] = {}
        self._list = QVBoxLayout(self)
        self._list.setContentsMargins(0, 0, 0, 0)
        shown.changed.connect(self.fill)
        shown.progressed.connect(self._progressed)
        self.fill()

    def fill(self) -> None:
        """Show what there is now."""
        there = {each.model: each for each in self._downloads.all()}
        for model in [each for each in self.rows if each not in there]:
            row = self.rows.pop(model)
            row.setParent(None)
            row.deleteLater()
        for model, each in there.items():
            if model not in self.rows:
                self.rows[model] = _Row(each, self._downloads)
                self._list.addWidget(self.rows[model])
            self.rows[model].show_state(each)
        self.setVisible(bool(self.rows))

    def _progressed(self, model: str, words: str) -> None:
        found = next((each for each in self._downloads.all() if each.model == model), None)
        if found is not None and model in self.rows:
            self.rows[model].show_progress(found, words)


class _Row(QWidget):
    def __init__(self, shown: Download, downloads: Downloads) -> None:
        super().__init__()
        self._model, self._downloads = shown.model, downloads
        self._name = plain_text(QLabel(elide(shown.name, 60)))
        self._name.setToolTip(tip(shown.model))
        self.told, self.fault = secondary_label(QLabel()), plain_text(QLabel())
        mark_error(self.fault)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(6)
        self.bar.setAccessibleName(self.tr("Progress of {0}").format(shown.name))
        self.page = QPushButton(self.tr("Open Its Page"))
        self.page.setToolTip(self.tr("Where its licence is read and accepted"))
        self.page.clicked.connect(partial(QDesktopServices.openUrl, QUrl(shown.page)))
        self.pause = QPushButton()
        self.pause.clicked.connect(self._pause_or_resume)
        self.off = remove_button(self.tr("Give up {0}").format(shown.name))
        self.off.clicked.connect(partial(downloads.cancel, shown.model))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._name)
        words.addWidget(self.bar)
        words.addWidget(self.told)
        words.addWidget(self.fault)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.addLayout(words, 1)
        row.addWidget(self.page)
        row.addWidget(self.pause)
        row.addWidget(self.off)

    def show_state(self, shown: Download) -> None:
        """Show what it is doing."""
        so_far = (
            self.tr("{0} of {1}").format(format_bytes(shown.done), format_bytes(shown.total)) if shown.total else ""
        )
        words = {
            DownloadState.WAITING: self.tr("Waits for the one before"),
            DownloadState.RUNNING: self.told.text() if shown.total else self.tr("Asking the hub…"),
            DownloadState.PAUSED: self.tr("Paused") + (f"  ·  {so_far}" if so_far else ""),
            DownloadState.FAILED: so_far,
        }[shown.state]
        self.told.setText(words)
        self.fault.setText(shown.why)
        self.fault.setVisible(bool(shown.why))
        self.page.setVisible(shown.state is DownloadState.FAILED)
        again = {DownloadState.PAUSED: self.tr("Resume"), DownloadState.FAILED: self.tr("Try Again")}
        self.pause.setText(again.get(shown.state, self.tr("Pause")))
        self._show_bar(shown)

    def show_progress(self, shown: Download, words: str) -> None:
        """Show how far it is."""
        self.told.setText(words)
        self._show_bar(shown)

    def _show_bar(self, shown: Download) -> None:
        asking = shown.state is DownloadState.RUNNING and not shown.total
        self.bar.setRange(0, 0 if asking else PARTS)
        if not asking:
            self.bar.setValue(round(PARTS * shown.done / max(shown.total, 1)))

    def _pause_or_resume(self) -> None:
        state = next((each.state for each in self._downloads.all() if each.model == self._model), None)
        if state in (DownloadState.PAUSED, DownloadState.FAILED):
            self._downloads.resume(self._model)
        else:
            self._downloads.pause(self._model)
