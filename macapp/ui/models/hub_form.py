"""The form of the popover “From the Hub”: a repository of the Hugging Face hub, and signing in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

WIDTH_POINTS = 360


class HubForm(QWidget):
    """Asks for the name of a repository."""

    download_requested = Signal(str)
    """owner/name, with an optional @revision"""
    sign_in_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.repository = QLineEdit()
        self.repository.setMinimumWidth(WIDTH_POINTS)
        self.repository.setPlaceholderText(self.tr("owner/name of a repository on the Hugging Face hub"))
        self.repository.setAccessibleName(self.tr("Repository to download"))
        self.repository.returnPressed.connect(self._request_download)
        self.download = QPushButton(self.tr("Download"))
        self.download.clicked.connect(self._request_download)
        self.sign_in = QPushButton(self.tr("Sign In…"))
        self.sign_in.setToolTip(self.tr("Sign in to the hub with an access token, stored in the Keychain"))
        self.sign_in.clicked.connect(self.sign_in_requested)
        self.setFocusProxy(self.repository)
        row = QHBoxLayout()
        row.addWidget(self.sign_in)
        row.addStretch()
        row.addWidget(self.download)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.repository)
        layout.addLayout(row)

    def _request_download(self) -> None:
        name = self.repository.text().strip()
        if name:
            self.download_requested.emit(name)
        else:
            self.repository.setFocus()
