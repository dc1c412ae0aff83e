"""List of downloads: progress, and buttons to pause, resume and cancel each of them."""

from functools import partial

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from macapp.domain.units import format_bytes
from macapp.ui.models.downloads import Download, Downloads, DownloadState
from macapp.ui.widgets.fields import remove_button
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.text import elide
from macapp.ui.widgets.theme import mark_error, plain_text, secondary_label

PARTS = 1000  # steps of a progress bar


class DownloadRows(QWidget):
    """Shows one row per download; hidden while there are none."""

    def __init__(self, downloads: Downloads) -> None:
        super().__init__()
        self._downloads = downloads
        self.rows: dict[str, DownloadRow] = {}
        self._list = QVBoxLayout(self)
        self._list.setContentsMargins(0, 0, 0, 0)
        downloads.changed.connect(self.fill)
        downloads.progressed.connect(self._show_progress)
        self.fill()

    def fill(self) -> None:
        """Show the current downloads."""
        downloads = {download.model: download for download in self._downloads.all()}
        for model in [model for model in self.rows if model not in downloads]:
            row = self.rows.pop(model)
            row.setParent(None)
            row.deleteLater()
        for model, download in downloads.items():
            if model not in self.rows:
                self.rows[model] = DownloadRow(download, self._downloads)
                self._list.addWidget(self.rows[model])
            self.rows[model].show_state(download)
        self.setVisible(bool(self.rows))

    def _show_progress(self, model: str, words: str) -> None:
        download = next((download for download in self._downloads.all() if download.model == model), None)
        if download is not None and model in self.rows:
            self.rows[model].show_progress(download, words)


class DownloadRow(QWidget):
    """One download: name, progress bar, status, error, and buttons."""

    def __init__(self, download: Download, downloads: Downloads) -> None:
        super().__init__()
        self._model, self._downloads = download.model, downloads
        self._name = plain_text(QLabel(elide(download.name, 60)))
        self._name.setToolTip(tip(download.model))
        self.status, self.fault = secondary_label(QLabel()), plain_text(QLabel())
        mark_error(self.fault)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(6)
        self.bar.setAccessibleName(self.tr("Progress of {0}").format(download.name))
        self.page = QPushButton(self.tr("Open Model Page"))
        self.page.setToolTip(self.tr("Read and accept the licence on the page of the model"))
        self.page.clicked.connect(partial(QDesktopServices.openUrl, QUrl(download.page)))
        self.pause = QPushButton()
        self.pause.clicked.connect(self._pause_or_resume)
        self.cancel = remove_button(self.tr("Cancel the download of {0}").format(download.name))
        self.cancel.clicked.connect(partial(downloads.cancel, download.model))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._name)
        words.addWidget(self.bar)
        words.addWidget(self.status)
        words.addWidget(self.fault)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.addLayout(words, 1)
        row.addWidget(self.page)
        row.addWidget(self.pause)
        row.addWidget(self.cancel)

    def show_state(self, download: Download) -> None:
        """Show the state of the download."""
        amount = self.tr("{0} of {1}").format(format_bytes(download.done), format_bytes(download.total))
        progress = amount if download.total else ""
        words = {
            DownloadState.WAITING: self.tr("Waiting"),
            DownloadState.RUNNING: self.status.text() if download.total else self.tr("Contacting the hub…"),
            DownloadState.PAUSED: self.tr("Paused") + (f"  ·  {progress}" if progress else ""),
            DownloadState.FAILED: progress,
        }[download.state]
        self.status.setText(words)
        self.fault.setText(download.why)
        self.fault.setVisible(bool(download.why))
        self.page.setVisible(download.state is DownloadState.FAILED)
        labels = {DownloadState.PAUSED: self.tr("Resume"), DownloadState.FAILED: self.tr("Try Again")}
        self.pause.setText(labels.get(download.state, self.tr("Pause")))
        self._show_bar(download)

    def show_progress(self, download: Download, words: str) -> None:
        """Show the progress of the download; `words` is its text."""
        self.status.setText(words)
        self._show_bar(download)

    def _show_bar(self, download: Download) -> None:
        is_size_unknown = download.state is DownloadState.RUNNING and not download.total
        self.bar.setRange(0, 0 if is_size_unknown else PARTS)
        if not is_size_unknown:
            self.bar.setValue(round(PARTS * download.done / max(download.total, 1)))

    def _pause_or_resume(self) -> None:
        state = next((download.state for download in self._downloads.all() if download.model == self._model), None)
        if state in (DownloadState.PAUSED, DownloadState.FAILED):
            self._downloads.resume(self._model)
        else:
            self._downloads.pause(self._model)


def format_download(download: Download) -> str:
    """Return the state of a download in a word or two, for the row of its model."""
    states = {
        DownloadState.WAITING: QCoreApplication.translate("models", "waiting"),
        DownloadState.PAUSED: QCoreApplication.translate("models", "paused"),
        DownloadState.FAILED: QCoreApplication.translate("models", "failed"),
    }
    share = f"{100 * download.done // download.total} %" if download.total else "…"
    return states.get(download.state, share)
